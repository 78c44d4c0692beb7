"""What happens to a claim by itself after it was opened: its cycle closes, its deadline nears, its letter goes astray.

Every verb runs in one transaction with the account locked, and leaves an event. What people do stands in `acts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal as Money

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from worker.claims import answering
from worker.claims.again import answer, judge_again, queue
from worker.claims.deadlines import EVERY_HOUR, next_reminder, terms
from worker.claims.desk import Desk
from worker.claims.judging import Judgement
from worker.claims.models import Claim, State
from worker.claims.opening import ITSELF, keep, may_be_written_to
from worker.claims.steps import NotNow, Step, locked, note, save
from worker.claims.telling import tell
from worker.outbox.models import Kind, Letter
from worker.outbox.models import State as LetterState
from worker.sla import CreditDue, Outcome, Route

ASTRAY = (LetterState.SET_ASIDE, LetterState.UNDELIVERED, LetterState.WITHDRAWN)
AT_ONCE = 1000
THE_DEADLINE = "the deadline"


@transaction.atomic
def decide_held(number: int, desk: Desk) -> list[Letter]:
    """Decide a held claim whose cycle has closed: answer it, or queue it for a person."""
    claim = locked(number, Step.DECIDE_HELD)
    if claim.decide_at is None or claim.decide_at > desk.now:
        raise NotNow(f"{claim.reference} is held until {claim.decide_at}.")
    return settle_held(claim, judge_again(claim, desk), desk)


def settle_held(claim: Claim, judgement: Judgement, desk: Desk) -> list[Letter]:
    """Do with a locked, held claim what was decided of it."""
    decision = judgement.decision
    if decision.route is Route.AUTO:
        return answer(claim, judgement, desk, by=ITSELF)
    keep(claim, judgement, by=ITSELF)
    claim.outcome, claim.decide_at = decision.outcome.value, decision.hold_until
    if decision.route is Route.REVIEW:
        queue(claim, desk, by=ITSELF, why=" ".join(decision.review_reasons))
        tell("queued", claim, desk, key=f"queued:{claim.version}")
    else:
        save(claim)
    return []


@transaction.atomic
def look_again(number: int, desk: Desk) -> list[Letter]:
    """An answer on the figures so far: its cycle has closed, so pay the difference if a higher row was reached."""
    claim = locked(number, Step.LOOK_AGAIN)
    if claim.decide_at is None or claim.decide_at > desk.now:
        raise NotNow(f"{claim.reference} is looked at again at {claim.decide_at}.")
    judgement = judge_again(claim, desk, own_credits=True)
    decision = judgement.decision
    claim.decide_at = None
    keep(claim, judgement, by=ITSELF)
    if decision.credits and decision.route is Route.AUTO and may_be_written_to(claim):
        letters = Letter.objects.bulk_create(answering.pay_difference(claim, decision, desk))
        save(claim)
        note(claim, "difference paid", by=ITSELF, desk=desk, detail=_sums(decision.credits))
        return letters
    if decision.credits:
        queue(claim, desk, by=ITSELF, why="A difference became due that a person must grant.")
        tell("queued", claim, desk, key=f"queued:{claim.version}")
    else:
        save(claim)
        note(claim, "cycle closed", by=ITSELF, desk=desk, detail="Nothing more is due.")
    return []


def _sums(credits_due: tuple[CreditDue, ...]) -> str:
    return ", ".join(f"{c.amount} {c.currency}" for c in credits_due)


@transaction.atomic
def mind_deadline(number: int, desk: Desk) -> list[Letter]:
    """What the nearing deadline asks for: a reminder, the certain proposal sent, an escalation, a part granted."""
    claim = locked(number, Step.MIND_DEADLINE)
    stop = claim.remind_at
    if stop is not None and stop > desk.now:
        raise NotNow(f"{claim.reference} is reminded of at {stop}.")
    if claim.state == State.RESOLVED:
        return _mind_unanswered(claim, desk)
    if stop is None:
        raise NotNow(f"{claim.reference} has no reminder.")
    review, left = terms(desk), claim.due_at - desk.now
    letters: list[Letter] = []
    if left > review.send_before_deadline and claim.state == State.QUEUED:
        tell("reminder", claim, desk, key=f"reminder:{stop.isoformat()}")
        note(claim, "reminded of", by=THE_DEADLINE, desk=desk)
    else:
        letters = _without_person(claim, desk)
    if claim.state != State.RESOLVED:
        claim.remind_at = next_reminder(claim.due_at, desk)
        save(claim)
    return letters


def _mind_unanswered(claim: Claim, desk: Desk) -> list[Letter]:
    """Decided, but the mail server has not accepted the letter: the answer does not count as given."""
    if claim.answered_at is not None or claim.due_at - desk.now > terms(desk).send_before_deadline:
        raise NotNow(f"{claim.reference} is answered.")
    why = "It is decided, but the mail server has not accepted its letter yet."
    tell("escalation", claim, desk, escalate=True, key=f"unsent:{desk.now.isoformat()}", reasons=[why])
    note(claim, "escalated", by=THE_DEADLINE, desk=desk, detail=why)
    claim.remind_at = desk.now + EVERY_HOUR
    save(claim)
    return []


def _without_person(claim: Claim, desk: Desk) -> list[Letter]:
    review = terms(desk)
    judgement = judge_again(claim, desk)
    decision = judgement.decision
    allowed = settings.DESK.send_without_person and may_be_written_to(claim) and not _went_astray(claim)
    if allowed and decision.certain and decision.outcome in review.at_deadline and claim.state == State.QUEUED:
        letters = answer(claim, judgement, desk, by=THE_DEADLINE)
        tell("sent_without_person", claim, desk, urgent=True)
        return letters
    tell("escalation", claim, desk, escalate=True, key=f"escalation:{desk.now.isoformat()}")
    note(claim, "escalated", by=THE_DEADLINE, desk=desk)
    if not allowed or claim.part_granted or claim.due_at - desk.now > review.grant_part_before_deadline:
        return []
    return _grant_part(claim, judgement, desk)


def _went_astray(claim: Claim) -> bool:
    """Whether an answer went out before and did not arrive: sending another by itself would go the same way."""
    return Letter.objects.filter(claim=claim, kind=Kind.RESOLUTION, state__in=ASTRAY[:2]).exists()


def _grant_part(claim: Claim, judgement: Judgement, desk: Desk) -> list[Letter]:
    """Grant what is certain, up to the limit; nothing where the reading itself is in doubt."""
    decision = judgement.decision
    if decision.outcome is not Outcome.COMPENSATED or any(f.answer == "cannot_tell" for f in decision.findings):
        return []
    part = tuple(_up_to(decision.credits, terms(desk).credit_limits))
    if not part:
        return []
    claim.part_granted = True
    note(claim, "part granted", by=THE_DEADLINE, desk=desk, detail=_sums(part))
    return Letter.objects.bulk_create(answering.grant_part(claim, replace(decision, credits=part), desk))


def _up_to(credits_due: tuple[CreditDue, ...], limits: Mapping[str, Money]) -> list[CreditDue]:
    left = dict(limits)
    granted = []
    for credit in credits_due:
        amount = min(credit.amount, left.get(credit.currency, Money(0)))
        if amount > 0:
            left[credit.currency] -= amount
            granted.append(replace(credit, amount=amount))
    return granted


@transaction.atomic
def reopen(number: int, desk: Desk, *, why: str) -> None:
    """The answer did not reach the client, so the claim counts as not answered: a person must see to it."""
    claim = locked(number, Step.REOPEN)
    claim.resolved_at = claim.answered_at = None
    note(claim, "opened again", by=ITSELF, desk=desk, detail=why)
    queue(claim, desk, by=ITSELF, why=why)
    tell("reopened", claim, desk, urgent=True, why=why, key=f"reopened:{claim.version}")


def reopen_after_bounce(number: int, letter: int, desk: Desk, *, why: str) -> None:
    """A delivery report came for a resolution; nothing where a later one was written, or a person has it already."""
    newest = Letter.objects.filter(claim=number, kind=Kind.RESOLUTION).order_by("-pk").values_list("pk", flat=True)
    if newest.first() == letter and Claim.objects.filter(pk=number, state=State.RESOLVED).exists():
        reopen(number, desk, why=f"Its letter came back: {why}")


def note_answers(desk: Desk) -> int:
    """Note which resolutions the mail server has accepted since; open claims again whose letter was refused.

    Gives how many claims were looked at. A claim to whose sender no letter may go is answered when it is resolved.
    """
    newest = Letter.objects.filter(claim=OuterRef("pk"), kind=Kind.RESOLUTION).order_by("-pk")
    waiting = Claim.objects.filter(state=State.RESOLVED, answered_at=None).annotate(
        letter_state=Subquery(newest.values("state")[:1]), letter_problem=Subquery(newest.values("problem")[:1])
    )
    rows = list(waiting.order_by("due_at").values_list("pk", "letter_state", "letter_problem")[:AT_ONCE])
    sent = [number for number, state, _ in rows if state == LetterState.SENT]
    _answered(sent).update(answered_at=Subquery(newest.values("sent_at")[:1]), remind_at=None)
    _answered([number for number, state, _ in rows if state is None]).update(answered_at=F("resolved_at"))
    for number, state, why in rows:
        if state in ASTRAY:
            try:
                reopen(number, desk, why=f"Its letter was not delivered: {why}")
            except NotNow:
                continue  # another worker was first
    return len(rows)


def _answered(numbers: list[int]) -> QuerySet[Claim]:
    return Claim.objects.filter(pk__in=numbers, state=State.RESOLVED, answered_at=None)


def tell_of_failure(claim: Claim, desk: Desk) -> None:
    """Our own code failed on a claim again and again: a person must look at it."""
    tell("failing", claim, desk, escalate=True, why=claim.problem.strip().splitlines()[-1], key="failing")
