"""Corrected records: open claims are decided again at once, resolved ones are listed for the team, never changed.

Every change of the records leaves a `Change`; it is found again until every claim that may rest on it was looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from worker.claims import answering, replaying
from worker.claims.acts import grace_ends
from worker.claims.again import judge_again
from worker.claims.deadlines import terms
from worker.claims.desk import Desk
from worker.claims.lifecycle import settle_held
from worker.claims.models import Claim, Correction, State
from worker.claims.opening import ITSELF, keep
from worker.claims.steps import NotNow, Step, locked, note, save
from worker.claims.telling import tell
from worker.outbox.models import Letter
from worker.records.models import Change
from worker.sla.cycles import within_limit
from worker.sla.stored import decision_json

AT_ONCE = 300
LONGEST_CYCLE = timedelta(days=33)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a claim's answer changed, or would change."""

    reference: str
    state: str
    before: str
    now: str


def handle_changes(desk: Desk, *, progress: Callable[[str], None] = lambda line: None) -> list[Answer]:
    """Look at the claims that changed records may touch, a bounded number; gives those whose answer is another."""
    found: list[Answer] = []
    for change in Change.objects.filter(handled_at=None).order_by("id")[:20]:
        found += _handle(change, desk)
        progress(f"{change.what}: claims up to number {change.cursor} looked at")
    return found


def handle_all_changes(desk: Desk, *, progress: Callable[[str], None] = lambda line: None) -> list[Answer]:
    """The same until nothing is left."""
    found: list[Answer] = []
    while Change.objects.filter(handled_at=None).exists():
        found += handle_changes(desk, progress=progress)
    return found


def _handle(change: Change, desk: Desk) -> list[Answer]:
    numbers = list(touched(change, desk).filter(pk__gt=change.cursor).values_list("pk", flat=True)[:AT_ONCE])
    found = [a for number in numbers if (a := _look_at(number, change.what, desk)) is not None]
    change.cursor = numbers[-1] if numbers else change.cursor
    if len(numbers) < AT_ONCE:
        change.handled_at = desk.now
    change.save(update_fields=["cursor", "handled_at"])
    return found


def touched(change: Change, desk: Desk) -> QuerySet[Claim]:
    """Claims that may rest on what changed: a superset, by account and by when they can have been received."""
    claims = Claim.objects.filter(erased_at=None).order_by("pk")
    if change.accounts != "*":
        whose = Q(account__in=change.accounts.split())
        claims = claims.filter(whose | Q(account="") if change.what.startswith("accounts") else whose)
    if change.start is None:
        return claims
    claims = claims.filter(received_at__gte=change.start - 2 * LONGEST_CYCLE)
    return claims.filter(received_at__lte=change.end + _reach(desk)) if change.end else claims


def _reach(desk: Desk) -> timedelta:
    """How long after an incident a claim can still rest on it: the longest window, a cycle, and some weeks."""
    longest = max(w.days or 31 * (w.months or 0) for w in desk.policies.window)
    return timedelta(days=longest) + 2 * LONGEST_CYCLE


def _look_at(number: int, cause: str, desk: Desk) -> Answer | None:
    try:
        if Claim.objects.filter(pk=number, state=State.RESOLVED).exists():
            return list_if_changed(number, desk, cause=cause)
        return decide_again(number, desk, cause=cause)
    except NotNow:
        return None  # it moved on meanwhile, and was decided on the new records


@transaction.atomic
def decide_again(number: int, desk: Desk, *, cause: str) -> Answer | None:
    """Decide an open claim again. A held one goes its way; a queued one stays with the people, its proposal renewed."""
    claim = locked(number, Step.DECIDE_AGAIN)
    before = claim.newest.decision
    judgement = judge_again(claim, desk)
    now = decision_json(judgement.decision)
    if replaying.same(before, now) and before["route"] == now["route"]:
        return None
    changed = Answer(claim.reference, claim.state, replaying.said(before), replaying.said(now))
    note(claim, "decided again", by=ITSELF, desk=desk, detail=f"{cause}: {changed.before} → {changed.now}")
    if claim.state == State.HELD:
        settle_held(claim, judgement, desk)
    else:
        keep(claim, judgement, by=ITSELF)
        claim.outcome, claim.approval = judgement.decision.outcome.value, None
        save(claim)
    return changed


@transaction.atomic
def list_if_changed(number: int, desk: Desk, *, cause: str) -> Answer | None:
    """List a resolved claim for the team if its answer would be another now. What will be paid by itself is not."""
    claim = locked(number, Step.CORRECT)
    found = replaying.difference(claim, None)
    if claim.decide_at is not None or found is None:
        return None
    due = decision_json(judge_again(claim, desk, own_credits=True).decision)["credits"]
    by_hand = any(f["question"] == "decided_by_a_person" for f in claim.newest.decision["findings"])
    known = Correction.objects.filter(claim=claim, now=found["now"]).exclude(state="repaired").exists()
    if known or (by_hand and not due):
        return None
    Correction.objects.update_or_create(
        claim=claim,
        state="open",
        defaults={
            "found_at": desk.now,
            "cause": cause,
            "before": found["before"],
            "now": found["now"],
            "due": due,
        },
    )
    note(claim, "answer would change", by=ITSELF, desk=desk, detail=f"{cause}: {found['before']} → {found['now']}")
    save(claim)
    tell("outage_corrected", claim, desk, cause=cause, before=found["before"], now=found["now"], key=_key(claim))
    return Answer(claim.reference, claim.state, found["before"], found["now"])


def _key(claim: Claim) -> str:
    return f"corrected:{claim.version}"


def preview(write: Callable[[], object], desk: Desk) -> list[Answer]:
    """Which answers a change of records would touch: it is made, looked at and undone."""
    with transaction.atomic():
        write()
        found = handle_all_changes(desk)
        transaction.set_rollback(True)
    return found


def _open_correction(claim: Claim) -> Correction:
    correction = claim.corrections.filter(state="open").first()
    if correction is None:
        raise NotNow(f"No corrected record changes the answer to {claim.reference}.")
    return correction


@transaction.atomic
def repair(number: int, desk: Desk, *, by: str, seen: int | None = None) -> list[Letter]:
    """Credit what is due since records were corrected in the client's favour, and write the letter. Raises NotNow."""
    claim = locked(number, Step.REPAIR, seen=seen)
    correction = _open_correction(claim)
    judgement = judge_again(claim, desk, own_credits=True)
    decision = judgement.decision
    if not decision.credits:
        raise NotNow(f"The corrected records owe {claim.reference} nothing more; dismiss the correction with a reason.")
    told = decision_json(decision)["credits"]
    first = claim.approval
    if first is not None and first["by"] == by:
        raise NotNow(f"You approved the repair of {claim.reference} already: somebody else must too.")
    if not within_limit(decision.credits, terms(desk).second_person_limits) and (
        first is None or first["credits"] != told
    ):
        claim.approval = {"by": by, "at": desk.now.isoformat(), "credits": told, "choice": None, "remark": ""}
        save(claim)
        note(claim, "repair approved, second person needed", by=by, desk=desk)
        tell("second_person", claim, desk, urgent=True, by=by, key=f"second:{claim.version}")
        return []
    keep(claim, judgement, by=by)
    claim.approval = None
    letters = Letter.objects.bulk_create(answering.repair(claim, decision, desk, not_before=grace_ends(claim, desk)))
    _settle(correction, "repaired", desk, by=by, reason="")
    save(claim)
    amounts = ", ".join(f"{c.amount} {c.currency}" for c in decision.credits)
    note(claim, "repaired", by=by, desk=desk, detail=amounts)
    return letters


@transaction.atomic
def dismiss(number: int, desk: Desk, *, by: str, reason: str, seen: int | None = None) -> None:
    """Let the answer stand although corrected records would give another. Raises NotNow without a reason."""
    claim = locked(number, Step.DISMISS, seen=seen)
    correction = _open_correction(claim)
    if not reason.strip():
        raise NotNow("Dismissing a correction needs a reason.")
    _settle(correction, "dismissed", desk, by=by, reason=reason.strip())
    save(claim)
    note(claim, "correction dismissed", by=by, desk=desk, detail=reason.strip())


def _settle(correction: Correction, state: str, desk: Desk, *, by: str, reason: str) -> None:
    correction.state, correction.settled_at, correction.settled_by = state, desk.now, by
    correction.reason = reason
    correction.save()
