"""Delivery of letters: taken by compare-and-set, sent, marked, one at a time; then copied to the Sent folder together.

A server that is away or puts a letter off makes it wait, each time longer; one that refuses it for good sets it aside
with a word to the team. What was cut off in the middle is in doubt until the Sent folder or a person says otherwise.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q, QuerySet

from worker.outbox import notices
from worker.outbox.message import as_bytes
from worker.outbox.models import Kind, Letter, State
from worker.outbox.post import Copies, CopiesAway, InDoubt, Post, PostAway, Refused, TryLater

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
SENDING_LASTS = timedelta(minutes=10)
"""Longer than any one sending can take, with its time-outs: after that its worker is dead."""
DELIVERING_LASTS = timedelta(minutes=4)
"""A task that has sent letters for so long leaves the rest to the next: it must end before its time limit."""
SEND_AGAIN_BEFORE_DEADLINE = timedelta(hours=12)
ALARM_AFTER_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Office:
    """What delivering needs beside the letters: the post, where copies are kept, our address, the daily limit."""

    post: Post
    copies: Copies
    address: str
    letters_per_sender: int

    def written(self, letter: Letter) -> bytes:
        """A letter as the post takes it."""
        return as_bytes(letter, address=self.address, eight_bit=self.post.eight_bit)


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter, by number, that the mail server accepted: its bytes and the moment."""

    letter: int
    message: bytes
    at: datetime


def wait_after(attempts: int) -> timedelta:
    """One minute, two, four … at most an hour."""
    return min(FIRST_WAIT * (1 << min(max(attempts - 1, 0), 10)), LONGEST_WAIT)


def owed(now: datetime) -> QuerySet[Letter]:
    """Letters to be sent now, the nearest deadline first."""
    ripe = Q(retry_at__isnull=True) | Q(retry_at__lte=now)
    rows = Letter.objects.filter(ripe, state__in=[State.QUEUED, State.WAITING])
    return rows.order_by(F("deadline").asc(nulls_last=True), "id")


def still_owed(ids: Iterable[int], now: datetime) -> bool:
    """Whether any of the letters is to be sent now."""
    return owed(now).filter(pk__in=list(ids)).exists()


def all_wait(ids: Iterable[int], why: str, *, now: datetime) -> None:
    """The mail server is away: let all these letters wait, each as its attempts say."""
    for letter in owed(now).filter(pk__in=list(ids)):
        letter.attempts += 1
        _put_off(letter, why, now)
        _mark(letter, attempts=letter.attempts)


def needs_reconciling(now: datetime) -> bool:
    """Whether a crash or an absent Sent folder left something behind."""
    cut_off = Q(state=State.SENDING, sending_since__lt=now - SENDING_LASTS)
    again = Q(state=State.IN_DOUBT, deadline__lt=now + SEND_AGAIN_BEFORE_DEADLINE)
    return Letter.objects.filter(cut_off | again).exists() or _uncopied(now).exists()


def deliver(ids: Iterable[int], office: Office, *, clock: Callable[[], datetime]) -> int:
    """Send those of the letters that are owed; gives how many the server accepted.

    A server may be so slow that not all are sent in time: the rest stay owed, and the sweep passes them on.

    Raises PostAway where the server cannot be reached; the letters then wait.
    """
    accepted: list[Sent] = []
    until = clock() + DELIVERING_LASTS
    last: Sent | None = None
    """Accepted and not marked yet: the statement that takes the next letter does it, so that each costs one commit."""
    try:
        for letter in Letter.objects.filter(pk__in=list(ids), state__in=[State.QUEUED, State.WAITING]).order_by("id"):
            if clock() > until:
                log.warning("the mail server is slow, letters are left to the next task")
                break
            if letter.kind == Kind.ACKNOWLEDGEMENT:
                _mark_sent(last)  # it counts for its addressee's letters of the day
                last = None
                if _must_wait(letter, office, clock()):
                    continue
            taken = _take(letter, clock(), after=last)
            last = _send(letter, office, clock) if taken else None
            if last is not None:
                accepted.append(last)
        _mark_sent(last)
    finally:  # also when the database or the post went away: a copy tells that the letter was sent
        _copy(accepted, office.copies)
    return len(accepted)


def _must_wait(letter: Letter, office: Office, now: datetime) -> bool:
    """One sender causes only so many letters a day; beyond it acknowledgements wait (rules.md §3)."""
    today = Letter.objects.filter(recipient=letter.recipient, sent_at__gt=now - timedelta(days=1))
    if today[: office.letters_per_sender].count() < office.letters_per_sender:
        return False
    Letter.objects.filter(pk=letter.pk, state=letter.state).update(
        state=State.WAITING, retry_at=now + LONGEST_WAIT, problem="its addressee got enough letters today"
    )
    return True


def _take(letter: Letter, now: datetime, *, after: Sent | None) -> bool:
    """Compare and set: of all workers that try, one gets the letter. The same statement marks the one sent before."""
    moment = connection.ops.adapt_datetimefield_value
    values = {
        "before": after.letter if after else 0,
        "accepted": moment(after.at if after else None),
        "letter": letter.pk,
        "now": moment(now),
        "state": letter.state,
        "attempts": letter.attempts,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        changed = cursor.rowcount
    letter.attempts += 1
    return bool(changed - (after is not None))


_TAKE = """
    UPDATE outbox_letter SET
        state = CASE WHEN id = %(before)s THEN 'sent' ELSE 'sending' END,
        sent_at = CASE WHEN id = %(before)s THEN %(accepted)s ELSE sent_at END,
        problem = CASE WHEN id = %(before)s THEN '' ELSE problem END,
        sending_since = CASE WHEN id = %(before)s THEN sending_since ELSE %(now)s END,
        attempts = CASE WHEN id = %(before)s THEN attempts ELSE attempts + 1 END
    WHERE id IN (%(before)s, %(letter)s) AND (id = %(before)s OR (state = %(state)s AND attempts = %(attempts)s))"""
"""Two changes in one statement: with the ORM each letter costs twice the time and two commits."""


def _send(letter: Letter, office: Office, clock: Callable[[], datetime]) -> Sent | None:
    """Hand a letter to the server; None where it was not accepted. Raises PostAway."""
    message = office.written(letter)
    try:
        office.post.send(message, to=letter.recipient)
    except TryLater as later:
        _put_off(letter, str(later), clock())
    except Refused as refused:
        _set_aside(letter, str(refused), clock())
    except InDoubt as doubt:
        put_in_doubt(letter, str(doubt), clock())
    except PostAway as away:
        _put_off(letter, str(away), clock())
        raise
    else:
        return Sent(letter.pk, message, clock())
    return None


def _mark_sent(sent: Sent | None) -> None:
    """Mark a letter that the server accepted, if there is one."""
    if sent is not None:
        Letter.objects.filter(pk=sent.letter).update(state=State.SENT, sent_at=sent.at, problem="")


def _mark(letter: Letter, **fields: object) -> None:
    Letter.objects.filter(pk=letter.pk).update(**fields)


def _copy(sent: Sequence[Sent], copies: Copies) -> None:
    """Put copies into the Sent folder, all at once; where it is away, the sweep does it later."""
    if not sent:
        return
    try:
        copies.keep_copies([(one.message, one.at) for one in sent])
    except CopiesAway as away:
        log.warning("%d letters were sent, their copies will be kept later: %s", len(sent), away)
    else:
        Letter.objects.filter(pk__in=[one.letter for one in sent]).update(copied=True)


def _put_off(letter: Letter, why: str, now: datetime) -> None:
    log.warning("letter %s waits: %s", letter.message_id, why)
    _mark(letter, state=State.QUEUED, retry_at=now + wait_after(letter.attempts), problem=why)
    if letter.attempts == ALARM_AFTER_ATTEMPTS and letter.kind != Kind.TEAM:
        notices.about_letter("letter_stuck", letter, why, at=now)


def _set_aside(letter: Letter, why: str, now: datetime) -> None:
    log.error("letter %s was refused: %s", letter.message_id, why)
    _mark(letter, state=State.SET_ASIDE, problem=why)
    if letter.kind != Kind.TEAM:
        notices.about_letter("letter_refused", letter, why, at=now)


def put_in_doubt(letter: Letter, why: str, now: datetime) -> None:
    """Nobody knows whether it was sent: show it, and tell the team."""
    log.error("letter %s is in doubt: %s", letter.message_id, why)
    _mark(letter, state=State.IN_DOUBT, problem=why)
    if letter.kind != Kind.TEAM:
        notices.about_letter("letter_in_doubt", letter, why, at=now)


def reconcile(office: Office, *, now: datetime) -> None:
    """Settle what a crash left behind.

    A letter in `sending` whose worker is dead was sent if the Sent folder holds it; else it is in doubt. One in doubt
    is sent again, under the same Message-ID, when 12 hours of its deadline are left.
    """
    for letter in Letter.objects.filter(state=State.SENDING, sending_since__lt=now - SENDING_LASTS):
        if office.copies.has_copy(letter.message_id):
            _mark(letter, state=State.SENT, sent_at=letter.sending_since, copied=True)
        else:
            put_in_doubt(letter, "its sending was cut off and the Sent folder does not hold it", now)
    Letter.objects.filter(state=State.IN_DOUBT, deadline__lt=now + SEND_AGAIN_BEFORE_DEADLINE).update(
        state=State.QUEUED, retry_at=None
    )
    for letter in _uncopied(now).order_by("id")[:100]:
        if office.copies.has_copy(letter.message_id):
            _mark(letter, copied=True)
        else:
            _copy([Sent(letter.pk, office.written(letter), letter.sent_at or now)], office.copies)


def _uncopied(now: datetime) -> QuerySet[Letter]:
    """Letters whose copy is missing, without those that a worker may be about to copy."""
    return Letter.objects.filter(state=State.SENT, copied=False, sent_at__lt=now - SENDING_LASTS)


def came_back(message_ids: Iterable[str], why: str, *, at: datetime) -> list[Letter]:
    """A delivery report says that letters of ours did not arrive: mark them, tell the team, and give them."""
    astray = []
    for letter in Letter.objects.filter(message_id__in=list(message_ids)):
        if letter.state != State.UNDELIVERED:
            _mark(letter, state=State.UNDELIVERED, problem=why)
            notices.about_letter("letter_came_back", letter, why, at=at)
            astray.append(letter)
    return astray


def settle_by_hand(number: int, verdict: str, *, now: datetime) -> bool:
    """A person's word on a letter in doubt or set aside: `sent`, `again` or `withdrawn`; False where it is neither."""
    fields: dict[str, dict[str, object]] = {
        "sent": {"state": State.SENT, "sent_at": now, "copied": True},
        "again": {"state": State.QUEUED, "retry_at": None, "attempts": 0},
        "withdrawn": {"state": State.WITHDRAWN},
    }
    open_letters = Letter.objects.filter(pk=number, state__in=[State.IN_DOUBT, State.SET_ASIDE, State.UNDELIVERED])
    return bool(open_letters.update(**fields[verdict]))
