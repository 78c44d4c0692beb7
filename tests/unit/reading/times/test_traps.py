"""Traps: what else went on beside an outage, who came back, whose length of time it was.

Some are read rightly, of some a person must say what was meant; none is read wrongly without a doubt.
"""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import LONDON, VIETNAM, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

TRAPS: list[Case] = [
    (
        LONDON,
        "Lookups failed from 13:10 until 13:55 on 12 November, right through lunch. Lunch is 13:00 to "
        "14:00 here, so every till was busy.",
        ("11-12 13:10/13:55",),
    ),
    (
        LONDON,
        "Your maintenance was over at 04:00 on 12 November, as announced. At 06:30 the API went down "
        "again and stayed down until 07:45.",
        ("11-12 06:30/07:45",),
    ),
    (
        LONDON,
        "Ticket opened: 12 Nov 11:05\nTicket closed: 12 Nov 16:30\nOutage: 12 Nov 10:40 to 11:25",
        ("11-12 10:40/11:25",),
    ),
    (
        LONDON,
        "Our red team had a drill on 12 November from 09:00 to 11:00. Your API was unreachable on 12 "
        "November from 14:05 to 14:40.",
        ("11-12 14:05/14:40",),
    ),
    (
        LONDON,
        "12 November: 08:05 timeouts, 08:20 ok, 13:30 timeouts, 13:50 ok.",
        ("11-12 08:05/08:20", "11-12 13:30/13:50"),
    ),
    (
        LONDON,
        "It failed at 09:30 on 12 November. It took 40 minutes to reach anyone at your support.",
        ("11-12 09:30",),
    ),
    (
        LONDON,
        "Lookups failed at 09:30 on 12 November. I was on the phone with your support for 25 minutes.",
        ("11-12 09:30",),
    ),
    (
        LONDON,
        "It failed at 09:30 on 12 November. Customers stood in line for 45 minutes.",
        ("11-12 09:30",),
    ),
    (
        LONDON,
        "On 12 November at 09:30 the API failed. After 10 minutes we switched to the backup line, which did not help.",
        ("11-12 09:30",),
    ),
    (
        LONDON,
        "API failed on 12 November at 09:30. Our cache holds for 15 minutes, so customers noticed at 09:45.",
        ("11-12 09:30",),
    ),
    (
        LONDON,
        "API failed on 12 November at 09:30. Your status page was updated 50 minutes later.",
        ("11-12 09:30",),
    ),
    (
        LONDON,
        "API failed on 12 November at 09:30. The first reply of your support came two hours later.",
        ("11-12 09:30",),
    ),
    (
        LONDON,
        "At 09:30 on 12 November the API failed. The truck left an hour later without papers.",
        ("11-12 09:30",),
    ),
    (
        LONDON,
        "At 09:30 on 12 November the API failed. Our failover took 6 minutes.",
        ("11-12 09:30",),
    ),
    (
        LONDON,
        "On 12 November from 09:12 (I had just started at 09:00) to 10:40 nothing worked.",
        ("11-12 09:12/10:40",),
    ),
    (
        LONDON,
        "The API failed at 14:00 on 12 November (our cache lasts 10 minutes).",
        ("11-12 14:00",),
    ),
    (
        LONDON,
        "The API failed at 14:00 (21:00 in Hanoi) on 12 November and was back at 14:25 (21:25).",
        ("11-12 14:00/14:25",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h30 API lỗi. Bên em mất 2 ngày để sửa lại dữ liệu.",
        ("11-12 09:30",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h30 API lỗi. Nhân viên mất 45 phút nhập lại đơn bằng tay.",
        ("11-12 09:30",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h30 API lỗi. Sau 15 phút thì bên em chuyển qua hệ thống dự phòng.",
        ("11-12 09:30",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h30 API lỗi. 20 phút sau em gọi hotline nhưng không ai bắt máy.",
        ("11-12 09:30",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h30 API lỗi. Trong vòng 15 ngày mong bên anh trả lời.",
        ("11-12 09:30",),
    ),
    (
        VIETNAM,
        "12/11 sang 8h05 rot 5 phut, chieu 15h20 rot them 10 phut",
        ("11-12 08:05/08:10", "11-12 15:20/15:30"),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h30 bị lỗi, đến 15h20 lại bị.",
        ("11-12 09:30", "11-12 15:20"),
    ),
    (
        VIETNAM,
        "Ngày 12/11 từ 13h05 đến 13h50 mất kết nối. Giờ nghỉ trưa 12h đến 13h nên không ảnh hưởng trước đó.",
        ("11-12 13:05/13:50",),
    ),
    (
        VIETNAM,
        "Mạng bên em mất 7h00-7h30 ngày 12/11, không tính. API mất 9h10-9h55 cùng ngày.",
        ("11-12 09:10/09:55",),
    ),
    (
        LONDON,
        "Our own router dropped at 08:00 on 12 November for five minutes, never mind that. What I claim "
        "for is 13:20 to 14:10 the same day.",
        ("11-12 13:20/14:10",),
    ),
    (
        LONDON,
        "The parcel was lost on 9 November at 10:00, which has nothing to do with you. Your API was down"
        " on 12 November from 13:20 to 14:10.",
        ("11-12 13:20/14:10",),
    ),
    (
        LONDON,
        "The API failed on 12 November at 13:20 and we gave our customers their money back at 14:10.",
        ("11-12 13:20",),
    ),
    (
        LONDON,
        "The API failed on 12 November at 13:20, and we closed the shop at 14:10.",
        ("11-12 13:20",),
    ),
    (
        LONDON,
        "The API failed on 12 November at 13:20, and the last bus left at 14:10 half empty.",
        ("11-12 13:20",),
    ),
    (
        LONDON,
        "The API failed on 12 November at 13:20. We run a 15 minute window for bookings.",
        ("11-12 13:20",),
    ),
    (
        LONDON,
        "The API failed on 12 November at 13:20. Two hours later we were still arguing with customers.",
        ("11-12 13:20",),
    ),
    (
        LONDON,
        "The API failed on 12 November at 13:20 (the second half started at 13:15).",
        ("11-12 13:20",),
    ),
    (
        LONDON,
        "The API failed on 12 November from 13:20 to 14:10 (last backup: 13:00).",
        ("11-12 13:20/14:10",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 13h20 API lỗi, mãi 14h10 mới gọi được cho tổng đài bên anh.",
        ("11-12 13:20",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 13h20 API lỗi, mãi 14h10 mới có người nghe máy.",
        ("11-12 13:20",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 13h20 API lỗi. Mất 3 tiếng nhập lại dữ liệu.",
        ("11-12 13:20",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 13h20 API lỗi. Trong 30 phút đầu bên em tưởng do mạng.",
        ("11-12 13:20",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 13h20 API lỗi. Sau 2 ngày thì bên anh vẫn chưa phản hồi.",
        ("11-12 13:20",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 13h20 API lỗi, 3 tiếng sau em vẫn phải ngồi nhập lại đơn.",
        ("11-12 13:20",),
    ),
    (
        VIETNAM,
        "12/11 13h20 - 14h10 api loi (ben e nghi trua 12h - 13h)",
        ("11-12 13:20/14:10",),
    ),
    (
        VIETNAM,
        "Bảo trì theo thông báo là 0h đến 1h ngày 13/11. Nhưng từ 2h15 đến 3h05 ngày 13/11 API lại chết.",
        ("11-13 02:15/03:05",),
    ),
    (
        VIETNAM,
        "12/11 luc 9h10 rot, 9h12 sep hoi, 9h40 ngon lai",
        ("11-12 09:10/09:40",),
    ),
    (
        LONDON,
        "At 06:30 on 12 November the API went down again and stayed down until 07:45.",
        ("11-12 06:30/07:45",),
    ),
    (
        LONDON,
        "Our internet provider had an outage on 11 November from 09:00 to 12:00, that is theirs. Yours "
        "was on 12 November from 14:05 to 14:40.",
        ("11-12 14:05/14:40",),
    ),
    (
        LONDON,
        "On 12 November from 14:05 (just after the 14:00 backup) until 14:40 your API did not answer.",
        ("11-12 14:05/14:40",),
    ),
    (
        LONDON,
        "On 12 November from 09:12 (staff start at 08:00) until 10:40 nothing worked.",
        ("11-12 09:12/10:40",),
    ),
    (
        LONDON,
        "On 12 November the API was down from 09:12 (the shop opens at 09:00) to 10:40.",
        ("11-12 09:12/10:40",),
    ),
    (
        LONDON,
        "It began at 14:05 on 12 November (a colleague says 14:00) and ended at 14:40.",
        ("11-12 14:05/14:40",),
    ),
    (
        LONDON,
        "On 12 November calls failed at 08:05, worked at 08:20, failed at 13:30 and worked at 13:50.",
        ("11-12 08:05/08:20", "11-12 13:30/13:50"),
    ),
    (
        LONDON,
        "On 12 November at 09:30 the API failed. A driver waited at the dock for 50 minutes.",
        ("11-12 09:30",),
    ),
    (
        LONDON,
        "On 12 November at 09:30 the API failed. My boss shouted at me for ten minutes.",
        ("11-12 09:30",),
    ),
    (
        VIETNAM,
        "Cúp điện từ 7h đến 8h ngày 12/11, cái này không tính. API lỗi từ 10h10 đến 10h45 cùng ngày.",
        ("11-12 10:10/10:45",),
    ),
    (
        VIETNAM,
        "Nhà mạng bên em đứt cáp ngày 11/11 từ 9h đến 12h. Còn API bên anh lỗi ngày 12/11 từ 14h05 đến 14h40.",
        ("11-12 14:05/14:40",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 từ 9h12 (cửa hàng mở 9h) đến 10h40 không thanh toán được.",
        ("11-12 09:12/10:40",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h12 API chết, 9h20 sếp gọi, 9h40 sống lại.",
        ("11-12 09:12/09:40",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h12 API chết, 9h20 khách về, 9h40 sống lại.",
        ("11-12 09:12/09:40",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 từ 9h12 lỗi liên tục, xe tải 9h30 mới tới, 9h40 thì gọi lại được.",
        ("11-12 09:12/09:40",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h12 API chết. Thợ sửa 9h30 mới đến vì tưởng hỏng máy, 9h40 API có lại.",
        ("11-12 09:12/09:40",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h30 API lỗi. Mong anh xử lý trong 3 ngày.",
        ("11-12 09:30",),
    ),
    (
        VIETNAM,
        "Ngày 12/11 lúc 9h30 API lỗi. Khoảng 30 phút thì em mới gọi được tổng đài.",
        ("11-12 09:30",),
    ),
]


@pytest.mark.parametrize(("zone", "text", "expected"), TRAPS)
def test_what_went_on_beside_an_outage_is_none(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """Neither an incident nor the beginning or the end of one."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        (
            LONDON,
            "The van broke down at 07:40 on 12 November, which is our bad luck. The API being unavailable "
            "from 08:15 to 09:10 is yours.",
        ),
        (
            LONDON,
            "The power in our office was cut at 07:00 on 12 November for an hour, that is not your fault. "
            "Your API failed at 10:15 and was fine again at 10:48.",
        ),
        (
            LONDON,
            "The exam began at 09:00 on 12 November and ended at 12:00. From 09:35 to 10:15 students could "
            "not submit because of you.",
        ),
        (
            LONDON,
            "It was somewhere between nine and ten in the morning of 12 November that calls failed, 9:25 to "
            "9:50 in our log.",
        ),
        (VIETNAM, "Ngày 12/11 từ khoảng 9 đến 10 giờ sáng API lỗi, chính xác là 9h25 đến 9h50."),
        (
            LONDON,
            "The concert began at 19:00 on 12 November and ended at 22:30. From 19:20 to 19:50 the bar could"
            " not charge cards because your API was down.",
        ),
        (
            LONDON,
            "The exam began at 09:00 on 12 November. From 09:35 to 10:15 students could not submit, your API was down.",
        ),
        (
            LONDON,
            "The race started at 10:00 on 12 November. At 10:25 your API stopped answering and at 10:50 it was back.",
        ),
        (
            LONDON,
            "Our fire drill on 12 November was from 09:00 to 09:30. From 14:05 to 14:40 your API was unreachable.",
        ),
        (
            LONDON,
            "Staff training on 12 November ran from 09:00 to 12:00. In the middle of it, from 10:05 to "
            "10:40, your API was down.",
        ),
        (
            LONDON,
            "I know the power cut on 12 November from 07:00 to 08:00 is not yours. From 10:15 to 10:48 the "
            "API did not answer, and that is.",
        ),
        (
            VIETNAM,
            "Kỳ thi bắt đầu lúc 9h ngày 12/11 và kết thúc lúc 11h. Từ 9h35 đến 10h15 thí sinh không nộp bài "
            "được do API.",
        ),
        (VIETNAM, "Đêm nhạc bắt đầu 19h, kết thúc 22h ngày 12/11. API chết lúc 19h20, 19h50 có lại."),
        (VIETNAM, "Ca đêm 12/11 (22h-6h), 23h40 API chết, 0h25 sống lại."),
        (VIETNAM, "Ngày 12/11 tập huấn từ 8h đến 11h. Từ 9h10 đến 9h40 API lỗi."),
    ],
)
def test_what_is_not_plain_is_for_a_person(zone: str, text: str) -> None:
    """It is doubted, whatever is read."""
    assert doubts(times_in(zone, text))
