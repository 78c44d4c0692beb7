"""Relative days, weekdays, days without month or year."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import LONDON, SINGAPORE, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

DAYS: list[Case] = [
    (LONDON, "Yesterday from 14:05 to 15:10 everything was down.", ("11-17 14:05/15:10",)),
    (LONDON, "It was down yesterday at 3pm for 20 minutes", ("11-17 15:00/15:20",)),
    (LONDON, "This morning at 08:50 your API went away and returned at 09:12.", ("11-18 08:50/09:12",)),
    (LONDON, "Today 08:50-09:12", ("11-18 08:50/09:12",)),
    (LONDON, "the day before yesterday, 14:05 to 15:10", ("11-16 14:05/15:10",)),
    (LONDON, "two days ago at 17:56", ("11-16 17:56",)),
    (LONDON, "3 days ago, between 17:56 and 18:20", ("11-15 17:56/18:20",)),
    (LONDON, "a week ago at 17:56", ("11-11 17:56",)),
    (LONDON, "last Friday from 17:56 to 18:20", ("11-13 17:56/18:20",)),
    (LONDON, "on Friday from 17:56 to 18:20", ("11-13 17:56/18:20",)),
    (LONDON, "on Monday at 17:56", ("11-16 17:56",)),
    (LONDON, "Friday last week 17:56", ("11-13 17:56",)),
    (LONDON, "last night at 23:10 until 00:15", ("11-17 23:10/11-18 00:15",)),
    (LONDON, "last night from 11:10 pm to 12:15 am", ("11-17 23:10/11-18 00:15",)),
    (LONDON, "last night at 1:30 am", ("11-18 01:30",)),
    (LONDON, "Yesterday evening at 8:15 it died, 8:40 it was back", ("11-17 20:15/20:40",)),
    (LONDON, "Yesterday afternoon, 2:05 to 3:10", ("11-17 14:05/15:10",)),
    (LONDON, "Monday night, 23:50 to 00:20", ("11-16 23:50/11-17 00:20",)),
    (LONDON, "tuesday this week 00:32 to 01:45", ("11-17 00:32/01:45",)),
    (LONDON, "earlier today, 08:50 to 09:12", ("11-18 08:50/09:12",)),
    (LONDON, "yesterday (17 November) from 14:05 to 15:10", ("11-17 14:05/15:10",)),
    (LONDON, "On Tuesday last week at 14:05", ("11-10 14:05",)),
    (LONDON, "last Tuesday at 14:05", ("11-17 14:05",)),
    (SINGAPORE, "yesterday at 14:05", ("11-17 14:05",)),
    (LONDON, "Our backup ran yesterday. The outage: 12 November, 14:05 to 15:10.", ("11-12 14:05/15:10",)),
    (LONDON, "Monday the 16th, 17:56 to 18:20", ("11-16 17:56/18:20",)),
    (LONDON, "on the 16th at 17:56", ("11-16 17:56",)),
    (LONDON, "Sat 14/11 17:56 to 18:20", ("11-14 17:56/18:20",)),
    (LONDON, "the Thursday before last at 14:05", ("11-05 14:05",)),
    (LONDON, "on Thursday of last week, 14:05", ("11-12 14:05",)),
    (LONDON, "last week on Thursday from 14:05 to 15:10", ("11-12 14:05/15:10",)),
    (LONDON, "last week, Thursday, 14:05 to 15:10", ("11-12 14:05/15:10",)),
    (LONDON, "a couple of days ago at 14:05", ("11-16 14:05",)),
    (LONDON, "6 days ago at 14:05", ("11-12 14:05",)),
    (LONDON, "six days ago, on Thursday, at 14:05", ("11-12 14:05",)),
    (LONDON, "two weeks ago at 14:05", ("11-04 14:05",)),
    (LONDON, "exactly one week ago, at 14:05", ("11-11 14:05",)),
    (LONDON, "It was on Remembrance Day, 11 November, 14:05.", ("11-11 14:05",)),
    (LONDON, "on the twelfth of November at 14:05", ("11-12 14:05",)),
    (LONDON, "November twelfth at 14:05", ("11-12 14:05",)),
    (LONDON, "12th of this month at 14:05", ("11-12 14:05",)),
    (LONDON, "on the 12th of this month at 14:05", ("11-12 14:05",)),
    (LONDON, "on the 28th of last month at 14:05", ("10-28 14:05",)),
    (LONDON, "on the 28th at 14:05", ("10-28 14:05",)),
    (LONDON, "28/10 at 14:05", ("10-28 14:05",)),
    (LONDON, "12/11 14:05-15:10", ("11-12 14:05/15:10",)),
    (LONDON, "3/4 of the calls failed on 12 November at 14:05", ("11-12 14:05",)),
    (LONDON, "1/2 of our agents were idle at 14:05 on 12 November", ("11-12 14:05",)),
    (LONDON, "We sat there on 12 November at 14:05, nothing.", ("11-12 14:05",)),
    (LONDON, "12 May at 14:05", ("05-12 14:05",)),
    (LONDON, "24 December at 14:05", ("2025-12-24 14:05",)),
    (LONDON, "12 November 2025 at 14:05", ("2025-11-12 14:05",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), DAYS)
def test_days(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """Relative days count from the sending date; dates without year are the latest not after receipt."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)


CONTRADICTIONS: list[Case] = [
    (LONDON, "yesterday, 16 November, from 14:05 to 15:10", ("11-16 14:05/15:10",)),
    (LONDON, "On Monday 9 October 2026 at 11:36", ("10-09 11:36",)),
    (LONDON, "On Saturday, October 9 at 11:36", ("10-09 11:36",)),
    (LONDON, "SLA claim: outage Monday 9 October|||It began at 11:36 on 9 October 2026.", ("10-09 11:36",)),
    (LONDON, "six days ago, on Friday, at 14:05", ("11-12 14:05",)),
    (LONDON, "12 Dec 2026 at 14:05", ("12-12 14:05",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), CONTRADICTIONS)
def test_contradictions(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """Words that contradict each other, a day that lies ahead, or that may, are doubted."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, True)
