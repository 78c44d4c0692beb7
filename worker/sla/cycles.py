"""The payment cycles that a claim opens, and what their figures say: outcome, reasons for a person, findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from worker.sla.calendar import next_cycle
from worker.sla.compensation import commitment_met, compensation_percent
from worker.sla.decision import Answer, CreditDue, Cycle, Finding, Outcome, Why
from worker.sla.definitions import Seen
from worker.sla.figures import billing_day, cycle_of, figures_of
from worker.sla.policy import Policies, Review, on
from worker.sla.records import Account, Records
from worker.sla.spans import SECOND


def cycles_opened(
    account: Account, records: Records, seen: Sequence[Seen], matched: Sequence[Seen], policies: Policies
) -> tuple[tuple[Cycle, ...], tuple[Cycle, ...]]:
    """All cycles that the matched records touch, and those of them in which one of these has counted seconds."""
    starts = set()
    for record in matched:
        start, last = cycle_of(account, record.span.start, policies), record.span.end - SECOND
        while start <= cycle_of(account, last, policies):
            starts.add(start)
            start = next_cycle(start, billing_day(account, start, policies))
    names = frozenset(record.record for record in matched)
    touched = [
        figures_of(seen, account, records, period_start=s, policies=policies, matched=names) for s in sorted(starts)
    ]
    return tuple(touched), tuple(c for c in touched if _counts(c, names))


def _counts(cycle: Cycle, names: frozenset[str]) -> bool:
    return any(s.why is Why.COUNTED and s.record in names for s in cycle.stretches)


def _row(uptime: Fraction, cycle: Cycle, policies: Policies) -> int:
    """The row of the table an uptime falls into: 0 commitment met, -1 no row, else the percent."""
    if commitment_met(uptime, on(policies.uptime, cycle.period_start)):
        return 0
    return compensation_percent(uptime, on(policies.tiers, cycle.period_start)) or -1


def outcome_by_figures(cycles: Sequence[Cycle], policies: Policies) -> tuple[Outcome, list[str]]:
    """The outcome by rules.md §7 where nothing is waited for, and the figures' own reasons for a person (§8)."""
    rows = {c.period_start: _row(c.uptime, c, policies) for c in cycles}
    reasons = []
    for cycle in cycles:
        name = f"The cycle from {cycle.period_start}"
        if rows[cycle.period_start] != _row(cycle.other_uptime, cycle, policies):
            reasons.append(f"{name} falls into different rows of the table by the two readings of uptime.")
        if rows[cycle.period_start] == -1:
            reasons.append(f"{name} missed the commitment, but the table has no row for its uptime.")
        if cycle.percent and not cycle.paid:
            reasons.append(f"{name} would be compensated, but no fee was paid for it.")
    if any(c.due > 0 for c in cycles):
        return Outcome.COMPENSATED, reasons
    if any(c.percent and not c.paid for c in cycles):
        return Outcome.UNPAID, reasons
    if any(c.percent for c in cycles):
        return Outcome.ALREADY_COMPENSATED, reasons
    if any(row == -1 for row in rows.values()):
        return Outcome.NO_TIER, reasons
    return Outcome.COMMITMENT_MET, reasons


def within_limit(credits_due: Iterable[CreditDue], limits: Mapping[str, Decimal]) -> bool:
    """Whether the sum of one claim's credits may be granted without a person; a currency without a limit never."""
    sums: dict[str, Decimal] = {}
    for credit in credits_due:
        sums[credit.currency] = sums.get(credit.currency, Decimal(0)) + credit.amount
    return all(currency in limits and total <= limits[currency] for currency, total in sums.items())


def deciding_reasons(outcome: Outcome, credits_due: tuple[CreditDue, ...], review: Review) -> list[str]:
    """The policy's own reasons for a person: an outcome that does not end by itself, credits above the limit."""
    reasons = []
    if outcome not in review.by_itself and outcome is not Outcome.UNVERIFIED:
        reasons.append(f"The policy leaves “{outcome.replace('_', ' ')}” to a person.")
    if not within_limit(credits_due, review.credit_limits):
        total = " + ".join(f"{c.amount} {c.currency}" for c in credits_due)
        reasons.append(f"The credit of {total} is above the limit for an answer without a person.")
    return reasons


def shown(uptime: Fraction) -> str:
    """A percentage with four decimals, cut, not rounded: 99.9899999 is shown as 99.9899."""
    scaled = uptime.numerator * 10_000 // uptime.denominator
    return f"{scaled // 10_000}.{scaled % 10_000:04d}"


def cycle_findings(
    touched: Sequence[Cycle], cycles: Sequence[Cycle], *, at: datetime, policies: Policies
) -> list[Finding]:
    """The questions about figures, cycle by cycle, with the numbers by which each can be checked by hand."""
    found = [_counted(c, opened=c in cycles) for c in touched]
    for cycle in cycles:
        found += [_closed(cycle, at), _commitment(cycle, policies), _tier(cycle, policies), _paid(cycle), _due(cycle)]
    return found


def _counted(cycle: Cycle, *, opened: bool) -> Finding:
    numbers: dict[str, str | int] = {
        "period_start": cycle.period_start.isoformat(),
        "cycle_seconds": cycle.total,
        "excused_seconds": cycle.excused,
        "counted_seconds": cycle.counted,
    }
    told = "counts" if opened else "does not count: all of it is excused by Article 2 or 3"
    because = f"What was matched in the cycle from {cycle.period_start} {told}."
    return Finding("1.1", "counted", Answer.MET if opened else Answer.NOT_MET, because, numbers)


def _closed(cycle: Cycle, at: datetime) -> Finding:
    closed = at >= cycle.final_at
    numbers: dict[str, str | int] = {
        "closes": cycle.closes.isoformat(),
        "final": cycle.final_at.isoformat(),
        "decided": at.isoformat(),
    }
    because = f"The figures of the cycle from {cycle.period_start} are {'final' if closed else 'not final yet'}."
    return Finding("1", "cycle_closed", Answer.MET if closed else Answer.NOT_MET, because, numbers)


def _commitment(cycle: Cycle, policies: Policies) -> Finding:
    terms = on(policies.uptime, cycle.period_start)
    met = commitment_met(cycle.uptime, terms)
    numbers: dict[str, str | int] = {
        "measured_seconds": cycle.measured,
        "counted_seconds": cycle.counted,
        "uptime_percent": shown(cycle.uptime),
        "uptime_of_whole_cycle": shown(cycle.other_uptime),
        "committed_percent": str(Decimal(terms.committed_percent.numerator) / terms.committed_percent.denominator),
    }
    because = f"Uptime in the cycle from {cycle.period_start} was {shown(cycle.uptime)} %, the commitment is "
    because += f"{numbers['committed_percent']} %: {'met' if met else 'missed'}."
    return Finding("1", "commitment_met", Answer.MET if met else Answer.NOT_MET, because, numbers)


def _tier(cycle: Cycle, policies: Policies) -> Finding:
    row = _row(cycle.uptime, cycle, policies)
    numbers: dict[str, str | int] = {"uptime_percent": shown(cycle.uptime), "percent": cycle.percent}
    name = "compensation_percent"
    if row == 0:
        return Finding("1.2", name, Answer.NOT_APPLICABLE, "The commitment was met, so no row applies.", numbers)
    if row == -1:
        because = f"The commitment was missed, but the table has no row for {shown(cycle.uptime)} %."
        return Finding("1.2", name, Answer.NOT_MET, because, numbers)
    because = f"{shown(cycle.uptime)} % falls into the row of {cycle.percent} %."
    return Finding("1.2", name, Answer.MET, because, numbers)


def _paid(cycle: Cycle) -> Finding:
    numbers: dict[str, str | int] = {
        "paid": str(cycle.paid) if cycle.paid is not None else "",
        "currency": cycle.currency,
    }
    if not cycle.percent:
        because = "No percentage applies, so the fee paid is not asked for."
        return Finding("1.2", "fee_paid", Answer.NOT_APPLICABLE, because, numbers)
    because = f"A fee of {cycle.paid} {cycle.currency} was paid for the cycle from {cycle.period_start}."
    if cycle.paid:
        return Finding("1.2", "fee_paid", Answer.MET, because, numbers)
    because = f"No fee was paid for the cycle from {cycle.period_start}."
    return Finding("1.2", "fee_paid", Answer.NOT_MET, because, numbers)


def _due(cycle: Cycle) -> Finding:
    numbers: dict[str, str | int] = {
        "paid": str(cycle.paid or 0),
        "percent": cycle.percent,
        "owed": str(cycle.owed),
        "credited_before": str(cycle.credited),
        "due": str(cycle.due),
        "currency": cycle.currency,
    }
    if not cycle.owed:
        return Finding("1.2", "still_due", Answer.NOT_APPLICABLE, "Nothing is owed for this cycle.", numbers)
    said = f"{cycle.owed} {cycle.currency} owed, {cycle.credited} credited before, {cycle.due} due now"
    because = f"For the cycle from {cycle.period_start}: {said}."
    return Finding("1.2", "still_due", Answer.MET if cycle.due else Answer.NOT_MET, because, numbers)
