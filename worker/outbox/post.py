"""The post as this room sees it: a port. SMTP stands behind it in `worker.adapters`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self


class PostAway(Exception):
    """The mail server cannot be reached or refused the login: no letter can be sent now."""


class TryLater(Exception):
    """The server put this letter off (4xx), or the connection broke before the letter was handed over."""


class Refused(Exception):
    """The server refused this letter for good (5xx)."""


class InDoubt(Exception):
    """The connection broke after the whole letter was handed over and before the server's answer."""


class Post(Protocol):
    """Hands letters to a mail server. Opening may raise PostAway."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def eight_bit(self) -> bool:
        """Whether the server takes messages that are not ASCII throughout (8BITMIME, RFC 6152)."""
        ...

    def send(self, message: bytes, *, to: str) -> None:
        """Returns when the server accepted the letter; raises PostAway, TryLater, Refused or InDoubt."""
        ...


class CopiesAway(Exception):
    """The Sent folder cannot be reached now."""


class Copies(Protocol):
    """Where copies of sent letters are kept and found again; the claims mailbox is one. May raise CopiesAway."""

    def keep_copies(self, messages: Sequence[tuple[bytes, datetime]]) -> None:
        """Keep letters with the moments when they were sent: all of them, or none where it raises."""
        ...

    def has_copy(self, message_id: str) -> bool: ...
