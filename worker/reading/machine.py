"""Machine output: which lines are a log, an error or a tool's output, and what their errors say about our server."""

from __future__ import annotations

import re

from worker.sla.facts import ErrorClass

_STAMP = (
    r"(?:\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}(?::\d{2})?|\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2}|"
    r"[A-Z][a-z]{2} {1,2}\d{1,2} \d{2}:\d{2}:\d{2}|\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,6})?|\d{10}(?:\.\d+|\d{3})?)"
)
_ERROR_WORDS = (
    r"(?:connection (?:refused|reset|timed out|closed|aborted)|timed? ?out|timeout|no route to host|"
    r"network (?:is )?unreachable|host (?:is )?unreachable|handshake|bad gateway|service unavailable|"
    r"gateway time-?out|internal server error|broken pipe|econnrefused|econnreset|etimedout|ehostunreach|enotfound|"
    r"name or service not known|could not resolve|temporary failure in name resolution|nxdomain|unexpected eof|"
    r"connection error|connectionerror|failed to connect|remote end closed|socket hang up|eai_again|"
    r"closed (?:the )?connection|no healthy (?:hosts?|upstream|backends?)|deadline exceeded|enetunreach|servfail|ssl_error|"
    r"ssl_connect|errno[ =:]{1,2}1\d\d|unexpected end of (?:file|stream)|: eof\b)"
)
_LEVEL = r"(?:ERROR|ERR|FATAL|CRITICAL|CRIT|ALERT|WARN(?:ING)?|INFO|DEBUG|TRACE|DOWN|FIRING|FAIL(?:ED)?|STILL DOWN|RETRY|EMERG|NOTICE|PROBLEM|RECOVERY|RECOVERED|RESOLVED)"
_FORMS = (
    rf"^\W{{0,3}}{_STAMP}\b.{{0,60}}(?:{_LEVEL}\b|\[[a-z]+\]|[a-z]=|\b[45]\d\d\b|->|\S+\[\d+\]:|(?i:{_ERROR_WORDS}))",
    rf"^\W{{0,3}}\d{{4}}[-/]\d{{2}}[-/]\d{{2}}[T ]\d{{2}}:\d{{2}}:\d{{2}}\S{{0,12}} .*(?i:{_ERROR_WORDS}|error|fail|exception|\b50[0-4]\b)",
    r"^\W{0,3}[A-Z][a-z]{2} {1,2}\d{1,2} \d{2}:\d{2}:\d{2} \S+ .*",
    r'^\s*\{\s*".{1,60}"\s*:.*\}\s*,?$',
    r"^\S+ \S+ \S+ \[\d{2}/[A-Z][a-z]{2}/\d{4}:",
    r"^\s*(?:[$>#] ?)?(?:curl|wget|ping|httping|traceroute|tracert|nc|telnet|dig|openssl) (?:-|https?://|\S+\.\S+)",
    r"^(?:curl|wget|ssh|nc): ",
    r"^.{0,40}\bcurl: \(\d+\) ",
    r"^PS [A-Z]:\\|^At line:\d+ char:\d+|^\+ (?:CategoryInfo|FullyQualifiedErrorId)\b|^[A-Z][a-z]+-[A-Z]\w+ ?: ",
    r"^;+ (?:<<>> |->>|flags: |[A-Z]+ SECTION|[A-Z][A-Za-z ]{2,12}: |connection |communications )",
    r"^(?:CONNECTED\(\d+\)|(?:write|read|connect):errno=\d+|no peer certificate available|SSL handshake has read |[a-z_:]+\{[^}]*=\".*\})",
    r"^(?:UP|OK|RECOVERY)\s+\S+\s+\d[\d/.-]{7,}[T ]\d\d:\d\d:\d\d",
    r"^(?i:alertname|summary|description|instance|severity|job|last error|runbook)\s{1,12}= \S",
    r"^(?i:status|state|trạng thái|trang thai)\s*[:=]\s*(?:DOWN|CRITICAL|PROBLEM|FIRING|UNREACHABLE)\b",
    r"^--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d--",
    r"^(?:Resolving|Connecting to) \S+ \(",
    r"^\s*(?:from )?\S+:\d+:in [`']",
    r"^(?:[A-Z]\w+::)+[A-Z]\w+: \S",
    r"^\s*(?:HTTP/[\d.]+ \d{3}\b|< HTTP/)",
    r"^(?:PING|HTTPING|traceroute to|Tracing route|Reply from|Request timed out|From \S+ icmp_seq|\d+ bytes from|"
    r"\d+ packets transmitted|--- \S+ ping|connected to \S+ )",
    r"^\s{0,4}\d{1,2}  ?\S+ (?:\(\S+\)|\*)",
    r"^\*\s+(?:Trying|Connected|Host|Could not|connect to|Failed|SSL|Closing|Recv|TLS|OpenSSL|Connection)",
    r"^\s*(?:Traceback \(most recent call last\)|File \".*\", line \d+|at [\w.$<>]+\(.*\)|Caused by: |"
    r"Exception in thread|[\w.]{3,}(?:Error|Exception|Timeout|Refused)\b\s*[:(])",
    rf"^\s*\[?(?:{_LEVEL})\]?[:\s].*",
    rf"^\S{{2,40}} {_LEVEL}\b.*(?i:{_ERROR_WORDS}|error|\b[45]\d\d\b|incomplete|fail)",
    rf"^(?i:\s*(?:error|err|fail|failed|nok|status|response|exception|failure|lỗi|loi|first failure|re-?check[^:]{{0,12}}|check|result|reason|cause|details?|chi tiết|chi tiet|message|msg|output))"
    rf"\s*[:=].*(?i:{_ERROR_WORDS}|https?://|\b50[0-4]\b|\b4\d\d\b)",
    rf"^(?i:(?:[\w.-]+:\s+)?(?:{_ERROR_WORDS}))\.?$",
    r"^\s*(?:HTTP(?:/\d\.\d)? )?(?:50[0-4]|4\d\d) (?:Bad Gateway|Service (?:Temporarily )?Unavailable|"
    r"Gateway Time-?out|Internal Server Error|Not Found|Forbidden|Unauthorized|Bad Request|Too Many Requests)\W*$",
    r"^(?:dial tcp|read tcp|write tcp|Get \"https?://|Post \"https?://|requests\.exceptions|net/http:|"
    r"java\.net\.|java\.io\.|org\.apache\.|System\.Net\.|upstream |nginx: |haproxy|net::ERR_|cURL error \d+)",
    r"^\s*(?:GET|POST|PUT|DELETE|PATCH|HEAD) \S+ (?:HTTP/|->|=>|→|\d{3}\b|failed)",
    r"^\s*[\w.-]{1,30}=\S+ [\w.-]{1,30}=\S+",
    r"^(?:Operational data: |Original problem ID: |Notification Type: PROBLEM|\*{3,} Nagios|"
    r"Monitor is DOWN|\[(?i:firing|problem|down|critical|triggered|alerting)\b)",
)
_COMMAND = re.compile(r"\W{0,3}\$ [a-z./]\S* \S")
_STARTS = re.compile("|".join(f"(?:{form})" for form in _FORMS)).match
_MARKS = " \t>|*•·`'\"“”-–"
"""What stands around a line that was pasted into a mail."""
_SECONDS = re.compile(rf"{_STAMP}|\d:\d\d:\d\d")
_TELLING = re.compile(rf"\b{_LEVEL}\b|\b50[0-4]\b|\bERR_[A-Z_]{{4,}}|\bE[A-Z]{{6,}}\b|[a-z](?:Exception|Error)\b")
_TELLING_LOWER = re.compile(rf"{_ERROR_WORDS}|\[(?:error|err|fatal|warn(?:ing)?)\]|\berror:")
_SHORT = 60
_SIGN = re.compile(r"[\d:{(\[$>#*=\"|/]")
"""A longer line of a program holds at least one of these."""
_HEAD = 60
"""A log line bears its time at its head."""
_RANGE = re.compile(
    r"\d[:h]\d\d(?::\d\d)?\s?(?:[ap]m\s?)?(?:to|until|till|and|[-–→>]|->|đến|toi|den)\s?\d{1,2}[:h]\d\d", re.IGNORECASE
)
_STAMPED = re.compile(
    rf"\W{{0,3}}(?:{_STAMP}|\d{{1,2}}[- ][A-Z][a-z]{{2}}[- ]\d{{4}},? \d{{1,2}}:\d\d:\d\d|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}},? \d{{1,2}}:\d\d:\d\d)\S*.{{0,40}}?"
    rf"(?:\b{_LEVEL}\b|\[(?i:error|err|warn(?:ing)?|fatal|crit(?:ical)?)\]|\b(?i:error|err|fatal|exception|failed|failure|timeout|refused)\b)"
)
_FAILS = re.compile(r"\b(?:fail(?:ed|ure|s)?|error|down|unreachable|refused|lỗi|loi)\b", re.IGNORECASE)
_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"https?://\S|(?<=\s)/[\w-]+/\S",
        r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[\w-]+\.[\w.-]+:\d{2,5}\b|\bport \d{2,5}\b",
        r"\w=\S.*\s\w+=\S",
        r"\b\w+=\S|==|->|\w\[\d+\]|\(\d+\)|\b0x[0-9a-f]{2,}|\berrno\b|\{.*\}",
        r"\b[a-z][\w.]*\.[A-Z]\w+|\b[A-Z][a-z]+(?:[A-Z][a-z]+)+|\b[a-z]+_[a-z_]+\b|\bERR_[A-Z_]{4,}|\bE[A-Z]{6,}\b",
        r"^\W*[\w.-]+(?:\(\d+\))?: \S.*:|^\W*\[[\w .:+-]+\]",
        r"\[[^\]]*\b(?i:down|up|firing|resolved|problem|critical)\][^\]]*|\b\d+ ?ms\b",
    )
)
_PROSE = re.compile(
    r"\b(?:we|our|ours|us|you|your|i(?!/o)|my|me|they|their|he|she|please|hello|dear|thanks|regards|because|"
    r"chúng tôi|bên em|bên mình|em|anh|chị|tôi|mình|của|không|lúc|vui lòng|nhờ)\b",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"H(?<=\bH)TTP/\d(?:\.\d)? [45]\d\d\b")
_CLASSES = (  # of a text in lower case
    (
        ErrorClass.UNREACHABLE,
        re.compile(
            r"refused|reset by peer|econn|epipe|timed? ?out|timeout|etimedout|no route to host|ehostunreach|unreachable|"
            r"could not resolve|name or service not known|name resolution|nxdomain|enotfound|eai_again|handshake|"
            r"ssl_error|tls alert|certificate|\b50[234]\b|bad gateway|service (?:temporarily )?unavailable|"
            r"100% packet loss|socket hang up|unexpected eof|: eof\b|remote end closed|no live upstreams|no healthy (?:hosts?|upstream|backends?)|"
            r"closed (?:the )?connection|deadline exceeded|code = unavailable|enetunreach|servfail|errno[ =:]{1,2}1\d\d|ssl_connect|(?:failed|could not|couldn't|unable) (?:to )?connect|"
            r"connection (?:closed|aborted|error)|broken pipe",
        ),
    ),
    (
        ErrorClass.SERVER_ERROR,
        re.compile(r"(?<![\d.:])50[015-9](?![\d.:])(?! ?ms)|internal server error|not implemented"),
    ),
    (
        ErrorClass.CLIENT_ERROR,
        re.compile(
            r"(?:http/[\d.]+\"? |status\W{1,4}|code\W{1,4}|-> |=> |→ |\" |error )4(?:0\d|1\d|2[2-9]|31|51)\b|"
            r"\b(?:400 bad request|401 unauthori[sz]ed|403 forbidden|404 not found|429 too many requests|"
            r"422 unprocessable)",
        ),
    ),
)


_PLAIN_ERROR = re.compile(
    r"error|\berr[_ ]|econn|epipe|abort|firing|fail|fatal|exception|down\b|lỗi|\bloi\b|khong ket noi|không kết nối"
)


def is_machine_line(line: str, *, prose: bool | None = None) -> bool:
    """Whether a line was written by a program: a log line, a verbatim error, a tool's output.

    `prose` is what `is_prose` says of it, where the caller knows.
    """
    bare = line.strip(_MARKS)
    if len(bare) < 4 or (len(bare) > _SHORT and not _SIGN.search(bare)):
        return False
    forms = (bare,) if bare == line else (line, bare)
    return is_command(line) or any(map(_STARTS, forms)) or bool(_ANSWERED.search(line)) or _reads_so(bare, prose)


def is_command(line: str) -> bool:
    """Whether a line is a command typed at a shell's prompt, so that what stands directly below is what it printed."""
    return bool(_COMMAND.match(line))


def _reads_so(line: str, prose: bool | None) -> bool:
    """Whether a line of no known form shows several signs of a program, one of them an error or level, and no prose."""
    if not _SIGN.search(line):
        return False
    if _STAMPED.match(line):
        return True
    if (is_prose(line) if prose is None else prose) or not (
        _TELLING_LOWER.search(line.lower()) or _TELLING.search(line)
    ):
        return False
    signs = sum(bool(sign.search(line)) for sign in _SIGNS)
    stamped = bool(_SECONDS.search(line, 0, _HEAD)) and not _RANGE.search(line)
    return signs + 2 * stamped >= 2


_HOST = r"\b[a-z][\w-]*\.(?:[\w-]+\.)*[a-z]{3,}\b"
_SET_OFF_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d.,])[45]\d\d(?![\d.,%])",
        rf"{_HOST}|https?://|\b\d{{1,3}}(?:\.\d{{1,3}}){{3}}\b",
        r"\[[^\]]{2,}\]|\([^)]*(?:\d|[a-z]-[a-z]|refused|time|error|unavail)[^)]*\)|\{.+\}",
        r"->|=>|→|==|\w=\w|::",
        r"\w: \S",
        r"\d:\d\d:\d\d|^\W*\d\d?:\d\d\b",
        rf"\b{_LEVEL}\b|\b\d+ ?ms\b",
        r"\S,\S[^,]*,[^,]*,",
        r"\|.*\||;.*;|\t.*\t",
        r"\w\(\)|\.\./|\w:\w+:\w|[a-z](?:Exception|Error)\b",
        r"\b0x[0-9a-f]{2,}|\b[A-Z]{1,4}[-_]?\d{3,6}\b|\b[A-Z]{3,}_[A-Z_]{2,}|\berr(?:or|no)? ?\d+|^\W*(?i:loi|lỗi) \d+",
    )
)
_SET_OFF_ERROR = re.compile(
    rf"{_ERROR_WORDS}|\b(?:fail(?:ed|ure|s|ing)?|error|err|down|unreachable|refused|unavailable|offline|denied|dropped|lost|(?:could not|couldn't|cannot|unable to) connect|"
    r"lỗi|loi|không thể|khong the|không kết nối|khong ket noi|mất kết nối|mat ket noi|falha|fehler|erreur)\b|\b50[0-4]\b"
)
_LABEL = re.compile(r"^[A-ZĐÀ-Ỹ][a-zà-ỹ]{2,}(?: [\w()&'/-]+){0,4}[:：]\s")
_OF_TIME = re.compile(
    r"(?:first|last|start|end|beg[ai]n|from|to|until|since|down|up|outage|when|bắt đầu|kết thúc|từ|lúc)\b[^:]{0,20}[:.=]?\s.{0,20}?\d",
    re.IGNORECASE,
)
"""A line that says when: the writer's own, or a form's."""
_OF_AN_ERROR = re.compile(r"^(?:description|message|detail|output|trace)s?\b", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–+]|\d{1,2}[.)]|[a-z]\))\s")


def is_set_off_error(line: str, *, prose_allowed: bool, signs_needed: int = 2) -> bool:
    """Whether a line that stands apart from the prose (indented, or below "it says:") is an error as a program shows it.

    It names an error and bears two signs of a program, or three where it holds words of prose and these are allowed; a
    point of a list and a labelled statement ("Effect: …") are the writer's own words.
    """
    bare = line.strip(_MARKS)
    if _BULLET.match(line) or not 8 <= len(bare) <= 300:
        return False
    label = _LABEL.match(bare)
    if label and not _OF_AN_ERROR.match(bare) and not _SET_OFF_ERROR.search(label[0].lower()):
        return False
    if not _SET_OFF_ERROR.search(bare.lower()) or _RANGE.search(bare) or _OF_TIME.match(bare):
        return False
    prose = bool(_PROSE.search(bare))
    signs = sum(bool(sign.search(bare)) for sign in _SET_OFF_SIGNS)
    return signs >= signs_needed + prose and (prose_allowed or not prose)


def is_prose(line: str) -> bool:
    """Whether a line holds words by which people speak of themselves and others."""
    return bool(_PROSE.search(line))


_LINK = re.compile(r"https?://\S+")
_HEAD_WORD = re.compile(r"[\[(]?[A-Za-z][\w.]*[-\[(_./:>@#|][\w\[\]().:>/@#|-]*$")
"""A program's name at the head of a line: a word with a sign in it, as no word of a sentence has."""


def begin_alike(line: str, other: str) -> bool:
    """Whether two neighbouring lines begin with the same program's name ("recon[77]:") and each bears a sign of a log."""
    if line[:4] != other[:4] or not line.strip():
        return False
    head = line.split(maxsplit=1)[0]
    alike = len(head) >= 4 and other.split(maxsplit=1)[:1] == [head] and _HEAD_WORD.match(head.rstrip(":"))
    return bool(alike) and all(_bears_a_sign(x) for x in (line, other))


def _bears_a_sign(line: str) -> bool:
    logged = _SECONDS.search(line) or _TELLING.search(line) or _TELLING_LOWER.search(line.lower())
    return bool(logged) and not _PROSE.search(line) and not _RANGE.search(line)


def may_be_machine(line: str) -> bool:
    """Whether a line that was not taken for a program's may be one all the same: an error beside a second or a sign, or
    two signs (the seconds of a clock are two) and no word of prose.
    """
    bare = line.strip(_MARKS)
    if _LINK.fullmatch(bare) or _RANGE.search(bare):
        return False
    stamped = bool(_SECONDS.search(bare))
    prose = bool(_PROSE.search(bare))
    if prose and not stamped:
        return False
    signs = sum(bool(sign.search(bare)) for sign in _SIGNS)
    labelled = _LABEL.match(bare) or _OF_TIME.match(bare)
    if 2 * stamped + signs >= 2 and not prose and not labelled:
        return True
    if not stamped and not signs:
        return False
    return bool(_TELLING_LOWER.search(bare.lower()) or _TELLING.search(bare) or _FAILS.search(bare))


def error_classes(text: str) -> frozenset[ErrorClass]:
    """The classes of error that machine output shows (§1.1)."""
    lower = text.lower()
    return frozenset(found for found, pattern in _CLASSES if pattern.search(lower))


def shows_an_error(text: str) -> bool:
    """Whether machine output shows any error, so that it is evidence of something."""
    return bool(_PLAIN_ERROR.search(text.lower()) or error_classes(text))
