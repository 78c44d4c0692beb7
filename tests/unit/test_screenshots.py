"""The text of screenshots confirms what kind of error they show; the picture is evidence whatever is made out in it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from worker.adapters import screenshots
from worker.reading import Mail, Ours, read
from worker.sla.facts import ErrorClass


def _read(shown: str) -> Mail:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ann@client.example", "SLA claim LQ-1234"
    mail.set_content("See the screenshot of 3 November 2026, 14:05 UTC.\n")
    size = (900).to_bytes(4, "big") + (500).to_bytes(4, "big")
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + bytes(20_000)
    mail.add_attachment(picture, maintype="image", subtype="png", filename="shot.png")
    ours = Ours("sla-claims@lookuq.example", None, r"LQ-\d{4,}")
    return read(mail.as_bytes(), ours=ours, received=datetime(2026, 11, 20, tzinfo=UTC), see=lambda picture: shown)


@pytest.mark.parametrize(
    ("shown", "errors"),
    [
        ("HTTP/1.1 503 Service Unavailable", {ErrorClass.UNREACHABLE}),
        ("HTTP/1.1 401 Unauthorized", {ErrorClass.CLIENT_ERROR}),
        ("", set()),
    ],
)
def test_the_text_of_a_screenshot_tells_the_kind_of_error(shown: str, errors: set[ErrorClass]) -> None:
    """A server that answered 401 could be reached; where nothing is made out, nothing is said."""
    assert [(e.what, set(e.errors)) for e in _read(shown).evidence] == [("screenshot", errors)]


def test_secrets_in_a_screenshot_are_masked_and_no_time_is_taken_from_it() -> None:
    """What is made out is kept for a person, without secrets, and apart from the texts that are read for times."""
    mail = _read("2026-10-01 10:00:00 api_key=lq_live_7Qd2mXw9RtB4kZs81LhVn0Pc refused")
    attached = mail.attachments[0]
    assert (attached.text, "lq_live" in attached.seen, mail.secrets_masked) == (None, False, 1)


def test_without_tesseract_nothing_is_made_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is used where it is installed, and missed nowhere else."""
    monkeypatch.setattr(screenshots, "_command", lambda: ())
    assert screenshots.text_in(b"\x89PNG") == ""
