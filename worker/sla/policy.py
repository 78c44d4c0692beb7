"""The numbers of the agreement, from one file that a provider edits: each with its clause and its in-force date.

`load_policies` reads and checks the file and the agreement's text beside it; a wrong number is one clear sentence.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from worker.sla.calendar import DaysOff
from worker.sla.decision import Outcome
from worker.sla.records import Channel, Exclusion

Section = TypeVar("Section", bound="Dated | Agreement")


class PolicyError(Exception):
    """The policy file is wrong; the message names file, table and key, and says what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What every section has: the clause it belongs to and the day from which it applies."""

    clause: str
    in_force: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptime(Dated):
    """§1, §1.1: the promise, the denominator, the payment cycle, and when a cycle's figures are final."""

    committed_percent: Fraction
    whole_cycle: bool
    """True where uptime is taken of the whole cycle, False where excused time is left out of it."""
    calendar_month: bool
    final_after: timedelta
    hold_before_deadline: timedelta


@dataclass(frozen=True, slots=True)
class Tier:
    """From `start` percent of uptime (included) to `below` (excluded), `percent` of the fee paid."""

    start: Fraction
    below: Fraction
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers(Dated):
    """§1.2: the table of compensation, best uptime first."""

    rows: tuple[Tier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceTerms(Dated):
    """§2: what notice excuses a maintenance, and how much of it a month."""

    periodic_notice: timedelta
    periodic_channels: frozenset[Channel]
    emergency_notice: timedelta
    emergency_channels: frozenset[Channel]
    excused_seconds_a_month: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclaimer(Dated):
    """§3: the exclusions for which there is no compensation."""

    exclusions: frozenset[Exclusion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Dated):
    """§1.3: how long an incident can be claimed, and how it is held against the records."""

    months: int | None
    days: int | None
    extended_past_days_off: bool
    tolerance: timedelta
    longest_incident: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Dated):
    """§1.3: within how many days a complaint is answered."""

    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Dated):
    """What ends without a person, and when; limits are the most one claim may be credited so, by currency."""

    by_itself: frozenset[Outcome]
    at_deadline: frozenset[Outcome]
    send_before_deadline: timedelta
    grant_part_before_deadline: timedelta
    remind_before_deadline: tuple[timedelta, ...]
    completion_days: int
    credit_limits: Mapping[str, Decimal]
    second_person_limits: Mapping[str, Decimal]
    """Above them a second person must approve what a first one decided."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement's text, word for word, as published on `in_force`."""

    in_force: date
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Policies:
    """The whole policy of a provider, every version of every section."""

    name: str
    zone: ZoneInfo
    account_id: str
    reference_prefix: str
    agreements: tuple[Agreement, ...]
    uptime: tuple[Uptime, ...]
    tiers: tuple[Tiers, ...]
    maintenance: tuple[MaintenanceTerms, ...]
    disclaimer: tuple[Disclaimer, ...]
    window: tuple[Window, ...]
    deadline: tuple[Deadline, ...]
    review: tuple[Review, ...]
    days_off: DaysOff
    sha256: str

    def agreement_on(self, day: date) -> Agreement:
        """The text in force on a day; before the first, the first."""
        return on(self.agreements, day)


def on(versions: tuple[Section, ...], day: date) -> Section:
    """The version in force on a day, of versions in order; before the first, the first."""
    return versions[max(bisect_right(versions, day, key=_in_force) - 1, 0)]


_in_force = attrgetter("in_force")


def _in_order(versions: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(sorted(versions, key=_in_force))


@cache
def load_policies(folder: Path | None = None) -> Policies:
    """A provider's policy from the folder that holds `policy.toml` and the agreement's text; by default Lookuq's.

    Raises PolicyError.
    """
    where = Path(str(files("worker.sla") / "lookuq")) if folder is None else folder
    path = where / "policy.toml"
    try:
        raw = path.read_bytes()
        table = tomllib.loads(raw.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(f"{path}: cannot be read as TOML: {error}") from error
    return _policies(_Table(str(path), "", table), where, raw)


def _policies(root: _Table, where: Path, raw: bytes) -> Policies:
    provider, off = root.table("provider"), root.table("holidays")
    agreements = _in_order(_agreement(t, where) for t in root.tables("agreement"))
    texts = "".join(a.sha256 for a in agreements).encode()
    return Policies(
        name=provider.text("name"),
        zone=provider.zone("time_zone"),
        account_id=provider.pattern("account_id"),
        reference_prefix=provider.text("reference_prefix"),
        agreements=agreements,
        uptime=_in_order(map(_uptime, root.tables("uptime"))),
        tiers=_in_order(map(_tiers, root.tables("tiers"))),
        maintenance=_in_order(map(_maintenance, root.tables("maintenance"))),
        disclaimer=_in_order(map(_disclaimer, root.tables("disclaimer"))),
        window=_in_order(map(_window, root.tables("window"))),
        deadline=_in_order(Deadline(**t.dated(), days=t.number("days")) for t in root.tables("deadline")),
        review=_in_order(map(_review, root.tables("review"))),
        days_off=DaysOff(off.text("country") or None, off.days("days_off"), off.days("working_days")),
        sha256=hashlib.sha256(raw + texts).hexdigest(),
    )


def _agreement(table: _Table, where: Path) -> Agreement:
    path = where / table.text("file")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PolicyError(f"{table.where('file')}: the agreement's text cannot be read: {error}") from error
    return Agreement(table.day("in_force"), raw.decode(), hashlib.sha256(raw).hexdigest())


def _uptime(table: _Table) -> Uptime:
    return Uptime(
        **table.dated(),
        committed_percent=table.percent("committed_percent"),
        whole_cycle=table.one_of("denominator", ("measured", "cycle")) == "cycle",
        calendar_month=table.one_of("cycles", ("billing_day", "calendar_month")) == "calendar_month",
        final_after=timedelta(hours=table.number("final_after_hours", least=0)),
        hold_before_deadline=timedelta(hours=table.number("hold_before_deadline_hours", least=0)),
    )


def _tiers(table: _Table) -> Tiers:
    rows = tuple(Tier(r.percent("from"), r.percent("below"), r.number("percent")) for r in table.tables("rows"))
    for better, worse in pairwise(rows):
        if worse.below > better.start:
            raise PolicyError(f"{table.where('rows')}: rows must not overlap, the best uptime first")
    if any(row.start >= row.below or row.percent > 100 for row in rows):
        raise PolicyError(f"{table.where('rows')}: `from` must lie under `below`, and percent at most 100")
    return Tiers(**table.dated(), rows=rows)


def _maintenance(table: _Table) -> MaintenanceTerms:
    return MaintenanceTerms(
        **table.dated(),
        periodic_notice=timedelta(hours=table.number("periodic_notice_hours", least=0)),
        periodic_channels=frozenset(table.words("periodic_channels", Channel)),
        emergency_notice=timedelta(minutes=table.number("emergency_notice_minutes", least=0)),
        emergency_channels=frozenset(table.words("emergency_channels", Channel)),
        excused_seconds_a_month=60 * table.number("excused_minutes_a_month", least=0),
    )


def _disclaimer(table: _Table) -> Disclaimer:
    return Disclaimer(**table.dated(), exclusions=frozenset(table.words("exclusions", Exclusion)))


def _window(table: _Table) -> Window:
    unit, length = table.one_of("unit", ("months", "days")), table.number("length")
    return Window(
        **table.dated(),
        months=length if unit == "months" else None,
        days=length if unit == "days" else None,
        extended_past_days_off=table.yes("extended_past_days_off"),
        tolerance=timedelta(minutes=table.number("tolerance_minutes", least=0)),
        longest_incident=timedelta(hours=table.number("longest_incident_hours")),
    )


def _review(table: _Table) -> Review:
    limits, second = table.table("credit_limits"), table.table("second_person_limits")
    hours = sorted(table.numbers("remind_hours_before_deadline"), reverse=True)
    return Review(
        **table.dated(),
        by_itself=frozenset(table.words("by_itself", Outcome)),
        at_deadline=frozenset(table.words("at_deadline", Outcome)),
        send_before_deadline=timedelta(hours=table.number("send_hours_before_deadline")),
        grant_part_before_deadline=timedelta(hours=table.number("grant_part_hours_before_deadline")),
        remind_before_deadline=tuple(timedelta(hours=h) for h in hours),
        completion_days=table.number("completion_days", least=0),
        credit_limits={currency: limits.amount(currency) for currency in limits.values},
        second_person_limits={currency: second.amount(currency) for currency in second.values},
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file that knows where it stands, so that every complaint can say so."""

    file: str
    name: str
    values: Mapping[str, Any]

    def where(self, key: str) -> str:
        return f"{self.file}, {self.name + '.' if self.name else ''}{key}"

    def _get(self, key: str, kind: type | tuple[type, ...], what: str) -> Any:
        value = self.values.get(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise PolicyError(f"{self.where(key)}: must be {what}")
        return value

    def table(self, key: str) -> _Table:
        return _Table(self.file, f"{self.name}.{key}".lstrip("."), self._get(key, dict, "a table"))

    def tables(self, key: str) -> list[_Table]:
        rows = self._get(key, list, "a list of tables")
        if not rows or not all(isinstance(row, dict) for row in rows):
            raise PolicyError(f"{self.where(key)}: must be a list of at least one table")
        return [_Table(self.file, f"{self.name}.{key}[{i}]".lstrip("."), row) for i, row in enumerate(rows)]

    def dated(self) -> dict[str, Any]:
        return {"clause": self.text("clause"), "in_force": self.day("in_force")}

    def text(self, key: str) -> str:
        return str(self._get(key, str, "a text"))

    def number(self, key: str, *, least: int = 1) -> int:
        value = int(self._get(key, int, "a whole number"))
        if value < least:
            raise PolicyError(f"{self.where(key)}: must be {least} or more")
        return value

    def numbers(self, key: str) -> list[int]:
        values = self._get(key, list, "a list of whole numbers")
        if not all(isinstance(v, int) and v > 0 for v in values):
            raise PolicyError(f"{self.where(key)}: must be a list of whole numbers above 0")
        return list(values)

    def amount(self, key: str) -> Decimal:
        try:
            return Decimal(self.text(key))
        except InvalidOperation:
            raise PolicyError(f'{self.where(key)}: must be an amount in quotes, such as "500"') from None

    def percent(self, key: str) -> Fraction:
        value = Fraction(self.amount(key))
        if not 0 <= value <= 100:
            raise PolicyError(f"{self.where(key)}: must be a percentage from 0 to 100")
        return value

    def yes(self, key: str) -> bool:
        return bool(self._get(key, bool, "true or false"))

    def one_of(self, key: str, words: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in words:
            raise PolicyError(f"{self.where(key)}: must be one of {', '.join(words)}")
        return value

    def words(self, key: str, kind: Any) -> list[Any]:
        values = self._get(key, list, "a list")
        try:
            return [kind(value) for value in values]
        except ValueError as error:
            raise PolicyError(f"{self.where(key)}: {error}; known are {', '.join(kind)}") from None

    def day(self, key: str) -> date:
        value = self._get(key, date, "a date such as 2020-11-26")
        if isinstance(value, datetime):
            raise PolicyError(f"{self.where(key)}: must be a date without a time")
        return value  # type: ignore[no-any-return]

    def days(self, key: str) -> frozenset[date]:
        values = self._get(key, list, "a list of dates")
        if not all(isinstance(v, date) for v in values):
            raise PolicyError(f"{self.where(key)}: must be a list of dates such as 2026-02-17")
        return frozenset(values)

    def zone(self, key: str) -> ZoneInfo:
        try:
            return ZoneInfo(self.text(key))
        except (ZoneInfoNotFoundError, ValueError):
            raise PolicyError(f"{self.where(key)}: must be an IANA time zone such as Asia/Ho_Chi_Minh") from None

    def pattern(self, key: str) -> str:
        try:
            return re.compile(self.text(key)).pattern
        except re.error as error:
            raise PolicyError(f"{self.where(key)}: must be a regular expression: {error}") from None
