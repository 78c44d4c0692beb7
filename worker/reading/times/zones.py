"""Time zones as people name them: offsets, abbreviations, cities, countries, "giờ Việt Nam"; it reads a folded text.

What a zone makes of a clock time is told in `moments`; here it is only recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale
from babel.core import get_global

from worker.reading.times.text import Grammar, Passage, found, grammar, telling
from worker.reading.times.text import folded as fold
from worker.reading.times.tokens import Zone
from worker.reading.times.words import NUMBERS, either, number

ABBREVIATIONS = {
    "pt": "America/Los_Angeles", "mt": "America/Denver", "ct": "America/Chicago", "et": "America/New_York",
    "utc": "+00:00", "gmt": "+00:00", "wet": "+00:00", "west": "+01:00", "bst": "+01:00",
    "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00", "eet": "+02:00", "eest": "+03:00",
    "msk": "+03:00", "trt": "+03:00", "gst": "+04:00", "pkt": "+05:00", "ict": "+07:00", "wib": "+07:00", "sgt": "+08:00",
    "hkt": "+08:00", "myt": "+08:00", "pht": "+08:00", "awst": "+08:00", "jst": "+09:00", "kst": "+09:00",
    "acst": "+09:30", "acdt": "+10:30", "aest": "+10:00", "aedt": "+11:00", "nzst": "+12:00", "nzdt": "+13:00",
    "est": "-05:00", "edt": "-04:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00",
    "pdt": "-07:00", "akst": "-09:00", "akdt": "-08:00", "hst": "-10:00", "brt": "-03:00", "sast": "+02:00",
    "cst": "-06:00", "ist": "+05:30", "amt": "-04:00", "ast": "-04:00", "wat": "+01:00", "cat": "+02:00", "eat": "+03:00",
}  # fmt: skip
"""What an abbreviation means: an offset, or a region whose clocks change."""
AMBIGUOUS = frozenset(("cst", "ist", "amt", "ast"))
"""Abbreviations that mean different things in different countries."""

_US = {"eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
       "pacific": "America/Los_Angeles"}  # fmt: skip
_NAMES = {
    "Europe/London": "uk|u.k|british|english|england|scotland|edinburgh|manchester|greenwich|anh",
    "Europe/Berlin": "german|central european|munich|frankfurt|hamburg|cologne|duc",
    "Europe/Paris": "french|lyon|phap", "Europe/Amsterdam": "dutch", "Europe/Rome": "italian|milan", "Europe/Dublin": "irish",
    "Europe/Madrid": "spanish|barcelona", "Europe/Zurich": "swiss|geneva", "Europe/Warsaw": "polish",
    "Europe/Stockholm": "swedish", "Europe/Athens": "eastern european|greek", "Europe/Lisbon": "western european|portuguese",
    "Asia/Tokyo": "japanese|osaka|nhat ban|nhat", "Asia/Dubai": "gulf|gulf standard|uae|emirates|abu dhabi", "America/Sao_Paulo": "brasilia|brazilian|brt",
    "Pacific/Auckland": "nz|new zealand|wellington|kiwi", "Asia/Seoul": "korean|han quoc", "Asia/Bangkok": "thai|thai lan",
    "Asia/Kolkata": "indian|mumbai|delhi|new delhi|bangalore|chennai|an do",
    "Asia/Ho_Chi_Minh": "vietnamese|vietnam|viet nam|vn|saigon|sai gon|hanoi|ha noi|hcm|hcmc|tp.hcm|tphcm|tp hcm|ho chi minh|"
    "ho chi minh city|da nang|danang|indochina|dong duong",
    "Asia/Shanghai": "beijing|china|chinese|shenzhen|trung quoc|bac kinh", "Asia/Singapore": "singaporean|sing|sg",
    "Asia/Hong_Kong": "hongkong|hk", "Australia/Sydney": "australian eastern|canberra",
    "America/Los_Angeles": "san francisco|seattle|california|west coast|la|us west coast|us pacific|silicon valley|san diego|portland",
    "America/New_York": "boston|washington|miami|atlanta|nyc|east coast|us east coast|us eastern|ny|philadelphia|dc|florida",
    "America/Chicago": "texas|dallas|houston|austin|us central", "America/Denver": "us mountain|colorado",
    "+00:00": "universal|coordinated universal|greenwich mean|zulu|quoc te",
}  # fmt: skip

_OFFSET = (
    r"(?=[ugz+\s(-])(?:"
    r"\b(?:utc|gmt)\s?(?P<sign>[+-])\s?(?P<h>\d{1,2})(?::?(?P<m>[0-5]\d))?(?!\d|:)|"
    r"(?<=\d)(?P<z>z)\b|\bzulu\b|"
    r"(?<=\d)\s?(?P<sign2>[+])(?P<h2>0\d|1[0-4]):?(?P<m2>00|15|30|45)(?!\d|:|-)|"
    r"(?:(?<=t\d\d:\d\d)|(?<=:\d\d:\d\d)\s?|(?<=\.\d\d\d)|(?<=\.\d{6}))(?P<sign3>-)(?P<h3>0\d|1[0-2]):?(?P<m3>00|15|30|45)(?!\d|:|-)|"
    r"(?<=\d)\s(?P<sign4>-)(?P<h4>0\d|1[0-2])(?P<m4>00|15|30|45)(?!\d|:|-|h)|"
    r"(?<=\d)(?P<sign5>[+])(?P<h5>0\d|1[0-4])(?![\d:/.-])|"
    r"\(\s?(?P<sign6>[+-])(?P<h6>\d{1,2})(?::(?P<m6>[0-5]\d))?\s?\))"
)
_CONTINENTS = frozenset(("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"))
_REGIONS = telling("etc", *(name.lower() for name in _CONTINENTS))
_ABBREVIATED = telling("", *ABBREVIATIONS)
_AHEAD = rf"\b(?P<n>\d{{1,2}}|{either(w for w, n in NUMBERS.items() if 1 <= n <= 14 and w.isascii())})\s(?:hours?|hrs?|h)\s(?P<way>ahead\sof|before|in\sfront\sof|behind|after)\s(?:utc|gmt)\b"
_IANA = re.compile(rf"\b(?:{'|'.join(sorted(_CONTINENTS))}|Etc)/[A-Za-z_+-]{{2,30}}(?:/[A-Za-z_]{{2,30}})?")
_ABBREVIATION = re.compile(
    rf"(?<![\w/@.-])(?:{'|'.join(sorted(ABBREVIATIONS, key=len, reverse=True))})(?![\w/@]|[.-]\w|\s?[+-]\d)"
)
_US_ZONE = (
    r"\b(?:us[ /-]|u\.s\. ?)(?P<us>eastern|central|mountain|pacific)\b(?: (?:standard |daylight )?time\b)?|"
    r"\b(?P<us2>eastern|central|mountain|pacific) (?:(?:standard |daylight )?time\b|\(?us\b\)?)|"
    r"(?:(?<=\d )|(?<=[ap]m )|(?<=[ap]\.m\. )|(?<=\d\()|(?<=\d \()|(?<=[ap]m \()|(?<=[ap]\.m\. \())(?P<us3>eastern|pacific|mountain|central(?=\s?(?:[).,;\n]|$)))\b(?! european)"
)
_TIME_OF = r"(?P<place>\b[a-z.]{2,20}(?: [a-z.]{2,20}){0,2})(?:'s?)?[ -](?:local |standard |summer |winter |daylight )?(?:time|clock|hour)\b(?! out)"
_GIO = r"\b(?<!bao )(?<!den )(?<!toi )(?<!bay )(?<!gan )(?:gio|mui gio)\s(?:cua\s|o\s|ben\s|tai\s|dia phuong\s)?(?P<place>[a-z.]{2,12}(?:\s[a-z.]{2,12}){0,3})"
_BESIDE = r"(?P<lead>\(|\d |m |, )(?:both |all )?(?:(?:our |my )?(?:local )?(?:time )?(?:here )?in )?(?P<place>[a-z.]{2,20}(?: [a-z.]{2,20}){0,2})(?=\)|[,.;:\n]|$|\s(?:to|until|till|and|on|-)\b)"
_BRACKETED = r"\b(?:times?|clocks?|hours?|gio)\s?\(\s?(?P<place>[a-z.]{2,20}(?: [a-z.]{2,20}){0,2})\)"
_LOCAL = (
    r"\b(?:local time|our (?:own )?(?:local )?time|my (?:local )?time|(?:our|my) (?:time ?)?zone|gio dia phuong|(?<!bao )(?<!den )(?<!toi )(?<!bay )(?<!gan )gio (?:cua )?(?:(?:chung|ben) )?(?:···|em|minh))\b(?! \(?(?:here )?in [a-z])|"
    r"(?<=\d )local\b|(?<=\d \()local\b"
)  # fmt: skip
_ABOUT_TIME = re.compile(
    r"(?:\d|[ap]\.?m\.?|\d ?(?:h|hrs?|hours)|\btimes?\b[^\n]{0,24}|\bzone\b[^\n]{0,8}|\bgio\b[^\n]{0,12}|\bin|sang|chieu|toi|noon|midnight|clock|uhr|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})[\s(,/:[]{0,3}(?:us )?$"
)


def zones(passage: Passage) -> Iterator[Zone]:
    """Every zone named in a text; they may overlap. Abbreviations count only where times are spoken of."""
    text, folded = passage.text, passage.folded
    yield from found(passage, _TELLING, _GRAMMAR)
    yield from found(passage, _TIME_TELLING, _TIMES_OF)
    if not _REGIONS.isdisjoint(passage.words):
        yield from (Zone(*m.span(), m[0]) for m in _IANA.finditer(text) if _known(m[0]))
    if not _ABBREVIATED.isdisjoint(passage.words):
        abbreviations = (m for m in _ABBREVIATION.finditer(folded) if _speaks_of_time(text, folded, m))
        yield from (Zone(*m.span(), m[0]) for m in abbreviations)


def _us(m: re.Match[str]) -> Zone:
    return Zone(*m.span(), _US[m["us"] or m["us2"] or m["us3"]])


def _beside(m: re.Match[str]) -> Zone | None:
    start = m.end("lead")
    key = _by_name(m["place"]) if _near_clock(m.string, start) else None
    return Zone(start, m.end(), key) if key else None


def _bracketed(m: re.Match[str]) -> Zone | None:
    key = _by_name(m["place"].removesuffix(" time"))
    return Zone(m.start("place"), m.end(), key) if key else None


def _speaks_of_time(text: str, folded: str, m: re.Match[str]) -> bool:
    written = text[m.start() : m.end()]
    if not written.isupper() and m[0] in (
        "cat",
        "eat",
        "west",
        "wet",
        "et",
        "mt",
        "ct",
        "pt",
        "ist",
        "est",
        "wat",
        "ast",
    ):
        return False
    return (
        m[0] in ("utc", "gmt")
        or written in _PLAIN
        or bool(_ABOUT_TIME.search(folded[max(0, m.start() - 30) : m.start()]))
    )


_PLAIN = frozenset(
    (
        "CEST",
        "CET",
        "MESZ",
        "BST",
        "PST",
        "PDT",
        "EDT",
        "CDT",
        "MDT",
        "JST",
        "SGT",
        "ICT",
        "AEST",
        "AEDT",
        "NZST",
        "NZDT",
        "EEST",
    )
)
"""Abbreviations that in capitals mean nothing else."""


def _near_clock(folded: str, at: int) -> bool:
    return (
        bool(re.search(r"\d[\s\S]{0,24}$", folded[max(0, at - 25) : at])) and "\n" not in folded[max(0, at - 12) : at]
    )


def _offset(m: re.Match[str]) -> str:
    groups = m.groupdict()
    for n in ("", "2", "3", "4", "5", "6"):
        if groups.get(f"sign{n}"):
            return f"{groups[f'sign{n}']}{int(groups[f'h{n}']):02d}:{groups.get(f'm{n}') or '00'}"
    return "+00:00"


def _known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _by_name(name: str) -> str | None:
    return places().get(name.strip(" ."))


def _ahead(m: re.Match[str]) -> Zone | None:
    """ "Eight hours ahead of UTC"."""
    hours = number(m["n"])
    sign = "-" if m["way"] in ("behind", "after") else "+"
    return Zone(*m.span(), f"{sign}{hours:02d}:00") if hours <= 14 else None


def _by_offset(m: re.Match[str]) -> Zone:
    return Zone(*m.span(), _offset(m))


def _own(m: re.Match[str]) -> Zone:
    return Zone(*m.span(), "")


def _time_of(m: re.Match[str]) -> Zone | None:
    return _placed(m, from_end=True)


def _after_gio(m: re.Match[str]) -> Zone | None:
    return _placed(m, from_end=False)


def _placed(m: re.Match[str], *, from_end: bool) -> Zone | None:
    """The longest run of words next to "time" (or "giờ") that names a place."""
    place = _OF_A_SEASON.sub("", m["place"])
    words = place.split(" ")
    if not from_end and words[0] == "anh" and ("ben " in m[0] or words[1:2] in (["chi"], ["em"], ["oi"])):
        return None  # "you", not "England"
    if not from_end and words[0] == "la":
        return None  # "is", not Los Angeles
    for count in range(len(words), 0, -1):
        run = " ".join(words[-count:] if from_end else words[:count])
        if key := _by_name(run):
            start = m.start("place") + len(place) - len(run) if from_end else m.start()
            return Zone(start, m.end() if from_end else m.start("place") + len(run), key)
    return None


_OF_A_SEASON = re.compile(r" (?:local|standard|summer|winter|daylight)$")


@cache
def places() -> dict[str, str]:
    """Cities, countries (of one zone) and their people, folded, with the zone they keep."""
    cities = (z for z in sorted(available_timezones()) if z.partition("/")[0] in _CONTINENTS)
    table = {fold(z.rpartition("/")[2].replace("_", " ")): z for z in cities}
    territories = get_global("territory_zones")
    for language in ("en", "vi"):
        names = Locale(language).territories
        table |= {fold(str(names[t])): z[0] for t, z in territories.items() if len(z) == 1 and t in names}
    for zone, spoken in _NAMES.items():
        table |= dict.fromkeys(spoken.split("|"), zone)
    return {name: zone for name, zone in table.items() if name not in _OTHER_WORDS}


_OTHER_WORDS = frozenset(
    ["west", "north", "south", "center", "easter", "act", "knox", "wake", "oral", "general", "ao", "bi", "sec"]
)
"""Names of zones and countries that in a mail are nearly always another word."""
_TELLING = telling("time times gio zone utc gmt local zulu clock clocks", digits=True)
_TIME_TELLING = telling("time clock hour")
"""What a sentence that names a zone holds."""
_GRAMMAR: Grammar[Zone] = grammar(
    (_AHEAD, _ahead, "utc|gmt"),
    (_OFFSET, _by_offset, "utc|gmt|z|+|-0|-1|(-"),
    (_US_ZONE, _us, "eastern|central|mountain|pacific"),
    (_LOCAL, _own, "local|our time|our own|my time|our zone|my zone|gio "),
    (_GIO, _after_gio, "gio"),
    (_BESIDE, _beside),
    (_BRACKETED, _bracketed, "time|clock|hour|gio"),
)
_TIMES_OF: Grammar[Zone] = grammar((_TIME_OF, _time_of, "time|clock|hour"))
