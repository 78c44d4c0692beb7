"""What is read from a sentence, written the way people check it: local times of the account's zone.

A mail here is sent on Wednesday, 18 November 2026, 10:00 UTC, and comes in a minute later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from worker.reading.times import LogText, Times, stated_incidents
from worker.sla.facts import TimeReading

SENT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
RECEIVED = SENT + timedelta(minutes=1)
PROVIDER = "Asia/Ho_Chi_Minh"
LONDON, NEW_YORK, LOS_ANGELES = "Europe/London", "America/New_York", "America/Los_Angeles"
BERLIN, SINGAPORE, VIETNAM = "Europe/Berlin", "Asia/Singapore", "Asia/Ho_Chi_Minh"


def times_in(zone: str, text: str, *, logs: Sequence[str] = (), subject: str = "SLA claim") -> Times:
    """What a mail states; a subject may stand before the text, parted from it by `|||`."""
    first, parted, rest = text.partition("|||")
    return stated_incidents(
        subject=first if parted else subject,
        prose=rest if parted else text,
        logs=[LogText(f"{i}.log", log) for i, log in enumerate(logs)],
        sent=SENT,
        received=RECEIVED,
        zone=zone,
        provider_zone=PROVIDER,
    )


def written(reading: TimeReading, zone: str) -> str:
    """ "11-12 14:05/15:10": start and end as the clocks of the zone show them; other years are written out."""
    start = reading.start.astimezone(ZoneInfo(zone))
    shown = f"{start:%m-%d %H:%M}" if start.year == SENT.year else f"{start:%Y-%m-%d %H:%M}"
    if reading.end is None:
        return shown
    end = reading.end.astimezone(ZoneInfo(zone))
    return f"{shown}/{end:%H:%M}" if end.date() == start.date() else f"{shown}/{end:%m-%d %H:%M}"


def shown(times: Times, zone: str) -> tuple[str, ...]:
    """The incidents, each in its first reading."""
    return tuple(written(i.readings[0], zone) for i in times.incidents)


def doubts(times: Times) -> tuple[str, ...]:
    """All that would send the claim to a person."""
    return (*times.doubts, *(d for i in times.incidents for d in i.doubts))
