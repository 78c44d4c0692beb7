"""From tokens to stated spans: which clock belongs to which day and zone, and which two times are one range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from worker.reading.incident_times import context
from worker.reading.incident_times.tokens import Clock, Day, Duration, RelativeDay, Token, Weekday, tokens
from worker.reading.incident_times.zones import Zone, zones

DayToken = Day | RelativeDay | Weekday


@dataclass(frozen=True, slots=True)
class Point:
    """A clock time with what was found beside it."""

    clock: Clock
    day: DayToken | None
    weekday: Weekday | None
    zone: Zone | None
    own_day: bool
    """Whether the day stands right beside the clock, or was taken from further away."""

    @property
    def start(self) -> int:
        near = [t.start for t in (self.clock, self.day if self.own_day else None) if t is not None]
        return min(near)

    @property
    def end(self) -> int:
        near = [t.end for t in (self.clock, self.zone, self.day if self.own_day else None) if t is not None]
        return max(near)


@dataclass(frozen=True, slots=True)
class Stated:
    """A range or moment as it stands in a text."""

    words: str
    start: Point
    end: Point | None
    duration: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """All that one text says of times."""

    stated: tuple[Stated, ...]
    days: tuple[DayToken, ...]
    """Every day that is not another matter's, also those without a clock time."""
    all_days: tuple[Day, ...]
    """Every calendar date, also invoices': they may settle how this writer orders day and month."""
    zones: tuple[Zone, ...]


def find(text: str, *, fallback: Sequence[DayToken] = ()) -> Found:
    """What a text says of times. `fallback` are days of the subject, for clocks that stand without one."""
    words, named = tokens(text), zones(text)
    words = [w for w in words if not any(z.start <= w.start and w.end <= z.end for z in named)]
    calendar = tuple(w for w in words if isinstance(w, Day))
    days: list[DayToken] = [
        w
        for w in words
        if isinstance(w, Day | RelativeDay | Weekday) and not context.is_other_day(text, w.start, w.end)
    ]
    other_days = [w for w in words if isinstance(w, Day) and w not in days]
    clocks = [
        w
        for w in words
        if isinstance(w, Clock) and not context.is_other_clock(text, w.start) and not _of_other_day(text, w, other_days)
    ]
    durations = [w for w in words if isinstance(w, Duration)]
    days, weekdays = _pair_weekdays(text, days)
    points = [_point(text, c, clocks, days, weekdays, named) for c in clocks]
    stated = _ranges(text, points, durations, days, named)
    placed = [_with_day(s, days, fallback) for s in stated]
    return Found(tuple(s for s in placed if s is not None), tuple(days), calendar, tuple(named))


def _of_other_day(text: str, clock: Clock, others: Sequence[Day]) -> bool:
    """Whether a clock time stands right behind another matter's date: "invoice of 1 November, 09:00"."""
    return any(0 <= clock.start - d.end <= 4 and not text[d.end : clock.start].strip(" ,T") for d in others)


def _pair_weekdays(text: str, days: list[DayToken]) -> tuple[list[DayToken], dict[int, Weekday]]:
    """A weekday beside a date is checked against it, and no day of its own."""
    paired: dict[int, Weekday] = {}
    kept: list[DayToken] = []
    for i, day in enumerate(days):
        if isinstance(day, Weekday):
            for other in (*days[i + 1 : i + 2], *days[max(0, i - 1) : i]):
                gap = text[min(day.end, other.end) : max(day.start, other.start)]
                if (
                    isinstance(other, Day)
                    and len(gap) <= 8
                    and "\n" not in gap
                    and gap.strip(" ,()the-–./ngày") in ("", "and")
                ):
                    paired[other.start] = day
                    break
            else:
                kept.append(day)
        else:
            kept.append(day)
    return kept, paired


def _point(
    text: str,
    clock: Clock,
    clocks: Sequence[Clock],
    days: Sequence[DayToken],
    weekdays: dict[int, Weekday],
    named: Sequence[Zone],
) -> Point:
    skipped = [(z.start, z.end) for z in named] + [(w.start, w.end) for w in weekdays.values()]
    day = _day_after(text, clock, clocks, days, skipped) or _day_before(text, clock, clocks, days)
    weekday = weekdays.get(day.start) if isinstance(day, Day) else None
    return Point(clock, day, weekday, _zone_beside(text, clock, day, named), own_day=day is not None)


def _day_after(
    text: str, clock: Clock, clocks: Sequence[Clock], days: Sequence[DayToken], skipped: list[tuple[int, int]]
) -> DayToken | None:
    following = next((d for d in days if d.start >= clock.end), None)
    if following is None or any(clock.end <= c.start < following.start for c in clocks):
        return None
    return following if context.binds_day_after(text, clock.end, following.start, skipped) else None


def _day_before(text: str, clock: Clock, clocks: Sequence[Clock], days: Sequence[DayToken]) -> DayToken | None:
    preceding = next((d for d in reversed(days) if d.end <= clock.start), None)
    if preceding is None or any(preceding.end <= c.start < clock.start for c in clocks):
        return None
    return preceding if context.binds_day_before(text, preceding.end, clock.start) else None


def _zone_beside(text: str, clock: Clock, day: DayToken | None, named: Sequence[Zone]) -> Zone | None:
    """A zone named right after the clock, or after the date that follows it."""
    ends = [clock.end] + ([day.end] if day is not None and day.start >= clock.end else [])
    for zone in named:
        for end in ends:
            gap = text[end : zone.start]
            if 0 <= zone.start - end <= 14 and not any(c.isdigit() or c in ".;\n" for c in gap):
                return zone
    return None


def _ranges(
    text: str, points: Sequence[Point], durations: Sequence[Duration], days: Sequence[DayToken], named: Sequence[Zone]
) -> list[Stated]:
    stated: list[Stated] = []
    i = 0
    while i < len(points):
        first = points[i]
        second = points[i + 1] if i + 1 < len(points) else None
        if second is not None and _is_range(text, first, second, days, named):
            stated.append(Stated(text[first.start : second.end], *_shared(first, second)))
            i += 2
            continue
        limit = second.start if second is not None else len(text)
        stated.append(Stated(text[first.start : first.end], first, None, _lasted(text, first, limit, durations)))
        i += 1
    return stated


def _is_range(text: str, first: Point, second: Point, days: Sequence[Token], named: Sequence[Zone]) -> bool:
    gap_start, gap_end = first.clock.end, second.clock.start
    spans = [*((d.start, d.end) for d in days), *((z.start, z.end) for z in named)]
    skipped = [(start, end) for start, end in spans if gap_start <= start and end <= gap_end]
    if context.joins(text, gap_start, gap_end, skipped):
        return True
    return context.ends_there(text, gap_start, second.clock.start, second.clock.end, skipped)


def _shared(first: Point, second: Point) -> tuple[Point, Point]:
    """In a range, a day or zone said once counts for both."""
    if first.day is None and second.day is not None:
        first = replace(first, day=second.day, weekday=second.weekday, own_day=False)
    elif second.day is None and first.day is not None:
        second = replace(second, day=first.day, weekday=first.weekday, own_day=False)
    if first.zone is None and second.zone is not None:
        first = replace(first, zone=second.zone)
    elif second.zone is None and first.zone is not None:
        second = replace(second, zone=first.zone)
    return first, second


def _lasted(text: str, point: Point, limit: int, durations: Sequence[Duration]) -> timedelta | None:
    for duration in durations:
        near = point.end <= duration.start <= min(limit, point.end + 160) or 0 <= point.start - duration.end <= 40
        if near and "\n\n" not in text[point.end : duration.start]:
            return duration.length
    return None


def _with_day(stated: Stated, days: Sequence[DayToken], fallback: Sequence[DayToken]) -> Stated | None:
    """Find a day for a time that has none beside it: the nearest before it, else after it, else in the subject."""
    if stated.start.day is not None:
        return stated
    at = stated.start.clock.start
    earlier = [d for d in days if d.end <= at]
    later = [d for d in days if d.start > at]
    day = earlier[-1] if earlier else later[0] if later else fallback[0] if fallback else None
    if day is None:
        return None
    end = stated.end
    if end is not None and end.day is None:
        end = replace(end, day=day, own_day=False)
    return replace(stated, start=replace(stated.start, day=day, own_day=False), end=end)
