"""Which two clock times are one incident's start and end, which length of time is whose, and what is said twice.

A time in brackets that says the same moment in another zone is no second incident; it is kept to be compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from worker.reading.times.cues import Cues
from worker.reading.times.linking import AND, FILL, OPENS, RANGE, SAID_AGAIN, SIGNS
from worker.reading.times.points import Point, is_led_by_between
from worker.reading.times.roles import is_other_day
from worker.reading.times.scan import Scan
from worker.reading.times.tokens import Anaphor, Day, DayToken, Duration
from worker.reading.times.vocabulary import Sense
from worker.reading.times.words import HOURS, either

_ENDS = frozenset((Sense.END, Sense.UNTIL, Sense.FINE))
_APART = 500
_ALL_CLEAR = re.compile(
    r"\b(?:notification type: recovery|state: (?:ok|up)|status: (?:ok|up)|(?:alarm|down|critical|problem) ?(?:->|>) ?(?:ok|up)|"
    r"is up\b|up again|resolved|recovered|recovery)\b|\[(?:ok|up|resolved|recovered)\]"
)
_OTHERS = re.compile(r"\b(?:twice|two|both|second|2nd|another|several|hai lan|2 lan|lan (?:1|2|thu|hai))\b")
_STOPPED = re.compile(r"\b(?:stopp?ed|stops?|halted|froze|paused|dung)\b")
_RESTARTED = re.compile(
    r"\b(?:started|starts|went|came|ran|began|begun) (?:up )?(?:again|working|responding|back|running|moving)\b|\bchay lai\b"
)
_TO_AN_HOUR = re.compile(
    rf"\b(?:until|till|to|den|toi)\s(?:(?:just|about|around|almost|nearly|shortly|well|after|before|gan|tam|khoang)\s){{0,3}}(?:{either(HOURS)})\b"
    r"(?!\s(?:hours?|minutes?|mins?|days?|weeks?|months?|of|more|or|people|times|us|our|the|day|another|thing|phut|ngay|lan|nguoi|ben|nha)\b)"
)
_OTHERS_TIME = re.compile(
    r"\b(?:on the phone|in (?:line for|the queue)|at the dock|to reach (?:anyone|anybody|you|somebody|someone)|shouted|our (?:fail-?over|cache)|"
    r"status page|switched to|run an? (?:\w+ ){1,3}window|left an? hour|first reply|later (?:\w+ ){0,3}?still|"
    r"nhap lai|de (?:sua|nhap|xu ly|lam lai)|(?<!ngung )(?<!khong )tra loi|phan hoi|xu ly (?:trong|giup)|chuyen (?:qua|sang)|tuong do|"
    r"goi (?:hotline|duoc tong dai)|moi goi duoc)\b"
)
"""What a sentence holds whose length of time is not an outage's."""
_WORKING_DAY = 7
_LATER = 160
_FEW = 3
_NEARBY = 70
_CLOSE = 24
_ACTED = 40


@dataclass(frozen=True, slots=True)
class Stated:
    """A range or moment as it stands in a text."""

    words: str
    start: Point
    end: Point | None = None
    duration: timedelta | None = None
    backwards: bool = False
    """Whether the length of time ended at the moment: "UP again at 12:40:05, after 2m 34s of downtime"."""
    other: Point | None = None
    """The same moment as `start`, said again in another zone."""
    rival: DayToken | None = None
    """Another day it might be on: the subject's, where its own was taken from another sentence."""
    doubt: str = ""
    listed: bool = False
    """Whether hardly a word stands between a known time before and this one ("down at 14:05, 16:20 and 17:45")."""


def stated_times(seen: Scan, cues: Cues, points: Sequence[Point]) -> list[Stated]:
    """The incidents that the clock times make, in the order of the text."""
    kept, others = _alternatives(seen, points)
    stated = _listed(seen, _merged(seen, _lasting(seen, ranges(seen, cues, kept, others))))
    around = zip(stated, [None, *stated], strict=False)
    return [s if s.doubt else replace(s, doubt=_doubt(seen, cues, s, last)) for s, last in around]


def _doubt(seen: Scan, cues: Cues, stated: Stated, last: Stated | None) -> str:
    """A moment that may be half of a range is nobody's to guess at."""
    folded, (start, end) = seen.passage.folded, stated.start.span()
    if folded[:start].endswith("half "):
        return f"“half {stated.words}” is half an hour earlier for some and later for others."
    if _may_be_hours_of_work(stated):
        return f"“{stated.words}” may be hours of work."
    if stated.end is not None or stated.duration is not None:
        return ""
    if stated.start.sense in (Sense.END, Sense.UNTIL):
        return f"“{stated.words}” is an end without a beginning."
    if _TO_AN_HOUR.search(folded, end, seen.passage.sentence(start)[1]):
        return f"The end of what began at “{stated.words}” was not read with certainty."
    if last is not None and _may_be_its_end(seen, cues, last, stated):
        return f"It is not said whether “{stated.words}” is the end of what began at “{last.words}”."
    return ""


def _may_be_hours_of_work(stated: Stated) -> bool:
    """ "8:00 to 17:00" with no date beside it, of which nothing is said."""
    if stated.end is None or stated.start.beside is not None or stated.start.sense not in (None, Sense.SINCE):
        return False
    start, end = (p.clock.at(p.clock.half) for p in (stated.start, stated.end))
    return start[1] == end[1] == 0 and end[0] - start[0] >= _WORKING_DAY and stated.end.beside is None


def _may_be_its_end(seen: Scan, cues: Cues, last: Stated, stated: Stated) -> bool:
    """Whether two moments follow each other of one day, of the second of which nothing is said."""
    if last.end is not None or last.duration is not None or stated.start.sense is not None:
        return False
    if stated.listed and seen.passage.together(last.start.clock.start, stated.start.clock.start):
        return False
    one_day = stated.start.day is None or stated.start.day is last.start.day
    between = cues.within(last.start.clock.end, stated.start.clock.start)
    again = any(c.sense is Sense.AGAIN for c in between) or _OTHERS.search(seen.passage.folded)
    later = last.start.clock.at(last.start.clock.half) < stated.start.clock.at(stated.start.clock.half)
    return one_day and later and not again and stated.start.clock.start - last.start.clock.end <= _APART


def _listed(seen: Scan, stated: Sequence[Stated]) -> list[Stated]:
    done = list(stated[:1])
    for before, one in pairwise(stated):
        gap = seen.gap((before.end or before.start).span()[1], one.start.span()[0])
        known = done[-1].listed or before.end or before.duration or before.start.beside or before.start.sense
        done.append(replace(one, listed=bool(known) and sum(word.isalpha() for word in gap) <= _FEW))
    return done


def _alternatives(seen: Scan, points: Sequence[Point]) -> tuple[list[Point], dict[int, Point]]:
    """Take out each time in brackets that says the one before it in another zone; by the start of that."""
    kept: list[Point] = []
    others: dict[int, Point] = {}
    for point in points:
        if kept and _says_again(seen, kept[-1], point):
            others[kept[-1].clock.start] = point
        elif not (others and kept and _is_bare_in_brackets(seen, kept[-1], point)):
            kept.append(point)
    return kept, others


def _is_bare_in_brackets(seen: Scan, last: Point, point: Point) -> bool:
    """ "At 14:00 (21:00 in Hanoi) … back at 14:25 (21:25)": the other zone is not said twice."""
    text, (start, end) = seen.passage.folded, point.span()
    return text[last.clock.end : start].strip() == "(" and text[end : end + 1] == ")"


def _says_again(seen: Scan, last: Point, point: Point) -> bool:
    if point.zone is None or (last.zone is not None and last.zone.key == point.zone.key):
        return False
    gap = seen.gap(last.clock.end, point.clock.start)
    return 1 <= len(gap) <= 4 and gap[0] in OPENS and SAID_AGAIN.issuperset(gap)


def ranges(seen: Scan, cues: Cues, points: Sequence[Point], others: dict[int, Point]) -> list[Stated]:
    """Two times that are start and end make one stated range, the others a moment each."""
    stated: list[Stated] = []
    at = 0
    points = [p for i, p in enumerate(points) if not _only_acted(seen, cues, p, points[i + 1 : i + 2])]
    while at < len(points):
        first, second = points[at], points[at + 1] if at + 1 < len(points) else None
        other = others.get(first.clock.start)
        if second is not None and _is_range(seen, cues, first, second):
            if first.sense is not Sense.FINE or not stated:  # "lessons are 17:30 to 21:00 normally"
                stated.append(Stated(_said(seen, first, second), *_shared(seen, cues, first, second), other=other))
            at += 2
            continue
        if stated and stated[-1].end is not None and first.sense is Sense.FINE:
            pass  # "all fine since" is no second end
        elif stated and stated[-1].end is not None and _is_acted(seen, cues, first):
            pass  # "not before 11:00 somebody called back"
        elif stated and _ends_again(seen, cues, stated[-1], first):
            stated[-1] = replace(stated[-1], doubt=f"“{stated[-1].words}” is said to have ended twice.")
        elif first.sense is not Sense.FINE:
            stated.append(Stated(_said(seen, first, first), first, other=other))
        at += 1
    return stated


def _is_range(seen: Scan, cues: Cues, first: Point, second: Point) -> bool:
    gap = _gap(seen, first.clock.end, second.clock.start)
    across = "\n" in seen.passage.text[first.clock.end : second.clock.start]
    if not gap and not across and _are_a_pair(seen, first, second):
        return True
    if len(gap) <= 14 and (RANGE | FILL).issuperset(gap) and (RANGE - SIGNS if across else RANGE).intersection(gap):
        return True
    if len(gap) <= 8 and (AND | FILL).issuperset(gap) and AND.intersection(gap) and is_led_by_between(seen, first):
        return True
    if second.sense is Sense.FINE and second.beside is not None and second.day is not first.day:
        return False
    if second.sense is Sense.UNTIL and second.beside is None and _are_far_apart(seen, first, second):
        return False
    if _started_again(seen, first, second) or _is_all_clear(seen, first, second):
        return True
    if _is_told_apart(seen, cues, first, second):
        return True
    return second.sense in _ENDS and first.sense not in _ENDS and _runs_on(cues, first, second)


def _gap(seen: Scan, start: int, end: int) -> list[str]:
    """The words between two places, without what stands in brackets: "from 9:12 (we open at 9) to 10:40"."""
    low, high = seen.passage.folded.find("(", start, end), seen.passage.folded.rfind(")", start, end)
    return [*seen.gap(start, low), *seen.gap(high + 1, end)] if 0 <= low < high else seen.gap(start, end)


def _are_a_pair(seen: Scan, first: Point, second: Point) -> bool:
    """Whether two times stand side by side in a line that holds no other: a row of a table, from and to."""
    low = seen.passage.text.rfind("\n", 0, first.clock.start) + 1
    high = seen.passage.text.find("\n", second.clock.end)
    clocks = [c for c in seen.clocks if low <= c.start < (high if high >= 0 else len(seen.passage.text))]
    return len(clocks) == 2 and first.day is not None and first.clock.at() < second.clock.at()


def _is_told_apart(seen: Scan, cues: Cues, first: Point, second: Point) -> bool:
    """Whether the second of two times in one sentence is the end, although no known word says so.

    "20:01 it went off, 21:08 it was on": whoever tells of one outage tells when it began, then when it ended.
    """
    start, end = seen.passage.sentence(first.clock.start)
    told = first.sense in (Sense.START, Sense.SINCE) or first.day is not None
    if not told or second.clock.start >= end or second.beside is not None:
        return False
    if cues.within(*cues.clause(second.clock.start, second.clock.end, first.clock.end, end)):
        return False
    others = [c for c in seen.clocks if start <= c.start < end and c not in (first.clock, second.clock)]
    listed = (AND | FILL | {"or", "then"}).issuperset(seen.gap(first.clock.end, second.clock.start))
    ordered = first.clock.at(first.clock.half) < second.clock.at(second.clock.half)
    again = any(c.sense is Sense.AGAIN for c in cues.within(start, end)) or _OTHERS.search(seen.passage.folded)
    return ordered and not others and not listed and not again


def _is_all_clear(seen: Scan, first: Point, second: Point) -> bool:
    """Whether a monitor's word of recovery stands between two dated times: "State: CRITICAL … State: OK …"."""
    if first.day is None or second.day is None or second.clock.start - first.clock.end > _APART:
        return False
    _, line = seen.passage.sentence(second.clock.start)
    return bool(_ALL_CLEAR.search(seen.passage.folded, first.clock.end, line))


def _started_again(seen: Scan, first: Point, second: Point) -> bool:
    """ "Robots stopped 11:03, robots started again 12:26": what stopped is what starts again."""
    low, high = seen.passage.sentence(first.clock.start)
    _, last = seen.passage.sentence(second.clock.start)
    return bool(_STOPPED.search(seen.passage.folded, low, second.clock.start)) and bool(
        _RESTARTED.search(seen.passage.folded, first.clock.end, min(last, max(high, second.clock.end + _ACTED)))
    )


def _are_far_apart(seen: Scan, first: Point, second: Point) -> bool:
    """Whether an empty line stands between two times, or several lines."""
    between = seen.passage.text[first.clock.end : second.clock.start]
    return "\n\n" in between or between.count("\n") > _FEW


def _runs_on(cues: Cues, first: Point, second: Point) -> bool:
    """Whether two times can be one incident's: near each other, and nothing between says "again"."""
    start, end = first.clock.end, second.clock.start
    between = cues.within(start, end)
    acts = [c for c in between if c.sense is Sense.ACT]
    # "17h37, it failed again" is one incident's beginning.
    own = max(cues.clause(start, start, 0, end)[1], start + _CLOSE * (first.sense is Sense.AGAIN))
    again = [c for c in between if c.sense is Sense.AGAIN and c.start >= own]
    # "I rang at 15:45 and again at 16:10" is no second outage.
    return end - start <= _APART and all(
        any(a.start < c.start and cues.passage.together(a.start, c.start) for a in acts) for c in again
    )


def _only_acted(seen: Scan, cues: Cues, point: Point, following: Sequence[Point]) -> bool:
    """ "Until 8:20 we had called you; it was back at 17:10": the end is told after it."""
    ended = bool(following) and following[0].sense in _ENDS and following[0].clock.start - point.clock.end <= _APART
    return ended and point.sense is Sense.UNTIL and _has_act_behind(seen, cues, point)


def _is_acted(seen: Scan, cues: Cues, point: Point) -> bool:
    """Whether a time without a date that looks like an end has somebody's act right behind it."""
    return point.sense is Sense.UNTIL and point.beside is None and _has_act_behind(seen, cues, point)


def _has_act_behind(seen: Scan, cues: Cues, point: Point) -> bool:
    _, end = seen.passage.sentence(point.clock.start)
    return any(c.sense is Sense.ACT for c in cues.within(point.clock.end, min(end, point.clock.end + _ACTED)))


def _ends_again(seen: Scan, cues: Cues, last: Stated, point: Point) -> bool:
    if (
        point.sense is not Sense.END
        or last.end is None
        or point.beside is not None
        or not _runs_on(cues, last.end, point)
    ):
        return False
    first, second, own = (p.clock.at(None)[:2] for p in (last.start, last.end, point))
    return not first <= own <= second


def _said(seen: Scan, first: Point, second: Point) -> str:
    start, end = min(first.span()[0], second.span()[0]), max(first.span()[1], second.span()[1])
    said = seen.passage.text[start:end]
    closed = said.count("(") > said.count(")") and seen.passage.text[end : end + 1] == ")"
    return f"{said})" if closed else said


def _shared(seen: Scan, cues: Cues, first: Point, second: Point) -> tuple[Point, Point]:
    """In a range, a day or zone said once counts for both; a day of its own before the start is found later."""
    again = first.sense is Sense.AGAIN and not seen.passage.together(first.clock.start, second.clock.start)
    own = again or second.shift or _has_day_before(seen, cues, first, second)
    if first.day is None and second.day is not None and not own:
        shift = -1 if _is_the_day_before(seen, first, second) else 0
        first = replace(first, day=second.day, checks=second.checks, shift=shift)
    elif second.day is None and first.day is not None:
        second = replace(second, day=first.day, shift=first.shift)
    second = replace(second, day=_in_month_of(first.day, second.day))
    if first.zone is None and second.zone is not None:
        first = replace(first, zone=second.zone)
    elif second.zone is None and first.zone is not None:
        second = replace(second, zone=first.zone)
    return first, second


def _in_month_of(first: DayToken | None, second: DayToken | None) -> DayToken | None:
    """ "From 12 August … until five on the 13th" ended in August."""
    if not (isinstance(first, Day) and isinstance(second, Day)) or second.month or first.month is None:
        return second
    if second.months_back is not None or second.day < first.day:
        return second
    return replace(second, year=first.year, month=first.month)


def _is_the_day_before(seen: Scan, first: Point, second: Point) -> bool:
    """ "At 23:34 it gave up; 00:02 on the 23rd it was itself again": no bare range, and the start was the day before."""
    gap = seen.gap(first.clock.end, second.clock.start)
    bare = (RANGE | FILL).issuperset(gap)
    after = second.beside is not None and second.beside.start > second.clock.start
    plain = all(p.clock.half is not None or p.clock.padded for p in (first, second))
    return after and plain and not bare and second.clock.at(second.clock.half) < first.clock.at(first.clock.half)


def _has_day_before(seen: Scan, cues: Cues, first: Point, second: Point) -> bool:
    """ "On Monday 22 June the depots lost you around 23:33, until 00:04 on Tuesday 23 June"."""
    if second.beside is None or second.beside.start < second.clock.start:
        return False
    at = first.clock.start
    before = next((d for d in reversed(seen.days) if d.end <= at and seen.passage.together(d.start, at)), None)
    if not isinstance(before, Day) or at - before.end > _NEARBY or is_other_day(seen, cues, before, needed=True):
        return False
    # A clock time between the two, or just before that day, is what the day belongs to.
    return not any(before.start - _CLOSE <= c.start < at for c in seen.clocks)


def _lasting(seen: Scan, stated: Sequence[Stated]) -> list[Stated]:
    """Give each length of time to the moment nearest to it in its sentence, or just before it."""
    done = list(stated)
    for duration in seen.durations:
        free = [i for i, s in enumerate(done) if s.end is None and s.duration is None and _reaches(seen, s, duration)]
        if free:
            nearest = min(free, key=lambda i: _distance(done[i], duration))
            backwards = done[nearest].start.sense in _ENDS and _ended_then(seen, done[nearest], duration)
            done[nearest] = replace(done[nearest], duration=duration.length, backwards=backwards)
    return done


def _ended_then(seen: Scan, stated: Stated, duration: Duration) -> bool:
    """Whether a length of time ended at a moment: "up at 12:40, after 2 min", "resolved in 2m 30s at 02:45:35"."""
    before = seen.passage.folded[: duration.start].rstrip().endswith(("after", "sau", "nach"))
    told = seen.passage.folded[duration.start : duration.end].startswith(("resolved in", "trong"))
    return before or (told and duration.end <= stated.start.clock.start)


def _distance(stated: Stated, duration: Duration) -> int:
    start, end = stated.start.span()
    return duration.start - end if duration.start >= end else start - duration.end + 40


def _reaches(seen: Scan, stated: Stated, duration: Duration) -> bool:
    start, end = stated.start.span()
    sentence = seen.passage.sentence(duration.start)
    if _OTHERS_TIME.search(seen.passage.folded, *sentence):
        return False
    if seen.passage.together(start, duration.start):
        return True
    between = any(c.start > end and c.end < duration.start for c in seen.clocks)
    return 0 <= duration.start - end <= _LATER and not between


def _merged(seen: Scan, stated: Sequence[Stated]) -> list[Stated]:
    """A range in brackets after another, in another zone, says it again."""
    kept: list[Stated] = []
    for one in stated:
        last = kept[-1] if kept else None
        if last is not None and last.end is not None and one.end is not None and _says_again(seen, last.end, one.start):
            kept[-1] = replace(last, other=one.start)
        elif last is not None and _is_said_in_another_zone(seen, last, one):
            continue
        elif last is not None and _is_said_exactly(seen, last, one):
            kept[-1] = on_day(one, last.start.day, last.start.shift) if last.start.day else one
        else:
            kept.append(one)
    return kept


def _is_said_in_another_zone(seen: Scan, last: Stated, one: Stated) -> bool:
    """ "22:31 to 23:04 UTC (that's Tuesday breakfast here, 06:31 to 07:04)": as long, and hours away."""
    if last.end is None or one.end is None or last.end.zone is None or one.start.zone is not None:
        return False
    gap = seen.gap(last.end.clock.end, one.start.clock.start)
    same = all(a.clock.minute == b.clock.minute for a, b in ((last.start, one.start), (last.end, one.end)))
    hours = (last.end.clock.hour - last.start.clock.hour) % 24, (one.end.clock.hour - one.start.clock.hour) % 24
    return gap[:1] == ["("] and ")" not in gap and len(gap) <= _CLOSE and same and hours[0] == hours[1]


def _is_said_exactly(seen: Scan, last: Stated, one: Stated) -> bool:
    """ "Between eight and ten past nine (20:00 to 21:10 to be exact)" """
    if last.end is None or one.end is None or seen.gap(last.end.clock.end, one.start.clock.start) != ["("]:
        return False
    pairs = ((last.start.clock, one.start.clock), (last.end.clock, one.end.clock))
    return all((60 * a.hour + a.minute) % 720 == (60 * b.hour + b.minute) % 720 for a, b in pairs)


def on_day(stated: Stated, day: DayToken, shift: int, checks: tuple[DayToken, ...] = ()) -> Stated:
    """The stated time on a day; an end said to be on "the next day" is counted from it."""
    end = stated.end
    if end is not None and end.day is None:
        own = end.beside.days if isinstance(end.beside, Anaphor) else 0
        end = replace(end, day=day, shift=shift + own)
    return replace(stated, start=replace(stated.start, day=day, shift=shift, checks=checks), end=end)
