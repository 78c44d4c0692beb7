"""Subject and text together, several incidents in one mail, and one incident told twice."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import LONDON, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

SUBJECTS: list[Case] = [
    (LONDON, "SLA claim: outage 9 Oct 2026|||It was down from 11:36 to 13:41.", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "SLA claim 9 Oct 11:36-13:41|||Your API was down on 9 October 2026 from 11:36 to 13:41. Log attached.",
        ("10-09 11:36/13:41",),
    ),
    (LONDON, "SLA claim 9 October 2026 11:36 – 13:41|||As above. Log attached.", ("10-09 11:36/13:41",)),
    (LONDON, "SLA claim, outage of 2026-10-09|||we lost you 11:36am, back 1:41pm", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "SLA claim Oct 9|||The API died at 11:36. I called you on 12 October at 09:15 but nobody knew anything.",
        ("10-09 11:36",),
    ),
    (LONDON, "SLA claim - 03/08/2026|||on Monday it was down 11:36 to 13:41.", ("08-03 11:36/13:41",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), SUBJECTS)
def test_subjects(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """The day may stand in the subject and the time in the text; the same time in both is one incident."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)


SEVERAL: list[Case] = [
    (
        LONDON,
        "1. 9 October 2026, 11:36-13:41\n2. 11 October 2026, 08:00-08:20",
        ("10-09 11:36/13:41", "10-11 08:00/08:20"),
    ),
    (
        LONDON,
        "It was down on 9 October 2026 from 11:36 to 13:41 and again on 11 October from 08:00 to 08:20.",
        ("10-09 11:36/13:41", "10-11 08:00/08:20"),
    ),
    (
        LONDON,
        "On 9 October 2026 it was down twice: 11:36 to 11:50 and 13:10 to 13:41.",
        ("10-09 11:36/11:50", "10-09 13:10/13:41"),
    ),
    (LONDON, "On 9 October 2026 it was down at 11:36 and again at 13:10.", ("10-09 11:36", "10-09 13:10")),
    (
        LONDON,
        "Outages:\n- 2026-10-09 11:36 (5 min)\n- 2026-10-11 08:00 (20 min)",
        ("10-09 11:36/11:41", "10-11 08:00/08:20"),
    ),
    (
        LONDON,
        "Incident 1\n"
        "Start: 2026-10-09 11:36\n"
        "End: 2026-10-09 13:41\n"
        "Incident 2\n"
        "Start: 2026-10-11 08:00\n"
        "End: 2026-10-11 08:20",
        ("10-09 11:36/13:41", "10-11 08:00/08:20"),
    ),
    (
        LONDON,
        "We had two incidents, the first on 9 October at 11:36 for 20 minutes, the second on 11 "
        "October at 08:00 for 10 minutes.",
        ("10-09 11:36/11:56", "10-11 08:00/08:10"),
    ),
    (
        LONDON,
        "The API was down on 9 October 2026 from 11:36 to 13:41. So, to repeat: 9 October, 11:36 "
        "until 13:41, two hours gone.",
        ("10-09 11:36/13:41",),
    ),
    (LONDON, "9 October 2026 11:36 to 13:41 UK time (10:36 to 12:41 UTC)", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "Outage 9 October 2026 from 10:36 UTC (11:36 our time) to 12:41 UTC (13:41 our time).",
        ("10-09 11:36/13:41",),
    ),
    (
        LONDON,
        "Two separate windows, all on 2026-10-09 (UTC): 10:36-10:50, 12:10-12:41",
        ("10-09 11:36/11:50", "10-09 13:10/13:41"),
    ),
    (
        LONDON,
        "First outage: 9 Oct 2026, 11:36 to 11:50. Second outage: same day, 13:10 to 13:41.",
        ("10-09 11:36/11:50", "10-09 13:10/13:41"),
    ),
    (
        LONDON,
        "First time 9 Oct 2026, 11:36 to 11:50, second the day after, 13:10 to 13:41.",
        ("10-09 11:36/11:50", "10-10 13:10/13:41"),
    ),
    (LONDON, "Incident A: 9 Oct, 11:36. Incident B: 12 Oct, 04:05 - 04:50.", ("10-09 11:36", "10-12 04:05/04:50")),
]


@pytest.mark.parametrize(("zone", "text", "expected"), SEVERAL)
def test_several(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """Each incident is told apart from the others, and one told twice is one."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)


ONE_TIME_FOR_TWO_DAYS: list[Case] = [
    (LONDON, "Down 9 and 11 October, both times at 11:36.", ("10-09 11:36",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), ONE_TIME_FOR_TWO_DAYS)
def test_one_time_for_two_days(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """One time for two days is read for the first and doubted."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, True)
