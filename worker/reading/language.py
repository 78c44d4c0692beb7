"""English or Vietnamese: by diacritics and by the commonest words, also without diacritics."""

from __future__ import annotations

import re

_MARKED = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_WORDS = frozenset(
    [
        "khong",
        "duoc",
        "cua",
        "chung",
        "toi",
        "ben",
        "nhung",
        "trong",
        "ngay",
        "gio",
        "luc",
        "tu",
        "den",
        "khach",
        "hang",
        "tai",
        "khoan",
        "loi",
        "yeu",
        "cau",
        "boi",
        "thuong",
        "cam",
        "on",
        "xin",
        "chao",
        "anh",
        "chi",
        "nho",
        "giup",
        "may",
        "chu",
        "ket",
        "noi",
        "dich",
        "vu",
        "su",
        "co",
        "kinh",
        "gui",
    ]
)


def language_of(text: str) -> str:
    """`vi` or `en`, for the words of a mail without its machine output."""
    if not text.isascii() and len(_MARKED.findall(text)) * 40 > len(text):
        return "vi"
    words = _WORD.findall(text.lower())
    return "vi" if len([word for word in words if word in _WORDS]) * 6 > len(words) > 0 else "en"
