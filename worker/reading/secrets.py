"""Secrets masked with asterisks, before a text is stored in readable form or shown (§1.3 asks clients for the same).

Bounded expressions only: an unbounded one once hung for minutes. Normal log lines stay untouched.
"""

from __future__ import annotations

import re

MASK = "********"

_KEYED = (
    r"(?:api[-_ ]?key|apikey|access[-_ ]?key|secret[-_ ]?key|client[-_ ]?secret|access[-_ ]?token|auth[-_ ]?token|"
    r"refresh[-_ ]?token|id[-_ ]?token|bearer[-_ ]?token|token|secret|passwd|password|passphrase|pwd|mật khẩu|mat khau|"
    r"session[-_ ]?id|sessionid|x-api-key|private[-_ ]?key|signature)"
)
_SECRETS = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for words, pattern in (
        (
            ("-----begin",),
            r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{1,8000}?-----END [A-Z ]{0,30}PRIVATE KEY-----",
        ),
        (("eyj",), r"\beyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,2000}"),
        (("bearer ",), r"(?<=\bbearer )[A-Za-z0-9._~+/=-]{12,2000}"),
        (("basic ",), r"(?<=\bbasic )[A-Za-z0-9+/=]{12,2000}"),
        (("://",), r"(?<=://)[^\s/:@]{1,100}:[^\s/@]{1,200}(?=@)"),
        (("akia", "asia"), r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
        (
            ("sk-", "sk_", "pk-", "pk_", "rk-", "rk_", "ghp", "gho", "ghu", "ghs", "ghr", "glpat", "xox"),
            r"\b(?:sk|pk|rk|gh[pousr]|glpat|xox[abprs])[-_](?:live[-_]|test[-_]|proj[-_])?[A-Za-z0-9_-]{16,255}",
        ),
        (
            ("lq-", "lq_"),
            r"\blq[-_](?:live[-_]|test[-_]|proj[-_])?[A-Za-z0-9_-]{16,255}",
        ),
    )
)
"""Each with words of which a text that holds such a secret holds one: looking for those is many times faster."""
_ASSIGNED = re.compile(
    rf"(?P<name>\b{_KEYED}[\"']?\s{{0,3}}(?:[:=]|=>|là|is)\s{{0,3}}[\"']?)(?P<value>(?!https?://)[^\s\"'&,;<>(){{}}\[\]]{{6,2000}})",
    re.IGNORECASE,
)
_NAMED = ("key", "token", "secret", "pass", "pwd", "khẩu", "khau", "session", "signature")
_CARD = re.compile(r"\d(?<![\d.:-]\d)(?:[ -]?\d){12,18}(?![\d.:-])")
_PLAIN_WORD = re.compile(r"[a-zA-ZÀ-ỹ]+[.!?]?|\*+|null|none|invalid|expired|missing|undefined", re.IGNORECASE)


def masked(text: str) -> tuple[str, int]:
    """The text with every recognised secret replaced by asterisks, and how many there were."""
    count = 0

    def whole(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return MASK

    lower = text.lower()
    for pattern, words in _SECRETS:
        for word in words:
            if word in lower:
                text = pattern.sub(whole, text)
                break

    def value(match: re.Match[str]) -> str:
        nonlocal count
        if MASK in match["value"] or _PLAIN_WORD.fullmatch(match["value"]):
            return match[0]
        count += 1
        return match["name"] + MASK

    def card(match: re.Match[str]) -> str:
        nonlocal count
        if not _luhn(match[0]):
            return match[0]
        count += 1
        return MASK

    if any(word in lower for word in _NAMED):
        text = _ASSIGNED.sub(value, text)
    return _CARD.sub(card, text), count


def _luhn(number: str) -> bool:
    digits = [int(c) for c in number if c.isdigit()]
    if digits[0] not in (2, 3, 4, 5, 6) or len(set(digits)) < 2:
        return False
    doubled = [d if i % 2 else (d * 2 - 9 if d > 4 else d * 2) for i, d in enumerate(reversed(digits), 1)]
    return sum(doubled) % 10 == 0
