"""Mails that answer our letters: they join a claim, complete it, object to it, or only say thanks (rules.md §1, §8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from worker.claims.again import judge_again, queue
from worker.claims.deadlines import terms
from worker.claims.desk import Desk
from worker.claims.judging import understand
from worker.claims.models import Claim, State
from worker.claims.opening import ITSELF, Opening, counts_for, history_from_json, keep
from worker.claims.steps import Step, locked, note, save
from worker.claims.telling import tell
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


def joined(facts: Facts, earlier: Facts) -> Facts:
    """What an open claim states when a follow-up adds to it: all of both; who sent it and when stays the claim's."""
    known = {(i.readings[0].start, i.readings[0].end) for i in earlier.incidents}
    new = tuple(i for i in facts.incidents if (i.readings[0].start, i.readings[0].end) not in known)
    return replace(
        earlier,
        mentions=earlier.mentions or facts.mentions,
        text=f"{earlier.text}\n{facts.text}",
        incidents=earlier.incidents + new,
        evidence=earlier.evidence + facts.evidence,
        unjudged=earlier.unjudged + facts.unjudged,
        doubts=tuple(dict.fromkeys(earlier.doubts + facts.doubts)),
        secrets_masked=earlier.secrets_masked + facts.secrets_masked,
    )


def join(claim: Claim, mail: Mail, desk: Desk) -> None:
    """Text and attachments join an open claim, which is decided again; a person then looks at it (rules.md §1).

    A held one is queued: what a follow-up asks for ("we take it back", "it was another day") no machine should guess.
    Raises NotNow where the claim was resolved meanwhile: the mail is then feedback.
    """
    by = mail.sender or "unknown"
    if mail.thanks_only:
        note(claim, "thanked", by=by, desk=desk, detail=mail.said[:1000])
        return
    claim = locked(claim.pk, Step.JOIN)
    before = facts_from_json(claim.newest.facts)
    understood = understand(mail, book=desk.book, policies=desk.policies, inherit=before)
    judgement = judge_again(claim, desk, facts=joined(understood.facts, before))
    keep(claim, judgement, by=ITSELF)
    was, claim.outcome, claim.approval = claim.outcome, judgement.decision.outcome.value, None
    note(claim, "follow-up", by=by, desk=desk, detail=mail.said[:5000])
    note(claim, "decided again", by=ITSELF, desk=desk, detail=f"{was} → {claim.outcome}")
    if claim.state == State.HELD:
        queue(claim, desk, by=ITSELF, why="More came in while it was held.")
    else:
        save(claim)
    tell("follow_up", claim, desk, sender=by, subject=mail.subject, received=mail.received.isoformat())
