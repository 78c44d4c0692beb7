"""What goes wrong outside or inside ends as designed, and never blocks the next mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree

import psycopg
import pytest

from tests.servers import Dovecot, DroppingProxy
from tests.servers.post import DROP
from tests.whole.conftest import EXAMPLES, MakeDesk
from tests.whole.desk import TEAM, Desk

RECEIVED = datetime.fromisoformat("2026-09-16T17:20:32+00:00")
CLIENT = "anna.b@copperleafhr.example"
MAIL = (EXAMPLES / "mails" / "c11-006.eml").read_bytes()
OTHER = (EXAMPLES / "mails" / "c11-017.eml").read_bytes()
OTHER_CLIENT = "billing@riverbendmedia.example"


def _run(desk: Desk, *tasks: str, at: datetime = RECEIVED) -> None:
    desk.at(at)
    for task in tasks or ("poll",):
        desk.send(task)
        desk.wait(task, desk.idle)


def _to(desk: Desk, recipient: str) -> list[bytes]:
    return [r.content for r in desk.smtp.received if r.recipient == recipient]


def test_a_mail_that_cannot_be_read_is_set_aside_and_the_next_is_answered(make_desk: MakeDesk) -> None:
    """The team gets a word, the bytes stay, and the mail behind it is answered."""
    desk = make_desk()
    monster = b"Subject: SLA claim\r\nX-Long: " + b"=?utf-8?q?a?= " * 40_000 + b"\r\n\r\nhello\r\n"
    desk.dovecot.append(desk.user, monster, at=RECEIVED)
    desk.dovecot.append(desk.user, MAIL, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start()
    _run(desk, "poll", "sweep")
    assert desk.status()["mails"] == {"set_aside": 1, "settled": 1}
    assert "header is larger" in desk.claims("set-aside")
    assert len(_to(desk, CLIENT)) == len(_to(desk, TEAM)) == 1


def test_a_mail_over_the_size_limit_is_taken_by_its_header_with_a_word_to_the_team(make_desk: MakeDesk) -> None:
    """Nothing of it is fetched but the header; the mail behind it is answered."""
    desk = make_desk(CLAIMS_MAX_MAIL_BYTES="100000")
    desk.dovecot.append(desk.user, MAIL + b"x" * 200_000, at=RECEIVED)
    desk.dovecot.append(desk.user, OTHER, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start()
    _run(desk, "poll", "sweep")
    assert desk.status()["mails"] == {"set_aside": 1, "settled": 1}
    assert b"over the size limit" in _to(desk, TEAM)[0]
    assert len(_to(desk, OTHER_CLIENT)) == 1


@pytest.fixture
def proxy(dovecot: Dovecot) -> Iterator[DroppingProxy]:
    between = DroppingProxy(dovecot.port)
    yield between
    between.stop()


def test_a_connection_that_breaks_in_a_fetch_loses_and_repeats_nothing(
    make_desk: MakeDesk, proxy: DroppingProxy, dovecot: Dovecot
) -> None:
    """Cut in the middle of a FETCH, the mails are fetched again and each is answered once."""
    desk = make_desk()
    desk.environment["CLAIMS_MAILBOX_URL"] = dovecot.url(desk.user, port=proxy.port)
    for raw in (MAIL, OTHER):
        dovecot.append(desk.user, raw, at=RECEIVED)
    proxy.cut_next(2, after=9_000)
    desk.at(RECEIVED)
    desk.start()
    for _ in range(3):
        _run(desk)
    assert desk.status()["mails"] == {"settled": 2}
    assert len(_to(desk, CLIENT)) == len(_to(desk, OTHER_CLIENT)) == 1


def test_a_letter_put_off_twice_is_sent_at_the_third_try(make_desk: MakeDesk) -> None:
    """451 makes it wait, each time longer; then it goes out once, under one Message-ID."""
    desk = make_desk()
    desk.smtp.answers[CLIENT] = ["451 try later", "451 try later"]
    desk.dovecot.append(desk.user, MAIL, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start()
    _run(desk)
    assert _to(desk, CLIENT) == []
    _run(desk, "sweep", at=RECEIVED + timedelta(seconds=61))
    _run(desk, "sweep", at=RECEIVED + timedelta(seconds=70))
    assert _to(desk, CLIENT) == []
    _run(desk, "sweep", at=RECEIVED + timedelta(minutes=4))
    assert len(_to(desk, CLIENT)) == 1


def test_a_letter_refused_for_good_is_set_aside_with_a_word_to_the_team(make_desk: MakeDesk) -> None:
    """550 is not tried again; the team's letter says why, and other letters go out."""
    desk = make_desk()
    desk.smtp.answers[CLIENT] = ["550 no such user"]
    for raw in (MAIL, OTHER):
        desk.dovecot.append(desk.user, raw, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start()
    _run(desk, "poll", "sweep")
    _run(desk, "sweep", at=RECEIVED + timedelta(hours=3))
    assert _to(desk, CLIENT) == []
    assert b"no such user" in _to(desk, TEAM)[0]
    assert len(_to(desk, OTHER_CLIENT)) == 1


def test_a_connection_cut_before_the_answer_leaves_the_letter_in_doubt(make_desk: MakeDesk) -> None:
    """Nobody knows whether it arrived: shown, told to the team, and settled by a person's word."""
    desk = make_desk()
    desk.smtp.answers[CLIENT] = [DROP]
    desk.dovecot.append(desk.user, MAIL, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start()
    _run(desk, "poll", "sweep")
    stuck = desk.status()["stuck"]
    assert [s["state"] for s in stuck] == ["in_doubt"]
    assert b"in doubt" in _to(desk, TEAM)[0]
    desk.claims("letter", "again", str(stuck[0]["number"]))
    _run(desk, "sweep")
    assert len(_to(desk, CLIENT)) == 1


def test_a_template_that_fails_sets_its_mail_aside_and_the_next_is_answered(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    """The error names template and line; with the template mended the mail is answered."""
    templates = tmp_path / "letters"
    copytree(Path(__file__).parents[2] / "templates" / "letters", templates)
    good = (templates / "en" / "compensated.txt").read_text()
    (templates / "en" / "compensated.txt").write_text("Subject\n\n{{ nothing.like_this }}\n")
    desk = make_desk(CLAIMS_TEMPLATES=str(templates), CLAIMS_ATTEMPTS="1")
    for raw in (MAIL, OTHER):
        desk.dovecot.append(desk.user, raw, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start()
    _run(desk, "poll", "sweep")
    assert desk.status()["mails"] == {"set_aside": 1, "settled": 1}
    assert "en/compensated.txt, line 3" in desk.claims("set-aside")
    assert len(_to(desk, OTHER_CLIENT)) == 1
    (templates / "en" / "compensated.txt").write_text(good)
    desk.stop()
    desk.start()
    desk.claims("retry", "mail", "1")
    _run(desk, "sweep", "sweep")
    assert len(_to(desk, CLIENT)) == 1


def test_redis_emptied_loses_nothing(make_desk: MakeDesk) -> None:
    """The hint for a taken mail is gone; the sweep finds the mail in the database."""
    desk = make_desk()
    desk.dovecot.append(desk.user, MAIL, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start(kill_after="stored")
    desk.send("poll")
    desk.wait("the kill", desk.clock.with_suffix(".killed").exists)
    desk.kill()
    desk.broker.empty()
    desk.start()
    _run(desk, "sweep")
    assert len(_to(desk, CLIENT)) == 1


def test_two_pollers_of_one_mailbox_answer_each_mail_once(make_desk: MakeDesk) -> None:
    """Twelve mails, polled by many tasks at the same time: one claim and one letter each."""
    desk = make_desk()
    for number in range(12):
        raw = OTHER.replace(b"c11-017.9901335", b"c11-017.%d" % number).replace(b"Dear Lookuq", b"Dear %d" % number)
        desk.dovecot.append(desk.user, raw, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start()
    for _ in range(6):
        desk.send("poll")
    desk.wait("all polls", desk.idle)
    _run(desk, "sweep")
    assert desk.status()["claims"] == {"resolved": 12}
    assert (
        len({c.split(b"Message-ID: ")[1][:40] for c in _to(desk, OTHER_CLIENT)}) == len(_to(desk, OTHER_CLIENT)) == 12
    )


def test_tasks_share_a_connection_and_do_without_one_that_broke(make_desk: MakeDesk) -> None:
    """One process has one connection for all its tasks; when the database ends it, the next task opens another."""
    desk = make_desk()
    desk.dovecot.append(desk.user, MAIL, at=RECEIVED)
    desk.at(RECEIVED)
    desk.start(processes=1)
    _run(desk, "poll")
    url = desk.environment["CLAIMS_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as admin:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        before = admin.execute(f"SELECT pid {others}").fetchall()
        _run(desk, "sweep", "poll", "sweep")
        assert len(before) == 1
        assert admin.execute(f"SELECT pid {others}").fetchall() == before
        admin.execute(f"SELECT pg_terminate_backend(pid) {others}")
        desk.dovecot.append(desk.user, OTHER, at=RECEIVED)
        _run(desk, "poll")
        assert admin.execute(f"SELECT pid {others}").fetchall() != before
    assert len(_to(desk, CLIENT)) == len(_to(desk, OTHER_CLIENT)) == 1
