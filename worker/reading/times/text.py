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
Grammar = tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], T | None], tuple[str, ...]], ...]
"""Expressions, each with what makes a token of its match, or None where it is none after all, and words of which a text
that it matches holds at least one (none: it is always tried)."""

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
_TOLD_BY_ACCENTS = {
    "tôi": "···",  # "I", not "tối"
    "tối": "toj",  # "evening", not "tới"
    "mãi": "đến",  # "not until", not "mai", tomorrow
    "tới": "đến",  # "until", not "tối"
    "thư": "···",  # "letter", not "thứ"
    "nắm": "···",
}
_ONLY_ACCENTS_TELL = re.compile(rf"\b(?:{'|'.join(_TOLD_BY_ACCENTS)})\b", re.IGNORECASE)
_STOP = re.compile(r"[!?.]\s|\n")
_LAST_WORD = re.compile(r"\b\w{1,7}$")
_LEADERS = re.compile(r"(?<=\w) \.{3,} (?=\S)")
_ITEM = re.compile(
    r"\s{0,4}(?:\n|[*+>|•·-]|\d{1,2}[:.h]\d\d\s?(?:[ap]\.?m\.?)?\s{0,2}[-:]\s|\(?\d{1,2}[.)]\s|[a-z]\)\s|[a-z #]{2,30}:\s)"
)
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
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "tel",
        "ext",
        "inc",
        "ltd",
        "vs",
        "resp",
        "incl",
        "kl",
        "abs",
        "hr",
        "fr",
    ]
)
_SHORT = 55
_NUMERAL = re.compile(r"\d(?<![\d.:#$€£+a-su-z_]\d)\d*")
"""What may begin a date or clock time: no minutes, decimals, parts of an address or of a name."""
_DIGITS = "0123456789"
_WORD = re.compile(r"[a-z]+|[0-9]")


def _words(folded: str, start: int, end: int) -> frozenset[str]:
    return frozenset(_WORD.findall(folded, start, end))


def telling(words: str, *more: str, digits: bool = False) -> frozenset[str]:
    """Words of which a sentence must hold one to be worth a search, in one line; with `digits` any digit is enough."""
    return frozenset((*words.split(), *more, *(_DIGITS if digits else "")))


def folded(text: str) -> str:
    """The text in lower case without accents, of the same length; accents that alone tell two words apart are heeded."""
    if " ..." in text:  # a form's dot leaders
        text = _LEADERS.sub(lambda m: ":".ljust(len(m[0])), text)
    if text.isascii():
        return text.lower().replace("\t", " ").replace("\r", " ").replace("`", "'")
    return _ONLY_ACCENTS_TELL.sub(lambda m: _TOLD_BY_ACCENTS[m[0].lower()], text).translate(_FOLDING)


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
                ends = stop[0][0] != "." or not self._is_abbreviated(stop.start())
            else:
                ends = stop.start() - line < _SHORT or bool(_ITEM.match(self.folded, stop.end()))
                line = stop.end()
            if ends:
                starts.append(stop.end())
        return starts

    @cached_property
    def numerals(self) -> tuple[list[int], list[int]]:
        """Where each group of one or two digits starts, and where each longer one."""
        short: list[int] = []
        longer: list[int] = []
        for numeral in _NUMERAL.finditer(self.folded):
            (short if numeral.end() - numeral.start() < 3 else longer).append(numeral.start())
        return short, longer

    def _is_abbreviated(self, stop: int) -> bool:
        found = _LAST_WORD.search(self.folded, max(0, stop - 8), stop)
        word = found[0] if found else ""
        if word.isdecimal():
            return len(word) < 3 and self.folded[stop + 2 : stop + 5] in _MONTHS
        return word in _ABBREVIATED

    @cached_property
    def _vocabulary(self) -> list[frozenset[str]]:
        """The words and the digits of each sentence."""
        ends = [*self._starts[1:], len(self.text)]
        return [_words(self.folded, *span) for span in zip(self._starts, ends, strict=True)]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all sentences."""
        return frozenset().union(*self._vocabulary)

    def stretches(self, telling: frozenset[str]) -> Iterator[tuple[int, int]]:
        """The sentences that hold one of the words, neighbours joined."""
        start: int | None = None
        for low, words in zip(self._starts, self._vocabulary, strict=True):
            if not telling.isdisjoint(words):
                start = low if start is None else start
            elif start is not None:
                yield start, low
                start = None
        if start is not None:
            yield start, len(self.text)

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


def found(passage: Passage, telling: frozenset[str], grammar: Grammar[T]) -> Iterator[T]:
    """What the expressions of a grammar find, each with what is made of it; only sentences with a telling word are
    searched.
    """
    if telling.isdisjoint(passage.words):
        return
    folded = passage.folded
    for start, end in passage.stretches(telling):
        for pattern, maker in _worth_trying(grammar, folded[start:end]):
            for match in pattern.finditer(folded, start, end):
                made = maker(match)
                if made is not None:
                    yield made


def _worth_trying(
    grammar: Grammar[T], folded: str
) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], T | None]]]:
    for pattern, maker, words in grammar:
        for word in words:
            if word in folded:
                break
        else:
            if words:
                continue
        yield pattern, maker


def at_numerals(passage: Passage, short: Grammar[T], longer: Grammar[T]) -> Iterator[T]:
    """The same for expressions that start with a numeral, of one or two digits or a longer one: they are tried only
    where such a one starts.
    """
    for starts, grammar in zip(passage.numerals, (short, longer), strict=True):
        yield from _at(starts, passage.folded, grammar)


def _at(starts: list[int], folded: str, grammar: Grammar[T]) -> Iterator[T]:
    for pattern, maker in _worth_trying(grammar, folded) if starts else ():
        end = 0
        for start in starts:
            match = pattern.match(folded, start) if start >= end else None
            if match:
                end = match.end()
                made = maker(match)
                if made is not None:
                    yield made


def grammar(
    *rows: tuple[str, Callable[[re.Match[str]], T | None]] | tuple[str, Callable[[re.Match[str]], T | None], str],
) -> Grammar[T]:
    """Compile a grammar's rows: an expression, its maker, and words (divided by "|") one of which it needs."""
    return tuple((re.compile(row[0]), row[1], tuple(row[2].split("|")) if len(row) > 2 else ()) for row in rows)
