"""What a person decided otherwise than proposed: another outcome, other amounts, always with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import get_currency_precision

from worker.claims.steps import NotNow
from worker.sla.calendar import local_day
from worker.sla.decision import Answer, CreditDue, Cycle, Decision, Finding, Outcome
from worker.sla.policy import Policies, on

CHOICES = tuple(o for o in Outcome if o is not Outcome.HOLD)
MISSING = ("account", "evidence", "incident_time")


@dataclass(frozen=True, slots=True)
class Choice:
    """A person's own decision. `amounts` are credited in all for each cycle, by its first day."""

    outcome: Outcome
    reason: str
    amounts: Mapping[date, Decimal] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is stored until a second person approved it."""
        return {
            "outcome": self.outcome.value,
            "reason": self.reason,
            "amounts": {start.isoformat(): str(amount) for start, amount in self.amounts.items()},
            "missing": list(self.missing),
        }


def choice_from_json(stored: Mapping[str, Any]) -> Choice:
    """A choice out of the store."""
    amounts = {date.fromisoformat(start): Decimal(amount) for start, amount in stored["amounts"].items()}
    return Choice(Outcome(stored["outcome"]), stored["reason"], amounts, tuple(stored["missing"]))


def chosen(decision: Decision, choice: Choice, *, by: str, policies: Policies) -> Decision:
    """The decision with what a person chose put in its place.

    Raises NotNow where it has no reason, names no amount where it compensates, or credits more than the table's
    highest row gives (§1.2).
    """
    if not choice.reason.strip():
        raise NotNow("Another decision than the proposal needs a reason.")
    if choice.outcome not in CHOICES:
        raise NotNow("To let a claim wait for its cycle, hold it.")
    if choice.outcome is Outcome.INCOMPLETE and not choice.missing:
        raise NotNow("Say what is missing: the account, the incident's time, or the evidence.")
    compensates = choice.outcome is Outcome.COMPENSATED
    cycles = tuple(_with_amount(c, choice, policies) for c in _cycles(decision)) if compensates else ()
    credits = tuple(_credit(c, decision) for c in cycles if c.due > 0)
    if compensates and not credits:
        raise NotNow("A compensated claim needs an amount for one of its payment cycles: record the outage first.")
    because = f"{by} decided {choice.outcome.value.replace('_', ' ')}: {choice.reason.strip()}"
    finding = Finding("1.3", "decided_by_a_person", Answer.MET, because, decisive=True)
    return replace(
        decision,
        outcome=choice.outcome,
        missing=tuple(sorted(choice.missing)) if choice.outcome is Outcome.INCOMPLETE else (),
        cycles=cycles if compensates else tuple(c for c in decision.cycles if not c.due),
        touched=decision.touched if compensates else tuple(c for c in decision.touched if not c.due),
        credits=credits,
        findings=(*(replace(f, decisive=False) for f in decision.findings), finding),
    )


def _cycles(decision: Decision) -> tuple[Cycle, ...]:
    opened = {c.period_start for c in decision.cycles}
    return (*decision.cycles, *(c for c in decision.touched if c.period_start not in opened))


def _with_amount(cycle: Cycle, choice: Choice, policies: Policies) -> Cycle:
    amount = choice.amounts.get(cycle.period_start, Decimal(0))
    if amount == cycle.due:
        return cycle
    step = Decimal(1).scaleb(-get_currency_precision(cycle.currency))
    if amount < 0 or amount != amount.quantize(step):
        raise NotNow(f"{amount} is no amount in {cycle.currency}.")
    top = max(row.percent for row in on(policies.tiers, local_day(cycle.opens, policies.zone)).rows)
    most = ((cycle.paid or Decimal(0)) * top / 100).quantize(step, ROUND_HALF_UP) - cycle.credited
    if amount > most:
        raise NotNow(
            f"The payment cycle from {cycle.period_start} can be credited {max(most, Decimal(0))} {cycle.currency} "
            f"at most: {top} % of the fee paid, less what was credited."
        )
    return replace(cycle, percent=0, owed=cycle.credited + amount, due=amount)


def _credit(cycle: Cycle, decision: Decision) -> CreditDue:
    same = next((c for c in decision.credits if c.period_start == cycle.period_start), None)
    if same is not None and same.amount == cycle.due:
        return same
    return CreditDue(cycle.period_start, cycle.percent, cycle.due, cycle.currency)
