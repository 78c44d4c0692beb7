"""Hostile and broken texts: nothing raises, nothing takes long."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.reading.times.said import LONDON, times_in
from worker.reading.times import LogText, stated_incidents

WORDS = (
    "9 October", "2026", "11:36", "13:41", "to", "-", "from", "until", "and", "again", "UTC", "(", ")", "London time",
    "yesterday", "Monday", "last week", "8pm", "noon", "for 20 minutes", "03/08/2026", "31/02/2026", "ngày", "14h05",
    "đến", "hôm qua", "thứ Ba", "giờ Việt Nam", "\n", ".", ",", "back", "down", "invoice", "call me", "the next day",
    "29 February", "24:00", "+07:00", "Z", "IST", "Feb", "0000-00-00", "9999-12-31 23:59", "2026-11-12T14:05:00Z",
)  # fmt: skip
PIECES = (
    "1", "12:", "password", "9 ", "at 9 oct ", "from ", "12:30 ", "12:30 9 Oct\n", "for ", "2026-10-09 ", "thu ", "no ",
    "not a ", "(", " ", "12.30-", "half ", "tháng ", "\n", ". ", "giờ Việt ", "Ab time ", "and ", "a of ", "Mon ",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(["Europe/London", "Asia/Kolkata", "No/Where"]))
def test_no_order_of_words_raises(words: list[str], zone: str) -> None:
    """Whatever words of time stand side by side, they are read or left."""
    times_in(zone, " ".join(words), logs=[" ".join(words)])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.text(max_size=200))
def test_no_text_raises(text: str, log: str) -> None:
    """Whatever characters a mail holds, reading its times does not fail."""
    times_in(LONDON, text, logs=[log], subject=log)


@settings(max_examples=60, deadline=None)
@given(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)))  # noqa: DTZ001 - UTC is set below
def test_no_sending_date_raises(sent: datetime) -> None:
    """A sending date at either end of the calendar does not fail."""
    moment = sent.replace(tzinfo=UTC)
    stated_incidents(
        subject="SLA claim 29 February 10:00",
        prose="Down yesterday 23:50 to 00:10, 900 weeks ago at 10:00, on Monday at noon for 900 days.",
        logs=[LogText("a.log", "Nov 12 14:05:10 host app: connection refused")],
        sent=moment,
        received=moment,
        zone="America/New_York",
        provider_zone="Asia/Ho_Chi_Minh",
    )


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("width", [70, 60_000])
def test_no_text_takes_long(piece: str, width: int) -> None:
    """60 KB of one piece over and over, in one line or many, take less than two seconds on a busy machine."""
    flood = (piece * 60_000)[:60_000]
    text = "\n".join(flood[i : i + width] for i in range(0, len(flood), width))
    started = perf_counter()

    times_in(LONDON, text)

    assert perf_counter() - started < 2


def test_more_times_than_are_read_are_doubted() -> None:
    """A text with hundreds of times is read in part, and says so."""
    text = "\n".join(f"2026-11-{day:02d} {hour:02d}:05" for day in range(1, 18) for hour in range(24))

    assert "The mail names more times than are read." in times_in(LONDON, text).doubts
