"""Time zones as people name them: offsets, abbreviations, cities, countries, "giờ Việt Nam"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale
from babel.core import get_global

_US = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}
_ABBREVIATIONS = {
    "pt": "America/Los_Angeles", "mt": "America/Denver", "ct": "America/Chicago", "et": "America/New_York",
    "utc": "+00:00", "gmt": "+00:00", "z": "+00:00", "wet": "+00:00", "west": "+01:00", "bst": "+01:00",
    "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00", "eet": "+02:00", "eest": "+03:00",
    "msk": "+03:00", "gst": "+04:00", "pkt": "+05:00", "ict": "+07:00", "wib": "+07:00", "sgt": "+08:00",
    "hkt": "+08:00", "myt": "+08:00", "pht": "+08:00", "awst": "+08:00", "jst": "+09:00", "kst": "+09:00",
    "acst": "+09:30", "aest": "+10:00", "aedt": "+11:00", "nzst": "+12:00", "nzdt": "+13:00",
    "est": "-05:00", "edt": "-04:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00",
    "pdt": "-07:00", "akst": "-09:00", "hst": "-10:00", "brt": "-03:00", "sast": "+02:00",
    "cst": "-06:00", "ist": "+05:30", "amt": "-04:00", "ast": "-04:00",
}  # fmt: skip
_AMBIGUOUS = frozenset(("cst", "ist", "amt", "ast"))
_HOME = {
    "est": "America/New_York", "edt": "America/New_York", "cdt": "America/Chicago", "mst": "America/Denver",
    "mdt": "America/Denver", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "cet": "Europe/Berlin",
    "cest": "Europe/Berlin", "bst": "Europe/London", "eet": "Europe/Athens", "eest": "Europe/Athens",
    "aest": "Australia/Sydney", "aedt": "Australia/Sydney",
}  # fmt: skip
_PEOPLE = {
    "uk": "Europe/London", "british": "Europe/London", "english": "Europe/London", "england": "Europe/London",
    "german": "Europe/Berlin", "french": "Europe/Paris", "dutch": "Europe/Amsterdam", "spanish": "Europe/Madrid",
    "italian": "Europe/Rome", "swiss": "Europe/Zurich", "irish": "Europe/Dublin", "polish": "Europe/Warsaw",
    "swedish": "Europe/Stockholm", "japanese": "Asia/Tokyo", "japan": "Asia/Tokyo", "korean": "Asia/Seoul",
    "indian": "Asia/Kolkata", "india": "Asia/Kolkata", "thai": "Asia/Bangkok", "vietnamese": "Asia/Ho_Chi_Minh",
    "vietnam": "Asia/Ho_Chi_Minh", "viet nam": "Asia/Ho_Chi_Minh", "việt nam": "Asia/Ho_Chi_Minh",
    "vn": "Asia/Ho_Chi_Minh", "saigon": "Asia/Ho_Chi_Minh", "sài gòn": "Asia/Ho_Chi_Minh", "sai gon": "Asia/Ho_Chi_Minh",
    "hanoi": "Asia/Ho_Chi_Minh", "hà nội": "Asia/Ho_Chi_Minh", "ha noi": "Asia/Ho_Chi_Minh", "hcm": "Asia/Ho_Chi_Minh",
    "hcmc": "Asia/Ho_Chi_Minh", "tp.hcm": "Asia/Ho_Chi_Minh", "hồ chí minh": "Asia/Ho_Chi_Minh",
    "đà nẵng": "Asia/Ho_Chi_Minh", "da nang": "Asia/Ho_Chi_Minh",
    "beijing": "Asia/Shanghai", "china": "Asia/Shanghai", "chinese": "Asia/Shanghai", "munich": "Europe/Berlin",
    "frankfurt": "Europe/Berlin", "hamburg": "Europe/Berlin", "osaka": "Asia/Tokyo", "mumbai": "Asia/Kolkata",
    "delhi": "Asia/Kolkata", "bangalore": "Asia/Kolkata", "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles", "california": "America/Los_Angeles", "boston": "America/New_York",
    "washington": "America/New_York", "miami": "America/New_York", "atlanta": "America/New_York",
    "texas": "America/Chicago", "dallas": "America/Chicago", "houston": "America/Chicago", "nyc": "America/New_York",
    "milan": "Europe/Rome", "barcelona": "Europe/Madrid", "edinburgh": "Europe/London", "manchester": "Europe/London",
    "east coast": "America/New_York", "west coast": "America/Los_Angeles", "central european": "Europe/Berlin",
    "singaporean": "Asia/Singapore", "nhật bản": "Asia/Tokyo", "nhật": "Asia/Tokyo", "mỹ": "America/New_York",
    "anh": "Europe/London", "đức": "Europe/Berlin", "pháp": "Europe/Paris", "quốc tế": "+00:00",
    "universal": "+00:00", "coordinated universal": "+00:00", "greenwich mean": "+00:00", "zulu": "+00:00",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone named in a text at `[start, end)`. `key` is an IANA name, an offset, an abbreviation, or "" for local."""

    start: int
    end: int
    key: str


_OFFSET = re.compile(
    r"(?:\b(?:utc|gmt)\s?(?P<sign>[+−–-])\s?(?P<h>\d{1,2})(?::?(?P<m>[0-5]\d))?(?!\d))|"
    r"(?:(?<=T\d\d:\d\d)|(?<=:\d\d:\d\d)|(?<=:\d\d\.\d\d\d)|(?<=\d)(?=\s?\+)|(?<=:\d\d)(?=\s-\d{4}\b))"
    r"\s?(?P<sign2>[+-])(?P<h2>[01]\d):?(?P<m2>[0-5]\d)(?!\d|:|-)|(?<=\d)(?P<z>Z)\b|"
    r"\(\s?(?P<sign3>[+-])(?P<h3>\d{1,2})(?::(?P<m3>[0-5]\d))?\s?\)",
    re.IGNORECASE,
)
_IANA = re.compile(
    r"\b(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[A-Za-z_+-]{2,30}(?:/[A-Za-z_]{2,30})?"
)
_ABBREVIATION = re.compile(
    r"(?<![\w/.@-])(?:"
    + "|".join(sorted((a.upper() for a in _ABBREVIATIONS if a != "z"), key=len, reverse=True))
    + r")(?![\w/@-]|\.\w)"
)
_LOWER = re.compile(r"(?<=\d )(?:utc|gmt|pst|pdt|est|edt|cet|cest|bst|ict|sgt|jst)\b")
_US_ZONE = re.compile(
    r"\b(?:US[ /-]|U\.S\. ?)?(?P<us>Eastern|Central|Mountain|Pacific)(?: (?:standard |daylight )?time\b|(?<=US Eastern)|(?<=US Central)|(?<=US Mountain)|(?<=US Pacific))",
    re.IGNORECASE,
)
_TIME_OF = re.compile(
    r"(?P<place>[A-Za-zÀ-ỹ.]{2,20}(?: [A-Za-zÀ-ỹ.]{2,20}){0,2})['’]?s?[ -](?:local |standard |summer |winter )?time\b",
    re.IGNORECASE,
)
_GIO = re.compile(r"\b(?:giờ|gio|múi giờ)\s(?P<place>[A-Za-zÀ-ỹ.]{2,12}(?:\s[A-Za-zÀ-ỹ.]{2,12}){0,2})", re.IGNORECASE)
_LOCAL = re.compile(r"\b(?:local time|our time|my time|giờ địa phương|gio dia phuong)\b", re.IGNORECASE)


_ABOUT_TIME = re.compile(
    r"(?:\d|[ap]\.?m\.?|\d h|\btimes?\b.{0,20}|\bzone\b.{0,6}|\bgiờ\b.{0,10}|sáng|chiều|tối)[\s(,/]{0,3}(?:US )?$",
    re.IGNORECASE,
)


def zones(text: str) -> list[Zone]:
    """Every zone named in the text, in order; of two that overlap the earlier, then the longer."""
    found = [Zone(*m.span(), _offset(m)) for m in _OFFSET.finditer(text)]
    found += [Zone(*m.span(), m[0]) for m in _IANA.finditer(text) if _known(m[0])]
    found += [
        Zone(*m.span(), m[0].lower())
        for p in (_ABBREVIATION, _LOWER)
        for m in p.finditer(text)
        if _ABOUT_TIME.search(text[max(0, m.start() - 30) : m.start()])
    ]
    found += [Zone(*m.span(), _US[m["us"].lower()]) for m in _US_ZONE.finditer(text)]
    found += [Zone(*m.span(), "") for m in _LOCAL.finditer(text)]
    found += [z for m in _TIME_OF.finditer(text) if (z := _placed(m, from_end=True))]
    found += [z for m in _GIO.finditer(text) if (z := _placed(m, from_end=False))]
    found.sort(key=lambda z: (z.start, -z.end))
    kept: list[Zone] = []
    for zone in found:
        if not kept or zone.start >= kept[-1].end:
            kept.append(zone)
    return kept


def _offset(m: re.Match[str]) -> str:
    if m["z"]:
        return "+00:00"
    sign, hours, minutes = next((m[f"sign{n}"], m[f"h{n}"], m[f"m{n}"]) for n in ("", "2", "3") if m[f"sign{n}"])
    return f"{'+' if sign == '+' else '-'}{int(hours):02d}:{minutes or '00'}"


def _known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _placed(m: re.Match[str], *, from_end: bool) -> Zone | None:
    """The longest run of words next to "time" (or "giờ") that names a place."""
    words = m["place"].split()
    for count in range(len(words), 0, -1):
        run = words[-count:] if from_end else words[:count]
        if key := places().get(" ".join(run).lower().strip(".")):
            return Zone(m.start(), m.end() if from_end else m.start("place") + len(" ".join(run)), key)
    return None


@cache
def places() -> dict[str, str]:
    """Cities, countries (of one zone) and their people, in lower case, with the zone they keep."""
    table = {z.rpartition("/")[2].replace("_", " ").lower(): z for z in sorted(available_timezones()) if "/" in z}
    territories = get_global("territory_zones")
    for language in ("en", "vi"):
        names = Locale(language).territories
        table |= {str(names[t]).lower(): z[0] for t, z in territories.items() if len(z) == 1 and t in names}
    return table | _PEOPLE


@dataclass(frozen=True, slots=True)
class Read:
    """A local time read in a zone: the moment, how the zone is shown, and what is doubtful."""

    moment: datetime
    zone: str
    doubt: str = ""


def moment_in(key: str, local: datetime, home: str) -> Read:
    """A local time in a named zone as a UTC moment. `home` is the account's zone; an empty key means it."""
    zone, doubt = _zone(key, local, home)
    aware = local.replace(tzinfo=zone)
    if isinstance(zone, ZoneInfo):
        doubt = doubt or _dst_doubt(local, zone)
    return Read(aware.astimezone(UTC), _shown(key, zone, home), doubt)


def _zone(key: str, local: datetime, home: str) -> tuple[tzinfo, str]:
    if not key:
        return ZoneInfo(home), ""
    if key not in _ABBREVIATIONS:
        return (_fixed(key), "") if key[0] in "+-" else (ZoneInfo(key), "")
    own = ZoneInfo(home)
    if local.replace(tzinfo=own).tzname() == key.upper():
        return own, ""
    meaning = _ABBREVIATIONS[key]
    if key in _AMBIGUOUS:
        return _fixed(meaning), f"{key.upper()} has several meanings."
    if meaning[0] not in "+-":
        return ZoneInfo(meaning), ""
    region = _HOME.get(key)
    fixed = _fixed(meaning)
    if region and local.replace(tzinfo=ZoneInfo(region)).utcoffset() != fixed.utcoffset(None):
        return fixed, f"{key.upper()} is not in force on {local.date()}."
    return fixed, ""


def _fixed(offset: str) -> timezone:
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    length = timedelta(hours=min(hours, 23), minutes=minutes)
    return timezone(-length if offset[0] == "-" else length)


def _dst_doubt(local: datetime, zone: ZoneInfo) -> str:
    early, late = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return ""
    said = "stands twice" if early.utcoffset() > late.utcoffset() else "does not exist"  # type: ignore[operator]
    return f"{local:%H:%M} on {local.date()} {said} on the clocks of {zone.key} (daylight saving)."


def _shown(key: str, zone: tzinfo, home: str) -> str:
    if isinstance(zone, ZoneInfo):
        return zone.key
    return _ABBREVIATIONS.get(key, key) or home
