"""Clock times of the twelve-hour clock made times of day: by am and pm, by the part of the day, by the other end.

"8:50-9:02 pm" says pm once for both; "from 11:15 to 1:05 pm" says it only for the second.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from worker.reading.times.points import Point
from worker.reading.times.tokens import Clock, Day, RelativeDay
from worker.reading.times.words import DARK, DayPart, half_of


def half(point: Point) -> int | None:
    """The half of the day, 0 or 12, that a clock time says itself or by the part of the day named with it."""
    clock = point.clock
    if clock.half is not None or (clock.padded and clock.hour != 12):
        return clock.half
    part = clock.part or (point.day.part if point.day is not None else None)
    return half_of(part, clock.hour)


def clock_times(first: Point, second: Point | None, doubts: list[str]) -> tuple[time, time | None]:
    """Both clock times on the 24-hour clock; am or pm said once counts for both where that keeps them in order."""
    first_half = half(first)
    unsure = first.clock.unsure or (second is not None and second.clock.unsure and half(second) is None)
    if unsure and first_half is None:
        doubts.append("It does not say whether it is in the morning or in the evening.")
    if second is None:
        return time(*first.clock.at(first_half)), None
    second_half = half(second)
    if first_half is None and second_half is not None and second.clock.half is not None and _is_twelve(first.clock):
        return _like_the_end(first.clock, second.clock, second_half)
    start = time(*first.clock.at(first_half))
    if (
        first_half is not None
        and second.clock.half is None
        and _is_twelve(second.clock)
        and not _says_part(second, first)
    ):
        halves = (first_half, 12 - first_half)
        second_half = next((h for h in halves if time(*second.clock.at(h)) >= start), 12 - first_half)
    end = time(*second.clock.at(second_half))
    unsaid = first_half is None and second_half is None and not second.clock.padded and first.clock.hour <= 12
    if unsaid and end < start and _is_twelve(second.clock):
        doubts.append("It does not say whether its end is in the morning or in the afternoon.")
    return start, end


def _says_part(second: Point, first: Point) -> bool:
    """Whether an end names a part of the day of its own: "until twenty past six on Monday evening"."""
    own_day = second.day is not None and second.day is not first.day and second.day.part is not None
    return second.clock.part is not None or own_day


def _like_the_end(first: Clock, second: Clock, second_half: int) -> tuple[time, time]:
    end = time(*second.at(second_half))
    same, other = time(*first.at(second_half)), time(*first.at(12 - second_half))
    return (same if same <= end or other > end else other), end


def _is_twelve(clock: Clock) -> bool:
    """Whether a clock time may be one of the twelve-hour clock."""
    return 1 <= clock.hour <= 12 and clock.half is None and not clock.word and (not clock.padded or clock.hour == 12)


def nights_on(point: Point, clock: time, day_of: date, logged: frozenset[date]) -> int | None:
    """1 where "last night at 1:30" was this morning.

    Of the night of a date it is not said which morning is meant; a log with errors on one of the two days tells, else
    None.
    """
    day = point.day
    if day is None or day.part not in DARK or clock.hour >= 5 or point.clock.part is DayPart.MORNING or point.shift:
        return 0
    if isinstance(day, RelativeDay):
        return int(day.days != 0)
    if isinstance(day, Day) and day.through:
        return 1  # "the night of the 24th to the 25th"
    following = day_of + timedelta(days=1)
    if (day_of in logged) != (following in logged):
        return int(following in logged)
    return None
