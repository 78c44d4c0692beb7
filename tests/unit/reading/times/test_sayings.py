"""More sentences of other people: what began and ended, who noticed, who called."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import BERLIN, LONDON, NEW_YORK, SINGAPORE, VIETNAM, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

SAYINGS: list[Case] = [
    (LONDON, "at 2 o'clock in the afternoon on 12 November", ("11-12 14:00",)),
    (LONDON, "at two in the afternoon on 12 November", ("11-12 14:00",)),
    (LONDON, "for just under an hour from 14:05 on 12 November", ("11-12 14:05/15:05",)),
    (LONDON, "14:05 on 12 November for 1 hour and 5 minutes", ("11-12 14:05/15:10",)),
    (LONDON, "14:05 on 12 November, for 1.5 hours", ("11-12 14:05/15:35",)),
    (LONDON, "14:05 on 12 November; an hour later it was back", ("11-12 14:05/15:05",)),
    (LONDON, "On 12 November at 14:05 the calls failed, and after 65 minutes it came back.", ("11-12 14:05/15:10",)),
    (LONDON, "On 12 November at 14:05 the calls failed. This went on for 65 minutes.", ("11-12 14:05/15:10",)),
    (LONDON, "On 12 November at 14:05 the calls failed. It lasted 65 minutes in total.", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "On 12 November at 14:05 the calls failed. We waited for 30 minutes before paging anyone.",
        ("11-12 14:05",),
    ),
    (LONDON, "On 12 November at 14:05 the calls failed. I was on hold for 20 minutes.", ("11-12 14:05",)),
    (LONDON, "On 12 November at 14:05 the calls failed. We have been customers for 3 years.", ("11-12 14:05",)),
    (
        LONDON,
        "Your service was down on 12 November at 14:05 and this cost us 3 hours of work.",
        ("11-12 14:05",),
    ),
    (LONDON, "On 12 November at 14:05 calls timed out after 30 seconds.", ("11-12 14:05",)),
    (LONDON, "Every call at 14:05 on 12 November took 30 seconds and then failed.", ("11-12 14:05",)),
    (
        LONDON,
        "On 12 November your API was unreachable from 14:05. At 15:10 the first call succeeded.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "On 12 November your API was unreachable from 14:05. We could log in again at 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "On 12 November your API was unreachable from 14:05 on, and nothing moved before 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "12 November: no answer from 14:05 onwards; answers again from 15:10 onwards", ("11-12 14:05/15:10",)),
    (LONDON, "Unreachable 12 November 14:05, reachable 12 November 15:10", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "Connection lost: 12 Nov 2026 @ 14:05. Connection re-established: 12 Nov 2026 @ 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "The failure occurred at 14:05 on Thursday 12 November 2026 and persisted until 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "We were hit at 14:05 on 12 November. Things normalised at 15:10.", ("11-12 14:05/15:10",)),
    (LONDON, "API gone 12 Nov 14:05. Reappeared 15:10.", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "On 12 Nov 2026 the API was down between 14:05-15:10 and 17:00-17:20.",
        ("11-12 14:05/15:10", "11-12 17:00/17:20"),
    ),
    (LONDON, "On 12 Nov 2026 it went down at 14:05, 16:20 and 17:45.", ("11-12 14:05", "11-12 16:20", "11-12 17:45")),
    (LONDON, "Two outages: Thursday 14:05-15:10 and Friday 09:00-09:20.", ("11-12 14:05/15:10", "11-13 09:00/09:20")),
    (LONDON, "Thursday 12th: 14:05-15:10. Friday 13th: 09:00-09:20.", ("11-12 14:05/15:10", "11-13 09:00/09:20")),
    (LONDON, "a) 12.11.2026 14:05-15:10 b) 13.11.2026 09:00-09:20", ("11-12 14:05/15:10", "11-13 09:00/09:20")),
    (
        LONDON,
        "The outage of 12 November began at 14:05, the one of 13 November at 09:00.",
        ("11-12 14:05", "11-13 09:00"),
    ),
    (
        LONDON,
        "12 November at 14:05 for 10 minutes and 13 November at 09:00 for 20 minutes",
        ("11-12 14:05/14:15", "11-13 09:00/09:20"),
    ),
    (
        NEW_YORK,
        "On Nov. 12, our nightly export (kicks off at 2 a.m.) hit nothing but timeouts from 2:03 a.m. to 2:41 a.m.",
        ("11-12 02:03/02:41",),
    ),
    (
        BERLIN,
        "Our customers complained since 15:05 on Thursday, 12 November. At 16:10 the last "
        "complaint came in, your API was answering again.",
        ("11-12 15:05/16:10",),
    ),
    (
        BERLIN,
        "Please be informed that your service was interrupted on 12.11.2026 in the time from 15:05 h to 16:10 h (MEZ).",
        ("11-12 15:05/16:10",),
    ),
    (BERLIN, "Störung am 12.11.2026, 15:05 - 16:10 Uhr", ("11-12 15:05/16:10",)),
    (
        SINGAPORE,
        "We had the system down on 12 Nov, 10.05 p.m. to 11.10 p.m. (Singapore), kindly advise.",
        ("11-12 22:05/23:10",),
    ),
    (SINGAPORE, "System down 12/11/26 2205-2310", ("11-12 22:05/23:10",)),
    (LONDON, "The gap runs from 2026-11-12 14:05:22 to 2026-11-12 15:10:47.", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "We measured the gap: first 503 at 14:05:22, first 200 at 15:10:47, on 12 November 2026.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "On 12 November 2026, our uptime robot sent DOWN at 14:05 and UP at 15:10.", ("11-12 14:05/15:10",)),
    (LONDON, "Pingdom: down since 12 Nov 2026 14:05, up since 12 Nov 2026 15:10.", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "It was 12 November. I had just made tea, so it must have been 14:05. The screens went "
        "blank. We stared at them until 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "Your status page admits it: 12 November 2026, 14:05 to 15:10 UTC.", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "As per your own status page the incident lasted from 14:05 to 15:10 UTC on 12 November 2026.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "See my mail of 13 November 2026: the API was down on 12 November 2026 between 14:05 and 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "Ticket 4711. Outage on 12 November 2026, 14:05 - 15:10.", ("11-12 14:05/15:10",)),
    (LONDON, "re: ticket 4711 / outage 12 November 2026 14:05-15:10|||see subject", ("11-12 14:05/15:10",)),
    (
        LONDON,
        "Following up on ticket 4711, opened 13 November 2026 09:00, about the outage of 12 "
        "November 2026 from 14:05 to 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "We were on the phone with your support from 14:30 to 15:00 on 12 November 2026, while the "
        "API was down from 14:05 to 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "At 14:05 on 12 November 2026 your API went down; we phoned you at 14:20 and you said it "
        "would be fixed by 15:00; it was back at 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (
        LONDON,
        "We promised our users a fix by 18:00 on 12 November because your API was down from 14:05 to 15:10.",
        ("11-12 14:05/15:10",),
    ),
    (LONDON, "on the 12 of November from 14h05 to 15h10", ("11-12 14:05/15:10",)),
    (LONDON, "12 November 2026 at 14 h 05 until 15 h 10", ("11-12 14:05/15:10",)),
    (LONDON, "12 Nov from 14:05 h until 15:10 h", ("11-12 14:05/15:10",)),
    (LONDON, "12-Nov-2026 14:05 Hrs to 15:10 Hrs", ("11-12 14:05/15:10",)),
    (LONDON, "12th/Nov/2026 14:05", ("11-12 14:05",)),
    (LONDON, "Nov-12-2026 14:05", ("11-12 14:05",)),
    (LONDON, "2026-Nov-12 14:05", ("11-12 14:05",)),
    (LONDON, "2026 November 12, 14:05", ("11-12 14:05",)),
    (LONDON, "Thursday 12-11 at 14:05", ("11-12 14:05",)),
    (LONDON, "Thurs 12 Nov 14:05", ("11-12 14:05",)),
    (LONDON, "Thu, 12 Nov 2026 14:05:00 +0000", ("11-12 14:05",)),
    (LONDON, "Thu Nov 12 14:05", ("11-12 14:05",)),
    (
        VIETNAM,
        "Vào lúc 14h05p ngày 12/11/2026 thì hệ thống treo, tới 15h10p mới chạy lại được",
        ("11-12 14:05/15:10",),
    ),
    (VIETNAM, "14h05-15h10 (12/11/2026)", ("11-12 14:05/15:10",)),
    (VIETNAM, "12/11/2026 14h05 --> 15h10", ("11-12 14:05/15:10",)),
    (
        VIETNAM,
        "Sự cố diễn ra trong khoảng thời gian từ 14 giờ 05 phút tới 15 giờ 10 phút ngày 12/11/2026 theo giờ Hà Nội",
        ("11-12 14:05/15:10",),
    ),
    (VIETNAM, "Bên em bị lúc hai giờ chiều hôm qua", ("11-17 14:00",)),
    (VIETNAM, "khoảng 2 rưỡi chiều hôm qua", ("11-17 14:30",)),
    (VIETNAM, "tầm 2h-3h chiều hôm qua không vào được", ("11-17 14:00/15:00",)),
    (VIETNAM, "tầm 2 đến 3h chiều hôm qua không vào được", ("11-17 14:00/15:00",)),
    (VIETNAM, "từ 8h tới 9h sáng thứ Hai tuần này", ("11-16 08:00/09:00",)),
    (VIETNAM, "sáng thứ Hai, từ 8h tới 9h", ("11-16 08:00/09:00",)),
    (VIETNAM, "đúng 12 giờ trưa 12/11/2026 thì đứt, 12 giờ 40 có lại", ("11-12 12:00/12:40",)),
    (VIETNAM, "hôm 12 vừa rồi lúc 14h05", ("11-12 14:05",)),
    (VIETNAM, "ngày 12 tháng này, 14h05 đến 15h10", ("11-12 14:05/15:10",)),
    (VIETNAM, "ngày 28 tháng trước lúc 14h05", ("10-28 14:05",)),
    (VIETNAM, "thứ 5, 12/11, 14:05 – 15:10", ("11-12 14:05/15:10",)),
    (
        VIETNAM,
        "Thời gian bắt đầu lỗi: 14:05:33 12/11/2026; thời gian hết lỗi: 15:10:12 12/11/2026",
        ("11-12 14:05/15:10",),
    ),
    (VIETNAM, "Đêm 12 rạng sáng 13/11/2026, từ 23h50 đến 0h20", ("11-12 23:50/11-13 00:20",)),
    (VIETNAM, "Lúc 1h30 sáng ngày 13/11/2026", ("11-13 01:30",)),
    (VIETNAM, "Ngày 12/11/2026 lúc 14h05, em check thì API báo 503, mãi 15h10 mới vào được.", ("11-12 14:05/15:10",)),
    (VIETNAM, "API down lúc 2:05 PM ngày 12/11/2026, up lại lúc 3:10 PM", ("11-12 14:05/15:10",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), SAYINGS)
def test_sayings(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """The incident is read whoever says it, and however."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)
