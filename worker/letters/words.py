"""What letters may say: a decision's figures and findings, as words and numbers of one language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency

from worker.letters.render import LetterText, one_line, quoted, render, written
from worker.sla.cycles import shown
from worker.sla.decision import Cycle, Decision, Judged, Outcome, Stretch

MOST_STRETCHES = 20
MOST_WORDS = 50
"""Words to the team that are written out in one letter; of more only the number."""
_LOCALE = {"en": "en_GB", "vi": "vi_VN"}


@lru_cache(maxsize=4096)
def _written(moment: datetime, language: str, zone: str) -> str:
    pattern = "d MMMM y, HH:mm:ss" if language == "en" else "HH:mm:ss 'ngày' d/M/y"
    return format_datetime(moment.astimezone(ZoneInfo(zone)), pattern, locale=_LOCALE[language])


@lru_cache(maxsize=1024)
def _day(day: date, language: str) -> str:
    return format_date(day, "d MMMM y" if language == "en" else "d/M/y", locale=_LOCALE[language])


@lru_cache(maxsize=1024)
def _money(amount: Decimal, currency: str, language: str) -> str:
    pattern = "¤¤ #,##0.00" if language == "en" else "#,##0.00 ¤¤"
    return format_currency(amount, currency, pattern, locale=_LOCALE[language], currency_digits=True)


@dataclass(frozen=True, slots=True)
class Style:
    """How one letter writes moments and money: its language and the client's zone."""

    language: str
    zone: str

    def moment(self, moment: datetime) -> str:
        """9 July 2026, 10:53:00, in the client's zone."""
        return _written(moment, self.language, self.zone)

    def span(self, start: datetime, end: datetime | None) -> str:
        """A stretch of time with the zone named once; a moment where there is no end."""
        if end is None:
            return f"{self.moment(start)} ({self.zone})"
        local, until = start.astimezone(ZoneInfo(self.zone)), end.astimezone(ZoneInfo(self.zone))
        same = local.date() == until.date()
        said = f"{until:%H:%M:%S}" if same else self.moment(end)
        return f"{self.moment(start)} – {said} ({self.zone})"

    def day(self, day: date) -> str:
        """9 July 2026; 9/7/2026 in Vietnamese."""
        return _day(day, self.language)

    def money(self, amount: Decimal, currency: str) -> str:
        """With the currency's code, so that no sign is ambiguous."""
        return _money(amount, currency, self.language)

    def number(self, plain: str) -> str:
        """A decimal number with the language's comma or point."""
        return plain if self.language == "en" else plain.replace(".", ",")

    def length(self, seconds: int) -> str:
        """2 h 08 min 20 s (7,700 s), so that it can be checked by hand."""
        hours, rest = divmod(seconds, 3600)
        minutes, left = divmod(rest, 60)
        units = ("h", "min", "s") if self.language == "en" else ("giờ", "phút", "giây")
        parts = [f"{n} {unit}" for n, unit in zip((hours, minutes, left), units, strict=True) if n]
        exact = f"{seconds:,} {units[2]}" if self.language == "en" else f"{seconds:,} {units[2]}".replace(",", ".")
        return f"{' '.join(parts)} ({exact})" if seconds >= 60 else exact


def resolution(
    decision: Decision,
    *,
    reference: str,
    language: str,
    zone: str,
    provider_zone: str,
    client_name: str | None = None,
    secrets_masked: int = 0,
    previous: str | None = None,
    remark: str = "",
) -> LetterText:
    """The answer to a claim. `zone` is the client's; `previous` the reference of the claim this is feedback on.

    `remark` is what a person of the team adds, paragraph by paragraph.

    Raises LetterError.
    """
    style = Style(language, zone)
    values = _values(decision, style, reference, client_name, secrets_masked, previous)
    values["remark"] = _paragraphs(remark)
    if decision.outcome is Outcome.UNVERIFIED:
        values |= {"claimed": [], "found": [], "figures": []}
    return written(decision.outcome.value, language, **values)


def acknowledgement(
    *,
    reference: str,
    language: str,
    due: datetime,
    hold_until: datetime | None,
    provider_zone: str,
    client_name: str | None = None,
    secrets_masked: int = 0,
) -> LetterText:
    """That a claim was received, and by when it is answered. Dates are the provider's legal days."""
    style = Style(language, provider_zone)
    values = _bare(reference, client_name, secrets_masked) | {
        "due": style.day(_last_day(due, provider_zone)),
        "hold_until": style.day(hold_until.astimezone(ZoneInfo(provider_zone)).date()) if hold_until else "",
        "answer_back": False,
    }
    return written("acknowledgement", language, **values)


def difference(
    decision: Decision, *, reference: str, language: str, zone: str, client_name: str | None = None
) -> LetterText:
    """That a cycle has closed, a higher row of the table was reached, and the difference is credited."""
    return written("difference", language, **_values(decision, Style(language, zone), reference, client_name, 0, None))


def granted_part(
    decision: Decision, *, reference: str, language: str, zone: str, client_name: str | None = None
) -> LetterText:
    """That the certain part of a claim is granted, and what stays open."""
    return written(
        "granted_part", language, **_values(decision, Style(language, zone), reference, client_name, 0, None)
    )


def repair(
    decision: Decision, *, reference: str, language: str, zone: str, client_name: str | None = None
) -> LetterText:
    """That records were corrected, and that more is credited than was at first."""
    return written("repair", language, **_values(decision, Style(language, zone), reference, client_name, 0, None))


def question(
    words: str, *, reference: str, language: str, due: datetime, provider_zone: str, client_name: str | None = None
) -> LetterText:
    """Something that only the client can tell; the clock runs on."""
    values = _bare(reference, client_name, 0) | {
        "asked": "\n\n".join(_paragraphs(words)),
        "due": Style(language, provider_zone).day(_last_day(due, provider_zone)),
        "answer_back": False,
    }
    return written("question", language, **values)


def _paragraphs(words: str) -> list[str]:
    """A person's words, paragraph by paragraph, each on one line, bounded."""
    return [quoted(p, 2000) for p in re.split(r"\n\s*\n", words.replace("\r\n", "\n")) if p.strip()][:20]


def to_team(kind: str, **facts: Any) -> LetterText:
    """A word to the team, in English, as text only. The first line of its template is the subject."""
    body = render(f"team/{kind}.txt", **{k: quoted(v, 1000) if isinstance(v, str) else v for k, v in facts.items()})
    subject, _, rest = body.strip().partition("\n")
    return LetterText(one_line(subject), rest.strip() + "\n")


def many_to_team(
    words: Sequence[tuple[str, Mapping[str, Any]]], counts: Mapping[str, int], *, console: str
) -> LetterText:
    """Many words to the team in one letter: how many of which kind, then each, up to a bound."""
    texts = [to_team(kind, **facts) for kind, facts in words[:MOST_WORDS]]
    body = render("team/bundle.txt", texts=texts, counts=counts, left_out=len(words) - len(texts), console=console)
    subject, _, rest = body.strip().partition("\n")
    return LetterText(one_line(subject), re.sub(r"\n{3,}", "\n\n", rest).strip() + "\n")


def _last_day(due: datetime, zone: str) -> date:
    """The last day of a deadline whose first moment too late is given."""
    return (due.astimezone(ZoneInfo(zone)) - timedelta(seconds=1)).date()


def _bare(reference: str, client_name: str | None, secrets_masked: int) -> dict[str, Any]:
    return {
        "reference": reference,
        "client_name": quoted(client_name or "", 80),
        "secrets_masked": secrets_masked,
        "previous": "",
        "remark": [],
        "claimed": [],
        "found": [],
        "figures": [],
        "late": [],
        "answer_back": True,
    }


def _values(
    decision: Decision,
    style: Style,
    reference: str,
    client_name: str | None,
    secrets_masked: int,
    previous: str | None,
) -> dict[str, Any]:
    credits_due = [
        {"period": style.day(c.period_start), "percent": c.percent, "amount": style.money(c.amount, c.currency)}
        for c in decision.credits
    ]
    return _bare(reference, client_name, secrets_masked) | {
        "previous": previous or "",
        "account": decision.account or "",
        "missing": decision.missing,
        "claimed": [_claimed(i, style) for i in decision.incidents],
        "late": [quoted(i.stated.words) for i in decision.incidents if i.late],
        "last_days": [style.day(i.last_day) for i in decision.incidents if i.last_day],
        "unmatched": [quoted(i.stated.words) for i in decision.incidents if not i.matched],
        "found": _found(_told(decision), style),
        "figures": [_figures(c, style, decision) for c in decision.cycles],
        "credits": credits_due,
        "provisional": decision.provisional,
        "agreement_date": style.day(decision.agreement_date),
        "reasons": decision.review_reasons,
    }


def _claimed(incident: Judged, style: Style) -> dict[str, str]:
    reading = incident.reading
    return {"words": quoted(incident.stated.words), "read_as": style.span(reading.start, reading.end)}


def _told(decision: Decision) -> list[Stretch]:
    """Everything recorded in the claim's cycles; where nothing of it counts, only what the claim matched."""
    rows = [s for c in decision.touched for s in c.stretches]
    if decision.outcome is not Outcome.EXCLUDED:
        return rows
    matched = {record for i in decision.incidents for record in i.matched}
    return [s for s in rows if s.record in matched]


def _found(rows: Sequence[Stretch], style: Style) -> list[dict[str, Any]]:
    return [
        {
            "record": s.record,
            "span": style.span(s.start, s.end),
            "length": style.length((s.end - s.start) // timedelta(seconds=1)),
            "why": s.why.value,
        }
        for s in rows[:MOST_STRETCHES]
    ]


def _figures(cycle: Cycle, style: Style, decision: Decision) -> dict[str, Any]:
    return {
        "period": f"{style.day(cycle.period_start)} – {style.day(cycle.period_end - timedelta(days=1))}",
        "total": style.length(cycle.total),
        "excused": style.length(cycle.excused),
        "counted": style.length(cycle.counted),
        "measured": style.length(cycle.measured),
        "uptime": style.number(shown(cycle.uptime)),
        "percent": cycle.percent if cycle.percent or not cycle.owed else "–",
        "paid": style.money(cycle.paid, cycle.currency) if cycle.paid is not None else "–",
        "owed": style.money(cycle.owed, cycle.currency),
        "credited": style.money(cycle.credited, cycle.currency),
        "due": style.money(cycle.due, cycle.currency),
        "open": decision.at < cycle.final_at,
    }
