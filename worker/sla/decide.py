"""Deciding: the order of the questions (rules.md §7), and who answers (§8).

authentic? → entitled? → complete? → in time? → on record? → counted? → cycle closed? → tier → already credited? The
first that fails names the outcome. Every answer is kept as a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from worker.sla.account import Identified, entitled
from worker.sla.calendar import local_day
from worker.sla.complaints import (
    answered_by,
    brings_evidence,
    sender_is_authentic,
    sender_may_claim,
    shows_unreachability,
    states_the_account,
    states_the_time,
)
from worker.sla.cycles import (
    cycle_findings,
    cycles_opened,
    deciding_reasons,
    outcome_by_figures,
    within_limit,
)
from worker.sla.decision import Answer, CreditDue, Cycle, Decision, Finding, Outcome, Route
from worker.sla.definitions import Seen, was_unavailable
from worker.sla.facts import Authenticity, Facts
from worker.sla.hashes import records_sha256
from worker.sla.incidents import History, Met, judge, record_finding, told_plainly, window_finding
from worker.sla.policy import Policies, on
from worker.sla.records import Account, Records

QUESTIONS = {
    "sender_is_authentic": "1.3",
    "sender_may_claim": "1.3",
    "states_the_account": "1.3",
    "states_the_time": "1.3",
    "brings_evidence": "1.3",
    "shows_unreachability": "1.1",
    "claimed_in_time": "1.3",
    "on_record": "1.1",
    "counted": "1.1",
    "cycle_closed": "1",
    "commitment_met": "1",
    "compensation_percent": "1.2",
    "fee_paid": "1.2",
    "still_due": "1.2",
}
"""Every question in the order it is asked, with its clause."""

COMPLETENESS = {"states_the_account": "account", "states_the_time": "incident_time", "brings_evidence": "evidence"}

SETTLED_BY = {
    Outcome.UNVERIFIED: ("sender_is_authentic", "sender_may_claim"),
    Outcome.INCOMPLETE: tuple(COMPLETENESS),
    Outcome.LATE: ("claimed_in_time",),
    Outcome.NO_OUTAGE: ("on_record",),
    Outcome.EXCLUDED: ("counted",),
    Outcome.HOLD: ("cycle_closed",),
    Outcome.NO_TIER: ("compensation_percent",),
    Outcome.COMMITMENT_MET: ("commitment_met",),
    Outcome.COMPENSATED: ("still_due",),
    Outcome.ALREADY_COMPENSATED: ("still_due",),
    Outcome.UNPAID: ("fee_paid",),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the questions gave: the outcome, the findings so far, and the reasons for a person."""

    outcome: Outcome
    findings: list[Finding]
    about_reading: list[str] = field(default_factory=list)
    about_figures: list[str] = field(default_factory=list)
    incidents: tuple[Met, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    touched: tuple[Cycle, ...] = ()
    hold_until: datetime | None = None


def decide(
    facts: Facts,
    identified: Identified,
    records: Records,
    *,
    at: datetime,
    policies: Policies,
    history: History | None = None,
) -> Decision:
    """The whole answer to one claim, as of `at`. Pure: the same arguments always give the same decision.

    `history` tells of the first claim where this one is a feedback or a completion.
    """
    account = identified.account
    seen = was_unavailable(records, account.account, at) if account is not None else []
    incidents, doubts = told_plainly(facts.incidents, seen, policies)
    facts = replace(facts, incidents=incidents, doubts=(*facts.doubts, *doubts))
    asked = _ask(facts, identified, records, seen, at, policies, history)
    review = on(policies.review, local_day(facts.received, policies.zone))
    held = asked.outcome is Outcome.HOLD
    credits_due = () if held else _credits(asked.cycles)
    reasons = list(asked.about_reading)
    if not held:
        reasons += asked.about_figures + deciding_reasons(asked.outcome, credits_due, review)
    if history is not None and history.feedback:
        reasons.append("It is feedback on an earlier answer.")
    route = Route.REVIEW if reasons else Route.HOLD if held else Route.AUTO
    findings = _with_the_rest(asked)
    agreement = policies.agreement_on(local_day(facts.received, policies.zone))
    return Decision(
        outcome=asked.outcome,
        route=route,
        review_reasons=tuple(dict.fromkeys(reasons)),
        account=identified.account.account if identified.account else identified.named,
        sender_ok=_sender_ok(facts, identified),
        missing=_missing(findings),
        incidents=tuple(m.judged for m in asked.incidents),
        cycles=asked.cycles,
        touched=asked.touched,
        credits=credits_due,
        findings=findings,
        due=answered_by(facts.received, policies),
        at=at,
        hold_until=asked.hold_until,
        provisional=not held and any(at < c.final_at for c in asked.cycles),
        certain=_certain(findings, credits_due, review.credit_limits),
        agreement_date=agreement.in_force,
        agreement_sha256=agreement.sha256,
        policy_sha256=policies.sha256,
        records_sha256=records_sha256(_of_account(records, identified.account)),
    )


def _ask(
    facts: Facts,
    identified: Identified,
    records: Records,
    seen: Sequence[Seen],
    at: datetime,
    policies: Policies,
    history: History | None,
) -> _Asked:
    findings = [sender_is_authentic(facts), sender_may_claim(facts, identified)]
    reasons = [f.because for f in findings if f.answer is Answer.NOT_MET]
    reasons += [*identified.doubts, *facts.doubts]
    unverified = any(f.answer is Answer.NOT_MET for f in findings)
    complete = [states_the_account(identified), states_the_time(facts), brings_evidence(facts)]
    findings += [*complete, shows_unreachability(facts)]
    if unverified:
        stated = _as_stated(facts, seen, policies)
        return _Asked(Outcome.UNVERIFIED, findings, reasons, incidents=stated)
    judged = ("brings_evidence", "shows_unreachability")
    reasons += [f.because for f in findings if f.answer is Answer.CANNOT_TELL and f.question in judged]
    if identified.account is None or any(f.answer is Answer.NOT_MET for f in complete):
        stated = _as_stated(facts, seen, policies)
        return _Asked(Outcome.INCOMPLETE, findings, [*reasons, *_stated_doubts(facts)], incidents=stated)
    return _cross_checked(facts, identified.account, records, seen, at, policies, history, findings, reasons)


def _as_stated(facts: Facts, seen: Sequence[Seen], policies: Policies) -> tuple[Met, ...]:
    """The incidents of a claim that is not cross-checked, in the reading that fits best."""
    return tuple(judge(i, seen, facts.received, policies, None) for i in facts.incidents)


def _stated_doubts(facts: Facts) -> list[str]:
    return [doubt for incident in facts.incidents for doubt in incident.doubts]


def _cross_checked(
    facts: Facts,
    account: Account,
    records: Records,
    seen: Sequence[Seen],
    at: datetime,
    policies: Policies,
    history: History | None,
    findings: list[Finding],
    reasons: list[str],
) -> _Asked:
    incidents = tuple(judge(i, seen, facts.received, policies, history) for i in facts.incidents)
    findings = [*findings, *(window_finding(m, policies) for m in incidents), *map(record_finding, incidents)]
    reasons = [*reasons, *(doubt for m in incidents for doubt in m.doubts)]
    if all(m.judged.late for m in incidents):
        return _Asked(Outcome.LATE, findings, reasons, incidents=incidents)
    matched = list({s.record: s for m in incidents for s in m.in_time}.values())
    if not matched:
        return _Asked(Outcome.NO_OUTAGE, findings, reasons, incidents=incidents)
    figure_reasons = [f"{s.record} has no end yet." for s in matched if s.open]
    touched, cycles = cycles_opened(account, records, seen, matched, policies)
    findings = [*findings, *cycle_findings(touched, cycles, at=at, policies=policies)]
    if not cycles:
        return _Asked(Outcome.EXCLUDED, findings, reasons, figure_reasons, incidents, touched=touched)
    open_cycles = [c for c in cycles if at < c.final_at]
    margin = on(policies.uptime, cycles[0].period_start).hold_before_deadline
    if open_cycles and all(c.final_at <= answered_by(facts.received, policies) - margin for c in open_cycles):
        until = max(c.final_at for c in open_cycles)
        return _Asked(Outcome.HOLD, findings, reasons, figure_reasons, incidents, cycles, touched, until)
    outcome, more = outcome_by_figures(cycles, policies)
    return _Asked(outcome, findings, reasons, [*figure_reasons, *more], incidents, cycles, touched)


def _of_account(records: Records, account: Account | None) -> Records:
    """What of the records can have mattered to an account."""
    if account is None:
        return Records()
    name = account.account
    return Records(
        outages=tuple(o for o in records.outages if o.affects is None or name in o.affects),
        maintenance=tuple(m for m in records.maintenance if m.affects is None or name in m.affects),
        payments=tuple(p for p in records.payments if p.account == name),
        credits=tuple(c for c in records.credits if c.account == name),
    )


def _credits(cycles: Iterable[Cycle]) -> tuple[CreditDue, ...]:
    return tuple(CreditDue(c.period_start, c.percent, c.due, c.currency) for c in cycles if c.due > 0)


def _sender_ok(facts: Facts, identified: Identified) -> bool | None:
    if identified.account is None:
        return None if identified.named is None else False
    return facts.authenticity is not Authenticity.FAIL and entitled(facts.sender, identified.account)


def _missing(findings: Iterable[Finding]) -> tuple[str, ...]:
    unmet = [f.question for f in findings if f.answer is Answer.NOT_MET and f.question in COMPLETENESS]
    return tuple(sorted(COMPLETENESS[question] for question in unmet))


def _certain(findings: Iterable[Finding], credits_due: tuple[CreditDue, ...], limits: Mapping[str, Decimal]) -> bool:
    return not any(f.answer is Answer.CANNOT_TELL for f in findings) and within_limit(credits_due, limits)


def _with_the_rest(asked: _Asked) -> tuple[Finding, ...]:
    """The findings in order, the questions that did not come up among them, the decisive ones marked."""
    settled_by = SETTLED_BY[asked.outcome]
    found: list[Finding] = []
    for question, clause in QUESTIONS.items():
        own = [f for f in asked.findings if f.question == question]
        because = "Not asked: the outcome was settled before."
        found += own or [Finding(clause, question, Answer.NOT_APPLICABLE, because)]
    return tuple(
        replace(f, decisive=True) if f.question in settled_by and _settles(f, asked.outcome) else f for f in found
    )


def _settles(finding: Finding, outcome: Outcome) -> bool:
    if outcome in (Outcome.UNVERIFIED, Outcome.INCOMPLETE):
        return finding.answer is Answer.NOT_MET
    return finding.answer is not Answer.NOT_APPLICABLE
