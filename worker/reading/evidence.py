"""Evidence: logs, error text and screenshots; what cannot be opened is told apart from what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from worker.reading.images import is_screenshot, size_of
from worker.reading.machine import error_classes, is_machine_line, may_be_machine, shows_an_error
from worker.reading.mail import Attachment
from worker.reading.parts import TEXT_BYTES, File, clean, to_text, unpack
from worker.reading.secrets import masked
from worker.reading.text import perhaps_error
from worker.sla.facts import Evidence, Unjudged

_NOT_SHOWN = ("application/ics", "text/calendar", "text/vcard", "text/x-vcard", "application/pgp-signature",
              "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-keys")  # fmt: skip
_OPAQUE = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x78\x9f\x3e\x22", "an Outlook container"),
)
_NO_EVIDENCE = re.compile(r"\.(?:ics|vcf|p7s|asc|sig)$", re.IGNORECASE)
_SAVED = re.compile(r"\.(?:eml|msg|html?|mht(?:ml)?|webarchive)$", re.IGNORECASE)
PICTURES_SEEN = 2
"""The text of more is not read: each takes up to a second."""
_DASHBOARD = re.compile(
    r"https?://\S{0,300}(?:grafana|datadog|kibana|dashboard|status|monitor|uptime|sentry|newrelic|pingdom|imgur|prnt\.sc|"
    r"gyazo|snipboard|screenshot|drive\.google|docs\.google|dropbox|onedrive|sharepoint|1drv|pastebin|gist\.|"
    r"splunk|loom\.com|wetransfer|box\.com|zalo)\S{0,300}",
    re.IGNORECASE,
)


_IN_QUOTES = re.compile(r"[\"“”«`]((?:[^\"“”«»`\n]|\n(?!\s*\n)){30,400})[\"“”»`]")
_PERHAPS_VERBATIM = re.compile(
    r"\b(?:E(?:CONN|TIMED|HOST|NOT|AI_|PIPE)[A-Z_]{2,20}|ERR_[A-Z_]{4,40}|errno \d+|0x8[0-9a-f]{7})\b|"
    r"\bstatus(?:_?code)?\s?[:=]\s?[45]\d\d\b|\b(?:GET|POST|PUT|DELETE|PATCH) (?:https?:/)?/\S+|"
    r"[\"“”'`«](?:[^\"“”`»\n]{0,100}\b)?(?:50[0-4]|timed? ?out|refused|reset by peer|unreachable|no route to host|"
    r"unavailable|bad gateway|handshake|could not connect|failed to connect|could not resolve)\b[^\"“”`»\n]{0,100}[\"“”'`»]|"
    r"\w+(?:Exception|Error): \w|"
    r"(?:^|[:=–-]\s?)(?:connection (?:refused|reset|timed out|aborted|closed)|operation timed out|request timed out|no route to host|"
    r"50[234] (?:service (?:temporarily )?unavailable|bad gateway|gateway time-?out)|failed to connect|could not resolve|"
    r"unable to connect|socket hang up)\b[^,;]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(slots=True)
class Shown:
    """What a mail shows: evidence, what cannot be judged, its attachments, and the log texts for their times."""

    see: Callable[[bytes], str]
    evidence: list[Evidence] = field(default_factory=list)
    unjudged: list[Unjudged] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    secrets: int = 0


def evidence_in(
    files: Iterable[File], *, machine: str, said: str, signature_pictures: frozenset[str], see: Callable[[bytes], str]
) -> Shown:
    """Look at every file and at the machine output of the body.

    `signature_pictures` are the Content-IDs of pictures that stand in a signature; `see` gives a picture's text.
    """
    shown = Shown(see)
    machine = "\n".join(filter(None, (machine, *_quoted(said))))
    if shows_an_error(machine) or len(machine.strip().split("\n")) > 1:
        shown.evidence.append(Evidence("error text", "body", error_classes(machine)))
        machine = ""
    for number, file in enumerate(files, 1):
        _look_at(file, file.name or f"attachment {number}", shown, signature_pictures)
    if not shown.evidence and (words := machine.strip() or _perhaps_verbatim(said)):
        shown.unjudged.append(Unjudged("body", f"words that may be a verbatim error (“{words.strip()[:80]}”)"))
    if not shown.evidence and (link := _DASHBOARD.search(said)):
        shown.unjudged.append(Unjudged("body", f"a link ({link[0][:80]}) that a machine does not open"))
    return shown


def _quoted(said: str) -> list[str]:
    """Errors that a sentence quotes word for word: "it says “curl: (7) Failed to connect to …”"."""
    return [words for m in _IN_QUOTES.finditer(said) if is_machine_line(words := m[1]) and shows_an_error(words)]


def _perhaps_verbatim(said: str) -> str:
    """Words that may have been copied from a program; a person judges whether they are an excerpt."""
    if words := _PERHAPS_VERBATIM.search(said):
        return words[0]
    return next((line for line in said.split("\n") if may_be_machine(line)), "") or perhaps_error(said)


def _look_at(file: File, name: str, shown: Shown, signature_pictures: frozenset[str]) -> None:
    content = file.content
    if size := size_of(content):
        _look_at_picture(name, content, is_screenshot(size) and file.content_id not in signature_pictures, shown)
    elif file.content_type in _NOT_SHOWN or _NO_EVIDENCE.search(file.name) or not content:
        shown.attachments.append(Attachment(name, file.content_type, len(content)))
    elif content[:2] == b"\x1f\x8b" or (content[:4] == b"PK\x03\x04" and not _is_office(content)):
        _look_into(name, content, shown)
    elif why := _opaque(file):
        shown.attachments.append(Attachment(name, file.content_type, len(content)))
        shown.unjudged.append(Unjudged(name, why))
    else:
        _read(name, file.content_type, content, shown)


def _look_at_picture(name: str, content: bytes, shot: bool, shown: Shown) -> None:
    """A screenshot is evidence whatever it shows; its text, where it can be had, tells what kind of error."""
    seen = ""
    if shot and sum(e.what == "screenshot" for e in shown.evidence) < PICTURES_SEEN:
        seen, secrets = masked(clean(shown.see(content)[:TEXT_BYTES]))
        shown.secrets += secrets
    shown.attachments.append(Attachment(name, "image", len(content), seen=seen.strip()))
    if shot:
        shown.evidence.append(Evidence("screenshot", name, error_classes(seen)))


def _is_office(content: bytes) -> bool:
    return any(mark in content[:4000] for mark in (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"mimetype"))


def _opaque(file: File) -> str:
    if _SAVED.search(file.name):
        return "a saved mail or page that a machine does not judge"
    for start, what in _OPAQUE:
        if file.content.startswith(start):
            return f"{what} that a machine does not judge"
    if _is_office(file.content) and file.content[:2] == b"PK":
        return "an office file that a machine does not judge"
    if file.content_type.startswith("image/"):
        return "a picture that cannot be opened"
    if len(file.content) > TEXT_BYTES:
        return "a file over the size limit"
    return "" if looks_like_text(file.content) else "a file whose content is no text"


_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")


def looks_like_text(content: bytes) -> bool:
    """Whether bytes are text in some charset: few control characters, no NUL outside UTF-16."""
    sample = content[:4096]
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    control = len(sample) - len(sample.translate(None, _CONTROL))
    return control * 50 <= len(sample)


def _look_into(name: str, content: bytes, shown: Shown) -> None:
    opened = unpack(name, content)
    for file in opened:
        if file.problem:
            shown.unjudged.append(Unjudged(name, file.problem))
        elif size := size_of(file.content):
            _look_at_picture(file.name, file.content, is_screenshot(size), shown)
        elif looks_like_text(file.content) and file.content.strip():
            _read(file.name, "text/plain", file.content, shown)
        else:
            shown.unjudged.append(Unjudged(file.name, "a file whose content is no text"))


def _read(name: str, content_type: str, content: bytes, shown: Shown) -> None:
    text, secrets = masked(clean(to_text(content[:TEXT_BYTES], "")))
    shown.secrets += secrets
    shown.attachments.append(Attachment(name, content_type, len(content), text))
    if text.strip():
        shown.evidence.append(Evidence("log", name, error_classes(text)))
