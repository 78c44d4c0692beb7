"""Record files into the database: whole or not at all, again without duplicates; the ledger; on both databases."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.whole.conftest import EXAMPLES, MakeDesk
from tests.whole.desk import Desk

DATABASES = pytest.mark.parametrize("database", ["postgresql", "sqlite"])


def _file(folder: Path, name: str, *lines: str) -> str:
    path = folder / f"{name}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@DATABASES
def test_a_file_with_a_wrong_row_changes_nothing_and_every_fault_is_named(
    make_desk: MakeDesk, tmp_path: Path, database: str
) -> None:
    """File, line and column of each fault; exit status 1; the good rows beside them are not taken either."""
    desk = make_desk(database)
    before = desk.claims("uptime", "LQ-8794", "--cycle", "2026-07-05", "--at", "2026-11-01T00:00:00Z", "--json")
    path = _file(
        tmp_path,
        "outages",
        "outage,started_at,ended_at,state,exclusion,affects,note",
        "OUT-X1,2026-07-06T00:00:00Z,2026-07-06T10:00:00Z,unavailable,,*,good",
        "OUT-X2,2026-07-06T00:00:00,2026-07-06T10:00:00Z,unavailable,,*,no offset",
        "OUT-X3,2026-07-06T00:00:00Z,,unavailable,abuse,*,nobody named",
        "OUT-X4,2026-07-06T00:00:00Z,,gone,,LQ-0000,a word and an account that are not known",
        "OUT-X1,2026-07-06T00:00:00Z,,unavailable,,*,twice",
    )
    told = desk.claims("import", "outages", path, status=1)
    assert "outages.csv, line 3, column started_at: '2026-07-06T00:00:00' has no offset" in told
    assert "outages.csv, line 4, column affects: abuse is somebody's" in told
    assert "outages.csv, line 5, column" in told
    assert "outages.csv, line 6, column outage: the same as in line 2" in told
    after = desk.claims("uptime", "LQ-8794", "--cycle", "2026-07-05", "--at", "2026-11-01T00:00:00Z", "--json")
    assert before == after


@DATABASES
def test_importing_again_updates_by_key_and_never_duplicates(
    make_desk: MakeDesk, tmp_path: Path, database: str
) -> None:
    """The same five files again give the same figures; a corrected row gives the corrected ones."""
    desk = make_desk(database)
    words = ("uptime", "LQ-8794", "--cycle", "2026-07-05", "--at", "2026-11-01T00:00:00Z", "--json")
    before = desk.claims(*words)
    desk.set_up(EXAMPLES / "records")
    assert desk.claims(*words) == before
    path = _file(
        tmp_path, "payments", "account,period_start,amount", "LQ-8794,2026-07-01,1.00", "LQ-8794,2026-07-01,0.50"
    )
    desk.claims("import", "payments", path)
    assert '"paid": "1.50"' in desk.claims(*words)


def test_figures_from_files_and_from_the_database_are_the_same(make_desk: MakeDesk) -> None:
    """`claims uptime` with `--records` and without."""
    desk = make_desk()
    for account, day in (("LQ-1245", "2026-06-20"), ("LQ-7089", "2026-07-09"), ("LQ-4487", "2026-08-23")):
        words = ("uptime", account, "--cycle", day, "--at", "2026-11-01T00:00:00Z", "--json")
        assert desk.claims(*words) == desk.claims(*words, "--records", str(EXAMPLES / "records"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("uptime", "LQ-0000"), "There is no account LQ-0000."),
        (("approve", "SLA-2026-999999", "--by", "me"), "There is no claim SLA-2026-999999."),
        (("retry", "mail", "99"), "Mail 99 is not set aside"),
        (("letter", "again", "99"), "Letter 99 is neither in doubt nor set aside."),
        (("import", "outages", "gone.csv"), "gone.csv: No such file or directory"),
        (("replay", "SLA-2026-999999"), "There is no claim SLA-2026-999999."),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(make_desk: MakeDesk, words: tuple[str, ...], told: str) -> None:
    """Exit status 1 and no traceback."""
    answer = make_desk().claims(*words, status=1)
    assert told in answer
    assert "Traceback" not in answer


def test_the_doctor_names_a_wrong_password_and_what_is_well(make_desk: MakeDesk) -> None:
    """Every part is tried; one that fails says why, and the exit status is 1."""
    desk = make_desk()
    well = desk.claims("doctor")
    assert "FAIL" not in well
    desk.environment["CLAIMS_MAILBOX_URL"] = desk.dovecot.url(desk.user).replace("secret", "wrong")
    told = desk.claims("doctor", status=1)
    assert "FAIL mailbox" in told
    assert "Authentication failed" in told
    assert "wrong" not in told


def test_credits_exported_and_imported_again_are_not_counted_twice(make_desk: MakeDesk, tmp_path: Path) -> None:
    """Billing's file holds our own claims' references; those rows are skipped."""
    desk = make_desk()
    desk_with_credit(desk)
    exported = desk.claims("export", "credits", "--since", "2026-09-01")
    rows = list(csv.DictReader(io.StringIO(exported)))
    assert [(r["account"], r["amount"], r["claim"]) for r in rows] == [("LQ-5087", "295.61", "SLA-2026-000001")]
    lines = ["account,period_start,amount,claim"]
    lines += [f"{r['account']},{r['period_start']},{r['amount']},{r['claim']}" for r in rows]
    assert "1 skipped" in desk.claims("import", "credits", _file(tmp_path, "credits", *lines))
    assert desk.claims("replay") == "Every claim is decided as before.\n"


def desk_with_credit(desk: Desk) -> None:
    """Let the worker answer one claim that is compensated."""
    from datetime import datetime

    received = datetime.fromisoformat("2026-09-16T17:20:32+00:00")
    desk.dovecot.append(desk.user, (EXAMPLES / "mails" / "c11-006.eml").read_bytes(), at=received)
    desk.at(received)
    desk.start()
    desk.send("poll")
    desk.wait("the claim", desk.idle)


def test_a_corrected_outage_lists_the_claims_whose_answer_would_change(make_desk: MakeDesk, tmp_path: Path) -> None:
    """The outage turns out to be a flood: the claim that was compensated would be excluded; replay says the same."""
    desk = make_desk()
    desk_with_credit(desk)
    rows = (EXAMPLES / "records" / "outages.csv").read_text(encoding="utf-8").splitlines()
    flood = [row.replace("unavailable,,*", "unavailable,force_majeure,*") for row in rows if row.startswith("OUT-0008")]
    told = desk.claims("import", "outages", _file(tmp_path, "outages", rows[0], *flood))
    assert "1 claims are decided otherwise" in told
    assert "SLA-2026-000001 (resolved): compensated" in told
    assert "SLA-2026-000001" in desk.claims("replay", status=1)
