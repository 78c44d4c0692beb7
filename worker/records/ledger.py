"""The ledger of credits: a line is written once and never changed, and never more in sum than is owed for a cycle.

Two claims for one cycle meet at the account's lock; the database refuses what would still slip through.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TextIO

from django.db import transaction
from django.db.models import QuerySet, Sum

from worker.records.models import Account, Applied, Balance, Cause, Credit, Entry
from worker.sla.decision import CreditDue

COLUMNS = (
    "account",
    "period_start",
    "amount",
    "currency",
    "percent",
    "claim",
    "cause",
    "sequence",
    "entered_at",
    "entry",
    "applied_at",
)


class NoSuchEntry(Exception):
    """There is no such entry, or it cannot be reversed; the message says which."""


def lock(accounts: Iterable[str]) -> None:
    """Lock accounts until the transaction ends, always in the same order; what is due may then be computed."""
    ordered = Account.objects.select_for_update(no_key=True).filter(account__in=set(accounts)).order_by("account")
    list(ordered.values_list("account"))


@dataclass(frozen=True, slots=True)
class Due:
    """A credit to be entered. `owed` is what the cycle is owed in all: percent of the fee paid, before any credit."""

    account: str
    credit: CreditDue
    owed: Decimal
    claim: str
    cause: Cause


def enter(dues: Sequence[Due], *, at: datetime) -> None:
    """Write credits into the ledger, in the transaction that locked their accounts.

    Raises IntegrityError where the same entry stands already or a sum would be above what is owed.
    """
    if not dues:
        return
    numbers = _entries_before({d.claim for d in dues})
    balances = _balances(dues)
    for due in dues:
        balances[due.account, due.credit.period_start].entered += due.credit.amount
    _save(balances.values())
    Entry.objects.bulk_create(_entry(due, numbers, at) for due in dues)


def enter_rest(claim: str, dues: Sequence[Due], *, at: datetime) -> None:
    """Bring what a claim was credited to what it is to be credited in all: the rest is entered, a surplus reversed."""
    wanted = {(due.account, due.credit.period_start): due for due in dues}
    entered: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for entry in Entry.objects.filter(claim=claim):
        entered[entry.account_id, entry.period_start] += entry.amount
    rest = []
    for key, due in wanted.items():
        missing = due.credit.amount - entered.pop(key, Decimal(0))
        cause = due.cause if missing > 0 else Cause.REVERSAL
        if missing:
            rest.append(replace(due, credit=replace(due.credit, amount=missing), cause=cause))
    currencies = dict(Entry.objects.filter(claim=claim).values_list("period_start", "currency"))
    for (account, start), surplus in entered.items():
        if surplus:
            credit = CreditDue(start, 0, -surplus, currencies[start])
            rest.append(Due(account, credit, Decimal(0), claim, Cause.REVERSAL))
    enter(rest, at=at)


def _save(balances: Iterable[Balance]) -> None:
    Balance.objects.bulk_create(
        balances,
        update_conflicts=True,
        unique_fields=["account", "period_start"],
        update_fields=["owed", "entered"],
    )


def _entry(due: Due, numbers: Counter[tuple[str, date, str, str]], at: datetime) -> Entry:
    return Entry(
        account_id=due.account,
        period_start=due.credit.period_start,
        claim=due.claim,
        cause=due.cause,
        sequence=_next(numbers, (due.account, due.credit.period_start, due.claim, due.cause.value)),
        percent=due.credit.percent,
        amount=due.credit.amount,
        currency=due.credit.currency,
        entered_at=at,
    )


def _next(numbers: Counter[tuple[str, date, str, str]], key: tuple[str, date, str, str]) -> int:
    numbers[key] += 1
    return numbers[key]


def _entries_before(claims: Iterable[str]) -> Counter[tuple[str, date, str, str]]:
    """How many entries each claim has for each cycle and cause."""
    rows = Entry.objects.filter(claim__in=claims)
    return Counter(rows.values_list("account_id", "period_start", "claim", "cause"))


def _balances(dues: Sequence[Due]) -> dict[tuple[str, date], Balance]:
    """The balances that the credits touch, with what is owed raised to what these claims say."""
    accounts = {d.account for d in dues}
    found = {(b.account_id, b.period_start): b for b in Balance.objects.filter(account_id__in=accounts)}
    elsewhere: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for account, start, amount in Credit.objects.filter(account_id__in=accounts).values_list(
        "account_id", "period_start", "amount"
    ):
        elsewhere[account, start] += amount
    touched: dict[tuple[str, date], Balance] = {}
    for due in dues:
        key = (due.account, due.credit.period_start)
        plain = Balance(account_id=key[0], period_start=key[1], owed=Decimal(0), entered=Decimal(0))
        balance = touched.setdefault(key, found.get(key, plain))
        balance.owed = max(balance.owed, due.owed - elsewhere[key])
    return touched


@transaction.atomic
def reverse(number: int, *, reason: str, at: datetime) -> Entry:
    """Take an entry back by a second one with a reason. Raises NoSuchEntry."""
    account = Entry.objects.filter(pk=number).values_list("account_id", flat=True).first()
    if account is None:
        raise NoSuchEntry(f"There is no entry {number} in the ledger.")
    if not reason.strip():
        raise NoSuchEntry("A reversal needs a reason.")
    lock([account])
    entry = Entry.objects.get(pk=number)
    if entry.amount <= 0:
        raise NoSuchEntry(f"Entry {number} is itself a reversal.")
    if Entry.objects.filter(reverses=entry).exists():
        raise NoSuchEntry(f"Entry {number} is reversed already.")
    balance = Balance.objects.get(account_id=account, period_start=entry.period_start)
    if balance.entered < entry.amount:
        raise NoSuchEntry(f"Of entry {number} a part was reversed already; no more than the rest can be.")
    balance.entered -= entry.amount
    balance.save(update_fields=["entered"])
    numbers = _entries_before([entry.claim])
    return Entry.objects.create(
        account_id=account,
        period_start=entry.period_start,
        claim=entry.claim,
        cause=Cause.REVERSAL,
        sequence=_next(numbers, (account, entry.period_start, entry.claim, Cause.REVERSAL.value)),
        percent=entry.percent,
        amount=-entry.amount,
        currency=entry.currency,
        entered_at=at,
        reason=reason.strip(),
        reverses=entry,
    )


def credited(claim: str) -> dict[date, Decimal]:
    """What one claim was credited in sum, by cycle; nothing for cycles whose entries were all reversed."""
    sums = Entry.objects.filter(claim=claim).values_list("period_start").annotate(sum=Sum("amount"))
    return {start: amount for start, amount in sums if amount}


def apply(up_to: int, *, by: str, at: datetime) -> int:
    """Mark all entries up to a number as applied by billing; gives how many were not marked before."""
    waiting = Entry.objects.filter(pk__lte=up_to, applied=None).values_list("pk", flat=True)
    made = Applied.objects.bulk_create((Applied(entry_id=n, at=at, by=by) for n in waiting), ignore_conflicts=True)
    return len(made)


def entries(*, since: datetime | None = None, after: int = 0, waiting: bool = False) -> QuerySet[Entry]:
    """The ledger's entries in order: entered from `since` on, with a number above `after`, not yet applied."""
    rows = Entry.objects.filter(pk__gt=after).select_related("applied").order_by("id")
    if since is not None:
        rows = rows.filter(entered_at__gte=since)
    return rows.filter(applied=None) if waiting else rows


def export(out: TextIO, rows: QuerySet[Entry]) -> int:
    """Write entries as CSV, for billing; gives the number of the last, the cursor for the next export, or 0."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    last = 0
    for e in rows.iterator():
        applied = getattr(e, "applied", None)
        amount = f"{e.amount.normalize():f}"
        told = (e.account_id, e.period_start, amount, e.currency, e.percent, e.claim, e.cause, e.sequence)
        writer.writerow((*told, _moment(e.entered_at), e.pk, _moment(applied.at) if applied else ""))
        last = e.pk
    return last


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
