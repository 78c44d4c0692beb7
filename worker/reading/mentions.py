"""Account ids, contact addresses and labelled names that stand in a mail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from worker.sla.facts import AccountMention

_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00ad\uff0d]")
_ADDRESS = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}(?![\w@])", re.ASCII
)
_LABELLED = re.compile(
    r"^\W{0,6}(?:customer|client|company|account(?: name| holder)?|tenant|organi[sz]ation|name|khách hàng|khach hang|công ty|cong ty|"
    r"tên (?:tài khoản|công ty|khách hàng)|tài khoản|tai khoan|đơn vị|don vi)\s{0,3}[:：]\s{0,3}(.{2,120})$",
    re.IGNORECASE | re.MULTILINE,
)


def mentions(places: Iterable[tuple[str, str]], account_id: str) -> tuple[AccountMention, ...]:
    """All mentions in the texts, given as (place, text); each id, address or name once, where it stands first."""
    found: dict[tuple[str, str], AccountMention] = {}
    for place, text in places:
        plain = text if text.isascii() else _DASHES.sub("-", unicodedata.normalize("NFKC", text))
        for mention in _in(place, plain, account_id) if plain else ():
            found.setdefault((mention.kind, mention.text), mention)
    return tuple(found.values())


def _in(place: str, text: str, account_id: str) -> Iterator[AccountMention]:
    for match in _loose(account_id).finditer(text):
        if (canonical := _canonical(match[0], account_id)) is not None:
            yield AccountMention(canonical, "id", place)
    for match in _ADDRESS.finditer(text) if "@" in text else ():
        yield AccountMention(match[0].lower(), "address", place)
    for match in _LABELLED.finditer(text) if ":" in text or "：" in text else ():
        yield AccountMention(re.split(r"[,;(]", match[1])[0].strip(" .\"'“”"), "name", place)


@cache
def _loose(account_id: str) -> re.Pattern[str]:
    """The provider's form of ids, with dashes that people leave out or write as spaces."""
    return re.compile(rf"(?<![\w-]){account_id.replace('-', '[-_ .]{0,2}')}(?![\w]|-\d)", re.IGNORECASE)


def _canonical(written: str, account_id: str) -> str | None:
    """An id as the provider writes it; None where what was written cannot be brought into that form."""
    bare = re.sub(r"[-_ .]+", "", written).upper()
    dashed = re.sub(r"(?<=[A-Z])(?=\d)", "-", bare)
    return next((form for form in (dashed, bare) if re.fullmatch(account_id, form)), None)
