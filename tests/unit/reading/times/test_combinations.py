"""Ways to write a date, a clock time and a range, each with each, between sentences about other matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.reading.times.said import LONDON, VIETNAM, doubts, shown, times_in

Write = Callable[[datetime], str]
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
DATES: list[Write] = [
    lambda t: f"{t.day} {t:%B %Y}",
    lambda t: f"{t:%B} {t.day}, {t.year}",
    lambda t: f"{t:%Y-%m-%d}",
    lambda t: f"{t:%Y/%m/%d}",
    lambda t: f"{t:%A} {t.day} {t:%B}",
    lambda t: f"the {t.day}th of {t:%B}",
    lambda t: f"{t:%d-%b-%y}",
    lambda t: f"{t:%a} {t.day} {t:%b}",
    lambda t: f"{t:%d.%m.%Y}",
]
CLOCKS: list[Write] = [
    lambda t: f"{t:%H:%M}",
    lambda t: f"{t:%I:%M %p}".lstrip("0"),
    lambda t: f"{t:%I:%M}".lstrip("0") + f"{t:%p}".lower(),
]
RANGES = [
    "{day} from {a} to {b}",
    "{day}, {a} - {b}",
    "{day}, {a}–{b}",
    "between {a} and {b} London time on {day}",
    "from {a} until {b}, {day}",
    "{day} {a} until {day} {b} UK time",
    "{a} on {day} and it came back at {b}",
    "{day} at {a}, and only at {b} it was working again",
    "{day} at {a} (London time); it lasted about {n} minutes",
    "{day} {a} for {n} minutes",
]
BEFORE = [
    "",
    "Hi team,\n\nwe are a customer since 3 March 2021.\n\n",
    "Referring to our contract of 1 February 2025:\n\n",
    "Invoice INV-20417 (dated 1 June 2026) is still open on my desk.\n\n",
]
AFTER = [
    "",
    ".\n\nCould you phone me tomorrow at 10:00?",
    ".\n\nOur office hours are 09:00 to 17:30.",
    ".\n\nNothing to do with ticket 40982 from June 3.",
    ".\n\nPlease call me back on 0118 496 0155 between 9:00 and 17:00.",
    ".\n\nEverything has been back to normal since and ran fine the whole next day.",
]
DATES_VI: list[Write] = [
    lambda t: f"ngày {t.day}/{t.month}/{t.year}",
    lambda t: f"ngày {t.day} tháng {t.month} năm {t.year}",
    lambda t: f"ngày {t.day} tháng {t.month}",
    lambda t: f"{WEEKDAYS[t.weekday()]} ngày {t.day}/{t.month}",
    lambda t: f"hôm {t.day}/{t.month}",
]
CLOCKS_VI: list[Write] = [
    lambda t: f"{t.hour}h{t:%M}",
    lambda t: f"{t.hour} giờ {t:%M} phút",
    lambda t: f"{t.hour % 12 or 12}h{t:%M} " + ("sáng" if t.hour < 12 else "chiều" if t.hour < 18 else "tối"),
]
RANGES_VI = [
    "từ {a} đến {b} {day}",
    "{day} từ {a} tới {b} (giờ Việt Nam)",
    "lúc {a} {day}, mãi đến {b} mới thông lại",
    "{a} – {b}, {day} (GMT+7)",
    "khoảng {a} {day}, kéo dài {n} phút",
    "Bắt đầu: {a} {day}\n- Kết thúc: {b} {day}",
]
BEFORE_VI = ["", "Chào anh chị,\n\n", "Hóa đơn số 0004512 xuất ngày 30/6/2026 em đã chuyển khoản.\n\n"]
AFTER_VI = [
    "",
    ".\n\nNhờ anh chị gọi lại cho em lúc 10h sáng mai ạ.",
    ".\n\nTicket #58213 em mở hôm 22/9/2026 không liên quan.",
    ".\n\nHôm sau thì mọi thứ đã bình thường trở lại.",
]
LENGTHS = st.sampled_from([2, 11, 35, 63, 140])
DAYS = st.datetimes(datetime(2026, 4, 13), datetime(2026, 10, 17)).filter(  # noqa: DTZ001 - put in a zone below
    lambda t: 13 <= t.day <= 20 and (t.hour < 10 or 13 <= t.hour < 21) and t.hour > 0
)


def said(start: datetime, minutes: int) -> str:
    """The range as `shown` writes it."""
    return f"{start:%m-%d %H:%M}/{start + timedelta(minutes=minutes):%H:%M}"


@settings(max_examples=400, deadline=None)
@given(
    DAYS,
    LENGTHS,
    st.sampled_from(DATES),
    st.sampled_from(CLOCKS),
    st.sampled_from(RANGES),
    st.sampled_from(BEFORE),
    st.sampled_from(AFTER),
)
def test_english(local: datetime, n: int, date: Write, clock: Write, form: str, before: str, after: str) -> None:
    """Every way to write a date goes with every way to write a clock time, a range, and other matters around them."""
    start = local.replace(tzinfo=ZoneInfo(LONDON))
    end = start + timedelta(minutes=n)
    text = form.format(day=date(start), a=clock(start), b=clock(end), n=n)

    times = times_in(LONDON, f"{before}Our service could not reach you {text}{after}")

    assert (shown(times, LONDON), doubts(times)) == ((said(start, n),), ())


@settings(max_examples=300, deadline=None)
@given(
    DAYS,
    LENGTHS,
    st.sampled_from(DATES_VI),
    st.sampled_from(CLOCKS_VI),
    st.sampled_from(RANGES_VI),
    st.sampled_from(BEFORE_VI),
    st.sampled_from(AFTER_VI),
)
def test_vietnamese(local: datetime, n: int, date: Write, clock: Write, form: str, before: str, after: str) -> None:
    """The same in Vietnamese."""
    start = local.replace(tzinfo=ZoneInfo(VIETNAM))
    end = start + timedelta(minutes=n)
    text = form.format(day=date(start), a=clock(start), b=clock(end), n=n)

    times = times_in(VIETNAM, f"{before}Hệ thống không gọi được API {text}{after}")

    assert (shown(times, VIETNAM), doubts(times)) == ((said(start, n),), ())
