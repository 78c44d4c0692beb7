"""What a zone makes of a clock time: the moment in UTC, and what is doubtful about it (rules.md §2, "Reading times").

An abbreviation with several meanings is read as the account's own zone uses it; a local time that daylight saving makes
ambiguous, or that no clock ever showed, is read but doubted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from worker.reading.times.zones import ABBREVIATIONS, AMBIGUOUS

_KEPT_IN = {
    "est": "America/New_York", "edt": "America/New_York", "cdt": "America/Chicago", "mst": "America/Denver",
    "mdt": "America/Denver", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "cet": "Europe/Berlin",
    "cest": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin", "bst": "Europe/London",
    "eet": "Europe/Athens", "eest": "Europe/Athens", "aest": "Australia/Sydney", "aedt": "Australia/Sydney",
    "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland",
}  # fmt: skip
"""Where an abbreviation is in use: it is doubted where those clocks say otherwise on that day."""


@dataclass(frozen=True, slots=True)
class Read:
    """A local time read in a zone: the moment, how the zone is shown, and what is doubtful ("" for nothing)."""

    moment: datetime
    zone: str
    doubt: str = ""


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone of a name; UTC for one that is unknown."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def moment_in(key: str, local: datetime, home: str) -> Read:
    """A local time in a named zone as a UTC moment. `home` is the account's zone; an empty key means it."""
    zone, doubt = _zone(key, local, home)
    try:
        moment = local.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return Read(local.replace(tzinfo=UTC), "UTC", f"{local} is out of the calendar.")
    if isinstance(zone, ZoneInfo):
        doubt = doubt or _clock_change(local, zone)
    return Read(moment, zone.key if isinstance(zone, ZoneInfo) else ABBREVIATIONS.get(key, key), doubt)


def _zone(key: str, local: datetime, home: str) -> tuple[tzinfo, str]:
    if not key:
        return zone_of(home), ""
    if key not in ABBREVIATIONS:
        return (_fixed(key), "") if key[0] in "+-" else (zone_of(key), "")
    own = zone_of(home)
    if local.replace(tzinfo=own).tzname() == key.upper():
        return own, ""
    meaning = ABBREVIATIONS[key]
    if meaning[0] not in "+-":
        return zone_of(meaning), ""
    fixed = _fixed(meaning)
    if key in AMBIGUOUS:
        return fixed, f"{key.upper()} has several meanings."
    region = _KEPT_IN.get(key)
    if region and local.replace(tzinfo=zone_of(region)).utcoffset() != fixed.utcoffset(None):
        return fixed, f"{key.upper()} is not in force on {local.date()}."
    return fixed, ""


@lru_cache(200)
def _fixed(offset: str) -> timezone:
    length = timedelta(hours=min(int(offset[1:3]), 23), minutes=int(offset[4:6]))
    return timezone(-length if offset[0] == "-" else length)


def _clock_change(local: datetime, zone: ZoneInfo) -> str:
    early, late = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    before, after = early.utcoffset() or timedelta(), late.utcoffset() or timedelta()
    if before == after:
        return ""
    said = "stands twice" if before > after else "does not exist"
    return f"{local:%H:%M} on {local.date()} {said} on the clocks of {zone.key} (daylight saving)."
