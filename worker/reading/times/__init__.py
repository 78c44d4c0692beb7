"""Incident times as people write them, in English and Vietnamese: read where plain, doubted where open, never guessed.

The way of a text: `text` folds it, `dates`, `clocks`, `durations` and `zones` recognise words of time, `scan` sorts them,
`roles` tells incidents from other matters, `combine` joins what is one incident, `resolve` makes moments of it.
The text is taken first; where it gives no clock time, the logs do, and else they bear it out or contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from worker.reading.machine import is_machine_line, shows_an_error
from worker.reading.times.calendar import Setting, agrees, days_of, may_lie_ahead
from worker.reading.times.combine import Found, find
from worker.reading.times.evidence import Logged, bears_out, contradicts, days, days_at_home, incidents_in
from worker.reading.times.logs import in_zone, log_times, time_of
from worker.reading.times.moments import moment_in
from worker.reading.times.ranges import Stated, on_day
from worker.reading.times.repeated import distinct
from worker.reading.times.resolve import incident
from worker.reading.times.tokens import Day, Weekday
from worker.reading.times.vocabulary import Sense
from worker.sla.facts import DateOrder, StatedIncident

__all__ = ["LogText", "Times", "named_day", "stated_incidents"]

PROSE = 60_000
LOG = 1_000_000
LINE = 2_000
MOST = 40
_STAMP, _DIGITS = 40, 6
_FIRST = (Sense.START, Sense.SINCE)
_TELLING = (*_FIRST, Sense.AGAIN, Sense.SEEN)
_HOURS = timedelta(hours=3)
_DIGIT = re.compile(r"\d")
_DATED_CLOCK = re.compile(
    r"(?:20\d\d|\b\d{1,2}[/.-]\d{1,2}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))[^\n]{0,30}\d\d?:\d\d\b|"
    r"\d\d?:\d\d\b[^\n]{0,30}(?:20\d\d|\b\d{1,2}[/.-]\d{1,2}\b)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:(?:(?:second|2nd|another|two|both|2|next|third|three) (?:\w+ )?(?:ones?|incidents?|outages?|times?|interruptions?|failures?|drops?|"
    r"events?|windows?|episodes?|gaps?|occasions?|blackouts?|days)|both of them|twice (?:on|in|this|last|that|within|over|during|today|yesterday|for|and)|"
    r"(?:down|off|out|fail\w*|drop\w*|went|happen\w*|lost|cut|unreachable|unavailable|gone|dead) (?:\w+ ){0,2}twice)|"
    r"(?:hai|2) (?:lần|lan|sự cố|su co|đợt|dot)|(?:lần|lan) (?:2|hai|thứ|thu))\b",
    re.IGNORECASE,
)
_DAYISH = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|\b\d{1,2}[/.-]\d{1,2}\b(?![.:]\d)|yesterday|"
    r"\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|hôm|\bhom\b|ngày|\bngay\b|thứ|\bthu \d",
    re.IGNORECASE,
)
"""What may name a day, read or not."""
_CORRECTED = re.compile(
    r"\b(?:not|instead of|rather than|chu khong phai(?: la)?|khong phai)\s(?:at\s|from\s|luc\s)?\d{1,2}\s?(?:[:.hg]|gio)\s?\d\d\b|"
    r"\b(?:i (?:mean|meant)|correction|scratch that|make that|should (?:read|have been)|dinh chinh|viet nham|ghi nham|nham)\b[^.\n]{0,30}?"
    r"\b\d{1,2}\s?(?:[:.hg]|gio)\s?\d\d\b|"
    r"\b\d{1,2}\s?(?:[:.hg]|gio)\s?\d\d\b[^.\n]{0,12}\b(?:scratch that|ignore (?:that|those|it)|(?:is|was|are|were) wrong|la nham|la sai)\b"
)
"""A time taken back: "I mean 15:12, not 14:12"; of what is said before it is not plain what stands."""
_SECONDS = re.compile(r"\d:\d\d:\d\d|\d{10}")


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


@dataclass(frozen=True, slots=True)
class _Mail:
    """What was found in the parts of one mail, before it is read against a calendar."""

    text: str
    subject: Found
    prose: Found
    logs: tuple[LogText, ...]
    logged: tuple[Logged, ...]

    def found(self) -> tuple[Found, Found]:
        return self.subject, self.prose


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
    """The incidents a mail states (rules.md §2, "Reading times").

    `zone` is the account's (IANA): times that name none are read in it. Relative days count from `sent`.
    Nothing here raises; texts are cut to bounded sizes.
    """
    said, machine = _told_apart(_bounded(prose), received)
    logs = [*([LogText("body", machine)] if machine else []), *logs]
    mail = _found(subject[:LINE], said, logs, received)
    setting = _setting(mail, Setting(sent, received, zone, provider_zone))
    incidents = _of_text(mail, setting)
    if incidents:
        return Times(tuple(incidents), tuple(_doubts(mail, incidents, setting)))
    return _without_text(mail, setting, (subject, said))


def named_day(text: str) -> date | None:
    """The one calendar day that a header of a forwarded mail names with its year; None where it is not plain."""
    named = {(d.year, d.month, d.day) for d in find(text[:LINE]).dates if d.year and not d.swapped}
    if len(named) != 1:
        return None
    year, month, day = named.pop()
    try:
        return date(year or 0, month or 0, day)
    except ValueError:
        return None


def _bounded(text: str) -> str:
    return "\n".join(line[:LINE] for line in text[:PROSE].split("\n"))


def _told_apart(prose: str, received: datetime) -> tuple[str, str]:
    """Log lines that were left in the text are a log."""
    said: list[str] = []
    machine: list[str] = []
    for line in prose.split("\n"):
        (machine if _is_logged(line, received) else said).append(line)
    return "\n".join(said), "\n".join(machine)


def _is_logged(line: str, received: datetime) -> bool:
    stamped = len(_DIGIT.findall(line, 0, _STAMP)) >= _DIGITS
    return stamped and is_machine_line(line) and shows_an_error(line) and time_of(line, received) is not None


def _found(subject: str, prose: str, logs: Sequence[LogText], received: datetime) -> _Mail:
    in_subject = find(subject)
    in_prose = find(prose, fallback=in_subject.days)
    if in_subject.loose:
        in_subject = find(subject, fallback=in_prose.days)
    in_subject = _lasting(in_subject, in_prose)
    log_zones = {z.key for f in (in_subject, in_prose) for z in f.log_zones}
    key = log_zones.pop() if len(log_zones) == 1 else ""
    logged = tuple(Logged(log.where, tuple(in_zone(log_times(log.text[:LOG], received), key))) for log in logs)
    return _Mail(f"{subject}\n{prose}", in_subject, in_prose, tuple(logs), logged)


def _lasting(subject: Found, prose: Found) -> Found:
    """A moment in the subject lasted as long as the text says that has no time of its own."""
    alone = len(subject.stated) == 1 and subject.stated[0].end is None and subject.stated[0].duration is None
    if not alone or len(prose.lengths) != 1 or prose.stated or prose.loose:
        return subject
    return replace(subject, stated=(replace(subject.stated[0], duration=prose.lengths[0]),))


def _setting(mail: _Mail, bare: Setting) -> Setting:
    """What the parts of the mail settle for one another: the zone, the order of numeric dates, the days meant."""
    zones = [z for f in mail.found() for z in f.zones]
    keys = {z.key for z in zones}
    orders = {d.order for f in mail.found() for d in f.dates if d.order is not None}
    named = [d for f in mail.found() for d in f.days]
    plain = [d for d in named if not (isinstance(d, Day) and d.swapped) and not isinstance(d, Weekday)]
    settled = {day for d in plain for day in days_of(d, bare).values()}
    settled |= days(mail.logged) | days_at_home(mail.logged, bare.home)
    only = _agreeing(keys, bare)
    order: DateOrder | None = orders.pop() if len(orders) == 1 else None
    return replace(
        bare,
        only_zone=only,
        several_zones=bool(keys) and only is None,
        order=order,
        settled=frozenset(settled),
        logged=days(mail.logged),
        weekdays=tuple(d for d in named if isinstance(d, Weekday)),
        dated=tuple(d for d in named if isinstance(d, Day)),
        contradicted=frozenset(_contradicted(mail, bare)),
    )


def _contradicted(mail: _Mail, setting: Setting) -> Iterable[date]:
    for found in mail.found():
        for day, checks in found.checks:
            means = days_of(day, setting)
            if len(means) == 1 and not agrees(day, checks, None, setting):
                yield from means.values()


def _agreeing(keys: set[str], setting: Setting) -> str | None:
    """The zone that all names in the mail say ("GMT+7", "giờ Việt Nam"); None where there is none, or several."""
    local = setting.received.replace(tzinfo=None)
    moments = {moment_in(key, local, setting.home).moment for key in keys}
    return min(keys) if len(moments) == 1 else None


def _of_text(mail: _Mail, setting: Setting) -> list[StatedIncident]:
    places = (("subject", mail.subject), ("body", mail.prose))
    stated = [(s, place) for place, found in places for s in found.stated[:MOST]]
    found = [(s, i) for s, place in stated if (i := incident(s, place, setting))]
    kept = [(s, i) for s, i in found if not _lies_aside(s, i, found, mail, setting)]
    return distinct(replace(i, aside=_may_be_another_matter(s, i, kept, mail, setting)) for s, i in kept)


def _may_be_another_matter(
    stated: Stated, own: StatedIncident, every: Sequence[tuple[Stated, StatedIncident]], mail: _Mail, setting: Setting
) -> bool:
    """Whether a moment beside a stated range may be another matter's: a train's, a customer's; the records may tell."""
    ranges = [s for s, i in every if s is not stated and (s.end or s.duration) and not _is_to_come(s, i, setting)]
    listed = stated.listed and not stated.start.clock.word  # "until 13:45 (midday, of all times)"
    if not ranges or listed or stated.start.sense is Sense.AGAIN:
        return False
    if stated.end is not None or stated.duration is not None:
        reading = own.readings[0]
        untold = stated.start.beside is None and stated.start.sense is not Sense.START
        aside = untold and reading.end is not None and reading.end - reading.start >= _HOURS
    else:
        aside = stated.start.beside is None or stated.start.sense is not Sense.START
    return aside and not _SEVERAL.search(mail.text)


def _lies_aside(
    stated: Stated, own: StatedIncident, every: Sequence[tuple[Stated, StatedIncident]], mail: _Mail, setting: Setting
) -> bool:
    """Whether a moment is no incident beside others that are: it is to come, or nothing speaks for it."""
    plain = [s for s, i in every if s is not stated and not _is_to_come(s, i, setting) and _is_told(s, by=_FIRST)]
    if not plain or stated.duration is not None:
        return False
    if stated.end is not None:
        return _are_hours(stated, own, plain)
    spoken_for = _is_told(stated, by=_TELLING) or stated.listed or _is_one_of_several(stated, own, mail, setting)
    return _is_to_come(stated, own, setting) or not spoken_for


def _is_one_of_several(stated: Stated, own: StatedIncident, mail: _Mail, setting: Setting) -> bool:
    """Whether a moment with a date is borne out by a log, or the mail speaks of more than one incident."""
    if stated.start.beside is None:
        return False
    return bears_out(mail.logged, own, setting) or _SEVERAL.search(mail.text) is not None


def _are_hours(stated: Stated, own: StatedIncident, others: Sequence[Stated]) -> bool:
    """Whether a long range without a date, of which nothing is said, is hours of work ("in from 7:00 to 15:30")."""
    reading = own.readings[0]
    untold = stated.start.sense in (None, Sense.SINCE) and stated.start.beside is None
    long = reading.end is not None and reading.end - reading.start >= _HOURS
    dated = any(other.start.beside is not None for other in others)
    return untold and long and dated and not stated.listed


def _is_told(stated: Stated, by: tuple[Sense, ...]) -> bool:
    return stated.end is not None or stated.duration is not None or stated.start.sense in by


def _is_to_come(stated: Stated, own: StatedIncident, setting: Setting) -> bool:
    ahead = stated.start.day is not None and may_lie_ahead(stated.start.day, setting)
    return ahead or all(r.start > setting.received for r in own.readings)


def _doubts(mail: _Mail, incidents: Sequence[StatedIncident], setting: Setting) -> Iterable[str]:
    if corrected := next((m for f in mail.found() if (m := _CORRECTED.search(f.folded))), None):
        yield f"The mail corrects a time it gives (“{corrected[0].strip()}”)."
    if contradicts(mail.logged, incidents, setting):
        yield "The times in the log all lie outside the stated time."
    if any(f.cut or len(f.stated) > MOST for f in mail.found()):
        yield "The mail names more times than are read."


def _without_text(mail: _Mail, setting: Setting, texts: Sequence[str]) -> Times:
    """No clock time in the text: the logs give it; a clock time without a day takes the day of the log."""
    clocked = _on_day_of_log(mail, setting)
    if clocked:
        return Times(tuple(clocked))
    named = frozenset(d for f in mail.found() for day in f.days for d in days_of(day, setting).values())
    incidents = incidents_in(mail.logged, named, setting) or _prose_in_logs(mail, setting)
    doubts = [] if incidents else _taken_for_other(mail, setting)
    if not incidents and any(_DATED_CLOCK.search(log.text[:PROSE]) for log in mail.logs):
        doubts.append("The log bears times that were not read with certainty.")
    if not incidents and any(f.loose for f in mail.found()) and any(_DAYISH.search(t) for t in texts):
        doubts.append("The mail gives a clock time, and its day was not read with certainty.")
    if incidents and any(f.loose for f in mail.found()):
        doubts.append("The text gives a clock time that its log does not bear out.")
    return Times(tuple(distinct(incidents)), tuple(doubts))


def _on_day_of_log(mail: _Mail, setting: Setting) -> list[StatedIncident]:
    found = days(mail.logged)
    if len(found) != 1:
        return []
    day = next(iter(found))
    token = Day(0, 0, day.year, day.month, day.day)
    loose = [
        (on_day(s, token, 0), place) for place, f in (("subject", mail.subject), ("body", mail.prose)) for s in f.loose
    ]
    incidents = distinct(i for s, place in loose[:MOST] if (i := incident(s, place, setting)))
    return incidents if all(bears_out(mail.logged, i, setting) for i in incidents) else []


def _prose_in_logs(mail: _Mail, setting: Setting) -> list[StatedIncident]:
    """Sentences that were taken for machine output: lines without a stamp to the second."""
    said = [
        (log.where, "\n".join(x for x in _bounded(log.text).split("\n") if not _SECONDS.search(x))) for log in mail.logs
    ]
    texts = [(where, find(text, fallback=mail.subject.days)) for where, text in said]
    stated = [(s, where) for where, found in texts for s in found.stated[:MOST]]
    return [i for s, where in stated if (i := incident(s, where, setting))]


def _taken_for_other(mail: _Mail, setting: Setting) -> list[str]:
    """Times that were left out as another matter's are shown to a person before a claim is said to state none."""
    left = [i for f in mail.found() for s in f.left_out[:MOST] if (i := incident(s, "body", setting))]
    past = [i for i in left if i.readings[0].start <= setting.received and not i.doubts]
    return [f"“{i.words}” may be the time of the incident or of another matter." for i in past[:1]]
