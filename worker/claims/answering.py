"""Answers: the ledger entries and the letter with which a claim is resolved, always written together."""

from __future__ import annotations

from datetime import datetime

from worker import letters
from worker.claims.desk import Desk
from worker.claims.judging import Judgement
from worker.claims.models import Claim
from worker.letters import LetterText
from worker.outbox.models import Kind, Letter
from worker.outbox.writing import letter
from worker.records import ledger
from worker.records.ledger import Due
from worker.records.models import Cause
from worker.sla import Decision


def credits_of(claim: Claim, decision: Decision, *, cause: Cause) -> list[Due]:
    """Every credit that is due now, to be entered into the ledger."""
    owed = {c.period_start: c.owed for c in decision.cycles}
    reference = claim.reference
    return [Due(claim.account, c, owed[c.period_start], reference, cause) for c in decision.credits]


def resolve(
    claim: Claim,
    judgement: Judgement,
    desk: Desk,
    *,
    new: bool = False,
    remark: str = "",
    not_before: datetime | None = None,
) -> list[Letter]:
    """The resolution, not yet saved; its credits are entered beside it. `new`: the claim has no letters yet."""
    if not claim.sender or claim.unverified:
        return []
    text = resolution_text(claim, judgement, desk, remark=remark)
    number = 1 if new else _next(claim, Kind.RESOLUTION)
    return [_letter(claim, text, Kind.RESOLUTION, desk, number=number, not_before=not_before)]


def resolution_text(claim: Claim, judgement: Judgement, desk: Desk, *, remark: str = "") -> LetterText:
    """The words of the resolution, as it would go out."""
    return letters.resolution(
        judgement.decision,
        reference=claim.reference,
        language=claim.language,
        zone=_zone(claim, desk),
        provider_zone=desk.policies.zone.key,
        client_name=claim.client_name or None,
        secrets_masked=judgement.facts.secrets_masked,
        previous=claim.first.reference if claim.first is not None else None,
        remark=remark,
    )


def acknowledge(claim: Claim, desk: Desk, *, hold_until: datetime | None, secrets: int) -> Letter:
    """The acknowledgement of a claim that waits, not yet saved."""
    text = letters.acknowledgement(
        reference=claim.reference,
        language=claim.language,
        due=claim.due_at,
        hold_until=hold_until,
        provider_zone=desk.policies.zone.key,
        client_name=claim.client_name or None,
        secrets_masked=secrets,
    )
    return _letter(claim, text, Kind.ACKNOWLEDGEMENT, desk)


def pay_difference(claim: Claim, decision: Decision, desk: Desk) -> list[Letter]:
    """Enter what became due since the answer, and say so."""
    ledger.enter(credits_of(claim, decision, cause=Cause.DIFFERENCE), at=desk.now)
    text = letters.difference(
        decision,
        reference=claim.reference,
        language=claim.language,
        zone=_zone(claim, desk),
        client_name=claim.client_name,
    )
    return [_letter(claim, text, Kind.DIFFERENCE, desk, number=_next(claim, Kind.DIFFERENCE))] if claim.sender else []


def repair(claim: Claim, decision: Decision, desk: Desk, *, not_before: datetime | None) -> list[Letter]:
    """Enter what is due since records were corrected, and say so."""
    ledger.enter(credits_of(claim, decision, cause=Cause.REPAIR), at=desk.now)
    text = letters.repair(
        decision,
        reference=claim.reference,
        language=claim.language,
        zone=_zone(claim, desk),
        client_name=claim.client_name,
    )
    if not claim.sender:
        return []
    return [_letter(claim, text, Kind.REPAIR, desk, number=_next(claim, Kind.REPAIR), not_before=not_before)]


def ask(claim: Claim, words: str, desk: Desk, *, not_before: datetime | None) -> Letter:
    """A question to the client; the clock runs on."""
    text = letters.question(
        words,
        reference=claim.reference,
        language=claim.language,
        due=claim.due_at,
        provider_zone=desk.policies.zone.key,
        client_name=claim.client_name,
    )
    return _letter(claim, text, Kind.QUESTION, desk, number=_next(claim, Kind.QUESTION), not_before=not_before)


def grant_part(claim: Claim, decision: Decision, desk: Desk) -> list[Letter]:
    """Enter the certain part of a claim whose rest stays open, and say so."""
    ledger.enter(credits_of(claim, decision, cause=Cause.DECISION), at=desk.now)
    text = letters.granted_part(
        decision,
        reference=claim.reference,
        language=claim.language,
        zone=_zone(claim, desk),
        client_name=claim.client_name,
    )
    return [_letter(claim, text, Kind.PART, desk)] if claim.sender else []


def _zone(claim: Claim, desk: Desk) -> str:
    account = desk.book.by_id.get(claim.account)
    return account.time_zone if account is not None else desk.policies.zone.key


def _next(claim: Claim, kind: Kind) -> int:
    return 1 + Letter.objects.filter(claim_id=claim.pk, kind=kind).count()


def _letter(
    claim: Claim,
    text: LetterText,
    kind: Kind,
    desk: Desk,
    *,
    number: int = 1,
    not_before: datetime | None = None,
) -> Letter:
    return letter(
        text,
        claim_id=claim.pk,
        reference=claim.reference,
        kind=kind,
        recipient=claim.sender,
        answers=claim.message_id,
        thread=claim.thread,
        number=number,
        at=desk.now,
        deadline=claim.due_at,
        not_before=not_before,
    )
