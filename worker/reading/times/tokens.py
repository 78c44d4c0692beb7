"""What the words of time mean, each with its place in the text: days, clock times, lengths of time, parts of the day.

Nothing here is tied to a calendar yet: which year "9 October" is, and whose noon "noon", is settled in `resolve`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from worker.reading.times.words import DayPart
from worker.sla.facts import DateOrder


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text, `[start, end)` in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Day(Token):
    """A calendar day as written; year and month are None where it names none. Read day first where that is open."""

    year: int | None
    month: int | None
    day: int
    swapped: bool = False
    """True for a numeric date that may also be read month first."""
    order: DateOrder | None = None
    """For a numeric date that can only be read one way: which."""
    through: int | None = None
    """The last day of "9-10 October"."""
    each: bool = False
    """True for "9 and 10 October"."""
    months_back: int | None = None
    """1 for "the 16th of last month", 0 for "of this month"."""
    part: DayPart | None = None
    short: bool = False
    """A numeric date without year: "9/10", which may as well be a fraction."""


@dataclass(frozen=True, slots=True)
class RelativeDay(Token):
    """A day counted from the sending date."""

    days: int
    part: DayPart | None = None


@dataclass(frozen=True, slots=True)
class Weekday(Token):
    """A weekday name, 0 for Monday; `weeks` 1 for one in the week before the sending date's."""

    weekday: int
    weeks: int | None = None
    past: bool = False
    """Said with "last", "vừa rồi" or the like."""
    part: DayPart | None = None
    alone: bool = True
    """False for an abbreviation that counts only beside a date or clock time ("sat", "sun")."""
    before_last: bool = False
    """ "The Thursday before last"."""


@dataclass(frozen=True, slots=True)
class Anaphor(Token):
    """ "The same day" or "the next morning": counted from the day named before."""

    days: int
    part: DayPart | None = None


def is_to_come(day: Token | None) -> bool:
    """Whether a day is named that lies after the sending: "tomorrow", "next Monday"."""
    return (isinstance(day, RelativeDay) and day.days > 0) or (isinstance(day, Weekday) and day.weeks == -1)


DayToken = Day | RelativeDay | Weekday | Anaphor


@dataclass(frozen=True, slots=True)
class Part(Token):
    """A part of the day that stands by itself: "in the evening", "chiều"."""

    part: DayPart


@dataclass(frozen=True, slots=True)
class Clock(Token):
    """A clock time as written; `half` is 0 for am, 12 for pm, None where nothing says."""

    hour: int
    minute: int
    second: int = 0
    half: int | None = None
    part: DayPart | None = None
    padded: bool = False
    """Written on the 24-hour clock ("08:15", "20:15")."""
    word: bool = False
    """ "Noon", "midnight"."""
    unsure: bool = False
    """Followed by "toi" without accents, which may be "I" or "in the evening"."""

    def at(self, half: int | None = None) -> tuple[int, int, int]:
        """Hour, minute and second on the 24-hour clock; `half` counts where the clock itself says none."""
        half = self.half if self.half is not None else half
        hour = self.hour if half is None or self.hour > 12 else self.hour % 12 + half
        return hour, self.minute, self.second


@dataclass(frozen=True, slots=True)
class Duration(Token):
    """A length of time that an incident lasted."""

    length: timedelta


@dataclass(frozen=True, slots=True)
class Zone(Token):
    """A zone named in a text. `key` is an IANA name, an offset, an abbreviation, or "" for the sender's own."""

    key: str
