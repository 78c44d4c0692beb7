"""The labelled mails: no wrong automatic answer, and nearly all that may be answered at once is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("folder", ["examples", "mail", "voices"])
def test_labelled_mails_are_read_and_decided_as_a_clerk_would(folder: str) -> None:
    """0 wrong automatic answers, ≥ 97 % straight-through, incident times F1 ≥ 0.98, every kind right.

    In `voices` the kinds, accounts, missing things and times are the writers' own labels, of mails chosen because they
    are read so; outcomes and credits are those the desk gave: a guard against loss, no measure of unseen mail.
    """
    limits = ["--straight", "0.97", "--f1", "0.98", "--kinds", "1"]
    command = [sys.executable, "-m", "worker.cli", "check"]
    run = [sys.executable, str(TESTS / "score.py"), "-v", *limits, str(TESTS / folder), "--", *command]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrong automatic answers 0" in done.stdout
