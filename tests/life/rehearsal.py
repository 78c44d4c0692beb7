"""The desk in one process: the real tasks on a real database, with a clock, a mailbox and a post that a test holds."""

from __future__ import annotations

import contextlib
import email
import email.policy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast
from unittest import mock

from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from tests.life.world import RECORDS
from worker import django_settings, tasks
from worker.claims.desk import Desk
from worker.claims.models import Claim
from worker.intake.mailbox import Arrival, MailboxAway
from worker.outbox.post import PostAway, Refused
from worker.records import importer, store
from worker.settings import current

TEAM = "team@lookuq.example"


@contextlib.contextmanager
def database(url: str) -> Iterator[None]:
    """Make a database the default one of this process, with all tables."""
    before = connections.settings["default"]
    connections.settings["default"] = connections.configure_settings({"default": django_settings._database(url)})[
        "default"
    ]
    connections["default"].close()
    del connections["default"]
    store._book = None
    try:
        call_command("migrate", verbosity=0)
        current.cache_clear()  # Django was set up before the tests' own settings were
        with override_settings(DESK=current()):
            yield
    finally:
        connections["default"].close()
        connections.settings["default"] = before
        del connections["default"]


@dataclass
class Box:
    """A mailbox in memory, which can be away."""

    name: str = "imap://rehearsal/INBOX"
    mails: list[Arrival] = field(default_factory=list)
    copies: list[bytes] = field(default_factory=list)
    away: bool = False

    def __enter__(self) -> Self:
        if self.away:
            raise MailboxAway("The mailbox is away.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held open."""

    def validity(self) -> str:
        return "1"

    def sizes(self, *, above: int) -> dict[str, int]:
        return {m.uid: m.size for m in self.mails[above:]}

    def fetch(self, uids: Sequence[str], *, header_only: bool = False) -> list[Arrival]:
        return [self.mails[int(uid) - 1] for uid in uids]

    def file(self, uids: Iterable[str]) -> None:
        """Nothing is marked."""

    def keep_copies(self, messages: Sequence[tuple[bytes, datetime]]) -> None:
        if self.away:
            raise MailboxAway("The mailbox is away.")
        self.copies += [raw for raw, _ in messages]

    def has_copy(self, message_id: str) -> bool:
        return any(message_id.encode() in raw for raw in self.copies)


@dataclass(frozen=True)
class Sent:
    """A letter that the mail server accepted."""

    at: datetime
    to: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@dataclass
class Rehearsal:
    """One desk, its clock and its world."""

    now: datetime
    box: Box = field(default_factory=Box)
    sent: list[Sent] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    post_away: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The post has nothing to close."""

    @property
    def eight_bit(self) -> bool:
        """The post's port."""
        return True

    def send(self, message: bytes, *, to: str) -> None:
        """The post's port."""
        if self.post_away:
            raise PostAway("The mail server is away.")
        if to in self.refused:
            raise Refused("550 no such user")
        parsed = cast(EmailMessage, email.message_from_bytes(message, policy=email.policy.default))
        self.sent.append(Sent(self.now, to, parsed))

    @property
    def desk(self) -> Desk:
        return Desk(self.now)

    def records(self, folder: Path, kind: str, *rows: str) -> None:
        """Import rows of records."""
        path = folder / f"{kind}.csv"
        columns = RECORDS[kind].split(",")
        lines = [RECORDS[kind], *(row + "," * (len(columns) - 1 - row.count(",")) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        importer.take_in(kind, path, at=self.now)

    def arrive(self, raw: bytes) -> None:
        """A mail comes in now."""
        self.box.mails.append(Arrival(str(len(self.box.mails) + 1), self.now, len(raw), raw))

    def run(self, *names: str) -> None:
        """Run tasks of the desk, one after the other, each with all that it hints at."""
        with (
            mock.patch.object(tasks, "now", side_effect=lambda: self.now),
            mock.patch.object(tasks, "hint", _at_once),
            mock.patch.object(tasks.adapters, "mailbox", return_value=self.box),
            mock.patch.object(tasks.adapters, "copies", return_value=self.box),
            mock.patch.object(tasks.adapters, "post", return_value=_Opened(self)),
        ):
            for name in names or ("poll", "sweep"):
                getattr(tasks, name)()

    def later(self, **delta: float) -> None:
        """The clock moves on, and the desk looks round."""
        self.now += timedelta(**delta)
        self.run()

    def to(self, recipient: str) -> list[Sent]:
        return [s for s in self.sent if s.to == recipient]

    def claim(self, number: int = 0) -> Claim:
        """A claim by its place among all."""
        return Claim.objects.order_by("pk")[number]


class _Opened:
    """The post, opened: away or not."""

    def __init__(self, world: Rehearsal) -> None:
        self.world = world

    def __enter__(self) -> Rehearsal:
        if self.world.post_away:
            raise PostAway("The mail server is away.")
        return self.world

    def __exit__(self, *told: object) -> None:
        """Nothing is held open."""


def _at_once(task: Any, *args: object) -> None:
    task(*args)
