"""Stretches of time as half-open spans `[start, end)`: united, cut and measured exactly, in whole seconds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, its end excluded. Both are aware datetimes in UTC; an empty span is never made."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        """Whole seconds from start to end."""
        return (self.end - self.start) // SECOND


_by_time, _start, _end = attrgetter("start", "end"), attrgetter("start"), attrgetter("end")


def union(spans: Iterable[Span]) -> list[Span]:
    """Overlapping and touching spans made one, in order of time; empty ones dropped. O(n log n)."""
    united: list[Span] = []
    last: Span | None = None
    for span in sorted((s for s in spans if s.start < s.end), key=_by_time):
        if last is None or span.start > last.end:
            united.append(span)
            last = span
        elif span.end > last.end:
            last = united[-1] = Span(last.start, span.end)
    return united


def intersection(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """What lies in both, in order of time."""
    return list(_meet(union(left), union(right)))


def _meet(left: list[Span], right: list[Span]) -> Iterator[Span]:
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i].start, right[j].start), min(left[i].end, right[j].end)
        if start < end:
            yield Span(start, end)
        if left[i].end <= right[j].end:
            i += 1
        else:
            j += 1


def difference(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """What lies in `left` and not in `right`, in order of time."""
    holes = union(right)
    if not holes:
        return union(left)
    kept, i = [], 0
    for span in union(left):
        start = span.start
        while i < len(holes) and holes[i].end <= start:
            i += 1
        j = i
        while j < len(holes) and holes[j].start < span.end:
            if start < holes[j].start:
                kept.append(Span(start, holes[j].start))
            start = max(start, holes[j].end)
            j += 1
        if start < span.end:
            kept.append(Span(start, span.end))
    return kept


def cut(spans: Iterable[Span], within: Span) -> list[Span]:
    """The parts of the spans that lie within one, united."""
    return intersection(spans, [within])


def clipped(united: list[Span], within: Span) -> list[Span]:
    """The parts within a span of a list that is united already: in order, none touching another."""
    first = bisect_right(united, within.start, key=_end)
    last = bisect_left(united, within.end, key=_start)
    kept = united[first:last]
    if kept:
        kept[0] = Span(max(kept[0].start, within.start), kept[0].end)
        kept[-1] = Span(kept[-1].start, min(kept[-1].end, within.end))
    return kept


def seconds(spans: Iterable[Span]) -> int:
    """The sum of the spans' seconds; unite them first where overlaps must count once."""
    return sum(span.seconds for span in spans)


def first_seconds(spans: Iterable[Span], limit: int) -> list[Span]:
    """The first `limit` seconds of the spans, in order of time."""
    kept = []
    for span in union(spans):
        if limit <= 0:
            break
        end = min(span.end, span.start + limit * SECOND)
        kept.append(Span(span.start, end))
        limit -= Span(span.start, end).seconds
    return kept
