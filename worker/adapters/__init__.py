"""The outside world behind small ports: mailboxes over IMAP and in a Maildir, and the post over SMTP.

No rule and no database stands here; each adapter turns the errors of its library into the port's own.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from worker.adapters.apart import read
from worker.adapters.imap import ImapMailbox
from worker.adapters.maildir import MaildirMailbox
from worker.adapters.smtp import SmtpPost
from worker.intake.mailbox import Mailbox, MailboxAway
from worker.outbox.post import Copies
from worker.settings import MaildirPath, Server, Settings

__all__ = ["copies", "mailbox", "post", "read", "tls", "token"]


@cache
def tls(ca_file: Path | None) -> ssl.SSLContext:
    """Certificates and host names are checked, always; `ca_file` adds to the system's trust.

    Made once for a process: reading the system's certificates takes longer than sending ten letters.
    """
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def token(settings: Settings) -> str | None:
    """The OAuth2 access token, read anew, or None where a password is used."""
    return settings.oauth_token_file.read_text().strip() if settings.oauth_token_file else None


def mailbox(settings: Settings) -> Mailbox:
    """The claims mailbox of the settings, not yet opened: use it in a `with` block."""
    where: Server | MaildirPath = settings.required("mailbox_url")
    filing = {"folder": settings.taken_folder, "mark": settings.taken_mark, "sent": settings.sent_folder}
    if isinstance(where, MaildirPath):
        return MaildirMailbox(where.path, **filing)
    return ImapMailbox(where, tls(settings.ca_file), token=token(settings), **filing)


@contextmanager
def copies(settings: Settings) -> Iterator[Copies]:
    """The Sent folder for a run of letters. It is opened when first needed, and may be away: letters still go out."""
    with ExitStack() as stack:
        yield _LazyCopies(settings, stack)


class _LazyCopies:
    """Opens the mailbox at the first copy; once it is away, it stays away for this run."""

    def __init__(self, settings: Settings, stack: ExitStack) -> None:
        self._settings, self._stack = settings, stack
        self._box: Mailbox | None = None
        self._away: MailboxAway | None = None

    def _open(self) -> Mailbox:
        if self._away is not None:
            raise self._away
        if self._box is None:
            try:
                self._box = self._stack.enter_context(mailbox(self._settings))
            except MailboxAway as away:
                self._away = away
                raise
        return self._box

    def keep_copies(self, messages: Sequence[tuple[bytes, datetime]]) -> None:
        """Put copies into the Sent folder, where the settings name one."""
        if self._settings.sent_folder:
            self._guarded(lambda box: box.keep_copies(messages))

    def has_copy(self, message_id: str) -> bool:
        """Whether the Sent folder holds the letter."""
        return bool(self._settings.sent_folder) and bool(self._guarded(lambda box: box.has_copy(message_id)))

    def _guarded(self, act: Callable[[Mailbox], object]) -> object:
        try:
            return act(self._open())
        except MailboxAway as away:
            self._away = away
            raise


def post(settings: Settings) -> SmtpPost:
    """The mail server for our letters, not yet opened: use it in a `with` block."""
    return SmtpPost(
        settings.required("post_url"),
        tls(settings.ca_file),
        sender=settings.required("address"),
        token=token(settings),
    )
