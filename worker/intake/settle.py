"""Settling mails: each is read, sorted by its kind, and dealt with in one transaction, many at once.

When one of many fails, they are taken again one by one; the one that fails waits, each time longer, and is set aside
in the end. It never stops the others.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db import OperationalError, transaction

from worker.claims import joining, lifecycle
from worker.claims.desk import Desk
from worker.claims.judging import understand
from worker.claims.models import Claim
from worker.claims.opening import Opening, open_claims
from worker.intake.models import MailBytes, Sighting, State, StoredMail
from worker.intake.take import set_aside_notice
from worker.outbox.delivery import came_back
from worker.outbox.models import Kind as LetterKind
from worker.outbox.notices import tell_team
from worker.reading import Kind, Mail, Ours, Unreadable
from worker.records import ledger

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
READING_LASTS = timedelta(minutes=2)
"""Mails of a batch that are not read by then are left to the next: the batch must end before its time limit."""


@dataclass(slots=True)
class Sorted:
    """Mails of one batch: those that open a claim, those that join one, and all others that are dealt with."""

    opening: list[tuple[StoredMail, Opening]] = field(default_factory=list)
    joining: list[tuple[StoredMail, Mail, Claim]] = field(default_factory=list)
    other: list[tuple[StoredMail, Mail]] = field(default_factory=list)

    def rows(self) -> list[StoredMail]:
        """All mails of the batch."""
        return [
            *(row for row, _ in self.opening),
            *(row for row, _, _ in self.joining),
            *(row for row, _ in self.other),
        ]

    def accounts(self) -> Iterable[str]:
        """All accounts whose claims are touched, to be locked together."""
        yield from (i.account.account for _, o in self.opening if (i := o.understood.identified).account)
        yield from (claim.account for _, _, claim in self.joining)


class Read(Protocol):
    """Reads a mail's bytes. Raises Unreadable."""

    def __call__(self, raw: bytes, *, ours: Ours, received: datetime | None = None) -> Mail: ...


def settle(numbers: Sequence[int], *, read: Read, clock: Callable[[], datetime]) -> list[int]:
    """Settle stored mails by number; gives those that were. Those that are settled already are left out."""
    done: list[int] = []
    for first in range(0, len(numbers), settings.DESK.batch):
        batch = list(numbers[first : first + settings.DESK.batch])
        try:
            done += _settle(batch, read, clock)
        except OperationalError:
            raise  # the database is away or busy: nobody's mail is at fault, the whole batch is tried again
        except Exception:
            log.exception("a batch of %d mails failed, they are taken one by one", len(batch))
            until = clock() + READING_LASTS
            for number in batch:
                done += _settle_alone(number, read, clock) if clock() <= until else []
    return done


def _settle_alone(number: int, read: Read, clock: Callable[[], datetime]) -> list[int]:
    try:
        return _settle([number], read, clock)
    except OperationalError:
        raise
    except Exception:
        log.exception("mail %d failed", number)
        _push_back(number, traceback.format_exc(limit=-8), clock())
        return []


def _push_back(number: int, problem: str, now: datetime) -> None:
    """Try again later, each time later, and set aside in the end."""
    with transaction.atomic():
        mail = StoredMail.objects.select_for_update().get(pk=number)
        if mail.state != State.TAKEN:
            return
        mail.attempts += 1
        mail.problem = problem
        mail.retry_at = now + min(FIRST_WAIT * 4 ** (mail.attempts - 1), LONGEST_WAIT)
        if mail.attempts >= settings.DESK.attempts:
            mail.state, mail.retry_at = State.SET_ASIDE, None
        mail.save()
        if mail.state == State.SET_ASIDE:
            set_aside_notice(mail, now)


def _settle(numbers: Sequence[int], read: Read, clock: Callable[[], datetime]) -> list[int]:
    desk = Desk(clock())
    mails = _read(numbers, read, desk, clock)
    with transaction.atomic():
        rows = StoredMail.objects.select_for_update(skip_locked=True).filter(pk__in=numbers, state=State.TAKEN)
        waiting = {row.pk: row for row in rows.order_by("pk")}
        sorted_mails = Sorted()
        for number, mail in mails.items():
            if number in waiting:
                _sort(waiting[number], mail, desk, sorted_mails)
        ledger.lock(sorted_mails.accounts())
        claims = open_claims([o for _, o in sorted_mails.opening], desk)
        for (row, opening), claim in zip(sorted_mails.opening, claims, strict=True):
            row.claim = claim
            _mark(row, opening.mail)
        for row, mail, claim in sorted_mails.joining:
            row.claim = claim
            _mark(row, mail)
            joining.join(claim, mail, desk)
        for row, mail in sorted_mails.other:
            _deal_with(row, mail, desk)
        settled = sorted_mails.rows()
        # An upsert of known rows: many times faster than bulk_update's CASE for each column.
        StoredMail.objects.bulk_create(settled, update_conflicts=True, unique_fields=["id"], update_fields=_MARKED)
    return [row.pk for row in settled]


def ours(desk: Desk) -> Ours:
    """What of a mail is ours, by the settings and the policy."""
    policies = desk.policies
    address = settings.DESK.required("address")
    return Ours(address, settings.DESK.authserv_id, policies.account_id, policies.reference_prefix)


def _read(numbers: Sequence[int], read: Read, desk: Desk, clock: Callable[[], datetime]) -> dict[int, Mail]:
    """Read the mails outside of any lock; those that cannot be read are set aside."""
    rows = MailBytes.objects.filter(pk__in=numbers, mail__state=State.TAKEN).select_related("mail").order_by("pk")
    found: dict[int, Mail] = {}
    own = ours(desk)
    told = set(
        Sighting.objects.filter(mail__in=numbers, mailbox__startswith="imap://").values_list("mail_id", flat=True)
    )
    for row in rows:
        try:
            received = row.mail.received_at if row.pk in told else None
            found[row.pk] = read(bytes(row.raw), ours=own, received=received)
        except Unreadable as why:
            changed = StoredMail.objects.filter(pk=row.pk, state=State.TAKEN)
            if changed.update(state=State.SET_ASIDE, problem=str(why)):
                row.mail.problem = str(why)
                set_aside_notice(row.mail, desk.now)
        if clock() - desk.now > READING_LASTS:
            log.warning("reading takes long, mails of the batch are left to the next task")
            break
    return found


def _sort(row: StoredMail, mail: Mail, desk: Desk, into: Sorted) -> None:
    if mail.kind in (Kind.FEEDBACK, Kind.FOLLOW_UP):
        opening = joining.opening_for(mail, desk)
        if opening is not None:
            into.opening.append((row, opening))
            return
        claim = joining.claim_answered(mail, desk)
        if claim is not None:
            into.joining.append((row, mail, claim))
            return
        if mail.kind_without_thread is Kind.CLAIM:
            into.opening.append((row, Opening(mail, understand(mail, book=desk.book, policies=desk.policies))))
            return
    if mail.kind is Kind.CLAIM:
        into.opening.append((row, Opening(mail, understand(mail, book=desk.book, policies=desk.policies))))
    else:
        into.other.append((row, mail))


_MARKED = ["state", "kind", "kind_because", "sender", "subject", "received_at", "looks_like_claim", "claim", "problem"]


def _mark(row: StoredMail, mail: Mail) -> None:
    row.state, row.kind, row.kind_because = State.SETTLED, mail.kind.value, mail.kind_because
    row.sender, row.subject, row.received_at = mail.sender or row.sender, mail.subject, mail.received
    row.looks_like_claim, row.problem = mail.looks_like_claim, ""


def _deal_with(row: StoredMail, mail: Mail, desk: Desk) -> None:
    _mark(row, mail)
    shown = mail.looks_like_claim
    if mail.kind in (Kind.FEEDBACK, Kind.FOLLOW_UP):
        row.kind, shown = mail.kind_without_thread.value, True
    if mail.bounce is not None:
        for letter in came_back(mail.bounce.letters, mail.bounce.why, at=desk.now):
            row.claim_id = letter.claim_id
            if letter.kind == LetterKind.RESOLUTION and letter.claim_id is not None:
                lifecycle.reopen_after_bounce(letter.claim_id, letter.pk, desk, why=mail.bounce.why)
    if shown:
        tell_team(
            "looks_like_claim",
            at=desk.now,
            sender=mail.sender or "",
            subject=mail.subject,
            received=mail.received.isoformat(),
            why=mail.kind_because,
        )


def unsettled(now: datetime) -> Iterable[int]:
    """Mails that wait to be read: taken, and not pushed back to a later time."""
    rows = StoredMail.objects.filter(state=State.TAKEN).exclude(retry_at__gt=now)
    return rows.order_by("pk").values_list("pk", flat=True)


def retry(number: int) -> bool:
    """Try a mail that was set aside again; False where it was not set aside, or was never taken whole."""
    again = StoredMail.objects.filter(pk=number, state=State.SET_ASIDE, header_only=False)
    return bool(again.update(state=State.TAKEN, attempts=0, retry_at=None))


def discard(number: int, reason: str) -> bool:
    """Leave a mail that was set aside to people; False where it was not set aside."""
    left = StoredMail.objects.filter(pk=number, state=State.SET_ASIDE)
    return bool(left.update(state=State.SETTLED, kind=Kind.OTHER.value, kind_because=f"Discarded by hand: {reason}"))
