"""The law stands above the code: quotes are true, clauses are covered, the docs are made from both."""

from __future__ import annotations

import re
from pathlib import Path

from tests.rules import test_compensation, test_complaints, test_maintenance
from tests.rules.examples import EXAMPLES
from tests.rules.world import POLICIES
from worker.sla.clauses import RULES, WITHOUT_RULE, unproven_quotes
from worker.sla.rulebook import rulebook

TEXT = POLICIES.agreements[0].text
DOCS = Path(__file__).parents[2] / "docs" / "rules.md"
SHOWN_BY = (test_complaints, test_compensation, test_maintenance)


def test_every_quote_stands_in_the_agreement_word_for_word() -> None:
    """A rule that quotes what the text does not say is a rule of our own."""
    assert RULES
    assert unproven_quotes(TEXT) == []


def test_every_rule_quotes_its_clause_and_says_how_doubt_was_settled() -> None:
    """No rule without the law above it."""
    assert [r.question for r in RULES.values() if not r.quotes or not r.settled] == []


def test_every_rule_has_examples() -> None:
    """Each is shown at work by a test that names it."""
    assert SHOWN_BY
    assert sorted(set(RULES) - set(EXAMPLES)) == []


def test_every_sentence_that_binds_has_a_rule_or_a_reason_for_none() -> None:
    """Sentences with "shall", "within" or a number are covered by a quote or named with the reason."""
    quotes = " ".join(q for r in RULES.values() for q in r.quotes)
    binding = re.compile(r"\bshall\b|\bwithin\b|\bat least\b|\d+ ?%|\bhours\b|\bminutes\b|\bfeedback\b", re.IGNORECASE)
    sentences = [" ".join(s.split()) for s in re.split(r"\n\s*\n|(?<=[.;:])\s", TEXT) if binding.search(s)]
    uncovered = [s for s in sentences if not _covered(s, quotes) and not any(w in s for w in WITHOUT_RULE)]
    assert uncovered == []


def _covered(sentence: str, quotes: str) -> bool:
    words = sentence.strip(" •.;:")
    return words in quotes or any(" ".join(q.split()) in sentence for r in RULES.values() for q in r.quotes)


def test_the_docs_are_current() -> None:
    """docs/rules.md is what `make rules` writes."""
    assert DOCS.read_text(encoding="utf-8") == rulebook(EXAMPLES)
