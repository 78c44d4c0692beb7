"""Mail in, letter out: every example mail on real parts, each at its own time."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.whole.conftest import EXAMPLES, MakeDesk
from tests.whole.desk import Desk

PHRASES = {
    "compensated": ("We have credited", "Chúng tôi đã ghi có"),
    "incomplete": ("We cannot accept your claim as it stands", "Chúng tôi chưa thể tiếp nhận khiếu nại"),
    "late": ("after the three months", "sau thời hạn ba tháng"),
    "excluded": ("none of this time counts", "không được tính bồi hoàn"),
    "commitment_met": ("stayed at or above", "vẫn đạt mức 99,99"),
    "already_compensated": ("already been credited in full", "đã được ghi có đầy đủ"),
    "hold": ("has not closed yet", "chưa kết thúc"),
    "review": ("Our support team is looking at it", "Bộ phận hỗ trợ đang xem xét"),
}


def labels() -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (EXAMPLES / "labels.jsonl").read_text().splitlines()]
    return sorted(rows, key=lambda row: str(row["received"]))


def expected(rows: list[dict[str, Any]]) -> dict[str, str]:
    """What a living desk answers: as labelled, but what an earlier claim was credited is not credited again.

    Feedback waits for a person where its reference happens to be a claim of the same account here; else it refers
    to nothing of this desk and is judged as a claim.
    """
    opened = [row for row in rows if row["kind"] in ("claim", "feedback")]
    credited: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    answers = {}
    for row in rows:
        if row["kind"] not in ("claim", "feedback"):
            answers[row["id"]] = ""
            continue
        due = Decimal(0)
        for credit in row["credits"]:
            key = (row["account"], credit["period_start"])
            new = max(Decimal(credit["amount"]) - credited[key], Decimal(0))
            credited[key] += new
            due += new
        outcome = "already_compensated" if row["credits"] and not due else row["outcome"]
        route = row["route"] if row["kind"] == "claim" or _refers_here(row, opened) else "auto"
        if route != "auto":
            for credit in row["credits"] if row["route"] != "hold" else []:
                credited[row["account"], credit["period_start"]] -= due
        answers[row["id"]] = outcome if route == "auto" else route
    return answers


def _refers_here(row: dict[str, Any], opened: list[dict[str, Any]]) -> bool:
    raw = (EXAMPLES / "mails" / f"{row['id']}.eml").read_bytes()
    number = int(str(email.message_from_bytes(raw)["In-Reply-To"]).partition("-2026-")[2][:6])
    return number <= opened.index(row) and opened[number - 1]["account"] == row["account"]


def run_at(desk: Desk, row: dict[str, Any]) -> None:
    """Put one mail into the mailbox at its time and let the worker deal with it."""
    moment = datetime.fromisoformat(row["received"])
    desk.at(moment)
    desk.dovecot.append(desk.user, (EXAMPLES / "mails" / f"{row['id']}.eml").read_bytes(), at=moment)
    desk.send("poll")
    desk.wait(row["id"], lambda: desk.idle())


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_every_example_is_answered_as_labelled_and_a_second_run_changes_nothing(
    make_desk: MakeDesk, database: str
) -> None:
    """Each letter says what the label says, to the sender, in its thread; the mailbox is marked; credits stand once."""
    desk = make_desk(database)
    rows = labels()
    desk.at(datetime.fromisoformat(rows[0]["received"]))
    desk.start()
    for row in rows:
        run_at(desk, row)
    letters = {_answers(content): content for content in _contents(desk)}
    answers = expected(rows)
    wrong = {i: a for i, a in answers.items() if not _as_expected(i, a, rows, letters)}
    assert wrong == {}
    assert all(b"$Taken" in flags for _, flags in desk.dovecot.contents(desk.user))
    sent = [raw for raw, _ in desk.dovecot.contents(desk.user, "Sent")]
    assert len(sent) == len(desk.smtp.received)
    before = (desk.claims("export", "credits"), desk.status()["claims"], len(desk.smtp.received))
    _again(desk, rows)
    assert (desk.claims("export", "credits"), desk.status()["claims"], len(desk.smtp.received)) == before
    assert _credited(before[0]) == _labelled(rows, answers)


def _again(desk: Desk, rows: list[dict[str, Any]]) -> None:
    """The same mails delivered a second time."""
    for row in rows:
        moment = datetime.fromisoformat(row["received"]) + timedelta(minutes=1)
        desk.dovecot.append(desk.user, (EXAMPLES / "mails" / f"{row['id']}.eml").read_bytes(), at=moment)
    desk.send("poll")
    desk.wait("the second run", desk.idle)


def _contents(desk: Desk) -> list[bytes]:
    return [r.content for r in desk.smtp.received if r.recipient != "team@lookuq.example"]


def _answers(content: bytes) -> str:
    """Which example a letter answers, by its In-Reply-To."""
    replied = str(email.message_from_bytes(content)["In-Reply-To"] or "")
    return replied.lstrip("<").partition(".")[0]


def _as_expected(i: str, answer: str, rows: list[dict[str, Any]], letters: dict[str, bytes]) -> bool:
    row = next(r for r in rows if r["id"] == i)
    spoofed = "authentication fails" in row["category"]
    if not answer or spoofed:
        return i not in letters
    message = email.message_from_bytes(letters[i], policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    headers = (message["Auto-Submitted"], message["X-Auto-Response-Suppress"])
    return any(phrase in text for phrase in PHRASES[answer]) and headers == ("auto-replied", "All")


def _credited(table: str) -> dict[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in csv.DictReader(io.StringIO(table)):
        sums[row["account"], row["period_start"]] += Decimal(row["amount"])
    return dict(sums)


def _labelled(rows: list[dict[str, Any]], answers: dict[str, str]) -> dict[tuple[str, str], Decimal]:
    most: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        if answers[row["id"]] in ("compensated", "already_compensated"):
            for credit in row["credits"]:
                key = (row["account"], credit["period_start"])
                most[key] = max(most.get(key, Decimal(0)), Decimal(credit["amount"]))
    return most


def test_held_claims_are_decided_when_their_cycle_has_closed(make_desk: MakeDesk) -> None:
    """A held claim is acknowledged, and answered by the sweep once its figures are final."""
    desk = make_desk()
    held = [row for row in labels() if row["route"] == "hold"]
    desk.at(datetime.fromisoformat(held[0]["received"]))
    desk.start()
    for row in held:
        run_at(desk, row)
    assert desk.status()["claims"] == {"held": len(held)}
    desk.at(datetime(2026, 11, 30, tzinfo=UTC))
    desk.send("sweep")
    desk.wait("the sweep", desk.idle)
    assert desk.status()["claims"] == {"resolved": len(held)}
    assert len(_contents(desk)) == 2 * len(held)
