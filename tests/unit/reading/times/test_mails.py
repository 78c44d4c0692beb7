"""Whole mails and lists, as different people write them."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import BERLIN, LONDON, NEW_YORK, SINGAPORE, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

MAILS: list[Case] = [
    (
        LONDON,
        "Hi all,\n"
        "hope you're well. So last Thursday, right in the middle of our sale, your API just went "
        "away. I looked at the clock, it was 14:05, and it was not before 15:10 that orders came "
        "in again.\n"
        "Cheers",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Time of failure (local): 12 Nov 2026, 14:05\nTime of recovery (local): 12 Nov 2026, 15:10",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Failure at: 14:05\nRecovery at: 15:10\nDay: 12 November 2026",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "| from | to |\n| 12 Nov 2026 14:05 | 12 Nov 2026 15:10 |",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Outage #1: 12 Nov 14:05-15:10\nOutage #2: 13 Nov 09:00-09:30\nOutage #3: 14 Nov 22:00 (moment)",
        ("11-12 14:05/15:10", "11-13 09:00/09:30", "11-14 22:00"),
    ),
    (
        LONDON,
        "Timeline (12 November 2026):\n"
        "14:05 first timeouts\n"
        "14:12 on-call paged\n"
        "14:30 ticket opened with you\n"
        "15:10 service restored",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "14:05 – all requests fail\n15:10 – all requests succeed\n(12 November 2026, London time)",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Date: 12 November 2026\nTime: 14:05\nDuration: 1h 5m",
        ("11-12 14:05/15:10",),
    ),
    (
        NEW_YORK,
        "SLA claim for account LQ-3223|||Hello,\n"
        "\n"
        "this is Marek from the integrations team. I don't like to write such mails, but here we "
        "go.\n"
        "\n"
        "What: POST /v1/records answered 503\n"
        "When: November 12, 2026, 9:05 am\n"
        "Until: November 12, 2026, 10:10 am\n"
        "Who: everybody in the New York office\n"
        "\n"
        "We pay invoice 20417 (issued November 1, 2026) as usual.\n"
        "\n"
        "Marek",
        ("11-12 09:05/10:10",),
    ),
    (
        BERLIN,
        "Hello support,\n"
        "\n"
        "On Thursday our checkout was broken. According to the log of our gateway (all times CET) "
        "the first refused connection was 15:05:12 and the last refused connection was 16:10:44. "
        "We have been a client since January 2022 and this is the first time I ask for money.\n"
        "\n"
        "With best regards",
        ("11-12 15:05/16:10",),
    ),
    (
        LONDON,
        "Hi,\n"
        "Forwarding from our ops channel:\n"
        "> [12 Nov 14:05] api is dead\n"
        "> [12 Nov 15:10] api is back\n"
        "Please process.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Good morning\n"
        "\n"
        "I am told that on the 12th instant at 14:05 hours your service failed and was not "
        "restored until 15:10 hours.",
        ("11-12 14:05/15:10",),
    ),
    (
        SINGAPORE,
        "dear team\nyesterday night 10.05pm to 11.10pm singapore cannot reach api at all\npls check and credit\nthx",
        ("11-17 22:05/23:10",),
    ),
    (
        SINGAPORE,
        "Outage detail as below:\nStart Date/Time : 12/Nov/2026 22:05\nEnd Date/Time   : 12/Nov/2026 23:10\n",
        ("11-12 22:05/23:10",),
    ),
    (
        SINGAPORE,
        "Outage start : 12 Nov 2026 10:05:00 PM (SGT)\nOutage end : 12 Nov 2026 11:10:00 PM (SGT)",
        ("11-12 22:05/23:10",),
    ),
    (
        LONDON,
        "Start time - 14:05 on 12th November\nFinish time - 15:10 on 12th November",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "Hello Lookuq people,\n"
        "\n"
        "I'm Priya from the ops side at Kettle & Finch. Last Wednesday – the 11th – our till "
        "software lost you at twenty to three in the afternoon and we were only able to ring "
        "anything through again at 3.25. Our contract (signed 4 May 2023) says 99.99.",
        ("11-11 14:40/15:25",),
    ),
    (
        NEW_YORK,
        "Folks,\n"
        "\n"
        "API hard down 11/12/2026, 0905-1010 ET. Every call: 503. Need the SLA credit on our Dec 1 "
        "invoice.\n"
        "\n"
        "-- Tom",
        ("11-12 09:05/10:10",),
    ),
]


@pytest.mark.parametrize(("zone", "text", "expected"), MAILS)
def test_mails(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """The incident is read from a mail of many lines."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)
