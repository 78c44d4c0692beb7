"""Words to the team: owed as rows, each once, and sent together, so that a storm of claims makes one mail."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from worker.letters import LetterText, many_to_team, to_team
from worker.outbox.models import Kind, Letter, Notice
from worker.outbox.writing import domain

AT_ONCE = 2000


def notice(
    kind: str,
    *,
    at: datetime,
    claim_id: int | None = None,
    escalate: bool = False,
    urgent: bool = False,
    key: str = "",
    **facts: object,
) -> Notice | None:
    """A word owed to the team, not yet saved; None where no address is set (then `claims status` alone shows it).

    `key` names what may be said once only; without one, each is another word.
    """
    desk = settings.DESK
    address = (desk.escalation_address or desk.team_address) if escalate else desk.team_address
    if not address:
        return None
    return Notice(
        key=key or uuid.uuid4().hex,
        kind=kind,
        claim_id=claim_id,
        facts=facts,
        recipient=address,
        urgent=urgent or escalate,
        at=at,
    )


def owe(notices: Iterable[Notice | None]) -> None:
    """Save notices; one whose key was owed before is left out."""
    rows = [n for n in notices if n is not None]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)


def tell_team(kind: str, *, at: datetime, **facts: object) -> None:
    """Owe the team one word; see `notice`."""
    owe([notice(kind, at=at, **facts)])  # type: ignore[arg-type]


def write_owed(now: datetime) -> int:
    """Write what is owed into letters, one for each address; gives how many letters.

    Alarms go at once, and take with them what else waits. Other words go when the last letter to that address is some
    minutes old.
    """
    owed: dict[str, list[Notice]] = defaultdict(list)
    for row in Notice.objects.filter(letter=None).order_by("id")[:AT_ONCE]:
        owed[row.recipient].append(row)
    return sum(_write(address, rows, now) for address, rows in owed.items())


@transaction.atomic
def _write(address: str, rows: list[Notice], now: datetime) -> int:
    waiting = {n.pk: n for n in Notice.objects.select_for_update().filter(pk__in=[r.pk for r in rows], letter=None)}
    ready = [waiting[r.pk] for r in rows if r.pk in waiting]
    if not ready or not (any(n.urgent for n in ready) or _quiet(address, now)):
        return 0
    text = _text(ready)
    letter = Letter.objects.create(
        claim_id=ready[0].claim_id if len(ready) == 1 else None,
        kind=Kind.TEAM,
        recipient=address,
        subject=text.subject,
        text=text.text,
        message_id=f"<team.{ready[0].pk}.{uuid.uuid4().hex[:12]}@{domain()}>",
        written_at=now,
    )
    Notice.objects.filter(pk__in=[n.pk for n in ready]).update(letter=letter)
    return 1


def _quiet(address: str, now: datetime) -> bool:
    since = now - timedelta(minutes=settings.DESK.team_mail_minutes)
    return not Letter.objects.filter(recipient=address, kind=Kind.TEAM, written_at__gt=since).exists()


def _text(notices: list[Notice]) -> LetterText:
    if len(notices) == 1:
        return to_team(notices[0].kind, **notices[0].facts)
    ordered = sorted(notices, key=lambda n: (not n.urgent, n.kind, n.pk))
    counts = Counter(n.kind for n in ordered)
    return many_to_team([(n.kind, n.facts) for n in ordered], counts, console=settings.DESK.base_url)


def about_letter(kind: str, letter: Letter, why: str, *, at: datetime) -> None:
    """A word on a letter that did not go its way: refused, stuck, in doubt, or come back."""
    tell_team(
        kind,
        at=at,
        claim_id=letter.claim_id,
        message_id=letter.message_id,
        kind_of_letter=letter.kind,
        recipient=letter.recipient,
        why=why,
        number=letter.pk,
        attempts=letter.attempts,
    )
