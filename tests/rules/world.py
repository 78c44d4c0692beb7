"""A small world in which each rule is tried: one account, its records, and a claim that is complete."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from worker.sla import (
    AccountBook,
    Decision,
    Facts,
    History,
    Policies,
    Records,
    decide,
    figures,
    identify,
    load_policies,
)
from worker.sla.decision import Cycle
from worker.sla.facts import AccountMention, Authenticity, ErrorClass, Evidence, StatedIncident, TimeReading
from worker.sla.records import (
    Account,
    Channel,
    Credit,
    Maintenance,
    MaintenanceKind,
    Outage,
    OutageState,
    Payment,
)

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
POLICIES = load_policies()
ACCOUNT = Account("LQ-1001", "Harbour Bookings", ("ops@harbour.example",), 1, "Asia/Ho_Chi_Minh", "USD", "en")
SECOND = timedelta(seconds=1)


def local(*parts: int) -> datetime:
    """A local moment, in UTC."""
    return datetime(*parts, tzinfo=LOCAL).astimezone(UTC)  # type: ignore[arg-type, misc]


START = local(2026, 6, 10, 9)
"""In June 2026, a cycle of 30 days: 2,592,000 seconds."""


def outage(start: datetime = START, seconds: int = 3600, name: str = "OUT-1", **changes: object) -> Outage:
    """An outage without an exclusion that touches everybody."""
    end = start + timedelta(seconds=seconds)
    plain = Outage(name, start, end, OutageState.UNAVAILABLE, None, None)
    return replace(plain, **changes)  # type: ignore[arg-type]


def maintenance(start: datetime = START, minutes: int = 60, name: str = "MNT-1", **changes: object) -> Maintenance:
    """A periodic maintenance, announced by email exactly 48 hours before."""
    end = start + timedelta(minutes=minutes)
    notified = start - timedelta(hours=48)
    kind, channel = MaintenanceKind.PERIODIC, Channel.EMAIL
    plain = Maintenance(name, kind, start, end, None, end, notified, channel, True, None)
    return replace(plain, **changes)  # type: ignore[arg-type]


def emergency(start: datetime = START, minutes: int = 60, **changes: object) -> Maintenance:
    """An emergency maintenance, announced by telephone exactly 15 minutes before."""
    plain = maintenance(start, minutes, kind=MaintenanceKind.EMERGENCY, channel=Channel.TELEPHONE)
    return replace(plain, notified_at=start - timedelta(minutes=15), **changes)  # type: ignore[arg-type]


def incident(start: datetime = START, end: datetime | None = None, **changes: object) -> StatedIncident:
    """An incident stated in UTC."""
    plain = StatedIncident("the words", "body", (TimeReading(start, end, "UTC", True),))
    return replace(plain, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class World:
    """What is known and claimed. `with_` makes another world."""

    account: Account = ACCOUNT
    outages: tuple[Outage, ...] = ()
    maintenance: tuple[Maintenance, ...] = ()
    payments: tuple[Payment, ...] = field(
        default_factory=lambda: tuple(Payment("LQ-1001", date(2026, m, 1), Decimal("100.00")) for m in range(1, 13))
    )
    credits: tuple[Credit, ...] = ()
    incidents: tuple[StatedIncident, ...] = (incident(),)
    received: datetime = local(2026, 7, 5, 12)
    facts: Facts | None = None
    policies: Policies = POLICIES

    def with_(self, **changes: object) -> World:
        """The same world but for some things."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def records(self) -> Records:
        """All records."""
        return Records(self.outages, self.maintenance, self.payments, self.credits)

    @property
    def stated(self) -> Facts:
        """A complete claim by a contact of the account."""
        return self.facts or Facts(
            sender="ops@harbour.example",
            authenticity=Authenticity.PASS,
            authenticity_because="Our server found dmarc=pass.",
            received=self.received,
            mentions=(AccountMention("LQ-1001", "id", "body"),),
            incidents=self.incidents,
            evidence=(Evidence("log", "app.log", frozenset({ErrorClass.UNREACHABLE})),),
        )

    def decision(self, at: datetime | None = None, history: History | None = None, **facts: object) -> Decision:
        """What is decided, as of receipt."""
        stated = replace(self.stated, **facts)  # type: ignore[arg-type]
        found = identify(stated, AccountBook([self.account]))
        return decide(stated, found, self.records, at=at or self.received, policies=self.policies, history=history)

    def cycle(self, start: date = date(2026, 6, 1), at: datetime | None = None) -> Cycle:
        """The figures of a cycle."""
        return figures(self.account, self.records, period_start=start, at=at or self.received, policies=self.policies)
