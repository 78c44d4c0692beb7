"""A letter's bytes: what the wire takes (RFC 5322, RFC 6152), and what a mail program makes of them."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.message import EmailMessage
from typing import cast

import pytest

from worker.outbox.message import as_bytes
from worker.outbox.models import Kind, Letter

WORDS = "Kính gửi Quý khách,\n\nThời gian khả dụng: 99,3032 %.\n.\nTrân trọng\n"
HTML = "<p>Kính gửi Quý khách</p>\n<p>99,3032 %</p>\n"
OUTLOOK = "<PH0PR11MB5678" + "A1B2C3D4E5F6" * 6 + "@PH0PR11MB5678.namprd11.prod.outlook.com>"


def _letter(**fields: str) -> Letter:
    return Letter(
        **{
            "kind": Kind.RESOLUTION,
            "recipient": "hoa@senhong.example",
            "subject": "[SLA-2026-000001] Trả lời yêu cầu bồi thường SLA",
            "text": WORDS,
            "html": HTML,
            "message_id": "<sla-2026-000001.resolution@lookuq.example>",
            "in_reply_to": OUTLOOK,
            "references": f"<first@senhong.example> {OUTLOOK}",
            "written_at": datetime(2026, 7, 20, 9, tzinfo=UTC),
        }
        | fields
    )


def _written(letter: Letter, *, eight_bit: bool) -> tuple[bytes, EmailMessage]:
    raw = as_bytes(letter, address="sla-claims@lookuq.example", eight_bit=eight_bit)
    return raw, cast(EmailMessage, email.message_from_bytes(raw, policy=email.policy.default))


def _texts(message: EmailMessage) -> list[str]:
    return [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]  # type: ignore[union-attr]


@pytest.mark.parametrize("eight_bit", [True, False])
def test_a_letter_says_the_same_by_either_way(eight_bit: bool) -> None:
    """As it stands where the server takes 8 bits, in ASCII where not."""
    raw, message = _written(_letter(), eight_bit=eight_bit)
    assert _texts(message) == [WORDS, HTML]
    assert ("Quý khách".encode() in raw) is eight_bit
    assert raw.isascii() is not eight_bit
    assert raw.partition(b"\r\n\r\n")[0].isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("eight_bit", [True, False])
def test_no_line_is_longer_than_the_wire_takes(eight_bit: bool) -> None:
    """998 octets (RFC 5322, 2.1.1): in octets, of which a Vietnamese letter has up to three."""
    text = "ệ" * 400 + "\n" + "x" * 1200 + "\n"
    raw, message = _written(_letter(text=text), eight_bit=eight_bit)
    assert _texts(message)[0] == text
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_identifiers_stay_whole() -> None:
    """Outlook's are longer than a folded line; a thread breaks where one is torn."""
    raw, message = _written(_letter(), eight_bit=True)
    assert f"In-Reply-To: {OUTLOOK}\r\n".encode() in raw
    assert str(message["References"]).split() == ["<first@senhong.example>", OUTLOOK]
    assert message["Subject"] == "[SLA-2026-000001] Trả lời yêu cầu bồi thường SLA"


def test_what_a_client_wrote_adds_no_header() -> None:
    """Of an identifier only the identifier is taken; a subject of two lines, which no template makes, is refused."""
    _, message = _written(_letter(in_reply_to="<a@b.example>\r\nBcc: all@b.example"), eight_bit=True)
    assert message["In-Reply-To"] == "<a@b.example>"
    assert "Bcc" not in message
    with pytest.raises(HeaderParseError):
        _written(_letter(subject="One\r\nBcc: all@b.example"), eight_bit=True)
