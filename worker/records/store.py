"""The records one claim needs, out of the database: a handful of rows by index, whatever the history.

Gives the values of `worker.sla.records`; an account's rows are found in two steps, what the claim may match and then
the whole months and cycles that those touch (`worker.sla` says which).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Q, QuerySet, Value

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
    payments, credits = _money([account])
    return values.Records(
        outages=tuple(_outages(account, start, end)),
        maintenance=tuple(_maintenance(account, start, end)),
        payments=tuple(payments),
        credits=tuple(credits),
    )


def reached(account: str, start: datetime, end: datetime) -> QuerySet[models.Reach]:
    """The reach of every outage that touches the account in [start, end), by two index ranges."""
    return reached_any([account], start, end)


def reached_any(accounts: list[str], start: datetime, end: datetime) -> QuerySet[models.Reach]:
    """The same for several accounts."""
    short = Q(long=False, started_at__lt=end, started_at__gt=start - LONG)
    long = Q(long=True, started_at__lt=end)
    lasts = Q(ended_at__isnull=True) | Q(ended_at__gt=start)
    return models.Reach.objects.filter(short | long, lasts, account__in=["", *accounts])


def touching(account: str, start: datetime, end: datetime) -> list[tuple[datetime, datetime | None]]:
    """Start and end of every outage and maintenance that touches the account in [start, end)."""
    spans = list(reached(account, start, end).values_list("started_at", "ended_at"))
    return spans + [(m.started_at, m.ended_at) for m in _maintenance(account, start, end)]


def _outages(account: str, start: datetime, end: datetime) -> Iterable[values.Outage]:
    # In two steps, each by index; joined, PostgreSQL may choose to read every outage there is.
    found = list(reached(account, start, end).values_list("outage_id", flat=True))
    for o in models.Outage.objects.filter(pk__in=found) if found else ():
        yield _outage(o)


def _outage(o: models.Outage) -> values.Outage:
    return values.Outage(
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
        value = _window(m)
        if value.affects is None or account in value.affects:
            yield value


def _window(m: models.Maintenance) -> values.Maintenance:
    return values.Maintenance(
        maintenance=m.maintenance,
        kind=MaintenanceKind(m.kind),
        started_at=m.started_at,
        ended_at=m.ended_at,
        announced_start=m.announced_start,
        announced_end=m.announced_end,
        notified_at=m.notified_at,
        channel=Channel(m.channel) if m.channel else None,
        impact=m.impact,
        affects=_affects(m.affects),
    )


def _money(accounts: list[str]) -> tuple[list[values.Payment], list[values.Credit]]:
    """All that accounts paid and were credited, elsewhere and by our own ledger, in one query."""
    columns = ("account_id", "period_start", "amount", "claim", "kind")
    paid = models.Payment.objects.annotate(claim=Value(""), kind=Value("paid"))
    elsewhere = models.Credit.objects.annotate(kind=Value("credited"))
    entered = models.Entry.objects.annotate(kind=Value("credited"))
    each = [rows.filter(account_id__in=accounts).values_list(*columns) for rows in (paid, elsewhere, entered)]
    payments, credits = [], []
    for account, start, amount, claim, kind in each[0].union(*each[1:], all=True):
        if kind == "paid":
            payments.append(values.Payment(account, start, amount))
        else:
            credits.append(values.Credit(account, start, amount, claim or None))
    return payments, credits


class Loaded:
    """The records of many accounts in one stretch of time, for many claims: a few queries for all of them.

    Gives for a claim exactly what loading for it alone would give; `covers` says for which stretch.
    """

    def __init__(self, accounts: Iterable[str], start: datetime, end: datetime) -> None:
        names = sorted(set(accounts))
        self.start, self.end = start, end
        reach = list(reached_any(names, start, end))
        outages = models.Outage.objects.in_bulk({r.outage_id for r in reach})
        made = {name: _outage(o) for name, o in outages.items()}
        self._outages: dict[str, list[values.Outage]] = defaultdict(list)
        for r in reach:
            self._outages[r.account].append(made[r.outage_id])
        lasts = Q(ended_at__isnull=True) | Q(ended_at__gt=start)
        self._windows = [_window(m) for m in models.Maintenance.objects.filter(lasts, started_at__lt=end)]
        self._payments: dict[str, list[values.Payment]] = defaultdict(list)
        payments, credits = _money(names)
        for payment in payments:
            self._payments[payment.account].append(payment)
        self._credits: dict[str, list[values.Credit]] = defaultdict(list)
        for credit in credits:
            self._credits[credit.account].append(credit)

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether a stretch of time was loaded whole."""
        return self.start <= start and end <= self.end

    def touching(self, account: str, start: datetime, end: datetime) -> list[tuple[datetime, datetime | None]]:
        """As `touching`."""
        found = self.between(account, start, end)
        spans = [(o.started_at, o.ended_at) for o in found.outages]
        return spans + [(m.started_at, m.ended_at) for m in found.maintenance]

    def between(self, account: str, start: datetime, end: datetime) -> values.Records:
        """As `records_between`."""
        outages = {o.outage: o for o in (*self._outages[""], *self._outages[account])}
        return values.Records(
            outages=tuple(o for o in outages.values() if _touches(o, start, end)),
            maintenance=tuple(
                m for m in self._windows if _touches(m, start, end) and (m.affects is None or account in m.affects)
            ),
            payments=tuple(self._payments[account]),
            credits=tuple(self._credits[account]),
        )


def _touches(record: values.Outage | values.Maintenance, start: datetime, end: datetime) -> bool:
    return record.started_at < end and (record.ended_at is None or record.ended_at > start)


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
