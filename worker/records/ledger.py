"""The ledger of credits: a line is written once and never changed, and never more in sum than is owed for a cycle.

Two claims for one cycle meet at the account's lock; the database refuses what would still slip through.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TextIO

from worker.records.models import Account, Balance, Cause, Credit, Entry
from worker.sla.decision import CreditDue

COLUMNS = ("account", "period_start", "amount", "currency", "percent", "claim", "cause", "sequence", "entered_at")


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
    numbers = _entries_before(dues)
    balances = _balances(dues)
    for due in dues:
        balance = balances[due.account, due.credit.period_start]
        balance.entered += due.credit.amount
    Balance.objects.bulk_create(
        balances.values(),
        update_conflicts=True,
        unique_fields=["account", "period_start"],
        update_fields=["owed", "entered"],
    )
    Entry.objects.bulk_create(_entry(due, numbers, at) for due in dues)


def _entry(due: Due, numbers: Counter[tuple[str, date, str, str]], at: datetime) -> Entry:
    key = (due.account, due.credit.period_start, due.claim, due.cause.value)
    numbers[key] += 1
    return Entry(
        account_id=due.account,
        period_start=due.credit.period_start,
        claim=due.claim,
        cause=due.cause,
        sequence=numbers[key],
        percent=due.credit.percent,
        amount=due.credit.amount,
        currency=due.credit.currency,
        entered_at=at,
    )


def _entries_before(dues: Sequence[Due]) -> Counter[tuple[str, date, str, str]]:
    """How many entries each claim has for each cycle and cause."""
    rows = Entry.objects.filter(claim__in={d.claim for d in dues})
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


def export(out: TextIO, *, since: date | datetime) -> int:
    """Write the ledger's entries from `since` on as CSV, for billing; gives how many."""
    rows = Entry.objects.filter(entered_at__gte=since).order_by("id")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for e in rows.iterator():
        moment = e.entered_at.isoformat().replace("+00:00", "Z")
        amount = f"{e.amount.normalize():f}"
        writer.writerow(
            (e.account_id, e.period_start, amount, e.currency, e.percent, e.claim, e.cause, e.sequence, moment)
        )
        count += 1
    return count
