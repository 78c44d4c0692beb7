"""The outside world behind small ports: mailboxes over IMAP and in a Maildir, and the post over SMTP.

No rule and no database stands here; each adapter turns the errors of its library into the port's own.
"""

from __future__ import annotations

import ssl
from pathlib import Path

from worker.adapters.imap import ImapMailbox
from worker.adapters.maildir import MaildirMailbox
from worker.adapters.smtp import SmtpPost
from worker.intake.mailbox import Mailbox
from worker.settings import MaildirPath, Server, Settings


def tls(ca_file: Path | None) -> ssl.SSLContext:
    """Certificates and host names are checked, always; `ca_file` adds to the system's trust."""
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


def post(settings: Settings) -> SmtpPost:
    """The mail server for our letters, not yet opened: use it in a `with` block."""
    return SmtpPost(
        settings.required("post_url"),
        tls(settings.ca_file),
        sender=settings.required("address"),
        token=token(settings),
    )
