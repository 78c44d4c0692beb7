"""Vietnamese, with and without accents."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import VIETNAM, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

VIETNAMESE: list[Case] = [
    (VIETNAM, "Từ 14h05 đến 15h10 ngày 9/10/2026 API không gọi được.", ("10-09 14:05/15:10",)),
    (VIETNAM, "tu 14h05 den 15h10 ngay 9 thang 10", ("10-09 14:05/15:10",)),
    (VIETNAM, "từ 14h đến 15h hôm qua", ("11-17 14:00/15:00",)),
    (VIETNAM, "tu 14h den 15h hom qua", ("11-17 14:00/15:00",)),
    (VIETNAM, "hôm kia lúc 9 giờ 44 phút", ("11-16 09:44",)),
    (VIETNAM, "lúc 2 giờ 05 chiều ngày 9 tháng 10 năm 2026 đến 3 giờ 10 chiều", ("10-09 14:05/15:10",)),
    (VIETNAM, "sáng nay lúc 8h50 API chết, đến 9h12 thì có lại", ("11-18 08:50/09:12",)),
    (VIETNAM, "tối qua từ 20h15 tới 20h40", ("11-17 20:15/20:40",)),
    (VIETNAM, "tối qua từ 8h15 tới 8h40", ("11-17 20:15/20:40",)),
    (VIETNAM, "đêm qua lúc 23h50 đến 0h20", ("11-17 23:50/11-18 00:20",)),
    (VIETNAM, "thứ Ba vừa rồi lúc 14h05", ("11-17 14:05",)),
    (VIETNAM, "thứ Sáu tuần trước từ 21h04 đến 21h16", ("11-13 21:04/21:16",)),
    (VIETNAM, "thứ 6 tuần trước, 21h04-21h16", ("11-13 21:04/21:16",)),
    (VIETNAM, "chủ nhật vừa rồi lúc 7h sáng", ("11-15 07:00",)),
    (
        VIETNAM,
        "Bắt đầu: 14h05 ngày 9/10/2026\nKết thúc: 15h10 ngày 9/10/2026",
        ("10-09 14:05/15:10",),
    ),
    (VIETNAM, "Thời gian: 14:05 - 15:10, 09/10/2026", ("10-09 14:05/15:10",)),
    (VIETNAM, "Ngày 9 tháng 10, khoảng 2h chiều, API bị sập, kéo dài 20 phút.", ("10-09 14:00/14:20",)),
    (VIETNAM, "lúc 14h05 ngày 9/10/2026, kéo dài khoảng nửa tiếng", ("10-09 14:05/14:35",)),
    (VIETNAM, "lúc 14h05 ngày 9/10/2026, khoảng 1 tiếng rưỡi sau mới có lại", ("10-09 14:05/15:35",)),
    (VIETNAM, "lúc 14h05 ngày 9/10/2026 trong vòng 25 phút", ("10-09 14:05/14:30",)),
    (VIETNAM, "14h05 (giờ Việt Nam) ngày 9/10/2026", ("10-09 14:05",)),
    (VIETNAM, "14h05 gio VN ngay 9/10/2026 den 15h10", ("10-09 14:05/15:10",)),
    (VIETNAM, "9h rưỡi sáng ngày 9/10/2026", ("10-09 09:30",)),
    (VIETNAM, "2 giờ rưỡi chiều 9/10/2026", ("10-09 14:30",)),
    (VIETNAM, "lúc 12h trưa ngày 9/10/2026", ("10-09 12:00",)),
    (VIETNAM, "lúc 12h đêm ngày 9/10/2026", ("10-09 00:00",)),
    (VIETNAM, "lúc 0h15 ngày 9/10/2026", ("10-09 00:15",)),
    (VIETNAM, "lúc 4g50 chiều 9/10/2026", ("10-09 16:50",)),
    (VIETNAM, "từ 10 giờ 36 đến 12 giờ 39 phút ngày 09 tháng 10 năm 2026", ("10-09 10:36/12:39",)),
    (
        VIETNAM,
        "vào hồi 10 giờ 36 phút ngày 09/10/2026, mãi đến 12 giờ 39 phút cùng ngày mới khôi phục",
        ("10-09 10:36/12:39",),
    ),
    (VIETNAM, "10h36 ngày 9/10, tới 12h39 cùng ngày mới hết", ("10-09 10:36/12:39",)),
    (VIETNAM, "rớt mạng lúc 22h50 hôm 9/10/2026, qua 0h10 hôm sau mới vào lại được", ("10-09 22:50/10-10 00:10",)),
    (
        VIETNAM,
        "Lần 1: 10h36 - 10h50 ngày 9/10/2026\nLần 2: 8h00 - 8h20 ngày 11/10/2026",
        ("10-09 10:36/10:50", "10-11 08:00/08:20"),
    ),
    (VIETNAM, "Mất kết nối lúc 10h36, có lại lúc 12h39, ngày 9/10/2026", ("10-09 10:36/12:39",)),
    (VIETNAM, "2 ngày trước lúc 17h56", ("11-16 17:56",)),
    (VIETNAM, "cách đây 2 ngày, lúc 17h56", ("11-16 17:56",)),
    (VIETNAM, "hôm 9/10 từ 10h36 tới 12h39 bên em không gọi API được", ("10-09 10:36/12:39",)),
    (VIETNAM, "ngày 9.10.2026 từ 10h36 đến 12h39", ("10-09 10:36/12:39",)),
    (VIETNAM, "ngay 9-10-2026 tu 10:36 den 12:39", ("10-09 10:36/12:39",)),
    (VIETNAM, "10:36 sáng đến 12:39 trưa ngày 9/10/2026", ("10-09 10:36/12:39",)),
    (VIETNAM, "từ 10 giờ 36 sáng tới 1 giờ 20 trưa ngày 9/10/2026", ("10-09 10:36/13:20",)),
    (
        VIETNAM,
        "Mất kết nối ngày 09/10/2026|||Bên em mất kết nối từ 10h36 tới 12h39. Nhờ anh chị xử lý.",
        ("10-09 10:36/12:39",),
    ),
    (VIETNAM, "thứ Sáu ngày 9/10/2026 lúc 14h05", ("10-09 14:05",)),
    (VIETNAM, "lúc 14h05 thứ Sáu, 9/10", ("10-09 14:05",)),
    (
        VIETNAM,
        "Em gọi tổng đài lúc 15h30 nhưng không ai nghe. API chết lúc 14h05 ngày 9/10/2026.",
        ("10-09 14:05",),
    ),
    (VIETNAM, "Chiều ngày 9/10/2026 từ 2h05 đến 3h10", ("10-09 14:05/15:10",)),
    (VIETNAM, "Chiều 9/10/2026, lúc 2 giờ 05, API mất kết nối đến 3 giờ 10", ("10-09 14:05/15:10",)),
    (VIETNAM, "Tối 9/10/2026 lúc 8h15", ("10-09 20:15",)),
    (VIETNAM, "9 giờ tối ngày 9 tháng 10", ("10-09 21:00",)),
    (VIETNAM, "từ 21 giờ 04 phút đến 21 giờ 16 phút, ngày 13 tháng 11 năm 2026", ("11-13 21:04/21:16",)),
    (
        VIETNAM,
        "Dạ em chào anh chị, hôm thứ Năm 12/11 vừa rồi, tầm 14h05 là bên em không gọi API được "
        "nữa, đến 15h10 mới chạy lại ạ.",
        ("11-12 14:05/15:10",),
    ),
    (
        VIETNAM,
        "Ngày 12/11/2026, từ 14 giờ 05 phút đến 15 giờ 10 phút, hệ thống của Quý Công ty không phản hồi.",
        ("11-12 14:05/15:10",),
    ),
    (
        VIETNAM,
        "Thời điểm bắt đầu: 14:05 ngày 12-11-2026 (giờ Việt Nam)\nThời điểm kết thúc: 15:10 ngày 12-11-2026",
        ("11-12 14:05/15:10",),
    ),
    (VIETNAM, "- Thời gian gián đoạn: 14h05 – 15h10, thứ Năm 12/11/2026", ("11-12 14:05/15:10",)),
    (VIETNAM, "sap mang luc 2h05 chieu hom qua, 3h10 chieu moi co lai", ("11-17 14:05/15:10",)),
    (VIETNAM, "hom kia tu 2h05 den 3h10 chieu bi loi", ("11-16 14:05/15:10",)),
    (VIETNAM, "API chet tu 14h05 toi 15h10 ngay 12 thang 11 nam 2026", ("11-12 14:05/15:10",)),
    (VIETNAM, "API die từ 21h05 tối 12/11 tới 0h15 sáng 13/11", ("11-12 21:05/11-13 00:15",)),
    (VIETNAM, "Từ 23h05 đêm 12/11/2026 đến 0h15 rạng sáng 13/11/2026 mất kết nối", ("11-12 23:05/11-13 00:15",)),
    (VIETNAM, "Lúc 8 giờ 15 tối thứ Năm tuần trước, kéo dài 25 phút", ("11-12 20:15/20:40",)),
    (VIETNAM, "Lúc 20h15 ngày 12 tháng 11, khoảng 25 phút sau thì có lại", ("11-12 20:15/20:40",)),
    (VIETNAM, "Khoảng 9 giờ kém 15 sáng ngày 12 tháng 11 năm 2026", ("11-12 08:45",)),
    (VIETNAM, "lúc 9h sáng nay tới giờ vẫn chưa vào được", ("11-18 09:00",)),
    (VIETNAM, "từ 8h50 sáng nay đến 9h12", ("11-18 08:50/09:12",)),
    (VIETNAM, "trưa hôm qua 12h10 đến 12h40", ("11-17 12:10/12:40",)),
    (VIETNAM, "trưa 12/11/2026 lúc 12h10", ("11-12 12:10",)),
    (VIETNAM, "chiều qua lúc 3h, mất 20 phút", ("11-17 15:00/15:20",)),
    (
        VIETNAM,
        "Sự cố 1: 14h05 - 14h20 ngày 12/11/2026. Sự cố 2: 9h00 - 9h30 ngày 13/11/2026.",
        ("11-12 14:05/14:20", "11-13 09:00/09:30"),
    ),
    (
        VIETNAM,
        "Bên em bị hai lần: lần đầu 14h05 ngày 12/11/2026 kéo dài 15 phút, lần sau 9h00 ngày "
        "13/11/2026 kéo dài 30 phút.",
        ("11-12 14:05/14:20", "11-13 09:00/09:30"),
    ),
    (VIETNAM, "Hôm 12/11 lúc 14h05 mất kết nối, rồi 16h30 lại mất tiếp.", ("11-12 14:05", "11-12 16:30")),
    (
        VIETNAM,
        "Em gọi điện lúc 14h30 thì tổng đài bảo chờ. Sự cố từ 14h05 đến 15h10 ngày 12/11/2026.",
        ("11-12 14:05/15:10",),
    ),
    (VIETNAM, "Hợp đồng số 12/HĐ ký ngày 1/3/2024. Sự cố 14h05 ngày 12/11/2026.", ("11-12 14:05",)),
    (VIETNAM, "Ngày 13/11 thì mọi thứ bình thường. Còn 12/11/2026 lúc 14h05 thì sập.", ("11-12 14:05",)),
    (VIETNAM, "Nhờ anh chị gọi lại em lúc 10h sáng mai. API lỗi lúc 14h05 ngày 12/11/2026.", ("11-12 14:05",)),
    (
        VIETNAM,
        "Hà Nội, ngày 18 tháng 11 năm 2026\n"
        "\n"
        "Kính gửi công ty,\n"
        "Dịch vụ gián đoạn ngày 12 tháng 11. Thời gian từ 14h05 đến 15h10.",
        ("11-12 14:05/15:10",),
    ),
    (VIETNAM, "Mất kết nối ngày 12/11/2026|||lúc 14h05 tới 15h10 ạ", ("11-12 14:05/15:10",)),
    (VIETNAM, "14g05 ngày 12/11/2026 đến 15g10", ("11-12 14:05/15:10",)),
    (VIETNAM, "14:05 (GMT+7) 12/11/2026 - 15:10 (GMT+7) 12/11/2026", ("11-12 14:05/15:10",)),
    (VIETNAM, "mất mạng lúc 14h05', 15h10' có lại, hôm 12/11/2026", ("11-12 14:05/15:10",)),
    (VIETNAM, "từ khoảng 2 giờ 5 phút chiều cho tới 3 giờ 10 phút chiều ngày 12/11/2026", ("11-12 14:05/15:10",)),
    (VIETNAM, "vào lúc 07:05 UTC ngày 12/11/2026", ("11-12 14:05",)),
    (VIETNAM, "lúc 7h05 giờ quốc tế (14h05 giờ Việt Nam) ngày 12/11/2026", ("11-12 14:05",)),
    (VIETNAM, "thứ Năm ngày 12/11, 14h05-15h10", ("11-12 14:05/15:10",)),
    (VIETNAM, "tuần trước, thứ Năm, lúc 14h05", ("11-12 14:05",)),
    (VIETNAM, "Chủ nhật tuần trước lúc 7h tối", ("11-15 19:00",)),
    (VIETNAM, "CN 15/11 lúc 19h00", ("11-15 19:00",)),
    (VIETNAM, "12-11-2026 14:05:33 đến 12-11-2026 15:10:02", ("11-12 14:05/15:10",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), VIETNAMESE)
def test_vietnamese(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """Vietnamese times are read as they are written, with accents or without."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)


DOUBTFUL_VIETNAMESE: list[Case] = [
    (VIETNAM, "thứ Hai ngày 9/10/2026 lúc 14h05", ("10-09 14:05",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), DOUBTFUL_VIETNAMESE)
def test_doubtful_vietnamese(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """A weekday that is not its date's is doubted."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, True)
