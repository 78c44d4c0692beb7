"""A mail as this room reads it: a small value with all that is asked of a mail, secrets masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from worker.sla.facts import AccountMention, Authenticity, Evidence, Unjudged


class Unreadable(Exception):
    """A mail that this room refuses to read; the message says why in one sentence. It is kept and set aside."""


class Kind(StrEnum):
    """What a mail is (rules.md §1)."""

    CLAIM = "claim"
    FEEDBACK = "feedback"
    """Answers one of our resolution letters."""
    FOLLOW_UP = "follow_up"
    """Answers our letter on a claim that is not resolved yet."""
    AUTOMATIC = "automatic"
    """Nobody wrote it; never answered."""
    OTHER = "other"
    """Left alone for people."""


@dataclass(frozen=True, slots=True)
class Ours:
    """What is ours: the address claims go to, the name our server signs with, the form of ids and references."""

    address: str
    authserv_id: str | None
    """None where our server adds no Authentication-Results."""
    account_id: str
    reference_prefix: str = "SLA"


@dataclass(frozen=True, slots=True)
class Answered:
    """A letter of ours that a mail answers, by its reference in the subject or by its Message-ID."""

    reference: str
    letter: str | None
    """`resolution`, `acknowledgement` …; None where only the reference is known."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report (RFC 3464): which of our letters did not arrive, where to, and why."""

    letters: tuple[str, ...]
    recipients: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something attached. `text` is its masked text where it is text, `seen` what was made out in a picture."""

    name: str
    content_type: str
    size: int
    text: str | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, read once. No text here holds a secret that was recognised."""

    kind: Kind
    kind_because: str
    kind_without_thread: Kind
    """What it is judged to be when its references to our letters do not count."""
    answers: tuple[Answered, ...]
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    subject: str
    sender: str | None
    sender_name: str
    authenticity: Authenticity
    authenticity_because: str
    received: datetime
    sent: datetime
    language: str
    said: str
    """What the sender says now, forwarded content included; without quotes, signature and machine output."""
    machine: str
    """Log lines and error text pasted into the body."""
    signature: str
    quoted: str
    attachments: tuple[Attachment, ...]
    evidence: tuple[Evidence, ...]
    unjudged: tuple[Unjudged, ...]
    mentions: tuple[AccountMention, ...]
    doubts: tuple[str, ...]
    secrets_masked: int
    bounce: Bounce | None
    looks_like_claim: bool
    thanks_only: bool
