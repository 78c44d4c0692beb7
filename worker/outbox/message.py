"""A letter as the bytes that go over the wire (RFC 5322), the same on every try."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from worker.outbox.models import Letter

# Python folds identifiers over 65 characters into encoded words, which breaks threading; Outlook's are that long.
_POLICY = SMTP.clone(max_line_length=998)


def as_bytes(letter: Letter, *, address: str, name: str = "Lookuq APIs SLA claims") -> bytes:
    """The whole message: text and HTML, the thread's headers, and those that stop mail loops (RFC 3834)."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = formataddr((name, address))
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = letter.message_id
    if letter.in_reply_to:
        message["In-Reply-To"] = letter.in_reply_to
    if letter.references:
        message["References"] = letter.references
    message["Auto-Submitted"] = "auto-replied" if letter.in_reply_to else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message.as_bytes()
