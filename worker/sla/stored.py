"""Decisions and facts as JSON: what is stored, what `claims check` prints, and how facts come back for a replay."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision

from worker.sla.cycles import shown
from worker.sla.decision import Cycle, Decision, Finding
from worker.sla.facts import (
    AccountMention,
    Authenticity,
    DateOrder,
    ErrorClass,
    Evidence,
    Facts,
    StatedIncident,
    TimeReading,
    Unjudged,
)
from worker.sla.hashes import plain


def moment(value: datetime | None) -> str | None:
    """2026-11-03T09:12:00Z, or None."""
    return None if value is None else value.isoformat().replace("+00:00", "Z")


def money(amount: Decimal, currency: str) -> str:
    """An amount with the decimals of its currency, no more and no fewer: 12.30 USD, 489600 VND."""
    return str(amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency))))


def decision_json(decision: Decision) -> dict[str, Any]:
    """A decision in the shapes that `claims check` promises."""
    return {
        "account": decision.account,
        "sender_ok": decision.sender_ok,
        "incidents": [
            {
                "start": moment(i.reading.start),
                "end": moment(i.reading.end),
                "stated": i.stated.words,
                "read_in": i.reading.zone,
                "matched": list(i.matched),
                "late": i.late,
                "last_day": i.last_day.isoformat() if i.last_day else None,
                "candidates": [
                    {
                        "start": moment(c.reading.start),
                        "end": moment(c.reading.end),
                        "read_in": c.reading.zone,
                        "order": c.reading.order.value if c.reading.order else None,
                        "matched": list(c.matched),
                    }
                    for c in i.candidates
                ],
            }
            for i in decision.incidents
        ],
        "missing": list(decision.missing),
        "outcome": decision.outcome.value,
        "route": decision.route.value,
        "review_reasons": list(decision.review_reasons),
        "credits": [
            {
                "period_start": c.period_start.isoformat(),
                "percent": c.percent,
                "amount": money(c.amount, c.currency),
                "currency": c.currency,
            }
            for c in decision.credits
        ],
        "cycles": [_cycle(c) for c in decision.cycles],
        "findings": [_finding(f) for f in decision.findings],
        "due": moment(decision.due),
        "at": moment(decision.at),
        "hold_until": moment(decision.hold_until),
        "provisional": decision.provisional,
        "certain": decision.certain,
        "agreement": {"date": decision.agreement_date.isoformat(), "sha256": decision.agreement_sha256},
        "policy_sha256": decision.policy_sha256,
        "records_sha256": decision.records_sha256,
    }


def cycle_json(cycle: Cycle) -> dict[str, Any]:
    """A cycle with every stretch of it and why it counts or not."""
    return _cycle(cycle) | {"stretches": plain(cycle.stretches)}


def _cycle(cycle: Cycle) -> dict[str, Any]:
    return {
        "period_start": cycle.period_start.isoformat(),
        "total": cycle.total,
        "excused": cycle.excused,
        "counted": cycle.counted,
        "measured": cycle.measured,
        "uptime": shown(cycle.uptime),
        "other_uptime": shown(cycle.other_uptime),
        "percent": cycle.percent,
        "paid": None if cycle.paid is None else money(cycle.paid, cycle.currency),
        "credited": money(cycle.credited, cycle.currency),
        "owed": money(cycle.owed, cycle.currency),
        "currency": cycle.currency,
        "closes": moment(cycle.closes),
        "final": moment(cycle.final_at),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "clause": finding.clause,
        "question": finding.question,
        "answer": finding.answer.value,
        "because": finding.because,
        "numbers": dict(finding.numbers),
        "decisive": finding.decisive,
    }


def facts_json(facts: Facts) -> dict[str, Any]:
    """Facts as they are stored with a decision."""
    return dict(plain(facts))


def facts_from_json(stored: dict[str, Any]) -> Facts:
    """The facts that were stored, for deciding again."""
    return Facts(
        **stored
        | {
            "authenticity": Authenticity(stored["authenticity"]),
            "received": datetime.fromisoformat(stored["received"]),
            "mentions": tuple(AccountMention(**m) for m in stored["mentions"]),
            "incidents": tuple(map(_incident, stored["incidents"])),
            "evidence": tuple(
                Evidence(e["what"], e["where"], frozenset(map(ErrorClass, e["errors"]))) for e in stored["evidence"]
            ),
            "unjudged": tuple(Unjudged(**u) for u in stored["unjudged"]),
            "doubts": tuple(stored["doubts"]),
        }
    )


def _incident(stored: dict[str, Any]) -> StatedIncident:
    return StatedIncident(
        words=stored["words"],
        place=stored["place"],
        readings=tuple(map(_reading, stored["readings"])),
        elsewhere=tuple(map(_reading, stored["elsewhere"])),
        doubts=tuple(stored["doubts"]),
        aside=stored.get("aside", False),
    )


def _reading(stored: dict[str, Any]) -> TimeReading:
    end = stored["end"]
    return TimeReading(
        start=datetime.fromisoformat(stored["start"]),
        end=datetime.fromisoformat(end) if end else None,
        zone=stored["zone"],
        zone_stated=stored["zone_stated"],
        order=DateOrder(stored["order"]) if stored["order"] else None,
    )
