"""Sentences as different people write them."""

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

VOICES: list[Case] = [
    (
        LONDON,
        "Dear Sirs, I refer to the interruption of 12 November 2026, which commenced at 14:05 and "
        "concluded at 15:10 (London time).",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "nov 12. 14:05. dead. back 15:10. thats an hour.", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "We experienced a complete loss of service on Thursday, 12 November 2026 commencing 14:05 "
        "GMT and continuing to 15:10 GMT.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Period of unavailability: 12/11/2026 14:05 to 12/11/2026 15:10. Our contract dates from 1 March 2024.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "Incident window: 2026-11-12, 14:05–15:10 (UTC+0)", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "Our monitoring recorded 65 minutes of downtime on 12 November 2026 beginning at 14:05.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "Our monitor shows downtime from 2:05 PM until 3:10 PM on November 12th.", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "It happened on the 12th. 14:05 was the first timeout; the last one came at 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "down: 12.11.2026 14:05, up: 12.11.2026 15:10", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "On 12 November we had two drops, one from 14:05 to 14:20 and a longer one from 14:55 to 15:10.",
        ("11-12 14:05/14:20", "11-12 14:55/15:10"),
    ),
    (
        LONDON,
        "On 12 November it dropped at 14:05, came back at 14:20, dropped again at 14:55 and came "
        "back for good at 15:10.",
        ("11-12 14:05/14:20", "11-12 14:55/15:10"),
    ),
    (
        LONDON,
        "It was dead twice: 12 Nov 14:05 until 14:20, then on 13 Nov 09:00 until 09:30.",
        ("11-12 14:05/14:20", "11-13 09:00/09:30"),
    ),
    (
        LONDON,
        "12 Nov: 14:05-14:20, 14:55-15:10; 13 Nov: 09:00-09:30",
        ("11-12 14:05/14:20", "11-12 14:55/15:10", "11-13 09:00/09:30"),
    ),
    (
        LONDON,
        "The first happened on Thursday 12 November at 14:05 and the second on Friday 13 November at 09:00.",
        ("11-12 14:05", "11-13 09:00"),
    ),
    (
        LONDON,
        "We were cut off on 12 November 2026 at about 14:05. By 15:10 everything had recovered.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "From five past two until ten past three in the afternoon on 12 November 2026 nothing worked.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "At half past two in the afternoon on 12 November 2026 your server stopped answering.",
        ("11-12 14:30",),
    ),
    (
        LONDON,
        "At quarter to nine in the evening on 12 November 2026 your server stopped answering.",
        ("11-12 20:45",),
    ),
    (LONDON, "Service was unavailable at 14:05 (GMT) on Thursday the 12th of November 2026", ("11-12 14:05",)),
    (
        LONDON,
        "Between the hours of 14:05 and 15:10 on the 12th of November, we could not connect.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "starting Nov 12th 14:05 and lasting until Nov 13th 02:15", ("11-12 14:05/11-13 02:15",)),
    (LONDON, "from Thursday 12 November, 23:05, to Friday 13 November, 00:15", ("11-12 23:05/11-13 00:15",)),
    (LONDON, "from Thursday 23:05 to Friday 00:15", ("11-12 23:05/11-13 00:15",)),
    (LONDON, "overnight from 12 to 13 November 2026, 23:05 to 00:15", ("11-12 23:05/11-13 00:15",)),
    (LONDON, "The night of 12/13 November 2026, 23:05 - 00:15", ("11-12 23:05/11-13 00:15",)),
    (
        LONDON,
        "Yesterday it happened. Around 14:05 the calls began to time out, and at around 15:10 they stopped timing out.",
        ("11-17 14:05/15:10",),
    ),
    (LONDON, "Monday, 14:05 to 15:10, nothing. Monday!", ("11-16 14:05/15:10",)),
    (LONDON, "Your API was unreachable for us this Monday between 14:05 and 15:10.", ("11-16 14:05/15:10",)),
    (LONDON, "On Sunday evening at 8:15 we lost it for 25 minutes.", ("11-15 20:15/20:40",)),
    (LONDON, "Sunday 8:15pm-8:40pm", ("11-15 20:15/20:40",)),
    (LONDON, "Just now, today at 08:50, everything stopped.", ("11-18 08:50",)),
    (LONDON, "Since 08:50 this morning we cannot reach the API.", ("11-18 08:50",)),
    (LONDON, "Since this morning 08:50 we can not reach the API, it is now 09:40.", ("11-18 08:50",)),
    (LONDON, "The outage started yesterday 23:50 and lasted till today 00:20.", ("11-17 23:50/11-18 00:20",)),
    (LONDON, "yesterday at 23:50 for half an hour", ("11-17 23:50/11-18 00:20",)),
    (LONDON, "three days ago (Sunday) at 20:15", ("11-15 20:15",)),
    (LONDON, "A fortnight ago nothing, but on 12 November at 14:05 it failed.", ("11-12 14:05",)),
    (LONDON, "We noticed the outage at 14:05 on 12 November 2026.", ("11-12 14:05",)),
    (LONDON, "Our pager went off at 14:05 on 12 November 2026 and it was over at 15:10.", ("11-12 14:05/15:10",)),
    (LONDON, "We tried to connect on 12 November 2026 at 14:05 and got connection refused.", ("11-12 14:05",)),
    (LONDON, "The screenshot was taken at 14:20. The outage began 12 November 2026 at 14:05.", ("11-12 14:05",)),
    (
        LONDON,
        "12 November 2026, 14:05: connection refused. 14:20: still refused. 15:10: back.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Please see attached. Outage date 12 November 2026. Outage time 14:05. Duration 65 minutes.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "Date/time: 12 November 2026 / 14:05", ("11-12 14:05",)),
    (LONDON, "Date & time: Thu 12 Nov 2026, 14:05-15:10 GMT", ("11-12 14:05/15:10",)),
    (LONDON, "Affected period: 12 November 2026 from 14.05 until 15.10 hrs", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "On 12 November 2026, at 1405 hrs, our link to your API went down and was restored at 1510 hrs.",
        ("11-12 14:05/15:10",),
    ),
    (
        NEW_YORK,
        "On Thursday, November 12th, at approximately 9:05 a.m. Eastern Time, the API stopped "
        "responding; it came back at approximately 10:10 a.m.",
        ("11-12 09:05/10:10",),
    ),
    (NEW_YORK, "Nov 12 2026 9:05AM EST - 10:10AM EST", ("11-12 09:05/10:10",)),
    (NEW_YORK, "11/12/2026 9:05 AM - 10:10 AM EST", ("11-12 09:05/10:10",)),
    (NEW_YORK, "11/12/26, 9:05 AM to 10:10 AM", ("11-12 09:05/10:10",)),
    (NEW_YORK, "11/12 at 9:05am we went down, came back 10:10am", ("11-12 09:05/10:10",)),
    (NEW_YORK, "Thursday 11/12 9:05am-10:10am", ("11-12 09:05/10:10",)),
    (NEW_YORK, "From 9:05 to 10:10 this past Thursday morning", ("11-12 09:05/10:10",)),
    (NEW_YORK, "Thursday night from 11:40 until 12:25", ("11-12 23:40/11-13 00:25",)),
    (NEW_YORK, "on the night of November 12 from 11:40 PM to 12:25 AM", ("11-12 23:40/11-13 00:25",)),
    (NEW_YORK, "Oct 31, 2026 11:30 PM – Nov 1, 2026 12:20 AM ET", ("10-31 23:30/11-01 00:20",)),
    (LOS_ANGELES, "Nov 12, 6:05 AM PST to 7:10 AM PST (14:05 - 15:10 UTC)", ("11-12 06:05/07:10",)),
    (LOS_ANGELES, "14:05–15:10 UTC (6:05–7:10 am our time) on November 12", ("11-12 06:05/07:10",)),
    (LOS_ANGELES, "November 12, 14:05 UTC / 6:05 AM Pacific", ("11-12 06:05",)),
    (LOS_ANGELES, "November 12, 6:05 AM Pacific / 14:05 UTC to 7:10 AM Pacific / 15:10 UTC", ("11-12 06:05/07:10",)),
    (SINGAPORE, "12 Nov 2026 2205hrs to 2310hrs SGT", ("11-12 22:05/23:10",)),
    (SINGAPORE, "On 12 Nov 2026 10.05pm till 11.10pm Singapore time cannot connect at all", ("11-12 22:05/23:10",)),
    (SINGAPORE, "12/11/2026, 22:05 until 23:10 lah", ("11-12 22:05/23:10",)),
    (BERLIN, "Am 12. November 2026 von 15:05 bis 16:10 Uhr war die API weg", ("11-12 15:05/16:10",)),
    (BERLIN, "on 12.11. from 15:05 to 16:10", ("11-12 15:05/16:10",)),
    (BERLIN, "The disturbance was at 12. November 2026 between 15:05 and 16:10 o'clock.", ("11-12 15:05/16:10",)),
    (
        BERLIN,
        "It has begun on the 12.11.2026 at 15:05 o'clock and was finished at 16:10 o'clock.",
        ("11-12 15:05/16:10",),
    ),
    (
        BERLIN,
        "since the 12th November, 15:05, until the 13th November, 08:30, we had not any answer",
        ("11-12 15:05/11-13 08:30",),
    ),
    (BERLIN, "12 November 2026 at 3:05 PM CET", ("11-12 15:05",)),
    (BERLIN, "12 November 2026, 14:05 Zulu", ("11-12 15:05",)),
    (VIETNAM, "12 Nov 2026 14:05Z", ("11-12 21:05",)),
    (VIETNAM, "12 November 2026, 21:05 Hanoi time to 22:10", ("11-12 21:05/22:10",)),
    (VIETNAM, "9:05 PM Vietnam time on 12 November 2026", ("11-12 21:05",)),
    (LONDON, "Occurred at: 2026-11-12T14:05Z; resolved at: 2026-11-12T15:10Z", ("11-12 14:05/15:10",)),
    (LONDON, "{start: 2026-11-12 14:05, end: 2026-11-12 15:10}", ("11-12 14:05/15:10",)),
    (LONDON, "Thursday the 12th, 14:05 to 15:10 – that's when we were blind.", ("11-12 14:05/15:10",)),
    (LONDON, "Downtime: 14:05–15:10 on 12 Nov 2026; total 65 min.", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "On 12 November 2026 (Thursday), starting 14:05 and ending 15:10, the API refused connections.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "from 2 to 3 pm on 12 November", ("11-12 14:00/15:00",)),
    (LONDON, "from 2 pm to 3 on 12 November", ("11-12 14:00/15:00",)),
    (LONDON, "2-3pm on 12 November", ("11-12 14:00/15:00",)),
    (LONDON, "around 2pm on 12 November for about an hour", ("11-12 14:00/15:00",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), VOICES)
def test_voices(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """The incident is read whatever the voice."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)


DOUBTFUL_VOICES: list[Case] = [
    (NEW_YORK, "On November 1, 2026 at 1:30 AM the API failed", ("11-01 01:30",)),
    (BERLIN, "On 25 October 2026 from 02:30 to 04:10 nothing worked", ("10-25 02:30/04:10",)),
    (
        LONDON,
        "On 12 November 2026 (Friday), starting 14:05 and ending 15:10, the API refused connections.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "12 and 13 November: 14:05-15:10 on the 12th, 09:00-09:20 on the 13th",
        ("11-12 14:05/15:10", "11-13 09:00/09:20"),
    ),
    (LONDON, "Nov 12, 14:05 BST", ("11-12 13:05",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), DOUBTFUL_VOICES)
def test_doubtful_voices(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """What is contradictory, ambiguous by daylight saving, or could be morning or afternoon is doubted."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, True)
