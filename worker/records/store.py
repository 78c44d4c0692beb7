"""The records one claim needs, out of the database: a handful of rows by index, whatever the history.

Gives the values of `worker.sla.records`; an account's rows are found in two steps, what the claim may match and then
the whole months and cycles that those touch (`worker.sla` says which).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from worker.records import models
from worker.records.importer import LONG
from worker.sla import AccountBook
from worker.sla import records as values
from worker.sla.records import Channel, Exclusion, MaintenanceKind, OutageState

_book: tuple[int | None, AccountBook] | None = None


def account_book() -> AccountBook:
    """Every account, indexed; built anew only when accounts were imported since."""
    global _book
    newest = models.Import.objects.filter(kind="accounts").aggregate(n=Max("id"))["n"]
    if _book is None or _book[0] != newest:
        _book = (newest, AccountBook(map(_account, models.Account.objects.all().iterator())))
    return _book[1]


def records_between(account: str, start: datetime, end: datetime) -> values.Records:
    """Outages and maintenance that touch the account in [start, end), with all its payments and credits."""
    return values.Records(
        outages=tuple(_outages(account, start, end)),
        maintenance=tuple(_maintenance(account, start, end)),
        payments=tuple(
            values.Payment(account, p.period_start, p.amount) for p in models.Payment.objects.filter(account_id=account)
        ),
        credits=tuple(_credits(account)),
    )


def reached(account: str, start: datetime, end: datetime) -> QuerySet[models.Reach]:
    """The reach of every outage that touches the account in [start, end), by two index ranges."""
    short = Q(long=False, started_at__lt=end, started_at__gt=start - LONG)
    long = Q(long=True, started_at__lt=end)
    lasts = Q(ended_at__isnull=True) | Q(ended_at__gt=start)
    return models.Reach.objects.filter(short | long, lasts, account__in=("", account))


def touching(account: str, start: datetime, end: datetime) -> list[tuple[datetime, datetime | None]]:
    """Start and end of every outage and maintenance that touches the account in [start, end)."""
    spans = list(reached(account, start, end).values_list("started_at", "ended_at"))
    return spans + [(m.started_at, m.ended_at) for m in _maintenance(account, start, end)]


def _outages(account: str, start: datetime, end: datetime) -> Iterable[values.Outage]:
    found = {r.outage_id: r.outage for r in reached(account, start, end).select_related("outage")}
    for o in found.values():
        yield values.Outage(
            outage=o.outage,
            started_at=o.started_at,
            ended_at=o.ended_at,
            state=OutageState(o.state),
            exclusion=Exclusion(o.exclusion) if o.exclusion else None,
            affects=_affects(o.affects),
            note=o.note,
        )


def _maintenance(account: str, start: datetime, end: datetime) -> Iterable[values.Maintenance]:
    lasts = Q(ended_at__isnull=True) | Q(ended_at__gt=start)
    for m in models.Maintenance.objects.filter(lasts, started_at__lt=end):
        affects = _affects(m.affects)
        if affects is None or account in affects:
            yield values.Maintenance(
                maintenance=m.maintenance,
                kind=MaintenanceKind(m.kind),
                started_at=m.started_at,
                ended_at=m.ended_at,
                announced_start=m.announced_start,
                announced_end=m.announced_end,
                notified_at=m.notified_at,
                channel=Channel(m.channel) if m.channel else None,
                impact=m.impact,
                affects=affects,
            )


def _credits(account: str) -> Iterable[values.Credit]:
    for c in models.Credit.objects.filter(account_id=account):
        yield values.Credit(account, c.period_start, c.amount, c.claim or None)
    for e in models.Entry.objects.filter(account_id=account):
        yield values.Credit(account, e.period_start, e.amount, e.claim)


def _affects(raw: str) -> frozenset[str] | None:
    return None if raw == "*" else frozenset(raw.split())


def _account(row: models.Account) -> values.Account:
    return values.Account(
        account=row.account,
        name=row.name,
        contacts=tuple(row.contacts.split()),
        billing_day=row.billing_day,
        time_zone=row.time_zone,
        currency=row.currency,
        language=row.language,
    )
