"""`claims watch`: waits at the mailbox with IDLE, so that new mails are taken at once and not at the next poll."""

from __future__ import annotations

from collections.abc import Callable
from time import sleep

from worker import adapters
from worker.adapters.imap import ImapMailbox
from worker.errors import CommandError
from worker.intake.mailbox import MailboxAway
from worker.settings import Settings

IDLE_LASTS = 600
"""RFC 2177 asks to end IDLE before 29 minutes; connections through firewalls live shorter."""


def watch(settings: Settings, *, progress: Callable[[str], None], rounds: int | None = None) -> None:
    """Wait and hint, until stopped (or for some rounds). A connection that breaks is opened again after a pause."""
    import worker.celery  # sets the app that the task below is sent through
    from worker.tasks import hint, poll

    assert worker.celery.app
    box = adapters.mailbox(settings)
    if not isinstance(box, ImapMailbox):
        raise CommandError("Only an IMAP mailbox can be watched; a Maildir is polled.")
    progress(f"watching {box.name}")
    while rounds is None or rounds > 0:
        rounds = None if rounds is None else rounds - 1
        try:
            with box:
                while box.wait(IDLE_LASTS):
                    hint(poll)
        except MailboxAway as away:
            progress(str(away))
            sleep(settings.poll_seconds)
