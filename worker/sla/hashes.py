"""Hashes by which a decision proves what it rested on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from worker.sla.records import Credit, Maintenance, Outage, Payment, Records


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
    """The hash of records, whatever their order."""
    digest = hashlib.sha256()
    for group in (records.outages, records.maintenance, records.payments, records.credits):
        for line in sorted(map(_line, group)):
            digest.update(line.encode())
    return digest.hexdigest()


def _line(record: Outage | Maintenance | Payment | Credit) -> str:
    """A record as one line. Written out by hand: thousands are hashed for one decision."""
    if isinstance(record, Outage | Maintenance):
        affects = "*" if record.affects is None else " ".join(sorted(record.affects))
        rest = [str(getattr(record, name)) for name in record.__slots__ if name != "affects"]
        return f"{rest}{affects}\n"
    claim = record.claim if isinstance(record, Credit) else None
    return f"{record.account} {record.period_start} {record.amount.normalize()} {claim}\n"
