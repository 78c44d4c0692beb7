"""An outage's times: paired with one another, told from other matters', doubted where the mail corrects itself."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import (
    BERLIN,
    LONDON,
    LOS_ANGELES,
    NEW_YORK,
    VIETNAM,
    doubts,
    shown,
    times_in,
    written,
)

Case = tuple[str, str, tuple[str, ...]]

PAIRS: list[Case] = [
    (
        BERLIN,
        "Night from 12 to 13 November: at 00:34 no answer anymore, at 01:03 it was good again.",
        ("11-13 00:34/01:03",),
    ),
    (BERLIN, "Night of 12.11. to 13.11., 23:40 until 00:20 no connection.", ("11-12 23:40/11-13 00:20",)),
    (
        LONDON,
        'Past midnight on 12 November it went black. She wrote in her log sheet "00:28 gone, 01:53 okay again".',
        ("11-12 00:28/01:53",),
    ),
    (LONDON, "Overnight 12/13 November, 00:34 to 01:03 no answer.", ("11-13 00:34/01:03",)),
    (LONDON, "The night of 12 to 13 November from 22:10 to 23:05 nothing worked.", ("11-12 22:10/23:05",)),
    (
        LONDON,
        "On the night of Thursday 12th into Friday 13th November, at 11.40pm it went down and was back at 00.25.",
        ("11-12 23:40/11-13 00:25",),
    ),
    (VIETNAM, "Đêm 12/11 rạng sáng 13/11/2026, từ 23h50 tới 1h03 API chết.", ("11-12 23:50/11-13 01:03",)),
    (VIETNAM, "khuya 12 qua 13/11, từ 23h50 tới 1h03 API chết", ("11-12 23:50/11-13 01:03",)),
    (VIETNAM, "đêm 12 sang 13/11 lúc 0h34 mất kết nối đến 1h03", ("11-13 00:34/01:03",)),
    (
        LONDON,
        "First bad scan on 12 November 3:49 PM, last bad scan 5:16 PM. Then the belts filled normally again.",
        ("11-12 15:49/17:16",),
    ),
    (
        LONDON,
        "Unavailability commenced at 06:39 on November 12, 2026 and ceased at 22:33 on November 13, 2026.",
        ("11-12 06:39/11-13 22:33",),
    ),
    (
        LONDON,
        "Down on 12 November from 14:05 to 15:05 (Central European Summer Time).",
        ("11-12 13:05/14:05",),
    ),
    (
        LONDON,
        "From November 9, 2026 at 2:36 p.m. through 3:29 p.m. (Eastern) it was down; the nurse on 4 West saw it.",
        ("11-09 19:36/20:29",),
    ),
    (LONDON, "On 12 November quarter to one till ten past one in the afternoon, no checks.", ("11-12 12:45/13:10",)),
    (
        NEW_YORK,
        "not working last night from like 10:20 pm all the way til 4:55 this morning",
        ("11-17 22:20/11-18 04:55",),
    ),
    (LONDON, "Down from 02:25 on 8 November right through to 18:20 on 9 November.", ("11-08 02:25/11-09 18:20",)),
    (
        LOS_ANGELES,
        "Start of outage 11/13/2026 1:27 PM PST\n\nEnd of outage 11/15/2026 5:26 AM PST",
        ("11-13 13:27/11-15 05:26",),
    ),
    (LONDON, "It began on 10 November at 11.27 pm and was solved at 12.55 am.", ("11-10 23:27/11-11 00:55",)),
    (LONDON, "12 November, robots stopped 11:03, robots started again 12:26.", ("11-12 11:03/12:26",)),
    (
        LONDON,
        "In the evening of 12 November we had no data: 20:01 it went off, 21:08 it was on.",
        ("11-12 20:01/21:08",),
    ),
    (LONDON, "Site Date Link lost Link regained\n\nHull 12 Nov 2026 03:55 04:36 timeouts", ("11-12 03:55/04:36",)),
    (LONDON, "Lookuq is UP again at 12/11/2026 12:40:05, after 2m 34s of downtime.", ("11-12 12:37/12:40",)),
    (
        LONDON,
        "The basket gave up at 23:34; just after midnight, 00:02 on the 13th, it was itself again.",
        ("11-12 23:34/11-13 00:02",),
    ),
    (
        NEW_YORK,
        "In the night from November 11 to November 12 nothing worked from 10:18 pm until 5:55 am.",
        ("11-11 22:18/11-12 05:55",),
    ),
    (LONDON, "down: fri 13 nov 0713 -> 1450", ("11-13 07:13/14:50",)),
    (
        BERLIN,
        "SLA claim, Monday November 9|||2:35 in the afternoon it failed, until 3:30 pm the day after.",
        ("11-09 14:35/11-10 15:30",),
    ),
    (
        VIETNAM,
        "12 giờ kém 15 đêm thứ Năm 12/11 thì mất kết nối, đến 0 giờ 10 phút thứ Sáu 13/11 mới có lại",
        ("11-12 23:45/11-13 00:10",),
    ),
    (
        VIETNAM,
        "từ ba giờ rưỡi sáng ngày 12 tháng 11 cho đến bảy giờ hai mươi tối ngày 13 tháng 11 không vào được",
        ("11-12 03:30/11-13 19:20",),
    ),
    (
        VIETNAM,
        "Trưa ngày 12/11/2026, trong khoảng 12h10 – 13h25, cổng đặt phòng không kết nối được",
        ("11-12 12:10/13:25",),
    ),
    (
        VIETNAM,
        "Đêm thứ Năm, từ 23h48 ngày 12/11/2026 đến 0h08 ngày 13/11/2026, app không nhận lệnh",
        ("11-12 23:48/11-13 00:08",),
    ),
    (VIETNAM, "hom qua luc 1h25 chieu cho den 1 ruoi la api chet", ("11-17 13:25/13:30",)),
    (VIETNAM, "Chủ nhật 15/11/2026 rạng sáng, lúc 3h12 bắt đầu fail, 3h39 thì sync lại được", ("11-15 03:12/03:39",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), PAIRS)
def test_start_and_end_find_each_other(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """However they are told, and whatever stands between them."""
    times = times_in(zone, text)
    assert (shown(times, zone), bool(doubts(times))) == (expected, False)


OTHER_MATTERS = [
    "Yesterday between 3:50 and 5:15 pm your service was out and 1,140 parcels missed the 5:30 truck.",
    "Down on 12 November from 10:00 to 10:40. Our shift ends 14:00, so write before.",
    "Down on 12 November from 10:00 to 10:40. Check-out is at 12:00.",
    "Down on 12 November from 10:00 to 10:40. We always have the happy hour from 15:00 to 18:00.",
    "Your API was down on 12 November from 12.58 h until 13.45 h (midday, in our event which started at 12 o'clock).",
    "Ngày 12/11/2026 từ 10:00 đến 10:40 API chết. Thiệt hại: ca 2 (ca 14h – 22h).",
    "Ngày 12/11/2026 từ 10:00 đến 10:40 API chết. Nếu họp, tôi trống từ 14:00 đến 15:30 thứ Hai tới.",
]


@pytest.mark.parametrize("text", OTHER_MATTERS)
def test_another_matters_time_is_no_incident_told_plainly(text: str) -> None:
    """It is left out, or marked as one that the records must speak for."""
    plain = [i for i in times_in(LONDON, text).incidents if not i.aside]
    assert len(plain) == 1
    assert doubts(times_in(LONDON, text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Down on 12 November from 14:12 till 15:55. PS: I mean 15:12, not 14:12.",
        "Ngày 12/11/2026 lúc 12h26 API chết. Đính chính: 13h26 chứ không phải 12h26.",
    ],
)
def test_a_time_that_the_mail_corrects_is_doubted(text: str) -> None:
    """Which of the two stands is for a person."""
    assert any("corrects" in doubt for doubt in doubts(times_in(LONDON, text)))


def test_a_log_with_an_offset_contradicts_a_time_that_only_another_zone_would_save() -> None:
    """What was stated is the account's time; the log says when it was, and it was not then."""
    log = "09/Nov/2026 19:04:12 +0700 order-sync ERROR ConnectTimeout api.lookuq.example:443"
    times = times_in(VIETNAM, "API chết ngày 9/11/2026 từ 10h40 đến 12h40.", logs=[log])
    assert "lie outside the stated time" in " ".join(doubts(times))


def test_a_log_settles_which_night_is_meant() -> None:
    """ "The night of the 6th, 1:03": the log is of the 6th."""
    log = '{"at":"2026-11-06T01:03:17","lvl":"error","msg":"connection refused"}'
    times = times_in(VIETNAM, "Đêm 6/11/2026 từ 1h03 đến 2h12 API chết.", logs=[log])
    assert (shown(times, VIETNAM), doubts(times)) == (("11-06 01:03/02:12",), ())


def test_without_a_log_both_nights_are_read() -> None:
    """The records settle which."""
    readings = times_in(VIETNAM, "Đêm 16/11/2026 từ 1h03 đến 2h12 API chết.").incidents[0].readings
    assert [written(r, VIETNAM) for r in readings] == ["11-17 01:03/02:12", "11-16 01:03/02:12"]
