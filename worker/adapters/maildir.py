"""A mailbox in a Maildir on this machine, where the provider's mail server delivers.

A mail's UID is the unique part of its file name, which stays the same when a mail client moves or flags it.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from worker.intake.mailbox import Arrival, MailboxAway

_FLAGS = {"\\Seen": "S", "\\Flagged": "F", "\\Answered": "R", "\\Draft": "D"}
_number = count()


class MaildirMailbox:
    """A Maildir, its sub-folders `.Name` for taken mails and for copies of our letters."""

    def __init__(self, path: Path, *, folder: str, mark: str, sent: str) -> None:
        self.name = f"maildir://{path}"
        self._path, self._folder, self._flag, self._sent = path, folder, _FLAGS.get(mark, ""), sent

    def __enter__(self) -> Self:
        if not all((self._path / part).is_dir() for part in ("new", "cur", "tmp")):
            raise MailboxAway(f"{self._path} is no Maildir: it lacks the folders new, cur and tmp")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    @contextmanager
    def _away(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise MailboxAway(f"The mailbox {self.name} {what}: {error}") from error

    def validity(self) -> str:
        """A Maildir's names are never used again."""
        return "maildir"

    def _files(self) -> dict[str, Path]:
        found = [p for part in ("new", "cur") for p in (self._path / part).iterdir() if not p.name.startswith(".")]
        return {p.name.partition(":")[0]: p for p in sorted(found, key=lambda p: p.name)}

    def sizes(self, *, above: int) -> dict[str, int]:
        """Every mail that is there; names have no order that could be relied on, so `above` says nothing."""
        with self._away("cannot be listed"):
            return {uid: path.stat().st_size for uid, path in self._files().items()}

    def fetch(self, uids: Sequence[str], *, header_only: bool = False) -> list[Arrival]:
        """Mails by file; when one was received, its topmost Received header says."""
        with self._away("cannot be read"):
            files = self._files()
            return [_arrival(uid, files[uid], header_only=header_only) for uid in uids if uid in files]

    def file(self, uids: Iterable[str]) -> None:
        """Move to `cur` with the flag, or into the folder of taken mails."""
        with self._away("did not let taken mails be moved"):
            files = self._files()
            target = self._sub(self._folder) / "cur" if self._folder else self._path / "cur"
            for uid in uids:
                if uid in files and (self._folder or self._flag):
                    flags = "".join(sorted(set(files[uid].name.partition(":2,")[2]) | set(self._flag)))
                    files[uid].rename(target / f"{uid}:2,{flags}")

    def _sub(self, folder: str) -> Path:
        path = self._path / f".{folder.replace('/', '.')}"
        for part in ("tmp", "new", "cur"):
            (path / part).mkdir(parents=True, exist_ok=True)
        return path

    def keep_copies(self, messages: Sequence[tuple[bytes, datetime]]) -> None:
        """Write each to `tmp`, then move it into `cur`, as the Maildir convention asks."""
        if not self._sent:
            return
        with self._away("took no copy of a sent letter"):
            folder = self._sub(self._sent)
            for message, at in messages:
                name = f"{int(time.time())}.M{time.time_ns()}P{os.getpid()}Q{next(_number)}.{socket.gethostname()}"
                (folder / "tmp" / name).write_bytes(message)
                os.utime(folder / "tmp" / name, (at.timestamp(), at.timestamp()))
                (folder / "tmp" / name).rename(folder / "cur" / f"{name}:2,S")

    def has_copy(self, message_id: str) -> bool:
        """Look for the Message-ID in the headers of the Sent folder."""
        if not self._sent:
            return False
        with self._away("could not be searched for a sent letter"):
            wanted = message_id.encode()
            return any(wanted in _header(path) for path in (self._sub(self._sent) / "cur").iterdir())


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(256 * 1024)
    for blank in (b"\r\n\r\n", b"\n\n"):
        if blank in head:
            return head.partition(blank)[0]
    return head


def _arrival(uid: str, path: Path, *, header_only: bool) -> Arrival:
    raw = _header(path) + b"\n\n" if header_only else path.read_bytes()
    return Arrival(uid=uid, received_at=None, size=path.stat().st_size, raw=raw, header_only=header_only)
