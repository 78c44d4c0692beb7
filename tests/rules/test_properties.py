"""What must always hold, whatever the numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.world import START, World, local, maintenance, outage
from worker.sla import decision_json
from worker.sla.calendar import cycle_start, next_cycle
from worker.sla.records import Exclusion
from worker.sla.spans import Span, cut, difference, first_seconds, intersection, seconds, union

BASE = datetime(2026, 6, 1, tzinfo=UTC)
PLAIN = st.tuples(st.integers(0, 5_000), st.integers(1, 500)).map(
    lambda t: Span(BASE + timedelta(seconds=t[0]), BASE + timedelta(seconds=t[0] + t[1]))
)
SPANS = st.lists(PLAIN, max_size=12)


def _marked(spans: list[Span]) -> set[int]:
    """The seconds a list of spans covers, one by one: the slow and certain way."""
    return {s for span in spans for s in range((span.start - BASE).seconds, (span.start - BASE).seconds + span.seconds)}


@given(SPANS, SPANS)
def test_span_arithmetic_is_that_of_sets_of_seconds(left: list[Span], right: list[Span]) -> None:
    """Union, intersection and difference cover exactly the seconds they should, and sum to their number."""
    assert seconds(union(left)) == len(_marked(left))
    assert _marked(intersection(left, right)) == _marked(left) & _marked(right)
    assert _marked(difference(left, right)) == _marked(left) - _marked(right)
    assert seconds(difference(left, right)) + seconds(intersection(left, right)) == seconds(union(left))


@given(SPANS, st.integers(0, 3_000))
def test_the_first_seconds_are_as_many_as_asked_or_all_there_are(spans: list[Span], limit: int) -> None:
    """And they are the earliest."""
    kept = first_seconds(spans, limit)
    assert seconds(kept) == min(limit, seconds(union(spans)))
    assert _marked(kept) == set(sorted(_marked(spans))[:limit])


@given(SPANS, st.integers(-(10**6), 10**6))
def test_span_arithmetic_is_unchanged_by_any_shift(spans: list[Span], shift: int) -> None:
    """Moved by the same time, unions and sums move with it."""
    by = timedelta(seconds=shift)
    moved = [Span(s.start + by, s.end + by) for s in spans]
    assert [Span(s.start + by, s.end + by) for s in union(spans)] == union(moved)


RECORDED = st.lists(
    st.tuples(st.integers(0, 40 * 86_400), st.integers(1, 50_000), st.sampled_from([None, Exclusion.FORCE_MAJEURE])),
    max_size=8,
)


def _world(recorded: list[tuple[int, int, Exclusion | None]], notices: list[int]) -> World:
    start = local(2026, 5, 28)
    outages = tuple(
        outage(start + timedelta(seconds=at), length, f"OUT-{n}", exclusion=why)
        for n, (at, length, why) in enumerate(recorded)
    )
    windows = tuple(maintenance(start + timedelta(hours=at), 90, f"MNT-{at}") for at in notices)
    return World(outages=outages, maintenance=windows, received=local(2026, 8, 1))


NOTICES = st.lists(st.integers(0, 900), max_size=4, unique=True)


@given(RECORDED, NOTICES)
def test_counted_excused_and_up_are_the_cycle(
    recorded: list[tuple[int, int, Exclusion | None]], notices: list[int]
) -> None:
    """Every second is one of the three, and the stretches shown are those seconds."""
    cycle = _world(recorded, notices).cycle()
    within = Span(cycle.opens, cycle.closes)
    by_kind = {
        why: union(Span(s.start, s.end) for s in cycle.stretches if s.why is why)
        for why in {s.why for s in cycle.stretches}
    }
    assert cycle.measured + cycle.excused == cycle.total
    assert sum(seconds(spans) for spans in by_kind.values()) == cycle.counted + cycle.excused
    assert all(cut(spans, within) == spans for spans in by_kind.values())


@given(RECORDED, NOTICES, st.integers(0, 30 * 86_400), st.integers(1, 100_000))
def test_more_counted_downtime_never_lowers_a_credit(
    recorded: list[tuple[int, int, Exclusion | None]], notices: list[int], at: int, length: int
) -> None:
    """An outage more, without an exclusion, leaves what is owed the same or raises it."""
    world = _world(recorded, notices)
    more = world.with_(outages=(*world.outages, outage(local(2026, 6, 1) + timedelta(seconds=at), length, "OUT-X")))
    assert more.cycle().owed >= world.cycle().owed


@given(RECORDED, NOTICES, st.randoms(use_true_random=False))
def test_the_order_of_records_never_matters_and_deciding_twice_is_the_same(
    recorded: list[tuple[int, int, Exclusion | None]], notices: list[int], random: Random
) -> None:
    """The same facts and records give the same decision, down to its hash."""
    world = _world(recorded, notices).with_(incidents=_incidents())
    outages, windows = list(world.outages), list(world.maintenance)
    random.shuffle(outages)
    random.shuffle(windows)
    shuffled = world.with_(outages=tuple(outages), maintenance=tuple(windows))
    assert decision_json(world.decision()) == decision_json(world.decision()) == decision_json(shuffled.decision())


def _incidents() -> tuple[object, ...]:
    from tests.rules.world import incident

    return (incident(START), incident(START + timedelta(days=2), START + timedelta(days=2, hours=5)))


@given(st.integers(1, 31), st.integers(2023, 2029))
def test_a_year_of_cycles_tiles_without_gap_or_overlap(billing_day: int, year: int) -> None:
    """For every billing day and across leap years, each day lies in exactly the cycle that says so."""
    start = cycle_start(date(year, 1, 1), billing_day)
    while start < date(year + 1, 1, 1):
        after = next_cycle(start, billing_day)
        days = [start + timedelta(days=n) for n in range((after - start).days)]
        assert 28 <= len(days) <= 31
        assert {cycle_start(day, billing_day) for day in days} == {start}
        start = after
