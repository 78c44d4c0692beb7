"""Hashes by which a decision proves what it rested on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from worker.sla.records import Maintenance, Outage, Records


def plain(value: Any) -> Any:
    """A value of this room as JSON can hold it; sets are sorted, so that equal values give equal JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (frozenset, set)):
        return sorted(plain(v) for v in value)
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, Fraction) else value


def sha256_of(value: Any) -> str:
    """The SHA-256 of a value's JSON."""
    return hashlib.sha256(json.dumps(plain(value), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def records_sha256(records: Records) -> str:
    """The hash of records, whatever their order. Whole seconds and plain texts only, thousands for one decision."""
    groups = (
        sorted(map(_outage, records.outages)),
        sorted(map(_maintenance, records.maintenance)),
        sorted((p.account, str(p.period_start), f"{p.amount.normalize():f}") for p in records.payments),
        sorted((c.account, str(c.period_start), f"{c.amount.normalize():f}", c.claim or "") for c in records.credits),
    )
    return hashlib.sha256(json.dumps(groups).encode()).hexdigest()


def _seconds(moment: datetime | None) -> int:
    return -1 if moment is None else int(moment.timestamp())


def _names(affects: frozenset[str] | None) -> str:
    return "*" if affects is None else " ".join(sorted(affects))


def _outage(o: Outage) -> tuple[str, int, int, str, str, str]:
    return o.outage, _seconds(o.started_at), _seconds(o.ended_at), o.state, o.exclusion or "", _names(o.affects)


def _maintenance(m: Maintenance) -> tuple[str | int, ...]:
    times = (m.started_at, m.ended_at, m.announced_start, m.announced_end, m.notified_at)
    return m.maintenance, m.kind, *map(_seconds, times), m.channel or "", int(m.impact), _names(m.affects)
