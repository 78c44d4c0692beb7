"""The vocabulary of time, English and Vietnamese, without accents: months, weekdays, numbers, parts of the day."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto


class DayPart(Enum):
    """A part of the day: it settles a twelve-hour clock."""

    MORNING = auto()
    NOON = auto()
    AFTERNOON = auto()
    EVENING = auto()
    NIGHT = auto()


def _numbered(*rows: str) -> dict[str, int]:
    return {word.replace("_", " "): number for number, row in enumerate(rows) for word in row.split()}


def either(words: Iterable[str]) -> str:
    """The words as alternatives of an expression, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True)).replace(" ", r"\s{1,2}")


MONTHS = _numbered(
    "", "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
MONTHS_VI = _numbered(
    "", "gieng mot", "hai", "ba", "tu bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi_mot", "muoi_hai chap"
)
WEEKDAYS = _numbered(
    "monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri", "saturday sat",
    "sunday sun",
)  # fmt: skip
WEEKDAYS_VI = _numbered("hai 2", "ba 3", "tu 4", "nam 5", "sau 6", "bay 7")
NUMBERS = _numbered(
    "", "one a an mot", "two couple couple_of hai", "three few ba", "four bon", "five nam", "six sau", "seven bay",
    "eight tam", "nine chin", "ten muoi", "eleven muoi_mot", "twelve muoi_hai", "thirteen", "fourteen",
    "fifteen muoi_lam", "sixteen", "seventeen", "eighteen", "nineteen", "twenty hai_muoi",
) | {"twenty-five": 25, "thirty": 30, "ba muoi": 30, "forty": 40, "forty-five": 45, "fifty": 50, "ninety": 90}  # fmt: skip
HOURS = tuple(
    w
    for w, n in NUMBERS.items()
    if 1 <= n <= 12 and w not in ("a", "an", "one", "couple", "couple of", "few", "mot", "nam")
)
"""Words for the hours of a clock, but for those that mean too many other things."""
ORDINALS = _numbered(
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
    "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip
PARTS = {
    "early morning": DayPart.MORNING, "small hours": DayPart.MORNING, "early hours": DayPart.MORNING, "midnight": DayPart.NIGHT, "morning": DayPart.MORNING, "sang som": DayPart.MORNING, "sang": DayPart.MORNING,
    "rang sang": DayPart.MORNING, "trua": DayPart.NOON, "afternoon": DayPart.AFTERNOON, "chieu": DayPart.AFTERNOON,
    "evening": DayPart.EVENING, "toi": DayPart.EVENING, "toj": DayPart.EVENING, "night": DayPart.NIGHT, "dem": DayPart.NIGHT,
    "khuya": DayPart.NIGHT, "nights": DayPart.NIGHT, "overnight": DayPart.NIGHT,
}  # fmt: skip
PARTS_EN = r"early\smorning|small\shours|early\shours|morning|afternoon|evening|overnight|night"
PARTS_VI = r"rang\ssang|sang\ssom|sang|trua|chieu|toj|toi|dem|khuya"


DARK = frozenset((DayPart.NIGHT, DayPart.EVENING))
"""The parts of a day that may run into the next."""


def part_of(word: str | None) -> DayPart | None:
    """The part of the day a word names, if any."""
    return PARTS.get(" ".join(word.split())) if word else None


def half_of(part: DayPart | None, hour: int) -> int | None:
    """Which half of the day, 0 or 12, a part says for an hour from 1 to 12."""
    if part is None or not 1 <= hour <= 12:
        return None
    if part is DayPart.MORNING:
        return 0
    if part is DayPart.NOON:
        return 12 if hour in (12, 1, 2, 3) else 0
    if part is DayPart.AFTERNOON:
        return 12
    if part is DayPart.EVENING:
        return 12 if 4 <= hour <= 11 else 0
    return 12 if 6 <= hour <= 11 else 0


TENS_VI = r"(?:hai|ba|bon|nam|sau|bay|tam|chin)\smuoi(?:\s(?:mot|hai|ba|bon|tu|lam|nam|sau|bay|tam|chin))?"
_ONES_VI = {"tu": 4, "lam": 5}


def number(word: str) -> int:
    """The number a word or numeral says ("hai mươi lăm" is 25); 0 where it says none."""
    word = " ".join(word.split())
    if word.isdecimal() or word in NUMBERS:
        return NUMBERS.get(word) or int(word)
    tens, ten, ones = f" {word} ".partition(" muoi ")[:3]
    if not ten:
        return _ONES_VI.get(word, 0)
    return 10 * (NUMBERS.get(tens.strip()) or 1) + (_ONES_VI.get(ones.strip()) or NUMBERS.get(ones.strip(), 0))
