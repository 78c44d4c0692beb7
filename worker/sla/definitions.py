"""§1 and §1.1: what counts as unavailable, what an incident meets in the records, and the uptime of a cycle.

Records are seen as of the moment of deciding: what starts later is absent, what ends later or has no end runs until
that moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from worker.sla.clauses import rule
from worker.sla.facts import TimeReading
from worker.sla.records import Maintenance, Outage, OutageState, Records
from worker.sla.spans import Span


@dataclass(frozen=True, slots=True)
class Seen:
    """A record that made the server unavailable to the account, as seen at the moment of deciding."""

    record: str
    span: Span
    open: bool
    """True where the record has no end, or ends later."""
    source: Outage | Maintenance


@rule("1.1")
def was_unavailable(records: Records, account: str, at: datetime) -> list[Seen]:
    """
    > “Unavailable status” is a status when our server cannot be connected.

    Outages recorded as unavailable and maintenance with impact are; `degraded` is not. A record affects the account
    it names, or everybody. Records that say the same in another order give the same answer.
    """
    found = [_seen(r, at) for r in _unavailable(records) if r.affects is None or account in r.affects]
    kept = [s for s in found if s.span.start < s.span.end]
    return sorted(kept, key=lambda s: (s.span.start, s.span.end, s.record))


def _unavailable(records: Records) -> Iterable[Outage | Maintenance]:
    yield from (o for o in records.outages if o.state is OutageState.UNAVAILABLE)
    yield from (m for m in records.maintenance if m.impact)


def _seen(record: Outage | Maintenance, at: datetime) -> Seen:
    name = record.outage if isinstance(record, Outage) else record.maintenance
    end = record.ended_at
    is_open = end is None or end > at
    return Seen(name, Span(record.started_at, at if end is None or end > at else end), is_open, record)


@rule("1.3")
def on_record(reading: TimeReading, seen: Iterable[Seen], tolerance: timedelta) -> list[Seen]:
    """
    > Specific date and time when the system is unavailable.

    A stated time matches a record when, widened by the tolerance (30 minutes) on both sides, it touches it. Touching
    is enough: exactly 30 minutes away still matches.
    """
    start, end = reading.start - tolerance, (reading.end or reading.start) + tolerance
    return [s for s in seen if s.span.start <= end and s.span.end >= start]


@rule("1.1")
def monthly_uptime(*, total: int, excused: int, counted: int, whole_cycle: bool) -> tuple[Fraction, Fraction]:
    """
    > “Monthly Uptime” is the result of 100% deducting the percentage of the time that the system is in the
    > “unavailable status”. Monthly uptime excludes maintenance time and exceptional cases specified in Article 2 and
    > Article 3 in the service agreement.

    Excused time is left out of the cycle (measured = cycle - excused; uptime = (measured - counted) / measured).
    The other reading takes the whole cycle as the denominator. Gives both in percent, exact, the one that the policy
    chose first; a cycle that is excused whole has an uptime of 100.
    """
    measured = total - excused
    of_measured = Fraction(100 * (measured - counted), measured) if measured else Fraction(100)
    of_cycle = Fraction(100 * (total - counted), total)
    return (of_cycle, of_measured) if whole_cycle else (of_measured, of_cycle)
