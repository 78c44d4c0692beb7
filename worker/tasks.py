"""Thin doors: each task takes numbers and calls one function. Every one may run twice, or never, without harm."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from celery import shared_task
from django.db.models import QuerySet
from kombu.exceptions import OperationalError as BrokerAway

from worker import adapters
from worker.claims import sweep as claims_sweep
from worker.clock import now
from worker.intake import forgetting
from worker.intake import settle as settling
from worker.intake import take as taking
from worker.intake.mailbox import MailboxAway
from worker.outbox import delivery, notices
from worker.outbox.delivery import Office
from worker.outbox.models import Letter
from worker.outbox.post import PostAway
from worker.settings import current

log = logging.getLogger(__name__)

LETTERS_A_TASK = 100


def hint(task: object, *args: object) -> None:
    """Send a task; without a broker nothing is lost, the sweep finds the work."""
    try:
        task.delay(*args)  # type: ignore[attr-defined]
    except BrokerAway as away:
        log.warning("no hint could be sent, the sweep will find the work: %s", away)


@shared_task
def poll() -> None:
    """Take all new mails and pass them on, batch by batch."""
    settings = current()
    box = adapters.mailbox(settings)
    limits = taking.Limits(settings.batch, settings.max_mail_bytes)
    try:
        with box:
            for numbers in taking.take(box, now=now(), limits=limits):
                if numbers:
                    hint(settle, numbers)
    except MailboxAway as away:
        log.error("%s", away)
        taking.failed(box.name, str(away), now=now())


@shared_task
def settle(numbers: list[int]) -> None:
    """Read and decide mails, and pass the letters they are owed on."""
    settled = settling.settle(numbers, read=adapters.read, clock=now)
    hint_letters(delivery.owed(now()).filter(claim__mails__in=settled))


def hint_letters(letters: QuerySet[Letter]) -> None:
    """Pass on letters in tasks of some hundred."""
    owed = list(letters.values_list("pk", flat=True)[:5000])
    for group in _groups(owed, LETTERS_A_TASK):
        hint(deliver, group)


def _groups(numbers: list[int], size: int) -> Iterator[list[int]]:
    return (numbers[first : first + size] for first in range(0, len(numbers), size))


@contextmanager
def office() -> Iterator[Office]:
    """The open post and the Sent folder, for delivering letters."""
    settings = current()
    with adapters.post(settings) as post, adapters.copies(settings) as copies:
        yield Office(post, copies, settings.required("address"), settings.letters_per_sender)


@shared_task
def deliver(numbers: list[int]) -> None:
    """Send letters."""
    if not delivery.still_owed(numbers, now()):
        return
    try:
        with office() as open_office:
            delivery.deliver(numbers, open_office, clock=now)
    except PostAway as away:
        log.error("%s", away)
        delivery.all_wait(numbers, str(away), now=now())


@shared_task
def retain() -> None:
    """Delete the bytes of mails that have been kept long enough."""
    forgetting.drop_old_bytes(now=now())


@shared_task
def sweep() -> None:
    """Find every piece of unfinished work in the database, whatever became of its hint."""
    _settle_waiting(settling.unsettled(now()))
    claims_sweep.sweep(clock=now)
    notices.write_owed(now())
    if delivery.needs_reconciling(now()):
        try:
            with office() as open_office:
                delivery.reconcile(open_office, now=now())
        except (PostAway, MailboxAway) as away:
            log.error("%s", away)
    hint_letters(delivery.owed(now()))


def _settle_waiting(numbers: Iterable[int]) -> None:
    for group in _groups(list(numbers)[:5000], current().batch):
        hint(settle, group)
