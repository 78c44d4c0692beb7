"""Words to the team about a claim."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from worker.claims.desk import Desk
from worker.claims.models import Claim
from worker.outbox.models import Notice
from worker.outbox.notices import notice, owe


def about(
    kind: str,
    claim: Claim,
    desk: Desk,
    *,
    reasons: Sequence[str] | None = None,
    key: str = "",
    escalate: bool = False,
    urgent: bool = False,
    **more: object,
) -> Notice | None:
    """A word on a claim, not yet saved. `key`, with the claim's number, is what may be said once only."""
    why = claim.newest.decision["review_reasons"] if reasons is None else reasons
    return notice(
        kind,
        at=desk.now,
        claim_id=claim.pk,
        escalate=escalate,
        urgent=urgent,
        key=f"{claim.pk}:{key}" if key else "",
        reference=claim.reference,
        account=claim.account,
        due=claim.due_at.astimezone(desk.policies.zone).strftime("%Y-%m-%d %H:%M %Z"),
        outcome=claim.outcome,
        reasons=" ".join(why),
        link=f"{settings.DESK.base_url}/claims/{claim.reference}",
        **more,
    )


def tell(kind: str, claim: Claim, desk: Desk, **more: object) -> None:
    """Owe the team a word on a claim; see `about`."""
    owe([about(kind, claim, desk, **more)])  # type: ignore[arg-type]
