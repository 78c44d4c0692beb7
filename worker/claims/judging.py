"""From a mail to a decision: the one way that the live desk, a replay and `claims check` share.

Which records are at hand is the caller's business: it gives a function that loads them for an account.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from worker import reading
from worker.reading import Mail
from worker.sla import AccountBook, Decision, Facts, History, Identified, Policies, Records, decide, identify
from worker.sla.records import Account

LoadRecords = Callable[[Account, Facts], Records]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a mail states, which account it is about, and what was decided."""

    facts: Facts
    identified: Identified
    decision: Decision


@dataclass(frozen=True, slots=True)
class Understood:
    """What a mail states and which account it is about: all that can be known without the account's records."""

    facts: Facts
    identified: Identified


def understand(mail: Mail, *, book: AccountBook, policies: Policies, inherit: Facts | None = None) -> Understood:
    """Read a mail's facts. `inherit` are the facts of an earlier claim, for what this mail does not restate."""
    identified = _identified(reading.facts_without_times(mail), book, inherit)
    zone = identified.account.time_zone if identified.account is not None else policies.zone.key
    facts = reading.facts(mail, zone=zone, provider_zone=policies.zone.key)
    return Understood(facts if inherit is None else inherited(facts, inherit), identified)


def judge(
    understood: Understood,
    *,
    load: LoadRecords,
    at: datetime,
    policies: Policies,
    history: History | None = None,
) -> Judgement:
    """Decide on what was understood, with the records that `load` gives for the account."""
    facts, identified = understood.facts, understood.identified
    records = load(identified.account, facts) if identified.account is not None else Records()
    decision = decide(facts, identified, records, at=at, policies=policies, history=history)
    return Judgement(facts, identified, decision)


def _identified(facts: Facts, book: AccountBook, inherit: Facts | None) -> Identified:
    found = identify(facts, book)
    if inherit is not None and found.named is None:
        before = identify(replace(inherit, sender=facts.sender), book)
        return before if before.account is not None else found
    return found


def inherited(facts: Facts, earlier: Facts) -> Facts:
    """What a feedback or completion does not restate, it has from the earlier claim (rules.md §8)."""
    return replace(
        facts,
        incidents=facts.incidents or earlier.incidents,
        evidence=facts.evidence or earlier.evidence,
        unjudged=facts.unjudged or earlier.unjudged,
        mentions=facts.mentions or earlier.mentions,
        text=f"{facts.text}\n{earlier.text}" if not facts.mentions else facts.text,
    )
