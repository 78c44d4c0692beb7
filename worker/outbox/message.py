"""A letter as the bytes that go over the wire (RFC 5322), the same on every try.

Built with the standard library's classic classes: the modern ones take three times as long, and fold identifiers over
65 characters into encoded words, which breaks threading; Outlook's are that long.
"""

from __future__ import annotations

import quopri
import re
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, formataddr

from worker.outbox.models import Letter

_POLICY = compat32.clone(linesep="\r\n", max_line_length=998, mangle_from_=False)
LINE = 990
"""A line may have 998 octets on the wire (RFC 5322, 2.1.1)."""
_ID = re.compile(r"<[!-;=?-~]{1,900}>")


def as_bytes(letter: Letter, *, address: str, name: str = "Lookuq APIs SLA claims") -> bytes:
    """The whole message: text and HTML, the thread's headers, and those that stop mail loops (RFC 3834)."""
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
    message.attach(_part("plain", letter.text))
    if letter.html:
        message.attach(_part("html", letter.html))
    return message.as_bytes(policy=_POLICY)


def _ids(text: str) -> str:
    """The identifiers of a header that a client's mail program wrote; whatever else stood there is left out."""
    return " ".join(_ID.findall(text))


def _part(subtype: str, text: str) -> MIMENonMultipart:
    """Plain ASCII as it stands, all else quoted-printable."""
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    plain = text.isascii() and all(len(line) < LINE for line in text.split("\n"))
    part["Content-Transfer-Encoding"] = "7bit" if plain else "quoted-printable"
    part.set_payload(text if plain else quopri.encodestring(text.encode()).decode("ascii"))
    return part
