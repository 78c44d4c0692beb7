"""The words around a time that say what it is: an outage's start or end, another outage, or another matter altogether.

Of several such words the nearest in the time's own clause decides. The words are without accents (see `text`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from worker.reading.times.text import Passage
from worker.reading.times.tokens import Token
from worker.reading.times.vocabulary import Sense, said_at

_CLAUSE = re.compile(
    r"[,;()\n]|\.\s|\s-{1,2}\s|\s(?:and|but|while|then|when|roi|va|nhung|thi|con|vi|because|nen|although|whereas)\s"
)
_WORD = re.compile(r"\w+|[#·]")
_STARTED = re.compile(r"(?:start|beg[au]n|commenc)\w*")
_WELL = re.compile(
    r"\b(?:reachable|back|work\w*|available|up|ok|okay|fine|good|online|respond\w*|answer\w*|connect\w*|through|alive|reach|use|log|"
    r"was|were|is|are|be|been|came|come|got|could|able)\b"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A telling word at `[start, end)`."""

    start: int
    end: int
    sense: Sense


@dataclass(frozen=True)
class Cues:
    """The telling words of a passage, in order and without overlap."""

    passage: Passage
    named: tuple[Token, ...] = ()
    """Words of time in order: what stands in one ("the 4th, UK time") tells nothing else."""

    @cached_property
    def every(self) -> list[Cue]:
        """All of them; of two that overlap the longer stays."""
        kept: list[Cue] = []
        for cue in sorted(self._all(), key=lambda c: (c.start, -c.end)):
            if kept and cue.start < kept[-1].end:
                if cue.end - cue.start > kept[-1].end - kept[-1].start:
                    kept[-1] = cue
                continue
            kept.append(cue)
        return [self._heard(kept, i) for i in range(len(kept))]

    def _all(self) -> Iterator[Cue]:
        """Of one sense those that follow on one another; those of two may overlap."""
        folded = self.passage.folded
        low, high = self._near
        ends = dict.fromkeys(Sense, low)
        starts = [t.start for t in self.named]
        for word in _WORD.finditer(folded, low, high):
            for sense, end in said_at(folded, word.start(), high):
                cue = Cue(word.start(), end, sense)
                if cue.start >= ends[sense] and not self._is_named(cue, starts):
                    ends[sense] = end
                    yield cue

    @cached_property
    def _near(self) -> tuple[int, int]:
        """From the first to the last sentence with a word of time."""
        if not self.named:
            return 0, 0
        return self.passage.sentence(self.named[0].start)[0], self.passage.sentence(self.named[-1].start)[1]

    def _is_named(self, cue: Cue, starts: list[int]) -> bool:
        i = bisect_left(starts, cue.end)
        return i > 0 and self.named[i - 1].end > cue.start

    def _heard(self, cues: list[Cue], i: int) -> Cue:
        """ "Again" after words of being well is an end; after words of failing it is another outage."""
        cue = cues[i]
        if i and self._stops_what_started(cues[i - 1], cue):
            return Cue(cue.start, cue.end, Sense.END)
        if cue.sense is not Sense.AGAIN or self.passage.folded[cue.start : cue.end] != "again":
            return cue
        low, _ = self.clause(cue.start, cue.end, max(0, cue.start - 60), cue.end)
        last = cues[i - 1] if i and cues[i - 1].start >= low else None
        failed = last is not None and last.sense in (Sense.START, Sense.SINCE)
        well = last is not None and last.sense is Sense.END
        if well or (not failed and _WELL.search(self.passage.folded[low : cue.start])):
            return Cue(cue.start, cue.end, Sense.END)
        return cue

    def _stops_what_started(self, last: Cue, cue: Cue) -> bool:
        """ "It started at 22:50 and stopped at 23:15": what stopped is the outage, as in a form's "Stop"."""
        folded = self.passage.folded
        words = folded[last.start : last.end], folded[cue.start : cue.end]
        told = bool(_STARTED.fullmatch(words[0])) and words[1] in ("stopped", "stops", "stop")
        alone = not folded[folded.rfind("\n", 0, cue.start) + 1 : cue.start].strip(" -*•·")
        return told and (alone or self.passage.together(last.start, cue.start))

    @cached_property
    def _starts(self) -> list[int]:
        return [c.start for c in self.every]

    @cached_property
    def _clauses(self) -> list[int]:
        return [m.start() for m in _CLAUSE.finditer(self.passage.folded, *self._near)]

    def within(self, start: int, end: int) -> list[Cue]:
        """The telling words that stand wholly in a stretch."""
        return [
            c for c in self.every[bisect_left(self._starts, start) : bisect_left(self._starts, end)] if c.end <= end
        ]

    def clause(self, start: int, end: int, floor: int, ceiling: int) -> tuple[int, int]:
        """The clause around a time, not reaching beyond `floor` and `ceiling`."""
        left = bisect_left(self._clauses, start)
        right = bisect_left(self._clauses, end)
        low = self._clauses[left - 1] if left else 0
        high = self._clauses[right] if right < len(self._clauses) else len(self.passage.folded)
        return max(low, floor), min(high, ceiling)
