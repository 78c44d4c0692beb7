"""What an import or a correction changed in the records, so that claims which rest on it are found (see `Change`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models

from worker.records.models import Change

CHUNK = 1000
LONGEST_CYCLE = timedelta(days=33)
"""A payment cycle and a day on either side, whatever the zone."""


def differing(made: Sequence[models.Model], key: Sequence[str], fields: Sequence[str]) -> list[models.Model]:
    """Rows that are not in the database yet or stand there otherwise, with what stands there now."""
    if not made:
        return []
    model = type(made[0])
    found: dict[tuple[Any, ...], models.Model] = {}
    for first in range(0, len(made), CHUNK):
        names = [getattr(row, key[0]) for row in made[first : first + CHUNK]]
        for row in model._default_manager.filter(**{f"{key[0]}__in": names}):
            found[tuple(getattr(row, k) for k in key)] = row
    changed: list[models.Model] = []
    for row in made:
        before = found.get(tuple(getattr(row, k) for k in key))
        if before is None or any(getattr(before, f) != getattr(row, f) for f in fields):
            changed += [row] if before is None else [before, row]
    return changed


def note_change(kind: str, rows: Sequence[Any], *, at: datetime) -> None:
    """Write down that these rows changed: before and after, of one kind."""
    if not rows:
        return
    names = sorted({str(_name(row)) for row in rows})
    spans = [_span(row) for row in rows]
    starts = [start for start, _ in spans if start is not None]
    ends = [end for _, end in spans]
    Change.objects.create(
        what=f"{kind} {', '.join(names[:3])}{' …' if len(names) > 3 else ''}"[:100],
        accounts=_accounts(rows),
        start=min(starts) if starts else None,
        end=None if not starts or None in ends else max(e for e in ends if e is not None),
        at=at,
    )


def _name(row: Any) -> Any:
    return row.account_id if hasattr(row, "period_start") else row.pk


def _accounts(rows: Iterable[Any]) -> str:
    names: set[str] = set()
    for row in rows:
        names |= set(row.affects.split()) if hasattr(row, "affects") else {getattr(row, "account_id", None) or row.pk}
    return "*" if "*" in names else " ".join(sorted(names))


def _span(row: Any) -> tuple[datetime | None, datetime | None]:
    if isinstance(getattr(row, "period_start", None), date):
        start = datetime.combine(row.period_start, time.min, UTC)
        return start - timedelta(days=1), start + LONGEST_CYCLE
    if hasattr(row, "started_at"):
        return row.started_at, row.ended_at
    return None, None
