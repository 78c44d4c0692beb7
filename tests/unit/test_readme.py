"""The README's example, run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readmes_example_gives_what_the_readme_shows() -> None:
    """Every finding of its table, and the letter's words."""
    command = next(line for line in README.splitlines() if line.startswith("$ claims check"))
    words = command.removeprefix("$ claims ").split()
    done = subprocess.run(
        [sys.executable, "-m", "worker.cli", *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    row = json.loads(done.stdout)
    shown = [line for line in README.splitlines() if line.startswith("| 1.")]
    found = [f"| {f['clause']} | `{f['question']}` | {f['answer']} | {f['because']} |" for f in row["findings"]]
    assert shown
    assert [line for line in shown if line not in found] == []
    assert "We have examined your claim for account LQ-5420 and accept it." in row["letter"]["text"]
    assert "We have credited USD 44.38." in row["letter"]["text"]


def test_the_readmes_links_and_commands_lead_somewhere() -> None:
    """Every file it links to exists, every make target it names is one."""
    import re

    links = re.findall(r"\]\(([^)#]+)\)", README)
    targets = set(re.findall(r"\bmake ([a-z]+)\b", README))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [link for link in links if not (ROOT / link).exists()] == []
    assert [t for t in targets if f"\n{t}:" not in makefile] == []
