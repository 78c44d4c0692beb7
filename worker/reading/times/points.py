"""Clock times with what stands right beside them: their day, their zone, their weekday, and what they are the time of.

A day further away is not taken here; `combine` finds one for the times that are left without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from worker.reading.times.cues import Cues
from worker.reading.times.linking import (
    AND,
    BETWEEN,
    CLOCK_TO_DAY,
    CLOCK_TO_WEEKDAY,
    CLOCK_TO_ZONE,
    DAY_TO_CLOCK,
    EXACTLY,
    FILL,
    LISTED,
    MORE_EXACT,
    RANGE,
    ROUNDED,
    UP_TO,
)
from worker.reading.times.roles import OTHER, is_other_day, sense_of
from worker.reading.times.scan import Scan, words
from worker.reading.times.tokens import Anaphor, Clock, Day, DayToken, Token, Weekday, Zone, is_to_come
from worker.reading.times.vocabulary import Sense

_ASIDE = OTHER | {Sense.SEEN}
_TOLD = frozenset((Sense.START, Sense.END, Sense.SINCE))
_TYING = RANGE | AND | FILL | {"or", ",", "again", "that", "then"}
_FAR = 60
_WIDE = 150

_LEADS_IN = re.compile(r"[\s:=,()]{0,3}(?:(?:la|thi|tu|luc|from|is|was|it|that|this|at)\s){0,3}")
"""Between a zone and the clock time after it."""
_OF_IT = frozenset(("ngay", "hom", "on", "of", "the"))
"""Between a clock time and the date that is its own, not the next one's."""
_ROUNDS = 20
_ANNOUNCED = re.compile(
    r"\b(?:announced?|scheduled|planned|notified|notice|thong bao|ke hoach|bao truoc)\b[^.\n]{0,80}\b(?:maintenance|works|bao tri)\b[^.\n]{0,24}$|"
    r"\b(?:maintenance|works|bao tri)\b[^.\n]{0,40}\b(?:announced|scheduled|planned|theo (?:thong bao|ke hoach))\b[^.\n]{0,24}$"
)
_NOT_YOURS = re.compile(
    r"\b(?:(?:that|this|which) (?:is|was) (?:theirs|ours)|(?:is|was|are|were) not your(?:s| fault)|nothing to do with you|our bad luck|never mind|our own (?:\w+ )?(?:router|internet|isp|network|wifi|line|"
    r"firewall|provider|power)|our (?:internet|network|power) (?:provider|company)|khong tinh|nha mang|mang (?:ben|nha) (?:em|minh|···)|cup dien)\b"
)
_BESIDES = re.compile(
    r"\b(?:start\w*|opens?|opened|says?|said|noticed|checked|backups?|colleague|customer|staff|shows?|kick\w*|mo|thay|bao|half)\b"
)


@dataclass(frozen=True, slots=True)
class Point:
    """A clock time with what was found beside it."""

    clock: Clock
    day: DayToken | None = None
    """The day it counts from, never an anaphor."""
    shift: int = 0
    """Days after `day`: 1 for "the next morning"."""
    beside: DayToken | None = None
    """The words for its day that stand right beside it; None where its day was taken from further away."""
    zone: Zone | None = None
    checks: tuple[DayToken, ...] = ()
    """What was said of the day besides, and must agree with it."""
    sense: Sense | None = None

    def span(self) -> tuple[int, int]:
        """Where it stands, with the day and zone beside it."""
        tokens: list[Token] = [t for t in (self.clock, self.zone, self.beside) if t is not None]
        return min(t.start for t in tokens), max(t.end for t in tokens)


def points(seen: Scan, cues: Cues) -> list[Point]:
    """Every clock time of the text with its surroundings and its sense, in order."""
    found = _bound(seen, cues)
    if len(found) < len(seen.clocks):  # a time that only rounds the next one does not part it from its telling words
        seen = replace(seen, clocks=tuple(p.clock for p in found))
    return _without_seen(_with_sense(seen, cues, found))


def _bound(seen: Scan, cues: Cues) -> list[Point]:
    """Each clock with the day and zone right beside it; a day belongs to one clock time only."""
    found: list[Point] = []
    taken: set[int] = set()
    for i, clock in enumerate(seen.clocks):
        limit = seen.clocks[i + 1].start if i + 1 < len(seen.clocks) else len(seen.passage.text)
        floor = seen.clocks[i - 1].end if i else 0
        day = _day_of(seen, clock, floor, limit, taken)
        if day is not None:
            taken.add(day.start)
        zone, checks = _zone_beside(seen, clock, limit), _checks_beside(seen, clock, day, limit)
        found.append(_counted(seen, cues, Point(clock, day, 0, day, zone, checks)))
    kept = [p for i, p in enumerate(found) if not _is_rounded(seen, p, found[i + 1 : i + 2])]
    return [p for i, p in enumerate(kept) if not i or not _repeats_in_twelve_hours(seen, kept[i - 1], p)]


def _day_of(seen: Scan, clock: Clock, floor: int, limit: int, taken: set[int]) -> DayToken | None:
    """The day right before a clock time, or after it; of "Saturday, from 23:48 on 29 August" the date."""
    before = _day_before(seen, clock, floor, taken)
    after = _day_after(seen, clock, limit)
    own = isinstance(after, Day) and _OF_IT.issuperset(seen.gap(clock.end, after.start))
    if (
        own
        and before
        and (isinstance(before, Weekday | Anaphor) or UP_TO.intersection(seen.gap(before.end, clock.start)))
    ):
        return after
    return before or after


def _is_rounded(seen: Scan, point: Point, following: Sequence[Point]) -> bool:
    """Whether a time only rounds the clock time right after it: "around midnight, 11:45 pm", "nearly 6 pm (17:50)"."""
    if not following or following[0].clock.word:
        return False
    gap = seen.gap(point.clock.end, following[0].clock.start)
    if point.clock.word:
        return ROUNDED.issuperset(gap)
    apart = abs(_minutes(point.clock) - _minutes(following[0].clock)) % 720
    vague = apart or not _is_on_24_hours(point.clock)
    near = min(apart, 720 - apart) <= _ROUNDS and following[0].zone is None
    return bool(vague) and near and bool(MORE_EXACT.intersection(gap)) and EXACTLY.issuperset(gap)


def _is_on_24_hours(clock: Clock) -> bool:
    return clock.half is not None or clock.padded


def _repeats_in_twelve_hours(seen: Scan, last: Point, point: Point) -> bool:
    """Whether a time in brackets is the one before it on the twelve-hour clock: "23:30 (half past eleven at night)"."""
    apart = _minutes(last.clock) - _minutes(point.clock)
    same = not (apart if _is_on_24_hours(point.clock) else apart % 720)
    return same and seen.gap(last.clock.end, point.clock.start) == ["("] and point.zone is last.zone


def _minutes(clock: Clock) -> int:
    hour, minute, _ = clock.at(clock.half)
    return 60 * hour + minute


def _counted(seen: Scan, cues: Cues, point: Point) -> Point:
    """ "The next morning" counts from the last day named before it."""
    day = point.beside
    if not isinstance(day, Anaphor):
        return point
    earlier = [d for d in reversed(seen.days) if d.end <= day.start and not isinstance(d, Anaphor)]
    own = (d for d in earlier if not is_other_day(seen, cues, d, needed=False))
    base = next(own, earlier[0] if earlier else None)
    if base is not None and day.part is not None:
        base = replace(base, part=day.part)
    return replace(point, day=base, shift=day.days if base else 0)


def _day_before(seen: Scan, clock: Clock, floor: int, taken: set[int]) -> DayToken | None:
    day = next((d for d in reversed(seen.days) if floor <= d.start and d.end <= clock.start), None)
    if day is None or day.start in taken or clock.start - day.end > _FAR or not _one_line(seen, day.start, clock.start):
        return None
    return day if DAY_TO_CLOCK.issuperset(seen.gap(day.end, clock.start)) else None


def _day_after(seen: Scan, clock: Clock, limit: int) -> DayToken | None:
    day = next((d for d in seen.days if d.start >= clock.end and d.end <= limit), None)
    if day is None or day.start - clock.end > _FAR or not _one_line(seen, clock.start, day.start):
        return None
    gap = seen.gap(clock.end, day.start)
    if "," in gap and _leads_on(seen, clock, day, limit):
        return None
    return day if CLOCK_TO_DAY.issuperset(gap) else None


def _leads_on(seen: Scan, clock: Clock, day: DayToken, limit: int) -> bool:
    """ "On the 10th from 22:50 to 23:15, on the 12th at 9:12": a day before the next time is that one's."""
    earlier = any(d.end <= clock.start and seen.passage.together(d.start, clock.start) for d in seen.days)
    bound = limit < len(seen.passage.text) and DAY_TO_CLOCK.issuperset(seen.gap(day.end, limit))
    return earlier and bound and _one_line(seen, day.start, limit)


def _one_line(seen: Scan, start: int, end: int) -> bool:
    return "\n" not in seen.passage.text[start:end] and seen.passage.together(start, end)


def _zone_beside(seen: Scan, clock: Clock, limit: int) -> Zone | None:
    """A zone named right after the clock, or after the date that follows it, or just before the clock."""
    for zone in seen.zones:
        if clock.end <= zone.start < limit and zone.start - clock.end <= _FAR:
            gap = seen.gap(clock.end, zone.start)
            if len(gap) <= 4 and CLOCK_TO_ZONE.issuperset(gap):
                return zone
        if zone.end <= clock.start <= zone.end + 14 and _LEADS_IN.fullmatch(seen.passage.folded, zone.end, clock.start):
            earlier = [c for c in seen.clocks if c.end <= zone.start]
            if not earlier or seen.gap(earlier[-1].end, zone.start):
                return zone
    return None


def _checks_beside(seen: Scan, clock: Clock, day: DayToken | None, limit: int) -> tuple[DayToken, ...]:
    """Weekdays that the day was named with, and one said in addition after the clock."""
    found = seen.checks.get(day.start, ()) if day is not None else ()
    if not isinstance(day, Day):
        return found
    for other in seen.days:
        if isinstance(other, Weekday) and clock.end <= other.start < min(limit, clock.end + 24):
            gap = seen.gap(clock.end, other.start)
            if gap and CLOCK_TO_WEEKDAY.issuperset(gap):
                found = (*found, other)
    return found


def _with_sense(seen: Scan, cues: Cues, found: Sequence[Point]) -> list[Point]:
    """What each point is the time of; one tied to the point before it by a bare "to" or "and" is of its kind."""
    done: list[Point] = []
    for point in found:
        last = done[-1] if done else None
        sense = sense_of(seen, cues, point.clock, *point.span())
        if sense in (None, Sense.SINCE) and _is_announced(seen, point):
            sense = Sense.PAPER
        elif sense not in OTHER and (_is_not_yours(seen, point) or _is_bracketed(seen, point)):
            sense = Sense.ACT
        if (
            last is not None
            and _tied(seen, last, point, sense)
            and not (last.sense is Sense.SEEN and sense is Sense.END)
            and (last.sense in _ASIDE or sense in OTHER or sense is Sense.SEEN)
        ):
            sense = last.sense if last.sense in _ASIDE else None
        done.append(replace(point, sense=Sense.ACT if is_to_come(point.beside) else sense))
    return done


def _is_announced(seen: Scan, point: Point) -> bool:
    """ "You announced a maintenance from 19:00 to 20:00": what was to be, not what was."""
    return _ANNOUNCED.search(seen.passage.folded, _around(seen, point)[0], point.span()[0]) is not None


def _is_not_yours(seen: Scan, point: Point) -> bool:
    """ "Our own router was down on the 11th from 9 to 12, never mind that": another's outage."""
    return _NOT_YOURS.search(seen.passage.folded, *_around(seen, point)) is not None


def _around(seen: Scan, point: Point) -> tuple[int, int]:
    start, end = seen.passage.sentence(point.clock.start)
    return max(start, point.clock.start - _WIDE), min(end, point.clock.end + _WIDE)


def _is_bracketed(seen: Scan, point: Point) -> bool:
    """ "From 09:12 (the shop opens at 09:00) to 10:40": what else went on, in brackets."""
    folded, (start, end) = seen.passage.folded, _around(seen, point)
    low, high = folded.rfind("(", start, point.clock.start), folded.find(")", point.clock.end, end)
    closed = folded.rfind(")", start, point.clock.start)
    return 0 <= max(closed, 0) <= low < high and _BESIDES.search(folded, low, high) is not None


def _tied(seen: Scan, last: Point, point: Point, sense: Sense | None) -> bool:
    gap = seen.gap(last.clock.end, point.clock.start)
    if last.sense in OTHER and last.beside and point.beside and LISTED.issuperset(gap) and sense in (None, Sense.SINCE):
        return (
            True  # "our own windows, 9 May 22:00 and 16 May 22:00", "reach me tomorrow from 9, or Thursday after 14:00"
        )
    if last.sense in OTHER and ")" in gap:
        return False
    listed = not RANGE.intersection(gap) and not is_led_by_between(seen, last)
    if listed and (point.beside is not None or sense in _TOLD):
        return False
    return len(gap) <= 5 and _TYING.issuperset(gap) and seen.passage.together(last.clock.start, point.clock.start)


def is_led_by_between(seen: Scan, point: Point) -> bool:
    """Whether "between" or "from" stands before a time in its sentence, so that "and" leads to its end."""
    start, _ = seen.passage.sentence(point.clock.start)
    lead = words(seen.passage.folded, max(start, point.clock.start - _FAR), point.clock.start)
    return bool(BETWEEN.intersection(lead[-12:]))


def _without_seen(found: list[Point]) -> list[Point]:
    """When somebody noticed is a start only where no other start is named for the end that follows."""
    if any(p.sense in (Sense.START, Sense.SINCE, Sense.AGAIN, None) for p in found):
        around = zip(found, [None, *found], [*found[1:], None], strict=False)
        kept = [(p, p.sense is Sense.SEEN and _alone_before_end(last, following)) for p, last, following in around]
        return [
            replace(p, sense=Sense.START) if alone else p for p, alone in kept if alone or p.sense is not Sense.SEEN
        ]
    return [replace(p, sense=Sense.START) if p.sense is Sense.SEEN else p for p in found]


def _alone_before_end(last: Point | None, following: Point | None) -> bool:
    return following is not None and following.sense is Sense.END and (last is None or last.sense is Sense.END)
