"""What each time of a text is: the start of an outage, its end, or another matter that is no incident at all.

The words of the time's own clause decide, those before it first; an excluded time takes its date along.
"""

from __future__ import annotations

from collections.abc import Sequence

from worker.reading.times.cues import Cue, Cues
from worker.reading.times.scan import Scan
from worker.reading.times.tokens import Clock, Token
from worker.reading.times.vocabulary import Sense

OTHER = frozenset((Sense.ACT, Sense.PAPER))
_WEAK = frozenset((Sense.SINCE, Sense.UNTIL, Sense.AGAIN))
_NEAR = 60
_ADJACENT = 25
_AT_ONCE = 6


def sense_of(scan: Scan, cues: Cues, clock: Clock, start: int, end: int) -> Sense | None:
    """What the words around a clock time say of it; None where they say nothing. With its own day it is `[start, end)`."""
    floor, ceiling = _room(scan, cues, clock)
    low, high = cues.clause(start, end, floor, ceiling)
    lead, trail = cues.within(low, start), cues.within(end, high)
    if lead:
        return _with_trail(_nearest(lead), trail, cues.within(end, min(ceiling, end + _NEAR)))
    if trail and trail[0].sense not in _WEAK:
        return trail[0].sense
    return _further(scan, cues, (start, end), floor, ceiling)


def _with_trail(sense: Sense, trail: Sequence[Cue], behind: Sequence[Cue]) -> Sense:
    """ "From 9:15 all was fine" is no start; "until 8:50 … it ran again" and "noted at 8:50 that it ran" are ends, "till 15:20, it failed again" is none."""
    if sense is Sense.SINCE and trail and trail[0].sense is Sense.FINE:
        return Sense.FINE
    if sense is Sense.UNTIL and behind and behind[0].sense in (Sense.AGAIN, Sense.ACT) and behind[0] in trail:
        return behind[0].sense
    return Sense.END if sense in (Sense.UNTIL, Sense.SEEN) and behind and behind[0].sense is Sense.END else sense


def _room(scan: Scan, cues: Cues, clock: Clock) -> tuple[int, int]:
    """From the clock time before to the clause of the one after, within the sentence."""
    start, end = scan.passage.sentence(clock.start)
    i = scan.clocks.index(clock)
    if i:
        start = max(start, scan.clocks[i - 1].end)
    if i + 1 < len(scan.clocks):
        following = scan.clocks[i + 1].start
        end = min(end, cues.clause(following, following, clock.end, following)[0])
    return start, end


def _further(scan: Scan, cues: Cues, own: tuple[int, int], floor: int, ceiling: int) -> Sense | None:
    """Where the clause says nothing, the sentence may: what went before, else what follows at once."""
    start, end = own
    behind = cues.within(end, min(ceiling, end + _ADJACENT))
    if behind and (
        behind[0].sense is Sense.FINE or (behind[0].sense is Sense.END and behind[0].start - end <= _AT_ONCE)
    ):
        return behind[0].sense
    lead = [c for c in cues.within(floor, start) if c.sense is not Sense.PAPER]
    if lead:
        return _nearest(lead)
    for cue in cues.within(end, min(ceiling, end + _NEAR)):
        at_once = cue.start - end <= 12 and not set(scan.gap(end, cue.start)) - {",", "i", "we"}
        known = cue.sense not in OTHER | _WEAK or (at_once and cue.sense in OTHER)
        return cue.sense if known else None
    return None


def _nearest(lead: Sequence[Cue]) -> Sense:
    """The last telling word; "since", "until" and "again" only where no stronger one stands before them."""
    last = lead[-1]
    if last.sense not in _WEAK:
        return last.sense
    stronger = next((c for c in reversed(lead) if c.sense not in _WEAK), None)
    before = stronger.sense if stronger is not None else None
    if stronger is not None and stronger.sense in OTHER and last.start - stronger.end <= _ADJACENT:
        return stronger.sense
    if last.sense is Sense.SINCE and before in (Sense.FINE, Sense.END):
        return Sense.FINE
    if last.sense is Sense.AGAIN and before is Sense.END:
        return Sense.END
    return last.sense


def is_other_day(scan: Scan, cues: Cues, day: Token, needed: bool) -> bool:
    """Whether a date without a clock time of its own is that of a document, of an act, or of a return to normal.

    Where a clock time in its sentence needs a day, only what stands before the date can say so.
    """
    floor, ceiling = scan.passage.sentence(day.start)
    low, high = cues.clause(day.start, day.end, floor, ceiling)
    lead = [c for c in cues.within(low, day.start) if c.sense not in (Sense.AGAIN, Sense.SEEN)]
    if lead:
        return _nearest(lead) in OTHER | {Sense.FINE}
    trail = cues.within(day.end, high)
    return not needed and bool(trail) and trail[0].sense in OTHER | {Sense.FINE, Sense.END}
