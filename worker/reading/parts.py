"""A mail's bytes taken apart: headers, texts, attachments, within bounds.

The standard library's tolerant parser splits the mail, as it does within mail-parser, whose own texts and attachments
lose parts, charsets and file names; addresses and dates are read by mail-parser, elsewhere. Charsets that are wrong or
unknown are guessed at, never refused. What would cost too much is stopped with Unreadable before it costs.
"""

from __future__ import annotations

import binascii
import email
import email.policy
import gzip
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from functools import cached_property
from typing import Any

from worker.reading.html import PICTURE, html_to_text
from worker.reading.mail import Unreadable

FORWARDED = "---------- Forwarded message ----------"
"""Stands above the text of an enclosed message, as above one that a mail program forwards in the text."""
_TAG = re.compile(rb"<[^<>]*>")
HEADER_BYTES = 256 * 1024
ENCODED_WORDS = 2_000
BOUNDARIES = 100
PARTS = 200
TEXT_BYTES = 1024 * 1024
UNPACKED_BYTES = 2 * 1024 * 1024
ARCHIVED_FILES = 50
LINE = 2_000
_UNKNOWN_LETTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class File:
    """An attachment or inline file: its name made safe, its declared type, its bytes and where it belongs."""

    name: str
    content_type: str
    content: bytes
    content_id: str
    inline: bool


@dataclass(frozen=True)
class Parts:
    """A mail taken apart. `headers` from the top, raw but unfolded; `text` the readable body."""

    headers: tuple[tuple[str, str], ...]
    text: str
    files: tuple[File, ...]
    enclosed: tuple[str, ...]
    """Texts of enclosed messages (message/rfc822)."""
    content_type: str
    calendar: bool
    report: str
    """The fields of a delivery report and the headers it returns; empty where there is none."""

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for header, value in self.headers:
            found.setdefault(header, []).append(value)
        return found

    def all(self, name: str) -> list[str]:
        """Every value of a header, from the top."""
        return self._by_name.get(name, [])

    def first(self, name: str) -> str:
        """The topmost value of a header, decoded and on one line; empty where there is none."""
        values = self.all(name)
        return decoded(values[0]) if values else ""


def take_apart(raw: bytes) -> Parts:
    """Parse a mail. Raises Unreadable where it is too large in a way that parsing would not survive."""
    _check_bounds(raw)
    try:
        return _parts(_split(raw))
    except RecursionError:
        raise Unreadable("The mail is nested too deeply.") from None
    except ValueError:
        # A NUL in a parameter makes the standard library fail on a part it otherwise reads.
        return _parts(_split(raw.replace(b"\0", b"")))


def _split(raw: bytes) -> Message:
    return email.message_from_bytes(raw, policy=email.policy.compat32)


def _check_bounds(raw: bytes) -> None:
    head = re.split(rb"\r?\n\r?\n", raw[: HEADER_BYTES + 4], maxsplit=1)[0]
    if len(head) > HEADER_BYTES:
        raise Unreadable(f"The mail's header is larger than {HEADER_BYTES} bytes.")
    if head.count(b"=?") > ENCODED_WORDS:
        raise Unreadable(f"The mail's header holds more than {ENCODED_WORDS} encoded words.")
    if raw.lower().count(b"boundary") > BOUNDARIES:
        raise Unreadable(f"The mail holds more than {BOUNDARIES} nested parts.")
    if raw.count(b"\n--") > 20 * PARTS:
        raise Unreadable("The mail holds too many parts.")


def _parts(message: Message) -> Parts:
    texts: list[str] = []
    files: list[File] = []
    enclosed: list[str] = []
    report: list[str] = []
    calendar = False
    for count, (part, alternatives) in enumerate(_leaves(message)):
        if count > PARTS:
            raise Unreadable(f"The mail holds more than {PARTS} parts.")
        kind = part.get_content_type()
        calendar = calendar or (kind == "text/calendar" and _method(part) not in ("", "PUBLISH"))
        if kind == "message/rfc822":
            enclosed.append(_enclosed(part, files))
        elif kind in ("message/delivery-status", "text/rfc822-headers", "message/disposition-notification"):
            report.append(_report(part))
        elif alternatives:
            texts.append(_best(alternatives))
        elif kind in ("text/plain", "text/html") and not _is_file(part):
            texts.append(_text(part))
        else:
            files.append(_file(part))
    text = _without_uuencoded(clean("\n".join(t for t in texts if t.strip())), files)
    return Parts(
        headers=tuple((name.lower(), _unfolded(value)) for name, value in message.items()),
        text=text,
        files=tuple(files),
        enclosed=tuple(clean(e) for e in enclosed),
        content_type=message.get_content_type(),
        calendar=calendar,
        report="\n".join(report),
    )


def _leaves(message: Message) -> Iterator[tuple[Message, Sequence[Message]]]:
    """Every part that holds something, with the other ways of saying the same where there are any."""
    payload = message.get_payload()
    kind = message.get_content_type()
    if kind == "message/rfc822" or not isinstance(payload, list) or kind.startswith("message/"):
        yield message, ()
        return
    parts: list[Message] = [p for p in payload if isinstance(p, Message)]
    if kind == "multipart/alternative":
        ways = [p for p in parts if p.get_content_type() in ("text/plain", "text/html")]
        if ways:
            yield ways[0], ways
        parts = [p for p in parts if p not in ways]
    for part in parts:
        yield from _leaves(part)


def _best(ways: Sequence[Message]) -> str:
    """Of a text said in two ways the plain one, unless it is a stub of the other or does not show the pictures."""
    plain = next((_text(p) for p in ways if p.get_content_type() == "text/plain"), "")
    other = next((p for p in ways if p.get_content_type() == "text/html"), None)
    if other is None or not _may_say_more(_content(other), len(plain.split())):
        return plain
    html = _text(other)
    return html if PICTURE in html or len(html.split()) > 2 * len(plain.split()) else plain


def _may_say_more(html: bytes, words: int) -> bool:
    """Whether HTML may show pictures or more than twice as many words: most does not, and need not be parsed."""
    return b"<img" in html.lower() or b"\0" in html or len(_TAG.sub(b" ", html).split()) > 2 * words


def _is_file(part: Message) -> bool:
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return disposition.startswith("attachment") or bool(_file_name(part))


def _file(part: Message) -> File:
    content = _content(part)
    return File(
        name=_file_name(part),
        content_type=part.get_content_type(),
        content=content,
        content_id=str(part.get("Content-ID", "")).strip().strip("<>"),
        inline=not str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment"),
    )


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError, TypeError):
        name = ""
    return _without_folders(decoded(name))


def _without_folders(name: str) -> str:
    return clean(name).replace("\\", "/").rpartition("/")[2].strip()[:200]


def _content(part: Message) -> bytes:
    try:
        payload: Any = part.get_payload(decode=True)
    except (ValueError, LookupError):  # a charset that is no name at all
        raw = part.get_payload()
        payload = raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    content = _content(part)[:TEXT_BYTES]
    if part.get_content_type() == "text/html":
        return html_to_text(to_text(content, _charset(part) or _meta_charset(content)))
    text = to_text(content, _charset(part))
    return _unflowed(text) if str(part.get_param("format", "")).lower() == "flowed" else text


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError, TypeError, HeaderParseError):
        return ""


def _meta_charset(content: bytes) -> str:
    found = re.search(rb"charset=[\"']?([A-Za-z0-9_-]{2,30})", content[:4096])
    return found[1].decode("ascii") if found else ""


_UUENCODED = re.compile(r"^begin [0-7]{3,4} (\S[^\n]{0,100})\n((?:[ -`]{1,62}\n){1,20000}?)end *$", re.MULTILINE)


def _without_uuencoded(text: str, files: list[File]) -> str:
    """The text without files that stand in it by uuencode, as old mail programs send them; these join the files."""
    if "\nend" not in text or "begin " not in text:
        return text
    for match in _UUENCODED.finditer(text):
        try:
            content = b"".join(binascii.a2b_uu(line) for line in match[2].splitlines())
        except binascii.Error:
            continue
        files.append(File(_without_folders(match[1]), "application/octet-stream", content, "", inline=False))
    return _UUENCODED.sub("", text)


def to_text(content: bytes, charset: str) -> str:
    """Bytes as text: by the declared charset, else UTF-8, else by what they look like; never fails."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    guesses = [charset, "utf-8", "windows-1258" if charset.lower() == "windows-1258" else "windows-1252"]
    if charset.lower() in ("us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1"):
        guesses = ["utf-8", "windows-1252"]
    for guess in filter(None, guesses):
        try:
            return content.decode(guess)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return content.decode("latin-1")


def clean(text: str) -> str:
    """Text in NFC with plain line ends, without control characters, lines cut at 2,000 characters."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    return "\n".join(line[:LINE] for line in _UNKNOWN_LETTERS.sub("", composed).split("\n"))


def _unflowed(text: str) -> str:
    """format=flowed (RFC 3676): a line that ends in a space goes on in the next."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if lines and lines[-1].endswith(" ") and lines[-1] != "-- " and not line.startswith((">", " >")):
            lines[-1] += line.removeprefix(" ")
        else:
            lines.append(line.removeprefix(" ") if line.startswith(" ") and line.strip() else line)
    return "\n".join(lines)


def _unfolded(value: object) -> str:
    text = str(value)
    return re.sub(r"\r?\n[ \t]*", " ", text) if "\n" in text else text


def decoded(value: str) -> str:
    """A header value with its encoded words (RFC 2047) undone, on one line; broken ones stay as they are."""
    text = re.sub(r"[\r\n\t]+", " ", value)
    if "=?" in text:
        text = _words(text)
    elif text.isascii():
        return text.strip()[:LINE] if text.isprintable() else clean(text).replace("\n", " ").strip()
    elif any("\udc80" <= c <= "\udcff" for c in text):
        text = to_text(text.encode("utf-8", "surrogateescape"), "")
    return clean(text).replace("\n", " ").strip()


def _words(text: str) -> str:
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError, LookupError):
        return text
    merged: list[tuple[bytes, str]] = []
    for piece, charset in pieces:
        content = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
        if merged and merged[-1][1] == (charset or "") and charset:
            merged[-1] = (merged[-1][0] + content, charset)  # a character may be split between two words
        else:
            merged.append((content, charset or ""))
    return "".join(to_text(content, charset) for content, charset in merged)


def _method(part: Message) -> str:
    named = str(part.get_param("method", "")).upper()
    found = re.search(rb"(?im)^METHOD:([A-Z]+)", _content(part)[:4096])
    return named or (found[1].decode() if found else "")


def _enclosed(part: Message, files: list[File]) -> str:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message):
        inner = _split(_content(part))
    taken = _parts(inner)
    files += taken.files
    heads = [f"{name.title()}: {taken.first(name)}" for name in ("from", "date", "subject") if taken.first(name)]
    return "\n".join([FORWARDED, *heads, "", taken.text, *taken.enclosed])


def _report(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(_fields(p) for p in payload if isinstance(p, Message))
    return to_text(_content(part), "")


def _fields(part: Message) -> str:
    """A group of fields as text; the part's own way of printing itself fails on charsets that are none."""
    payload = part.get_payload()
    return "\n".join(
        [*(f"{name}: {value}" for name, value in part.items()), payload if isinstance(payload, str) else ""]
    )


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A text file out of an archive, or what the archive itself kept from being read."""

    name: str
    content: bytes
    problem: str = ""


def unpack(name: str, content: bytes) -> list[Unpacked]:
    """The files of a gzip or zip archive, within bounds; an archive that cannot be read is a problem, not an error."""
    try:
        if content[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
                return [Unpacked(name, stream.read(UNPACKED_BYTES))]
        return list(_unzip(name, content))
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError) as error:
        return [Unpacked(name, b"", f"the archive cannot be read ({error})")]


def _unzip(name: str, content: bytes) -> Iterator[Unpacked]:
    left = UNPACKED_BYTES
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist()[:ARCHIVED_FILES]:
            if info.is_dir():
                continue
            if info.flag_bits & 1:
                yield Unpacked(name, b"", "the archive is encrypted")
                return
            with archive.open(info) as stream:
                read = stream.read(left)
            left -= len(read)
            yield Unpacked(f"{name}: {info.filename.rpartition('/')[2]}", read)
            if left <= 0:
                return
