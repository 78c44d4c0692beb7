"""Incident times as people write them, in English and Vietnamese: read where plain, doubted where open, never guessed.

The text is taken first; where it gives no clock time, the logs do, and else they confirm or contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.reading.incident_times.combine import Found, find
from worker.reading.incident_times.logs import LogTime, dates, grouped, log_times
from worker.reading.incident_times.resolve import Setting, days_of, distinct, incident
from worker.reading.incident_times.tokens import Day
from worker.reading.incident_times.zones import moment_in
from worker.sla.facts import DateOrder, StatedIncident, TimeReading

__all__ = ["LogText", "Times", "stated_incidents"]

PROSE = 60_000
LOG = 1_000_000
LINE = 2_000
NEAR = timedelta(minutes=30)


_IN_WORDS = re.compile(
    r"\b(?:(?:half|quarter|five|ten|twenty|twenty-five) (?:past|to|after) (?:\w+|noon|midnight)|\w+ o'?clock|"
    r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mười một|mười hai) giờ(?: rưỡi| kém \w+)?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LogText:
    """Machine output: where it stands (`body` or an attachment's name) and its text."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Times:
    """What a mail says of times: incidents, and doubts about all of them."""

    incidents: tuple[StatedIncident, ...]
    doubts: tuple[str, ...] = ()


def stated_incidents(
    *,
    subject: str,
    prose: str,
    logs: Sequence[LogText],
    sent: datetime,
    received: datetime,
    zone: str,
    provider_zone: str,
) -> Times:
    """The incidents a mail states. `zone` (IANA) is the account's; relative days count from `sent`. Never raises."""
    in_subject = find(subject[:LINE])
    in_prose = find(_bounded(prose), fallback=in_subject.days)
    logged = [(log.where, log_times(log.text[:LOG], received)) for log in logs]
    setting = _setting(in_subject, in_prose, logged, sent, received, zone, provider_zone)
    found = [incident(s, "subject", setting) for s in in_subject.stated]
    found += [incident(s, "body", setting) for s in in_prose.stated]
    incidents = distinct(i for i in found if i is not None)
    if not incidents:
        from_logs = tuple(_from_logs(logged, logs, setting))
        said = [] if from_logs else _IN_WORDS.findall(prose[:PROSE])
        doubts = [f"The mail may state a time in words (“{said[0]}”)."] if said else []
        return Times(from_logs, tuple(doubts))
    every = [t for _, times in logged for t in times]
    doubts = (
        ["The times in the log all lie outside the stated time."] if _contradicts(every, incidents, setting) else []
    )
    return Times(tuple(incidents), tuple(doubts))


def _bounded(text: str) -> str:
    return "\n".join(line[:LINE] for line in text[:PROSE].split("\n"))


def _setting(
    in_subject: Found,
    in_prose: Found,
    logged: Sequence[tuple[str, list[LogTime]]],
    sent: datetime,
    received: datetime,
    zone: str,
    provider_zone: str,
) -> Setting:
    keys = {z.key for z in (*in_subject.zones, *in_prose.zones)}
    orders = {d.order for d in (*in_subject.all_days, *in_prose.all_days) if d.order is not None}
    bare = Setting(sent, received, zone, provider_zone, None, None, frozenset())
    plain = [d for d in (*in_subject.days, *in_prose.days) if not (isinstance(d, Day) and d.swapped)]
    settled = {day for d in plain for day in days_of(d, bare).values()}
    settled |= {day for _, times in logged for day in dates(times)}
    only = next(iter(keys)) if len(keys) == 1 else _agreeing(keys, received, zone)
    order: DateOrder | None = next(iter(orders)) if len(orders) == 1 else None
    return Setting(sent, received, zone, provider_zone, only, order, frozenset(settled))


def _agreeing(keys: set[str], received: datetime, home: str) -> str | None:
    """Of several names for zones that say the same ("GMT+7", "giờ Việt Nam"), one."""
    local = received.replace(tzinfo=None)
    moments = {moment_in(key, local, home).moment for key in keys}
    return min(keys) if len(moments) == 1 else None


def _from_logs(
    logged: Sequence[tuple[str, list[LogTime]]], logs: Sequence[LogText], setting: Setting
) -> list[StatedIncident]:
    found = []
    for where, times in logged:
        for first, last in grouped(times, setting.home):
            words = first.words if first is last else f"{first.words} … {last.words}"
            readings = _log_reading(first, last, setting, setting.home)
            zones = [] if first.zone else [z for z in dict.fromkeys(("UTC", setting.provider)) if z != setting.home]
            elsewhere = tuple(_log_reading(first, last, setting, z) for z in zones)
            late = readings.start > setting.received
            doubts = (f"“{words}” lies after the receipt of the mail.",) if late else ()
            found.append(StatedIncident(words, where, (readings,), elsewhere, doubts))
    if found:
        return distinct(found)
    loose = [i for log in logs for s in find(log.text[:LINE]).stated if (i := incident(s, log.where, setting))]
    return distinct(loose)


def _log_reading(first: LogTime, last: LogTime, setting: Setting, home: str) -> TimeReading:
    key = first.zone or (setting.only_zone if setting.only_zone and home == setting.home else "")
    start = moment_in(key, first.local, home)
    end = moment_in(last.zone or key, last.local, home).moment
    return TimeReading(start.moment, end if end > start.moment else None, start.zone, bool(key))


def _contradicts(times: Sequence[LogTime], incidents: Sequence[StatedIncident], setting: Setting) -> bool:
    """Whether every log time lies more than 30 minutes outside every stated time, whatever zone the log is in."""
    if not times:
        return False
    homes = dict.fromkeys((setting.home, "UTC", setting.provider, *(r.zone for i in incidents for r in i.readings)))
    readings = [r for i in incidents for r in (*i.readings, *i.elsewhere)]
    return not any(_near(t.moment(home), r) for home in homes if _is_iana(home) for t in times for r in readings)


def _near(moment: datetime, reading: TimeReading) -> bool:
    return (
        reading.start - NEAR <= moment
        and (reading.end is None or moment <= reading.end + NEAR)
        and (reading.end is not None or moment <= reading.start + timedelta(days=1))
    )


def _is_iana(name: str) -> bool:
    return name[:1] not in "+-"
