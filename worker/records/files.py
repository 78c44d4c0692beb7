"""Record files: CSV rows read into the values of `worker.sla.records`, each fault with file, line and column.

Nothing is guessed: a time without an offset, an unknown word or a missing column is a fault, and a file with a fault
gives no rows at all. All faults of a file are told at once.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import list_currencies

from worker.sla.records import (
    Account,
    Channel,
    Credit,
    Exclusion,
    Maintenance,
    MaintenanceKind,
    Outage,
    OutageState,
    Payment,
    Records,
)

MOST_FAULTS = 50
NAMED_ACCOUNTS_ONLY = (Exclusion.ABUSE, Exclusion.MISUSE, Exclusion.CONTENT)
Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a record file, and where. `column` is empty where the whole row or file is meant."""

    file: str
    line: int
    column: str
    what: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{where}: {self.what}"


class FaultyFile(Exception):
    """A record file was refused whole; `faults` tells each reason (at most 50)."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _Wrong(Exception):
    """One cell cannot be read; the message is the rest of a sentence about it."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its line number and its cells by column, stripped of surrounding blanks."""

    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """A cell that must not be empty."""
        if not self.cells[column]:
            raise _Wrong(column, "is empty")
        return self.cells[column]

    def moment(self, column: str, *, up: bool = False) -> datetime:
        """An ISO 8601 time with an offset, in UTC; a part of a second is cut, or with `up` filled up."""
        raw = self.text(column)
        try:
            moment = datetime.fromisoformat(raw)
        except ValueError:
            raise _Wrong(column, f"{raw!r} is no ISO 8601 time such as 2026-11-03T09:12:00Z") from None
        if moment.tzinfo is None:
            raise _Wrong(column, f"{raw!r} has no offset; write Z for UTC or an offset such as +07:00")
        whole = moment.astimezone(UTC).replace(microsecond=0)
        return whole + timedelta(seconds=1) if up and moment.microsecond else whole

    def moment_or_none(self, column: str, *, up: bool = False) -> datetime | None:
        """The same, where an empty cell means that there is none."""
        return self.moment(column, up=up) if self.cells.get(column) else None

    def day(self, column: str) -> date:
        """An ISO 8601 date."""
        raw = self.text(column)
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise _Wrong(column, f"{raw!r} is no date such as 2026-10-01") from None

    def word(self, column: str, words: type[Word]) -> Word:
        """One of the words that this column knows."""
        raw = self.text(column)
        try:
            return words(raw)
        except ValueError:
            raise _Wrong(column, f"{raw!r} is none of {', '.join(words)}") from None

    def word_or_none(self, column: str, words: type[Word]) -> Word | None:
        """The same, where an empty cell means that there is none."""
        return self.word(column, words) if self.cells[column] else None

    def amount(self, column: str) -> Decimal:
        """A sum of money, not negative, with a point as decimal mark."""
        raw = self.text(column)
        if not re.fullmatch(r"[0-9]{1,14}(\.[0-9]{1,4})?", raw):
            raise _Wrong(column, f"{raw!r} is no amount such as 123.45 (not negative, at most four decimals)")
        return Decimal(raw)

    def yes(self, column: str) -> bool:
        """`yes` or `no`."""
        raw = self.text(column)
        if raw not in ("yes", "no"):
            raise _Wrong(column, f"{raw!r} is neither yes nor no")
        return raw == "yes"

    def accounts(self, column: str, known: Known) -> frozenset[str] | None:
        """Accounts separated by spaces, or None for `*`, everybody."""
        raw = self.text(column)
        if raw == "*":
            return None
        return frozenset(known.check(column, account) for account in raw.split())


@dataclass(frozen=True, slots=True)
class Known:
    """The accounts that rows may name; None where any may be named."""

    accounts: frozenset[str] | None = None

    def check(self, column: str, account: str) -> str:
        """The account, if it is known."""
        if self.accounts is not None and account not in self.accounts:
            raise _Wrong(column, f"account {account!r} is not known; import accounts first")
        return account


def _account(row: Row, known: Known) -> Account:
    return Account(
        account=row.text("account"),
        name=row.text("name"),
        contacts=tuple(_contact(c) for c in row.text("contacts").lower().split()),
        billing_day=_billing_day(row.text("billing_day")),
        time_zone=_time_zone(row.text("time_zone")),
        currency=_currency(row.text("currency")),
        language=_language(row.text("language")),
    )


def _contact(raw: str) -> str:
    local, at, domain = raw.rpartition("@")
    if not at or "." not in domain or "@" in local or domain.startswith("."):
        raise _Wrong("contacts", f"{raw!r} is neither an address nor an @domain")
    return raw


def _billing_day(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw) <= 31:
        raise _Wrong("billing_day", f"{raw!r} is no day of a month, 1 to 31")
    return int(raw)


def _time_zone(raw: str) -> str:
    try:
        ZoneInfo(raw)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _Wrong("time_zone", f"{raw!r} is no IANA time zone such as Europe/London") from None
    return raw


def _currency(raw: str) -> str:
    if raw not in list_currencies():
        raise _Wrong("currency", f"{raw!r} is no ISO 4217 code such as USD")
    return raw


def _language(raw: str) -> str:
    if raw not in ("en", "vi"):
        raise _Wrong("language", f"{raw!r} is neither en nor vi")
    return raw


def _payment(row: Row, known: Known) -> Payment:
    return Payment(known.check("account", row.text("account")), row.day("period_start"), row.amount("amount"))


def _credit(row: Row, known: Known) -> Credit:
    account = known.check("account", row.text("account"))
    return Credit(account, row.day("period_start"), row.amount("amount"), row.cells.get("claim") or None)


def _in_order(row: Row, first: str, second: str, start: datetime, end: datetime | None) -> None:
    if end is not None and end < start:
        raise _Wrong(second, f"{row.cells[second]!r} lies before {first}")


def _outage(row: Row, known: Known) -> Outage:
    exclusion = row.word_or_none("exclusion", Exclusion)
    affects = row.accounts("affects", known)
    if affects is None and exclusion in NAMED_ACCOUNTS_ONLY:
        raise _Wrong("affects", f"{exclusion} is somebody's: name the accounts, not *")
    start, end = row.moment("started_at"), row.moment_or_none("ended_at", up=True)
    _in_order(row, "started_at", "ended_at", start, end)
    state = row.word("state", OutageState)
    return Outage(row.text("outage"), start, end, state, exclusion, affects, row.cells["note"])


def _maintenance(row: Row, known: Known) -> Maintenance:
    start, end = row.moment("started_at"), row.moment_or_none("ended_at", up=True)
    _in_order(row, "started_at", "ended_at", start, end)
    return Maintenance(
        maintenance=row.text("maintenance"),
        kind=row.word("kind", MaintenanceKind),
        started_at=start,
        ended_at=end,
        announced_start=row.moment_or_none("announced_start"),
        announced_end=row.moment_or_none("announced_end"),
        notified_at=row.moment_or_none("notified_at", up=True),
        channel=row.word_or_none("channel", Channel),
        impact=row.yes("impact"),
        affects=row.accounts("affects", known),
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record file: its columns, how a row is read, and the key that tells rows apart."""

    columns: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[Row, Known], Any]
    key: Callable[[Any], object] | None
    """None where rows of one key in a file add up."""


KINDS: dict[str, Kind] = {
    "accounts": Kind(
        ("account", "name", "contacts", "billing_day", "time_zone", "currency", "language"),
        (),
        _account,
        lambda a: a.account,
    ),
    "payments": Kind(("account", "period_start", "amount"), (), _payment, None),
    "outages": Kind(
        ("outage", "started_at", "ended_at", "state", "exclusion", "affects", "note"),
        (),
        _outage,
        lambda o: o.outage,
    ),
    "maintenance": Kind(
        (
            "maintenance",
            "kind",
            "started_at",
            "ended_at",
            "announced_end",
            "notified_at",
            "channel",
            "impact",
            "affects",
        ),
        ("announced_start",),
        _maintenance,
        lambda m: m.maintenance,
    ),
    "credits": Kind(("account", "period_start", "amount"), ("claim",), _credit, None),
}


def read(kind: str, path: Path, *, accounts: Iterable[str] | None = None) -> list[Any]:
    """All rows of a file as values; see `parse`. Raises OSError where the file cannot be opened."""
    return parse(kind, path.read_bytes(), path.name, accounts=accounts)


def parse(kind: str, raw: bytes, name: str, *, accounts: Iterable[str] | None = None) -> list[Any]:
    """All rows of a file's bytes as values. `accounts` are those that rows may name (None: any).

    Raises FaultyFile with every fault.
    """
    known = Known(None if accounts is None else frozenset(accounts))
    faults: list[Fault] = []
    values: list[Any] = []
    seen: dict[object, int] = {}
    for row in _rows(KINDS[kind], raw, name, faults):
        value = _value(KINDS[kind], row, known, name, seen, faults)
        if value is not None:
            values.append(value)
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise FaultyFile(faults)
    return values


def _value(kind: Kind, row: Row, known: Known, file: str, seen: dict[object, int], faults: list[Fault]) -> Any:
    try:
        value = kind.read(row, known)
    except _Wrong as wrong:
        faults.append(Fault(file, row.line, wrong.column, str(wrong)))
        return None
    if kind.key is not None and (first := seen.setdefault(kind.key(value), row.line)) != row.line:
        faults.append(Fault(file, row.line, kind.columns[0], f"the same as in line {first}"))
    return value


def _rows(kind: Kind, raw: bytes, name: str, faults: list[Fault]) -> Iterator[Row]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(Fault(name, 1, "", f"is not UTF-8 (byte {error.start})"))
        return
    lines = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = [cell.strip() for cell in next(lines, [])]
        if not _header_is_right(kind, header, name, faults):
            return
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                what = f"has {len(cells)} cells where the header has {len(header)}"
                faults.append(Fault(name, lines.line_num, "", what))
                continue
            yield Row(lines.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
    except csv.Error as error:
        faults.append(Fault(name, lines.line_num, "", f"is no CSV: {error}"))


def _header_is_right(kind: Kind, header: list[str], file: str, faults: list[Fault]) -> bool:
    missing = [c for c in kind.columns if c not in header]
    surplus = [c for c in header if c not in kind.columns + kind.optional or header.count(c) > 1]
    if missing:
        faults.append(
            Fault(file, 1, ", ".join(missing), f"missing in the header, which should be {','.join(kind.columns)}")
        )
    if surplus:
        faults.append(Fault(file, 1, ", ".join(surplus), "is no column of this file, or stands there twice"))
    return not (missing or surplus)


def read_folder(folder: Path) -> tuple[list[Account], Records]:
    """All five record files of a folder, checked together. Raises FaultyFile with every fault, or OSError."""
    faults: list[Fault] = []
    found: dict[str, list[Any]] = {}
    for kind in KINDS:
        names = None if kind == "accounts" else [a.account for a in found.get("accounts", [])]
        try:
            found[kind] = read(kind, folder / f"{kind}.csv", accounts=names)
        except FaultyFile as faulty:
            faults += faulty.faults
            if kind == "accounts":
                break
    if faults:
        raise FaultyFile(faults)
    records = Records(
        outages=tuple(found["outages"]),
        maintenance=tuple(found["maintenance"]),
        payments=tuple(found["payments"]),
        credits=tuple(found["credits"]),
    )
    return found["accounts"], records
