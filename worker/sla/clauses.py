"""Ties each rule to the clause it carries out: the clause's own words stand in the rule's docstring.

A rule's docstring quotes the agreement in lines that start with `> ` and then says how doubt was settled. Tests hold
every quote against the text, and every clause against the rules or the reason why it needs none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Rule = TypeVar("Rule", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule of the code with the clause it belongs to."""

    clause: str
    question: str
    """The rule's name: the question it answers."""
    quotes: tuple[str, ...]
    settled: str
    """How doubt was settled: the rest of the docstring."""


RULES: dict[str, Clause] = {}

WITHOUT_RULE = {
    "State clearly": "deciding begins with mails whose subject holds the words; `worker.reading` looks for them",
    "Other issues related to management of virtual server": "the record of such an outage names `third_party` (§3)",
    "you are eligible to recover the service fee": "promises what the rules of §1.2 carry out",
    "Claims that do not provide the above information": "the outcome `incomplete` of the three questions above it",
    "System maintenance shall be conducted": "introduces the two methods, each with its rule",
    "Maintenance can be scheduled on any day": "allows the provider what it does anyway; nothing is asked of a claim",
    "that do not impact on Client’s operation": "no unavailability, see `was_unavailable`",
    "will put its best effort": "promises effort, not a result that a claim could be held against",
    "shall not be refunded in cash": "credits are entered into the account's balance; there is no other way to pay",
    "shall not be transferred": "a ledger entry belongs to the account whose cycle it is for",
    "the Client can resend feedback": "a feedback is a claim of its own, decided by these same rules",
    "feedback shall be received and processed as a new Complaint": "a claim of its own, decided by these same rules",
}
"""Words of the agreement that no rule carries out, each with the reason."""


def rule(clause: str) -> Callable[[Rule], Rule]:
    """Register a rule under its clause; its docstring must quote the agreement."""

    def register(function: Rule) -> Rule:
        quotes, settled = _split(function.__doc__ or "")
        name = function.__name__
        RULES[name] = Clause(clause, name, quotes, settled)
        return function

    return register


def _split(docstring: str) -> tuple[tuple[str, ...], str]:
    lines = [line.strip() for line in docstring.strip().splitlines()]
    blocks = re.split(r"\n\s*\n", "\n".join(lines))
    quotes = [b for b in blocks if b.startswith("> ")]
    rest = [b for b in blocks if not b.startswith("> ")]
    cleaned = tuple(" ".join(line.removeprefix("> ") for line in quote.splitlines()) for quote in quotes)
    return cleaned, "\n\n".join(" ".join(block.splitlines()) for block in rest)


def unproven_quotes(agreement: str) -> list[str]:
    """The quotes of rules that do not stand word for word in an agreement's text."""
    text = " ".join(agreement.split())
    return [quote for known in RULES.values() for quote in known.quotes if " ".join(quote.split()) not in text]
