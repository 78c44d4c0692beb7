"""§1.3: what a claim must state, who may claim, until when, and by when it is answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from worker.sla.account import Identified, entitled
from worker.sla.calendar import DAY, add_months, local_day, midnight
from worker.sla.clauses import rule
from worker.sla.decision import Answer, Finding
from worker.sla.facts import Authenticity, ErrorClass, Facts
from worker.sla.policy import Deadline, Policies, Window, on


@rule("1.3")
def sender_is_authentic(facts: Facts) -> Finding:
    """
    > For claims in case Lookuq APIs fails to meet the commitments, please send emails

    A mail counts as the sender's only where our own server vouches for the one address in From.
    """
    answer = {
        Authenticity.PASS: Answer.MET,
        Authenticity.FAIL: Answer.NOT_MET,
        Authenticity.NOT_CHECKED: Answer.NOT_APPLICABLE,
    }[facts.authenticity]
    return Finding("1.3", "sender_is_authentic", answer, facts.authenticity_because, {"sender": facts.sender or ""})


@rule("1.3")
def sender_may_claim(facts: Facts, identified: Identified) -> Finding:
    """
    > Identifying information of affected account.

    The sender is a contact of the account: a listed address, or any address at exactly a listed domain. An account
    that does not exist is treated like one whose contact the sender is not.
    """
    name, account = "sender_may_claim", identified.account
    numbers = {"sender": facts.sender or "", "account": identified.named or (account.account if account else "")}
    if account is None and identified.named is None:
        return Finding("1.3", name, Answer.NOT_APPLICABLE, "No account is named that it could be asked of.", numbers)
    if account is not None and entitled(facts.sender, account):
        return Finding("1.3", name, Answer.MET, f"The sender is a contact of {account.account}.", numbers)
    because = f"The sender is not a contact of {numbers['account']}."
    return Finding("1.3", name, Answer.NOT_MET, because, numbers)


@rule("1.3")
def states_the_account(identified: Identified) -> Finding:
    """
    > Eligible claims shall include the following information:

    The account id, the registered name or a registered contact address, anywhere in subject, text or signature;
    where the mail names none, the sender's address if it is a contact of exactly one account.
    """
    met = identified.account is not None or identified.named is not None
    doubted = Answer.CANNOT_TELL if identified.doubts else _met(met)
    numbers = {"account": identified.account.account if identified.account else "", "by": identified.how}
    return Finding("1.3", "states_the_account", doubted, " ".join(identified.doubts) or identified.because, numbers)


@rule("1.3")
def states_the_time(facts: Facts) -> Finding:
    """
    > Specific date and time when the system is unavailable.

    At least one day with a clock time: a range or one moment. A date alone is not specific.
    """
    said = "; ".join(f"“{i.words}”" for i in facts.incidents)
    because = f"The mail says when: {said}." if said else "The mail gives no day with a clock time."
    doubts = [*facts.doubts, *(doubt for i in facts.incidents for doubt in i.doubts)]
    answer = Answer.CANNOT_TELL if said and doubts else _met(bool(said))
    return Finding("1.3", "states_the_time", answer, " ".join([because, *doubts]), {"incidents": len(facts.incidents)})


@rule("1.3")
def brings_evidence(facts: Facts) -> Finding:
    """
    > Errors logs or screenshots of errors (Note: Sensitive confidential information should be censored or replaced
    > with asterisks.)

    A log or text file, an excerpt of machine output in the body, or a screenshot. What we cannot open or judge is
    neither there nor missing: that cannot be told.
    """
    name, numbers = "brings_evidence", {"pieces": len(facts.evidence), "not_judged": len(facts.unjudged)}
    if facts.evidence:
        said = ", ".join(f"{e.what} ({e.where})" for e in facts.evidence)
        return Finding("1.3", name, Answer.MET, f"The mail brings {said}.", numbers)
    if facts.unjudged:
        said = "; ".join(f"{u.where}: {u.why}" for u in facts.unjudged)
        return Finding(
            "1.3", name, Answer.CANNOT_TELL, f"What was sent cannot be judged by a machine: {said}.", numbers
        )
    return Finding("1.3", name, Answer.NOT_MET, "The mail brings neither a log nor a screenshot of the error.", numbers)


def _met(met: bool) -> Answer:
    return Answer.MET if met else Answer.NOT_MET


@rule("1.1")
def shows_unreachability(facts: Facts) -> Finding:
    """
    > “Unavailable status” is a status when our server cannot be connected.

    Evidence in which every recognised error is an answered request (HTTP 4xx) says that the server could be reached;
    a person looks at it. A screenshot, or a log without a recognised error, speaks for neither.
    """
    name = "shows_unreachability"
    classes = frozenset(e for piece in facts.evidence for e in piece.errors)
    numbers = {"errors": ", ".join(sorted(classes))}
    if not facts.evidence:
        return Finding("1.1", name, Answer.NOT_APPLICABLE, "There is no evidence to look at.", numbers)
    if only_answered_requests(facts):
        because = "The evidence shows only answered requests (HTTP 4xx): the server could be reached."
        return Finding("1.1", name, Answer.CANNOT_TELL, because, numbers)
    return Finding("1.1", name, Answer.MET, "Nothing in the evidence says that the server could be reached.", numbers)


def only_answered_requests(facts: Facts) -> bool:
    """Whether all evidence shows requests that were answered with HTTP 4xx, and nothing else."""
    return bool(facts.evidence) and all(e.errors == {ErrorClass.CLIENT_ERROR} for e in facts.evidence)


@rule("1.3")
def last_day_to_claim(ended: datetime, policies: Policies) -> date:
    """
    > Time to receive complaints: within three (3) months since the incident occurs; more than the above-mentioned
    > time, Lookuq APIs shall not accept and resolve any relevant complaints.

    Counted from the local day an incident ended: the day of the same number three months later, or that month's last
    day; if it is a Saturday, a Sunday or a public holiday, the next working day.
    """
    day = local_day(ended, policies.zone)
    terms: Window = on(policies.window, day)
    last = add_months(day, terms.months) if terms.months is not None else day + timedelta(days=terms.days or 0)
    return policies.days_off.working_day_from(last) if terms.extended_past_days_off else last


@rule("1.3")
def claimed_in_time(ended: datetime, received: datetime, policies: Policies) -> bool:
    """
    > within three (3) months since the incident occurs

    Until 24:00 local of the last day.
    """
    return received < midnight(last_day_to_claim(ended, policies) + DAY, policies.zone)


@rule("1.3")
def answered_by(received: datetime, policies: Policies) -> datetime:
    """
    > Time to respond and resolve complaints: within 15 (fifteen) days since the day the complaint is received.

    The day of receipt is day 0; the answer is due by the end of day 15, local, calendar days, no extension. Gives the
    first moment that is too late.
    """
    day = local_day(received, policies.zone)
    terms: Deadline = on(policies.deadline, day)
    return midnight(day + timedelta(days=terms.days + 1), policies.zone)
