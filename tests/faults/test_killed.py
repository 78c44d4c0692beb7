"""A worker killed with SIGKILL after any step of a mail's way: started again, it ends in the same state."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.whole.clocked import STEPS
from tests.whole.conftest import EXAMPLES, MakeDesk
from tests.whole.desk import Desk

RECEIVED = datetime.fromisoformat("2026-09-16T17:20:32+00:00")
MAIL = (EXAMPLES / "mails" / "c11-006.eml").read_bytes()
LATER = timedelta(minutes=20)
"""Longer than a letter may be in the middle of being sent."""
IN_DOUBT = ("sending", "sent")
"""Killed here, nobody knows whether the letter went out: it is shown, not sent again."""


def _sweep(desk: Desk, moment: datetime) -> None:
    desk.at(moment)
    desk.send("poll")
    desk.wait("the poll", desk.idle)
    desk.send("sweep")
    desk.wait("the sweep", desk.idle)


@pytest.mark.parametrize("step", STEPS)
def test_killed_after_a_step_the_desk_ends_in_the_same_state(make_desk: MakeDesk, step: str) -> None:
    """One claim, one credit, one letter (or the one letter in doubt shown as such), the mail marked."""
    desk = make_desk()
    desk.dovecot.append(desk.user, MAIL, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start(kill_after=step)
    desk.send("poll")
    killed = desk.clock.with_suffix(".killed")
    desk.wait(f"the kill after {step}", killed.exists)
    desk.kill()
    desk.broker.empty()
    desk.start()
    _sweep(desk, RECEIVED + LATER)
    _sweep(desk, RECEIVED + 2 * LATER)
    assert desk.status()["mails"] == {"settled": 1}
    assert desk.status()["claims"] == {"resolved": 1}
    assert desk.claims("export", "credits").count("LQ-5087") == 1
    assert desk.dovecot.contents(desk.user)[0][1] == {b"$Taken"}
    letters = [r for r in desk.smtp.received if r.recipient == "anna.b@copperleafhr.example"]
    if step in IN_DOUBT:
        assert [s["state"] for s in desk.status()["stuck"]] == ["in_doubt"]
        assert len(letters) == (1 if step == "sent" else 0)
    else:
        assert len(letters) == 1
        assert desk.status()["stuck"] == []
