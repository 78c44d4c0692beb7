"""Incident times, sentence by sentence: what is read, what is left open, and what is no incident at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.reading.times import LogText, Times, stated_incidents

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
HANOI, LONDON, NEW_YORK = "Asia/Ho_Chi_Minh", "Europe/London", "America/New_York"


def read(text: str, zone: str = LONDON, *, subject: str = "SLA claim", log: str = "", now: datetime = NOW) -> Times:
    logs = [LogText("app.log", log)] if log else []
    return stated_incidents(
        subject=subject, prose=text, logs=logs, sent=now, received=now, zone=zone, provider_zone=HANOI
    )


def spans(times: Times) -> list[str]:
    """Each incident's first reading, as 2026-07-09T03:53/04:06."""
    shown = []
    for i in times.incidents:
        start, end = i.readings[0].start, i.readings[0].end
        until = "" if end is None else f"{end:%H:%M}" if end.date() == start.date() else f"{end:%m-%dT%H:%M}"
        shown.append(f"{start:%m-%dT%H:%M}/{until}")
    return shown


READ = [
    ("It failed on 9 July 2026 from 10:53 to 11:06 UTC.", LONDON, ["07-09T10:53/11:06"]),
    ("Down July 18, 8:01–8:57 pm", LONDON, ["07-18T19:01/19:57"]),
    ("between 2026-08-23 03:03 and 2026-08-23 04:34, Singapore time", LONDON, ["08-22T19:03/20:34"]),
    ("2026-07-09T11:55:00+02:00 to 2026-07-09T11:59:00+02:00", LONDON, ["07-09T09:55/09:59"]),
    ("from 11pm on 3 Nov 2026 until 1:30am", LONDON, ["11-03T23:00/11-04T01:30"]),
    ("at 14:38 US Eastern on 09 Nov 2026", LONDON, ["11-09T19:38/"]),
    ("yesterday from 14:05 to 14:25 nothing worked", LONDON, ["11-19T14:05/14:25"]),
    ("two days ago at 17:56", LONDON, ["11-18T17:56/"]),
    ("last Tuesday around 9:44 in the morning", LONDON, ["11-17T09:44/"]),
    ("on the 9th of November at 3 pm for about 20 minutes", LONDON, ["11-09T15:00/15:20"]),
    ("Start: 2 Oct 2026 07:11\nEnd: 2 Oct 2026 14:51", LONDON, ["10-02T06:11/13:51"]),
    ("it went down on 12 August at 02:06 and came back at 17:00 the same day", LONDON, ["08-12T01:06/16:00"]),
    (
        "1) 9 July 2026 10:00-10:20 UTC\n2) 12 August 2026 03:00-04:00 UTC",
        LONDON,
        ["07-09T10:00/10:20", "08-12T03:00/04:00"],
    ),
    ("since 14:05 yesterday our calls fail", LONDON, ["11-19T14:05/"]),
    ("từ 21h04 đến 21h16 ngày 13 tháng 11 năm 2026", HANOI, ["11-13T14:04/14:16"]),
    ("lúc 4 giờ 50 chiều ngày 9 tháng 11", HANOI, ["11-09T09:50/"]),
    ("hôm qua từ 14h05 đến 15h10", HANOI, ["11-19T07:05/08:10"]),
    ("sáng nay lúc 9h44", HANOI, ["11-20T02:44/"]),
    ("tối thứ Ba vừa rồi lúc 9h15", HANOI, ["11-17T14:15/"]),
    ("tu 14h den 15h ngay 3 thang 3 nam 2026 (gio Viet Nam)", LONDON, ["03-03T07:00/08:00"]),
    ("Bắt đầu: 08:00 ngày 12-08-2026\nKết thúc: 23:00 ngày 13-08-2026", HANOI, ["08-12T01:00/08-13T16:00"]),
    ("khoảng 9 giờ 44 phút đến 11 giờ 16 phút ngày 11 tháng 5 năm 2026", HANOI, ["05-11T02:44/04:16"]),
    ("10:16 PM to 10:38 PM on October 24, 2026", LONDON, ["10-24T21:16/21:38"]),
    ("Outage 24.10.2026, 21:13 (GMT+1)", LONDON, ["10-24T20:13/"]),
    ("All times UTC. 4 Nov 2026, 05:10, then again on 9 Nov 2026 at 19:38", NEW_YORK, ["11-04T05:10/", "11-09T19:38/"]),
]


@pytest.mark.parametrize(("text", "zone", "expected"), READ)
def test_plain_times_are_read(text: str, zone: str, expected: list[str]) -> None:
    """Ranges and moments, over midnight, with zones, relative days, in both languages."""
    times = read(text, zone)
    assert spans(times) == expected
    assert [d for i in times.incidents for d in i.doubts] == []


NOT_READ = [
    "The API was down on 16 July 2026, kept getting the error page.",
    "yesterday afternoon your API did not work",
    "Please call me back tomorrow at 10:00.",
    "See invoice INV-20417 of 1 June 2026 and our contract since 1 February 2024.",
    "We run SDK 3.9.1 and call you from 198.51.100.64:443.",
    "Xin gọi lại cho tôi vào 10:00 ngày mai theo số 0900 555 018.",
    "Ticket 40982 from June 3 was about our billing address.",
    "The week was hard, 9 of 10 calls failed.",
]


@pytest.mark.parametrize("text", NOT_READ)
def test_other_times_are_no_incidents(text: str) -> None:
    """Dates alone, calls to come, invoices, contracts, versions, addresses, ratios."""
    assert spans(read(text)) == []


DOUBTED = [
    ("on Monday 17 November 2026 at 10:00", "contradict"),
    ("on 25 October 2026 at 01:30", "stands twice"),
    ("on 29 March 2026 at 01:30", "does not exist"),
    ("on 10 November 2026 at 14:00 IST", "several meanings"),
    ("on 10 December 2026 at 14:00 the service was down", "after the receipt"),
    ("on 14 July 2026 at 10:00 EST", "not in force"),
]


@pytest.mark.parametrize(("text", "why"), DOUBTED)
def test_what_is_ambiguous_is_doubted_and_never_guessed(text: str, why: str) -> None:
    """Each doubt is a sentence that sends the claim to a person."""
    (incident,) = read(text).incidents
    assert why in " ".join(incident.doubts)


def test_an_open_order_keeps_both_readings_the_customary_first() -> None:
    """03/08/2026 in London is 3 August first, in New York 8 March."""
    london = read("on 03/08/2026 at 10:00").incidents[0].readings
    new_york = read("on 03/08/2026 at 10:00", NEW_YORK).incidents[0].readings
    assert [r.start.month for r in london] == [8, 3]
    assert [r.start.month for r in new_york] == [3, 8]


@pytest.mark.parametrize(
    ("text", "log"),
    [
        ("on 03/08/2026 at 10:00", "2026-08-03 10:00:07 ERROR connection refused"),
        ("on Monday 03/08/2026 at 10:00", ""),
        ("on 03/08/2026 at 10:00, not the 22/07/2026 one", ""),
    ],
)
def test_the_mail_itself_settles_an_open_order(text: str, log: str) -> None:
    """By a log's ISO date, a weekday, or a second date that only works one way."""
    readings = read(text, NEW_YORK, log=log).incidents[0].readings
    assert [r.start.month for r in readings] == [8]


def test_logs_are_the_source_where_the_text_gives_no_time_split_at_half_an_hour() -> None:
    """First to last error, split where 30 minutes pass without one."""
    log = "\n".join(f"2026-11-04T{at}Z ERROR connection refused" for at in ("05:10:00", "05:30:00", "06:15:00"))
    assert spans(read("The log is attached.", log=log)) == ["11-04T05:10/05:30", "11-04T06:15/"]


@pytest.mark.parametrize(
    "line",
    [
        '10.4.2.17 - - [04/Nov/2026:05:10:09 +0000] "GET /v1/x HTTP/1.1" 504 Gateway Timeout',
        "2026/11/04 05:10:09 [error] 31#31: *7 connect() failed (111: Connection refused)",
        "Nov  4 05:10:09 host app[211]: POST failed: 504 Gateway Timeout",
        "2026-11-04 05:10:09,207 ERROR client: read timed out",
        '{"ts": 1793769009, "level": "error", "err": "connection refused"}',
        '{"time":"2026-11-04T05:10:09Z","err":"read: connection reset by peer"}',
    ],
)
def test_log_times_of_every_kind_are_read(line: str) -> None:
    """nginx access and error, syslog without a year, Java, epoch, JSON."""
    assert spans(read("see the log", "UTC", log=line)) == ["11-04T05:10/"]


def test_a_log_that_contradicts_the_stated_time_is_a_doubt() -> None:
    """Hours away in any zone it might have been written in; minutes away it confirms."""
    far = read("on 4 Nov 2026 at 05:10 UTC", log="2026-11-09T20:00:00Z ERROR connection refused")
    near = read("on 4 Nov 2026 at 05:10 UTC", log="2026-11-04T05:12:00Z ERROR connection refused")
    assert far.doubts
    assert near.doubts == ()


def test_a_time_without_a_zone_is_also_read_in_utc_and_the_providers_zone() -> None:
    """For the case that only one of these meets a record."""
    (incident,) = read("on 9 July 2026 at 10:53").incidents
    assert [(r.zone, r.start.hour) for r in (*incident.readings, *incident.elsewhere)] == [
        (LONDON, 9), ("UTC", 10), (HANOI, 3),
    ]  # fmt: skip


@given(st.text(max_size=300), st.sampled_from([LONDON, HANOI, NEW_YORK, "UTC"]), st.text(max_size=200))
def test_no_text_makes_it_fail(text: str, zone: str, log: str) -> None:
    """Whatever people or programs write."""
    assert isinstance(read(text, zone, subject=text[:50], log=log), Times)


@pytest.mark.parametrize("piece", ["1", "12:", "9/7/2026 ", "từ 14h ", "Monday ", "password", "GMT+", "10:00 - "])
def test_repeated_pieces_cost_little(piece: str) -> None:
    """Bounded expressions: 20,000 repetitions are read like any text."""
    assert isinstance(read(piece * 20_000), Times)
