"""What a rehearsal is made of: rows of records, and mails as clients write them."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime
from email.message import EmailMessage

US = "sla-claims@lookuq.example"
RECORDS = {
    "accounts": "account,name,contacts,billing_day,time_zone,currency,language",
    "payments": "account,period_start,amount",
    "outages": "outage,started_at,ended_at,state,exclusion,affects,note",
    "maintenance": (
        "maintenance,kind,started_at,ended_at,announced_end,notified_at,channel,impact,affects,announced_start"
    ),
    "credits": "account,period_start,amount,claim",
}


def write(
    body: str,
    *,
    sender: str,
    subject: str = "SLA claim",
    number: str = "",
    vouched: bool = True,
    **headers: str,
) -> bytes:
    """A mail as a client writes it, which our mail server vouches for."""
    mail = EmailMessage()
    verdict = "pass" if vouched else "fail"
    mail["Authentication-Results"] = f"mx.lookuq.example; dmarc={verdict} header.from={sender.partition('@')[2]}"
    mail["From"], mail["To"], mail["Subject"] = sender, US, subject
    mail["Message-ID"] = f"<{number or abs(hash((body, subject)))}@{sender.partition('@')[2]}>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail.as_bytes()


def moment(raw: str) -> datetime:
    """A moment in UTC, written 2026-08-12 01:10."""
    return datetime.fromisoformat(raw).replace(tzinfo=UTC)


def picture_mail(body: str, *, sender: str) -> bytes:
    """A mail with a screenshot."""
    message = EmailMessage()
    message["Authentication-Results"] = f"mx.lookuq.example; dmarc=pass header.from={sender.partition('@')[2]}"
    message["From"], message["To"], message["Subject"] = sender, US, "SLA claim"
    message["Message-ID"] = f"<picture@{sender.partition('@')[2]}>"
    message.set_content(body)
    message.add_attachment(_png(640, 360), maintype="image", subtype="png", filename='../../<i>".png')
    return message.as_bytes()


def _png(width: int, height: int) -> bytes:
    """A grey picture (PNG, RFC 2083)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((90 + y * 100 // height,)) * width for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
