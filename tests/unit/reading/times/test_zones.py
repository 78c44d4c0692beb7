"""Zones in every form; the account's own where none is named."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import (
    BERLIN,
    LONDON,
    LOS_ANGELES,
    NEW_YORK,
    SINGAPORE,
    VIETNAM,
    doubts,
    shown,
    times_in,
)

Case = tuple[str, str, tuple[str, ...]]

ZONES: list[Case] = [
    (LONDON, "on 9 October 2026 at 18:36 ICT", ("10-09 12:36",)),
    (LONDON, "on 9 October 2026 at 18:36 +07:00", ("10-09 12:36",)),
    (LONDON, "9 October 2026 18:36 (GMT+7) to 19:00", ("10-09 12:36/13:00",)),
    (LONDON, "9 October 2026 18:36 to 19:00 UTC+7", ("10-09 12:36/13:00",)),
    (LONDON, "2026-10-09T10:36Z to 2026-10-09T12:41Z", ("10-09 11:36/13:41",)),
    (LONDON, "2026-10-09T10:36:00Z - 2026-10-09T12:41:00Z", ("10-09 11:36/13:41",)),
    (LONDON, "9 October 2026, 10:36 UTC until 12:41 UTC", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "All times in UTC.\nStart 9 October 2026 10:36\nEnd 9 October 2026 12:41",
        ("10-09 11:36/13:41",),
    ),
    (
        LONDON,
        "Start 9 October 2026 10:36\nEnd 9 October 2026 12:41\n(times are UTC)",
        ("10-09 11:36/13:41",),
    ),
    (
        LONDON,
        "Time zone: UTC\nStart 9 October 2026 10:36\nEnd 9 October 2026 12:41",
        ("10-09 11:36/13:41",),
    ),
    (BERLIN, "9 October 2026 11:36 New York time", ("10-09 17:36",)),
    (BERLIN, "9 October 2026 11:36 America/New_York", ("10-09 17:36",)),
    (BERLIN, "9 October 2026 11:36 (America/Los_Angeles)", ("10-09 20:36",)),
    (BERLIN, "9 October 2026 11:36 Eastern", ("10-09 17:36",)),
    (BERLIN, "9 October 2026 11:36 AM EDT", ("10-09 17:36",)),
    (BERLIN, "12 November 2026 11:36 AM EST", ("11-12 17:36",)),
    (BERLIN, "9 October 2026 11:36 Pacific time", ("10-09 20:36",)),
    (BERLIN, "9 October 2026 11:36 PDT", ("10-09 20:36",)),
    (BERLIN, "9 October 2026 11:36 BST", ("10-09 12:36",)),
    (BERLIN, "9 October 2026 11:36 CEST", ("10-09 11:36",)),
    (BERLIN, "9 October 2026 11:36 German time", ("10-09 11:36",)),
    (BERLIN, "9 October 2026 11:36 Vietnam time", ("10-09 06:36",)),
    (BERLIN, "9 October 2026 11:36 in Singapore", ("10-09 05:36",)),
    (BERLIN, "9 October 2026 11:36 Tokyo time", ("10-09 04:36",)),
    (BERLIN, "9 October 2026 11:36 our time (Berlin)", ("10-09 11:36",)),
    (BERLIN, "9 October 2026 11:36 local time", ("10-09 11:36",)),
    (BERLIN, "9 October 2026 11:36, our local time here in London", ("10-09 12:36",)),
    (BERLIN, "9 October 2026 11:36 Sydney time", ("10-09 02:36",)),
    (BERLIN, "9 October 2026 11:36 central European time", ("10-09 11:36",)),
    (BERLIN, "9 October 2026 11:36 JST", ("10-09 04:36",)),
    ("Asia/Kolkata", "9 October 2026 11:36 IST", ("10-09 11:36",)),
    ("America/Chicago", "12 November 2026 11:36 CST", ("11-12 11:36",)),
    ("Asia/Shanghai", "12 November 2026 11:36 CST", ("11-12 11:36",)),
    ("Europe/Dublin", "9 October 2026 11:36 IST", ("10-09 11:36",)),
    (SINGAPORE, "9 October 2026 11:36 SGT", ("10-09 11:36",)),
    (SINGAPORE, "9 October 2026 11:36hrs (SGT)", ("10-09 11:36",)),
    (SINGAPORE, "2026-10-09 11:36:00 +0800 to 2026-10-09 13:41:00 +0800", ("10-09 11:36/13:41",)),
    (LONDON, "9 October 2026 11:36 to 13:41 GMT+1", ("10-09 11:36/13:41",)),
    (LONDON, "9 October 2026, 11:36 AM to 1:41 PM London time", ("10-09 11:36/13:41",)),
    (LOS_ANGELES, "9 October 2026, 11:36 AM to 1:41 PM (PT)", ("10-09 11:36/13:41",)),
    (LOS_ANGELES, "between 6:36 and 8:41 UTC on October 9", ("10-08 23:36/10-09 01:41",)),
    (VIETNAM, "Outage 2026-10-09 from 05:36 to 07:41 CEST", ("10-09 10:36/12:41",)),
    (NEW_YORK, "Outage on Nov 12, 2026 at 14:38 -0500", ("11-12 14:38",)),
    (NEW_YORK, "Outage on Nov 12, 2026 at 14:38 UTC-5", ("11-12 14:38",)),
    (LONDON, "Outage on 12 Nov 2026, 14:38 GMT until 15:02 GMT", ("11-12 14:38/15:02",)),
    (LONDON, "All times are Singapore time. 12 November 2026, 22:05 to 23:10.", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 22:05 to 23:10. I give Singapore time.", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 21:05 to 22:10, Vietnamese time", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 9:05 to 10:10 US East Coast time", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 9:05 to 10:10 ET", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 6:05 AM to 7:10 AM PT", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 8:05 to 9:10 Central", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 8:05 to 9:10 US Central time", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 15:05 to 16:10 (Berlin)", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 15:05 to 16:10 Berlin", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 15:05 to 16:10 Paris time", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 19:35 to 20:40 India time", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 23:05 to 00:10 JST", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 15:05 to 16:10 UTC+1", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 15:05 to 16:10 UTC +01:00", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 15:05 to 16:10 (+01:00)", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 09:05 to 10:10 UTC-05:00", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026, 09:05 -0500 to 10:10 -0500", ("11-12 14:05/15:10",)),
    (LONDON, "2026-11-12 09:05:00-05:00 to 2026-11-12 10:10:00-05:00", ("11-12 14:05/15:10",)),
    (LONDON, "2026-11-12T09:05:00.000-0500 to 2026-11-12T10:10:00.000-0500", ("11-12 14:05/15:10",)),
    (LONDON, "2026-11-12T14:05:00.000Z to 2026-11-12T15:10:00.000Z", ("11-12 14:05/15:10",)),
    (LONDON, "UTC: 12 November 2026 14:05 to 15:10", ("11-12 14:05/15:10",)),
    (NEW_YORK, "12 November 2026 UTC 14:05 to 15:10", ("11-12 09:05/10:10",)),
    (
        NEW_YORK,
        "Times below in GMT.\n12 November 2026\n14:05 down\n15:10 up again",
        ("11-12 09:05/10:10",),
    ),
    (NEW_YORK, "our servers sit in Frankfurt. November 12, 2026 9:05 to 10:10 am", ("11-12 09:05/10:10",)),
    (NEW_YORK, "November 12, 2026 9:05 to 10:10 am. The log is in UTC.", ("11-12 09:05/10:10",)),
    (NEW_YORK, "November 12, 2026 9:05 to 10:10 am. Log timestamps are UTC, mine are not.", ("11-12 09:05/10:10",)),
    (NEW_YORK, "November 12, 2026, from 9:05 until 10:10 in the morning", ("11-12 09:05/10:10",)),
    (NEW_YORK, "In the morning of November 12, 2026, from 9:05 until 10:10", ("11-12 09:05/10:10",)),
    (NEW_YORK, "November 12 in the evening from 9:05 until 10:10", ("11-12 21:05/22:10",)),
    (NEW_YORK, "Thursday evening, 9:05 to 10:10", ("11-12 21:05/22:10",)),
    (NEW_YORK, "the evening of Thursday, November 12, 9:05 – 10:10", ("11-12 21:05/22:10",)),
    (NEW_YORK, "9:05 until 10:10 that evening, November 12", ("11-12 21:05/22:10",)),
    (NEW_YORK, "12:15 pm to 1:05 pm on November 12", ("11-12 12:15/13:05",)),
    (NEW_YORK, "12:15 to 1:05 pm on November 12", ("11-12 12:15/13:05",)),
    (NEW_YORK, "12:15am to 1:05am on November 12", ("11-12 00:15/01:05",)),
    (NEW_YORK, "11:15 to 1:05 pm on November 12", ("11-12 11:15/13:05",)),
    (NEW_YORK, "noon to 1 pm on November 12", ("11-12 12:00/13:00",)),
    (NEW_YORK, "from noon until 12:40 on November 12", ("11-12 12:00/12:40",)),
    (NEW_YORK, "from 11 pm until midnight on November 12", ("11-12 23:00/11-13 00:00",)),
    (NEW_YORK, "at midnight sharp on November 12", ("11-12 00:00",)),
    (NEW_YORK, "11.12.2026 9:05 am", ("11-12 09:05",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), ZONES)
def test_zones(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """A stated zone counts, also for times beside it that carry none."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)


DOUBTFUL_ZONES: list[Case] = [
    (BERLIN, "9 October 2026 11:36 AM EST", ("10-09 18:36",)),
    (BERLIN, "9 October 2026 11:36 IST", ("10-09 08:06",)),
    (BERLIN, "12 November 2026 11:36 CST", ("11-12 18:36",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), DOUBTFUL_ZONES)
def test_doubtful_zones(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """An abbreviation with several meanings, or out of season, is read and doubted."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, True)
