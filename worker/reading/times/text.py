"""A text made ready for reading times: one writing for dashes, blanks and accents, with every place kept.

Vietnamese is often typed without accents, so the grammar is written without them and reads a folded copy. The copy has
the length of the original: a span found in one is the same span in the other.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

T = TypeVar("T")
Grammar = tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], T | None]], ...]
"""Expressions, each with what makes a token of its match, or None where it is none after all."""

_SAME = dict.fromkeys("‐‑‒–—―−﹣－", "-") | dict.fromkeys("‘’ʼ´`＇", "'") | dict.fromkeys("“”„«»", '"')
_SAME |= {
    "：": ":",
    "∶": ":",
    "／": "/",
    "，": ",",
    "（": "(",
    "）": ")",
    "→": ">",
    "➔": ">",
    "⇒": ">",
    "➜": ">",
    "～": "~",
    "đ": "d",
    "Đ": "d",
}
_SAME |= dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
)
_SAME |= dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\r", " ")


class _Folding(dict[int, str]):
    """One character for each character: lower case, without accents."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character not in _SAME:
            character = unicodedata.normalize("NFKD", character)[:1].lower() or character
        folded = _SAME.get(character, character)
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_FOLDING = _Folding()
_ONLY_ACCENTS_TELL = (
    (re.compile(r"\btôi\b", re.IGNORECASE), "···"),  # "I", not "tối"
    (re.compile(r"\btối\b", re.IGNORECASE), "toj"),  # "evening", not "tới"
    (re.compile(r"\btới\b", re.IGNORECASE), "đến"),  # "until", not "tối"
    (re.compile(r"\bthư\b", re.IGNORECASE), "···"),  # "letter", not "thứ"
    (re.compile(r"\bnắm\b", re.IGNORECASE), "···"),
)
_STOP = re.compile(r"[!?]\s|(?P<word>\b\w{1,7})?\.\s|\n")
_ITEM = re.compile(r"\s{0,4}(?:\n|[*+>|•·-]|\(?\d{1,2}[.)]\s|[a-z]\)\s|[a-z #]{2,30}:\s)")
_MONTHS = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
_ABBREVIATED = frozenset(
    [
        "approx",
        "ca",
        "no",
        "nr",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "m",
    ]
)
_SHORT = 55


def folded(text: str) -> str:
    """The text in lower case without accents, of the same length; accents that alone tell two words apart are heeded."""
    for pattern, instead in _ONLY_ACCENTS_TELL:
        text = pattern.sub(instead, text)
    return text.translate(_FOLDING)


@dataclass(frozen=True)
class Passage:
    """A text (NFC) and what is derived from it."""

    text: str

    @cached_property
    def folded(self) -> str:
        """The copy that the grammar reads."""
        return folded(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        """A sentence ends at a stop, at the end of a short line, and before an item of a list."""
        starts, line = [0], 0
        for stop in _STOP.finditer(self.folded):
            if stop[0] != "\n":
                ends = not self._is_abbreviated(stop)
            else:
                ends = stop.start() - line < _SHORT or bool(_ITEM.match(self.folded, stop.end()))
                line = stop.end()
            if ends:
                starts.append(stop.end())
        return starts

    def _is_abbreviated(self, stop: re.Match[str]) -> bool:
        word = stop["word"] or ""
        if word.isdecimal():
            return len(word) < 3 and self.folded[stop.end() : stop.end() + 3] in _MONTHS
        return word in _ABBREVIATED

    def stretches(self, telling: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """The sentences in which an expression is found, neighbours joined."""
        start = end = 0
        for match in telling.finditer(self.folded):
            if match.start() < end:
                continue
            low, high = self.sentence(match.start())
            if low > end:
                if end:
                    yield start, end
                start = low
            end = high
        if end:
            yield start, end

    def sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence (or line of a list) around a place starts and ends."""
        i = bisect_right(self._starts, at)
        return self._starts[i - 1], self._starts[i] if i < len(self._starts) else len(self.text)

    def together(self, a: int, b: int) -> bool:
        """Whether two places stand in one sentence."""
        return self.sentence(a) == self.sentence(b)


def passage(text: str) -> Passage:
    """A text made ready; accents written as separate characters are joined first."""
    return Passage(unicodedata.normalize("NFC", text))


def found(passage: Passage, telling: re.Pattern[str], grammar: Grammar[T]) -> Iterator[T]:
    """What the expressions of a grammar find, each with what is made of it; only telling sentences are searched."""
    for start, end in passage.stretches(telling):
        for pattern, maker in grammar:
            for match in pattern.finditer(passage.folded, start, end):
                made = maker(match)
                if made is not None:
                    yield made
