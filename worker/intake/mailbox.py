"""The claims mailbox as this room sees it: a port. IMAP and Maildir stand behind it in `worker.adapters`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from worker.outbox.post import CopiesAway


class MailboxAway(CopiesAway):
    """The mailbox cannot be reached, refused the login, or the connection broke; the message says which and where."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail as the mailbox gave it. `received_at` is None where the mailbox does not know (Maildir)."""

    uid: str
    received_at: datetime | None
    size: int
    raw: bytes
    header_only: bool = False


class Mailbox(Protocol):
    """A folder of mails, and the folder that keeps copies of our letters. Every call may raise MailboxAway."""

    name: str
    """Tells this folder from every other one, without any password."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def validity(self) -> str:
        """UIDVALIDITY: while it stays the same, a UID names the same mail."""
        ...

    def sizes(self, *, above: int) -> dict[str, int]:
        """Size in bytes of every mail whose UID is above `above`, in order of UID."""
        ...

    def fetch(self, uids: Sequence[str], *, header_only: bool = False) -> list[Arrival]:
        """Mails, without marking them seen; one that is gone is left out."""
        ...

    def file(self, uids: Iterable[str]) -> None:
        """Mark or move taken mails as the settings say; those already gone are left out."""
        ...

    def keep_copies(self, messages: Sequence[tuple[bytes, datetime]]) -> None:
        """Put copies of sent letters into the Sent folder, each with the moment when it was sent."""
        ...

    def has_copy(self, message_id: str) -> bool:
        """Whether the Sent folder holds a letter with this Message-ID."""
        ...
