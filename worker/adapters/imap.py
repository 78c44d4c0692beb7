"""A mailbox over IMAP (RFC 3501), with IMAPClient: over TLS, without marking anything seen before it is taken."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from worker.intake.mailbox import Arrival, MailboxAway
from worker.settings import Server

TIMEOUT = 60
UIDS_A_SEARCH = 50_000
SIZES_A_FETCH = 1_000


class ImapMailbox:
    """One folder of an IMAP account. Open it with `with`; one object serves one task."""

    def __init__(
        self, server: Server, context: ssl.SSLContext, *, token: str | None, folder: str, mark: str, sent: str
    ) -> None:
        self.name = f"imap://{server.user or ''}@{server.host}:{server.port}/{server.folder}"
        self._server, self._context, self._token = server, context, token
        self._taken_folder, self._mark, self._sent = folder, mark, sent
        self._client: IMAPClient | None = None
        self._selected: tuple[str, bool] | None = None
        self._validity = ""
        self._uidnext = 1

    def __enter__(self) -> Self:
        with self._away("cannot be opened"):
            self._client = self._login()
            self._select(self._server.folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        client, self._client, self._selected = self._client, None, None
        if client is not None:
            with suppress(IMAPClientError, OSError):  # it may be gone, and all that matters was committed before
                client.logout() if error is None else client.shutdown()

    def _login(self) -> IMAPClient:
        server = self._server
        client = IMAPClient(
            server.host,
            port=server.port,
            ssl=server.security == "tls",
            ssl_context=self._context if server.security == "tls" else None,
            timeout=TIMEOUT,
        )
        # IMAPClient leaves Nagle's algorithm on, which costs 40 ms a command with some servers.
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.normalise_times = False
        if server.security == "starttls":
            client.starttls(self._context)
        if self._token:
            client.oauth2_login(server.user, self._token)
        elif server.user:
            client.login(server.user, server.password or "")
        return client

    @contextmanager
    def _away(self, what: str) -> Iterator[None]:
        try:
            yield
        except (IMAPClientError, OSError) as error:
            raise MailboxAway(f"The mailbox {self.name} {what}: {_reason(error)}") from error

    @property
    def client(self) -> IMAPClient:
        """The open connection."""
        if self._client is None:
            raise MailboxAway(f"The mailbox {self.name} is not open")
        return self._client

    def _select(self, folder: str, *, readonly: bool = False) -> None:
        if self._selected != (folder, readonly):
            told: Any = self.client.select_folder(folder, readonly=readonly)
            self._selected = (folder, readonly)
            if folder == self._server.folder:
                self._validity, self._uidnext = str(told[b"UIDVALIDITY"]), int(told.get(b"UIDNEXT", 2**32))

    def validity(self) -> str:
        """The folder's UIDVALIDITY as it was when it was selected."""
        return self._validity

    def sizes(self, *, above: int) -> dict[str, int]:
        """RFC822.SIZE of every mail above a UID, in order."""
        with self._away("cannot be listed"):
            self._select(self._server.folder)
            self.client.noop()  # without it a server may hide what came since the last command
            uids = sorted(self._search_above(above))
            sizes: dict[str, int] = {}
            for first in range(0, len(uids), SIZES_A_FETCH):
                told = self.client.fetch(uids[first : first + SIZES_A_FETCH], ["RFC822.SIZE"])
                sizes |= {
                    str(uid): int(told[uid][b"RFC822.SIZE"]) for uid in sorted(told) if b"RFC822.SIZE" in told[uid]
                }
            return sizes

    def _search_above(self, above: int) -> Iterator[int]:
        status = self.client.folder_status(self._server.folder, ["UIDNEXT"])
        newest = int(status[b"UIDNEXT"]) - 1
        # In ranges: a server answers SEARCH in one line, and a line over 1,000,000 bytes breaks the connection.
        for first in range(above + 1, newest + 1, UIDS_A_SEARCH):
            last = min(first + UIDS_A_SEARCH - 1, newest)
            yield from (uid for uid in self.client.search(["UID", f"{first}:{last}"]) if first <= uid <= last)

    def fetch(self, uids: Sequence[str], *, header_only: bool = False) -> list[Arrival]:
        """Mails by BODY.PEEK, which leaves them unseen."""
        part = "BODY.PEEK[HEADER]" if header_only else "BODY.PEEK[]"
        key = part.replace(".PEEK", "").encode()
        with self._away("broke off while mails were fetched"):
            self._select(self._server.folder)
            told = self.client.fetch([int(u) for u in uids], [part, "INTERNALDATE", "RFC822.SIZE"])
        return [
            Arrival(
                uid=str(uid),
                received_at=_utc(told[uid][b"INTERNALDATE"]),
                size=int(told[uid][b"RFC822.SIZE"]),
                raw=told[uid][key],
                header_only=header_only,
            )
            for uid in sorted(told)
            if told[uid].get(key) is not None
        ]

    def file(self, uids: Iterable[str]) -> None:
        """Mark, then move. A mail that another poller moved before is simply no longer there."""
        numbers = [int(u) for u in uids]
        if not numbers or not (self._mark or self._taken_folder):
            return
        with self._away("broke off while taken mails were marked"):
            self._select(self._server.folder)
            if self._mark:
                self.client.add_flags(numbers, [self._mark.encode()], silent=True)
            if self._taken_folder:
                self._make(self._taken_folder)
                self._move(numbers)

    def _move(self, numbers: list[int]) -> None:
        if self.client.has_capability("MOVE"):
            self.client.move(numbers, self._taken_folder)
            return
        self.client.copy(numbers, self._taken_folder)
        self.client.delete_messages(numbers, silent=True)
        if self.client.has_capability("UIDPLUS"):
            self.client.uid_expunge(numbers)

    def _make(self, folder: str) -> None:
        if not self.client.folder_exists(folder):
            self.client.create_folder(folder)

    def keep_copies(self, messages: Sequence[tuple[bytes, datetime]]) -> None:
        """Append to the Sent folder, which is made where it is missing; all in one command where the server can."""
        if not self._sent:
            return
        with self._away("took no copies of sent letters"):
            self._make(self._sent)
            if self.client.has_capability("MULTIAPPEND"):
                copies = [{"msg": m, "flags": [b"\\Seen"], "date": at} for m, at in messages]
                told, why = self.client.multiappend(self._sent, copies)
                if told != "OK":
                    raise IMAPClientError(str(why))
                return
            for message, at in messages:
                self.client.append(self._sent, message, [b"\\Seen"], at)

    def has_copy(self, message_id: str) -> bool:
        """Search the Sent folder by header."""
        if not self._sent:
            return False
        with self._away("could not be searched for a sent letter"):
            if not self.client.folder_exists(self._sent):
                return False
            self._select(self._sent, readonly=True)
            return bool(self.client.search(["HEADER", "Message-ID", message_id]))

    def wait(self, seconds: int, *, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Wait with IDLE (RFC 2177) until the folder changes; True where it did.

        Raises MailboxAway where the server knows no IDLE or the connection breaks.
        """
        with self._away("cannot be watched"):
            if not self.client.has_capability("IDLE"):
                raise IMAPClientError("the server knows no IDLE")
            self._select(self._server.folder)
            self.client.idle()
            told: list[Any] = []
            for _ in range(seconds):
                told = self.client.idle_check(timeout=1)
                if told or stopped():
                    break
            self.client.idle_done()
            return bool(told)


def _reason(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.removeprefix("b'").rstrip("'")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
