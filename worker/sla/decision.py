"""What deciding gives: findings in order, the figures of each cycle, the outcome, and who decides.

Pure values; `as_json` turns them into what is stored and what `claims check` prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from worker.sla.facts import StatedIncident, TimeReading


class Answer(StrEnum):
    """The answer to one question of the agreement."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_TELL = "cannot_tell"


class Outcome(StrEnum):
    """How a claim ends (rules.md §7)."""

    COMPENSATED = "compensated"
    INCOMPLETE = "incomplete"
    LATE = "late"
    EXCLUDED = "excluded"
    COMMITMENT_MET = "commitment_met"
    NO_TIER = "no_tier"
    ALREADY_COMPENSATED = "already_compensated"
    NO_OUTAGE = "no_outage"
    UNVERIFIED = "unverified"
    UNPAID = "unpaid"
    HOLD = "hold"


class Route(StrEnum):
    """Who decides (rules.md §8)."""

    AUTO = "auto"
    """Answered at once."""
    REVIEW = "review"
    """Waits for a person; outcome and credits are the proposal."""
    HOLD = "hold"
    """Waits for its cycle to close."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One question of the agreement put to one claim.

    `clause` is the agreement's ("1.3", "2", "3"); `question` the rule's name (`claimed_in_time`); `because` one
    English sentence; `numbers` labelled values from which a person with a pocket calculator reaches the same result;
    `decisive` says that it settled the outcome.
    """

    clause: str
    question: str
    answer: Answer
    because: str
    numbers: Mapping[str, str | int] = field(default_factory=dict)
    decisive: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read an incident's words, and the records it would match."""

    reading: TimeReading
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A stated incident with the reading that was picked and what it met in the records."""

    stated: StatedIncident
    reading: TimeReading
    matched: tuple[str, ...] = ()
    """Ids of the outages and maintenances it matches, late ones included."""
    late: bool = False
    last_day: date | None = None
    """The last local day on which it could be claimed."""
    candidates: tuple[Candidate, ...] = ()
    """Every way to read the words, where there are several or the chosen one matches nothing."""


class Why(StrEnum):
    """Why a stretch of a cycle counts or not (rules.md §5)."""

    COUNTED = "counted"
    EXCUSED_DISCLAIMER = "excused_disclaimer"
    """Article 3."""
    EXCUSED_MAINTENANCE = "excused_maintenance"
    """Article 2, announced in time and within the two hours of the month."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of recorded time inside one cycle, `[start, end)`, with the record it comes from and why it counts."""

    start: datetime
    end: datetime
    record: str
    why: Why
    because: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """The figures of one payment cycle. Durations are whole seconds."""

    period_start: date
    period_end: date
    """The first local day of the next cycle."""
    opens: datetime
    closes: datetime
    final_at: datetime
    total: int
    excused: int
    counted: int
    measured: int
    uptime: Fraction
    """Percent, 0 to 100, exact."""
    other_uptime: Fraction
    percent: int
    paid: Decimal | None
    """The fee paid for this cycle; None where no payment is recorded."""
    credited: Decimal
    owed: Decimal
    """What the cycle is owed in all: percent of paid, rounded once."""
    due: Decimal
    """What is due now: percent of paid, rounded once, less what was credited, never below zero."""
    currency: str
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditDue:
    """What is to be credited now for one cycle."""

    period_start: date
    percent: int
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole answer to one claim, as it was decided at `at`."""

    outcome: Outcome
    route: Route
    review_reasons: tuple[str, ...]
    account: str | None
    sender_ok: bool | None
    """Authentic and entitled; None where no account is named or found."""
    missing: tuple[str, ...]
    incidents: tuple[Judged, ...]
    cycles: tuple[Cycle, ...]
    """The cycles the claim opens."""
    touched: tuple[Cycle, ...]
    """All cycles that its matched records touch, those in which nothing counts included."""
    credits: tuple[CreditDue, ...]
    findings: tuple[Finding, ...]
    due: datetime
    """The first moment after the deadline: the end of day 15, in UTC."""
    at: datetime
    hold_until: datetime | None
    """When a held claim is to be decided: the last of its open cycles' final moments."""
    provisional: bool
    """True where a cycle was still open and the claim was decided on the figures so far."""
    certain: bool
    """True where no finding is `cannot_tell` and the sum is within the limit: may be sent when time runs out (§8)."""
    agreement_date: date
    agreement_sha256: str
    policy_sha256: str
    records_sha256: str
