"""What a person of the team does with a claim. Every verb says `by` whom; `seen` is the version they looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from worker.claims import answering
from worker.claims.again import answer, judge_again, queue
from worker.claims.choices import Choice, choice_from_json, chosen
from worker.claims.deadlines import HELD_ALARM, terms
from worker.claims.desk import Desk
from worker.claims.judging import Judgement
from worker.claims.models import Claim, State
from worker.claims.opening import keep, may_be_written_to
from worker.claims.steps import NotNow, Step, locked, note, save
from worker.claims.telling import tell
from worker.outbox.models import Kind, Letter
from worker.outbox.models import State as LetterState
from worker.records import ledger
from worker.records.models import Cause, Entry
from worker.sla import Outcome
from worker.sla.cycles import within_limit
from worker.sla.stored import decision_json

LONGEST_NOTE = 5000


def grace_ends(claim: Claim, desk: Desk) -> datetime:
    """Until when a letter that a person causes now can be taken back; never past the deadline."""
    end = desk.now + timedelta(seconds=settings.DESK.grace_seconds)
    return max(desk.now, min(end, claim.due_at - timedelta(minutes=5)))


@transaction.atomic
def approve(number: int, desk: Desk, *, by: str, remark: str = "", seen: int | None = None) -> list[Letter]:
    """Send the proposal, decided anew on today's records; or, where another person decided already, what they chose.

    Above a limit it only counts when a second person approves too. Raises NotNow.
    """
    claim = locked(number, Step.APPROVE, seen=seen)
    judgement = judge_again(claim, desk)
    first = claim.approval
    if first is not None and first["by"] == by:
        raise NotNow(f"You approved {claim.reference} already: above the limit of one person somebody else must too.")
    if first is not None and first["choice"] is not None:
        choice = choice_from_json(first["choice"])
        judgement = _chosen(judgement, choice, by=first["by"], desk=desk)
        return _decide(claim, judgement, desk, by=by, remark=remark or first["remark"], choice=choice)
    if judgement.decision.outcome is Outcome.HOLD:
        raise NotNow(f"{claim.reference} waits for its payment cycle to close on {judgement.decision.hold_until}.")
    return _decide(claim, judgement, desk, by=by, remark=remark or (first["remark"] if first else ""))


@transaction.atomic
def change(
    number: int, desk: Desk, *, by: str, choice: Choice, remark: str = "", seen: int | None = None
) -> list[Letter]:
    """Decide otherwise than proposed. Raises NotNow where the choice cannot be made."""
    claim = locked(number, Step.CHANGE, seen=seen)
    claim.approval = None  # a first person's approval was of something else
    judgement = _chosen(judge_again(claim, desk), choice, by=by, desk=desk)
    return _decide(claim, judgement, desk, by=by, remark=remark, choice=choice)


def _chosen(judgement: Judgement, choice: Choice, *, by: str, desk: Desk) -> Judgement:
    return replace(judgement, decision=chosen(judgement.decision, choice, by=by, policies=desk.policies))


def _decide(
    claim: Claim, judgement: Judgement, desk: Desk, *, by: str, remark: str, choice: Choice | None = None
) -> list[Letter]:
    decision = judgement.decision
    told = decision_json(decision)["credits"]
    first = claim.approval
    second = first is not None and first["by"] != by and first["credits"] == told
    if not second and not within_limit(decision.credits, terms(desk).second_person_limits):
        stored = choice.as_json() if choice else None
        claim.approval = {
            "by": by,
            "at": desk.now.isoformat(),
            "credits": told,
            "choice": stored,
            "outcome": decision.outcome.value,
            "remark": remark,
        }
        save(claim)
        detail = decision.outcome.value + (f": {choice.reason}" if choice else "")
        note(claim, "approved, second person needed", by=by, desk=desk, detail=detail)
        tell("second_person", claim, desk, urgent=True, by=by, key=f"second:{claim.version}")
        return []
    if choice is not None:
        note(claim, "decided otherwise", by=by, desk=desk, detail=f"{decision.outcome.value}: {choice.reason}")
    return answer(claim, judgement, desk, by=by, remark=remark, not_before=grace_ends(claim, desk))


@transaction.atomic
def take_back(number: int, desk: Desk, *, by: str, seen: int | None = None) -> None:
    """Take a resolution back before it was sent: its letter is withdrawn, its credits reversed, the claim queued."""
    claim = locked(number, Step.TAKE_BACK, seen=seen)
    letter = Letter.objects.filter(claim=claim, kind=Kind.RESOLUTION).order_by("-pk").first()
    untouched = Letter.objects.filter(
        pk=letter.pk if letter else 0, state=LetterState.QUEUED, attempts=0, retry_at__gt=desk.now
    )
    if not untouched.update(state=LetterState.WITHDRAWN, problem=f"taken back by {by}"):
        raise NotNow(f"The letter of {claim.reference} can no longer be taken back: it is sent, or about to be.")
    at = claim.resolved_at or desk.now
    written = Entry.objects.filter(claim=claim.reference, entered_at=at, cause=Cause.DECISION)
    for entry in written.filter(reversed_by=None):
        ledger.reverse(entry.pk, reason=f"taken back by {by}", at=desk.now)
    claim.resolved_at = claim.answered_at = None
    note(claim, "taken back", by=by, desk=desk)
    queue(claim, desk, by=by, why="Its letter was taken back before it was sent.")


@transaction.atomic
def ask(number: int, desk: Desk, *, by: str, words: str, seen: int | None = None) -> Letter:
    """Ask the client for something; the clock runs on. Raises NotNow where the client may not be written to."""
    claim = locked(number, Step.ASK, seen=seen)
    if not words.strip():
        raise NotNow("Say what the client is asked for.")
    if not may_be_written_to(claim):
        raise NotNow(f"No letter may go to the sender of {claim.reference}: our mail server does not vouch for it.")
    letter = answering.ask(claim, words, desk, not_before=grace_ends(claim, desk))
    letter.save()
    save(claim)
    note(claim, "asked", by=by, desk=desk, detail=words[:LONGEST_NOTE])
    return letter


@transaction.atomic
def hold(number: int, desk: Desk, *, by: str, seen: int | None = None) -> None:
    """Let a queued claim wait until its cycle has closed. Raises NotNow where no cycle is open or time is too short."""
    claim = locked(number, Step.HOLD, seen=seen)
    judgement = judge_again(claim, desk)
    finals = [c.final_at for c in judgement.decision.touched if c.final_at > desk.now]
    if not finals:
        raise NotNow(f"Every payment cycle of {claim.reference} has closed: there is nothing to wait for.")
    if claim.due_at - max(finals) < terms(desk).send_before_deadline:
        raise NotNow(f"{claim.reference} cannot wait: its cycle is final on {max(finals)}, its answer is due before.")
    keep(claim, judgement, by=by)
    claim.state, claim.decide_at, claim.approval = State.HELD, max(finals), None
    claim.remind_at = claim.due_at - HELD_ALARM
    save(claim)
    note(claim, "held", by=by, desk=desk, detail=f"until {max(finals):%Y-%m-%d %H:%M} UTC")


@transaction.atomic
def take_out(number: int, desk: Desk, *, by: str, why: str = "", seen: int | None = None) -> None:
    """Let a held claim be decided by a person now."""
    claim = locked(number, Step.QUEUE, seen=seen)
    queue(claim, desk, by=by, why=why or "A person wants to decide it.")


@transaction.atomic
def assign(number: int, desk: Desk, *, by: str, to: str, seen: int | None = None) -> None:
    """Give a claim to a person; nobody where `to` is empty."""
    claim = locked(number, Step.ASSIGN, seen=seen)
    claim.assignee = to
    save(claim)
    note(claim, "assigned", by=by, desk=desk, detail=to or "nobody")


@transaction.atomic
def add_note(number: int, desk: Desk, *, by: str, words: str) -> None:
    """Write a note for the team."""
    claim = locked(number, Step.NOTE)
    if not words.strip():
        raise NotNow("The note is empty.")
    note(claim, "noted", by=by, desk=desk, detail=words.strip()[:LONGEST_NOTE])
