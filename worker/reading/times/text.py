"""A text made ready for reading times: one writing for dashes, blanks and accents, with every place kept.

Vietnamese is often typed without accents, so the grammar is written without them and reads a folded copy. The copy has
the length of the original: a span found in one is the same span in the other.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

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
_BREAK = re.compile(
    r"[!?]+\s|(?<![ap]\.m)(?<!\bapprox)(?<!\bca)(?<!\bno)(?<!\bnr)(?<!\bjan)(?<!\bfeb)(?<!\bmar)(?<!\bapr)(?<!\bjun)(?<!\bjul)(?<!\baug)"
    r"(?<!\bsep)(?<!\bsept)(?<!\boct)(?<!\bnov)(?<!\bdec)(?<!\bmon)(?<!\btue)(?<!\bwed)(?<!\bthu)(?<!\bfri)(?<!\bsat)(?<!\bsun)\.\s|"
    r"\n\s*\n|\n(?=\s{0,4}(?:[*+>|•·-]|\(?\d{1,2}[.)]\s|[a-z]\)\s|[a-z #]{2,30}:\s))|(?<=m\.) (?=[A-Z])"
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
        found = {m.end() for m in _BREAK.finditer(self.folded)}
        at = 0
        for line in self.folded.split("\n"):
            at += len(line) + 1
            if len(line) < _SHORT:
                found.add(at)
        return sorted(found | {0})

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
