"""The ledger of credits: a line is written once and never changed, and never more in sum than is owed for a cycle.

Two claims for one cycle meet at the account's lock; the database refuses what would still slip through.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TextIO

from django.db import transaction
from django.db.models import QuerySet, Sum

from worker.records.models import Account, Balance, Cause, Credit, Entry
from worker.sla.decision import CreditDue

COLUMNS = ("account", "period_start", "amount", "currency", "percent", "claim", "cause", "sequence", "entered_at")


def lock(accounts: Iterable[str]) -> None:
    """Lock accounts until the transaction ends, always in the same order; what is due may then be computed."""
    ordered = Account.objects.select_for_update(no_key=True).filter(account__in=set(accounts)).order_by("account")
    list(ordered.values_list("account"))


@transaction.atomic
def enter(
    account: str, credit: CreditDue, *, owed: Decimal, claim: str, cause: Cause, sequence: int = 1, at: datetime
) -> Entry:
    """Write one credit into the ledger.

    `owed` is what the cycle is owed in all: percent of the fee paid, before any credit. Raises IntegrityError where
    the same entry stands already or the sum would be above what is owed.
    """
    elsewhere = _sum(Credit.objects.filter(account_id=account, period_start=credit.period_start))
    balance, _ = Balance.objects.select_for_update().get_or_create(
        account_id=account, period_start=credit.period_start, defaults={"owed": Decimal(0), "entered": Decimal(0)}
    )
    balance.owed = max(balance.owed, owed - elsewhere, Decimal(0))
    balance.entered += credit.amount
    balance.save()
    return Entry.objects.create(
        account_id=account,
        period_start=credit.period_start,
        claim=claim,
        cause=cause,
        sequence=sequence,
        percent=credit.percent,
        amount=credit.amount,
        currency=credit.currency,
        entered_at=at,
    )


def next_sequence(account: str, period_start: date, claim: str, cause: Cause) -> int:
    """The number of a claim's next entry of one cause for one cycle."""
    return 1 + Entry.objects.filter(account_id=account, period_start=period_start, claim=claim, cause=cause).count()


def _sum(rows: QuerySet[Credit]) -> Decimal:
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


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
