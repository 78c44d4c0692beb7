"""Times of log lines (nginx, syslog, ISO, Java, JSON, HTTP, epoch): the source of a time, or what bears a stated one out.

Only lines that show an error count. A line without date is kept by its clock, a line without zone waits for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from worker.reading.machine import shows_an_error
from worker.reading.times.moments import moment_in
from worker.reading.times.words import MONTHS
from worker.reading.times.zones import ABBREVIATIONS

LINES = 4_000
GAP = timedelta(minutes=30)
_CUT = 400
_DAY_ZERO = date(2000, 1, 1)

_CLOCK = r"(?P<h>\d\d?):(?P<min>\d\d)(?::(?P<s>\d\d))?(?:[.,:]\d{1,9})?(?:\s?(?P<ap>[AaPp])[Mm]\b)?"
_ZONE = r"(?P<zone>\s?(?:Z\b|[+-]\d\d:?\d\d(?!\d|:)|[(\[]?[A-Z]{2,4}(?![\w-])))?"
_MON = r"(?P<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)(?P<y>20\d\d)[-/.](?P<m>\d\d)[-/.](?P<d>\d\d)[T _:-]{{1,3}}{_CLOCK}{_ZONE}",
        rf"(?<!\d)(?P<d>\d\d)/{_MON}/(?P<y>20\d\d)[: ]{_CLOCK}{_ZONE}",
        rf"{_MON} {{1,2}}(?P<d>\d{{1,2}}),? {_CLOCK}(?P<zone> [A-Z]{{3,4}})? (?P<y>20\d\d)\b",
        rf"{_MON} {{1,2}}(?P<d>\d{{1,2}}),? (?P<y>20\d\d),?(?: at)? {{1,2}}{_CLOCK}{_ZONE}",
        rf"{_MON} {{1,2}}(?P<d>\d{{1,2}}),? {_CLOCK}{_ZONE}",
        rf"(?<!\d)(?P<d>\d{{1,2}})[ -]{_MON}[ -](?P<y>20\d\d),? {_CLOCK}{_ZONE}",
        rf"(?<!\d)(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>20\d\d),? {_CLOCK}{_ZONE}",
        r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)[T _-]?(?P<h>[0-2]\d):?(?P<min>[0-5]\d):?(?P<s>[0-5]\d)(?P<zone>Z|[+-]\d\d:?\d\d)?(?!\d)",
    )
)
_EPOCH = re.compile(r"(?<![\d.])(?P<epoch>1[6-9]\d{8})(?:\.\d{1,9}|\d{3}|\d{6})?(?!\d)")
_CLOCK_ONLY = re.compile(
    rf"(?<!age )(?<!took )(?<!after )(?<!elapsed )(?<!uptime )(?<!total )(?<!for )(?<!in )(?<!real )(?<![\d:.-])(?:\d\d?/\d\d?/\d{{2,4}},? )?(?P<h>\d\d?):(?P<min>\d\d):(?P<s>\d\d)(?:[.,]\d{{1,9}})?(?!:)(?:\s?(?P<ap>[AaPp])[Mm]\b)?{_ZONE}"
)


@dataclass(frozen=True, slots=True)
class LogTime:
    """The time of one log line: local as written, with the zone it names ("" for none)."""

    local: datetime
    zone: str
    words: str
    dated: bool = True
    """False where the line bears a clock time only (then the day in `local` means nothing)."""

    def moment(self, home: str) -> datetime:
        """The moment in UTC, read in `home` where the line names no zone."""
        return moment_in(self.zone, self.local, home).moment


def log_times(text: str, received: datetime) -> list[LogTime]:
    """The times of the lines that show an error, in the order they stand; at most some thousands."""
    lines = text.split("\n")
    if len(lines) > LINES:
        lines = lines[: LINES // 2] + lines[-LINES // 2 :]
    return list(_times(lines, received))


def _times(lines: Iterable[str], received: datetime) -> Iterator[LogTime]:
    """An error's time is its own line's, or that of the last line before it that bears one (a traceback's head)."""
    last: LogTime | None = None
    told = False
    for line in lines:
        cut = line[:_CUT]
        time = time_of(cut, received)
        if time is not None:
            last, told = time, False
        if last is not None and not told and shows_an_error(cut):
            told = True
            yield last


def time_of(line: str, received: datetime) -> LogTime | None:
    """The time a log line bears, if any."""
    if ":" in line:
        for pattern in _DATED:
            match = pattern.search(line)
            if match and (local := _local(match, received)):
                return LogTime(local, _zone(match), match[0].strip())
    if match := _EPOCH.search(line):
        moment = datetime.fromtimestamp(int(match["epoch"]), UTC)
        return (
            LogTime(moment.replace(tzinfo=None), "+00:00", match[0]) if moment <= received + timedelta(days=1) else None
        )
    if ":" in line and (match := _CLOCK_ONLY.search(line)) and (clock := _clock(match)):
        local = datetime(_DAY_ZERO.year, _DAY_ZERO.month, _DAY_ZERO.day, *clock)  # noqa: DTZ001 - its zone is kept beside it
        return LogTime(local, _zone(match), match[0].strip(), dated=False)
    return None


def _clock(m: re.Match[str]) -> tuple[int, int, int] | None:
    groups = m.groupdict()
    hour, minute, second = int(m["h"]), int(m["min"]), int(groups.get("s") or 0)
    if half := groups.get("ap"):
        hour = hour % 12 + (12 if half in "pP" else 0)
    return (hour, minute, min(second, 59)) if hour < 24 and minute < 60 else None


def _local(m: re.Match[str], received: datetime) -> datetime | None:
    groups, clock = m.groupdict(), _clock(m)
    month = int(groups["m"]) if groups.get("m") else MONTHS.get((groups.get("mon") or "").lower())
    if month is None or clock is None:
        return None
    try:
        if groups.get("y"):
            return datetime(int(groups["y"]), month, int(groups["d"]), *clock)  # noqa: DTZ001 - its zone is kept beside it
        return _latest(month, int(groups["d"]), clock, received)
    except ValueError:
        return None


def _latest(month: int, day: int, clock: tuple[int, int, int], received: datetime) -> datetime | None:
    """The latest such time not after receipt (a day of slack for zones)."""
    limit = received.replace(tzinfo=None) + timedelta(days=1)
    for year in range(limit.year, limit.year - 9, -1):
        try:
            local = datetime(year, month, day, *clock)  # noqa: DTZ001 - its zone is kept beside it
        except ValueError:
            continue  # 29 February
        if local <= limit:
            return local
    return None


def _zone(m: re.Match[str]) -> str:
    raw = (m.groupdict().get("zone") or "").strip(" ([")
    if raw[:1] in ("+", "-"):
        return f"{raw[:3]}:{raw[-2:]}"
    if raw == "Z":
        return "+00:00"
    return raw.lower() if raw.lower() in ABBREVIATIONS else ""


def in_zone(times: Iterable[LogTime], key: str) -> list[LogTime]:
    """The times with a zone that the mail says its log is in, where the lines name none."""
    return [t if t.zone else LogTime(t.local, key, t.words, t.dated) for t in times]


def on_day(times: Iterable[LogTime], day: date) -> list[LogTime]:
    """Times of lines without date on the one day that the mail names; past midnight it is the next."""
    placed: list[LogTime] = []
    for time in times:
        local = datetime.combine(day, time.local.time())
        while placed and local < placed[-1].local - timedelta(hours=12):
            local += timedelta(days=1)
        placed.append(LogTime(local, time.zone, time.words))
    return placed


def grouped(times: Sequence[LogTime], home: str) -> list[tuple[LogTime, LogTime]]:
    """First and last of each run of errors, split where 30 minutes pass without one."""
    runs: list[tuple[LogTime, LogTime]] = []
    for time in sorted(times, key=lambda t: t.moment(home)):
        if runs and time.moment(home) - runs[-1][1].moment(home) <= GAP:
            runs[-1] = (runs[-1][0], time)
        else:
            runs.append((time, time))
    return runs
