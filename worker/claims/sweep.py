"""Claims that have something due by now: held ones to be decided, open cycles that closed, deadlines that near."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError
from django.db.models import Q, QuerySet

from worker.claims import corrections, digest, lifecycle
from worker.claims.deadlines import terms
from worker.claims.desk import Desk
from worker.claims.models import Claim, Pulse, State
from worker.claims.steps import NotNow
from worker.outbox.models import Letter

log = logging.getLogger(__name__)

AT_ONCE = 500
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
Act = Callable[[int, Desk], list[Letter]]


def sweep(*, clock: Callable[[], datetime]) -> int:
    """Do all that is due; gives how many claims were looked at. One that fails waits and never stops the others."""
    desk = Desk(clock())
    done = lifecycle.note_answers(desk)
    corrections.handle_changes(desk)
    last_hours = desk.now + terms(desk).send_before_deadline
    asked = Q(remind_at=None) | Q(remind_at__lte=desk.now)
    for due, act in (
        (Q(state=State.HELD, decide_at__lte=desk.now), lifecycle.decide_held),
        (Q(state=State.RESOLVED, decide_at__lte=desk.now), lifecycle.look_again),
        (Q(remind_at__lte=desk.now) & ~Q(state=State.RESOLVED), lifecycle.mind_deadline),
        (Q(state=State.RESOLVED, answered_at=None, due_at__lte=last_hours) & asked, lifecycle.mind_deadline),
    ):
        for number in _ripe(due, desk.now):
            _act(act, number, desk)
            done += 1
    digest.owe_digest(desk)
    Pulse.objects.update_or_create(part="sweep", defaults={"at": desk.now})
    return done


def _ripe(due: Q, now: datetime) -> QuerySet[Claim, int]:
    ripe = Q(retry_at__isnull=True) | Q(retry_at__lte=now)
    return Claim.objects.filter(due, ripe).order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]


def _act(act: Act, number: int, desk: Desk) -> None:
    try:
        act(number, desk)
    except OperationalError:
        raise
    except NotNow as why:
        log.info("%s", why)  # another worker was first
    except Exception:
        log.exception("claim %d failed", number)
        _push_back(number, traceback.format_exc(limit=-8), desk)


def _push_back(number: int, problem: str, desk: Desk) -> None:
    claim = Claim.objects.get(pk=number)
    claim.attempts += 1
    claim.problem = problem
    claim.retry_at = desk.now + min(FIRST_WAIT * 4 ** min(claim.attempts - 1, 6), LONGEST_WAIT)
    claim.save(update_fields=["attempts", "problem", "retry_at"])
    if claim.attempts == settings.DESK.attempts:
        lifecycle.tell_of_failure(claim, desk)
