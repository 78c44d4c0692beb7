"""Logs beside a text: they give the time where it has none, and else bear it out or contradict it."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import LONDON, LOS_ANGELES, NEW_YORK, doubts, shown, times_in

Case = tuple[str, str, list[str], tuple[str, ...]]
HOUR = (
    "2026-11-12 14:05:10 ERROR connect ECONNREFUSED\n"
    "2026-11-12 14:20:10 ERROR connect ECONNREFUSED\n"
    "2026-11-12 14:45:10 ERROR connect ECONNREFUSED"
)
PLAIN: list[Case] = [
    (LONDON, "Please see the log.", [HOUR], ("11-12 14:05/14:45",)),
    (LONDON, "It was down on 12 November.", [HOUR], ("11-12 14:05/14:45",)),
    (LONDON, "It was down on 12 November from 14:05 to 14:45.", [HOUR], ("11-12 14:05/14:45",)),
    (LONDON, "It was down on 12 November from 21:05 to 21:45 ICT.", [HOUR], ("11-12 14:05/14:45",)),
    (NEW_YORK, "It was down on 12 November from 9:05 to 9:45 am.", [HOUR], ("11-12 09:05/09:45",)),
    (
        NEW_YORK,
        "It was down on 12 November from 9:05 to 9:45 am.",
        [
            (
                "2026-11-12T14:05:10Z ERROR connect ECONNREFUSED\n"
                "2026-11-12T14:20:10Z ERROR connect ECONNREFUSED\n"
                "2026-11-12T14:45:10Z ERROR connect ECONNREFUSED"
            )
        ],
        ("11-12 09:05/09:45",),
    ),
    (LONDON, "It died at 14:05 and was back 14:46. See log for the rest.", [HOUR], ("11-12 14:05/14:46",)),
    (
        LONDON,
        "see log",
        [
            (
                '{"ts":"2026-11-12T14:05:10+00:00","level":"error","msg":"timeout"}\n'
                '{"ts":"2026-11-12T15:30:10+00:00","level":"error","msg":"timeout"}'
            )
        ],
        ("11-12 14:05", "11-12 15:30"),
    ),
    (
        LONDON,
        "see log",
        [
            (
                '10.0.0.1 - - [12/Nov/2026:09:05:09 -0500] "GET / HTTP/1.1" 504 12\n'
                '10.0.0.1 - - [12/Nov/2026:09:06:09 -0500] "GET / HTTP/1.1" 200 12\n'
                '10.0.0.1 - - [12/Nov/2026:09:15:09 -0500] "GET / HTTP/1.1" 504 12'
            )
        ],
        ("11-12 14:05/14:15",),
    ),
    (
        LONDON,
        "see log",
        [
            (
                "Nov 12 14:05:44 upl02 sync[2211]: POST failed: 504 Gateway Timeout\n"
                "Nov 12 14:15:44 upl02 sync[2211]: POST failed: 504 Gateway Timeout"
            )
        ],
        ("11-12 14:05/14:15",),
    ),
    (
        LONDON,
        "see log",
        ["2026/11/12 14:05:19 [error] 1184#1184: *1 connect() failed (111: Connection refused)"],
        ("11-12 14:05",),
    ),
    (
        LONDON,
        "see log",
        [("1794492319 error connection refused\n1794492919 error connection refused")],
        ("11-12 14:05/14:15",),
    ),
    (
        LONDON,
        "see log",
        [("1794492319123 error connection refused\n1794492919123 error connection refused")],
        ("11-12 14:05/14:15",),
    ),
    (
        LONDON,
        "see log",
        [("2026-11-12 14:05:58,207 ERROR [w] java.net.ConnectException: Connection timed out\n\tat a.b(C.java:1)")],
        ("11-12 14:05",),
    ),
    (
        LOS_ANGELES,
        "see log",
        [
            (
                "[ALERT] api.lookuq.example DOWN\n"
                "First failure: 2026-11-12 06:05:10 PST\n"
                "Last failure: 2026-11-12 06:15:10 PST"
            )
        ],
        ("11-12 06:05/06:15",),
    ),
    (
        LOS_ANGELES,
        "see log",
        [
            (
                "[ALERT] api.lookuq.example DOWN 2026-11-12 14:05 UTC connection timed out\n"
                "[ALERT] STILL DOWN 2026-11-12 14:15 UTC"
            )
        ],
        ("11-12 06:05/06:15",),
    ),
    (
        LONDON,
        "down on 12 November 2026",
        [("14:05:10 ERROR connection refused\n14:15:10 ERROR connection refused")],
        ("11-12 14:05/14:15",),
    ),
    (
        LONDON,
        "down on 12 November 2026, 14:05 to 14:20",
        [("14:05:10 ERROR connection refused\n14:15:10 ERROR connection refused")],
        ("11-12 14:05/14:20",),
    ),
    (LONDON, "see log", ["14:05:10 ERROR connection refused"], ()),
    (
        LONDON,
        "see log",
        [("* Trying 1.2.3.4:443...\n* connect failed: Connection timed out")],
        (),
    ),
    (
        LONDON,
        "see log",
        [HOUR, ("2026-11-12T14:04:00Z error reset by peer\n2026-11-12T14:50:00Z error reset by peer")],
        ("11-12 14:04/14:50",),
    ),
    (
        LONDON,
        "The log is in UTC+7.",
        [
            (
                "2026-11-12 21:05:10 ERROR connect ECONNREFUSED\n"
                "2026-11-12 21:20:10 ERROR connect ECONNREFUSED\n"
                "2026-11-12 21:45:10 ERROR connect ECONNREFUSED"
            )
        ],
        ("11-12 14:05/14:45",),
    ),
    (
        LONDON,
        "All times UTC+7. see log",
        [
            (
                "2026-11-12 21:05:10 ERROR connect ECONNREFUSED\n"
                "2026-11-12 21:20:10 ERROR connect ECONNREFUSED\n"
                "2026-11-12 21:45:10 ERROR connect ECONNREFUSED"
            )
        ],
        ("11-12 14:05/14:45",),
    ),
    (LONDON, "on 12/11/2026 at 14:05", [HOUR], ("11-12 14:05",)),
    (LONDON, "on 11/12/2026 at 14:05", [HOUR], ("11-12 14:05",)),
    (LONDON, "on 03/08/2026 at 14:05", ["2026-03-08 14:05:10 ERROR refused"], ("03-08 14:05",)),
    (
        LONDON,
        (
            "Down on 12 Nov at 14:05.\n"
            "2026-11-12 14:05:10 ERROR payroll POST -> 503 Service Unavailable\n"
            "2026-11-12 14:25:10 ERROR payroll POST -> 503 Service Unavailable"
        ),
        [""],
        ("11-12 14:05",),
    ),
    (
        LONDON,
        (
            "see below\n"
            "2026-11-12 14:05:10 ERROR payroll POST -> 503 Service Unavailable\n"
            "2026-11-12 14:25:10 ERROR payroll POST -> 503 Service Unavailable"
        ),
        [""],
        ("11-12 14:05/14:25",),
    ),
    (LONDON, "call me tomorrow at 10:00", [HOUR], ("11-12 14:05/14:45",)),
    (LONDON, "Invoice of 1 November 2026.", [HOUR], ("11-12 14:05/14:45",)),
    (LONDON, "see log", ["Thu, 12 Nov 2026 14:05:44 GMT HTTP/1.1 503 Service Unavailable"], ("11-12 14:05",)),
    (LONDON, "see log", ["Thu Nov 12 14:05:44 2026 connection refused"], ("11-12 14:05",)),
    (LONDON, "see log", ["12.11.2026 14:05:44 connection refused"], ("11-12 14:05",)),
    (LONDON, "see log", ["Nov 12, 2026 2:05:44 PM com.x.Client SEVERE: connection refused"], ("11-12 14:05",)),
]
DOUBTED: list[Case] = [
    (LONDON, "It was down on 10 October.", [HOUR], ("11-12 14:05/14:45",)),
    (LONDON, "It was down on 12 November from 18:05 to 18:45.", [HOUR], ("11-12 18:05/18:45",)),
    (LONDON, "It died at 18:05.", [HOUR], ("11-12 14:05/14:45",)),
    (
        LONDON,
        "down on 12 November 2026, 14:05 to 14:20",
        [("18:05:10 ERROR connection refused\n18:15:10 ERROR connection refused")],
        ("11-12 14:05/14:20",),
    ),
    (LONDON, "see log", ["2026-12-12 14:05:10 ERROR refused"], ("12-12 14:05",)),
]


@pytest.mark.parametrize(("zone", "text", "logs", "expected"), PLAIN)
def test_log_gives_or_bears_out_the_time(zone: str, text: str, logs: list[str], expected: tuple[str, ...]) -> None:
    """First to last error is the incident where the text gives no clock time; else the text's time stands."""
    times = times_in(zone, text, logs=logs)

    assert (shown(times, zone), doubts(times)) == (expected, ())


@pytest.mark.parametrize(("zone", "text", "logs", "expected"), DOUBTED)
def test_log_that_contradicts_is_doubted(zone: str, text: str, logs: list[str], expected: tuple[str, ...]) -> None:
    """A log of another time or another day sends the claim to a person."""
    times = times_in(zone, text, logs=logs)

    assert (shown(times, zone), bool(doubts(times))) == (expected, True)


def test_log_is_the_place_of_its_time() -> None:
    """A time taken from an attached log names the attachment."""
    assert [i.place for i in times_in(LONDON, "See the log.", logs=[HOUR]).incidents] == ["0.log"]


def test_log_without_zone_may_be_in_utc_or_the_providers() -> None:
    """A log time without zone is given in UTC and in the provider's zone too, to be tried on the records."""
    incident = times_in(NEW_YORK, "See the log.", logs=[HOUR]).incidents[0]

    assert [r.start.isoformat()[:16] for r in incident.elsewhere] == ["2026-11-12T14:05", "2026-11-12T07:05"]


def test_errors_apart_by_thirty_minutes_are_one_incident() -> None:
    """Exactly 30 minutes without an error do not split a log; a second more does."""
    apart = "2026-11-12 14:05:10 ERROR refused\n2026-11-12 14:35:{}0 ERROR refused"

    assert [len(times_in(LONDON, "", logs=[apart.format(n)]).incidents) for n in (1, 2)] == [1, 2]


def test_lines_without_error_are_no_incident() -> None:
    """A log of calls that were answered well gives no time."""
    log = "2026-11-12 14:05:10 INFO GET /v1/orders 200\n2026-11-12 14:06:10 INFO GET /v1/orders 200"

    assert times_in(LONDON, "See the log.", logs=[log]).incidents == ()
