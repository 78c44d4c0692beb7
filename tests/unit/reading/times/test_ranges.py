"""A start and an end in one sentence, two sentences, two lines, or a start and a length."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import BERLIN, LONDON, NEW_YORK, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

RANGES: list[Case] = [
    (LONDON, "The API was down on 9 October 2026 from 11:36 to 13:41.", ("10-09 11:36/13:41",)),
    (LONDON, "Between 11:36 and 13:41 on Friday 9 October your API refused every call.", ("10-09 11:36/13:41",)),
    (LONDON, "On 9 Oct it died at 11:36 and came back at 13:41.", ("10-09 11:36/13:41",)),
    (LONDON, "It went dark at 11:36 on the 9th of October and recovered at 13:41.", ("10-09 11:36/13:41",)),
    (LONDON, "9 Oct 2026, 11:36-13:41", ("10-09 11:36/13:41",)),
    (LONDON, "11:36–13:41, 9 October 2026", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "Start: 9 Oct 2026 11:36\nEnd: 9 Oct 2026 13:41",
        ("10-09 11:36/13:41",),
    ),
    (
        LONDON,
        "Date: 9 October 2026\nFrom: 11:36\nTo: 13:41",
        ("10-09 11:36/13:41",),
    ),
    (
        LONDON,
        "Date of incident: 2026-10-09\nTime of incident: 11:36 - 13:41",
        ("10-09 11:36/13:41",),
    ),
    (
        LONDON,
        "Outage start: 2026-10-09 11:36\nOutage end:   2026-10-09 13:41",
        ("10-09 11:36/13:41",),
    ),
    (LONDON, "Began 11:36, ended 13:41, both on 9 October 2026.", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "On October 9th, 2026 our calls failed starting at 11:36 AM and they only started working again at 1:41 PM.",
        ("10-09 11:36/13:41",),
    ),
    (LONDON, "We lost you at 11:36 am on October 9, 2026. Service resumed at 1:41 pm.", ("10-09 11:36/13:41",)),
    (LONDON, "We lost you at 23:40 on 9 October 2026 and got you back at 00:25.", ("10-09 23:40/10-10 00:25",)),
    (LONDON, "From 23:40 on 9 October until 00:25 the next morning nothing worked.", ("10-09 23:40/10-10 00:25",)),
    (LONDON, "9 July 03:39 to 10 July 19:38", ("07-09 03:39/07-10 19:38",)),
    (LONDON, "from 03:39 on 9 July to 19:38 on 10 July 2026", ("07-09 03:39/07-10 19:38",)),
    (LONDON, "from 11 August 2026, 21:06 through 13 August 2026, 12:03", ("08-11 21:06/08-13 12:03",)),
    (LONDON, "The outage lasted from 9 October 11:36 through to 13:41.", ("10-09 11:36/13:41",)),
    (LONDON, "Down 11:36 > 13:41 on 2026-10-09", ("10-09 11:36/13:41",)),
    (LONDON, "2026-10-09 11:36 -> 13:41", ("10-09 11:36/13:41",)),
    (LONDON, "2026-10-09 11:36/13:41", ("10-09 11:36/13:41",)),
    (LONDON, "2026-10-09T11:36:00+01:00/2026-10-09T13:41:00+01:00", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "On 9 October 2026 at 11:36 it stopped. It took until 13:41 before we could reach you again.",
        ("10-09 11:36/13:41",),
    ),
    (
        LONDON,
        "On 9 October 2026 we were cut off at 11:36. Nothing we tried helped; our engineers "
        "restarted everything. Only at 13:41 did calls go through again.",
        ("10-09 11:36/13:41",),
    ),
    (
        LONDON,
        "Your service was unreachable for us on 9 October, 11:36 to 13:41 (a bit over two hours).",
        ("10-09 11:36/13:41",),
    ),
    (LONDON, "Timeouts started at 11:36 on 9 October and didn't stop until 13:41", ("10-09 11:36/13:41",)),
    (LONDON, "first error 11:36, last error 13:41, 9 october", ("10-09 11:36/13:41",)),
    (LONDON, "The first failed call was at 11:36 and the last at 13:41 on 9 October 2026.", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "First failure: 2026-10-09 11:36\nLast failure: 2026-10-09 13:41",
        ("10-09 11:36/13:41",),
    ),
    (LONDON, "Fri 9 Oct, 11.36am-1.41pm", ("10-09 11:36/13:41",)),
    (LONDON, "Fri 9 Oct 11.36 - 13.41", ("10-09 11:36/13:41",)),
    (LONDON, "1136-1341 on 9 October 2026", ("10-09 11:36/13:41",)),
    (LONDON, "from 1136 hrs to 1341 hrs on 9 October 2026", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "On 9 October 2026 around 11.36 everything stopped and around 13.41 it came back.",
        ("10-09 11:36/13:41",),
    ),
    (LONDON, "at 8 on 9 October 2026", ("10-09 08:00",)),
    (NEW_YORK, "October 9, 2026, 8 to 9:15 pm", ("10-09 20:00/21:15",)),
    (NEW_YORK, "October 9, 8–9:15pm", ("10-09 20:00/21:15",)),
    (NEW_YORK, "October 9, 11:50 – 12:20 pm", ("10-09 11:50/12:20",)),
    (NEW_YORK, "October 9 11:50 pm to 12:20 am", ("10-09 23:50/10-10 00:20",)),
    (NEW_YORK, "10 PM - 2 AM on October 9", ("10-09 22:00/10-10 02:00",)),
    (NEW_YORK, "Oct 9, 2026 at noon until 12:45 PM", ("10-09 12:00/12:45",)),
    (NEW_YORK, "from midnight to 1:15 a.m. on October 9, 2026", ("10-09 00:00/01:15",)),
    (NEW_YORK, "from 12:05 a.m. until 12:50 a.m. on Oct. 9", ("10-09 00:05/00:50",)),
    (NEW_YORK, "It was 9:05 in the evening on October 9, 2026 and came back 9:40.", ("10-09 21:05/21:40",)),
    (NEW_YORK, "10/9/2026 9:05 PM - 9:40 PM", ("10-09 21:05/21:40",)),
    (NEW_YORK, "Oct 9 @ 9:05pm ET for 35 mins", ("10-09 21:05/21:40",)),
    (NEW_YORK, "Starting at 9:05 PM on Oct 9 we saw nothing but 503s for 35 minutes.", ("10-09 21:05/21:40",)),
    (NEW_YORK, "For 35 minutes on October 9, 2026, starting 9:05 PM, nothing worked", ("10-09 21:05/21:40",)),
    (NEW_YORK, "about half an hour from 9:05 PM on October 9", ("10-09 21:05/21:35",)),
    (NEW_YORK, "A 35-minute outage began at 21:05 on October 9.", ("10-09 21:05/21:40",)),
    (NEW_YORK, "It lasted an hour and a half, beginning at 21:05 on October 9", ("10-09 21:05/22:35",)),
    (NEW_YORK, "21:05 on October 9, lasting roughly 1h20m", ("10-09 21:05/22:25",)),
    (NEW_YORK, "21:05 on October 9, duration: 1 h 20 min", ("10-09 21:05/22:25",)),
    (NEW_YORK, "Since 21:05 on October 9 nothing connects.", ("10-09 21:05",)),
    (NEW_YORK, "Down since 9 October 2026 21:05, still down.", ("10-09 21:05",)),
    (NEW_YORK, "At 9:05 pm sharp on Oct 9 2026", ("10-09 21:05",)),
    (LONDON, "from 11:36 until about 13:41 on 9 Oct", ("10-09 11:36/13:41",)),
    (LONDON, "on the 9th of october between approx. 11:36 and approx. 13:41", ("10-09 11:36/13:41",)),
    (LONDON, "9-Oct-26 11:36 to 9-Oct-26 13:41", ("10-09 11:36/13:41",)),
    (LONDON, "Oct 9th from 11:36 until 13:41", ("10-09 11:36/13:41",)),
    (LONDON, "20261009 11:36 - 20261009 13:41", ("10-09 11:36/13:41",)),
    (LONDON, "20261009T1136 until 20261009T1341", ("10-09 11:36/13:41",)),
    (LONDON, "09.10.2026, 11:36 bis 13:41 Uhr", ("10-09 11:36/13:41",)),
    (BERLIN, "Am 23.10.2026 von 11:36 Uhr bis 13:41 Uhr", ("10-23 11:36/13:41",)),
    (LONDON, "on the ninth of October 2026 at 11:36", ("10-09 11:36",)),
    (LONDON, "October the 9th at 11:36", ("10-09 11:36",)),
    (LONDON, "9th Oct '26, 11:36", ("10-09 11:36",)),
    (LONDON, "the 9th Oct 2026 @11:36", ("10-09 11:36",)),
    (LONDON, "When: 11:36, Fri 9 Oct 2026", ("10-09 11:36",)),
    (
        LONDON,
        "Time: 11:36\nDate: 9 October 2026\nImpact: all calls failed",
        ("10-09 11:36",),
    ),
    (LONDON, "On 9 October our night shift (22:00 to 06:00) saw failures at 23:36.", ("10-09 23:36",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), RANGES)
def test_ranges(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """Start and end are found however they are joined; am or pm said once counts for both; a length gives the end."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)
