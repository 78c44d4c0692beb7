"""Every rule with its clause, for the docs: `python -m worker.sla.rulebook` prints what docs/rules.md holds.

The examples come from the tests, which say which rules they show; without the tests at hand the table leaves them out.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence

from worker.sla.clauses import RULES, WITHOUT_RULE

MODULES = ("complaints", "definitions", "disclaimer", "maintenance", "compensation", "figures")


def rulebook(examples: Mapping[str, Sequence[str]]) -> str:
    """The rules as Markdown, in the order of the agreement."""
    for module in MODULES:
        importlib.import_module(f"worker.sla.{module}")
    lines = ["# The rules", "", "Made from the code by `make rules`; do not edit. Each rule with the words of the"]
    lines += ["agreement that it carries out, how doubt was settled, and the tests that show it on both sides.", ""]
    for known in sorted(RULES.values(), key=lambda r: (r.clause, r.question)):
        lines += [f"## `{known.question}` (§{known.clause})", ""]
        lines += [line for quote in known.quotes for line in (f"> {quote}", "")]
        lines += [known.settled, ""]
        if shown := examples.get(known.question):
            lines += [*(f"- {promise}" for promise in shown), ""]
    lines += ["## Words without a rule", ""]
    lines += [f"- “{words}”: {why}." for words, why in WITHOUT_RULE.items()]
    return "\n".join(lines) + "\n"
