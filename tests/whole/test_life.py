"""A claim's life after its first answer: deadlines, completions, feedback, thanks, bounces; a Maildir; IDLE."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.servers.process import end
from tests.whole.conftest import EXAMPLES, MakeDesk
from tests.whole.desk import ADDRESS, TEAM, Desk

RECEIVED = datetime.fromisoformat("2026-09-16T17:20:32+00:00")
CLIENT = "anna.b@copperleafhr.example"
MAIL = (EXAMPLES / "mails" / "c11-006.eml").read_bytes()
VOUCHED = "mx.lookuq.example; dmarc=pass header.from=copperleafhr.example"


def write(body: str, *, subject: str = "SLA claim", sender: str = CLIENT, **headers: str) -> bytes:
    mail = EmailMessage()
    mail["Authentication-Results"] = VOUCHED
    mail["From"], mail["To"], mail["Subject"] = sender, ADDRESS, subject
    mail["Message-ID"] = f"<{abs(hash((body, subject)))}@copperleafhr.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail.as_bytes()


def arrive(desk: Desk, raw: bytes, at: datetime = RECEIVED) -> None:
    desk.at(at)
    desk.dovecot.append(desk.user, raw, at=at)
    for task in ("poll", "sweep"):
        desk.send(task)
        desk.wait(task, desk.idle)


def sweep(desk: Desk, at: datetime) -> None:
    desk.at(at)
    for _ in range(2):
        desk.send("sweep")
        desk.wait("the sweep", desk.idle)


def to(desk: Desk, recipient: str) -> list[str]:
    return [r.content.decode("utf-8", "replace") for r in desk.smtp.received if r.recipient == recipient]


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    made = make_desk()
    made.at(RECEIVED)
    made.start()
    return made


NOTHING_ON_RECORD = (
    "On 9 September 2026 at 05:00 UTC all failed, LQ-5087.\n\n2026-09-09T05:00:10Z ERROR connection refused\n"
)
NO_EVIDENCE = "You were down on 12 August 2026 from 01:10 to 03:00 UTC, LQ-5087.\n"
LOG = "Here is the log you asked for.\n\n2026-08-12T01:11:10Z ERROR connection refused\n"


def test_a_queued_claim_is_reminded_of_and_its_certain_proposal_sent_with_twelve_hours_left(desk: Desk) -> None:
    """Acknowledged at once; reminders to the team; nobody decides; the refusal goes out before the deadline."""
    arrive(desk, write(NOTHING_ON_RECORD))
    assert desk.status()["claims"] == {"queued": 1}
    assert "we have received it" in to(desk, CLIENT)[0]
    due = datetime.fromisoformat(desk.status()["nearest"][0]["due"])
    sweep(desk, due - timedelta(days=3))
    assert any("Reminder: SLA-2026-000001" in letter for letter in to(desk, TEAM))
    sweep(desk, due - timedelta(hours=13))
    assert desk.status()["claims"] == {"queued": 1}
    sweep(desk, due - timedelta(hours=11, minutes=59))
    assert desk.status()["claims"] == {"resolved": 1}
    assert len(to(desk, CLIENT)) == 2
    assert any("Sent without a person" in letter for letter in to(desk, TEAM))


def test_no_letter_at_all_goes_to_a_sender_who_is_not_authentic(desk: Desk) -> None:
    """No acknowledgement, no refusal; when time runs out, only alarms."""
    spoofed = MAIL.replace(b"dmarc=pass", b"dmarc=fail")
    arrive(desk, spoofed)
    due = datetime.fromisoformat(desk.status()["nearest"][0]["due"])
    sweep(desk, due - timedelta(hours=11))
    sweep(desk, due - timedelta(minutes=30))
    assert to(desk, CLIENT) == []
    assert sum("ESCALATION" in letter for letter in to(desk, TEAM)) == 2
    assert desk.status()["claims"] == {"queued": 1}


def test_a_completion_is_decided_like_a_claim_and_inherits_what_it_does_not_restate(desk: Desk) -> None:
    """Incomplete for want of evidence; the answer brings a log: compensated, without a person."""
    arrive(desk, write(NO_EVIDENCE))
    assert "We cannot accept your claim as it stands" in to(desk, CLIENT)[0]
    reply = write(
        LOG, subject="Re: [SLA-2026-000001] SLA claim", In_Reply_To="<sla-2026-000001.resolution@lookuq.example>"
    )
    arrive(desk, reply, RECEIVED + timedelta(days=2))
    assert desk.status()["claims"] == {"resolved": 2}
    assert "295.61" in desk.claims("export", "credits")


def test_feedback_is_a_new_claim_for_a_person_and_approved_it_is_answered(desk: Desk) -> None:
    """It links to the first claim, is acknowledged, and is answered when a person says so."""
    arrive(desk, MAIL)
    objection = write(
        "We do not agree: this was not 50 % but everything.",
        subject="Re: [SLA-2026-000001] SLA claim: our resolution",
    )
    arrive(desk, objection, RECEIVED + timedelta(days=1))
    assert desk.status()["claims"] == {"queued": 1, "resolved": 1}
    assert "SLA-2026-000002 is resolved" in desk.claims("approve", "SLA-2026-000002", "--by", "Lan")
    sweep(desk, RECEIVED + timedelta(days=1))
    assert len(to(desk, CLIENT)) == 2, "it can still be taken back"
    sweep(desk, RECEIVED + timedelta(days=1, minutes=3))
    assert len(to(desk, CLIENT)) == 3
    assert desk.claims("export", "credits").count("LQ-5087") == 1


def test_mere_thanks_open_no_claim(desk: Desk) -> None:
    """Noted and shown, not answered."""
    arrive(desk, MAIL)
    arrive(desk, write("Thank you very much!", subject="Re: [SLA-2026-000001] SLA claim: our resolution"))
    assert desk.status()["claims"] == {"resolved": 1}
    assert len(to(desk, CLIENT)) == 1


def test_somebody_elses_reference_does_not_count(desk: Desk) -> None:
    """A stranger who names our reference is judged as if it were not there."""
    arrive(desk, MAIL)
    stranger = write("We object.", subject="Re: [SLA-2026-000001] resolution", sender="x@elsewhere.example")
    arrive(desk, stranger)
    assert desk.status()["claims"] == {"resolved": 1}
    assert to(desk, "x@elsewhere.example") == []


def test_a_bounce_marks_the_letter_and_tells_the_team(desk: Desk) -> None:
    """RFC 3464: the failed letter is found by its Message-ID; nothing is answered."""
    arrive(desk, MAIL)
    report = (
        b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.copperleafhr.example\r\nTo: sla-claims@lookuq.example\r\n"
        b"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b@mx>\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        b"Final-Recipient: rfc822; anna.b@copperleafhr.example\r\nStatus: 5.2.2\r\n"
        b"Diagnostic-Code: smtp; 552 full\r\n\r\n"
        b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        b"Message-ID: <sla-2026-000001.resolution@lookuq.example>\r\n\r\n--b--\r\n"
    )
    arrive(desk, report)
    assert [row["state"] for row in desk.status()["stuck"]] == ["undelivered"]
    assert any("552 full" in letter for letter in to(desk, TEAM))


def test_one_sender_causes_only_so_many_acknowledgements_a_day(make_desk: MakeDesk) -> None:
    """Beyond the limit acknowledgements wait for the next day; resolutions do not."""
    desk = make_desk(CLAIMS_LETTERS_PER_SENDER="2")
    desk.at(RECEIVED)
    desk.start()
    for number in range(4):
        arrive(desk, write(f"{NOTHING_ON_RECORD}\n{number}", subject=f"SLA claim {number}"))
    assert len(to(desk, CLIENT)) == 2
    arrive(desk, MAIL)
    assert len(to(desk, CLIENT)) == 3
    sweep(desk, RECEIVED + timedelta(days=1, minutes=5))
    sweep(desk, RECEIVED + timedelta(days=1, hours=2))
    assert len(to(desk, CLIENT)) > 3


def test_a_maildir_is_a_mailbox_too(make_desk: MakeDesk, tmp_path: Path) -> None:
    """Taken from `new`, marked in `cur`, a copy in `.Sent`; received is what the topmost header says."""
    box = tmp_path / "Maildir"
    for part in ("new", "cur", "tmp"):
        (box / part).mkdir(parents=True)
    (box / "new" / "1790000000.M1.host").write_bytes(MAIL)
    desk = make_desk(CLAIMS_MAILBOX_URL=f"maildir://{box}", CLAIMS_TAKEN_MARK="\\Seen")
    desk.at(RECEIVED)
    desk.start()
    for task in ("poll", "poll", "sweep"):
        desk.send(task)
        desk.wait(task, desk.idle)
    assert len(to(desk, CLIENT)) == 1
    assert [p.name for p in (box / "cur").iterdir()] == ["1790000000.M1.host:2,S"]
    assert len(list((box / ".Sent" / "cur").iterdir())) == 1


def _delivered_again(desk: Desk) -> bool:
    """The same mail over and over: whenever IDLE begins, one comes after it. Only one is answered."""
    desk.dovecot.append(desk.user, MAIL, at=RECEIVED)
    desk.wait("a moment's rest", desk.idle)
    return bool(to(desk, CLIENT))


def test_with_idle_a_mail_is_taken_without_any_poll(desk: Desk, tmp_path: Path) -> None:
    """`claims watch` waits at the mailbox and hints the worker when a mail arrives."""
    log = tmp_path / "watch.log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "worker.cli", "watch"]
        watching = subprocess.Popen(command, env=desk.environment, stdout=out, stderr=out)
    try:
        desk.wait("the watch", lambda: b"watching" in log.read_bytes())
        desk.wait("the mail, delivered again until it is seen", lambda: _delivered_again(desk))
        assert len(to(desk, CLIENT)) == 1
    finally:
        end(watching)


def test_an_answer_on_the_figures_so_far_pays_the_difference_when_the_cycle_has_closed(desk: Desk) -> None:
    """10 % at first; an outage later in the cycle reaches 25 %: the rest is credited without being asked, once."""
    received = datetime.fromisoformat("2026-05-14T01:40:25+00:00")
    arrive(desk, (EXAMPLES / "mails" / "c11-037.eml").read_bytes(), received)
    client = "cto@quillpayments.example"
    first = [r for r in desk.smtp.received if "quillpayments" in r.recipient]
    assert "has not closed yet" in first[0].content.decode()
    sweep(desk, datetime.fromisoformat("2026-06-07T00:00:00+00:00"))
    sweep(desk, datetime.fromisoformat("2026-06-08T00:00:00+00:00"))
    rows = [line.split(",") for line in desk.claims("export", "credits").splitlines()[1:]]
    assert [(r[0], r[2], r[4], r[6]) for r in rows] == [
        ("LQ-2363", "32.95", "10", "decision"),
        ("LQ-2363", "49.43", "25", "difference"),
    ]
    letters = [r for r in desk.smtp.received if r.recipient.endswith(client.partition("@")[2])]
    assert len(letters) == 2


def test_a_stranger_gets_the_neutral_refusal_when_nobody_decides(desk: Desk) -> None:
    """It does not say whether the account exists, nor anything of its figures."""
    stranger = write(
        "LQ-5087 was down on 12 August 2026 at 01:10 UTC.\n\ncurl: (7) Connection refused\n",
        sender="x@copperleafhr.example",
    )
    arrive(desk, stranger)
    due = datetime.fromisoformat(desk.status()["nearest"][0]["due"])
    sweep(desk, due - timedelta(hours=11))
    refusal = to(desk, "x@copperleafhr.example")[-1]
    assert "could not verify" in refusal
    assert "LQ-5087" not in refusal


def test_two_claims_of_one_account_in_one_batch_are_credited_once(desk: Desk) -> None:
    """Taken and settled together, the second is decided after the first one's credit was entered."""
    desk.dovecot.append(desk.user, MAIL, at=RECEIVED)
    second = MAIL.replace(b"c11-006.8681469", b"c11-006.again").replace(b"very unhappy", b"really unhappy")
    arrive(desk, second)
    assert desk.status()["claims"] == {"resolved": 2}
    assert desk.claims("export", "credits").count("LQ-5087") == 1
    assert any("already been credited in full" in letter for letter in to(desk, CLIENT))
    assert "taken one by one" not in desk.log.read_text()


def test_fifty_claims_of_one_account_decided_at_once_by_eight_workers_credit_its_cycle_once(
    make_desk: MakeDesk,
) -> None:
    """Each mail in a task of its own; the account's lock lets one be first, all others find it credited."""
    desk = make_desk(CLAIMS_BATCH="1")
    desk.at(RECEIVED)
    for number in range(50):
        desk.dovecot.append(desk.user, MAIL.replace(b"Message-ID: <", b"Message-ID: <%d." % number), at=RECEIVED)
    desk.send("poll")
    desk.start(processes=8)
    for task in ("poll", "sweep"):
        desk.send(task)
        desk.wait(task, desk.idle, patience=120)
    assert desk.status()["claims"] == {"resolved": 50}
    assert desk.claims("export", "credits").count("LQ-5087") == 1
    answers = to(desk, CLIENT)
    assert sum("has already been credited in full" in letter for letter in answers) == 49
