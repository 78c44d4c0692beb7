"""A letter as the bytes that go over the wire (RFC 5322), the same on every try at a server.

Built with the standard library's classic classes: the modern ones take three times as long, and fold identifiers over
65 characters into encoded words, which breaks threading; Outlook's are that long.
"""

from __future__ import annotations

import quopri
import re
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import Compat32
from email.utils import format_datetime, formataddr

from worker.outbox.models import Letter

LINE = 990
"""A line may have 998 octets on the wire (RFC 5322, 2.1.1)."""


class _FoldedWhereNeeded(Compat32):
    """Takes a header that needs no folding as it stands: asking the library for each takes half of writing a letter."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """A header's bytes. What is long, holds other than ASCII or a line break goes the library's way."""
        if isinstance(value, str) and value.isascii() and value.isprintable() and len(name) + len(value) < LINE:
            return f"{name}: {value}{self.linesep}".encode()
        return super().fold_binary(name, value)


_POLICY = _FoldedWhereNeeded(linesep="\r\n", max_line_length=998, mangle_from_=False)
_ID = re.compile(r"<[!-;=?-~]{1,900}>")


def as_bytes(letter: Letter, *, address: str, eight_bit: bool, name: str = "Lookuq APIs SLA claims") -> bytes:
    """The whole message: text and HTML, the thread's headers, and those that stop mail loops (RFC 3834).

    `eight_bit`: the server takes text as it stands (RFC 6152); else all that is not ASCII is quoted-printable.
    """
    message = MIMEMultipart("alternative", boundary=f"=_{letter.message_id.strip('<>').partition('@')[0]}")
    message["From"] = formataddr((name, address))
    message["To"] = letter.recipient
    charset = None if letter.subject.isascii() else "utf-8"
    message["Subject"] = Header(letter.subject, charset, header_name="Subject").encode()
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = letter.message_id
    if answered := _ids(letter.in_reply_to):
        message["In-Reply-To"] = answered
    if thread := _ids(letter.references):
        message["References"] = thread
    message["Auto-Submitted"] = "auto-replied" if letter.in_reply_to else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.attach(_part("plain", letter.text, eight_bit))
    if letter.html:
        message.attach(_part("html", letter.html, eight_bit))
    return message.as_bytes(policy=_POLICY)


def _ids(text: str) -> str:
    """The identifiers of a header that a client's mail program wrote; whatever else stood there is left out."""
    return " ".join(_ID.findall(text))


def _part(subtype: str, text: str, eight_bit: bool) -> MIMENonMultipart:
    """The text as it stands where its lines and letters may go over the wire so, else quoted-printable."""
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    raw = text.encode()
    if (raw.isascii() or eight_bit) and all(len(line) < LINE for line in raw.split(b"\n")):
        part["Content-Transfer-Encoding"] = "7bit" if raw.isascii() else "8bit"
        part.set_payload(raw)
    else:
        part["Content-Transfer-Encoding"] = "quoted-printable"
        part.set_payload(quopri.encodestring(raw))
    return part
