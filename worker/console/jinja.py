"""The console's Jinja2: autoescape, StrictUndefined, and how moments, money and words are shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_currency
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from worker.sla import load_policies


def environment(**options: Any) -> Environment:
    """The environment as Django's backend asks for it."""
    made = Environment(**options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    made.globals |= {"url": _url, "static": static}
    made.filters |= {f.__name__: f for f in (local, utc, left, words, duration, money, age)}
    return made


def _url(name: str, *args: object, **query: object) -> str:
    asked = "&".join(f"{k}={v}" for k, v in query.items() if v not in (None, ""))
    return reverse(name, args=args) + (f"?{asked}" if asked else "")


def zone() -> ZoneInfo:
    """The provider's zone, in which the team reads its clocks."""
    return load_policies(settings.DESK.policy).zone


def local(moment: datetime | None) -> str:
    """2026-11-24 09:12 in the provider's zone."""
    return "" if moment is None else f"{moment.astimezone(zone()):%Y-%m-%d %H:%M}"


def utc(moment: datetime | None) -> str:
    """2026-11-24 02:12:00Z."""
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}Z"


def left(until: datetime, now: datetime) -> str:
    """Time left, or how long it is overdue, in words."""
    rest = until - now
    said = _said(abs(rest))
    return f"{said} left" if rest > timedelta(0) else f"{said} overdue"


def _said(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} h" if hours >= 2 else f"{int(span.total_seconds() // 60)} min"


def duration(seconds: int) -> str:
    """3 h 38 min 29 s."""
    hours, rest = divmod(int(seconds), 3600)
    parts = [f"{n} {u}" for n, u in zip((hours, *divmod(rest, 60)), ("h", "min", "s"), strict=True) if n]
    return " ".join(parts) or "0 s"


def money(amount: Decimal, currency: str) -> str:
    """USD 9,000.00 or VND 489,600, with the decimals of the currency."""
    return format_currency(amount, currency, "¤¤ #,##0.00", locale="en", currency_digits=True).replace("\u00a0", " ")


def age(since: datetime, now: datetime) -> str:
    """How long ago, in words."""
    return f"{_said(now - since)} ago"


def words(name: str) -> str:
    """A name of ours as words: no_outage → no outage."""
    return name.replace("_", " ")
