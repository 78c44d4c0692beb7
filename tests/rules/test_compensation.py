"""§1, §1.1, §1.2: uptime, tiers and amounts, on both sides of every edge of a 30-day cycle."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.rules.examples import example
from tests.rules.world import World, incident, local, maintenance, outage
from worker.sla import Outcome, Route
from worker.sla.compensation import compensation_amount, still_due
from worker.sla.cycles import shown
from worker.sla.records import Credit, Payment

EDGES = [
    (259, Outcome.COMMITMENT_MET, 0),
    (260, Outcome.NO_TIER, 0),
    (2_592, Outcome.NO_TIER, 0),
    (2_593, Outcome.COMPENSATED, 10),
    (25_920, Outcome.COMPENSATED, 10),
    (25_921, Outcome.COMPENSATED, 25),
    (129_600, Outcome.COMPENSATED, 25),
    (129_601, Outcome.COMPENSATED, 50),
]


@example("compensation_percent", "commitment_met", "monthly_uptime")
@pytest.mark.parametrize(("counted", "outcome", "percent"), EDGES)
def test_each_edge_of_the_table_lies_where_the_agreement_puts_it(counted: int, outcome: Outcome, percent: int) -> None:
    """Of 2,592,000 s counted: 259 met, 260 missed without a row, 2,593 10 %, 25,921 25 %, 129,601 50 %."""
    world = World(outages=(outage(seconds=counted),))
    decision = world.decision()
    assert (decision.outcome, decision.cycles[0].percent, decision.cycles[0].counted) == (outcome, percent, counted)


@example("monthly_uptime")
def test_two_readings_of_uptime_in_different_rows_go_to_a_person() -> None:
    """2,586 counted with 7,200 excused: below 99.9 of the measured time, not of the whole cycle."""
    night = local(2026, 6, 20, 2)
    world = World(outages=(outage(seconds=2_586),), maintenance=(maintenance(night, 120),))
    decision = world.decision()
    assert (decision.cycles[0].excused, decision.cycles[0].percent) == (7_200, 10)
    assert decision.route is Route.REVIEW
    assert "different rows" in decision.review_reasons[0]


@example("monthly_uptime")
def test_a_cycle_excused_whole_was_never_down() -> None:
    """Nothing measured is left: 100 %."""
    world = World(outages=(outage(local(2026, 5, 1), 90 * 86_400, exclusion="force_majeure"),))
    cycle = world.cycle()
    assert (cycle.measured, shown(cycle.uptime)) == (0, "100.0000")


def test_uptime_is_shown_with_four_decimals_cut_not_rounded() -> None:
    """260 of 2,592,000 seconds is 99.98996…: shown as 99.9899."""
    assert shown(World(outages=(outage(seconds=260),)).cycle().uptime) == "99.9899"


@example("compensation_amount")
@pytest.mark.parametrize(
    ("percent", "paid", "currency", "amount"),
    [
        (10, "0.25", "USD", "0.03"),
        (10, "0.24", "USD", "0.02"),
        (25, "99.98", "EUR", "25.00"),
        (10, "4896005", "VND", "489601"),
        (10, "4896004", "VND", "489600"),
    ],
)
def test_amounts_are_rounded_once_half_up_to_the_minor_unit(
    percent: int, paid: str, currency: str, amount: str
) -> None:
    """Half a cent goes up, less than half goes; the dong has no decimals."""
    assert compensation_amount(percent, Decimal(paid), currency) == Decimal(amount)


@example("still_due")
def test_what_was_credited_before_is_not_due_again_and_never_below_zero() -> None:
    """50 owed: 20 credited leaves 30; 60 credited leaves nothing."""
    assert (still_due(Decimal(50), Decimal(20)), still_due(Decimal(50), Decimal(60))) == (30, 0)


def test_a_cycle_credited_in_full_is_already_compensated() -> None:
    """Ten of ten credited: nothing is due; nine of ten: one is."""
    world = World(outages=(outage(seconds=3_000),))
    full = world.with_(credits=(Credit("LQ-1001", date(2026, 6, 1), Decimal(10)),)).decision()
    part = world.with_(credits=(Credit("LQ-1001", date(2026, 6, 1), Decimal(9)),)).decision()
    assert (full.outcome, full.credits) == (Outcome.ALREADY_COMPENSATED, ())
    assert (part.outcome, part.credits[0].amount) == (Outcome.COMPENSATED, Decimal("1.00"))


def test_a_percent_of_nothing_paid_is_for_a_person() -> None:
    """No payment for the cycle: unpaid, review."""
    decision = World(outages=(outage(seconds=3_000),), payments=()).decision()
    assert (decision.outcome, decision.route) == (Outcome.UNPAID, Route.REVIEW)


@pytest.mark.parametrize(("paid", "route"), [("1000.00", Route.AUTO), ("1000.02", Route.REVIEW)])
def test_credits_above_the_limit_are_for_a_person(paid: str, route: Route) -> None:
    """Half of 1,000 USD is exactly the limit of 500; a cent more is above it."""
    payment = Payment("LQ-1001", date(2026, 6, 1), Decimal(paid))
    assert World(outages=(outage(seconds=200_000),), payments=(payment,)).decision().route is route


def test_one_claim_may_open_two_cycles_each_on_its_own() -> None:
    """An outage over the turn of the month counts in both cycles; each has its own percent and amount."""
    night = local(2026, 6, 30, 23)
    world = World(outages=(outage(night, 7_200),), incidents=(incident(night),), received=local(2026, 8, 5))
    decision = world.decision()
    assert [(c.period_start, c.counted) for c in decision.cycles] == [
        (date(2026, 6, 1), 3600),
        (date(2026, 7, 1), 3600),
    ]
    assert [c.amount for c in decision.credits] == [Decimal("10.00"), Decimal("10.00")]


def test_everything_recorded_in_the_cycle_counts_whether_named_or_not() -> None:
    """The claim names one outage of two."""
    other = outage(local(2026, 6, 25), 100, "OUT-2")
    assert World(outages=(outage(seconds=200), other)).decision().cycles[0].counted == 300


def test_a_cycle_begins_on_the_last_day_of_a_shorter_month() -> None:
    """Billed on the 31st: the cycle of February 2026 begins on the 28th and ends before 31 March."""
    world = World(outages=(outage(local(2026, 3, 1), 100),))
    cycle = world.with_(account=world.account.__class__(**_billed_on(31))).cycle(date(2026, 2, 28))
    assert (cycle.period_end, cycle.total) == (date(2026, 3, 31), 31 * 86_400)


def _billed_on(day: int) -> dict[str, object]:
    names = ("account", "name", "contacts", "time_zone", "currency", "language")
    return {name: getattr(World().account, name) for name in names} | {"billing_day": day}


@example("monthly_uptime")
def test_daylight_saving_in_the_clients_zone_changes_no_second() -> None:
    """Clocks go back in London on 25 October 2026: a cycle is local to the provider, an outage over that hour whole."""
    account = replace(World().account, time_zone="Europe/London")
    over = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    stated = incident(over, over + timedelta(hours=1))
    world = World(account=account, outages=(outage(over, 3_600),), incidents=(stated,), received=local(2026, 12, 1))
    cycle = world.decision().cycles[0]
    assert (cycle.period_start, cycle.total, cycle.counted) == (date(2026, 10, 1), 31 * 86_400, 3_600)
