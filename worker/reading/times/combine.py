"""All that one text says of times: stated incidents with their days, and what else may settle how they are read.

What is another matter's is left out here, and named, so that a mail of which nothing remains can be doubted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from worker.reading.times.cues import Cues
from worker.reading.times.linking import LOG
from worker.reading.times.points import Point, points
from worker.reading.times.ranges import Stated, on_day, ranges, stated_times
from worker.reading.times.roles import OTHER, is_other_day
from worker.reading.times.scan import Scan, scan, words
from worker.reading.times.text import passage
from worker.reading.times.tokens import Anaphor, Clock, Day, DayToken, Duration, Zone, is_to_come
from worker.reading.times.vocabulary import Sense
from worker.reading.times.words import WEEKDAYS, either

_PLACE = re.compile(rf"(?![a-z. ]*\b(?:{either(WEEKDAYS)}|thu|chu nhat|last|on|so)\b)[a-z. ]{{2,22}},")
_NEAR = 80
_INTO = frozenset(("to", "until", "till", "-", "into", "and", "on", "the", "sang", "rang", "den", ">", "/"))


@dataclass(frozen=True, slots=True)
class Found:
    """All that one text says of times."""

    stated: tuple[Stated, ...]
    loose: tuple[Stated, ...]
    """Clock times for which no day was found."""
    left_out: tuple[Stated, ...]
    """Ranges of time that were taken for a document's, and dated times that were taken for somebody's act."""
    days: tuple[DayToken, ...]
    """Days that are not another matter's, also those without a clock time."""
    dates: tuple[Day, ...]
    """Every calendar date, also invoices': they may settle how this writer orders day and month."""
    checks: tuple[tuple[DayToken, tuple[DayToken, ...]], ...]
    """Days with what was said beside them and must agree."""
    zones: tuple[Zone, ...]
    """Zones that count for times which name none."""
    log_zones: tuple[Zone, ...]
    """Zones that the text says its log is in."""
    lengths: tuple[timedelta, ...]
    """The lengths of time that an outage is said to have lasted."""
    folded: str
    """The text without accents, see `text`."""
    cut: bool
    """Whether the text names more times than are read."""


def find(text: str, *, fallback: Sequence[DayToken] = ()) -> Found:
    """What a text says of times. `fallback` are days of the subject, for clocks that stand without one."""
    seen = scan(passage(text))
    if not seen.every:
        return Found((), (), (), (), (), (), (), (), (), seen.passage.folded, cut=False)
    cues = Cues(seen.passage, tuple(t for t in seen.every if not isinstance(t, Duration)))
    every = points(seen, cues)
    kept, left = [p for p in every if p.sense not in OTHER], [p for p in every if p.sense in OTHER]
    days = _days(seen, cues, kept, left)
    real = tuple(d for d in days if not isinstance(d, Anaphor))
    stated = stated_times(seen, cues, kept)
    placed = [_placed(seen, s, days, fallback, left) for s in stated]
    heard, of_log = _zones(seen, every, stated)
    return Found(
        stated=tuple(s for s in placed if s.start.day is not None),
        loose=tuple(s for s in placed if s.start.day is None),
        left_out=tuple(
            s
            for s in ranges(seen, cues, left, {})
            if s.start.day and (_failed(seen, cues, s) if s.start.sense is Sense.ACT else s.end)
        ),
        days=real,
        dates=tuple(d for d in seen.days if isinstance(d, Day)),
        checks=tuple((d, seen.checks[d.start]) for d in real if d.start in seen.checks),
        zones=heard,
        log_zones=of_log,
        lengths=tuple(d.length for d in seen.durations),
        folded=seen.passage.folded,
        cut=seen.cut,
    )


def _failed(seen: Scan, cues: Cues, stated: Stated) -> bool:
    """Whether a dated time that somebody acted at is followed by words of a failure: "called us at 9:12, all is down"."""
    end = stated.start.span()[1]
    behind = cues.within(end, min(end + _NEAR, seen.passage.sentence(stated.start.clock.start)[1]))
    return stated.start.beside is not None and any(c.sense is Sense.START for c in behind)


def _zones(seen: Scan, every: Sequence[Point], stated: Sequence[Stated]) -> tuple[tuple[Zone, ...], tuple[Zone, ...]]:
    """Zones of stated times and of the whole text; those of other matters do not count, those of the log apart."""
    bound = {p.zone.start for p in every if p.zone}
    told = {seen.passage.sentence(s.start.clock.start) for s in stated}
    aside = {
        seen.passage.sentence(p.clock.start) for p in every if p.sense in OTHER
    } - told  # "14:10, the box is on UTC"
    free = [z for z in seen.zones if z.start not in bound and seen.passage.sentence(z.start) not in aside]
    heard = [p.zone for s in stated for p in (s.start, s.end) if p is not None and p.zone is not None]
    of_log = tuple(z for z in free if _speaks_of_log(seen, z))
    return (*heard, *(z for z in free if z not in of_log)), of_log


def _speaks_of_log(seen: Scan, zone: Zone) -> bool:
    return bool(LOG.intersection(words(seen.passage.folded, *seen.passage.sentence(zone.start))))


def _days(seen: Scan, cues: Cues, kept: Sequence[Point], left: Sequence[Point]) -> list[DayToken]:
    """The days that may be an incident's: without those of other matters, and those to come."""
    held = {p.beside.start for p in kept if p.beside}
    lost = {p.beside.start for p in left if p.beside} - held
    dayless = {seen.passage.sentence(p.clock.start) for p in kept if p.beside is None}
    found = []
    for day in seen.days:
        needed = seen.passage.sentence(day.start) in dayless
        other = day.start not in held and (day.start in lost or is_other_day(seen, cues, day, needed))
        if not other and not is_to_come(day):
            found.append(day)
    return _without_letterhead(seen, found)


def _without_letterhead(seen: Scan, days: list[DayToken]) -> list[DayToken]:
    """ "Hà Nội, ngày 20 tháng 11 năm 2026" at the head of a letter is the letter's date."""
    if len(days) < 2 or not isinstance(days[0], Day):
        return days
    text = seen.passage.folded
    lead = text[text.rfind("\n", 0, days[0].start) + 1 : days[0].start].strip().removesuffix("ngay").strip()
    rest = text[days[0].end :].partition("\n")[0].strip(" .")
    clocked = any(c.start < days[0].end for c in seen.clocks)
    return days[1:] if _PLACE.fullmatch(lead) and not rest and not clocked else days


def _placed(
    seen: Scan, stated: Stated, days: Sequence[DayToken], fallback: Sequence[DayToken], left: Sequence[Point]
) -> Stated:
    """Find a day for a time that has none beside it: in its sentence, around it, in the subject; at last anywhere."""
    if stated.start.day is not None:
        return stated
    clock = stated.start.clock
    for choice in _choices(seen, clock, days):
        for day in choice:
            base, shift = _counted(day, days)
            base = _first_of_two(seen, stated, base, days)
            if base is not None:
                rival = fallback[0] if fallback and not seen.passage.together(day.start, clock.start) else None
                return replace(on_day(stated, base, shift, seen.checks.get(base.start, ())), rival=rival)
    if fallback:
        return on_day(stated, fallback[0], 0)
    spare = [p.day for p in left if p.day is not None and not is_to_come(p.day)]
    if not spare:
        return stated
    beside = [d for d in spare if seen.passage.together(d.start, clock.start)]
    doubt = "" if beside else f"It is not said on which day “{stated.words}” was."
    return replace(on_day(stated, (beside or spare)[0], 0), doubt=doubt)


def _first_of_two(seen: Scan, stated: Stated, day: DayToken | None, days: Sequence[DayToken]) -> DayToken | None:
    """ "In the night from 4 June to 5 June, 10:18 pm until 5:55 am" began on the first."""
    if not isinstance(day, Day) or stated.end is None or day.start > stated.start.clock.start:
        return day
    first = next((d for d in reversed(days) if isinstance(d, Day) and d.end <= day.start), None)
    if first is None or not _INTO.issuperset(seen.gap(first.end, day.start)):
        return day
    return first if stated.end.clock.at(stated.end.clock.half) < stated.start.clock.at(stated.start.clock.half) else day


def _choices(seen: Scan, clock: Clock, days: Sequence[DayToken]) -> Sequence[Sequence[DayToken]]:
    """Days before it in its sentence, then after it in it, then before it, then after it; the nearest first."""
    at = clock.start
    days = [d for d in days if not (isinstance(d, Anaphor) and d.days and d.start > at)]  # "… to 0:25 the next day"
    beside = [d for d in days if seen.passage.together(d.start, at)]
    return (
        [d for d in reversed(beside) if d.end <= at],
        [d for d in beside if d.start > at],
        [d for d in reversed(days) if d.end <= at],
        [d for d in days if d.start > at],
    )


def _counted(day: DayToken, days: Sequence[DayToken]) -> tuple[DayToken | None, int]:
    if not isinstance(day, Anaphor):
        return day, 0
    base = [d for d in days if d.end <= day.start and not isinstance(d, Anaphor)]
    return (base[-1], day.days) if base else (None, 0)
