"""The team's digest: on each working morning, what waits and what is due first."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.conf import settings

from worker.claims.desk import Desk
from worker.claims.models import Claim, Correction, State
from worker.outbox.models import Letter, Notice
from worker.outbox.models import State as LetterState
from worker.outbox.notices import notice, owe
from worker.sla.calendar import local_day

ROWS = 100
MORNING = 4
"""Hours within which the digest goes out; a desk that slept longer waits for the next working day."""


def owe_digest(desk: Desk) -> None:
    """Owe today's digest, once, from the morning hour of a working day on; none where nothing waits."""
    zone = desk.policies.zone
    day, local = local_day(desk.now, zone), desk.now.astimezone(zone)
    key = f"digest:{day}"
    if not 0 <= local.hour - settings.DESK.digest_hour < MORNING or day in desk.policies.days_off:
        return
    if Notice.objects.filter(key=key).exists():
        return
    waiting = Claim.objects.exclude(state=State.RESOLVED)
    counts = Counter(waiting.values_list("state", flat=True))
    letters = Letter.objects.filter(
        state__in=[LetterState.IN_DOUBT, LetterState.SET_ASIDE, LetterState.UNDELIVERED]
    ).count()
    corrections = Correction.objects.filter(state="open").count()
    if not (counts or letters or corrections):
        return
    told = notice(
        "digest",
        at=desk.now,
        urgent=True,
        key=key,
        day=day.isoformat(),
        total=counts.total(),
        queued=counts[State.QUEUED],
        held=counts[State.HELD],
        overdue=waiting.filter(due_at__lte=desk.now).count(),
        rows=[_row(claim, desk) for claim in waiting.order_by("due_at", "pk")[:ROWS]],
        letters=letters,
        corrections=corrections,
        link=settings.DESK.base_url,
    )
    owe([told])


def _row(claim: Claim, desk: Desk) -> dict[str, str]:
    return {
        "due": _local(claim.due_at, desk),
        "reference": claim.reference,
        "state": claim.state,
        "outcome": claim.outcome,
        "account": claim.account,
        "assignee": claim.assignee,
    }


def _local(moment: datetime, desk: Desk) -> str:
    return moment.astimezone(desk.policies.zone).strftime("%Y-%m-%d %H:%M")
