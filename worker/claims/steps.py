"""Every step a claim can take, from which states, and the lock under which it is taken.

A step is one transaction: the account is locked first (what is due may then be computed), then the claim; it is refused
with a sentence where the state does not allow it or the picture that a person decided on is old; it leaves an event.
"""

from __future__ import annotations

from enum import StrEnum

from worker.claims.desk import Desk
from worker.claims.models import Claim, Event, State
from worker.records import ledger


class NotNow(Exception):
    """The claim's state does not allow this step; the message says why."""


class Step(StrEnum):
    """The steps after a claim was opened; each is a verb of `lifecycle`, `acts`, `joining` or `corrections`."""

    DECIDE_HELD = "be decided after its cycle closed"
    LOOK_AGAIN = "be looked at again after its cycle closed"
    MIND_DEADLINE = "be reminded of"
    REOPEN = "be opened again"
    JOIN = "take in a follow-up"
    DECIDE_AGAIN = "be decided again on corrected records"
    CORRECT = "be listed as changed by corrected records"
    APPROVE = "be approved"
    CHANGE = "be decided otherwise"
    ASK = "have its client asked"
    HOLD = "be held"
    QUEUE = "be queued"
    ASSIGN = "be assigned"
    NOTE = "be noted on"
    TAKE_BACK = "have its letter taken back"
    REPAIR = "be repaired"
    DISMISS = "have its correction dismissed"


OPEN = frozenset({State.HELD, State.QUEUED})
ALLOWED: dict[Step, frozenset[State]] = {
    Step.DECIDE_HELD: frozenset({State.HELD}),
    Step.LOOK_AGAIN: frozenset({State.RESOLVED}),
    Step.MIND_DEADLINE: frozenset(State),
    Step.REOPEN: frozenset({State.RESOLVED}),
    Step.JOIN: OPEN,
    Step.DECIDE_AGAIN: OPEN,
    Step.CORRECT: frozenset({State.RESOLVED}),
    Step.APPROVE: frozenset({State.QUEUED}),
    Step.CHANGE: frozenset({State.QUEUED}),
    Step.ASK: OPEN,
    Step.HOLD: frozenset({State.QUEUED}),
    Step.QUEUE: frozenset({State.HELD}),
    Step.ASSIGN: OPEN,
    Step.NOTE: frozenset(State),
    Step.TAKE_BACK: frozenset({State.RESOLVED}),
    Step.REPAIR: frozenset({State.RESOLVED}),
    Step.DISMISS: frozenset({State.RESOLVED}),
}
"""From which states each step may be taken."""


def locked(number: int, step: Step, *, seen: int | None = None) -> Claim:
    """The claim, locked for a step until the transaction ends; its account is locked first.

    `seen` is the version that a person decided on. Raises NotNow where the step is not allowed, or the claim has moved
    on since.
    """
    account = Claim.objects.values_list("account", flat=True).get(pk=number)
    ledger.lock([account])
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=number)
    if seen is not None and seen != claim.version:
        last = claim.events.latest("id")
        raise NotNow(f"{claim.reference} has moved on since you looked at it: {last.what} by {last.by}. Look again.")
    if State(claim.state) not in ALLOWED[step]:
        wanted = " or ".join(sorted(ALLOWED[step]))
        raise NotNow(f"{claim.reference} is {claim.state}: only a claim that is {wanted} can {step}.")
    return claim


def save(claim: Claim) -> None:
    """Save what a step did."""
    claim.version += 1
    claim.attempts, claim.retry_at, claim.problem = 0, None, ""
    claim.save()


def note(claim: Claim, what: str, *, by: str, desk: Desk, detail: str = "") -> None:
    """Write down that something happened."""
    Event.objects.create(claim=claim, at=desk.now, by=by, what=what, detail=detail)
