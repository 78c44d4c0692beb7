"""Words to the team about letters that did not go their way."""

from __future__ import annotations

from datetime import datetime

from worker.outbox.models import Letter
from worker.outbox.writing import tell_team


def _tell(kind: str, letter: Letter, why: str, at: datetime) -> None:
    tell_team(
        kind,
        at=at,
        claim_id=letter.claim_id,
        message_id=letter.message_id,
        kind_of_letter=letter.kind,
        recipient=letter.recipient,
        why=why,
        number=letter.pk,
        attempts=letter.attempts,
    )


def letter_refused(letter: Letter, why: str, *, at: datetime) -> None:
    """The mail server refused it for good."""
    _tell("letter_refused", letter, why, at)


def letter_stuck(letter: Letter, why: str, *, at: datetime) -> None:
    """It was tried many times, and goes on being tried."""
    _tell("letter_stuck", letter, why, at)


def letter_in_doubt(letter: Letter, why: str, *, at: datetime) -> None:
    """Nobody knows whether it was sent."""
    _tell("letter_in_doubt", letter, why, at)


def letter_came_back(letter: Letter, why: str, *, at: datetime) -> None:
    """A delivery report came for it."""
    _tell("letter_came_back", letter, why, at)
