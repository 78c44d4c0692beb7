"""Each incident once: the same time said in the subject and again in the text, or a moment within a range, is one.

Where two say the same, the one that says more stays: a range before a moment, one reading before two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from worker.sla.facts import StatedIncident, TimeReading

_SLACK = timedelta(minutes=1)
"""A range is often stated to the minute, its first and last error to the second."""


_ROUGH = timedelta(minutes=30)


def distinct(incidents: Iterable[StatedIncident]) -> list[StatedIncident]:
    """The incidents without those that others hold already, in order of time."""
    kept: list[StatedIncident] = []
    for found in sorted(incidents, key=lambda i: (i.aside, i.readings[0].end is None, len(i.readings), len(i.doubts))):
        holding = next((n for n, other in enumerate(kept) if _is_within(found, other)), None)
        if holding is None:
            kept.append(found)
        elif _is_another(found.readings[0], kept[holding].readings[0]):
            doubt = f"“{found.words}” lies within “{kept[holding].words}”: it is not said which of them is meant."
            kept[holding] = replace(kept[holding], doubts=(*kept[holding].doubts, doubt))
    return sorted(kept, key=lambda i: i.readings[0].start)


def _is_another(a: TimeReading, b: TimeReading) -> bool:
    """Whether a range is so much shorter than the one that holds it that it hardly says the same."""
    if a.end is None or b.end is None:
        return False
    return (b.end - b.start) - (a.end - a.start) > max(_ROUGH, (b.end - b.start) / 3)


def _is_within(found: StatedIncident, other: StatedIncident) -> bool:
    return any(_is_inside(a, b) for a in found.readings for b in other.readings)


def _is_inside(a: TimeReading, b: TimeReading) -> bool:
    if b.end is None:
        return a.end is None and a.start == b.start
    return b.start - _SLACK <= a.start <= b.end + _SLACK and (a.end is None or a.end <= b.end + _SLACK)
