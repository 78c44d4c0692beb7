"""Which calendar days a named day may mean, seen from the day a mail was sent and the day it came in.

A date without year is the latest such date not after receipt; "yesterday" and "Friday" count from the sending date in
the account's zone; a numeric date may mean two days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from babel.core import get_global

from worker.reading.times.moments import zone_of
from worker.reading.times.tokens import Anaphor, Day, DayToken, RelativeDay, Weekday
from worker.sla.facts import DateOrder

DAY = timedelta(days=1)
_MONTH_FIRST = frozenset(("US", "PH", "PR", "GU", "AS", "MP", "VI", "JP", "CN", "KR", "TW", "HU", "MN"))


@dataclass(frozen=True, slots=True)
class Setting:
    """What a mail's times are read against."""

    sent: datetime
    received: datetime
    home: str
    """The account's zone."""
    provider: str
    only_zone: str | None = None
    """The one zone the mail names, which counts for times that carry none; None where it names none or several."""
    several_zones: bool = False
    order: DateOrder | None = None
    """How this writer orders numeric dates, where another date of the mail shows it."""
    settled: frozenset[date] = frozenset()
    """Days that the mail gives otherwise (in a log, by name, by "yesterday"): they settle a numeric date."""
    logged: frozenset[date] = frozenset()
    """Days on which a log shows errors."""
    weekdays: tuple[Weekday, ...] = ()
    """Weekdays named apart from a date: one of them may be that of a numeric date."""
    dated: tuple[Day, ...] = ()
    """Dates that are no other matter's: "on Monday" may mean one of them."""

    contradicted: frozenset[date] = frozenset()
    """Days that are named with a weekday that is not theirs."""

    def today(self) -> date:
        """The local day of receipt."""
        return self.received.astimezone(zone_of(self.home)).date()

    def sent_on(self) -> date:
        """The local day of sending."""
        return self.sent.astimezone(zone_of(self.home)).date()


def customary(home: str) -> DateOrder:
    """The order of day and month customary in the country of a zone; for UTC day first."""
    return DateOrder.MONTH_FIRST if _territories().get(home, "") in _MONTH_FIRST else DateOrder.DAY_FIRST


@cache
def _territories() -> dict[str, str]:
    aliases = get_global("zone_aliases")
    table = dict(get_global("zone_territories"))
    return table | {old: table[new] for old, new in aliases.items() if new in table}


def days_of(day: DayToken, setting: Setting) -> dict[DateOrder | None, date]:
    """The calendar days a day may mean: one, or one for each order where that is open; none where there is none."""
    if isinstance(day, Day):
        return _dates(day, setting)
    if isinstance(day, Anaphor):
        return {}
    base = setting.sent_on()
    if isinstance(day, RelativeDay):
        return _only(base, day.days)
    meant = _meant(day, setting)
    if meant is not None:
        return {None: meant}
    if day.weeks is not None:
        return _only(base, day.weekday - base.weekday() - 7 * day.weeks)
    back = (base.weekday() - day.weekday) % 7
    return _only(base, -(back or (7 if day.past else 0)) - (7 if day.before_last else 0))


def _only(base: date, days: int) -> dict[DateOrder | None, date]:
    try:
        return {None: base + timedelta(days=days)}
    except OverflowError:
        return {}


def day_by(day: DayToken | None, order: DateOrder | None, setting: Setting) -> date | None:
    """The calendar day a day means in one order."""
    if day is None:
        return None
    days = days_of(day, setting)
    return days.get(order, days.get(None))


def may_lie_ahead(day: DayToken | None, setting: Setting) -> bool:
    """Whether a date without year comes again within a month after receipt, and was last nearly a year before."""
    if not isinstance(day, Day) or day.year is not None or day.month is None or day.swapped:
        return False
    last = day_by(day, None, setting)
    return last is not None and timedelta(days=330) < setting.today() - last


def agrees(day: DayToken, checks: Iterable[DayToken], order: DateOrder | None, setting: Setting) -> bool:
    """Whether the weekdays (or "yesterday") said with a day are that day's."""
    found = day_by(day, order, setting)
    return found is None or all(_is(check, found, order, setting) for check in checks)


def _is(check: DayToken, found: date, order: DateOrder | None, setting: Setting) -> bool:
    if isinstance(check, Weekday) and check.weeks is None:
        return found.weekday() == check.weekday
    if isinstance(check, RelativeDay) and check.days and check.days % 7 == 0:
        return abs((found - setting.sent_on()).days - check.days) <= 6
    return day_by(check, order, setting) in (found, None)


def _meant(day: Weekday, setting: Setting) -> date | None:
    """The one date of the mail that is such a weekday: "09/10/2026 … it was back on Friday"."""
    if day.past or day.weeks is not None:
        return None
    found = {d for dated in setting.dated for d in _dates(dated, setting).values() if d.weekday() == day.weekday}
    return found.pop() if len(found) == 1 else None


def _dates(day: Day, setting: Setting) -> dict[DateOrder | None, date]:
    if not day.swapped:
        found = _dated(day.year, day.month, day, setting)
        return {None: found} if found else {}
    other = Day(day.start, day.end, day.year, day.day, day.month or 1)
    both = {
        DateOrder.DAY_FIRST: _dated(day.year, day.month, day, setting),
        DateOrder.MONTH_FIRST: _dated(other.year, other.month, other, setting),
    }
    return {order: found for order, found in both.items() if found}


def _dated(year: int | None, month: int | None, day: Day, setting: Setting) -> date | None:
    today = setting.today()
    if month is None:
        return _of_month(day, setting.sent_on()) if day.months_back is not None else _latest_day(day.day, today)
    years: Iterable[int] = (year,) if year is not None else range(today.year, today.year - 9, -1)
    for candidate in years:
        try:
            found = date(candidate, month, day.day)
        except ValueError:
            continue  # 29 February
        if year is not None or found <= today:
            return found
    return None


def _of_month(day: Day, base: date) -> date | None:
    month = base.replace(day=1)
    for _ in range(day.months_back or 0):
        month = (month - DAY).replace(day=1)
    try:
        return month.replace(day=day.day)
    except ValueError:
        return None


def _latest_day(day: int, today: date) -> date | None:
    month = today.replace(day=1)
    for _ in range(13):
        try:
            found = month.replace(day=day)
        except ValueError:
            found = None
        if found is not None and found <= today:
            return found
        month = (month - DAY).replace(day=1)
    return None
