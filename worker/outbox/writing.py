"""Writing a letter into the outbox, in the transaction of what it announces."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from worker.letters import LetterText
from worker.outbox.models import Kind, Letter


def domain() -> str:
    """The domain of our Message-IDs: that of the claims address."""
    return str(settings.DESK.required("address")).rpartition("@")[2]


def message_id(reference: str, kind: str, number: int = 1) -> str:
    """`<sla-2026-000123.resolution@lookuq.example>`; a second letter of a kind gets `resolution-2`."""
    suffix = f"-{number}" if number > 1 else ""
    return f"<{reference.lower()}.{kind}{suffix}@{domain()}>"


def letter(
    text: LetterText,
    *,
    claim_id: int,
    reference: str,
    kind: Kind,
    recipient: str,
    answers: str,
    thread: str = "",
    number: int = 1,
    at: datetime,
    deadline: datetime | None = None,
    not_before: datetime | None = None,
) -> Letter:
    """A letter to a client, not yet saved. `answers` is the Message-ID it answers, `thread` those before.

    `not_before` is the end of the time in which it can be taken back.
    """
    return Letter(
        claim_id=claim_id,
        kind=kind,
        recipient=recipient,
        subject=text.subject,
        text=text.text,
        html=text.html,
        message_id=message_id(reference, kind, number),
        in_reply_to=answers,
        references=f"{thread} {answers}".strip(),
        written_at=at,
        deadline=deadline,
        retry_at=not_before,
    )
