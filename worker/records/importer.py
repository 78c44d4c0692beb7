"""Record files into the database: whole or not at all, by key, so that importing again never duplicates.

Importing payments replaces an earlier import of the same account and cycle. Credits that our own ledger entered come
back in exports of billing systems; their rows are skipped.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction

from worker.records import files
from worker.records.changes import differing, note_change
from worker.records.models import Account, Credit, Entry, Import, Maintenance, Outage, Payment, Reach
from worker.sla import records as values

LONG = timedelta(days=31)
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows read, rows skipped because our own ledger holds them, rows that changed something."""

    rows: int
    skipped: int = 0
    changed: tuple[models.Model, ...] = ()
    """Rows that are new or were otherwise, each as it was and as it is."""


def take_in(kind: str, path: Path, *, at: datetime, progress: Callable[[str], None] = lambda line: None) -> Imported:
    """Import one file of records. Raises files.FaultyFile (then nothing was changed) or OSError."""
    known = None if kind == "accounts" else Account.objects.values_list("account", flat=True)
    progress(f"reading {path.name}")
    rows = files.read(kind, path, accounts=known)
    progress(f"{len(rows)} rows read, writing")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return write(kind, rows, source=path.name, sha256=digest, at=at)


@transaction.atomic
def write(kind: str, rows: list[Any], *, source: str, sha256: str, at: datetime) -> Imported:
    """Write rows of one kind, from a file or from a person's form, and note what they change."""
    imported = _WRITERS[kind](rows)
    note_change(kind, imported.changed, at=at)
    Import.objects.create(kind=kind, file=source, sha256=sha256, rows=len(rows), at=at)
    return imported


def _upsert(
    model: type[models.Model], rows: Sequence[models.Model], key: Sequence[str], fields: Sequence[str]
) -> tuple[models.Model, ...]:
    """Insert or update by key; gives what changed by it."""
    changed = tuple(differing(rows, key, fields))
    model._default_manager.bulk_create(
        rows, batch_size=CHUNK, update_conflicts=True, unique_fields=key, update_fields=fields
    )
    return changed


def _accounts(rows: list[values.Account]) -> Imported:
    made = [
        Account(
            account=r.account,
            name=r.name,
            contacts=" ".join(r.contacts),
            billing_day=r.billing_day,
            time_zone=r.time_zone,
            currency=r.currency,
            language=r.language,
        )
        for r in rows
    ]
    fields = ["name", "contacts", "billing_day", "time_zone", "currency", "language"]
    return Imported(len(rows), changed=_upsert(Account, made, ["account"], fields))


def _payments(rows: list[values.Payment]) -> Imported:
    sums: dict[tuple[str, Any], Decimal] = defaultdict(Decimal)
    for r in rows:
        sums[r.account, r.period_start] += r.amount
    made = [Payment(account_id=a, period_start=p, amount=amount) for (a, p), amount in sums.items()]
    return Imported(len(rows), changed=_upsert(Payment, made, ["account_id", "period_start"], ["amount"]))


def _credits(rows: list[values.Credit]) -> Imported:
    ours = set(Entry.objects.filter(claim__in={r.claim for r in rows if r.claim}).values_list("claim", flat=True))
    kept = [r for r in rows if r.claim not in ours]
    sums: dict[tuple[str, Any, str], Decimal] = defaultdict(Decimal)
    for r in kept:
        sums[r.account, r.period_start, r.claim or ""] += r.amount
    made = [Credit(account_id=a, period_start=p, claim=c, amount=amount) for (a, p, c), amount in sums.items()]
    changed = _upsert(Credit, made, ["account_id", "period_start", "claim"], ["amount"])
    return Imported(len(rows), skipped=len(rows) - len(kept), changed=changed)


def _names(affects: frozenset[str] | None) -> str:
    return "*" if affects is None else " ".join(sorted(affects))


def _outages(rows: list[values.Outage]) -> Imported:
    made = [
        Outage(
            outage=r.outage,
            started_at=r.started_at,
            ended_at=r.ended_at,
            state=r.state.value,
            exclusion=r.exclusion.value if r.exclusion else "",
            affects=_names(r.affects),
            note=r.note,
        )
        for r in rows
    ]
    fields = ["started_at", "ended_at", "state", "exclusion", "affects", "note"]
    changed = _upsert(Outage, made, ["outage"], fields)
    for first in range(0, len(rows), CHUNK):
        _replace_reach(rows[first : first + CHUNK])
    return Imported(len(rows), changed=changed)


def _replace_reach(rows: Sequence[values.Outage]) -> None:
    Reach.objects.filter(outage_id__in=[r.outage for r in rows]).delete()
    Reach.objects.bulk_create(
        Reach(
            outage_id=r.outage,
            account=account,
            started_at=r.started_at,
            ended_at=r.ended_at,
            long=r.ended_at is None or r.ended_at - r.started_at > LONG,
        )
        for r in rows
        for account in ([""] if r.affects is None else sorted(r.affects))
    )


def _maintenance(rows: list[values.Maintenance]) -> Imported:
    made = [
        Maintenance(
            maintenance=r.maintenance,
            kind=r.kind.value,
            started_at=r.started_at,
            ended_at=r.ended_at,
            announced_start=r.announced_start,
            announced_end=r.announced_end,
            notified_at=r.notified_at,
            channel=r.channel.value if r.channel else "",
            impact=r.impact,
            affects=_names(r.affects),
        )
        for r in rows
    ]
    fields = [f.name for f in Maintenance._meta.concrete_fields if f.name != "maintenance"]
    return Imported(len(rows), changed=_upsert(Maintenance, made, ["maintenance"], fields))


_WRITERS: dict[str, Callable[[list[Any]], Imported]] = {
    "accounts": _accounts,
    "payments": _payments,
    "outages": _outages,
    "maintenance": _maintenance,
    "credits": _credits,
}
