"""Deciding a stored claim again, and answering it: what every later step of its life shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from worker.claims import answering
from worker.claims.deadlines import next_reminder
from worker.claims.desk import Desk
from worker.claims.judging import Judgement, LoadRecords, Understood, judge
from worker.claims.models import Claim, State
from worker.claims.opening import history_from_json, keep, look_again_at
from worker.claims.records import for_many
from worker.claims.steps import note, save
from worker.outbox.models import Letter
from worker.records import ledger
from worker.records.models import Cause
from worker.sla import Facts, Records, Route, facts_from_json
from worker.sla.account import identify
from worker.sla.records import Account


def judge_again(claim: Claim, desk: Desk, *, facts: Facts | None = None, own_credits: bool = False) -> Judgement:
    """Decide a stored claim on its facts (or others) and the records as they are now.

    Of a claim that is still to be answered its own credits do not count as credited before: they are part of the
    answer. Of one that was answered they do (`own_credits`), so that what is due is the rest.
    """
    known = facts_from_json(claim.newest.facts) if facts is None else facts
    understood = Understood(known, identify(known, desk.book))
    load = for_many((understood,), desk.policies, desk.now)
    load = load if own_credits else _without(claim.reference, load)
    return judge(understood, load=load, at=desk.now, policies=desk.policies, history=history_from_json(claim.history))


def _without(reference: str, load: LoadRecords) -> LoadRecords:
    def loaded(account: Account, facts: Facts) -> Records:
        records = load(account, facts)
        return replace(records, credits=tuple(c for c in records.credits if c.claim != reference))

    return loaded


def answer(
    claim: Claim, judgement: Judgement, desk: Desk, *, by: str, remark: str = "", not_before: datetime | None = None
) -> list[Letter]:
    """Resolve a claim that is locked: the decision, its credits, its letter and its event."""
    keep(claim, judgement, by=by)
    claim.state, claim.outcome = State.RESOLVED, judgement.decision.outcome.value
    claim.resolved_at, claim.remind_at, claim.answered_at, claim.approval = desk.now, None, None, None
    claim.decide_at = look_again_at(replace(judgement.decision, route=Route.AUTO))
    dues = answering.credits_of(claim, judgement.decision, cause=Cause.DECISION)
    ledger.enter_rest(claim.reference, dues, at=desk.now)
    letters = answering.resolve(claim, judgement, desk, remark=remark, not_before=not_before)
    save(claim)
    note(claim, "resolved", by=by, desk=desk, detail=claim.outcome)
    return Letter.objects.bulk_create(letters)


def queue(claim: Claim, desk: Desk, *, by: str, why: str) -> None:
    """Let a locked claim wait for a person."""
    claim.state, claim.decide_at = State.QUEUED, None
    claim.remind_at = next_reminder(claim.due_at, desk)
    save(claim)
    note(claim, "queued", by=by, desk=desk, detail=why)
