"""What happens to a claim after it was opened: decided when its cycle closed, answered by a person or at its deadline.

Every verb says `by` whom, runs in one transaction with the account locked, and leaves an event.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal as Money

from django.conf import settings
from django.db import transaction

from worker.claims import answering
from worker.claims.deadlines import next_reminder, terms
from worker.claims.desk import Desk
from worker.claims.judging import Judgement, Understood, judge
from worker.claims.models import Claim, Event, State
from worker.claims.opening import ITSELF, decision_row, history_from_json, look_again_at, may_be_written_to
from worker.outbox.models import Letter
from worker.outbox.writing import tell_team
from worker.records import ledger
from worker.records.models import Cause
from worker.sla import CreditDue, Outcome, Route, facts_from_json
from worker.sla.account import identify


class NotNow(Exception):
    """The claim's state does not allow this act; the message says why."""


def judge_again(claim: Claim, desk: Desk) -> Judgement:
    """Decide a stored claim on its stored facts and the records as they are now."""
    facts = facts_from_json(claim.newest.facts)
    understood = Understood(facts, identify(facts, desk.book))
    history = history_from_json(claim.history)
    return judge(understood, load=desk.load, at=desk.now, policies=desk.policies, history=history)


def _locked(number: int) -> Claim:
    """The claim, its account locked first: what is due may then be computed."""
    account = Claim.objects.values_list("account", flat=True).get(pk=number)
    ledger.lock([account])
    return Claim.objects.select_for_update(of=("self",)).get(pk=number)


def note(claim: Claim, what: str, *, by: str, desk: Desk, detail: str = "") -> None:
    """Write down that something happened."""
    Event.objects.create(claim=claim, at=desk.now, by=by, what=what, detail=detail)


def _finish(claim: Claim, judgement: Judgement, desk: Desk, *, by: str) -> list[Letter]:
    decision_row(claim, judgement, by=by).save()
    claim.state, claim.outcome = State.RESOLVED, judgement.decision.outcome.value
    claim.resolved_at, claim.remind_at = desk.now, None
    auto = replace(judgement.decision, route=Route.AUTO)
    claim.decide_at = look_again_at(auto)
    ledger.enter(answering.credits_of(claim, judgement.decision, cause=Cause.DECISION), at=desk.now)
    letters = answering.resolve(claim, judgement, desk)
    claim.save()
    note(claim, "resolved", by=by, desk=desk, detail=claim.outcome)
    return Letter.objects.bulk_create(letters)


@transaction.atomic
def decide_held(number: int, desk: Desk) -> list[Letter]:
    """Decide a held claim whose cycle has closed: answer it, or queue it for a person."""
    claim = _locked(number)
    if claim.state != State.HELD or claim.decide_at is None or claim.decide_at > desk.now:
        return []
    judgement = judge_again(claim, desk)
    decision = judgement.decision
    if decision.route is Route.AUTO:
        return _finish(claim, judgement, desk, by=ITSELF)
    decision_row(claim, judgement, by=ITSELF).save()
    claim.outcome, claim.decide_at = decision.outcome.value, decision.hold_until
    if decision.route is Route.REVIEW:
        claim.state, claim.decide_at = State.QUEUED, None
        claim.remind_at = next_reminder(claim.due_at, desk)
        note(claim, "queued", by=ITSELF, desk=desk, detail=" ".join(decision.review_reasons))
    claim.save()
    return []


@transaction.atomic
def look_again(number: int, desk: Desk) -> list[Letter]:
    """An answer on the figures so far: its cycle has closed, so pay the difference if a higher row was reached."""
    claim = _locked(number)
    if claim.state != State.RESOLVED or claim.decide_at is None or claim.decide_at > desk.now:
        return []
    judgement = judge_again(claim, desk)
    claim.decide_at = None
    decision_row(claim, judgement, by=ITSELF).save()
    letters: list[Letter] = []
    if judgement.decision.credits and judgement.decision.route is Route.AUTO and may_be_written_to(claim):
        letters = Letter.objects.bulk_create(answering.pay_difference(claim, judgement.decision, desk))
        note(claim, "difference paid", by=ITSELF, desk=desk)
    elif judgement.decision.credits:
        claim.state, claim.remind_at = State.QUEUED, desk.now
        note(claim, "queued", by=ITSELF, desk=desk, detail="A difference became due that a person must grant.")
    claim.save()
    return letters


@transaction.atomic
def approve(number: int, desk: Desk, *, by: str) -> list[Letter]:
    """A person sends the proposal, decided anew on today's records. Raises NotNow where nothing waits for a person."""
    claim = _locked(number)
    if claim.state != State.QUEUED:
        raise NotNow(f"{claim.reference} is {claim.state}: only a queued claim can be approved.")
    judgement = judge_again(claim, desk)
    if judgement.decision.outcome is Outcome.HOLD:
        raise NotNow(f"{claim.reference} waits for its payment cycle to close on {judgement.decision.hold_until}.")
    return _finish(claim, judgement, desk, by=by)


@transaction.atomic
def mind_deadline(number: int, desk: Desk) -> list[Letter]:
    """What the nearing deadline asks for: a reminder, the certain proposal sent, an escalation, a part granted."""
    claim = _locked(number)
    if claim.state == State.RESOLVED or claim.remind_at is None or claim.remind_at > desk.now:
        return []
    review, left = terms(desk), claim.due_at - desk.now
    if left > review.send_before_deadline and claim.state == State.QUEUED:
        _tell("reminder", claim, desk)
        letters: list[Letter] = []
    else:
        letters = _without_person(claim, desk)
    if claim.state != State.RESOLVED:
        claim.remind_at = next_reminder(claim.due_at, desk)
        claim.save()
    return letters


def _without_person(claim: Claim, desk: Desk) -> list[Letter]:
    review = terms(desk)
    judgement = judge_again(claim, desk)
    decision = judgement.decision
    allowed = settings.DESK.send_without_person and may_be_written_to(claim)
    if allowed and decision.certain and decision.outcome in review.at_deadline and claim.state == State.QUEUED:
        letters = _finish(claim, judgement, desk, by="the deadline")
        _tell("sent_without_person", claim, desk)
        return letters
    _tell("escalation", claim, desk, escalate=True)
    if not allowed or claim.part_granted or claim.due_at - desk.now > review.grant_part_before_deadline:
        return []
    return _grant_part(claim, judgement, desk)


def _grant_part(claim: Claim, judgement: Judgement, desk: Desk) -> list[Letter]:
    """Grant what is certain, up to the limit; nothing where the reading itself is in doubt."""
    decision = judgement.decision
    if decision.outcome is not Outcome.COMPENSATED or any(f.answer == "cannot_tell" for f in decision.findings):
        return []
    part = tuple(_up_to(decision.credits, terms(desk).credit_limits))
    if not part:
        return []
    claim.part_granted = True
    note(claim, "part granted", by="the deadline", desk=desk)
    return Letter.objects.bulk_create(answering.grant_part(claim, replace(decision, credits=part), desk))


def _up_to(credits_due: tuple[CreditDue, ...], limits: object) -> list[CreditDue]:
    left: dict[str, Money] = dict(limits)  # type: ignore[call-overload]
    granted = []
    for credit in credits_due:
        amount = min(credit.amount, left.get(credit.currency, Money(0)))
        if amount > 0:
            left[credit.currency] -= amount
            granted.append(replace(credit, amount=amount))
    return granted


def tell_of_failure(claim: Claim, *, desk_now: datetime) -> None:
    """Our own code failed on a claim again and again: a person must look at it."""
    _tell("escalation", claim, Desk(desk_now), escalate=True)


def _tell(kind: str, claim: Claim, desk: Desk, *, escalate: bool = False) -> None:
    newest = claim.newest.decision
    tell_team(
        kind,
        at=desk.now,
        claim_id=claim.pk,
        escalate=escalate,
        reference=claim.reference,
        account=claim.account,
        due=claim.due_at.astimezone(desk.policies.zone).strftime("%Y-%m-%d %H:%M %Z"),
        outcome=claim.outcome,
        reasons=" ".join(newest["review_reasons"]),
        link=f"{settings.DESK.base_url}/claims/{claim.reference}",
    )
