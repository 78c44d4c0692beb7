"""Deciding stored claims again, to show that an answer still stands, or which would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from worker.claims.desk import Desk
from worker.claims.judging import Understood, judge
from worker.claims.models import Claim, Decision
from worker.claims.opening import history_from_json
from worker.sla import decision_json, facts_from_json
from worker.sla.account import identify

COMPARED = ("outcome", "account", "missing", "cycles")


def unknown(references: Iterable[str]) -> list[str]:
    """Those of the references that no claim has."""
    return [r for r in references if Claim.objects.referenced(r) is None]


def differences(
    references: Iterable[str], *, now: datetime | None, progress: Callable[[str], None] = lambda line: None
) -> Iterator[dict[str, Any]]:
    """Decide claims again (all where none is named) as of their own moment, or as of `now`; gives what differs."""
    numbers = [c.pk for r in references if (c := Claim.objects.referenced(r)) is not None]
    claims = Claim.objects.filter(pk__in=numbers) if numbers else Claim.objects.filter(erased_at=None)
    total = claims.count()
    for count, claim in enumerate(claims.order_by("pk").iterator(), 1):
        if count % 500 == 0:
            progress(f"{count} of {total} claims")
        if (row := difference(claim, now)) is not None:
            yield row


def difference(claim: Claim, now: datetime | None) -> dict[str, Any] | None:
    """How a claim would be decided with the records of today, as of its own moment or as of `now`; None if the same."""
    stored = claim.newest
    again = _decided_again(claim, stored, now or stored.at)
    differing = _differing(stored.decision, again)
    if not differing:
        return None
    row = {"reference": claim.reference, "before": said(stored.decision), "now": said(again), "differs": differing}
    return row | {"policy_changed": stored.policy_sha256 != again["policy_sha256"]}


def _differing(before: dict[str, Any], again: dict[str, Any]) -> list[str]:
    return [key for key in COMPARED if _compared(before[key]) != _compared(again[key])]


def same(before: dict[str, Any], again: dict[str, Any]) -> bool:
    """Whether two stored decisions say the same, whatever was credited in between."""
    return not _differing(before, again)


def _compared(value: Any) -> Any:
    """Cycles without what was credited meanwhile: our own credit is no change of the answer."""
    if isinstance(value, list):
        return [_compared(v) for v in value]
    if isinstance(value, dict):
        return {k: v for k, v in value.items() if k not in ("credited", "due")}
    return "compensated" if value == "already_compensated" else value


def said(decision: dict[str, Any]) -> str:
    """A stored decision in a few words."""
    cycles = ", ".join(f"{c['period_start']} {c['uptime']} % → {c['percent']} %" for c in decision["cycles"])
    return f"{decision['outcome']}{' (' + cycles + ')' if cycles else ''}"


def _decided_again(claim: Claim, stored: Decision, at: datetime) -> dict[str, Any]:
    desk = Desk(at)
    facts = facts_from_json(stored.facts)
    understood = Understood(facts, identify(facts, desk.book))
    history = history_from_json(claim.history)
    again = judge(understood, load=desk.load, at=at, policies=desk.policies, history=history)
    return decision_json(again.decision)
