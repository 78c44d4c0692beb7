"""The `claims` commands of a claim's life, of billing and of the console's people, as a provider types them."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.test_importer import desk_with_credit
from tests.whole.conftest import MakeDesk
from tests.whole.desk import Desk

RECEIVED = datetime.fromisoformat("2026-09-16T17:20:32+00:00")
NOTHING_THERE = (
    b"Authentication-Results: mx.lookuq.example; dmarc=pass header.from=copperleafhr.example\n"
    b"From: anna.b@copperleafhr.example\nTo: sla-claims@lookuq.example\nSubject: SLA claim\nMessage-ID: <n@x>\n\n"
    b"On 9 September 2026 at 05:00 UTC all failed, LQ-5087.\n\n2026-09-09T05:00:10Z ERROR connection refused\n"
)


@pytest.fixture
def queued(make_desk: MakeDesk) -> Desk:
    """One claim that waits for a person."""
    desk = make_desk()
    desk.dovecot.append(desk.user, NOTHING_THERE, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start()
    desk.send("poll")
    desk.wait("the claim", desk.idle)
    return desk


def test_a_claim_is_worked_on_from_the_command_line(queued: Desk) -> None:
    """Assign, note, ask, decide otherwise, take back; a wrong word is one sentence and exit status 1 or 2."""
    claim = "SLA-2026-000001"
    for words in (("assign", "--to", "minh"), ("note", "--words", "looked"), ("ask", "--words", "Which endpoint?")):
        assert queued.claims(words[0], claim, "--by", "lan", *words[1:]) == f"{claim} is queued.\n"
    told = queued.claims("change", claim, "--by", "lan", "--outcome", "late", "--reason", "it was in April")
    assert told == f"{claim} is resolved.\n"
    assert queued.claims("take-back", claim, "--by", "lan") == f"{claim} is queued.\n"
    assert "needs an amount" in queued.claims(
        "change", claim, "--by", "lan", "--outcome", "compensated", "--reason", "x", status=1
    )
    assert "2026-07-01=12.30" in queued.claims(
        "change", claim, "--by", "lan", "--outcome", "compensated", "--reason", "x", "--amount", "lots", status=1
    )
    assert "There is no claim SLA-2026-000009" in queued.claims("hold", "SLA-2026-000009", "--by", "lan", status=1)
    assert queued.claims("corrections") == "No corrected record changes an answer.\n"
    assert "answer them first" in queued.claims("forget", "anna.b@copperleafhr.example", "--by", "lan", status=1)


def test_billing_goes_on_from_a_cursor(make_desk: MakeDesk) -> None:
    """Export, mark as applied, export what waits; an entry is reversed once, with a reason."""
    desk = make_desk()
    desk_with_credit(desk)
    row = next(csv.DictReader(io.StringIO(desk.claims("export", "credits", "--waiting"))))
    assert desk.claims("credits", "applied", row["entry"], "--by", "billing").startswith("1 entries are marked")
    assert desk.claims("export", "credits", "--waiting").count("\n") == 1
    reverse = ("credits", "reverse", row["entry"], "--by", "lan")
    assert "needs a reason" in desk.claims(*reverse, status=1)
    assert "-295.61 EUR" in desk.claims(*reverse, "--reason", "wrong account")
    assert "reversed already" in desk.claims(*reverse, "--reason", "again", status=1)
    assert desk.claims("export", "credits", "--after", row["entry"]).count("reversal") == 1
    desk.at(RECEIVED + timedelta(hours=1))
    assert "is erased from 1 claims" in desk.claims("forget", "anna.b@copperleafhr.example", "--by", "lan")


def test_people_of_the_console_are_made_and_blocked(make_desk: MakeDesk, tmp_path: Path) -> None:
    """The password comes from a file or is asked for; a weak one is refused."""
    desk = make_desk()
    password = tmp_path / "password"
    password.write_text("short")
    add = ("user", "add", "lan", "--role", "reader", "--password-file", str(password))
    assert "at least 12 characters" in desk.claims(*add, status=1)
    password.write_text("quite-a-long-secret")
    assert desk.claims(*add) == "lan may log in as reader.\n"
    assert "another phone" in desk.claims("user", "new-phone", "lan")
    assert desk.claims("user", "block", "lan") == "lan may log in no more.\n"
    assert "There is no minh" in desk.claims("user", "block", "minh", status=1)
