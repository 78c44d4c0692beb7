"""What the provider knows, as values: accounts, payments, outages, maintenance and credits.

The room `worker.records` fills these from the database or from CSV files; the rules read them. Moments are aware
datetimes in UTC with whole seconds; money is `Decimal`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class OutageState(StrEnum):
    """What monitoring recorded."""

    UNAVAILABLE = "unavailable"
    """The server could not be connected (§1.1)."""
    DEGRADED = "degraded"
    """Slow or partly failing: not "unavailable" (§1.1)."""


class Exclusion(StrEnum):
    """The disclaimers of Article 3, as outage records name them."""

    PREVIEW = "preview"
    ABUSE = "abuse"
    MISUSE = "misuse"
    FORCE_MAJEURE = "force_majeure"
    THIRD_PARTY = "third_party"
    CONTENT = "content"


class MaintenanceKind(StrEnum):
    """The two kinds of Article 2."""

    PERIODIC = "periodic"
    EMERGENCY = "emergency"


class Channel(StrEnum):
    """How a maintenance was announced."""

    EMAIL = "email"
    TELEPHONE = "telephone"


@dataclass(frozen=True, slots=True)
class Account:
    """A client's account. `contacts` are addresses, or `@domain` for any address at exactly that domain."""

    account: str
    name: str
    contacts: tuple[str, ...]
    billing_day: int
    time_zone: str
    currency: str
    language: str


@dataclass(frozen=True, slots=True)
class Payment:
    """The service fee paid for the payment cycle that starts on `period_start` (a local day)."""

    account: str
    period_start: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Outage:
    """A recorded outage. `affects` is None for every account; `ended_at` is None while it lasts."""

    outage: str
    started_at: datetime
    ended_at: datetime | None
    state: OutageState
    exclusion: Exclusion | None
    affects: frozenset[str] | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A maintenance. `announced_start` is None where all from its start on was announced (up to `announced_end`)."""

    maintenance: str
    kind: MaintenanceKind
    started_at: datetime
    ended_at: datetime | None
    announced_start: datetime | None
    announced_end: datetime | None
    notified_at: datetime | None
    channel: Channel | None
    impact: bool
    affects: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Credit:
    """What was credited for a cycle before, elsewhere or by our own ledger (then `claim` is its reference)."""

    account: str
    period_start: date
    amount: Decimal
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """The records one decision rests on: of one account, or all of them. Order never matters.

    A superset of what is needed is always fine. Outages and maintenance of at least every calendar month and payment
    cycle that the matched records touch must be present.
    """

    outages: tuple[Outage, ...] = ()
    maintenance: tuple[Maintenance, ...] = ()
    payments: tuple[Payment, ...] = ()
    credits: tuple[Credit, ...] = ()
