"""§1.3: who may claim, what a claim must state, the window and the deadline; and who decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.rules.examples import example
from tests.rules.world import ACCOUNT, POLICIES, SECOND, START, World, incident, local, outage
from worker.sla import AccountBook, History, Outcome, Route, entitled, identify
from worker.sla.complaints import answered_by, claimed_in_time, last_day_to_claim
from worker.sla.facts import (
    AccountMention,
    Authenticity,
    DateOrder,
    ErrorClass,
    Evidence,
    StatedIncident,
    TimeReading,
    Unjudged,
)

CLAIMED = World(outages=(outage(seconds=3_000),))


@example("last_day_to_claim", "claimed_in_time")
@pytest.mark.parametrize(
    ("ended", "last"),
    [
        ((2025, 11, 30), date(2026, 3, 2)),
        ((2026, 5, 31), date(2026, 9, 3)),
        ((2026, 1, 31), date(2026, 5, 4)),
        ((2026, 3, 12), date(2026, 6, 12)),
    ],
)
def test_three_months_end_on_the_next_working_day(ended: tuple[int, int, int], last: date) -> None:
    """Month-ends, Saturdays and Vietnamese holidays: claimed on the last day until 24:00 it is in time, then late."""
    end = local(*ended, 15, 30)
    midnight = local(last.year, last.month, last.day) + timedelta(days=1)
    assert last_day_to_claim(end, POLICIES) == last
    assert claimed_in_time(end, midnight - SECOND, POLICIES)
    assert not claimed_in_time(end, midnight, POLICIES)


@example("answered_by")
def test_the_answer_is_due_by_the_end_of_day_fifteen() -> None:
    """Received at any hour of 3 November, the first moment too late is 00:00 of the 19th, local."""
    assert answered_by(local(2026, 11, 3, 0, 0), POLICIES) == local(2026, 11, 19)
    assert answered_by(local(2026, 11, 3, 23, 59), POLICIES) == local(2026, 11, 19)


@example("sender_is_authentic")
def test_a_sender_our_server_does_not_vouch_for_is_unverified() -> None:
    """Not authentic: unverified, and a person looks at it; where nothing is checked, it is not asked."""
    failed = CLAIMED.decision(authenticity=Authenticity.FAIL)
    unchecked = CLAIMED.decision(authenticity=Authenticity.NOT_CHECKED)
    assert (failed.outcome, failed.route, failed.sender_ok) == (Outcome.UNVERIFIED, Route.REVIEW, False)
    assert unchecked.outcome is Outcome.COMPENSATED


@example("sender_may_claim")
@pytest.mark.parametrize(
    ("sender", "may"),
    [
        ("ops@harbour.example", True),
        ("any.one@whole.example", True),
        ("ops@sub.whole.example", False),
        ("ops+x@harbour.example", False),
        ("other@harbour.example", False),
        ("ops@harbour.example.evil.example", False),
        ("ops@hаrbour.example", False),
        ("ops@notwhole.example", False),
    ],
)
def test_only_listed_addresses_and_exactly_listed_domains_may_claim(sender: str, may: bool) -> None:
    """No subdomain, no subaddress, no look-alike, no homograph (the Cyrillic а)."""
    account = replace(ACCOUNT, contacts=("ops@harbour.example", "@whole.example"))
    assert entitled(sender, account) is may


@example("sender_may_claim")
def test_an_account_that_does_not_exist_is_treated_like_somebody_elses() -> None:
    """Both are unverified, and say nothing about whether the account exists."""
    unknown = CLAIMED.decision(mentions=(AccountMention("LQ-9999", "id", "body"),))
    stranger = CLAIMED.decision(sender="x@elsewhere.example")
    assert (unknown.outcome, stranger.outcome) == (Outcome.UNVERIFIED, Outcome.UNVERIFIED)
    assert unknown.sender_ok is stranger.sender_ok is False


@example("states_the_account")
def test_a_claim_without_an_account_from_nobody_known_lacks_it() -> None:
    """The contact of exactly one account needs to name none."""
    nobody = CLAIMED.decision(mentions=(), sender="x@elsewhere.example")
    contact = CLAIMED.decision(mentions=())
    assert (nobody.outcome, nobody.missing, nobody.route) == (Outcome.INCOMPLETE, ("account",), Route.AUTO)
    assert (contact.account, contact.outcome) == ("LQ-1001", Outcome.COMPENSATED)


@example("states_the_account")
def test_an_id_and_a_name_that_disagree_are_for_a_person() -> None:
    """So are two ids; a name with a typing error is forgiven where one account fits."""
    other = replace(ACCOUNT, account="LQ-2002", name="Juniper Maps", contacts=("x@juniper.example",))
    book = AccountBook([ACCOUNT, other])
    disagreeing = identify(replace(CLAIMED.stated, text="We are Juniper Maps, LQ-1001"), book)
    typing = replace(CLAIMED.stated, mentions=(AccountMention("Harbuor Bookings", "name", "body"),))
    assert disagreeing.doubts
    assert identify(typing, book).account == ACCOUNT


@example("states_the_time")
def test_a_claim_without_a_clock_time_lacks_it() -> None:
    """Nothing stated: incomplete, and the letter can say what is missing."""
    decision = CLAIMED.decision(incidents=())
    assert (decision.outcome, decision.missing) == (Outcome.INCOMPLETE, ("incident_time",))


@example("brings_evidence")
def test_what_cannot_be_opened_is_not_missing() -> None:
    """No evidence: incomplete; a PDF alone: cannot be told, so a person looks at it."""
    none = CLAIMED.decision(evidence=())
    pdf = CLAIMED.decision(evidence=(), unjudged=(Unjudged("report.pdf", "a PDF"),))
    assert (none.outcome, none.missing, none.route) == (Outcome.INCOMPLETE, ("evidence",), Route.AUTO)
    assert (pdf.outcome, pdf.route, pdf.certain) == (Outcome.COMPENSATED, Route.REVIEW, False)


@example("shows_unreachability")
@pytest.mark.parametrize(
    ("errors", "route"),
    [
        ({ErrorClass.CLIENT_ERROR}, Route.REVIEW),
        ({ErrorClass.CLIENT_ERROR, ErrorClass.UNREACHABLE}, Route.AUTO),
        ({ErrorClass.SERVER_ERROR}, Route.AUTO),
        (set(), Route.AUTO),
    ],
)
def test_evidence_of_answered_requests_alone_is_for_a_person(errors: set[ErrorClass], route: Route) -> None:
    """HTTP 4xx says that the server could be reached; anything beside it does not."""
    assert CLAIMED.decision(evidence=(Evidence("log", "x", frozenset(errors)),)).route is route


def test_an_incident_of_more_than_72_hours_is_for_a_person() -> None:
    """Exactly 72 hours is not."""
    exactly = CLAIMED.decision(incidents=(incident(START, START + timedelta(hours=72)),))
    more = CLAIMED.decision(incidents=(incident(START, START + timedelta(hours=72, seconds=1)),))
    assert (exactly.route, more.route) == (Route.AUTO, Route.REVIEW)


@example("claimed_in_time")
def test_late_incidents_are_dropped_and_the_rest_is_decided() -> None:
    """One of two is late: the other is compensated. Both late: late."""
    old = local(2026, 1, 10, 9)
    world = CLAIMED.with_(outages=(*CLAIMED.outages, outage(old, 3_000, "OUT-0")))
    both = world.decision(incidents=(incident(old), incident()))
    late = world.decision(incidents=(incident(old),))
    assert (both.outcome, [c.period_start for c in both.cycles]) == (Outcome.COMPENSATED, [date(2026, 6, 1)])
    assert [i.late for i in both.incidents] == [True, False]
    assert (late.outcome, late.route) == (Outcome.LATE, Route.AUTO)


@example("on_record")
def test_an_incident_in_time_that_meets_nothing_makes_a_person_look() -> None:
    """Alone: no outage. Beside one that is compensated: compensated, but for a person."""
    alone = CLAIMED.decision(incidents=(incident(START + timedelta(days=9)),))
    beside = CLAIMED.decision(incidents=(incident(), incident(START + timedelta(days=9))))
    assert (alone.outcome, alone.route) == (Outcome.NO_OUTAGE, Route.REVIEW)
    assert (beside.outcome, beside.route) == (Outcome.COMPENSATED, Route.REVIEW)


def _open_order(*starts: datetime) -> StatedIncident:
    orders = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    readings = tuple(TimeReading(s, None, "UTC", True, o) for s, o in zip(starts, orders, strict=True))
    return StatedIncident("06/05/2026", "body", readings)


def test_of_two_orders_of_a_date_the_one_that_meets_a_record_counts() -> None:
    """One fits: that one, without a person. None or both fit: for a person."""
    away = START - timedelta(days=30)
    one = CLAIMED.decision(incidents=(_open_order(away, START),))
    none = CLAIMED.decision(incidents=(_open_order(away, away + timedelta(days=2)),))
    both = CLAIMED.decision(incidents=(_open_order(START, START + timedelta(minutes=5)),))
    assert (one.outcome, one.route) == (Outcome.COMPENSATED, Route.AUTO)
    assert (none.route, both.route) == (Route.REVIEW, Route.REVIEW)


def test_a_time_that_may_be_another_matters_changes_nothing_beside_one_on_record() -> None:
    """ "We missed the 5:30 truck": nothing is on record then, and no person need look."""
    truck = incident(START + timedelta(days=9), aside=True)
    decision = CLAIMED.decision(incidents=(incident(), truck))
    assert (decision.outcome, decision.route, len(decision.incidents)) == (Outcome.COMPENSATED, Route.AUTO, 1)


def test_a_time_that_may_be_another_matters_and_meets_a_record_of_its_own_is_for_a_person() -> None:
    """It may be a second incident: the proposal stands, a person looks."""
    other = START + timedelta(days=9)
    world = CLAIMED.with_(outages=(*CLAIMED.outages, outage(other, 600, "OUT-9")))
    decision = world.decision(incidents=(incident(), incident(other, aside=True)))
    assert (decision.outcome, decision.route) == (Outcome.COMPENSATED, Route.REVIEW)
    assert "may be the time of another incident" in " ".join(decision.review_reasons)


def test_where_nothing_told_plainly_is_on_record_every_time_counts() -> None:
    """The plain one meets nothing: what stands beside it is not left out either."""
    decision = CLAIMED.decision(incidents=(incident(START + timedelta(days=9)), incident(aside=True)))
    assert (decision.route, len(decision.incidents)) == (Route.REVIEW, 2)


def test_of_two_nights_the_one_that_meets_a_record_counts() -> None:
    """ "The night of the 6th, 2:03": both mornings are read; one fits."""
    nights = tuple(TimeReading(s, None, "UTC", True) for s in (START + timedelta(days=1), START))
    one = CLAIMED.decision(incidents=(StatedIncident("2:03", "body", nights),))
    none = CLAIMED.with_(outages=()).decision(incidents=(StatedIncident("2:03", "body", nights),))
    assert (one.outcome, one.route) == (Outcome.COMPENSATED, Route.AUTO)
    assert "night meant by" in " ".join(none.review_reasons)


def test_a_time_that_fits_only_in_another_zone_is_for_a_person_with_that_reading() -> None:
    """The mail names no zone; read in UTC it meets the outage."""
    missed = TimeReading(START + timedelta(hours=7), None, "Asia/Ho_Chi_Minh", False)
    stated = StatedIncident("09:00", "body", (missed,), (TimeReading(START, None, "UTC", False),))
    decision = CLAIMED.decision(incidents=(stated,))
    assert (decision.route, decision.incidents[0].reading.zone) == (Route.REVIEW, "UTC")


def test_a_cycle_that_closes_in_time_is_waited_for_and_else_decided_so_far() -> None:
    """Final at least 48 hours before the deadline: hold. A second later would be too late to wait."""
    held = CLAIMED.decision(at=local(2026, 6, 20), received=local(2026, 6, 20))
    early = CLAIMED.decision(at=local(2026, 6, 12), received=local(2026, 6, 12))
    assert (held.outcome, held.route, held.credits) == (Outcome.HOLD, Route.HOLD, ())
    assert held.hold_until == local(2026, 7, 2)
    assert (early.outcome, early.route, early.provisional) == (Outcome.COMPENSATED, Route.AUTO, True)


def test_doubts_about_reading_go_to_a_person_before_a_hold() -> None:
    """A held claim would answer itself later; one whose reading is in doubt must not."""
    doubted = incident(doubts=("The weekday does not belong to the date.",))
    decision = CLAIMED.decision(at=local(2026, 6, 20), received=local(2026, 6, 20), incidents=(doubted,))
    assert decision.route is Route.REVIEW


def test_feedback_is_for_a_person_and_its_window_is_the_first_claims() -> None:
    """Four months after the outage, but about a claim that came in time."""
    first = History(True, local(2026, 7, 5), ((START, None),))
    late = local(2026, 10, 20)
    fed_back = CLAIMED.decision(at=late, received=late, history=first)
    alone = CLAIMED.decision(at=late, received=late)
    assert (fed_back.outcome, fed_back.route) == (Outcome.COMPENSATED, Route.REVIEW)
    assert alone.outcome is Outcome.LATE


def test_a_completion_is_decided_by_itself_and_keeps_the_first_receipt() -> None:
    """Its window is judged by the first mail; it needs no person."""
    late = local(2026, 10, 20)
    completed = CLAIMED.decision(at=late, received=late, history=History(False, local(2026, 7, 5)))
    assert (completed.outcome, completed.route) == (Outcome.COMPENSATED, Route.AUTO)


def test_every_question_is_asked_or_said_not_to_have_been() -> None:
    """A claim that ends early still has a finding for each question, in order, and one that settled it."""
    late = CLAIMED.decision(at=datetime(2027, 1, 1, tzinfo=UTC), received=datetime(2027, 1, 1, tzinfo=UTC))
    questions = list(dict.fromkeys(f.question for f in late.findings))
    assert questions[0] == "sender_is_authentic"
    assert questions[-1] == "still_due"
    assert [f.question for f in late.findings if f.decisive] == ["claimed_in_time"]
