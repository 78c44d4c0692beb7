"""`make rules`: writes docs/rules.md from the rules and their examples."""

from __future__ import annotations

from pathlib import Path

from tests.rules import test_compensation, test_complaints, test_maintenance
from tests.rules.examples import EXAMPLES
from worker.sla.rulebook import rulebook

SHOWN_BY = (test_complaints, test_compensation, test_maintenance)

if __name__ == "__main__":
    Path("docs/rules.md").write_text(rulebook(EXAMPLES), encoding="utf-8")
