"""Opening claims: what mails understood as claims become, many at once, in one transaction.

Everything a claim starts with is written together: the claim, its decision, its events, its credits and the letters
it is owed. The caller holds the transaction and has locked the accounts.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from worker.claims import answering
from worker.claims.deadlines import first_reminder
from worker.claims.desk import Desk, release
from worker.claims.judging import Judgement, Understood, judge
from worker.claims.models import Claim, Decision, Event, State
from worker.claims.records import for_many
from worker.claims.telling import about
from worker.outbox.models import Letter
from worker.outbox.notices import owe
from worker.reading import Mail
from worker.records import ledger
from worker.records.ledger import Due
from worker.records.models import Cause
from worker.sla import Decision as Decided
from worker.sla import History, Route, decision_json, facts_json
from worker.sla.account import entitled
from worker.sla.decision import Answer, Outcome
from worker.sla.facts import Authenticity
from worker.sla.stored import money

ITSELF = "the desk"


@dataclass(frozen=True, slots=True)
class Opening:
    """A mail that opens a claim, with what came before where it answers a letter of ours."""

    mail: Mail
    understood: Understood
    kind: str = "claim"
    """`claim`, `feedback` or `completion`."""
    first: Claim | None = None
    history: History | None = None


def open_claims(openings: Sequence[Opening], desk: Desk) -> list[Claim]:
    """Open a claim for each, in order. Must run in a transaction that has locked the accounts.

    Of one account, each claim is decided only after the credits of the one before are entered.
    """
    opened: dict[int, Claim] = {}
    for wave in _waves(openings):
        claims = _open_wave([openings[i] for i in wave], desk)
        opened |= dict(zip(wave, claims, strict=True))
    return [opened[i] for i in range(len(openings))]


def _waves(openings: Sequence[Opening]) -> list[list[int]]:
    """Places of the openings, so that no account stands twice in one wave."""
    waves: list[list[int]] = []
    met: Counter[str] = Counter()
    for place, opening in enumerate(openings):
        account = opening.understood.identified.account
        wave = met[account.account] if account is not None else 0
        if account is not None:
            met[account.account] += 1
        while len(waves) <= wave:
            waves.append([])
        waves[wave].append(place)
    return waves


def _open_wave(openings: Sequence[Opening], desk: Desk) -> list[Claim]:
    load = for_many((o.understood for o in openings), desk.policies, desk.now)
    judged = [judge(o.understood, load=load, at=desk.now, policies=desk.policies, history=o.history) for o in openings]
    pairs = list(zip(openings, judged, strict=True))
    claims = Claim.objects.bulk_create([_claim(o, j, desk) for o, j in pairs])
    Decision.objects.bulk_create(decision_row(c, j, by=ITSELF) for c, j in zip(claims, judged, strict=True))
    Event.objects.bulk_create(e for c, j in zip(claims, judged, strict=True) for e in _events(c, j, desk.now))
    letters: list[Letter] = []
    dues: list[Due] = []
    for claim, (opening, judgement) in zip(claims, pairs, strict=True):
        if claim.state == State.RESOLVED:
            dues += answering.credits_of(claim, judgement.decision, cause=Cause.DECISION)
        letters += _answer(claim, opening, judgement, desk)
    ledger.enter(dues, at=desk.now)
    Letter.objects.bulk_create(letters)
    owe(
        about("queued", claim, desk, reasons=judgement.decision.review_reasons, key="queued")
        for claim, (_, judgement) in zip(claims, pairs, strict=True)
        if claim.state == State.QUEUED
    )
    return claims


def _claim(opening: Opening, judgement: Judgement, desk: Desk) -> Claim:
    mail, decision = opening.mail, judgement.decision
    state = {Route.AUTO: State.RESOLVED, Route.HOLD: State.HELD, Route.REVIEW: State.QUEUED}[decision.route]
    claim = Claim(
        kind=opening.kind,
        account=decision.account or "",
        sender=mail.sender or "",
        client_name=mail.sender_name,
        subject=mail.subject,
        message_id=mail.message_id,
        thread=" ".join(mail.references),
        language=judgement.facts.language,
        received_at=mail.received,
        year=mail.received.astimezone(desk.policies.zone).year,
        due_at=decision.due,
        first=opening.first,
        history=history_json(opening.history),
        state=state,
        outcome=decision.outcome.value,
        unverified=mail.authenticity is Authenticity.FAIL,
        decide_at=look_again_at(decision),
        remind_at=None if state == State.RESOLVED else first_reminder(decision.due, state, desk),
        resolved_at=desk.now if state == State.RESOLVED else None,
    )
    describe(claim, decision)
    return claim


def describe(claim: Claim, decision: Decided) -> None:
    """What lists show of a claim's newest decision, so that none of them must open it."""
    matched = sorted({record for i in decision.incidents for record in i.matched})
    answers = [[f.question, f.answer.value] for f in decision.findings]
    told = json.dumps([decision.outcome.value, matched, answers]).encode()
    uncertain = any(f.answer is Answer.CANNOT_TELL for f in decision.findings)
    claim.matched = f" {' '.join(matched)} " if matched else ""
    claim.alike = hashlib.sha256(told).hexdigest()
    claim.green = decision.certain and not uncertain and decision.outcome not in (Outcome.UNVERIFIED, Outcome.HOLD)
    claim.proposed = ", ".join(f"{money(c.amount, c.currency)} {c.currency}" for c in decision.credits)[:200]
    claim.why = " ".join(decision.review_reasons)


def keep(claim: Claim, judgement: Judgement, *, by: str) -> None:
    """Store another decision of a claim, which the caller then saves."""
    decision_row(claim, judgement, by=by).save()
    describe(claim, judgement.decision)


def look_again_at(decision: Decided) -> datetime | None:
    """When a held claim is decided, or an answer on figures so far is looked at again."""
    if decision.route is Route.HOLD:
        return decision.hold_until
    open_cycles = [c.final_at for c in decision.cycles if decision.at < c.final_at]
    return max(open_cycles, default=None) if decision.route is Route.AUTO else None


def decision_row(claim: Claim, judgement: Judgement, *, by: str) -> Decision:
    """A decision as it is stored, not yet saved."""
    decision = judgement.decision
    return Decision(
        claim=claim,
        at=decision.at,
        by=by,
        outcome=decision.outcome.value,
        route=decision.route.value,
        decision=decision_json(decision),
        facts=facts_json(judgement.facts),
        agreement_sha256=decision.agreement_sha256,
        policy_sha256=decision.policy_sha256,
        records_sha256=decision.records_sha256,
        release=release(),
    )


def _events(claim: Claim, judgement: Judgement, now: datetime) -> list[Event]:
    what = {State.RESOLVED: "resolved", State.HELD: "held", State.QUEUED: "queued"}[State(claim.state)]
    reasons = " ".join(judgement.decision.review_reasons)
    opened = Event(claim=claim, at=now, by=ITSELF, what="opened", detail=claim.subject[:500])
    return [opened, Event(claim=claim, at=now, by=ITSELF, what=what, detail=f"{claim.outcome}. {reasons}".strip())]


def _answer(claim: Claim, opening: Opening, judgement: Judgement, desk: Desk) -> list[Letter]:
    if claim.state == State.RESOLVED:
        return answering.resolve(claim, judgement, desk, new=True)
    if not may_be_written_to(claim):
        return []
    hold_until = judgement.decision.hold_until if claim.state == State.HELD else None
    return [answering.acknowledge(claim, desk, hold_until=hold_until, secrets=opening.mail.secrets_masked)]


def may_be_written_to(claim: Claim) -> bool:
    """No letter at all goes to a sender who is not authentic: it may reach a victim (rules.md §3)."""
    return bool(claim.sender) and not claim.unverified


def history_json(history: History | None) -> dict[str, object] | None:
    """What came before, as it is stored with a claim."""
    if history is None:
        return None
    first = history.first_incidents
    return {
        "feedback": history.feedback,
        "first_received": history.first_received.isoformat(),
        "first_incidents": None if first is None else [[s.isoformat(), e.isoformat() if e else None] for s, e in first],
    }


def history_from_json(stored: dict[str, object] | None) -> History | None:
    """What came before, out of the store."""
    if stored is None:
        return None
    first = stored["first_incidents"]
    spans = None
    if isinstance(first, list):
        spans = tuple((datetime.fromisoformat(s), datetime.fromisoformat(e) if e else None) for s, e in first)
    return History(bool(stored["feedback"]), datetime.fromisoformat(str(stored["first_received"])), spans)


def counts_for(mail: Mail, claim: Claim, desk: Desk) -> bool:
    """Whether a mail that refers to a claim may speak for it: authentic, and its sender entitled (rules.md §1)."""
    if mail.authenticity is Authenticity.FAIL or mail.sender is None:
        return False
    account = desk.book.by_id.get(claim.account)
    return entitled(mail.sender, account) if account is not None else mail.sender == claim.sender and not claim.account
