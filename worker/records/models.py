"""The records as tables. `worker.sla.records` holds the values that the rules read."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from worker.sla.records import Channel, Exclusion, MaintenanceKind, OutageState


class MoneyField(models.DecimalField):  # type: ignore[type-arg]
    """An amount in some currency, to four decimals: more than any currency has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"max_digits": 18, "decimal_places": 4})


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]  # type: ignore[attr-defined]


class Account(models.Model):
    """A client's account; `contacts` are addresses or `@domain`, separated by spaces."""

    account = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200)
    contacts = models.TextField()
    billing_day = models.PositiveSmallIntegerField()
    time_zone = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(billing_day__range=(1, 31)), name="billing_day_is_a_day_of_a_month")
        ]


class Payment(models.Model):
    """The service fee paid for one payment cycle."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    period_start = models.DateField()
    amount = MoneyField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "period_start"], name="one_payment_a_cycle")]


class Outage(models.Model):
    """A recorded outage; whom it touches stands in `Reach`."""

    outage = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, choices=_choices(OutageState))
    exclusion = models.CharField(max_length=20, choices=_choices(Exclusion), blank=True)
    affects = models.TextField()
    note = models.TextField(blank=True)


class Reach(models.Model):
    """An outage as one account meets it: the row by which the few outages of a claim are found among millions.

    `account` is empty for an outage that touches everybody. Rows that last longer than `LONG` or are still open are
    marked, so that all others can be found by an index range on their start alone.
    """

    outage = models.ForeignKey(Outage, on_delete=models.CASCADE)
    account = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    long = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outage", "account"], name="one_reach_an_account")]
        indexes = [
            models.Index(fields=["account", "started_at"], condition=Q(long=False), name="reach_short"),
            models.Index(fields=["account", "started_at"], condition=Q(long=True), name="reach_long"),
        ]


class Maintenance(models.Model):
    """A maintenance, announced or not; `affects` is `*` or accounts separated by spaces."""

    maintenance = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=20, choices=_choices(MaintenanceKind))
    started_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)
    announced_start = models.DateTimeField(null=True)
    announced_end = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=20, choices=_choices(Channel), blank=True)
    impact = models.BooleanField()
    affects = models.TextField()


class Credit(models.Model):
    """What was credited for a cycle before us or elsewhere; our own credits stand in `Entry`."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    period_start = models.DateField()
    claim = models.CharField(max_length=64, blank=True)
    amount = MoneyField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "period_start", "claim"], name="one_credit_a_cycle_and_claim")
        ]


class Balance(models.Model):
    """What one account may be credited in all for one cycle, and what was: the lock and the bound of its ledger.

    The database itself refuses entries whose sum is above what is owed.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    period_start = models.DateField()
    owed = MoneyField()
    entered = MoneyField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "period_start"], name="one_balance_a_cycle"),
            models.CheckConstraint(condition=Q(entered__lte=F("owed")), name="never_more_than_owed"),
            models.CheckConstraint(condition=Q(entered__gte=0), name="never_less_than_nothing"),
        ]


class Cause(models.TextChoices):
    """Why a ledger entry was made."""

    DECISION = "decision"
    DIFFERENCE = "difference"
    REPAIR = "repair"
    REVERSAL = "reversal"


class Entry(models.Model):
    """One line of the ledger of credits: written once, never changed. Reversals are negative."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    period_start = models.DateField()
    claim = models.CharField(max_length=64)
    cause = models.CharField(max_length=20, choices=Cause.choices)
    sequence = models.PositiveIntegerField(default=1)
    percent = models.PositiveSmallIntegerField()
    amount = MoneyField()
    currency = models.CharField(max_length=3)
    entered_at = models.DateTimeField(db_index=True)
    reason = models.TextField(blank=True)
    """Why a reversal was made."""
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "period_start", "claim", "cause", "sequence"], name="each_entry_once"
            )
        ]
        indexes = [models.Index(fields=["claim"], name="entry_claim")]


class Applied(models.Model):
    """That billing has applied an entry to the account's balance, and when it told so."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="applied")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class Change(models.Model):
    """Records that decisions may rest on were changed: whose, and what time. Found again until it is dealt with."""

    what = models.CharField(max_length=100)
    accounts = models.TextField()
    """`*` or accounts separated by spaces."""
    start = models.DateTimeField(null=True)
    end = models.DateTimeField(null=True)
    """The time that the records speak of; without one, all of it."""
    at = models.DateTimeField()
    cursor = models.PositiveBigIntegerField(default=0)
    """Every claim up to this number was looked at."""
    handled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(handled_at=None), name="change_to_handle")]


class Import(models.Model):
    """One file of records taken in: which, when, how many rows. The newest tells caches what they were built from."""

    kind = models.CharField(max_length=20)
    file = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    at = models.DateTimeField()
