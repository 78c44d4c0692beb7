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
    claims = Claim.objects.filter(pk__in=numbers) if numbers else Claim.objects.all()
    total = claims.count()
    for count, claim in enumerate(claims.order_by("pk").iterator(), 1):
        if count % 500 == 0:
            progress(f"{count} of {total} claims")
        if (row := _difference(claim, now)) is not None:
            yield row


def touched_by(
    outages: Iterable[str], *, now: datetime, progress: Callable[[str], None] = lambda line: None
) -> Iterator[dict[str, Any]]:
    """Claims whose answer would be another, among all that a change of these outages can touch."""
    from worker.records.models import Outage

    rows = Outage.objects.filter(pk__in=list(outages))
    everybody = any(o.affects == "*" for o in rows)
    named = {a for o in rows for a in o.affects.split()}
    claims = Claim.objects.all() if everybody else Claim.objects.filter(account__in=named)
    for claim in claims.order_by("pk").iterator():
        if (row := _difference(claim, None)) is not None:
            yield row


def _difference(claim: Claim, now: datetime | None) -> dict[str, Any] | None:
    stored = claim.newest
    again = _decided_again(claim, stored, now or stored.at)
    differing = [key for key in COMPARED if _compared(stored.decision[key]) != _compared(again[key])]
    if not differing:
        return None
    said = {"reference": claim.reference, "before": _said(stored.decision), "now": _said(again), "differs": differing}
    return said | {"policy_changed": stored.policy_sha256 != again["policy_sha256"]}


def _compared(value: Any) -> Any:
    """Cycles without what was credited meanwhile: our own credit is no change of the answer."""
    if isinstance(value, list):
        return [_compared(v) for v in value]
    if isinstance(value, dict):
        return {k: v for k, v in value.items() if k not in ("credited", "due")}
    return "compensated" if value == "already_compensated" else value


def _said(decision: dict[str, Any]) -> str:
    cycles = ", ".join(f"{c['period_start']} {c['uptime']} % → {c['percent']} %" for c in decision["cycles"])
    return f"{decision['outcome']}{' (' + cycles + ')' if cycles else ''}"


def _decided_again(claim: Claim, stored: Decision, at: datetime) -> dict[str, Any]:
    desk = Desk(at)
    facts = facts_from_json(stored.facts)
    understood = Understood(facts, identify(facts, desk.book))
    history = history_from_json(claim.history)
    again = judge(understood, load=desk.load, at=at, policies=desk.policies, history=history)
    return decision_json(again.decision)
