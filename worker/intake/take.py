"""Taking mails: listed by UID, stored byte for byte, committed, and only then marked on the server.

A second sight of a mail is a no-op, whoever has it and under whatever UIDVALIDITY. A mail that cannot be fetched is
passed over and tried again; it never blocks those behind it.
"""

from __future__ import annotations

import email.message
import email.policy
import hashlib
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser

from django.db import IntegrityError, transaction

from worker.intake.mailbox import Arrival, Mailbox, MailboxAway
from worker.intake.models import MailBytes, Poll, Sighting, State, StoredMail, Stumble
from worker.outbox.notices import tell_team

log = logging.getLogger(__name__)

BATCH_BYTES = 8 * 1024 * 1024
LISTED_WHOLE_EVERY = timedelta(hours=1)
STUMBLES = 5
"""After so many failures to fetch a mail whole, its header is taken and it is set aside."""
_IDENTITY = ("message-id", "from", "subject", "date", "in-reply-to")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken at a time, and how large a mail may be."""

    batch: int
    max_bytes: int


def take(box: Mailbox, *, now: datetime, limits: Limits) -> Iterator[list[int]]:
    """Take all new mails of an open mailbox; yields the numbers of the mails of each committed batch.

    Raises MailboxAway where the connection breaks for good; what was committed stays.
    """
    poll, _ = Poll.objects.get_or_create(mailbox=box.name)
    _file_leftovers(box)
    whole = (
        poll.validity != box.validity() or not poll.listed_whole_at or now - poll.listed_whole_at > LISTED_WHOLE_EVERY
    )
    sizes = box.sizes(above=0 if whole else poll.cursor)
    new = _unseen(box, list(sizes))
    missed: set[str] = set()
    for uids in _batches({uid: sizes[uid] for uid in new}, limits):
        arrivals, failed = _fetch(box, uids, {u: sizes[u] for u in uids}, limits)
        missed |= set(failed)
        yield _store(box, arrivals, now)
        _file(box, [a.uid for a in arrivals])
    _remember(poll, box, [u for u in sizes if u.isdigit()], missed, now, whole=whole)


def _unseen(box: Mailbox, uids: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    for first in range(0, len(uids), 5000):
        rows = Sighting.objects.filter(mailbox=box.name, validity=box.validity(), uid__in=uids[first : first + 5000])
        seen |= set(rows.values_list("uid", flat=True))
    return [uid for uid in uids if uid not in seen]


def _batches(sizes: dict[str, int], limits: Limits) -> Iterator[list[str]]:
    """Groups that are fetched and stored together, by number and by bytes; a mail over the limit stands alone."""
    group: list[str] = []
    total = 0
    for uid, size in sizes.items():
        alone = size > limits.max_bytes
        if group and (alone or len(group) >= limits.batch or total + size > BATCH_BYTES):
            yield group
            group, total = [], 0
        group.append(uid)
        total += size
        if alone:
            yield group
            group, total = [], 0
    if group:
        yield group


def _fetch(box: Mailbox, uids: list[str], sizes: dict[str, int], limits: Limits) -> tuple[list[Arrival], list[str]]:
    """The mails of a group, and those that could not be fetched now. A group that fails is fetched one by one."""
    if len(uids) == 1 and sizes[uids[0]] > limits.max_bytes:
        return box.fetch(uids, header_only=True), []
    try:
        return box.fetch(uids), []
    except MailboxAway as away:
        if len(uids) > 1:
            log.warning("a group of mails could not be fetched, they are taken one by one: %s", away)
    arrivals: list[Arrival] = []
    failed: list[str] = []
    for uid in uids:
        _open_again(box)
        try:
            arrivals += box.fetch([uid])
        except MailboxAway as away:
            arrivals += _stumble(box, uid, str(away), failed)
    _open_again(box)
    return arrivals, failed


def _open_again(box: Mailbox) -> None:
    before = box.validity()
    box.__exit__(MailboxAway, MailboxAway("the connection broke"), None)
    box.__enter__()
    if box.validity() != before:
        raise MailboxAway(f"The mailbox {box.name} was built anew (its UIDVALIDITY changed) while it was read")


def _stumble(box: Mailbox, uid: str, why: str, failed: list[str]) -> list[Arrival]:
    """Note that a mail could not be fetched; after too often, take its header alone."""
    stumble, _ = Stumble.objects.get_or_create(mailbox=box.name, validity=box.validity(), uid=uid)
    stumble.count += 1
    stumble.problem = why
    stumble.save()
    if stumble.count < STUMBLES:
        failed.append(uid)
        return []
    _open_again(box)
    return box.fetch([uid], header_only=True)


def _store(box: Mailbox, arrivals: Sequence[Arrival], now: datetime) -> list[int]:
    """Store mails and where they were seen, in one transaction; when another poller was faster, one by one."""
    try:
        with transaction.atomic():
            return _store_all(box, arrivals, now)
    except IntegrityError:
        numbers: list[int] = []
        for arrival in arrivals:
            try:
                with transaction.atomic():
                    numbers += _store_all(box, [arrival], now)
            except IntegrityError:
                log.info("mail %s of %s was taken by another poller", arrival.uid, box.name)
        return numbers


def _store_all(box: Mailbox, arrivals: Sequence[Arrival], now: datetime) -> list[int]:
    headers = [_header(a.raw) for a in arrivals]
    keys = [_key(a.raw, h, header_only=a.header_only, size=a.size) for a, h in zip(arrivals, headers, strict=True)]
    known = {m.content: m for m in StoredMail.objects.filter(content__in=keys)}
    fresh = {k: (a, _row(k, a, h, now)) for a, k, h in zip(arrivals, keys, headers, strict=True) if k not in known}
    made = StoredMail.objects.bulk_create(row for _, row in fresh.values())
    MailBytes.objects.bulk_create(MailBytes(mail=m, raw=a.raw) for m, (a, _) in zip(made, fresh.values(), strict=True))
    known |= {m.content: m for m in made}
    Sighting.objects.bulk_create(
        Sighting(mail=known[k], mailbox=box.name, validity=box.validity(), uid=a.uid)
        for a, k in zip(arrivals, keys, strict=True)
    )
    for mail in made:
        if mail.state == State.SET_ASIDE:
            set_aside_notice(mail, now)
    return [m.pk for m in made if m.state == State.TAKEN]


def _row(content: str, arrival: Arrival, header: email.message.Message, now: datetime) -> StoredMail:
    problem = ""
    if arrival.header_only:
        problem = (
            f"The mail of {arrival.size:,} bytes was not taken whole: it is over the size limit or cannot be fetched."
        )
    return StoredMail(
        content=content,
        message_id=_plain(header.get("message-id"))[:998],
        received_at=arrival.received_at or now,
        taken_at=now,
        size=arrival.size,
        header_only=arrival.header_only,
        state=State.SET_ASIDE if arrival.header_only else State.TAKEN,
        sender=_plain(header.get("from"))[:320],
        subject="",
        problem=problem,
    )


def set_aside_notice(mail: StoredMail, now: datetime) -> None:
    """Tell the team of a mail that our own code cannot deal with."""
    tell_team(
        "mail_set_aside",
        at=now,
        sender=mail.sender,
        subject=mail.subject or "(not read)",
        received=mail.received_at.isoformat(),
        why=mail.problem,
        mail=mail.pk,
    )


def _header(raw: bytes) -> email.message.Message:
    head = re.split(rb"\r?\n\r?\n", raw[: 256 * 1024], maxsplit=1)[0]
    return BytesHeaderParser(policy=email.policy.compat32).parsebytes(head + b"\n\n")


def _plain(value: object) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", str(value or "")).encode("utf-8", "replace").decode().strip()


def content_key(raw: bytes, *, header_only: bool = False, size: int = 0) -> str:
    """What makes a mail that mail: its identifying headers and its body, not the way by which it came."""
    return _key(raw, _header(raw), header_only=header_only, size=size)


def _key(raw: bytes, header: email.message.Message, *, header_only: bool, size: int) -> str:
    _, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    told = [f"{name}:{_plain(header.get(name))}" for name in _IDENTITY]
    digest = hashlib.sha256("\n".join(told).encode())
    digest.update(f"{size}".encode() if header_only else body.rstrip())
    return digest.hexdigest()


def _file(box: Mailbox, uids: Sequence[str]) -> None:
    if uids:
        box.file(uids)
        Sighting.objects.filter(mailbox=box.name, validity=box.validity(), uid__in=uids).update(filed=True)


def _file_leftovers(box: Mailbox) -> None:
    """Mails that were taken but not marked, because the worker died in between."""
    left = Sighting.objects.filter(mailbox=box.name, validity=box.validity(), filed=False)
    _file(box, list(left.values_list("uid", flat=True)[:1000]))


def _remember(poll: Poll, box: Mailbox, uids: list[str], missed: set[str], now: datetime, *, whole: bool) -> None:
    numbers = [int(u) for u in uids]
    cursor = max(numbers, default=0 if whole else poll.cursor)
    if missed:
        cursor = min(int(u) for u in missed if u.isdigit()) - 1 if any(u.isdigit() for u in missed) else cursor
    poll.validity, poll.cursor = box.validity(), cursor
    poll.succeeded_at, poll.problem, poll.failed_at, poll.alarmed_at = now, "", None, None
    if whole:
        poll.listed_whole_at = now
    poll.save()


def failed(name: str, why: str, *, now: datetime, alarm_after: timedelta = timedelta(minutes=15)) -> None:
    """Note that a mailbox cannot be read; after a while, and then each day, tell the team."""
    poll, _ = Poll.objects.get_or_create(mailbox=name)
    poll.failed_at = poll.failed_at or now
    poll.problem = why
    due = now - poll.failed_at >= alarm_after and (not poll.alarmed_at or now - poll.alarmed_at >= timedelta(days=1))
    if due:
        poll.alarmed_at = now
        tell_team("mailbox_away", at=now, since=poll.failed_at.isoformat(), why=why)
    poll.save()
