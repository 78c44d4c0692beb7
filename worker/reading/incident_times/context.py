"""What stands around a time: whether it tells of an incident, of its end, or of something else altogether."""

from __future__ import annotations

import re

REACH = 60

_OTHER_DATE = re.compile(
    r"(?:invoices?|inv|contracts?|agreement|tickets?|case|orders?|po|dated|issued|signed|renew\w*|subscription|customers? since|"
    r"clients? since|with you since|payment|paid|paying|bill(?:ed|ing)?|statement|template|version|release|rev|policy|due|"
    r"deadline|onboard\w*|joined|meeting|appointment|mail(?:ed)? (?:of|from|dated)|letter (?:of|from|dated)|wrote (?:to )?you|"
    r"written (?:to )?you|emailed you|reported (?:this|it) to|hợp đồng|hop dong|hoá đơn|hóa đơn|hoa don|phiếu|xuất ngày|xuat ngay|xuất|"
    r"ký ngày|ký|ky ngay|thanh toán|thanh toan|đơn hàng|mở hôm|mở ngày|mo ngay|số phiếu|gia hạn|born|maintenance window (?:is|on))"
    r"\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    r"^[^.!?\n]{0,30}?(?:\b(?:invoice|ticket|contract|everything (?:was|is) (?:back|fine|ok)|all (?:was|is) (?:back|fine|well)|"
    r"it was all back|was fine|were fine|worked fine|works fine|fine again|normal again|back to normal|running normally|"
    r"dịch vụ đã trở lại|đã trở lại|hoạt động bình thường|bình thường|chạy lại bình thường))",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:call(?:ing)? (?:me|us|back|him|her)|ring (?:me|us)|phone (?:me|us)|reach (?:me|us)|call back|free (?:at|from)|"
    r"available (?:at|from|between|on|for a call)|meet(?:ing)?|appointment|office hours|opening hours|open (?:from|between)|"
    r"we are here|hotline|schedule|catch up|gọi lại|goi lai|gọi (?:cho )?(?:em|mình|tôi|điện)|liên hệ|lien he|họp|hẹn|"
    r"giờ làm việc|gio lam viec|working hours|business hours|reply by|answer by|by tomorrow|call lại|call lai|alo)\b[^.!?\n]{0,50}$",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\b(?:wrote (?:to )?(?:you|support)|e?mailed (?:you|support)|reported (?:this|it|that)?\s?to|opened (?:a|the) ticket|"
    r"ticket (?:was )?opened|called (?:you|your|support)|rang (?:you|your|support)|your (?:reply|answer|mail) (?:of|from|at)|"
    r"i am writing|noticed the invoice|đã báo|da bao|đã gọi|mở ticket|checked (?:again )?(?:at|on))\b[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:until|till|til|to|through|up to|ended|ending|ends?|lasted|over|back|again|restored|recovered|recovery|resolved|resum\w*|all[- ]clear|cleared|healthy|stable|"
    r"came (?:good|back|up|alive)|returned|working|normal|rolling|fixed|stopped failing|up at|"
    r"đến|den|tới|toi luc|kết thúc|ket thuc|hết|het|khôi phục|khoi phuc|có lại|co lai|trở lại|tro lai|chạy lại|chay lai|xong|ổn)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:again (?:at|on|from|between)|and again|second (?:time|outage|one|incident)|another|another one|once more|twice|then also|"
    r"and (?:also )?(?:on|from)|as well as|also|lần (?:hai|thứ hai|2|nữa)|lan (?:hai|2)|thêm|tiếp|lần khác|started|began|begin|down at|"
    r"went down|failed at|bắt đầu|bat dau)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"^\W{0,4}(?:-|–|—|~|->|→|to|until|till|til|through|up to|thru|đến|den|tới|and(?: ended)?(?: at| on)?|và)\W{0,3}"
    r"(?:about|around|approximately|approx\.?|roughly|khoảng|khoang|tầm|lúc|luc|ngày|ngay|on|the|next day|following day|"
    r"hôm sau|sáng hôm sau)?\W{0,3}(?:about|around|lúc|the)?\W{0,3}$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|from|từ|tu|giữa)\b[^.!?\n]{0,60}$", re.IGNORECASE)
_START_LABEL = re.compile(
    r"(?:start|began|begin|from|down|bắt đầu|bat dau|mất kết nối|mat ket noi|từ|tu|lost)[^.!?\n]{0,30}$", re.IGNORECASE
)
_END_LABEL = re.compile(
    r"(?:^|\n|[;,.*•+]\s?)[^:\n]{0,24}\b(?:end(?:ed|s)?|to|until|till|up|restored|recovered|resolved|back|kết thúc|ket thuc|hết lỗi|"
    r"het loi|hết|có lại|co lai|khôi phục|khoi phuc|đến|den|tới|finish(?:ed)?|stop(?:ped)?|xong|trở lại)\b[^:.!?\n]{0,25}:[^.!?\n]{0,25}$",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"\b(?:since|ever since|từ lúc|kể từ|ke tu)\W{0,3}(?:about|around|khoảng|lúc)?\W{0,2}$", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-ZÀ-Ỹ\"“(])|\n\s*\n|\n(?=\W{0,4}(?:[A-ZÀ-Ỹ]|\d[.)]))")


def before(text: str, at: int, reach: int = REACH) -> str:
    """The text just before a place, back to the start of its sentence."""
    piece = text[max(0, at - reach) : at]
    ends = [m.end() for m in _SENTENCE_END.finditer(piece)]
    return piece[ends[-1] :] if ends else piece


def after(text: str, at: int, reach: int = REACH) -> str:
    """The text just after a place, up to the end of its sentence."""
    piece = text[at : at + reach]
    end = _SENTENCE_END.search(piece)
    return piece[: end.start()] if end else piece


def is_other_day(text: str, start: int, end: int) -> bool:
    """Whether a date is an invoice's, a contract's, a ticket's, or that of "fine again since"."""
    return bool(_OTHER_DATE.search(before(text, start)) or _OTHER_AFTER.search(after(text, end)))


def is_other_clock(text: str, start: int) -> bool:
    """Whether a clock time is that of a call to be made, of office hours, or of a mail that was sent."""
    lead = before(text, start, 90)
    return bool(_CALL.search(lead) or _SENT.search(lead))


def joins(text: str, gap_start: int, gap_end: int, skipped: list[tuple[int, int]]) -> bool:
    """Whether what stands between two times makes them a range; `skipped` are dates and zones between them."""
    gap = _gap(text, gap_start, gap_end, skipped)
    if not _RANGE.match(gap):
        return False
    if re.search(r"\b(?:and|và)\b", gap, re.IGNORECASE) and "ended" not in gap.lower():
        return bool(_BETWEEN.search(before(text, gap_start, 120)))
    return True


def ends_there(text: str, gap_start: int, clock_start: int, clock_end: int, skipped: list[tuple[int, int]]) -> bool:
    """Whether words between two times, or just after the second, say that the second is the end."""
    gap = _gap(text, gap_start, clock_start, skipped)
    if len(gap) > 220 or _AGAIN.search(gap):
        return False
    if _END_LABEL.search(text[max(0, clock_start - 70) : clock_start]):
        return True
    if _SENTENCE_END.search(gap) and not re.match(
        r"\W*(?:it|service|this|and|then|everything|nó|sau đó|đến|mãi)\b", _last(gap), re.I
    ):
        return False
    return bool(
        _END.search(_last(gap))
        or (re.search(r"\b(?:and|only|đến|mãi)\b", gap, re.I) and _END.search(after(text, clock_end, 45)))
    )


def _last(gap: str) -> str:
    ends = [m.end() for m in _SENTENCE_END.finditer(gap)]
    return gap[ends[-1] :] if ends else gap


def _gap(text: str, start: int, end: int, skipped: list[tuple[int, int]]) -> str:
    kept, at = [], start
    for s, e in sorted(skipped):
        if s >= at and e <= end:
            kept.append(text[at:s])
            at = e
    kept.append(text[at:end])
    return "".join(kept)


_TO_DAY_AFTER = re.compile(
    r"^[\s,(]{0,3}(?:(?:on|of|the|ngày|ngay|hôm|hom|vào|vao|sáng|chiều|tối|trưa|đêm|buổi|in the|morning|afternoon|evening)[\s,]{1,2}){0,3}[\s,(]{0,2}$",
    re.IGNORECASE,
)
_TO_CLOCK_AFTER = re.compile(r"^[^.!?\n;]{0,60}$")


def binds_day_after(text: str, clock_end: int, day_start: int, skipped: list[tuple[int, int]]) -> bool:
    """Whether the date just after a clock time belongs to it: "14:05 on 3 March", "10h36 ngày 9/10"."""
    return bool(_TO_DAY_AFTER.match(_gap(text, clock_end, day_start, skipped)))


def binds_day_before(text: str, day_end: int, clock_start: int) -> bool:
    """Whether the date just before a clock time stands in the same sentence."""
    gap = text[day_end:clock_start]
    return len(gap) <= 120 and not _SENTENCE_END.search(gap)
