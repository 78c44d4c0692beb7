"""A body told apart: what the sender says now, machine output, quoted mails, the signature.

A forward's content counts as said; a quoted old mail does not. Where it is unclear whether something is quoted, it is
taken as said: deciding then sees more, not less.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from worker.reading.machine import begin_alike, is_command, is_machine_line, is_prose, is_set_off_error

_FORWARD = re.compile(
    r"^\W{0,12}(?:begin )?(?:forwarded message|original message forwarded|thư (?:được )?chuyển tiếp|"
    r"tin nhắn (?:được )?chuyển tiếp|bắt đầu thư (?:được )?chuyển tiếp|thu chuyen tiep|weitergeleitete nachricht|"
    r"message transféré)\W{0,12}$",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^\W{0,12}(?:original message|original appointment|tin nhắn gốc|thư gốc|ursprüngliche nachricht|"
    r"message d'origine|reply message)\W{0,12}$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\*?(?:from|sent|to|cc|bcc|subject|date|reply-to|importance|attachments|từ|gửi|người gửi|đến|tới|kính gửi tới|chủ đề|tiêu đề|"
    r"ngày gửi|đã gửi|von|gesendet|an|betreff|de|envoyé|à|objet)\*?\s?:\*?\s?.{0,500}$",
    re.IGNORECASE,
)
_FROM_LINE = re.compile(r"^\*?(?:from|từ|người gửi|von|de)\s?:\*?\s?\S.{0,300}$", re.IGNORECASE)
_SENT_LINE = re.compile(
    r"^\*?(?:sent|date|ngày gửi|đã gửi|ngày|gửi|gesendet|envoyé)\s?:\*?\s?\S.{0,300}$", re.IGNORECASE
)
_ATTRIBUTION = re.compile(
    r"^(?:(?:on|vào|vao|am|le|el|op) .{6,200}(?:wrote|đã viết|da viet|viết|schrieb|a écrit|escribió|schreef)\s?:|"
    r".{6,200}(?:\bwrote|đã viết|da viet)\s?:)$",
    re.IGNORECASE,
)
_OF_A_MAIL = re.compile(r"@|\d{1,2}:\d\d|20\d\d")
"""What an attribution holds and "Varnish on the website wrote:" does not."""
_CLOSING = re.compile(
    r"^\W{0,3}(?:(?:kind|best|warm|many|with|very)?\s?(?:kind |best |warm |warmest )?(?:regards?|greetings|wishes)|"
    r"(?:many |kind |best |warm )*(?:regards|greetings|thanks|wishes)(?: and \w+| from .{1,30})?|sincerely|"
    r"yours(?: \w+)?|yours sincerely|sincerely yours|yours faithfully|respectfully(?: yours)?|cheers|thx|thanks|tks|"
    r"thank you(?: \w+){0,4}|(?:many |big )?thanks(?: \w+){0,4}|cordially|all the best|best|br|rgds|take care|"
    r"trân trọng(?: \S+){0,3}|tran trong(?: \S+){0,3}|thân(?: ái| mến)?|kính thư|kính chào|kính|kinh thu|"
    r"(?:xin )?(?:chân thành )?(?:cảm ơn|cám ơn|cam on)(?: \S+){0,5}|mfg|(?:bien )?cordialement|"
    r"(?:mit )?(?:freundlichen?|besten?|viele[nr]?|liebe) gr(?:ü|ue)(?:ß|ss)en?(?: .{1,30})?|abra[çc]os?|saludos(?: \w+)?|"
    r"atentamente|ng[āa] mihi(?: \w+)?|groetjes|med vennlig hilsen|hilsen|mvh)[\s,.!…)-]{0,4}$",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^\W{0,2}(?:p\.? ?s|tái bút|tb)\b[.: ]", re.IGNORECASE)
_DEVICE = re.compile(r"^(?:sent from|get outlook for|gửi từ|được gửi từ|gui tu|von meinem) .{0,60}$", re.IGNORECASE)
_CONTACT_LINE = re.compile(
    r"(?:\btel\b|\bphone\b|\bmobile\b|\bfax\b|đt:|điện thoại|hotline|www\.|https?://|\+\d[\d ()-]{7,}|@|\bsent on\b)",
    re.IGNORECASE,
)
_ANSWER_HEADER = re.compile(
    r"^<?\s?(?:date|server|content-[a-z]+|connection|via|x-[a-z-]+|cf-[a-z-]+|retry-after|transfer-encoding|cache-control|"
    r"vary|etag|strict-transport-security|alt-svc): ",
    re.IGNORECASE,
)
"""A header of an HTTP answer, below its status line."""
_SAYS_WHEN = re.compile(r"^\s*(?:start|end)(?:s|ed)?[ _]?(?:at|time)?\s*[:=]", re.IGNORECASE)
"""A field of an alert that says when: it is read as the text is."""
SIGNATURE_LINES = 14
PARAGRAPH = 12
SIGNATURE_LINE = 90


@dataclass(slots=True)
class Body:
    """A body told apart, each part as text."""

    said: str = ""
    machine: str = ""
    quoted: str = ""
    signature: str = ""
    forwarded_headers: str = ""
    forwarded: bool = False


@dataclass(slots=True)
class _Lines:
    said: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    forwarded_headers: list[str] = field(default_factory=list)
    forwarded: bool = False
    forwards: list[int] = field(default_factory=list)
    """Where in `said` the content of each forward starts."""

    def parts(self) -> list[list[str]]:
        """What the sender says, then the content of each forward: each may end in a signature."""
        bounds = [0, *self.forwards, len(self.said)]
        return [self.said[start:end] for start, end in pairwise(bounds)]


def tell_apart(text: str, *, subject_forwards: bool) -> Body:
    """Tell a body apart. `subject_forwards` says that the subject starts with Fwd: or its like."""
    lines = _without_quotes(text.split("\n"), subject_forwards=subject_forwards)
    said: list[str] = []
    signature: list[str] = []
    for part in lines.parts():
        kept, below = _without_signature(part)
        said += kept
        signature += below
    prose, machine = _without_machine(said)
    return Body(
        said="\n".join(prose).strip(),
        machine="\n".join(machine).strip(),
        quoted="\n".join(lines.quoted).strip(),
        signature="\n".join(signature).strip(),
        forwarded_headers="\n".join(lines.forwarded_headers),
        forwarded=lines.forwarded,
    )


def _without_quotes(lines: list[str], *, subject_forwards: bool) -> _Lines:
    told = _Lines()
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.lstrip().startswith(">"):
            # A quote has words above it that say whose it is; a log that was set off with marks has none.
            (told.said if is_machine_line(line) else told.quoted).append(line)
        elif _FORWARD.match(line) or (subject_forwards and _starts_block(lines, i)):
            i = _forward(lines, i, told)
            continue
        elif _starts_block(lines, i) or _attribution_ends(lines, i):
            end = _quote_ends(lines, i)
            told.quoted += lines[i:end]
            i = end
            continue
        else:
            told.said.append(line)
        i += 1
    return told


def _starts_block(lines: list[str], i: int) -> bool:
    """An Outlook block: From, Sent, To, Subject lines, or the line "Original Message" above it."""
    if _ORIGINAL.match(lines[i]):
        return True
    if not _FROM_LINE.match(lines[i]):
        return False
    near = [line for line in lines[i : i + 6] if line.strip()]
    return any(_SENT_LINE.match(x) for x in near[1:4]) and sum(bool(_HEADER.match(x)) for x in near) >= 3


def _attribution_ends(lines: list[str], i: int) -> int:
    """How many lines an attribution ("On … wrote:") takes here; 0 where there is none."""
    for count in (1, 2, 3):
        last = lines[i + count - 1].strip() if i + count <= len(lines) else ""
        if not last:
            return 0
        if not last.endswith(":"):
            continue
        joined = " ".join(line.strip() for line in lines[i : i + count])
        if len(joined) < 300 and _ATTRIBUTION.match(joined):
            below = next((line for line in lines[i + count :] if line.strip()), "")
            return count if _OF_A_MAIL.search(joined) or below.lstrip().startswith(">") else 0
    return 0


def _quote_ends(lines: list[str], i: int) -> int:
    """Where a quote that begins here ends: with its marked lines, or, without marks, with the mail."""
    at = i + max(_attribution_ends(lines, i), 1)
    following = next((j for j in range(at, len(lines)) if lines[j].strip()), len(lines))
    if following < len(lines) and lines[following].lstrip().startswith(">"):
        while following < len(lines) and (lines[following].lstrip().startswith(">") or not lines[following].strip()):
            following += 1
        return following
    return len(lines)


def _forward(lines: list[str], i: int, told: _Lines) -> int:
    """Skip a forward's own header; what follows counts as said."""
    told.forwarded = True
    told.forwards.append(len(told.said))
    if _FORWARD.match(lines[i]) or _ORIGINAL.match(lines[i]):
        i += 1
    while i < len(lines) and not lines[i].strip():
        i += 1
    while i < len(lines) and _HEADER.match(lines[i].lstrip("> ")):
        told.forwarded_headers.append(lines[i].lstrip("> "))
        i += 1
    first = next((line for line in lines[i:] if line.strip()), "")
    if first.lstrip().startswith(">"):  # a forward whose content is marked like a quote is content all the same
        lines[i:] = [re.sub(r"^\s?>\s?", "", line) for line in lines[i:]]
    return i


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cut off a signature: below "-- ", below a closing phrase near the end, or a device's line."""
    for i, line in enumerate(lines):
        if line.rstrip("\r") in ("-- ", "--") and len(lines) - i <= 3 * SIGNATURE_LINES:
            return lines[:i], lines[i + 1 :]
    device = [line for line in lines if _DEVICE.match(line.strip())]
    kept = [line for line in lines if line not in device]
    for i, line in enumerate(kept):
        if _CLOSING.match(line.strip()) and _is_signature([x for x in kept[i + 1 :] if x.strip()]):
            added = [x for x in kept[i + 1 :] if _POSTSCRIPT.match(x)]
            return [*kept[: i + 1], *added], [*(x for x in kept[i + 1 :] if x not in added), *device]
    return kept, device


def _is_signature(rest: list[str]) -> bool:
    short = all(len(line) <= SIGNATURE_LINE and not is_machine_line(line) for line in rest)
    return len(rest) <= SIGNATURE_LINES and short


def _without_machine(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines that a program wrote, with what stands indented or empty between two of them."""
    spoken = [is_prose(line) for line in lines]
    marks = [is_machine_line(line, prose=prose) for line, prose in zip(lines, spoken, strict=True)]
    for i, (line, following) in enumerate(pairwise(lines)):
        if not (marks[i] and marks[i + 1]) and begin_alike(line, following):
            marks[i] = marks[i + 1] = True
    printed = False
    for i in range(1, len(lines)):
        printed = bool(lines[i].strip()) and (is_command(lines[i - 1]) or printed)
        if marks[i] or not marks[i - 1] or not lines[i].strip() or _SAYS_WHEN.match(lines[i]):
            continue
        goes_on = lines[i].startswith(("  ", "\t")) or _ANSWER_HEADER.match(lines[i].strip("> "))
        marks[i] = bool(goes_on) or (printed and not spoken[i])
    spoken = [prose and not mark for prose, mark in zip(spoken, marks, strict=True)]
    for i, line in enumerate(lines):
        if not marks[i] and (apart := _stands_apart(lines, spoken, i)):
            marks[i] = is_set_off_error(line, prose_allowed=apart == "led to")
            spoken[i] = spoken[i] and not marks[i]
    prose = [line for line, mark in zip(lines, marks, strict=True) if not mark]
    return prose, [line for line, mark in zip(lines, marks, strict=True) if mark]


def machine_in(quoted: str) -> str:
    """Machine output in a quoted mail: a colleague's log below a claim is brought as evidence like a forwarded one."""
    return "\n".join(_without_machine([line.lstrip("> ") for line in quoted.split("\n")])[1])


def _stands_apart(lines: list[str], spoken: list[bool], i: int) -> str:
    """How a line stands apart from prose: `led to` (indented, marked, below a colon), `alone` (in no prose), or "".

    `spoken` tells for each line whether people say it.
    """
    if lines[i].startswith(("  ", "\t", "!!", "***", "`", ">>", "|")):
        return "led to"
    above = next((j for j in range(i - 1, max(-1, i - 4), -1) if lines[j].strip()), None)
    if above is not None and lines[above].rstrip().endswith(":"):
        return "led to"
    low, high = _paragraph(lines, i)
    return "" if any(spoken[low:high]) or lines[i].rstrip().endswith((".", "!", "?")) else "alone"


def _paragraph(lines: list[str], i: int) -> tuple[int, int]:
    """The lines around one up to the next empty ones, a few at most."""
    low, high = i, i + 1
    while low > 0 and lines[low - 1].strip() and i - low < PARAGRAPH:
        low -= 1
    while high < len(lines) and lines[high].strip() and high - i < PARAGRAPH:
        high += 1
    return low, high


def perhaps_error(said: str) -> str:
    """The first line that stands apart and may be a program's, though it does not bear enough of its signs."""
    lines = said.split("\n")
    spoken = [is_prose(line) for line in lines]
    apart = (line for i, line in enumerate(lines) if line.strip() and _stands_apart(lines, spoken, i))
    return next((line for line in apart if is_set_off_error(line, prose_allowed=False, signs_needed=1)), "")


def contact_lines(signature: str) -> str:
    """The lines of a signature that hold no phone, link or date: where a name may stand."""
    return "\n".join(line for line in signature.split("\n") if not _CONTACT_LINE.search(line))
