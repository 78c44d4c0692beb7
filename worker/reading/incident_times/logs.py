"""Times of log lines: nginx, syslog, ISO, Java, JSON, epoch; as confirmation, or as the source of a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from worker.reading.incident_times.tokens import MONTHS
from worker.reading.incident_times.zones import moment_in, zones
from worker.reading.machine import shows_an_error

LINES = 4_000
GAP = timedelta(minutes=30)

_ISO = re.compile(
    r"(?<!\d)(?P<y>20\d\d)[-/.](?P<m>\d\d)[-/.](?P<d>\d\d)[T _](?P<h>\d\d):(?P<min>\d\d)(?::(?P<s>\d\d))?(?:[.,]\d{1,9})?"
    r"(?P<zone>\s?(?:Z\b|[+-]\d\d:?\d\d|[A-Z]{3,4}\b))?"
)
_ACCESS = re.compile(
    r"(?P<d>\d\d)/(?P<mon>[A-Z][a-z]{2})/(?P<y>20\d\d):(?P<h>\d\d):(?P<min>\d\d):(?P<s>\d\d)(?P<zone> [+-]\d{4})?"
)
_SYSLOG = re.compile(
    r"(?P<mon>[A-Z][a-z]{2}) {1,2}(?P<d>\d{1,2}) (?:(?P<y>20\d\d) )?(?P<h>\d\d):(?P<min>\d\d):(?P<s>\d\d)(?! 20\d\d)"
)
_ASCTIME = re.compile(
    r"(?P<mon>[A-Z][a-z]{2}) {1,2}(?P<d>\d{1,2}) (?P<h>\d\d):(?P<min>\d\d):(?P<s>\d\d)(?P<zone> [A-Z]{3,4})? (?P<y>20\d\d)"
)
_DAY_MONTH = re.compile(
    r"(?P<d>\d{1,2})[ -](?P<mon>[A-Z][a-z]{2})[a-z]{0,6}[ -](?P<y>20\d\d),? (?P<h>\d\d):(?P<min>\d\d)(?::(?P<s>\d\d))?(?P<zone> [+-]\d{4})?"
)
_EPOCH = re.compile(r"(?<![\d.])(?P<epoch>1[6-9]\d{8})(?:\.\d{1,9}|\d{3})?(?![\d])")


@dataclass(frozen=True, slots=True)
class LogTime:
    """The time of one log line: local as written, with the zone it names ("" for none)."""

    local: datetime
    zone: str
    words: str

    def moment(self, home: str) -> datetime:
        """The moment in UTC, read in `home` where the line names no zone."""
        return moment_in(self.zone, self.local, home).moment


def log_times(text: str, received: datetime) -> list[LogTime]:
    """The times of the lines that show an error, in the order they stand; at most some thousands."""
    lines = text.split("\n")
    if len(lines) > LINES:
        lines = lines[: LINES // 2] + lines[-LINES // 2 :]
    return [t for t in _times(lines, received) if t is not None]


def _times(lines: Iterable[str], received: datetime) -> Iterator[LogTime | None]:
    """An error's time is its own line's, or that of the last line before it that bears one (a traceback's head)."""
    last: LogTime | None = None
    told = False
    for line in lines:
        time = _time(line[:400], received)
        if time is not None:
            last, told = time, False
        if last is not None and not told and shows_an_error(line):
            told = True
            yield last


def _time(line: str, received: datetime) -> LogTime | None:
    for pattern in (_ISO, _ACCESS, _ASCTIME, _SYSLOG, _DAY_MONTH):
        match = pattern.search(line)
        if match and (local := _local(match, received)):
            return LogTime(local, _zone(match), match[0])
    if match := _EPOCH.search(line):
        return LogTime(datetime.fromtimestamp(int(match["epoch"]), UTC).replace(tzinfo=None), "+00:00", match[0])
    return None


def _local(m: re.Match[str], received: datetime) -> datetime | None:
    parts = m.groupdict()
    month = int(parts["m"]) if parts.get("m") else MONTHS.get((parts.get("mon") or "").lower())
    if month is None:
        return None
    clock = int(parts["h"]), int(parts["min"]), int(parts.get("s") or 0)
    try:
        if parts.get("y"):
            return datetime(int(parts["y"]), month, int(parts["d"]), *clock)  # noqa: DTZ001 - its zone is kept beside it
        return _latest(month, int(parts["d"]), clock, received)
    except ValueError:
        return None


def _latest(month: int, day: int, clock: tuple[int, int, int], received: datetime) -> datetime | None:
    """The latest such time not after receipt (a day of slack for zones)."""
    limit = received.replace(tzinfo=None) + timedelta(days=1)
    for year in range(limit.year, limit.year - 5, -1):
        try:
            local = datetime(year, month, day, *clock)  # noqa: DTZ001 - its zone is kept beside it
        except ValueError:
            continue  # 29 February
        if local <= limit:
            return local
    return None


def _zone(m: re.Match[str]) -> str:
    raw = (m.groupdict().get("zone") or "").strip()
    if not raw:
        return ""
    if raw == "Z":
        return "+00:00"
    if raw[0] in "+-":
        return f"{raw[:3]}:{raw[-2:]}"
    named = zones(f"1 {raw}")
    return named[0].key if named else ""


def grouped(times: Iterable[LogTime], home: str) -> list[tuple[LogTime, LogTime]]:
    """First and last of each run of errors, split where 30 minutes pass without one."""
    ordered = sorted(times, key=lambda t: t.moment(home))
    runs: list[tuple[LogTime, LogTime]] = []
    for time in ordered:
        if runs and time.moment(home) - runs[-1][1].moment(home) <= GAP:
            runs[-1] = (runs[-1][0], time)
        else:
            runs.append((time, time))
    return runs


def dates(times: Iterable[LogTime]) -> frozenset[date]:
    """The local days on which the lines were written."""
    return frozenset(t.local.date() for t in times)
