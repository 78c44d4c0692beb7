"""What logs make of the times a mail states: they give them where the text has none, and else confirm or contradict.

A log is written in some zone it may not name: it contradicts a stated time only where no likely zone brings them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from worker.reading.times.calendar import Setting
from worker.reading.times.logs import LogTime, grouped, in_zone, on_day
from worker.reading.times.moments import moment_in, zone_of
from worker.sla.facts import StatedIncident, TimeReading

NEAR = timedelta(minutes=30)
_DAY = timedelta(days=1)
_NOISE = 500


@dataclass(frozen=True, slots=True)
class Logged:
    """The error times of one log: `where` is `body` or an attachment's name."""

    where: str
    times: tuple[LogTime, ...]


def days(logged: Sequence[Logged]) -> frozenset[date]:
    """The local days on which the dated lines were written."""
    return frozenset(t.local.date() for log in logged for t in log.times if t.dated)


def days_at_home(logged: Sequence[Logged], home: str) -> frozenset[date]:
    """Their days in the zone `home`."""
    zone = zone_of(home)
    return frozenset(t.moment(home).astimezone(zone).date() for log in logged for t in log.times if t.dated)


def incidents_in(logged: Sequence[Logged], named: frozenset[date], setting: Setting) -> list[StatedIncident]:
    """First to last error, split where 30 minutes pass without one. `named` are the days that the text names."""
    times = [t for log in logged for t in log.times if t.dated]
    if not times and len(named) == 1:
        times = on_day([t for log in logged for t in log.times], next(iter(named)))
    where = {t.words: log.where for log in reversed(logged) for t in log.times}
    return [_stated(first, last, where[first.words], named, setting) for first, last in grouped(times, setting.home)]


def _stated(first: LogTime, last: LogTime, where: str, named: frozenset[date], setting: Setting) -> StatedIncident:
    words = first.words if first is last else f"{first.words} … {last.words}"
    reading, doubt = _reading(first, last, setting, setting.home)
    key = first.zone or setting.only_zone
    zones = [] if key else [z for z in dict.fromkeys(("UTC", setting.provider)) if z != setting.home]
    elsewhere = tuple(r for z in zones if (r := _reading(first, last, setting, z)[0]).start != reading.start)
    doubts = [doubt] if doubt else []
    if reading.start > setting.received:
        doubts.append(f"“{words}” lies after the receipt of the mail.")
    if named and not any(abs(day - first.local.date()) <= _DAY for day in named):
        doubts.append(f"The log is not of the day that the text names: “{words}”.")
    return StatedIncident(words, where, (reading,), elsewhere, tuple(doubts))


def _reading(first: LogTime, last: LogTime, setting: Setting, home: str) -> tuple[TimeReading, str]:
    key = first.zone or ((setting.only_zone or "") if home == setting.home else "")
    start = moment_in(key, first.local, home)
    end = moment_in(last.zone or key, last.local, home).moment
    return TimeReading(start.moment, end if end > start.moment else None, start.zone, bool(key)), start.doubt


def contradicts(logged: Sequence[Logged], incidents: Sequence[StatedIncident], setting: Setting) -> bool:
    """Whether every log time lies more than 30 minutes outside every stated time, whatever zone the log is in."""
    times = [t for log in logged for t in log.times][:_NOISE]
    if not times:
        return False
    stated = [r for i in incidents for r in i.readings]
    readings = [*stated, *(r for i in incidents for r in i.elsewhere)]
    zones = dict.fromkeys((setting.home, "UTC", setting.provider, *(r.zone for r in readings)))
    return not any(_near(t, zone, r) for zone in zones for t in times for r in (stated if t.zone else readings))


def bears_out(logged: Sequence[Logged], incident: StatedIncident, setting: Setting) -> bool:
    """Whether an error was logged within 30 minutes of a stated time, read in the account's zone."""
    reading = incident.readings[0]
    until = reading.end or reading.start
    moments = [t.moment(setting.home) for log in logged for t in log.times if t.dated]
    return any(reading.start - NEAR <= moment <= until + NEAR for moment in moments)


def _near(time: LogTime, zone: str, reading: TimeReading) -> bool:
    """Whether a logged time, in `zone` where it names none, is near a stated one."""
    time = next(iter(in_zone([time], zone)))
    if time.dated:
        return _touches(time.moment(zone), reading)
    local = reading.start.astimezone(UTC).date()
    around = (on_day([time], local + n * _DAY)[0] for n in (-1, 0, 1, 2))
    return any(_touches(t.moment(zone), reading) for t in around)


def _touches(moment: datetime, reading: TimeReading) -> bool:
    if reading.end is None:
        return reading.start - NEAR <= moment <= reading.start + _DAY
    return reading.start - NEAR <= moment <= reading.end + NEAR
