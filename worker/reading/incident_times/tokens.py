"""The words of time in a text: dates, clock times, zones, durations, as tokens with their place.

Every expression is bounded; lines are cut before they come here. What a token means for an incident is decided in
`combine`; here it is only recognised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum, auto

from worker.sla.facts import DateOrder


class DayPart(Enum):
    """A part of the day that settles a twelve-hour clock."""

    MORNING = auto()
    NOON = auto()
    AFTERNOON = auto()
    EVENING = auto()
    NIGHT = auto()


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
    day: int | None
    swapped: bool = False
    """True for a numeric date that may also be read month first."""
    order: DateOrder | None = None
    """For a numeric date that can only be read one way: which."""


@dataclass(frozen=True, slots=True)
class RelativeDay(Token):
    """A day counted from the sending date."""

    days: int
    part: DayPart | None = None


@dataclass(frozen=True, slots=True)
class Weekday(Token):
    """A weekday name, 0 for Monday; `weeks` 1 for one in the week before the sending date's."""

    weekday: int
    weeks: int = 0
    past: bool = False
    """Said with "last", "vừa rồi" or the like."""
    part: DayPart | None = None


@dataclass(frozen=True, slots=True)
class Clock(Token):
    """A clock time as written; `half` is 0 for am, 12 for pm, None where nothing says."""

    hour: int
    minute: int
    second: int = 0
    half: int | None = None
    part: DayPart | None = None

    def time(self, half: int | None = None) -> tuple[int, int, int]:
        """Hour, minute and second on the 24-hour clock."""
        half = self.half if self.half is not None else half
        hour = self.hour
        if half is not None and hour <= 12:
            hour = hour % 12 + half
        return hour, self.minute, self.second


@dataclass(frozen=True, slots=True)
class Duration(Token):
    """A length of time that an incident lasted."""

    length: timedelta


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday",
            "tue tues tuesday",
            "wed weds wednesday",
            "thu thur thurs thursday",
            "fri friday",
            "sat saturday",
            "sun sunday",
        )
    )
    for name in names.split()
}
VIETNAMESE_WEEKDAYS = {
    "hai": 0,
    "2": 0,
    "ba": 1,
    "3": 1,
    "tư": 2,
    "tu": 2,
    "4": 2,
    "năm": 3,
    "nam": 3,
    "5": 3,
    "sáu": 4,
    "sau": 4,
    "6": 4,
    "bảy": 5,
    "bay": 5,
    "7": 5,
}
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "",
            "one a an một mot",
            "two couple hai",
            "three ba",
            "four bốn bon",
            "five năm nam",
            "six sáu sau",
            "seven bảy bay",
            "eight tám tam",
            "nine chín chin",
            "ten mười muoi",
            "eleven",
            "twelve",
        )
    )
    for word in words.split()
}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_NUMBER = r"\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
_ORD = r"(?:st|nd|rd|th)?"
_B = r"(?<![\w.,:/+-])"
_E = r"(?![\w/]|[.:-]\d)"
_FREE = r"(?:(?<![\d:.,/-])|(?<=:\d\d-)|(?<=[mh]-)|(?<=h\d\d-))"
"""Where a clock time may begin: not within a number, but after the dash of a range."""

_PARTS = {
    "morning": DayPart.MORNING,
    "sáng": DayPart.MORNING,
    "sang": DayPart.MORNING,
    "trưa": DayPart.NOON,
    "trua": DayPart.NOON,
    "noon": DayPart.NOON,
    "afternoon": DayPart.AFTERNOON,
    "chiều": DayPart.AFTERNOON,
    "chieu": DayPart.AFTERNOON,
    "evening": DayPart.EVENING,
    "tối": DayPart.EVENING,
    "toi": DayPart.EVENING,
    "tonight": DayPart.EVENING,
    "night": DayPart.NIGHT,
    "đêm": DayPart.NIGHT,
    "dem": DayPart.NIGHT,
    "khuya": DayPart.NIGHT,
}
_VPART = "sáng|sang|trưa|trua|chiều|chieu|tối|toi|đêm|dem|khuya"
_EPART = "morning|afternoon|evening|night"


def half_of(part: DayPart | None, hour: int) -> int | None:
    """Which half of the day a part says for an hour from 1 to 12: 0 or 12."""
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


def _year(raw: str | None) -> int | None:
    if raw is None:
        return None
    return int(raw) + 2000 if len(raw) == 2 else int(raw)


def _real(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return False
    return True


def _iso(m: re.Match[str]) -> Day | None:
    year, month, day = int(m["y"]), int(m["m"]), int(m["d"])
    return Day(*m.span(), year, month, day) if _real(year, month, day) else None


def _numeric(m: re.Match[str]) -> Day | None:
    first, second, year = int(m["a"]), int(m["b"]), _year(m.groupdict().get("y"))
    day_first, month_first = _real(year, second, first), _real(year, first, second)
    if day_first:
        order = None if month_first else DateOrder.DAY_FIRST
        return Day(*m.span(), year, second, first, swapped=month_first and first != second, order=order)
    return Day(*m.span(), year, first, second, order=DateOrder.MONTH_FIRST) if month_first else None


def _named(m: re.Match[str]) -> Day | None:
    month = MONTHS[m["mon"].lower()] if not m["mon"].isdigit() else int(m["mon"])
    year, day = _year(m["y"]), int(m["d"])
    return Day(*m.span(), year, month, day) if 1 <= month <= 12 and _real(year, month, day) else None


def _day_only(m: re.Match[str]) -> Day | None:
    return Day(*m.span(), None, None, int(m["d"])) if 1 <= int(m["d"]) <= 31 else None


def _relative(days: int, part: DayPart | None = None) -> Callable[[re.Match[str]], RelativeDay]:
    def make(m: re.Match[str]) -> RelativeDay:
        said = m.groupdict().get("part")
        return RelativeDay(*m.span(), days, _PARTS.get((said or "").lower(), part))

    return make


def _ago(m: re.Match[str]) -> RelativeDay:
    raw = m["n"].lower()
    count = int(raw) if raw.isdigit() else NUMBERS[raw]
    return RelativeDay(*m.span(), -count * (7 if m["unit"].lower().startswith(("w", "tu")) else 1))


def _weekday(m: re.Match[str]) -> Weekday:
    groups = m.groupdict()
    said = m[0].lower()
    weeks = int(bool(re.search(r"last week|tuần trước|tuan truoc|week before", said)))
    past = bool(re.search(r"\blast\b|\bpast\b|vừa rồi|vua roi|vừa qua|vua qua|trước|truoc", said))
    part = _PARTS.get((groups.get("part") or groups.get("part2") or "").lower())
    name = (groups.get("w") or "").lower()
    number = WEEKDAYS[name] if name else 6 if groups.get("cn") else VIETNAMESE_WEEKDAYS[groups["v"].lower()]
    return Weekday(*m.span(), number, weeks, past, part)


def _clock(m: re.Match[str]) -> Clock | None:
    groups = m.groupdict()
    hour, minute = int(groups["h"]), int(groups.get("min") or 0)
    if groups.get("rưỡi"):
        minute = 30
    second = int(groups.get("s") or 0)
    meridiem = (groups.get("ap") or "").lower().replace(".", "")[:1]
    half = {"a": 0, "p": 12}.get(meridiem)
    part = _PARTS.get((groups.get("part") or "").lower())
    if half is None and part is not None:
        half = half_of(part, hour)
    if hour > 24 or minute > 59 or second > 59 or (half is not None and meridiem and hour > 12):
        return None
    return Clock(*m.span(), hour % 24 if hour == 24 else hour, minute, second, half, part)


def _word_clock(hour: int, minute: int = 0) -> Callable[[re.Match[str]], Clock]:
    return lambda m: Clock(*m.span(), hour, minute)


def _duration(m: re.Match[str]) -> Duration | None:
    total = timedelta()
    for raw, unit in re.findall(rf"({_NUMBER}|half an?|nửa|nua)[\s-]*({_UNITS})", m["length"], re.IGNORECASE):
        low = raw.lower()
        amount = 0.5 if low.startswith(("half", "nửa", "nua")) else int(low) if low.isdigit() else NUMBERS[low]
        total += timedelta(minutes=int(amount * _MINUTES[next(u for u in _MINUTES if unit.lower().startswith(u))]))
    return Duration(*m.span(), total) if total else None


_UNITS = r"minutes?|mins?|m(?![a-z])|hours?|hrs?|h(?![a-z\d])|days?|phút|phut|tiếng|tieng"
_MINUTES = {
    "min": 1,
    "m": 1,
    "phút": 1,
    "phut": 1,
    "hour": 60,
    "hr": 60,
    "h": 60,
    "tiếng": 60,
    "tieng": 60,
    "giờ": 60,
    "gio": 60,
    "day": 1440,
    "ngày": 1440,
    "ngay": 1440,
}
_LENGTH = rf"(?:{_NUMBER}|half an?|nửa|nua)[\s-]{{0,2}}(?:{_UNITS})(?:[\s,]{{0,2}}(?:and |và )?(?:{_NUMBER})\s{{0,2}}(?:{_UNITS}))?"

_Maker = Callable[[re.Match[str]], Token | None]
_GRAMMAR: tuple[tuple[re.Pattern[str], _Maker], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), maker)
    for pattern, maker in (
        (rf"{_B}(?P<y>20\d\d)(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?=T\d|(?![\w/]|[-:]\d))", _iso),
        (rf"{_B}(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=T\d|{_E})", _iso),
        (rf"{_B}(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>20\d\d|\d\d){_E}", _numeric),
        (
            rf"{_B}(?:ngày|ngay|hôm|mùng|mồng|mung)?\s{{0,2}}(?P<d>\d{{1,2}})\s{{0,2}}(?:tháng|thang|thg)\s{{0,2}}(?P<mon>\d{{1,2}})"
            rf"(?:\s{{0,2}}(?:,|năm|nam|/|-)\s{{0,2}}(?P<y>20\d\d))?{_E}",
            _named,
        ),
        (
            rf"{_B}(?:the )?(?P<d>\d{{1,2}}){_ORD}[\s.-]{{0,2}}(?:of\s)?(?P<mon>{_MONTH})\b\.?(?:[\s,'’-]{{0,3}}(?P<y>20\d\d|(?<=['’-])\d\d))?(?![\w/]|:\d)",
            _named,
        ),
        (
            rf"{_B}(?P<mon>{_MONTH})\.?[\s-]{{0,2}}(?:the )?(?P<d>\d{{1,2}}){_ORD}(?![\d:h]|\.\d)(?:[\s,'’-]{{1,3}}(?P<y>20\d\d))?(?![\w/]|:\d)",
            _named,
        ),
        (
            r"(?:\bngày|\bngay|\bon|\bhôm|\bhom)\s{1,2}(?P<a>\d{1,2})(?P<sep>[/-])(?P<b>\d{1,2})(?![\w/-]|[.:]\d)",
            _numeric,
        ),
        (
            rf"\bnight (?:of|from) (?:the )?(?P<d>\d{{1,2}}){_ORD}(?:\s?(?:to|/|-|–|and)\s?(?:the )?\d{{1,2}}{_ORD}) (?:of )?(?P<mon>{_MONTH})\b"
            rf"(?:[\s,]{{1,2}}(?P<y>20\d\d))?",
            _named,
        ),
        (rf"{_B}(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?=\s{{0,2}}(?:,|lúc|luc|at|from|từ|tu|\())", _numeric),
        (r"(?<=\d[\s,])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\w/])", _numeric),
        (r"\bon the (?P<d>\d{1,2})(?:st|nd|rd|th)(?! floor| time| attempt)\b", _day_only),
        (rf"\b(?:day before yesterday)(?: (?P<part>{_EPART}))?\b", _relative(-2)),
        (rf"\byesterday(?: (?P<part>{_EPART}))?\b", _relative(-1)),
        (r"\blast night\b", _relative(-1, DayPart.NIGHT)),
        (r"\bthis (?P<part>morning|afternoon|evening)\b|\b(?:earlier )?today\b|\b(?P<part2>tonight)\b", _relative(0)),
        (rf"\b(?P<n>{_NUMBER}) (?P<unit>days?|weeks?|ngày|ngay|tuần|tuan) (?:ago|earlier|trước|truoc)\b", _ago),
        (rf"\bcách đây (?P<n>{_NUMBER}) (?P<unit>ngày|tuần)\b", _ago),
        (rf"\b(?:(?P<part>{_VPART})\s)?(?:hôm kia|hom kia)\b", _relative(-2)),
        (rf"\b(?:(?P<part>{_VPART})\s)?(?:hôm qua|hom qua)\b", _relative(-1)),
        (rf"\b(?P<part>{_VPART})\s(?:qua|hôm trước)\b", _relative(-1)),
        (rf"\b(?P<part>{_VPART})\s(?:nay|hôm nay|hom nay)\b|\bhôm nay\b|\bhom nay\b", _relative(0)),
        (
            rf"\b(?:last |past |on |this past )?(?P<w>{_WEEKDAY})\b\.?(?: (?P<part>{_EPART}))?(?: (?:of )?last week| the week before)?",
            _weekday,
        ),
        (
            rf"\b(?:(?P<part>{_VPART})\s)?(?:thứ|thu)\s(?P<v>hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay|[2-7])\b(?:\s(?:tuần trước|tuan truoc|"
            r"vừa rồi|vua roi|vừa qua|vua qua|tuần rồi|trước))?",
            _weekday,
        ),
        (
            rf"\b(?:(?P<part>{_VPART})\s)?(?P<cn>chủ nhật|chu nhat|\bCN\b)(?:\s(?:tuần trước|tuan truoc|vừa rồi|vừa qua))?",
            _weekday,
        ),
        (
            rf"{_FREE}(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)(?::(?P<s>[0-5]\d)(?:[.,]\d{{1,9}})?)?(?![\d:])"
            rf"(?:\s{{0,2}}(?P<ap>a\.?m\b\.?|p\.?m\b\.?)|\s{{1,2}}(?:in the |at )(?P<part>{_EPART}|night)|\s?(?:h\b|hrs\b|uhr\b|o'clock)|"
            rf"(?=\s?(?:{_VPART})\b))?",
            _clock,
        ),
        (r"(?<=T)(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?P<s>[0-5]\d)?(?=Z|[+-]\d\d|\b)", _clock),
        (rf"{_FREE}(?P<h>[01]?\d|2[0-3])[.](?P<min>[0-5]\d)\s{{0,2}}(?P<ap>a\.?m\b\.?|p\.?m\b\.?)", _clock),
        (rf"{_FREE}(?P<h>[01]?\d|2[0-3])[.](?P<min>[0-5]\d)\s?(?:hrs?|hours|uhr|h)\b", _clock),
        (
            r"(?:(?<=\bat )|(?<=\bfrom )|(?<=\buntil )|(?<=\btill ))(?P<h>[01]?\d|2[0-3])[.](?P<min>[0-5]\d)(?![\d.%]|\s?%)",
            _clock,
        ),
        (rf"{_FREE}(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)\s?(?:hrs|hours|h)\b", _clock),
        (
            rf"{_FREE}(?P<h>1[0-2]|0?[1-9])(?=\s?(?:-|–|to|and|until|till)\s?(?:1[0-2]|0?[1-9])(?::[0-5]\d)?\s?[ap]\.?m\b)",
            _clock,
        ),
        (rf"{_FREE}(?P<h>[01]?\d|2[0-4])(?=\s?(?:-|–|đến|tới|den)\s?(?:[01]?\d|2[0-4])\s?(?:h\b|giờ|gio))", _clock),
        (r"(?<=20\d\d\d\d\d\d[ _])(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?P<s>[0-5]\d)?(?!\d)", _clock),
        (rf"{_FREE}(?P<h>1[0-2]|0?[1-9])\s{{0,2}}(?P<ap>a\.?m\b\.?|p\.?m\b\.?)", _clock),
        (
            rf"{_FREE}(?P<h>[01]?\d|2[0-4])\s?h\s?(?P<min>[0-5]\d)?(?:\s?(?:ph|p|phút|phut)\b)?(?:\s{{0,2}}(?P<rưỡi>rưỡi|ruoi))?"
            rf"(?:\s{{0,2}}(?:buổi |buoi )?(?P<part>{_VPART})\b(?!\s(?:qua|nay|thứ|thu|chủ|chu|hôm|hom)\b))?(?![\w])",
            _clock,
        ),
        (
            rf"{_FREE}(?P<h>[01]?\d|2[0-4])\s(?:giờ|gio)(?:\s(?P<min>[0-5]?\d)(?:\s(?:phút|phut))?|\s(?P<rưỡi>rưỡi|ruoi))?"
            rf"(?:\s(?:buổi |buoi )?(?P<part>{_VPART})\b(?!\s(?:qua|nay|thứ|thu|chủ|chu|hôm|hom)\b))?(?!\w)",
            _clock,
        ),
        (r"(?<!after )(?<!before )(?<!past )\b(?:12 )?noon\b", _word_clock(12)),
        (r"(?<!after )(?<!before )(?<!past )\b(?:12 )?midnight\b", _word_clock(0)),
        (r"\bnửa đêm\b", _word_clock(0)),
        (
            r"\b(?:for|lasted|lasting|lasts|duration|down|total(?: of)?|outage of|kéo dài|keo dai|trong|suốt|suot)\b[\s:]{1,3}"
            r"(?:(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|over|just over|exactly|the best part of|"
            rf"a total of|khoảng|khoang|gần|tầm|hơn|chừng)\s)?(?P<length>{_LENGTH})",
            _duration,
        ),
        (
            rf"\((?:about |approx\.? |~\s?|khoảng )?(?P<length>{_LENGTH})(?: in total| total| outage| downtime)?\)",
            _duration,
        ),
    )
)


def tokens(text: str) -> list[Token]:
    """Every word of time in the text, in order; of two that overlap the earlier, then the longer."""
    found = list(_all(text))
    found.sort(key=lambda t: (t.start, -t.end))
    kept: list[Token] = []
    for token in found:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def _all(text: str) -> Iterator[Token]:
    for pattern, maker in _GRAMMAR:
        for match in pattern.finditer(text):
            token = maker(match)
            if token is not None:
                yield token


def clock_time(clock: Clock, half: int | None = None) -> time:
    """The clock's time of day."""
    return time(*clock.time(half))
