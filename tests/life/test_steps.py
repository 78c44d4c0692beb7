"""Every step from every state: what is allowed happens, what is not is refused with a sentence and changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.life.rehearsal import Rehearsal
from tests.life.world import write
from worker.claims import acts, corrections, joining, lifecycle
from worker.claims.choices import Choice
from worker.claims.models import Claim, Event, State
from worker.claims.steps import ALLOWED, NotNow, Step
from worker.outbox.models import Letter
from worker.reading import read
from worker.records.models import Entry
from worker.sla import Outcome

NOTHING_THERE = "Down on 20 July 2026 from 05:00 to 06:00 UTC.\n\n2026-07-20T05:00:10Z ERROR connection refused\n"
ANN = "ann@acme.example"


def _follow_up(claim: Claim, world: Rehearsal) -> None:
    from worker.intake.settle import ours

    raw = write("It was 05:30, sorry.", sender=ANN, subject=f"Re: [{claim.reference}]")
    joining.join(claim, read(raw, ours=ours(world.desk), received=world.now), world.desk)


VERBS: dict[Step, Callable[[Claim, Rehearsal], object]] = {
    Step.DECIDE_HELD: lambda c, w: lifecycle.decide_held(c.pk, w.desk),
    Step.LOOK_AGAIN: lambda c, w: lifecycle.look_again(c.pk, w.desk),
    Step.MIND_DEADLINE: lambda c, w: lifecycle.mind_deadline(c.pk, w.desk),
    Step.REOPEN: lambda c, w: lifecycle.reopen(c.pk, w.desk, why="it came back"),
    Step.JOIN: _follow_up,
    Step.DECIDE_AGAIN: lambda c, w: corrections.decide_again(c.pk, w.desk, cause="OUT-1"),
    Step.CORRECT: lambda c, w: corrections.list_if_changed(c.pk, w.desk, cause="OUT-1"),
    Step.APPROVE: lambda c, w: acts.approve(c.pk, w.desk, by="lan"),
    Step.CHANGE: lambda c, w: acts.change(c.pk, w.desk, by="lan", choice=Choice(Outcome.LATE, "it was late")),
    Step.ASK: lambda c, w: acts.ask(c.pk, w.desk, by="lan", words="Which endpoint?"),
    Step.HOLD: lambda c, w: acts.hold(c.pk, w.desk, by="lan"),
    Step.QUEUE: lambda c, w: acts.take_out(c.pk, w.desk, by="lan"),
    Step.ASSIGN: lambda c, w: acts.assign(c.pk, w.desk, by="lan", to="minh"),
    Step.NOTE: lambda c, w: acts.add_note(c.pk, w.desk, by="lan", words="seen"),
    Step.TAKE_BACK: lambda c, w: acts.take_back(c.pk, w.desk, by="lan"),
    Step.REPAIR: lambda c, w: corrections.repair(c.pk, w.desk, by="lan"),
    Step.DISMISS: lambda c, w: corrections.dismiss(c.pk, w.desk, by="lan", reason="no"),
}


def _picture(claim: Claim) -> tuple[object, ...]:
    claim.refresh_from_db()
    return (
        claim.state,
        claim.version,
        claim.outcome,
        Event.objects.filter(claim=claim).count(),
        Letter.objects.filter(claim=claim).count(),
        Entry.objects.count(),
    )


def test_every_step_has_its_verb() -> None:
    """No step is without a test."""
    assert set(VERBS) == set(ALLOWED) == set(Step)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(Step))
def test_a_step_is_taken_where_it_is_allowed_and_refused_where_not(world: Rehearsal, step: Step, state: State) -> None:
    """The refusal names the claim and its state; nothing is changed, written or credited by it."""
    world.arrive(write(NOTHING_THERE, sender=ANN))
    world.run()
    claim = world.claim()
    assert claim.state == State.QUEUED
    Claim.objects.filter(pk=claim.pk).update(state=state)
    before = _picture(claim)
    refusal = ""
    try:
        VERBS[step](claim, world)
    except NotNow as why:
        refusal = str(why)
    if state in ALLOWED[step]:
        assert f"{claim.reference} is {state}: only" not in refusal
    else:
        assert refusal.startswith(f"{claim.reference} is {state}: only a claim that is")
    if refusal:
        assert _picture(claim) == before
