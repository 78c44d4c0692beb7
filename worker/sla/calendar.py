"""Legal days, months and payment cycles in the provider's time zone (rules.md, head and §4, §6)."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from worker.sla.spans import Span

DAY = timedelta(days=1)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment a local day begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The local day in which a moment lies."""
    return moment.astimezone(zone).date()


def add_months(day: date, count: int) -> date:
    """The day of the same number `count` months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def cycle_start(day: date, billing_day: int) -> date:
    """The first day of the payment cycle in which a day lies: the billing day, or a shorter month's last day."""
    this = _on(day.year, day.month, billing_day)
    if this <= day:
        return this
    before = add_months(day.replace(day=1), -1)
    return _on(before.year, before.month, billing_day)


def next_cycle(start: date, billing_day: int) -> date:
    """The first day of the cycle after the one that starts on `start`."""
    after = add_months(start.replace(day=1), 1)
    return _on(after.year, after.month, billing_day)


def _on(year: int, month: int, billing_day: int) -> date:
    return date(year, month, min(billing_day, months.monthrange(year, month)[1]))


def local_months(span: Span, zone: ZoneInfo) -> Iterator[Span]:
    """Every whole local calendar month that a span touches."""
    first = local_day(span.start, zone).replace(day=1)
    while midnight(first, zone) < span.end:
        after = add_months(first, 1)
        yield Span(midnight(first, zone), midnight(after, zone))
        first = after


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Weekends and public holidays of a country, with the days by which a provider overrides its calendar."""

    country: str | None
    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()

    def __contains__(self, day: date) -> bool:
        if day in self.working_days:
            return False
        return day in self.days_off or day.weekday() >= 5 or (self.country is not None and _holiday(self.country, day))

    def working_day_from(self, day: date) -> date:
        """The day itself, or the next that is not off."""
        while day in self:
            day += DAY
        return day


def _holiday(country: str, day: date) -> bool:
    return day in _holidays(country, day.year)


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))
