"""Beginnings and ends that are told apart: in two sentences, by the length, by a word for each, in a list."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import BERLIN, LONDON, SINGAPORE, VIETNAM, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

TOLD: list[Case] = [
    (LONDON, "Thursday the 12th of November: dead at 03:52, alive at 04:37.", ("11-12 03:52/04:37",)),
    (LONDON, "It hit the late shift on 12 November, at 21:12, and cost us 28 minutes.", ("11-12 21:12/21:40",)),
    (BERLIN, "• what: lookups\n• from: 12.11.2026 15:02\n• to: 12.11.2026 15:21", ("11-12 15:02/15:21",)),
    (LONDON, "Start 12 November 2026 02:25\nStop 13 November 2026 18:20", ("11-12 02:25/11-13 18:20",)),
    (LONDON, "12 November. Alert fired 19:03, cleared 20:47.", ("11-12 19:03/20:47",)),
    (
        LONDON,
        "12 November, two in the morning, it stopped, and stayed so through the whole of the next day until five "
        "in the afternoon on Friday the 13th.",
        ("11-12 02:00/11-13 17:00",),
    ),
    (
        LONDON,
        "We lost you at half past midnight on the 12th of November and had you back at four minutes past one.",
        ("11-12 00:30/01:04",),
    ),
    (LONDON, "12 November, from a minute past noon, all was refused, until 1:28 pm.", ("11-12 12:01/13:28",)),
    (
        LONDON,
        "It failed at 2:25 am on 12 November. I rang you at 9:10 that day and again at 11:40. It was Friday evening, "
        "6:20 pm, before a live price came through.",
        ("11-12 02:25/11-13 18:20",),
    ),
    (LONDON, "The tills died at 14:05 on 12 November, no idea when they were back.", ("11-12 14:05",)),
    (
        VIETNAM,
        "Ngày 12/11/2026, đúng 23 giờ 30 phút (11 giờ rưỡi đêm), máy không gọi được API. Sổ giao ca ghi là 0 giờ 52 "
        "phút sáng ngày 13/11 thì dùng lại được.",
        ("11-12 23:30/11-13 00:52",),
    ),
    (
        VIETNAM,
        "Rạng sáng Thứ Năm 12/11/2026. Đúng 5 giờ 35 thì màn hình không tra được nữa.\n\nEm gọi tổng đài (5h50 và "
        "6h20) nhưng không ai nghe. Phải tới 8 giờ 50 phút tra cứu mới chạy lại được.",
        ("11-12 05:35/08:50",),
    ),
    (VIETNAM, "Từ 4 giờ 59 phút chiều 12/11/2026, tình trạng kéo dài đúng 8 phút rồi tự hết.", ("11-12 16:59/17:07",)),
    (
        VIETNAM,
        "Thứ Năm 12 tháng 11: hệ thống báo đỏ lúc 13 giờ 15 phút, gần hết ngày làm việc, 20 giờ 48 phút mới "
        "xanh trở lại.",
        ("11-12 13:15/20:48",),
    ),
    (VIETNAM, "Mười một rưỡi đêm 12/11/2026 máy không in được nữa.", ("11-12 23:30",)),
    (
        VIETNAM,
        "12/11, 8 giờ 28 tối, kho không in được phiếu. 9 giờ 20 tối cùng ngày thì in được lại.",
        ("11-12 20:28/21:20",),
    ),
    (VIETNAM, "12/11 luc 18h20 api tra 502, 18h22 ok lai. co 2p ma don rot het", ("11-12 18:20/18:22",)),
    (VIETNAM, "12/11/2026:\n • 19:04 bắt đầu 500 liên tục\n • 21:57 request đầu tiên OK", ("11-12 19:04/21:57",)),
    (
        VIETNAM,
        "Biên bản số 114 lập ngày 14/11/2026, theo đó dịch vụ gián đoạn từ 21h01 đến 21h21 ngày 12/11/2026.",
        ("11-12 21:01/21:21",),
    ),
    (
        VIETNAM,
        "Thứ Năm ngày 12 tháng 11, lúc 17 giờ kém 1 phút, thu ngân báo không tra được. Tới 17 giờ 08 phút thì mọi thứ "
        "chạy lại.",
        ("11-12 16:59/17:08",),
    ),
    (
        VIETNAM,
        "Chiều 12/11/2026 không gọi được từ 3h05 tới 6h58 chiều. Đã thử cả 4G lẫn cáp quang.",
        ("11-12 15:05/18:58",),
    ),
    (VIETNAM, "12/11: khoảng 12h10 trưa, hết lúc nào em không để ý", ("11-12 12:10",)),
    (LONDON, "SLA claim: down 12 Nov 2026 at 18:21|||It lasted 2 minutes, and hit our tills.", ("11-12 18:21/18:23",)),
    (
        LONDON,
        "On the 12th of November the board turned red at 09:12 and turned green at 10:40.",
        ("11-12 09:12/10:40",),
    ),
    (LONDON, "12 November: 0912-1040.", ("11-12 09:12/10:40",)),
    (
        LONDON,
        "It stopped at 09:12 on 12 November. I called at 09:20, then at 09:45. It was up again at 10:40.",
        ("11-12 09:12/10:40",),
    ),
    (LONDON, "It was out between nine and half past ten on the morning of 12 November.", ("11-12 09:00/10:30",)),
    (
        LONDON,
        "On 10 November it started at 22:50 and stopped at 23:15, on 12 November from 09:12 to 10:40.",
        ("11-10 22:50/23:15", "11-12 09:12/10:40"),
    ),
    (VIETNAM, "Lúc 9h12 ngày 12/11 app đứng, nhân viên báo lúc 9h30, tới 10h40 mới chạy.", ("11-12 09:12/10:40",)),
    (VIETNAM, "Mất dịch vụ 88 phút, bắt đầu lúc 9h12 ngày 12/11.", ("11-12 09:12/10:40",)),
    (VIETNAM, "12/11/2026, 18h21 sập, kéo dài khoảng 2 phút, ảnh hưởng 01 ca may.", ("11-12 18:21/18:23",)),
    (
        LONDON,
        "so last thurs, 12 nov\n15:10 everything starts hanging\nlunch was late that day\n15:54 first good reply again",
        ("11-12 15:10/15:54",),
    ),
    (LONDON, "- Opened (UTC): 2026-11-12 10:37\n- Closed (UTC): 2026-11-13 02:35", ("11-12 10:37/11-13 02:35",)),
    (
        LONDON,
        "Down for us Thursday November 12 at 9:03 PM, up Friday November 13 at 11:58 AM.",
        ("11-12 21:03/11-13 11:58",),
    ),
    (
        LONDON,
        "Gone on 12 November beginning at 6:45 in the morning, and we counted 35 minutes until they returned.",
        ("11-12 06:45/07:20",),
    ),
    (
        LONDON,
        "12 November, ten o'clock sharp at night all cannot pay, about 22 minutes like that.",
        ("11-12 22:00/22:22",),
    ),
    (LONDON, "starting 12:26 midnight until 1:55 am on 12 November", ("11-12 00:26/01:55",)),
    (LONDON, "| day | 12/11/2026 |\n| down | 17:00 |\n| up | 17:07 |", ("11-12 17:00/17:07",)),
    (
        LONDON,
        "Offline on 12 November, first error 20:01, last error 22:59, eight hours ahead of UTC.",
        ("11-12 12:01/14:59",),
    ),
    (
        VIETNAM,
        "Ngày 12/11.\nLần một: 16h52 tới 17h02.\nLần hai: hơn nửa tiếng sau, 17h37, lại mất. Lần này qua ngày 13, tới "
        "9h34 sáng ngày 14/11 mới có lại.",
        ("11-12 16:52/17:02", "11-12 17:37/11-14 09:34"),
    ),
    (VIETNAM, "12/11 tu 3 gio chieu den gan 7 gio toi (chinh xac la 18h58) khong goi duoc", ("11-12 15:00/18:58",)),
    (VIETNAM, "12/11, khoảng 19h33, hệ thống ngừng trả lời chừng ba phút.", ("11-12 19:33/19:36",)),
    (VIETNAM, "12/11 luc 2h20 sang api tach luon, mat tron 7 tieng ruoi moi len lai", ("11-12 02:20/09:50",)),
    (VIETNAM, "Dem 12/11 luc 23h48 khong luu diem duoc, 0h10 moi luu lai dc.", ("11-12 23:48/11-13 00:10",)),
    (
        LONDON,
        "- Day: 12 November 2026\n- Begin: 6.05 in the morning\n- End: 7.30 in the morning",
        ("11-12 06:05/07:30",),
    ),
    (LONDON, "On the 12th of November in the lunch break all was gone, from 12:58 to 13:44.", ("11-12 12:58/13:44",)),
    (
        LONDON,
        "On 12 November our nightly import got stuck between eight and ten past nine (20:00 to 21:10 to be exact).",
        ("11-12 20:00/21:10",),
    ),
    (
        LONDON,
        "Down: 12 November 03:41\nUp: 12 November 05:14\nOur own maintenance on 9 November 22:00 is unrelated.",
        ("11-12 03:41/05:14",),
    ),
    (
        VIETNAM,
        "12/11, 7 rưỡi tối hơn một chút, đúng ra là 19h36, bị ngắt. Đến 19h40 thì gọi được.",
        ("11-12 19:36/19:40",),
    ),
    (
        VIETNAM,
        "12/11 từ 9h12 đến 10h40 lỗi. Ngày 9/11 bên mình tự bảo trì 22h00-23h30, không tính.",
        ("11-12 09:12/10:40",),
    ),
    (
        VIETNAM,
        "Bắt đầu: 8 giờ 04 sáng 12/11/2026.\nKết thúc: gần nửa đêm hôm sau, em ghi trong sổ là 22h58 ngày 13/11.",
        ("11-12 08:04/11-13 22:58",),
    ),
    (
        LONDON,
        "You announced by email on 9 November a maintenance from 19:00 to 20:00 on Thursday 12 November. But on 12 "
        "November nothing answered between 19:02 and 20:48.",
        ("11-12 19:02/20:48",),
    ),
    (
        SINGAPORE,
        "12 November, 22:31 to 23:04 UTC (that's breakfast on Friday here, 06:31 to 07:04).",
        ("11-13 06:31/07:04",),
    ),
    (LONDON, "12 November, 10:15 to 10:50. Next change window on our side is Thursday 22:00.", ("11-12 10:15/10:50",)),
    (
        LONDON,
        "Down: 12 Nov 03:41, up: 12 Nov 05:14. Maintenance windows we had, 9 Nov 22:00 and 11 Nov 22:00, are apart.",
        ("11-12 03:41/05:14",),
    ),
    (
        LONDON,
        "12 November. API gone at 11:02 AM. The notice said back at noon. It was 12:49 PM before a scan went through.",
        ("11-12 11:02/12:49",),
    ),
    (LONDON, "Check  geo\nOpened    2026-11-12 16:47\nResolved  2026-11-12 17:10", ("11-12 16:47/17:10",)),
    (
        LONDON,
        "12 November. A colleague may have told you 14:10: that was him reading the box, and the box is on UTC-5. On "
        "our clock it was 15:10 when it went grey and 15:54 when it came back.",
        ("11-12 15:10/15:54",),
    ),
    (LONDON, "Thursday 12 Nov 2026. Down 2:03 PM, up 3:46 PM.", ("11-12 14:03/15:46",)),
    (LONDON, "- out from: Thu 12 Nov 2026, 02:25\n- in again: Fri 13 Nov 2026, 18:20", ("11-12 02:25/11-13 18:20",)),
    (
        LONDON,
        "On 12 November the first call about it came at 14:50, and the all-clear was given at 22:25 the same day. You "
        "may reach me tomorrow from 09:30, or on Thursday after 14:00.",
        ("11-12 14:50/22:25",),
    ),
    (VIETNAM, "vụ thứ 5 tuần trc (12/11):\n- 17h00 api ko gọi đc\n- 17h06 ok lại", ("11-12 17:00/17:06",)),
    (
        VIETNAM,
        "Rạng sáng 12/11/2026:\n  rớt  01:06\n  lên  01:18\nSau đó chạy lại tay từ 01:30 tới 04:00.",
        ("11-12 01:06/01:18",),
    ),
    (
        VIETNAM,
        "Bắt đầu 8 giờ 5 phút sáng 12/11/2026, kéo dài đúng ba mươi tám tiếng rưỡi.",
        ("11-12 08:05/11-13 22:35",),
    ),
    (
        LONDON,
        "Down on 12 November at 14:05, an outage window of 20 minutes, and no reply from you.",
        ("11-12 14:05/14:25",),
    ),
    (VIETNAM, "hai giờ kém mười lăm chiều 12/11 sập", ("11-12 13:45",)),
    (VIETNAM, "12/11: 5h33 sáng bắt đầu, 6h04 có lại, kịp chuyến 7h15", ("11-12 05:33/06:04",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), TOLD)
def test_the_beginning_and_the_end_are_told_apart(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """Whoever tells of one outage tells when it began and when it ended, in any words."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        (LONDON, "We had you back at 13:04 on 12 November."),
        (LONDON, "Friday 13 November, from half one in the morning until 3 am"),
        (LONDON, "Nothing came back after 09:12 on 12 November. At 10:40 the queue drained."),
        (LONDON, "It broke at 9 am on 12 November and stayed so until nearly ten."),
        (LONDON, "12 November, 2:38 pm to 2:57 pm. (I said 1:38 to 1:57 before: scratch that.)"),
        (LONDON, "12/13 November, 00:34 to 01:03 no answer."),
        (VIETNAM, "Thứ Năm 12/11/2026, giữa buổi sáng, không vào được. Tuần này em ngồi máy từ 8h tới 17h."),
        (VIETNAM, "Ba rưỡi chiều 12/11/2026 khách gọi mình báo là không vào được."),
    ],
)
def test_what_may_be_half_of_a_range_is_for_a_person(zone: str, text: str) -> None:
    """An end alone, a second moment of one day, an act beside a failure: neither a moment of an outage nor missing."""
    assert doubts(times_in(zone, text))
