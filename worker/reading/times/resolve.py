"""From what stands in the text to moments: every reading that the mail leaves open, and what is doubtful about it.

Nothing is guessed: of two orders of a numeric date both readings are given unless the mail settles it, and where words
contradict each other the reading carries a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from worker.reading.times.calendar import Setting, agrees, customary, day_by, may_lie_ahead
from worker.reading.times.moments import moment_in, zone_of
from worker.reading.times.points import Point
from worker.reading.times.ranges import Stated
from worker.reading.times.tokens import Day, Weekday
from worker.reading.times.twelve import clock_times, half, nights_on
from worker.reading.times.words import DARK
from worker.sla.facts import DateOrder, StatedIncident, TimeReading

_SAME = timedelta(minutes=1)
_MONTH = timedelta(days=27)
_MORNING = (6, 0, 0)
_WORDS = 300


def incident(stated: Stated, place: str, setting: Setting) -> StatedIncident | None:
    """The stated time with all its readings; None where its day is in no calendar."""
    doubts = [stated.doubt] if stated.doubt else []
    orders = _orders(stated, setting, doubts)
    readers = [_Reader(stated, order, setting, night=n) for order in orders for n in _nights(stated, order, setting)]
    told = [(reading, reader.doubts) for reader in readers if (reading := reader.reading())]
    if not told:
        return None
    plain = [(r, own) for r, own in told if not own] or told
    readings = [r for r, _ in plain]
    doubts += [doubt for _, own in plain for doubt in own]
    kept = [r for r in readings if r.start <= setting.received]
    if not kept:
        doubts.append(f"“{stated.words}” lies after the receipt of the mail.")
    elif all(r.end is not None and r.end > setting.received for r in kept):
        doubts.append(f"“{stated.words}” ends after the receipt of the mail.")
    kept = kept or readings
    doubts += _about_day(stated, kept[0], setting)
    doubts += _about_other(stated, kept[0], setting)
    elsewhere = () if kept[0].zone_stated else tuple(_elsewhere(stated, kept, setting))
    words = " ".join(stated.words.split()) if "\n" in stated.words else stated.words
    return StatedIncident(words[:_WORDS], place, tuple(kept), elsewhere, tuple(dict.fromkeys(doubts)))


def _nights(stated: Stated, order: DateOrder | None, setting: Setting) -> tuple[int, ...]:
    """How many days after its day a time of the night lies: both where it is not said which night is meant."""
    day = day_by(stated.start.day, order, setting)
    if day is None:
        return (0,)
    on = nights_on(stated.start, clock_times(stated.start, stated.end, [])[0], day, setting.logged)
    return (on,) if on is not None else (1, 0)


def _elsewhere(stated: Stated, kept: Sequence[TimeReading], setting: Setting) -> Iterable[TimeReading]:
    """The same clock times in UTC and in the provider's zone, where that makes a difference."""
    for zone in dict.fromkeys(("UTC", setting.provider)):
        for order in dict.fromkeys(r.order for r in kept):
            nights = _nights(stated, order, setting)
            other = _Reader(stated, order, setting, zone=zone, night=nights[0]).reading()
            if other is not None and all(other.start != r.start for r in kept) and other.start <= setting.received:
                yield other


def _about_day(stated: Stated, reading: TimeReading, setting: Setting) -> Iterable[str]:
    """Doubts about the day: named with a wrong weekday elsewhere, two at once, another in the subject, soon to come."""
    day = stated.start.day
    zone = reading.zone if reading.zone[:1] not in ("+", "-") else setting.home
    if reading.start.astimezone(zone_of(zone)).date() in setting.contradicted:
        yield f"The days named with “{stated.words}” contradict each other."
    if isinstance(day, Day) and day.through and (day.each or stated.end is None or _may_be_one_night(stated, day)):
        yield f"“{stated.words}” names two days."
    rivals = {day_by(stated.rival, o, setting) for o in (None, *DateOrder)} - {None}
    elsewhere = {reading.start.date(), reading.start.astimezone(zone_of(setting.provider)).date()}  # a ticket's own day
    if rivals and not rivals & elsewhere and not rivals & {day_by(day, o, setting) for o in (None, *DateOrder)}:
        yield f"It is not said on which day “{stated.words}” was."
    if may_lie_ahead(day, setting):
        yield f"“{stated.words}” names no year, and its day comes again soon after the mail."


def _may_be_one_night(stated: Stated, day: Day) -> bool:
    """ "12/13 November, 00:34 to 01:03", with no word of a night: half an hour, or a day and more."""
    if stated.end is None or stated.end.day is not day or day.part in DARK or day.through != day.day + 1:
        return False
    start, end = (p.clock.at(half(p)) for p in (stated.start, stated.end))
    return start < end < _MORNING


def _about_other(stated: Stated, reading: TimeReading, setting: Setting) -> Iterable[str]:
    """A doubt where the time said again in another zone is not the same moment."""
    other = stated.other
    if other is None or other.zone is None:
        return
    clock = time(*other.clock.at(half(other)))
    around = (reading.start.date() + timedelta(days=n) for n in (-1, 0, 1))
    moments = [moment_in(other.zone.key, datetime.combine(d, clock), setting.home).moment for d in around]
    if all(abs(moment - reading.start) > _SAME for moment in moments):
        yield f"“{stated.words}” gives two times that are not the same moment."


def _orders(stated: Stated, setting: Setting, doubts: list[str]) -> list[DateOrder | None]:
    """The orders that the mail leaves open, the customary one first."""
    points = [p for p in (stated.start, stated.end) if p is not None and p.day is not None]
    orders: list[DateOrder | None] = [None]
    if any(isinstance(p.day, Day) and p.day.swapped for p in points):
        first = customary(setting.home)
        orders = [first, DateOrder.MONTH_FIRST if first is DateOrder.DAY_FIRST else DateOrder.DAY_FIRST]
    fitting = [o for o in orders if all(agrees(p.day, p.checks, o, setting) for p in points if p.day)]
    if not fitting:
        doubts.append(f"The days named with “{stated.words}” contradict each other.")
    return _settled(points, fitting or orders, setting)


def _settled(points: Sequence[Point], orders: list[DateOrder | None], setting: Setting) -> list[DateOrder | None]:
    """What the mail settles: a day it names otherwise, the writer's other dates, the order of both ends, a weekday."""
    if len(orders) < 2:
        return orders
    for known in (
        [o for o in orders if any(day_by(p.day, o, setting) in setting.settled for p in points)],
        [o for o in orders if o is setting.order],
        [o for o in orders if _are_in_order(points, o, setting)],
        [o for o in orders if any(_is_on_a(w, p, o, setting) for w in setting.weekdays for p in points)],
    ):
        if len(known) == 1:
            return known
    return orders


def _is_on_a(weekday: Weekday, point: Point, order: DateOrder | None, setting: Setting) -> bool:
    found = day_by(point.day, order, setting)
    return found is not None and found.weekday() == weekday.weekday


def _are_in_order(points: Sequence[Point], order: DateOrder | None, setting: Setting) -> bool:
    found = [d for p in points if (d := day_by(p.day, order, setting))]
    return found == sorted(found) and (len(found) < 2 or found[1] - found[0] <= _MONTH)


@dataclass(frozen=True)
class _Reader:
    """Reads one stated time in one order of day and month, and in `zone` instead of the sender's where it is given."""

    stated: Stated
    order: DateOrder | None
    setting: Setting
    doubts: list[str] = field(default_factory=list)
    zone: str | None = None
    night: int = 0
    """Days after the day that is named: 1 where "the night of the 5th at 1:30" is the morning after."""

    def reading(self) -> TimeReading | None:
        """The moments it says; None where its day is in no calendar."""
        first, second = self.stated.start, self.stated.end
        day = day_by(first.day, self.order, self.setting)
        if day is None:
            return None
        start_clock, end_clock = clock_times(first, second, self.doubts)
        start_day = _plus(day, first.shift + self.night)
        start, key, zone_stated = self._moment(first, start_day, start_clock)
        end = _later(start, self.stated.duration) if self.stated.duration is not None else None
        if end is not None and self.stated.backwards:
            start, end = start - (end - start), start
        if second is not None and end_clock is not None:
            end_day = self._end_day(first, second, start_day, end_clock < start_clock)
            end = self._moment(second, end_day, end_clock)[0]
        if end is not None and end < start:
            self.doubts.append(f"“{self.stated.words}” ends before it begins.")
            end = None
        return TimeReading(start, end, key, zone_stated, self.order)

    def _end_day(self, first: Point, second: Point, start_day: date, is_earlier: bool) -> date:
        """The end's own day, else the start's, or the day after it where it would lie before the start."""
        own = day_by(second.day, self.order, self.setting)
        if second.shift > first.shift:
            return _plus(start_day, second.shift - first.shift)
        if second.day is first.day and isinstance(second.day, Day) and second.day.through and not second.day.each:
            # "The night of 24 to 25 June, from 0:51 to 1:54" began on one of the two, and ended that day or the next.
            over = start_day.day == second.day.through or second.day.part in DARK
            return _plus(start_day, int(is_earlier) if over else second.day.through - second.day.day)
        if own is None or second.beside is None or second.day is first.day:
            return _plus(start_day, int(is_earlier))
        if isinstance(second.day, Weekday) and second.day.weeks is None:  # the first such day from the start on
            days = (second.day.weekday - start_day.weekday()) % 7
            return _plus(start_day, days + 7 * (is_earlier and not days))
        return own

    def _moment(self, point: Point, day: date, clock: time) -> tuple[datetime, str, bool]:
        """The moment in UTC, the zone it was read in, and whether the mail states that zone."""
        key = point.zone.key if point.zone is not None else self.setting.only_zone
        if key is None and self.setting.several_zones:
            self.doubts.append("The mail names several time zones, and some of its times name none.")
        said = self.zone if self.zone is not None else key or ""
        read = moment_in(said, datetime.combine(day, clock), self.setting.home)
        if read.doubt:
            self.doubts.append(read.doubt)
        return read.moment, read.zone, key is not None and self.zone is None


def _plus(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _later(start: datetime, length: timedelta) -> datetime | None:
    try:
        return start + length
    except OverflowError:
        return None
