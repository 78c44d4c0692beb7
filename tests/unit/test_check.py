"""`claims check`: a line for every mail, whatever the mails hold; bad records are one clear refusal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from shutil import copytree

EXAMPLES = Path(__file__).parents[1] / "examples"


def _check(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "worker.cli", "check", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_mail_that_fails_gives_its_line_and_the_next_is_decided(tmp_path: Path) -> None:
    """In the order given, exit status 0; `--at` serves a mail without a Received header."""
    odd = tmp_path / "odd.eml"
    odd.write_bytes(b"Subject: SLA claim\nFrom: x@y.example\n\nhello\n")
    good = str(EXAMPLES / "mails" / "c11-020.eml")
    done = _check("--records", str(EXAMPLES / "records"), str(odd), "gone.eml", good)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [(r["kind"], "error" in r) for r in rows] == [(None, True), (None, True), ("claim", False)]
    again = _check("--records", str(EXAMPLES / "records"), "--at", "2026-11-01T00:00:00Z", str(odd))
    assert json.loads(again.stdout)["received"] == "2026-11-01T00:00:00Z"


def test_records_with_a_fault_are_refused_with_file_line_and_column(tmp_path: Path) -> None:
    """One sentence, exit status 1, no mail decided."""
    records = tmp_path / "records"
    copytree(EXAMPLES / "records", records)
    with (records / "payments.csv").open("a") as file:
        file.write("LQ-1245,2026-13-01,5\n")
    done = _check("--records", str(records), str(EXAMPLES / "mails" / "c11-020.eml"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "payments.csv, line 262, column period_start: '2026-13-01' is no date" in done.stderr


def test_every_mail_of_the_examples_gives_the_same_line_twice() -> None:
    """The same facts give the same decision."""
    mails = [str(path) for path in sorted((EXAMPLES / "mails").glob("*.eml"))[:12]]
    first, second = (_check("--records", str(EXAMPLES / "records"), *mails).stdout for _ in range(2))
    assert first == second
    assert len(first.splitlines()) == 12
