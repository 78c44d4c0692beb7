"""One stated incident held against the records: which reading fits, what it meets, and whether it is in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from worker.sla.calendar import local_day
from worker.sla.complaints import claimed_in_time, last_day_to_claim
from worker.sla.decision import Answer, Candidate, Finding, Judged
from worker.sla.definitions import Seen, on_record
from worker.sla.facts import StatedIncident, TimeReading
from worker.sla.policy import Policies, on


@dataclass(frozen=True, slots=True)
class History:
    """What came before a feedback or a completion (rules.md §8).

    The window of the first claim's incidents is judged by the first claim's receipt; `first_incidents` None means
    all of them (a completion).
    """

    feedback: bool
    first_received: datetime
    first_incidents: tuple[tuple[datetime, datetime | None], ...] | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """A judged incident with the records it matches in time, and what is doubtful about its reading."""

    judged: Judged
    in_time: tuple[Seen, ...]
    received: datetime
    """The receipt its window is judged by."""
    doubts: tuple[str, ...]


def told_plainly(
    incidents: Sequence[StatedIncident], seen: Sequence[Seen], policies: Policies
) -> tuple[tuple[StatedIncident, ...], list[str]]:
    """The incidents without times that may be another matter's, where those told plainly are on record.

    Such a time changes nothing: all that is on record in a cycle counts. Where it meets a record that the others do
    not, it may be an incident all the same: that is a doubt.
    """
    plain = tuple(i for i in incidents if not i.aside)
    met = {record for i in plain for record in _records_of(i, seen, policies)}
    if seen and not met:
        return tuple(incidents), []
    strays = [i for i in incidents if i.aside and not met.issuperset(_records_of(i, seen, policies))]
    doubts = [f"“{i.words}” may be the time of another incident or of another matter." for i in strays]
    return plain or tuple(incidents), doubts


def _records_of(stated: StatedIncident, seen: Sequence[Seen], policies: Policies) -> set[str]:
    tolerance = on(policies.window, local_day(stated.readings[0].start, policies.zone)).tolerance
    return {s.record for r in stated.readings for s in on_record(r, seen, tolerance)}


def judge(
    stated: StatedIncident, seen: Sequence[Seen], received: datetime, policies: Policies, history: History | None
) -> Met:
    """Pick the reading that the records bear out and test each matched record's window."""
    reading, doubts = _pick(stated, seen, policies)
    matched = on_record(reading, seen, on(policies.window, local_day(reading.start, policies.zone)).tolerance)
    by = _window_receipt(reading, received, policies, history)
    in_time = [s for s in matched if claimed_in_time(s.span.end, by, policies)]
    stated_end = reading.end or reading.start
    ends = [s.span.end for s in matched] or [stated_end]
    judged = Judged(
        stated=stated,
        reading=reading,
        matched=tuple(s.record for s in matched),
        late=not in_time if matched else not claimed_in_time(stated_end, by, policies),
        last_day=max(last_day_to_claim(end, policies) for end in ends),
        candidates=_candidates(stated, seen, policies) if len(stated.readings) > 1 or not matched else (),
    )
    if not matched and not judged.late:
        doubts.append(f"Nothing is on record for “{stated.words}”.")
    return Met(judged, tuple(in_time), by, (*stated.doubts, *doubts))


def _candidates(stated: StatedIncident, seen: Sequence[Seen], policies: Policies) -> tuple[Candidate, ...]:
    tolerance = on(policies.window, local_day(stated.readings[0].start, policies.zone)).tolerance
    readings = dict.fromkeys((*stated.readings, *stated.elsewhere))
    return tuple(Candidate(r, tuple(s.record for s in on_record(r, seen, tolerance))) for r in readings)


def _pick(stated: StatedIncident, seen: Sequence[Seen], policies: Policies) -> tuple[TimeReading, list[str]]:
    window = on(policies.window, local_day(stated.readings[0].start, policies.zone))
    fits = [r for r in stated.readings if on_record(r, seen, window.tolerance)]
    doubts = []
    chosen = fits[0] if len(fits) == 1 else stated.readings[0]
    if len(stated.readings) > 1 and len(fits) != 1:
        open_ = "order of day and month in" if any(r.order for r in stated.readings) else "night meant by"
        doubts.append(f"The {open_} “{stated.words}” is open, and the records do not settle it.")
    if not fits:
        other = next((r for r in stated.elsewhere if on_record(r, seen, window.tolerance)), None)
        if other is not None:
            doubts.append(f"“{stated.words}” names no time zone; it meets a record only when read in {other.zone}.")
            chosen = other
    if chosen.end is not None and chosen.end - chosen.start > window.longest_incident:
        hours = window.longest_incident.days * 24
        doubts.append(f"“{stated.words}” is one incident of more than {hours} hours.")
    return chosen, doubts


def _window_receipt(reading: TimeReading, received: datetime, policies: Policies, history: History | None) -> datetime:
    if history is None:
        return received
    tolerance = on(policies.window, local_day(reading.start, policies.zone)).tolerance
    start, end = reading.start - tolerance, (reading.end or reading.start) + tolerance
    first = history.first_incidents
    if first is None or any(s <= end and (e or s) >= start for s, e in first):
        return history.first_received
    return received


def window_finding(met: Met, policies: Policies) -> Finding:
    """Whether the incident was claimed within the window, with the days that decide it."""
    judged = met.judged
    received = local_day(met.received, policies.zone)
    numbers = {"received": received.isoformat(), "last_day": judged.last_day.isoformat() if judged.last_day else ""}
    said = "in time" if not judged.late else "too late"
    because = f"“{judged.stated.words}” could be claimed until {judged.last_day}; received {received}: {said}."
    answer = Answer.NOT_MET if judged.late else Answer.MET
    return Finding("1.3", "claimed_in_time", answer, because, numbers)


def record_finding(met: Met) -> Finding:
    """Whether the incident is on record."""
    judged = met.judged
    start, end = judged.reading.start.isoformat(), judged.reading.end.isoformat() if judged.reading.end else ""
    numbers = {"start": start, "end": end, "read_in": judged.reading.zone, "records": " ".join(judged.matched)}
    if not judged.matched:
        because = f"No unavailable time is on record within 30 minutes of “{judged.stated.words}”."
        return Finding("1.1", "on_record", Answer.NOT_MET, because, numbers)
    because = f"“{judged.stated.words}” meets {', '.join(judged.matched)}."
    return Finding("1.1", "on_record", Answer.MET, because, numbers)
