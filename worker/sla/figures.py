"""The figures of one account and payment cycle: every second excused, counted or up, and what that comes to.

Rules.md §5 gives the order for each second: excused by Article 3, excused by Article 2, else counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from worker.sla.calendar import cycle_start, local_day, midnight, next_cycle
from worker.sla.clauses import rule
from worker.sla.compensation import commitment_met, compensation_amount, compensation_percent, still_due
from worker.sla.decision import Cycle, Stretch, Why
from worker.sla.definitions import Seen, monthly_uptime, was_unavailable
from worker.sla.disclaimer import excused_by_disclaimer
from worker.sla.maintenance import announced_in_time, excused_by_maintenance
from worker.sla.policy import MaintenanceTerms, Policies, on
from worker.sla.records import Account, Maintenance, Records
from worker.sla.spans import Span, clipped, difference, seconds, union

MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Sorted:
    """The unavailable time of one cycle, second by second; the three never overlap."""

    disclaimed: list[Span]
    maintained: list[Span]
    counted: list[Span]


def cycle_of(account: Account, moment: datetime, policies: Policies) -> date:
    """The first day of the account's payment cycle in which a moment lies."""
    day = local_day(moment, policies.zone)
    return cycle_start(day, billing_day(account, day, policies))


def billing_day(account: Account, day: date, policies: Policies) -> int:
    """The day of the month on which the account's cycles start, as the policy has it."""
    return 1 if on(policies.uptime, day).calendar_month else account.billing_day


def cycle_span(account: Account, period_start: date, policies: Policies) -> Span:
    """The payment cycle that starts on a day, from midnight to midnight."""
    after = next_cycle(period_start, billing_day(account, period_start, policies))
    return Span(midnight(period_start, policies.zone), midnight(after, policies.zone))


@rule("1.1")
def sorted_time(seen: Sequence[Seen], within: Span, period_start: date, policies: Policies) -> Sorted:
    """
    > Only issues arising from our side, such as: Damages of new hardware, network equipment, hard drive and power
    > supply are considered as our faults.

    For every second in this order: excused by Article 3; excused by Article 2; counted. Unavailability of an unknown
    cause is counted, and so is maintenance with late or no notice, or past its announced end, or over the two hours.
    Overlaps count once.
    """
    terms = on(policies.maintenance, period_start)
    disclaimed = union(s.span for s in excused_by_disclaimer(seen, on(policies.disclaimer, period_start)))
    maintained = excused_by_maintenance(seen, disclaimed, within, policies.zone, terms)
    counted = difference((s.span for s in seen), [*disclaimed, *maintained])
    return Sorted(clipped(disclaimed, within), clipped(maintained, within), clipped(counted, within))


def figures(account: Account, records: Records, *, period_start: date, at: datetime, policies: Policies) -> Cycle:
    """All figures of the cycle that starts on `period_start`, as of `at`."""
    seen = was_unavailable(records, account.account, at)
    return figures_of(seen, account, records, period_start=period_start, policies=policies)


def figures_of(
    seen: Sequence[Seen],
    account: Account,
    records: Records,
    *,
    period_start: date,
    policies: Policies,
    matched: frozenset[str] | None = None,
) -> Cycle:
    """The same, from the records as they were seen already.

    With `matched` the stretches are those of these records and of some others only: a letter shows no thousands.
    """
    span = cycle_span(account, period_start, policies)
    time = sorted_time(seen, span, period_start, policies)
    terms, tiers = on(policies.uptime, period_start), on(policies.tiers, period_start)
    excused, counted = seconds(time.disclaimed) + seconds(time.maintained), seconds(time.counted)
    uptime, other = monthly_uptime(total=span.seconds, excused=excused, counted=counted, whole_cycle=terms.whole_cycle)
    percent = 0 if commitment_met(uptime, terms) else compensation_percent(uptime, tiers)
    paid = _paid(records, account, period_start)
    credited = sum((c.amount for c in records.credits if _is_for(c, account, period_start)), Decimal(0))
    owed = compensation_amount(percent, paid or Decimal(0), account.currency)
    return Cycle(
        period_start=period_start,
        period_end=local_day(span.end, policies.zone),
        opens=span.start,
        closes=span.end,
        final_at=span.end + terms.final_after,
        total=span.seconds,
        excused=excused,
        counted=counted,
        measured=span.seconds - excused,
        uptime=uptime,
        other_uptime=other,
        percent=percent,
        paid=paid,
        credited=credited,
        owed=owed,
        due=still_due(owed, credited),
        currency=account.currency,
        stretches=tuple(_stretches(_told(seen, span, matched), time, on(policies.maintenance, period_start))),
    )


def _is_for(row: object, account: Account, period_start: date) -> bool:
    return getattr(row, "account", None) == account.account and getattr(row, "period_start", None) == period_start


def _paid(records: Records, account: Account, period_start: date) -> Decimal | None:
    amounts = [p.amount for p in records.payments if _is_for(p, account, period_start)]
    return sum(amounts, Decimal(0)) if amounts else None


def _told(seen: Sequence[Seen], span: Span, matched: frozenset[str] | None) -> list[Seen]:
    """The records of a cycle that are told stretch by stretch."""
    within = [s for s in seen if s.span.start < span.end and s.span.end > span.start]
    if matched is None or len(within) <= MOST_TOLD:
        return within
    return [s for n, s in enumerate(within) if n < MOST_TOLD or s.record in matched]


def _stretches(seen: Sequence[Seen], time: Sorted, terms: MaintenanceTerms) -> list[Stretch]:
    kinds = (
        (Why.EXCUSED_DISCLAIMER, time.disclaimed),
        (Why.EXCUSED_MAINTENANCE, time.maintained),
        (Why.COUNTED, time.counted),
    )
    rows = [
        Stretch(part.start, part.end, s.record, why, _because(s, why, terms))
        for s in seen
        for why, spans in kinds
        for part in clipped(spans, s.span)
    ]
    return sorted(rows, key=lambda r: (r.start, r.end, r.record))


def _because(seen: Seen, why: Why, terms: MaintenanceTerms) -> str:
    if isinstance(seen.source, Maintenance):
        notice = announced_in_time(seen.source, seen.span, terms)
        if why is Why.COUNTED and notice.enough:
            return f"{seen.source.kind} maintenance outside its announced time or over the hours of the month"
        return f"{seen.source.kind} maintenance, {notice.because}"
    if why is Why.EXCUSED_DISCLAIMER and seen.source.exclusion:
        return f"outage excluded as {seen.source.exclusion}"
    return "outage without an exclusion" if seen.source.exclusion is None else "shares its time with another record"
