"""§2: which maintenance is excused, by its notice, up to its announced end, and within two hours a month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from worker.sla.calendar import local_months
from worker.sla.clauses import rule
from worker.sla.definitions import Seen
from worker.sla.policy import MaintenanceTerms
from worker.sla.records import Maintenance, MaintenanceKind
from worker.sla.spans import Span, cut, difference, first_seconds, union


@dataclass(frozen=True, slots=True)
class Notice:
    """Whether a maintenance was announced as §2 asks, and the stretch that the announcement covers."""

    enough: bool
    because: str
    covers: Span | None = None


@rule("2")
def announced_in_time(maintenance: Maintenance, span: Span, terms: MaintenanceTerms) -> Notice:
    """
    > Maintenances that impact on Client’s operation of shall be notified in advance:

    > As for periodic maintenances, 48 hours before the maintenance is started by email

    > As for emergency maintenances, at least 15 minutes before the maintenance is started by email or telephone.

    Exactly that long is enough. What runs before its announced start was not announced, nor what runs past its
    announced end; without an announced end nothing was. The notice is measured to the start of the part that it
    covers.
    """
    periodic = maintenance.kind is MaintenanceKind.PERIODIC
    needed = terms.periodic_notice if periodic else terms.emergency_notice
    channels = terms.periodic_channels if periodic else terms.emergency_channels
    if maintenance.notified_at is None:
        return Notice(False, "nobody was notified")
    if maintenance.channel not in channels:
        return Notice(False, f"notice by {maintenance.channel or 'no known channel'} is not enough for this kind")
    start = max(span.start, maintenance.announced_start or span.start)
    given = start - maintenance.notified_at
    if given < needed:
        return Notice(False, f"notified {_said(given)} before, {_said(needed)} are asked")
    end = min(span.end, maintenance.announced_end or start)
    if end <= start:
        return Notice(False, "it ran outside the time that was announced")
    return Notice(True, f"notified {_said(given)} before its start", Span(start, end))


def _said(time: timedelta) -> str:
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" + (f" {seconds} s" if seconds else "")


@rule("2")
def excused_by_maintenance(
    seen: Iterable[Seen], disclaimed: Iterable[Span], within: Span, zone: ZoneInfo, terms: MaintenanceTerms
) -> list[Span]:
    """
    > The total duration of the maintenance that impacts on Client’s operation in one month shall not exceed 2 hours.

    Of each local calendar month, the first two hours of announced maintenance are excused, counted in order of time;
    overlapping announced maintenance is one stretch, and seconds that Article 3 excuses use none of the two hours.
    Gives the excused spans of every month that `within` touches.
    """
    notices = [announced_in_time(s.source, s.span, terms).covers for s in seen if isinstance(s.source, Maintenance)]
    announced = difference(union(n for n in notices if n is not None), disclaimed)
    if not announced:
        return []
    return [
        span
        for month in local_months(within, zone)
        for span in first_seconds(cut(announced, month), terms.excused_seconds_a_month)
    ]
