"""Mails that give no clock time of an incident."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import LONDON, VIETNAM, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

NOTHING: list[Case] = [
    (LONDON, "Your API was down on 9 October 2026.", ()),
    (LONDON, "It was down yesterday afternoon for an hour.", ()),
    (LONDON, "The API failed at 11:36.", ()),
    (LONDON, "Call me tomorrow at 10:00.", ()),
    (LONDON, "Our office is open 9:00 to 17:00, Monday to Friday.", ()),
    (LONDON, "Invoice INV-2201 of 1 October 2026 09:00 is open.", ()),
    (LONDON, "We run version 5.2.0 against 203.0.113.44:8443 and the ratio was 3:1.", ()),
    (LONDON, "Please answer by 20 November 2026 17:00.", ()),
    (LONDON, "You can reach me on +44 20 7946 0182 between 9:00 and 17:00.", ()),
    (LONDON, "Down last month, several times.", ()),
    (LONDON, "We had problems during the night of 9 October 2026.", ()),
    (LONDON, "I wrote to you on 12 October at 09:15 about it.", ()),
    (LONDON, "Our contract since 1 February 2025 covers 24/7.", ()),
    (LONDON, "Your mail of 12 November 2026, 14:05 did not help.", ()),
    (LONDON, "Please call back on 19 November at 14:00.", ()),
    (LONDON, "Ticket #58213 was opened on 12 October at 09:15.", ()),
    (LONDON, "It was slow on 9 October, 50% of calls failed, 12:1 ratio.", ()),
    (LONDON, "The meeting is set for 20 November at 15:30.", ()),
    (LONDON, "I am available between 09:00 and 11:00 tomorrow.", ()),
    (LONDON, "The problem was fixed on Friday, all fine since 10:00 on 10 October.", ()),
    (LONDON, "Since Thursday 17 September 08:00 all has been fine again.", ()),
    (LONDON, "Our support hours are 08:00-18:00 CET.", ()),
    (VIETNAM, "Gọi em lúc 9h sáng mai nhé.", ()),
    (VIETNAM, "Ngày 9/10/2026 API bị lỗi cả buổi chiều.", ()),
    (VIETNAM, "Giờ làm việc của bên em: 8h00 - 17h30.", ()),
    (VIETNAM, "Hợp đồng ký lúc 9h ngày 1/2/2025.", ()),
    (VIETNAM, "Hóa đơn xuất ngày 1/10/2026 lúc 14h20.", ()),
    (VIETNAM, "Em đã gọi hotline lúc 15h ngày 9/10/2026 mà không ai nghe.", ()),
    (LONDON, "The API was down on 12 November. Call me at 10:30 please.", ()),
    (
        LONDON,
        "The API was down on 12 November for over an hour. I am in the office until 17:00.",
        (),
    ),
    (LONDON, "The API was down all morning on 12 November.", ()),
    (
        LONDON,
        "It was down sometime in the afternoon of 12 November 2026, invoice 14051 of 1 November.",
        (),
    ),
    (LONDON, "The API was down on 12 November 2026. Ref: 14:05:77:AB.", ()),
    (
        LONDON,
        "API down on 12 November 2026. We reported it by phone on 12 November 2026 at 16:00.",
        (),
    ),
    (VIETNAM, "API lỗi cả buổi sáng ngày 12/11/2026, nhân viên không làm được gì.", ()),
]


@pytest.mark.parametrize(("zone", "text", "expected"), NOTHING)
def test_nothing(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """Without a day and a clock time of an incident there is none, whatever other times the mail names."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)


def test_a_day_that_is_in_no_calendar_is_doubted() -> None:
    """It is not called missing: a person looks at what was meant."""
    times = times_in(LONDON, "29 February 2026 at 14:05")

    assert (shown(times, LONDON), bool(doubts(times))) == ((), True)
