"""§2 and §3, second by second: notice, announced end, the two hours of a month, exclusions, overlaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.rules.examples import example
from tests.rules.world import SECOND, START, World, emergency, incident, local, maintenance, outage
from worker.sla import Outcome, Route
from worker.sla.records import Channel, Exclusion, Maintenance, OutageState

HOUR = 3_600


@example("announced_in_time")
@pytest.mark.parametrize(
    ("announced", "excused"),
    [
        (maintenance(), HOUR),
        (maintenance(notified_at=START - timedelta(hours=48) + SECOND), 0),
        (maintenance(channel=Channel.TELEPHONE), 0),
        (emergency(), HOUR),
        (emergency(channel=Channel.EMAIL), HOUR),
        (replace(emergency(), notified_at=START - timedelta(minutes=15) + SECOND), 0),
        (maintenance(notified_at=None, channel=None), 0),
    ],
    ids=[
        "48 h",
        "a second less",
        "by telephone",
        "15 min",
        "emergency by email",
        "emergency a second less",
        "nobody told",
    ],
)
def test_notice_of_exactly_the_length_asked_is_enough(announced: Maintenance, excused: int) -> None:
    """Periodic: 48 hours by email; emergency: 15 minutes by email or telephone; a second less is not enough."""
    cycle = World(maintenance=(announced,)).cycle()
    assert (cycle.excused, cycle.excused + cycle.counted) == (excused, HOUR)


@example("excused_by_maintenance")
def test_two_hours_a_month_are_excused_in_order_of_time() -> None:
    """100 and then 70 minutes in one month leave 50 minutes counted."""
    later = maintenance(START + timedelta(days=5), 70, "MNT-2")
    cycle = World(maintenance=(maintenance(minutes=100), later)).cycle()
    assert (cycle.excused, cycle.counted) == (120 * 60, 50 * 60)
    assert {s.record for s in cycle.stretches if s.why == "counted"} == {"MNT-2"}


@example("excused_by_maintenance")
def test_each_calendar_month_has_its_own_two_hours() -> None:
    """A cycle from the 15th touches two months: two hours in each are excused."""
    account = replace(World().account, billing_day=15)
    both = (maintenance(local(2026, 6, 20, 1), 130), maintenance(local(2026, 7, 5, 1), 130, "MNT-2"))
    cycle = World(account=account, maintenance=both, received=local(2026, 8, 1)).cycle(date(2026, 6, 15))
    assert (cycle.excused, cycle.counted) == (240 * 60, 20 * 60)


@example("excused_by_maintenance")
def test_overlapping_announced_maintenance_is_one_stretch() -> None:
    """90 minutes twice, overlapping by 60, use 120 minutes and not 180."""
    second = maintenance(START + timedelta(minutes=30), 90, "MNT-2")
    cycle = World(maintenance=(maintenance(minutes=90), second)).cycle()
    assert (cycle.excused, cycle.counted) == (120 * 60, 0)


@example("announced_in_time")
def test_what_runs_past_the_announced_end_counts() -> None:
    """Announced for an hour, it ran two: the second hour counts."""
    long = maintenance(minutes=120, announced_end=START + timedelta(hours=1))
    cycle = World(maintenance=(long,)).cycle()
    assert (cycle.excused, cycle.counted) == (HOUR, HOUR)


@example("announced_in_time")
def test_what_runs_before_its_announced_start_counts() -> None:
    """Begun 20 minutes early: those count, the rest is excused."""
    announced = START + timedelta(minutes=20)
    early = maintenance(announced_start=announced, notified_at=announced - timedelta(hours=48))
    cycle = World(maintenance=(early,)).cycle()
    assert (cycle.excused, cycle.counted) == (40 * 60, 20 * 60)


def test_maintenance_without_impact_is_nothing() -> None:
    """It neither excuses nor counts, and a claim for it meets no record."""
    world = World(maintenance=(maintenance(impact=False),))
    assert (world.cycle().excused, world.decision().outcome) == (0, Outcome.NO_OUTAGE)


@example("excused_by_disclaimer")
@pytest.mark.parametrize("exclusion", Exclusion)
def test_each_exclusion_of_article_3_excuses(exclusion: Exclusion) -> None:
    """Every one that a record may name; without one the outage counts."""
    assert World(outages=(outage(exclusion=exclusion),)).decision().outcome is Outcome.EXCLUDED
    assert World(outages=(outage(),)).decision().outcome is not Outcome.EXCLUDED


@example("excused_by_disclaimer", "sorted_time")
def test_seconds_that_article_3_excuses_use_none_of_the_two_hours() -> None:
    """A flood over the first hour of a three-hour maintenance: 1 h by §3, 2 h by §2, nothing counted."""
    flood = outage(seconds=HOUR, exclusion=Exclusion.FORCE_MAJEURE)
    cycle = World(outages=(flood,), maintenance=(maintenance(minutes=180),)).cycle()
    assert (cycle.excused, cycle.counted) == (3 * HOUR, 0)


@example("sorted_time")
def test_overlaps_count_once() -> None:
    """Two outages of an hour that share half of it count 90 minutes."""
    second = outage(START + timedelta(minutes=30), HOUR, "OUT-2")
    assert World(outages=(outage(), second)).cycle().counted == 90 * 60


@example("was_unavailable")
def test_degraded_is_not_unavailable_and_others_accounts_outages_are_not_ours() -> None:
    """Slow answers, or an outage of another account: no outage on record."""
    slow = World(outages=(outage(state=OutageState.DEGRADED),)).decision()
    others = World(outages=(outage(affects=frozenset({"LQ-9999"})),)).decision()
    assert (slow.outcome, others.outcome) == (Outcome.NO_OUTAGE, Outcome.NO_OUTAGE)


@example("was_unavailable")
def test_records_are_seen_as_of_the_moment_of_deciding() -> None:
    """An outage without an end runs until now, and a decision on it is for a person."""
    received = START + timedelta(hours=2)
    world = World(outages=(outage(ended_at=None),), received=received)
    decision = world.decision(at=received + timedelta(days=30))
    assert decision.route is Route.REVIEW
    assert "OUT-1 has no end yet." in decision.review_reasons
    assert world.cycle(at=received).counted == 2 * HOUR


@example("on_record")
@pytest.mark.parametrize(("away", "met"), [(timedelta(minutes=30), True), (timedelta(minutes=30, seconds=1), False)])
def test_a_stated_time_matches_within_thirty_minutes(away: timedelta, met: bool) -> None:
    """Exactly 30 minutes before an outage matches it, a second more does not."""
    decision = World(outages=(outage(),), incidents=(incident(START - away),)).decision()
    assert (decision.incidents[0].matched == ("OUT-1",)) is met
