"""The days named in a text, in words or numerals, English and Vietnamese; it reads a folded text (see `text`).

What looks like a day but may be a fraction or a verb ("9/10", "sat") is marked; `scan` keeps it only beside a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from worker.reading.times.text import Grammar, Passage, at_numerals, found, grammar, telling
from worker.reading.times.tokens import Anaphor, Day, DayToken, RelativeDay, Weekday
from worker.reading.times.words import (
    MONTHS,
    MONTHS_VI,
    NUMBERS,
    ORDINALS,
    PARTS_EN,
    PARTS_VI,
    WEEKDAYS,
    WEEKDAYS_VI,
    DayPart,
    either,
    number,
    part_of,
)
from worker.sla.facts import DateOrder

_MONTH = either(MONTHS)
_NUMERAL = r"[0-3]?\d(?:\s?(?:st|nd|rd|th))?"
_ORDINAL = either(w for w in ORDINALS if w)
_D = rf"(?:{_NUMERAL}|{_ORDINAL})"
_LEFT = r"(?<![\w./:#+-])"
_RIGHT = r"(?![\w/]|[.:-]\d)"
_NOT_CLOCK = r"(?!\d|:\d|\.\d|h\b|h\d|\s?[ap]\.?m\b|\s?(?:hrs|uhr|gio|o'clock)\b)"
_NUMBER = r"\d{1,3}|" + either(w for w in NUMBERS if w)
_YEAR = r"(?:(?:\s?,\s?|\s{1,2}|\s?[-/.]\s?)(?P<y>20\d\d)(?![\d:]|\s?hrs)|\s?'(?P<y2>\d\d)\b|-(?P<y3>\d\d)(?![\w:-]))?"


def _real(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return False
    return True


def _year(m: re.Match[str]) -> int | None:
    groups = m.groupdict()
    raw = groups.get("y") or groups.get("y2") or groups.get("y3")
    if raw is None:
        return None
    return int(raw) + 2000 if len(raw) == 2 else int(raw)


def _ordinal(raw: str) -> int:
    return ORDINALS.get(raw) or int(re.sub(r"\D", "", raw) or 0)


def _iso(m: re.Match[str]) -> Day | None:
    year, month, day = int(m["y"]), int(m["m"]), int(m["d"])
    return Day(*m.span(), year, month, day) if _real(year, month, day) else None


def _numeric(m: re.Match[str]) -> Day | None:
    first, second, year = int(m["a"]), int(m["b"]), _year(m)
    day_first, month_first = _real(year, second, first), _real(year, first, second)
    short = "y" not in m.groupdict()
    if day_first:
        order = None if month_first else DateOrder.DAY_FIRST
        return Day(*m.span(), year, second, first, swapped=month_first and first != second, order=order, short=short)
    return Day(*m.span(), year, first, second, order=DateOrder.MONTH_FIRST, short=short) if month_first else None


def _led(m: re.Match[str]) -> Day | None:
    """A short numeric date that a word before it ("ngày", "on") shows to be one."""
    found = _numeric(m)
    return found and Day(found.start, found.end, None, found.month, found.day, found.swapped, found.order)


def _named(m: re.Match[str]) -> Day | None:
    raw, year, day = m["mon"], _year(m), _ordinal(m["d"])
    month = int(raw) if raw.isdecimal() else MONTHS.get(raw) or MONTHS_VI.get(" ".join(raw.split()), 0)
    last = _ordinal(m.groupdict().get("d2") or "0") or None
    if not 1 <= month <= 12 or not _real(year, month, day) or (last and (last <= day or not _real(year, month, last))):
        return None
    return Day(*m.span(), year, month, day, through=last, each=bool(m.groupdict().get("each")))


def _day_only(m: re.Match[str]) -> Day | None:
    day = _ordinal(m["d"])
    of = m.groupdict().get("of") or ""
    back = None if not of else 1 if re.search(r"last|truoc|roi", of) else 0
    return Day(*m.span(), None, None, day, months_back=back) if 1 <= day <= 31 else None


def _relative(days: int, part: DayPart | None = None) -> Callable[[re.Match[str]], RelativeDay]:
    return lambda m: RelativeDay(*m.span(), days, part_of(m.groupdict().get("part")) or part)


def _ago(m: re.Match[str]) -> RelativeDay | None:
    count = number(m["n"])
    return RelativeDay(*m.span(), -count * (7 if m["unit"].startswith(("w", "tu")) else 1)) if count else None


def _anaphor(days: int) -> Callable[[re.Match[str]], Anaphor]:
    return lambda m: Anaphor(*m.span(), days, part_of(m.groupdict().get("part")))


def _weekday(m: re.Match[str]) -> Weekday:
    groups, said = m.groupdict(), m[0]
    earlier = bool(re.search(r"last week|week before|previous week|tuan (?:truoc|trc|roi|vua)", said))
    now = bool(re.search(r"this week|tuan nay", said))
    coming = bool(re.search(r"\bnext\b|\bcoming\b|tuan (?:sau|toi|den)|(?:toi|den)$", said))
    past = bool(re.search(r"\blast\b|\bpast\b|\bprevious\b|vua (?:roi|qua)|\btruoc\b|\broi\b", said))
    name = groups.get("w") or groups.get("abbr")
    day = WEEKDAYS[name] if name else 6 if groups.get("cn") else WEEKDAYS_VI[groups["v"] or ""]
    weeks = -1 if coming else 1 if earlier else 0 if now else None
    led = bool(re.match(r"last|this|next|coming|past|previous", said)) or weeks is not None
    alone = led or not groups.get("abbr")
    return Weekday(*m.span(), day, weeks, past, part_of(groups.get("part")), alone, before_last="before last" in said)


_WEEK_EN = r"(?:\s(?:of\s)?(?:last|this|next|the\sprevious)\sweek|\sthe\sweek\sbefore|\sbefore\slast)?"
_WEEK_VI = r"(?:\s(?:toi|den)(?=\s?[.,;!?)]|\s*$)|\s(?:tuan\s(?:truoc|trc|roi|nay|sau|toi|den|vua\s(?:roi|qua))|vua\s(?:roi|qua)|truoc\b|roi\b))?"
_LED_EN = r"(?:(?:last\sweek(?:'s)?(?:\son)?|this\spast|this|last|next|this\scoming|coming|past|previous)\s)?"
_FULL = either(w for w in WEEKDAYS if w.endswith("day"))
_ABBR = either(w for w in WEEKDAYS if not w.endswith("day"))

_MONTHS_NEEDED = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"


def _before_month(day: str) -> Grammar[DayToken]:
    """A day in numerals or words before its month: "9 and 10 October", "the ninth of October"."""
    return grammar(
        (rf"{_LEFT}(?P<d>{day})\s{{0,2}}(?:-|to|until|through|(?P<each>and|&|va)|/|den)\s{{0,2}}(?:the\s)?(?P<d2>{_D})[\s.-]{{0,2}}(?:of\s)?"
         rf"(?P<mon>{_MONTH})\b\.?{_YEAR}{_NOT_CLOCK}", _named, _MONTHS_NEEDED),
        (rf"{_LEFT}(?P<d>{day})[\s./-]{{0,2}}(?:day\s)?(?:of\s)?(?P<mon>{_MONTH})\b\.?{_YEAR}(?!\w|\s(?:have|be|not|fail|well|still)\b)", _named, _MONTHS_NEEDED),
    )  # fmt: skip


_NUMERALS: Grammar[DayToken] = _before_month(_NUMERAL) + grammar(
    (rf"{_LEFT}(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>20\d\d|\d\d)(?![\w/]|[.:]\d|-\d\d?-)", _numeric),
    (rf"{_LEFT}(?P<a>\d{{1,2}})\s[/.-]\s(?P<b>\d{{1,2}})\s[/.-]\s(?P<y>20\d\d)(?![\w/]|[.:]\d)", _numeric, "20"),
    (r"(?:(?<=ngay )|(?<=hom )|(?<=\bon )|(?<=date: )|(?<=bua )|(?<=ngay: )|(?<=mung )|(?<=mong )|(?<=\bthe ))(?P<a>\d{1,2})[/-](?P<b>\d{1,2})(?![\w/-]|[.:]\d|\s?%|\sof\b)", _led),
    (rf"{_LEFT}(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?![\w/]|[.:]\d|\s?%)", _numeric),
    (rf"{_LEFT}(?<!at )(?<!until )(?<!till )(?P<a>[0-3]?\d)\.(?P<b>0?[1-9]|1[0-2])\.(?=\s|,|$)", _numeric),
    (rf"{_LEFT}(?P<d>[0-3]?\d(?:st|nd|rd|th))(?P<of>\sof\s(?:this|last)\smonth)\b", _day_only),
    (rf"(?:(?<=\bthe )|(?<=day )|(?<=day, )|(?<=nite )|(?<=night )|(?<=ning )|(?<=urs )|(?<=ues )|(?<=wed )|(?<=fri )|(?<=sat )|(?<=sun )|(?<=mon )|(?<=thu )|(?<=tue )|(?<=\bon ))(?P<d>[0-3]?\d(?:st|nd|rd|th))\b(?P<of>\sof\s(?:this|last)\smonth)?(?!\s(?:of\s)?(?:{_MONTH})\b|\s(?:floor|time|attempt|percentile|"
     r"request|call|line|one|outage|incident))", _day_only),
    (rf"{_LEFT}(?P<d>\d{{1,2}})\s{{0,2}}(?:-|den|(?P<each>va))\s{{0,2}}(?P<d2>\d{{1,2}})\s{{0,2}}(?:thang|thg)\s?(?P<mon>\d{{1,2}})(?:\s{{0,2}}(?:,|nam|/|-)\s{{0,2}}(?P<y>20\d\d))?{_RIGHT}", _named, "thang|thg"),
    (r"(?:(?<=dem )|(?<=khuya )|(?<=dem mung )|(?<=dem mong )|(?<=dem ngay ))(?P<d>\d{1,2}),?\s(?:rang|(?:rang\s)?sang|qua)\s(?:ngay\s|mung\s)?(?P<d2>\d{1,2})(?:/|\sthang\s)(?P<mon>\d{1,2})(?:/(?P<y>20\d\d))?(?![\w/])", _named, "rang|sang|qua"),
    (rf"{_LEFT}(?P<d>\d{{1,2}})\s{{0,2}}(?:thang|thg\.?|t)\s{{0,2}}(?P<mon>\d{{1,2}}|{either(w for w in MONTHS_VI if w)})\b"
     rf"(?:\s{{0,2}}(?:,\s?nam|,|nam|/|-)\s{{0,2}}(?P<y>20\d\d))?{_RIGHT}", _named),
    (r"(?:(?<=ngay )|(?<=hom ))(?P<a>\d{1,2})\.(?P<b>\d{1,2})(?![\w/-]|[.:]\d|\s?%)", _led, "ngay |hom "),
    (r"(?:(?<=ngay )|(?<=hom )|(?<=mung )|(?<=mong ))(?P<d>[0-3]?\d)\b(?!\s?(?:thang\s?\d|/|-\d|\.\d|h\b|gio|phut|ngay|ngan|trieu|lan\b|%))"
     r"(?P<of>\sthang\s(?:nay|truoc|roi|vua\sroi))?", _day_only, "ngay |hom |mung |mong "),
)  # fmt: skip
_LONG_NUMERALS: Grammar[DayToken] = grammar(
    (rf"(?:{_LEFT}|(?<=[\dz]/)|(?<=\d-)(?<=:\d\d-))(?P<y>20\d\d)(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?:t(?=\d)|_(?=\d)|(?![\w/]|[-:]\d|\.\d))", _iso),
    (r"(?<![\w./:#+-])(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?:t(?=\d)|_(?=\d)|(?![\w/:]|[.-]\d))", _iso, "20"),
)  # fmt: skip
_MONTHS: Grammar[DayToken] = grammar(
    (rf"\b(?P<mon>{_MONTH})\b\.?[\s-]{{0,2}}(?:the\s)?(?P<d>{_D})\s{{0,2}}(?:-|to|(?P<each>and|&))\s{{0,2}}(?:the\s)?(?P<d2>{_D}){_NOT_CLOCK}(?!\s?(?:/|"
     rf"(?:{_MONTH})\b)){_YEAR}", _named, _MONTHS_NEEDED),
    (rf"\b(?P<mon>{_MONTH})\b\.?[\s-]{{0,2}}(?:the\s)?(?P<d>{_D})(?!\w){_NOT_CLOCK}{_YEAR}", _named, _MONTHS_NEEDED),
)  # fmt: skip
_ORDINALS = _before_month(_ORDINAL)
_ENGLISH: Grammar[DayToken] = grammar(
    (rf"\b(?:the\s)?day\sbefore\syesterday(?:'s)?(?:\s(?:in\sthe\s)?(?P<part>{PARTS_EN}))?\b", _relative(-2), "yesterday"),
    (rf"\byesterday(?:'s)?(?:\s(?:in\sthe\s)?(?P<part>{PARTS_EN}))?\b", _relative(-1), "yesterday"),
    (r"\blast\snight\b", _relative(-1, DayPart.NIGHT), "night"),
    (r"\bthis\s(?P<part>(?:early\s)?morning|afternoon|evening)\b", _relative(0), "this"),
    (r"\btoday\b", _relative(0), "today"),
    (r"\b(?:the\s)?day\safter\stomorrow\b", _relative(2), "tomorrow"),
    (rf"\btomorrow(?:\s(?:in\sthe\s)?(?P<part>{PARTS_EN}))?\b", _relative(1), "tomorrow"),
    (r"\btonight\b", _relative(0, DayPart.EVENING), "tonight"),
    (rf"\b(?P<n>{_NUMBER})\s(?P<unit>days?|weeks?)\s(?:ago|back)\b", _ago, "ago|back"),
    (rf"\b{_LED_EN}(?P<w>{_FULL})\b(?:'s)?(?:\s(?P<part>{PARTS_EN}))?{_WEEK_EN}", _weekday, "day"),
    (rf"\b(?!thu\s(?:ngan|tien|hoi|nhap|phi|mua|cuoc|ho|tuc|thap|gom)\b){_LED_EN}(?P<abbr>{_ABBR})\b\.?(?:\s(?P<part>{PARTS_EN}))?{_WEEK_EN}", _weekday),
    (r"\b(?:(?:on\s)?(?:the|that)\s)?same\s(?:day|date|morning|afternoon|evening|night)\b|\bthat\s(?:day|date)\b", _anaphor(0), "same|that"),
    (r"\b(?:the\s)?(?:next|following)\s(?:day|(?P<part>morning))\b|\b(?:the\s)?(?:day|morning)\safter\b(?!\s(?:that|the))", _anaphor(1), "next|following|after"),
)  # fmt: skip
_VIETNAMESE: Grammar[DayToken] = grammar(
    (rf"\b(?:ngay|(?P<part>{PARTS_VI}))(?:\sngay)?\smai\b", _relative(1), "mai"),
    (r"(?<![^.!?\n]\s)(?<![\w-])mai(?=\s(?:luc\s)?\d{1,2}\s?(?:[hg:]|gio))", _relative(1), "mai"),
    (r"\b(?:ngay|hom)\smot\b|\bngay\skia\b(?=\sem)", _relative(2), "mot|kia"),
    (rf"\b(?<!thu\s)(?P<n>{_NUMBER})\s(?P<unit>ngay|hom|bua|tuan)\struoc\b", _ago, "truoc"),
    (rf"\bcach\sday\s(?:khoang\s)?(?P<n>{_NUMBER})\s(?P<unit>ngay|hom|bua|tuan)\b", _ago, "cach"),
    (rf"\b(?:(?P<part>{PARTS_VI})\s)?(?:ngay\s)?(?:hom|bua)\skia\b", _relative(-2), "kia"),
    (rf"\b(?:(?P<part>{PARTS_VI})\s)?(?:ngay\s)?(?:hom|bua)\squa\b", _relative(-1), "qua"),
    (rf"\b(?P<part>{PARTS_VI})\squa\b", _relative(-1), "qua"),
    (rf"\b(?P<part>{PARTS_VI})\s(?:hom\s|ngay\shom\s)?nay\b", _relative(0), "nay"),
    (r"\bhom\snay\b", _relative(0), "nay"),
    (rf"\b(?<!su co )(?<!lan )(?<!dot )(?<!vu )(?<!hop )(?:tuan\struoc,?\s)?thu\s(?P<v>{either(WEEKDAYS_VI)})\b(?!\s?(?:(?:of\s)?(?:{_MONTH})\b|[/.-]\d)|(?:st|nd|rd|th)\b){_WEEK_VI}", _weekday, "thu"),
    (rf"\bthu\s(?P<v>{either(WEEKDAYS_VI)})(?=\stuan\s(?:truoc|trc|roi|nay)){_WEEK_VI}", _weekday, "tuan"),
    (rf"\b(?P<cn>chu\snhat|cn)\b{_WEEK_VI}", _weekday, "nhat|cn"),
    (rf"\b(?:(?P<part>{PARTS_VI})\s)?(?:(?:ngay\s)?hom\ssau|ngay\s(?:ke\stiep|tiep\stheo))\b", _anaphor(1), "hom|tiep"),
    (r"\bcung\sngay\b|\b(?:ngay\s)?hom\s(?:do|ay)\b", _anaphor(0), "cung|hom"),
)  # fmt: skip
_TOLD_BY: tuple[tuple[frozenset[str], Grammar[DayToken]], ...] = (
    (telling("", *MONTHS), _MONTHS),
    (telling("", *(word for ordinal in ORDINALS for word in ordinal.split("-"))), _ORDINALS),
    (
        telling(
            "day days night nights morning ago back week weeks tomorrow yesterday today same date afternoon evening tonight",
            *WEEKDAYS,
        ),
        _ENGLISH,
    ),
    (
        telling("ngay hom bua nay qua mai thu nhat cn cung truoc thang thg dem mung mong cach"),
        _VIETNAMESE,
    ),
)
"""What a sentence holds that may name a day, and the expressions that are worth trying on it."""


def days(passage: Passage) -> Iterator[DayToken]:
    """Every word or group of numerals that may name a day; they may overlap."""
    numerals: Iterator[DayToken] = at_numerals(passage, _NUMERALS, _LONG_NUMERALS)
    yield from numerals
    for words, expressions in _TOLD_BY:
        tokens: Iterator[DayToken] = found(passage, words, expressions)
        yield from tokens
