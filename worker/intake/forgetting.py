"""What leaves the store: mails' bytes after a set time, and a person who asks to be erased.

Decisions, findings, figures and the ledger stay: they say what was owed and why, without saying by whom it was asked.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from worker.claims.models import Claim, Decision, Event
from worker.claims.models import State as ClaimState
from worker.intake.models import MailBytes, State, StoredMail
from worker.outbox.models import Letter, Notice
from worker.outbox.models import State as LetterState
from worker.records.append_only import ERASED

log = logging.getLogger(__name__)

AT_ONCE = 1000
_STILL_TO_SEND = [LetterState.QUEUED, LetterState.WAITING, LetterState.SENDING, LetterState.IN_DOUBT]


class StillOpen(Exception):
    """The person cannot be erased yet; the message says why."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What a person was erased from."""

    claims: int
    letters: int
    mails: int


def drop_old_bytes(*, now: datetime) -> int:
    """Delete the bytes of mails kept long enough; gives how many. Open claims and mails set aside keep theirs."""
    before = now - timedelta(days=settings.DESK.keep_mail_days)
    done = Q(mail__claim=None) | Q(mail__claim__state=ClaimState.RESOLVED)
    old = MailBytes.objects.filter(done, mail__received_at__lt=before, mail__state=State.SETTLED)
    count = 0
    while numbers := list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        count += MailBytes.objects.filter(pk__in=numbers).delete()[0]
    if count:
        log.info("the bytes of %d mails received before %s were deleted", count, before)
    return count


@transaction.atomic
def forget(contact: str, *, by: str, now: datetime) -> Erased:
    """Erase a person by mail address from claims, decisions, events, letters and mails.

    Raises StillOpen while a claim of theirs waits or a letter to them is to be sent.
    """
    address = contact.strip().lower()
    claims = list(Claim.objects.select_for_update(of=("self",)).filter(sender=address).order_by("pk"))
    open_claims = [c.reference for c in claims if c.state != ClaimState.RESOLVED]
    if open_claims:
        raise StillOpen(f"{address} has open claims ({', '.join(open_claims[:5])}): answer them first.")
    letters = Letter.objects.filter(recipient=address)
    if letters.filter(state__in=_STILL_TO_SEND).exists():
        raise StillOpen(f"Letters to {address} are still to be sent or in doubt: settle them first.")
    mails = StoredMail.objects.filter(Q(claim__in=claims) | Q(sender=address))
    said = [address, *(c.client_name for c in claims if c.client_name)]
    clean = _cleaner(said)
    for claim in claims:
        _erase_claim(claim, clean, by=by, now=now)
    count = letters.update(recipient=ERASED, subject=ERASED, text=ERASED, html="", in_reply_to="", references="")
    MailBytes.objects.filter(mail__in=mails).delete()
    erased = mails.update(sender=ERASED, subject=ERASED, message_id="")
    return Erased(len(claims), count, erased)


def _erase_claim(claim: Claim, clean: Callable[[Any], Any], *, by: str, now: datetime) -> None:
    for decision in Decision.objects.filter(claim=claim):
        decision.facts = _without_words(clean(decision.facts))
        decision.decision = clean(decision.decision)
        for incident in decision.decision["incidents"]:
            incident["stated"] = ERASED
        decision.save(update_fields=["facts", "decision"])
    for event in Event.objects.filter(claim=claim):
        detail = event.detail if event.what in _OUR_WORDS and clean(event.detail) == event.detail else ERASED
        Event.objects.filter(pk=event.pk).update(by=ERASED if event.by == claim.sender else event.by, detail=detail)
    Notice.objects.filter(claim=claim).update(facts={})
    Letter.objects.filter(notices__claim=claim).update(subject=ERASED, text=ERASED)
    claim.sender = claim.client_name = claim.thread = claim.message_id = ""
    claim.subject, claim.erased_at = ERASED, now
    claim.save()
    Event.objects.create(claim=claim, at=now, by=by, what="erased")


_OUR_WORDS = {"resolved", "queued", "held", "decided again", "difference paid", "part granted", "repaired", "assigned"}
"""Events whose words are ours alone."""


def _without_words(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts without the client's words; times, evidence and the account that was named stay."""
    incidents = [i | {"words": ERASED} for i in facts["incidents"]]
    mentions = [m for m in facts["mentions"] if m["kind"] == "id"]
    return facts | {"text": "", "sender": None, "incidents": incidents, "mentions": mentions}


def _cleaner(said: list[str]) -> Callable[[Any], Any]:
    pattern = re.compile("|".join(re.escape(words) for words in said), re.IGNORECASE)

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(ERASED, value)
        if isinstance(value, list):
            return [clean(v) for v in value]
        return {k: clean(v) for k, v in value.items()} if isinstance(value, dict) else value

    return clean
