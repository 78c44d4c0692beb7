"""What people do with claims, and what then happens: letters, credits, deadlines, words to the team."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from tests.life.rehearsal import TEAM, Rehearsal
from tests.life.world import moment, write
from worker.claims import acts, corrections
from worker.claims.choices import Choice
from worker.claims.models import Claim, Correction, Event, State
from worker.claims.steps import NotNow
from worker.intake import forgetting
from worker.intake.models import MailBytes
from worker.outbox.models import Letter, Notice
from worker.records import ledger
from worker.records.models import Cause, Change, Entry
from worker.sla import Outcome

ANN, BOB, HOA, CFO = "ann@acme.example", "bob@acme.example", "hoa@senhong.example", "cfo@grand.example"
LOG = "2026-07-10T02:10:10Z ERROR connect: connection refused\n"
FIRST = f"Your API was down on 10 July 2026 from 02:00 to 06:00 UTC.\n\n{LOG}"
NOTHING_THERE = "Down on 20 July 2026 from 05:00 to 06:00 UTC.\n\n2026-07-20T05:00:10Z ERROR connection refused\n"


def claimed(world: Rehearsal, body: str, sender: str = ANN, **headers: str) -> Claim:
    """A claim that came in now and was dealt with."""
    world.arrive(write(body, sender=sender, **headers))
    world.run()
    return Claim.objects.latest("pk")


def entries() -> list[tuple[str, str, Decimal]]:
    """The ledger: account, cause, amount."""
    return [(e.account_id, e.cause, e.amount) for e in Entry.objects.order_by("pk")]


def events(claim: Claim) -> list[tuple[str, str]]:
    return [(e.what, e.by) for e in claim.events.order_by("pk")]


def test_an_approved_letter_waits_for_its_grace_time_and_can_be_taken_back(world: Rehearsal) -> None:
    """Taken back: no letter, no credit left, queued again. Approved again and left alone: sent once."""
    claim = claimed(world, FIRST, CFO)
    assert (claim.state, claim.outcome) == (State.QUEUED, "compensated")
    acts.change(
        claim.pk,
        world.desk,
        by="lan",
        choice=Choice(Outcome.COMPENSATED, "agreed by phone", {moment("2026-07-01 00:00").date(): Decimal("1500.00")}),
    )
    world.later(seconds=60)
    assert len(world.to(CFO)) == 1
    acts.take_back(claim.pk, world.desk, by="lan")
    world.later(minutes=10)
    claim.refresh_from_db()
    assert claim.state == State.QUEUED
    assert len(world.to(CFO)) == 1
    assert [(c, a) for _, c, a in entries()] == [("decision", Decimal(1500)), ("reversal", Decimal(-1500))]
    acts.change(
        claim.pk,
        world.desk,
        by="lan",
        choice=Choice(Outcome.COMPENSATED, "agreed by phone", {moment("2026-07-01 00:00").date(): Decimal("1600.00")}),
        remark="As agreed with Mr Fox by phone.",
    )
    world.later(minutes=3)
    letter = world.to(CFO)[-1]
    assert "1,600.00" in letter.text
    assert "As agreed with Mr Fox by phone." in letter.text
    assert ".resolution-2@" in letter.message["Message-ID"]
    with pytest.raises(NotNow, match="can no longer be taken back"):
        acts.take_back(claim.pk, world.desk, by="lan")
    claim.refresh_from_db()
    assert claim.answered_at is None or claim.answered_at <= world.now
    world.later(minutes=1)
    claim.refresh_from_db()
    assert claim.answered_at is not None


def test_above_the_limit_of_one_person_a_second_must_approve(world: Rehearsal) -> None:
    """9,000 USD: the first approval sends nothing, the same person's second neither, another's does."""
    claim = claimed(world, FIRST, CFO)
    assert acts.approve(claim.pk, world.desk, by="lan") == []
    assert entries() == []
    with pytest.raises(NotNow, match="somebody else must too"):
        acts.approve(claim.pk, world.desk, by="lan")
    world.later(minutes=11)
    assert any("A second person must approve" in letter.subject for letter in world.to(TEAM))
    acts.approve(claim.pk, world.desk, by="minh")
    assert entries() == [("LQ-1003", "decision", Decimal(9000))]
    world.later(minutes=3)
    assert "9,000.00" in world.to(CFO)[-1].text


def test_the_second_to_decide_is_told_not_overwritten(world: Rehearsal) -> None:
    """Two people looked at the same picture; the later one learns who was first."""
    claim = claimed(world, NOTHING_THERE)
    acts.assign(claim.pk, world.desk, by="minh", to="minh", seen=claim.version)
    with pytest.raises(NotNow, match="has moved on since you looked at it: assigned by minh"):
        acts.approve(claim.pk, world.desk, by="lan", seen=claim.version)


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (Choice(Outcome.LATE, " "), "needs a reason"),
        (Choice(Outcome.HOLD, "wait"), "hold it"),
        (Choice(Outcome.INCOMPLETE, "what?"), "Say what is missing"),
        (Choice(Outcome.COMPENSATED, "goodwill"), "needs an amount"),
        (
            Choice(Outcome.COMPENSATED, "goodwill", {moment("2026-07-01 00:00").date(): Decimal(45001)}),
            "45000.00 USD at most",
        ),
        (
            Choice(Outcome.COMPENSATED, "goodwill", {moment("2026-07-01 00:00").date(): Decimal("1.001")}),
            "no amount in USD",
        ),
    ],
)
def test_a_choice_that_cannot_be_made_is_refused_with_a_sentence(world: Rehearsal, choice: Choice, told: str) -> None:
    """No reason, no amount, or more than the agreement's highest row."""
    claim = claimed(world, FIRST, CFO)
    with pytest.raises(NotNow, match=told), transaction.atomic():
        acts.change(claim.pk, world.desk, by="lan", choice=choice)
    assert entries() == []


@pytest.mark.parametrize("outcome", [o for o in Outcome if o not in (Outcome.HOLD, Outcome.COMPENSATED)])
@pytest.mark.parametrize(("sender", "body"), [(CFO, FIRST), (ANN, NOTHING_THERE)])
def test_any_outcome_can_be_chosen_and_its_letter_is_whole(
    world: Rehearsal, outcome: Outcome, sender: str, body: str
) -> None:
    """The reason is kept as the deciding finding, and no figure of a credit stands in the letter."""
    claim = claimed(world, body, sender)
    missing = ("evidence",) if outcome is Outcome.INCOMPLETE else ()
    acts.change(claim.pk, world.desk, by="lan", choice=Choice(outcome, "as the engineers found", missing=missing))
    world.later(minutes=3)
    claim.refresh_from_db()
    assert (claim.state, claim.outcome) == (State.RESOLVED, outcome.value)
    decisive = [f for f in claim.newest.decision["findings"] if f["decisive"]]
    assert [f["because"] for f in decisive] == [
        f"lan decided {outcome.value.replace('_', ' ')}: as the engineers found"
    ]
    assert entries() == []
    assert "9,000.00" not in world.to(sender)[-1].text
    assert ("decided otherwise", "lan") in events(claim)


def test_the_client_is_asked_and_the_answer_joins_the_claim_and_is_decided_again(world: Rehearsal) -> None:
    """The clock runs on; the follow-up's new time meets an outage; a person still decides."""
    claim = claimed(world, NOTHING_THERE)
    due = claim.due_at
    acts.ask(claim.pk, world.desk, by="lan", words="Was it perhaps another day?\n\nPlease look again.")
    world.later(minutes=3)
    question = world.to(ANN)[-1]
    assert "Was it perhaps another day?" in question.text
    assert f"[{claim.reference}]" in question.subject
    answer = write(
        "You are right, it was on 10 July 2026 from 02:00 to 06:00 UTC.",
        sender=BOB,
        subject="Re: your question",
        In_Reply_To=question.message["Message-ID"],
    )
    world.arrive(answer)
    world.run()
    claim.refresh_from_db()
    assert Claim.objects.count() == 1
    assert (claim.state, claim.outcome, claim.due_at) == (State.QUEUED, "compensated", due)
    assert [what for what, _ in events(claim)][-2:] == ["follow-up", "decided again"]
    assert claim.mails.count() == 2


def test_a_follow_up_to_a_held_claim_lets_a_person_look(world: Rehearsal) -> None:
    """It may take the claim back: no machine decides that."""
    claim = claimed(world, f"Down on 10 August 2026 from 02:00 to 06:00 UTC.\n\n{LOG.replace('07-10', '08-10')}")
    assert claim.state == State.QUEUED  # nothing is recorded then
    Claim.objects.filter(pk=claim.pk).update(state=State.HELD, decide_at=world.now + timedelta(days=12))
    world.arrive(write("Please forget it, it was our firewall.", sender=ANN, subject=f"Re: [{claim.reference}]"))
    world.run()
    claim.refresh_from_db()
    assert (claim.state, claim.decide_at) == (State.QUEUED, None)


def test_reminders_are_owed_once_and_a_digest_comes_each_working_morning(world: Rehearsal) -> None:
    """Fifteen days in half-hours, every sweep run twice: each stop reminds once, each working day has one digest."""
    claim = claimed(world, f"Down on 12 July 2026, see https://status.example/dashboard\n\n{LOG}")
    assert claim.state == State.QUEUED
    end = claim.due_at - timedelta(hours=12, minutes=30)
    while world.now < end:
        world.now += timedelta(minutes=30)
        world.run("sweep")
        world.run("sweep")
    keys = list(Notice.objects.filter(kind="reminder").values_list("key", flat=True))
    stops = [claim.due_at - timedelta(hours=h) for h in (168, 72, 24)]
    assert sorted(keys) == sorted(f"{claim.pk}:reminder:{s.isoformat()}" for s in stops)
    days = sorted(Notice.objects.filter(kind="digest").values_list("key", flat=True))
    assert days[:4] == ["digest:2026-08-21", "digest:2026-08-24", "digest:2026-08-25", "digest:2026-08-26"]
    assert "digest:2026-09-02" not in days, "a public holiday in Vietnam"
    assert sum("Claims desk on 2026-08-24" in letter.subject for letter in world.to(TEAM)) == 1
    assert claim.reference in next(x.text for x in world.to(TEAM) if "Claims desk on 2026-08-24" in x.subject)


def test_after_a_long_outage_of_ours_the_overdue_come_first_and_one_reminder_stands_for_all(world: Rehearsal) -> None:
    """Nobody was there for ten days: no storm of reminders, and what is certain goes out late rather than never."""
    late = claimed(world, NOTHING_THERE)
    world.now += timedelta(days=3)
    sooner = claimed(world, NOTHING_THERE, BOB)
    world.now = late.due_at + timedelta(hours=3)
    world.run("sweep")
    world.run("sweep")
    late.refresh_from_db()
    sooner.refresh_from_db()
    assert (late.state, sooner.state) == (State.RESOLVED, State.QUEUED)
    assert Notice.objects.filter(kind="reminder").count() == 1
    assert world.to(ANN)[-1].at == world.now


def test_a_storm_of_claims_makes_one_mail_to_the_team(world: Rehearsal) -> None:
    """Forty claims in ten minutes: one word at once, all others together when ten minutes are over."""
    for number in range(40):
        world.arrive(write(NOTHING_THERE + f"No. {number}", sender=ANN))
        world.now += timedelta(seconds=15)
        world.run()
    world.later(minutes=11)
    told = world.to(TEAM)
    assert len(told) == 2
    assert told[1].subject == "39 new in the queue"
    assert told[1].text.count("New in the queue:") == 39


def test_a_letter_refused_for_good_opens_the_claim_again(world: Rehearsal) -> None:
    """An answer counts when the mail server accepted it. Nothing is sent to that address by itself again."""
    world.refused.add(ANN)
    claim = claimed(world, FIRST)
    world.later(minutes=1)
    claim.refresh_from_db()
    assert claim.state == State.QUEUED
    assert entries() == [("LQ-1001", "decision", Decimal(10))]
    assert any("did not reach the client" in letter.text for letter in world.to(TEAM))
    world.now = claim.due_at - timedelta(hours=2)
    world.run("sweep")
    assert Letter.objects.filter(claim=claim, kind="resolution").count() == 1
    world.refused.clear()
    acts.approve(claim.pk, world.desk, by="lan")
    world.later(minutes=3)
    assert "10.00" in world.to(ANN)[-1].text
    assert entries() == [("LQ-1001", "decision", Decimal(10))], "credited once, however often it is written"


def test_a_letter_that_the_mail_server_does_not_take_in_time_is_escalated(world: Rehearsal) -> None:
    """Decided in time, but the server is away for two weeks: the team is told in the last hours."""
    world.post_away = True
    claim = claimed(world, FIRST)
    assert claim.state == State.RESOLVED
    world.now = claim.due_at - timedelta(hours=11)
    world.run("sweep")
    world.run("sweep")
    world.later(minutes=61)
    assert Notice.objects.filter(kind="escalation", claim=claim).count() == 2
    world.post_away = False
    world.later(hours=1)
    world.later(minutes=1)
    assert len(world.to(ANN)) == 1
    claim.refresh_from_db()
    assert claim.answered_at is not None
    assert claim.answered_at < claim.due_at


def test_a_held_claim_can_be_taken_out_and_held_again(world: Rehearsal) -> None:
    """Only while its cycle is open, and only if the answer can still come in time."""
    world.now = moment("2026-09-22 09:00")
    held = claimed(world, f"Down on 5 September 2026 from 02:00 to 06:00 UTC.\n\n{LOG.replace('07-10', '09-05')}")
    assert held.state == State.HELD
    acts.take_out(held.pk, world.desk, by="lan")
    acts.hold(held.pk, world.desk, by="lan")
    held.refresh_from_db()
    assert (held.state, held.decide_at) == (State.HELD, moment("2026-10-01 17:00"))
    closed = claimed(world, NOTHING_THERE)
    with pytest.raises(NotNow, match="nothing to wait for"):
        acts.hold(closed.pk, world.desk, by="lan")
    world.now = moment("2026-10-01 17:01")
    world.run("sweep")
    held.refresh_from_db()
    assert (held.state, held.outcome) == (State.RESOLVED, "compensated")


def test_an_outage_added_decides_open_claims_again_and_lists_resolved_ones(world: Rehearsal, tmp_path: Path) -> None:
    """Queued: the proposal is renewed. Resolved: listed, unchanged; one step repairs it with credit and letter."""
    queued = claimed(world, NOTHING_THERE)
    resolved = claimed(world, FIRST, HOA)
    world.later(minutes=1)
    assert entries() == [("LQ-1002", "decision", Decimal(200000))]
    row = "OUT-9,2026-07-20T03:00:00Z,2026-07-20T15:00:00Z,unavailable,,*,found in the logs"
    world.records(tmp_path, "outages", row)
    world.run("sweep")
    queued.refresh_from_db()
    resolved.refresh_from_db()
    assert (queued.state, queued.outcome) == (State.QUEUED, "compensated")
    assert (resolved.state, resolved.outcome) == (State.RESOLVED, "compensated")
    assert entries() == [("LQ-1002", "decision", Decimal(200000))]
    correction = Correction.objects.get()
    assert correction.claim == resolved
    assert [d["amount"] for d in correction.due] == ["300000"]
    corrections.repair(resolved.pk, world.desk, by="lan")
    world.later(minutes=3)
    assert entries()[-1] == ("LQ-1002", "repair", Decimal(300000))
    assert "300,000" in world.to(HOA)[-1].text
    assert Correction.objects.get().state == "repaired"
    with pytest.raises(NotNow, match="No corrected record"):
        corrections.repair(resolved.pk, world.desk, by="lan")


def test_a_correction_against_the_client_is_listed_and_never_taken_back(world: Rehearsal, tmp_path: Path) -> None:
    """Nothing to repair: dismissed with a reason, and not listed again for the same change."""
    claim = claimed(world, FIRST)
    world.records(
        tmp_path, "outages", "OUT-1,2026-07-10T02:00:00Z,2026-07-10T06:00:00Z,unavailable,force_majeure,*,flood"
    )
    world.run("sweep")
    with pytest.raises(NotNow, match=r"owe .* nothing more"):
        corrections.repair(claim.pk, world.desk, by="lan")
    with pytest.raises(NotNow, match="needs a reason"):
        corrections.dismiss(claim.pk, world.desk, by="lan", reason="")
    corrections.dismiss(claim.pk, world.desk, by="lan", reason="we stand by it")
    world.records(
        tmp_path, "outages", "OUT-1,2026-07-10T02:00:00Z,2026-07-10T06:00:00Z,unavailable,force_majeure,*,a big flood"
    )
    world.run("sweep")
    assert Correction.objects.filter(state="open").count() == 0
    assert entries() == [("LQ-1001", "decision", Decimal(10))]


def test_a_preview_says_what_a_correction_would_change_and_changes_nothing(world: Rehearsal, tmp_path: Path) -> None:
    """The console shows it before anything is saved."""
    claim = claimed(world, NOTHING_THERE)
    world.run("sweep")
    pictures = (Event.objects.count(), Change.objects.count(), Letter.objects.count(), Notice.objects.count())
    row = "OUT-9,2026-07-20T03:00:00Z,2026-07-20T15:00:00Z,unavailable,,*,"
    found = corrections.preview(lambda: world.records(tmp_path, "outages", row), world.desk)
    assert [(a.reference, a.before, a.now.partition(" ")[0]) for a in found] == [
        (claim.reference, "no_outage", "compensated")
    ]
    after = (Event.objects.count(), Change.objects.count(), Letter.objects.count(), Notice.objects.count())
    assert after == pictures


def test_billing_reads_with_a_cursor_marks_what_it_applied_and_reversals_are_second_entries(world: Rehearsal) -> None:
    """The ledger only grows; an entry is reversed once; the database refuses to change or delete a line."""
    import io

    claimed(world, FIRST)
    claimed(world, FIRST, HOA)
    out = io.StringIO()
    cursor = ledger.export(out, ledger.entries(waiting=True))
    assert out.getvalue().count("\n") == 3
    assert ledger.apply(cursor, by="billing", at=world.now) == 2
    assert ledger.apply(cursor, by="billing", at=world.now) == 0
    assert not ledger.entries(waiting=True).exists()
    first = Entry.objects.order_by("pk")[0]
    ledger.reverse(first.pk, reason="wrong account", at=world.now)
    reversal = ledger.entries(after=cursor).get()
    assert (reversal.cause, reversal.amount, reversal.reverses) == (Cause.REVERSAL, -first.amount, first)
    for wrong in (first.pk, reversal.pk, 10**6):
        with pytest.raises(ledger.NoSuchEntry):
            ledger.reverse(wrong, reason="again", at=world.now)
    for spoil in (
        lambda: Entry.objects.filter(pk=first.pk).update(amount=1),
        lambda: connection.cursor().execute("DELETE FROM records_entry"),
        lambda: Event.objects.update(what="never happened"),
        lambda: Event.objects.update(detail="something else"),
        lambda: Event.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            spoil()


def test_a_person_is_erased_and_the_figures_stay(world: Rehearsal) -> None:
    """Address, name and words leave claims, decisions, events, letters and mails; credits and findings do not."""
    claim = claimed(world, f"Regards, Ann Miller\n{FIRST}")
    open_claim = claimed(world, NOTHING_THERE)
    with pytest.raises(forgetting.StillOpen, match=open_claim.reference):
        forgetting.forget(ANN, by="lan", now=world.now)
    acts.approve(open_claim.pk, world.desk, by="lan")
    world.later(minutes=3)
    world.later(minutes=30)
    done = forgetting.forget("Ann@acme.example", by="lan", now=world.now)
    assert (done.claims, done.mails) == (2, 2)
    claim.refresh_from_db()
    assert (claim.sender, claim.outcome) == ("", "compensated")
    kept = str([list(model.objects.values()) for model in (Claim, Event, Letter, Notice)])
    kept += str(list(claim.decisions.values("facts", "decision"))) + str(list(open_claim.decisions.values()))
    assert ANN not in kept
    assert "Down on 20 July" not in kept
    assert not MailBytes.objects.exists()
    assert entries() == [("LQ-1001", "decision", Decimal(10))]
    assert [c["uptime"] for c in claim.newest.decision["cycles"]] == ["99.4623"]


def test_raw_mails_leave_after_their_time_and_decisions_stay(world: Rehearsal) -> None:
    """Two years; the mail of a claim that is still open is kept."""
    claim = claimed(world, FIRST)
    waiting = claimed(world, NOTHING_THERE)
    world.run("retain")
    assert MailBytes.objects.count() == 2
    world.now += timedelta(days=731)
    world.run("retain")
    assert list(MailBytes.objects.values_list("mail__claim", flat=True)) == [waiting.pk]
    assert claim.newest.outcome == "compensated"
