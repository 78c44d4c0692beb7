"""One reading of all words of time in a text: tokens that do not overlap, with what belongs together joined.

A weekday beside a date becomes a check of that date, a part of the day becomes the day's or the clock's, and what only
looked like a day ("3/4 of all calls", "we sat") falls away.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from worker.reading.times.clocks import clocks, parts
from worker.reading.times.dates import days
from worker.reading.times.durations import durations
from worker.reading.times.linking import BESIDE, DAY_TO_DAY, DAY_TO_NEXT, DAY_TO_PART, PART_TO_CLOCK
from worker.reading.times.text import Passage
from worker.reading.times.tokens import Anaphor, Clock, Day, DayToken, Duration, Part, RelativeDay, Token, Weekday, Zone
from worker.reading.times.words import DARK
from worker.reading.times.zones import zones

MOST = 400
_WORD = re.compile(r"[a-z']+|\d+|->|[^\s\w]")


@dataclass(frozen=True)
class Scan:
    """The tokens of a passage, in order."""

    passage: Passage
    every: tuple[Token, ...]
    days: tuple[DayToken, ...]
    checks: dict[int, tuple[DayToken, ...]]
    """By the start of a day: weekday names and relative words beside it, which must agree with it."""
    clocks: tuple[Clock, ...]
    zones: tuple[Zone, ...]
    durations: tuple[Duration, ...]
    cut: bool
    """Whether there were more words of time than are read."""

    def gap(self, start: int, end: int) -> list[str]:
        """The words between two places, those of time left out."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return words(self.passage.folded, start, end, self.every[low:high])

    @cached_property
    def _starts(self) -> list[int]:
        return [t.start for t in self.every]


def words(folded: str, start: int, end: int, left_out: Iterable[Token] = ()) -> list[str]:
    """The words and signs of a stretch of text, without those of the tokens left out."""
    kept, at = [], start
    for token in left_out:
        if token.start >= at and token.end <= end:
            kept.append(folded[at : token.start])
            at = token.end
    kept.append(folded[at:end])
    return _WORD.findall(" ".join(kept))


def scan(passage: Passage) -> Scan:
    """Read all words of time in a passage."""
    folded = passage.folded
    found: list[Token] = [
        *days(passage),
        *clocks(passage),
        *durations(passage),
        *parts(passage),
        *zones(passage),
    ]
    apart = _apart(found)
    kept = _beside_others(folded, apart[:MOST])
    named = [t for t in kept if isinstance(t, Day | RelativeDay | Weekday | Anaphor)]
    loose = [t for t in kept if isinstance(t, Part)]
    checked, checks = _checked(folded, [_with_part(folded, d, loose) for d in named], kept)
    joined = _nights(folded, checked, kept)
    return Scan(
        passage,
        tuple(kept),
        tuple(joined),
        checks,
        tuple(_clock_with_part(folded, t, loose) for t in kept if isinstance(t, Clock)),
        tuple(t for t in kept if isinstance(t, Zone)),
        tuple(t for t in kept if isinstance(t, Duration)),
        len(apart) > MOST,
    )


def _apart(found: list[Token]) -> list[Token]:
    """Of two tokens that overlap the earlier stays, then the longer; a part of the day gives way to all others."""
    kept: list[Token] = []
    for token in sorted(found, key=lambda t: (t.start, -t.end)):
        if kept and token.start < kept[-1].end:
            if isinstance(kept[-1], Part) and not isinstance(token, Part):
                kept[-1] = token
            continue
        kept.append(token)
    return kept


def _beside_others(folded: str, found: Sequence[Token]) -> list[Token]:
    """Drop what is a day only beside a clock time or another day and stands alone."""
    kept = []
    for i, token in enumerate(found):
        doubtful = (isinstance(token, Day) and token.short) or (isinstance(token, Weekday) and not token.alone)
        around = [*found[i + 1 : i + 2], *found[max(0, i - 1) : i]]
        if not doubtful or any(
            _joined(folded, token, other, BESIDE) for other in around if not isinstance(other, Duration)
        ):
            kept.append(token)
    return kept


def _between(a: Token, b: Token) -> tuple[int, int]:
    return min(a.end, b.end), max(a.start, b.start)


def _joined(folded: str, a: Token, b: Token, linking: frozenset[str]) -> bool:
    start, end = _between(a, b)
    return end - start <= 24 and "\n" not in folded[start:end] and linking.issuperset(words(folded, start, end))


def _with_part(folded: str, day: DayToken, loose: Sequence[Part]) -> DayToken:
    if day.part is None:
        for part in loose:
            if abs(part.start - day.start) < 60 and _joined(folded, day, part, DAY_TO_PART):
                return replace(day, part=part.part)
    return day


def _clock_with_part(folded: str, clock: Clock, loose: Sequence[Part]) -> Clock:
    """A part of the day just before a clock: "chiều 2h05", "in the evening at 8:15"."""
    if clock.part is None and clock.half is None and not clock.padded:
        for part in loose:
            if part.end <= clock.start <= part.end + 16 and _joined(folded, part, clock, PART_TO_CLOCK):
                return replace(clock, part=part.part)
    return clock


def _checked(
    folded: str, named: Sequence[DayToken], every: Sequence[Token]
) -> tuple[list[DayToken], dict[int, tuple[DayToken, ...]]]:
    """Of a date and a weekday (or "yesterday") side by side the more exact is the day, the other its check."""
    kept: list[DayToken] = []
    checks: dict[int, tuple[DayToken, ...]] = {}
    for day in named:
        last = kept[-1] if kept else None
        if last is not None and _same(folded, last, day, every):
            better, other = (day, last) if _exactness(day) > _exactness(last) else (last, day)
            if better.part is None and other.part is not None:
                better = replace(better, part=other.part)
            kept[-1] = better
            said = () if isinstance(other, Anaphor) else (other,)
            checks[better.start] = (*checks.pop(last.start, ()), *said)
        else:
            kept.append(day)
    return kept, checks


def _nights(folded: str, named: Sequence[DayToken], every: Sequence[Token]) -> list[DayToken]:
    """ "The night of the 12th into 13 November" as one day that goes through to the next."""
    kept: list[DayToken] = []
    for day in named:
        last = kept[-1] if kept else None
        if isinstance(last, Day) and isinstance(day, Day) and last.part in DARK and _follows(folded, last, day, every):
            kept[-1] = replace(day, start=last.start, day=last.day, through=day.day, part=last.part)
        else:
            kept.append(day)
    return kept


def _follows(folded: str, last: Day, day: Day, every: Sequence[Token]) -> bool:
    """Whether two dates with only a word like "to" between them are a day and the next one of the same month."""
    parted = any(last.end <= t.start < day.start and isinstance(t, Clock) for t in every)
    dated = last.month in (None, day.month) and last.year in (None, day.year) and last.day + 1 == day.day
    return dated and not parted and not last.through and _joined(folded, last, day, DAY_TO_NEXT)


def _exactness(day: DayToken) -> int:
    if isinstance(day, Day):
        return 3
    return 0 if isinstance(day, Anaphor) else 2 if isinstance(day, RelativeDay) else 1


def _same(folded: str, a: DayToken, b: DayToken, every: Sequence[Token]) -> bool:
    """Whether two days of different kinds stand side by side, with no clock time between."""
    counted = any(isinstance(d, Anaphor) and d.days for d in (a, b))
    parted = any(a.end <= t.start < b.start and not isinstance(t, Part) for t in every)
    if type(a) is type(b) or counted or parted:
        return False
    return _joined(folded, a, b, DAY_TO_DAY)
