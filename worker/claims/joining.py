"""Mails that answer our letters: they join a claim, complete it, object to it, or only say thanks (rules.md §1, §8)."""

from __future__ import annotations

from datetime import timedelta

from worker.claims.deadlines import next_reminder, terms
from worker.claims.desk import Desk
from worker.claims.judging import understand
from worker.claims.lifecycle import note
from worker.claims.models import Claim, State
from worker.claims.opening import Opening, counts_for, history_from_json
from worker.outbox.writing import tell_team
from worker.reading import Mail
from worker.sla import History, Outcome, facts_from_json
from worker.sla.facts import Facts


def claim_answered(mail: Mail, desk: Desk) -> Claim | None:
    """The claim that a mail speaks of and may speak for; None where its references do not count."""
    for answered in mail.answers:
        claim = Claim.objects.referenced(answered.reference)
        if claim is not None and counts_for(mail, claim, desk):
            return claim
    return None


def opening_for(mail: Mail, desk: Desk) -> Opening | None:
    """The claim that an answer to a resolution opens; None where it opens none."""
    first = claim_answered(mail, desk)
    if first is None or first.state != State.RESOLVED or mail.thanks_only:
        return None
    before = facts_from_json(first.newest.facts)
    completion = first.outcome == Outcome.INCOMPLETE
    understood = understand(mail, book=desk.book, policies=desk.policies, inherit=before)
    history = _completing(first, mail, desk) if completion else _objecting(first, before)
    return Opening(mail, understood, "completion" if completion else "feedback", first, history)


def _completing(first: Claim, mail: Mail, desk: Desk) -> History | None:
    """A completion's window is judged by the first receipt if it comes within 15 days of our letter."""
    answered = first.resolved_at or first.received_at
    if mail.received - answered > timedelta(days=terms(desk).completion_days):
        return None
    earlier = history_from_json(first.history)
    return History(feedback=False, first_received=earlier.first_received if earlier else first.received_at)


def _objecting(first: Claim, before: Facts) -> History:
    earlier = history_from_json(first.history)
    spans = tuple((i.readings[0].start, i.readings[0].end) for i in before.incidents)
    return History(
        feedback=True,
        first_received=earlier.first_received if earlier else first.received_at,
        first_incidents=spans,
    )


def join(claim: Claim, mail: Mail, desk: Desk) -> None:
    """Text and attachments join a claim; what brings new facts to a held one makes a person look at it."""
    by = mail.sender or "unknown"
    if mail.thanks_only:
        note(claim, "thanked", by=by, desk=desk, detail=mail.said[:1000])
        return
    note(claim, "follow-up", by=by, desk=desk, detail=mail.said[:5000])
    if claim.state == State.HELD:
        claim.state, claim.decide_at, claim.remind_at = State.QUEUED, None, next_reminder(claim.due_at, desk)
        claim.save()
        note(claim, "queued", by="the desk", desk=desk, detail="More came in while it was held.")
    tell_team(
        "follow_up",
        at=desk.now,
        claim_id=claim.pk,
        reference=claim.reference,
        sender=by,
        subject=mail.subject,
        received=mail.received.isoformat(),
        link="",
    )
