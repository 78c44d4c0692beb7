"""From what stands in the text to moments: every reading that the mail leaves open, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from worker.reading.incident_times.combine import DayToken, Point, Stated
from worker.reading.incident_times.tokens import Clock, Day, DayPart, RelativeDay, Weekday, half_of
from worker.reading.incident_times.zones import moment_in
from worker.sla.facts import DateOrder, StatedIncident, TimeReading

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
    only_zone: str | None
    """The one zone the mail names, which counts for times that carry none; None where it names none or several."""
    order: DateOrder | None
    """How this writer orders numeric dates, where another date of the mail shows it."""
    settled_days: frozenset[date]
    """Days that the mail gives otherwise (in a log, by name, by "yesterday"): they settle a numeric date."""


def customary(home: str) -> DateOrder:
    """The order of day and month customary in the country of a zone; for UTC day first."""
    territory = _territories().get(home, "")
    return DateOrder.MONTH_FIRST if territory in _MONTH_FIRST else DateOrder.DAY_FIRST


@cache
def _territories() -> dict[str, str]:
    aliases = get_global("zone_aliases")
    table = dict(get_global("zone_territories"))
    return table | {old: table[new] for old, new in aliases.items() if new in table}


def days_of(day: DayToken, setting: Setting) -> dict[DateOrder | None, date]:
    """The calendar days a day may mean: one, or one for each order where that is open."""
    if isinstance(day, Day):
        if not day.swapped:
            found = _dated(day.year, day.month, day.day, setting)
            return {None: found} if found else {}
        both = {
            DateOrder.DAY_FIRST: _dated(day.year, day.month, day.day, setting),
            DateOrder.MONTH_FIRST: _dated(day.year, day.day, day.month, setting),
        }
        return {order: found for order, found in both.items() if found}
    base = setting.sent.astimezone(ZoneInfo(setting.home)).date()
    if isinstance(day, RelativeDay):
        return {None: base + timedelta(days=day.days)}
    if day.weeks:
        monday = base - timedelta(days=base.weekday() + 7 * day.weeks)
        return {None: monday + timedelta(days=day.weekday)}
    back = (base.weekday() - day.weekday) % 7
    return {None: base - timedelta(days=back or (7 if day.past else 0))}


def _dated(year: int | None, month: int | None, day: int | None, setting: Setting) -> date | None:
    today = setting.received.astimezone(ZoneInfo(setting.home)).date()
    if day is None:
        return None
    if month is None:
        return _latest_day(day, today)
    if year is not None:
        return date(year, month, day)
    for candidate in range(today.year, today.year - 5, -1):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue  # 29 February
        if found <= today:
            return found
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


def incident(stated: Stated, place: str, setting: Setting) -> StatedIncident | None:
    """The stated time with all its readings; None where its day cannot be made out."""
    doubts: list[str] = []
    orders = _orders(stated, setting, doubts)
    told: dict[DateOrder | None, list[str]] = {order: [] for order in orders}
    found = {order: _reading(stated, order, setting, told[order], zone=None) for order in orders}
    readings = [r for r in found.values() if r is not None]
    if not readings:
        return None
    doubts += sorted(told.values(), key=len)[0]  # what every reading would be doubted for
    kept = [r for r in readings if r.start <= setting.received]
    if not kept:
        doubts.append(f"“{stated.words}” lies after the receipt of the mail.")
        kept = readings
    elif all(r.end is not None and r.end > setting.received for r in kept):
        doubts.append(f"“{stated.words}” ends after the receipt of the mail.")
    elsewhere = [] if kept[0].zone_stated else _elsewhere(stated, kept, setting)
    return StatedIncident(stated.words, place, tuple(kept), tuple(elsewhere), tuple(dict.fromkeys(doubts)))


def _elsewhere(stated: Stated, kept: Sequence[TimeReading], setting: Setting) -> list[TimeReading]:
    found = []
    for zone in dict.fromkeys(("UTC", setting.provider)):
        for order in dict.fromkeys(r.order for r in kept):
            other = _reading(stated, order, setting, [], zone=zone)
            if other is not None and all(other.start != r.start for r in kept) and other.start <= setting.received:
                found.append(other)
    return found


def _orders(stated: Stated, setting: Setting, doubts: list[str]) -> list[DateOrder | None]:
    """The orders that the mail leaves open, the customary one first."""
    points = [p for p in (stated.start, stated.end) if p is not None and p.day is not None]
    open_orders: list[DateOrder | None] = [customary(setting.home)]
    open_orders.append(DateOrder.MONTH_FIRST if open_orders[0] is DateOrder.DAY_FIRST else DateOrder.DAY_FIRST)
    if not any(isinstance(p.day, Day) and p.day.swapped for p in points):
        open_orders = [None]
    left = [o for o in open_orders if all(_weekday_fits(p, o, setting) for p in points)]
    if not left:
        doubts.append(f"The weekday does not belong to the date in “{stated.words}”.")
        left = open_orders
    if len(left) == 2:
        left = _settled(points, left, setting)
    return left


def _weekday_fits(point: Point, order: DateOrder | None, setting: Setting) -> bool:
    if point.weekday is None or point.day is None:
        return True
    found = _day_by(point.day, order, setting)
    return found is None or found.weekday() == point.weekday.weekday


def _settled(points: Sequence[Point], orders: list[DateOrder | None], setting: Setting) -> list[DateOrder | None]:
    for known in (
        [o for o in orders if any(_day_by(p.day, o, setting) in setting.settled_days for p in points if p.day)],
        [o for o in orders if o is setting.order],
        [o for o in orders if _in_order(points, o, setting)],
    ):
        if len(known) == 1:
            return known
    return orders


def _in_order(points: Sequence[Point], order: DateOrder | None, setting: Setting) -> bool:
    found = [d for p in points if p.day is not None and (d := _day_by(p.day, order, setting))]
    return found == sorted(found)


def _day_by(day: DayToken | None, order: DateOrder | None, setting: Setting) -> date | None:
    if day is None:
        return None
    days = days_of(day, setting)
    return days.get(order, days.get(None))


def _reading(
    stated: Stated, order: DateOrder | None, setting: Setting, doubts: list[str], *, zone: str | None
) -> TimeReading | None:
    first, second = stated.start, stated.end
    start_day = _day_by(first.day, order, setting)
    if start_day is None:
        return None
    start_clock, end_clock = _clocks(first, second)
    start_day += _after_midnight(first, start_clock)
    start, key, stated_zone = _moment(first, start_day, start_clock, setting, doubts, zone)
    end = None
    if second is not None and end_clock is not None:
        end = _end(first, second, start_day, start_clock, end_clock, order, setting, doubts, zone)
    elif stated.duration is not None:
        end = start + stated.duration
    if end is not None and end < start:
        doubts.append(f"“{stated.words}” ends before it begins.")
        end = None
    return TimeReading(start, end, key, stated_zone, order)


def _end(
    first: Point,
    second: Point,
    start_day: date,
    start_clock: time,
    end_clock: time,
    order: DateOrder | None,
    setting: Setting,
    doubts: list[str],
    zone: str | None,
) -> datetime | None:
    if second.day is first.day or second.day is None:
        day = start_day + (DAY if end_clock < start_clock else timedelta())
    else:
        own = _day_by(second.day, order, setting)
        day = own if own is not None else start_day
        if not second.own_day and day == start_day and end_clock < start_clock:
            day += DAY
    return _moment(second, day, end_clock, setting, doubts, zone)[0]


def _moment(
    point: Point, day: date, clock: time, setting: Setting, doubts: list[str], zone: str | None
) -> tuple[datetime, str, bool]:
    key = point.zone.key if point.zone is not None else setting.only_zone
    stated = key is not None and zone is None
    read = moment_in(zone if zone is not None else key or "", datetime.combine(day, clock), setting.home)
    if read.doubt:
        doubts.append(read.doubt)
    return read.moment, read.zone, stated


def _part(point: Point) -> DayPart | None:
    if isinstance(point.day, RelativeDay | Weekday):
        return point.day.part
    return point.weekday.part if point.weekday is not None else None


def _half(point: Point) -> int | None:
    clock = point.clock
    return clock.half if clock.half is not None else half_of(_part(point), clock.hour)


def _clocks(first: Point, second: Point | None) -> tuple[time, time | None]:
    """Both clock times on the 24-hour clock; am or pm said once counts for both where that keeps them in order."""
    start_half = _half(first)
    if second is None:
        return time(*first.clock.time(start_half)), None
    end_half = _half(second)
    if start_half is None and end_half is not None and first.clock.hour <= 12:
        same = time(*first.clock.time(end_half))
        other = time(*first.clock.time(12 - end_half))
        end = time(*second.clock.time(end_half))
        return (same if same <= end or other > end else other), end
    start = time(*first.clock.time(start_half))
    if end_half is None and first.clock.half is not None and 1 <= second.clock.hour <= 12:
        end_half = start_half if _later(second.clock, start_half, start) else 12 - (start_half or 0)
    return start, time(*second.clock.time(end_half))


def _later(clock: Clock, half: int | None, start: time) -> bool:
    return time(*clock.time(half)) >= start


def _after_midnight(point: Point, clock: time) -> timedelta:
    """ "Last night at 1:30" was this morning."""
    return DAY if _part(point) is DayPart.NIGHT and clock.hour < 5 else timedelta()


def distinct(incidents: Iterable[StatedIncident]) -> list[StatedIncident]:
    """Each incident once: the same time said twice, or a moment within a range, is no second incident."""
    kept: list[StatedIncident] = []
    for found in sorted(incidents, key=lambda i: i.readings[0].end is None):
        if not any(_within(found, other) for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda i: i.readings[0].start)


def _within(found: StatedIncident, other: StatedIncident) -> bool:
    a, b = found.readings[0], other.readings[0]
    if a.end is None:
        return a.start == b.start or (b.end is not None and b.start <= a.start <= b.end)
    return b.end is not None and b.start <= a.start and a.end <= b.end
