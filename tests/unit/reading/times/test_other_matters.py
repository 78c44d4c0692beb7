"""Times of calls, tickets, invoices and office hours beside an incident."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import LONDON, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

BESIDE_OTHERS: list[Case] = [
    (
        LONDON,
        "On 9 October 2026 from 11:36 to 13:41 it was down. I phoned your hotline at 12:10 and nobody answered.",
        ("10-09 11:36/13:41",),
    ),
    (LONDON, "On 9 October 2026 it was down from 11:36 to 13:41. I noticed at 12:10.", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "Down 9 Oct 2026 11:36 to 13:41. Please call me on 20 November at 10:00 to discuss.",
        ("10-09 11:36/13:41",),
    ),
    (LONDON, "Down 9 Oct 2026 11:36 to 13:41. We opened ticket 4711 on 10 Oct at 08:15.", ("10-09 11:36/13:41",)),
    (LONDON, "Down 9 Oct 2026 11:36 to 13:41. Our business hours are 08:00 to 18:00.", ("10-09 11:36/13:41",)),
    (
        LONDON,
        "On 9 October 2026 at 11:36 calls failed. On 10 October everything was fine again.",
        ("10-09 11:36",),
    ),
    (
        LONDON,
        "On 9 October 2026 at 11:36 calls failed. Everything has been fine since 10 October 08:00.",
        ("10-09 11:36",),
    ),
    (
        LONDON,
        "On 9 October 2026 at 11:36 calls failed. Your colleague wrote back on 10 October at 09:20 "
        "that nothing was wrong.",
        ("10-09 11:36",),
    ),
    (LONDON, "On 9 October 2026 at 11:36 calls failed. Your status page was green at 12:00.", ("10-09 11:36",)),
    (LONDON, "Invoice 20417 of 1 October 2026 refers. Outage: 9 October 2026, 11:36.", ("10-09 11:36",)),
    (LONDON, "Our client version is 11.36.2 and the outage was at 11:36 on 9 October 2026.", ("10-09 11:36",)),
    (LONDON, "Contract signed 01/02/2025. Outage 09/10/2026 11:36 until 13:41 UTC.", ("10-09 12:36/14:41",)),
    (
        LONDON,
        "The outage of 9 October 2026, 11:36 to 13:41. Our people restarted the gateway at 12:05 "
        "and at 12:30, without success.",
        ("10-09 11:36/13:41",),
    ),
    (
        LONDON,
        "We deployed at 09:00 on 9 October 2026, and nothing was wrong. At 11:36 all calls failed, until 13:41.",
        ("10-09 11:36/13:41",),
    ),
    (
        LONDON,
        "On 9 October 2026, 11:36 - 13:41, 503 on every call (port 443, 12 hosts). Ref 2026/1009.",
        ("10-09 11:36/13:41",),
    ),
    (LONDON, "Outage 9 October 2026 11:36. Sent: 12 October 2026 09:00", ("10-09 11:36",)),
    (LONDON, "Please reply before 1 December 2026 12:00. Down on 9 October 2026, 11:36.", ("10-09 11:36",)),
    (
        LONDON,
        "We are a customer since 3 March 2021. At 11:36 on 9 October 2026 we were cut off.",
        ("10-09 11:36",),
    ),
    (
        LONDON,
        "I rang your hotline at 14:20 on 12 November 2026. The outage itself: 14:05 to 15:10 the same day.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "On 12 November, 14:05 to 15:10, down. We are reachable by phone between 09:00 and 17:00 on weekdays.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Down 12 November 14:05-15:10. If you need me: I'm at my desk from 08:30 tomorrow.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "Down 12 November 14:05-15:10. Could somebody phone me on Friday at 11:00?", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "Down 12 November 14:05-15:10. Our board meets on 20 November at 09:00 and wants an answer.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Down 12 November 14:05-15:10. I sent a mail to support on 13 November 2026 at 08:12, no answer.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Down 12 November 14:05-15:10. Case 00412 from 13 November 2026 08:12 is something else.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Down 12 November 14:05-15:10. Your maintenance notice for 14 November 2026 01:00-02:00 is not what I mean.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Down 12 November 14:05-15:10. Since 13 November it has been running without trouble.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Down 12 November 14:05-15:10. On Saturday 14 November I tested again and it was fine.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Down 12 November 14:05-15:10. SDK 2.14.3, egress 198.51.100.61, port 8443, 12:1 compression.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Down 12 November 14:05-15:10. Invoice 2026-1101 over EUR 1,405.10 dated 1 November 2026.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Our shop opens at 09:00, and at 14:05 on 12 November 2026, a Thursday, everything stopped until 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "The nightly batch, which runs at 02:00, failed on 12 November 2026 from 02:03 to 02:40.",
        ("11-12 02:03/02:40",),
    ),
    (
        LONDON,
        "With reference to your invoice of 1 November 2026, the API was unreachable on 12 November "
        "2026 between 14:05 and 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Having been your customer since 3 March 2021, I expected better than 12 November 2026: "
        "14:05 to 15:10 without a single response.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "My flight leaves at 18:40 so quickly: API down 12 Nov 14:05 to 15:10.", ("11-12 14:05/15:10",)),
    (LONDON, "It is 23:50 as I write this. Your API died today at 08:50.", ("11-18 08:50",)),
    (LONDON, "Please credit us within 15 days. 12 November 2026 14:05.", ("11-12 14:05",)),
    (LONDON, "We have 24/7 operation, 365 days. On 12 Nov at 14:05 it broke for 65 min.", ("11-12 14:05/15:10",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), BESIDE_OTHERS)
def test_beside_others(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """The incident is read, and no other matter's time is taken for one."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)
