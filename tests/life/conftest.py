"""A desk in one process, on PostgreSQL and on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.life.rehearsal import Rehearsal, database
from tests.life.world import moment
from tests.whole.conftest import postgresql

__all__ = ["postgresql"]

ACCOUNTS = (
    "LQ-1001,Acme Ltd,ann@acme.example bob@acme.example,1,Europe/London,USD,en",
    "LQ-1002,Công ty Sen Hồng,@senhong.example,1,Asia/Ho_Chi_Minh,VND,vi",
    "LQ-1003,Grand Corp,cfo@grand.example,1,UTC,USD,en",
)
PAYMENTS = (
    *(f"LQ-1001,2026-{m:02}-01,100.00" for m in range(5, 11)),
    *(f"LQ-1002,2026-{m:02}-01,2000000" for m in range(5, 11)),
    *(f"LQ-1003,2026-{m:02}-01,90000.00" for m in range(5, 11)),
)
OUTAGES = (
    "OUT-1,2026-07-10T02:00:00Z,2026-07-10T06:00:00Z,unavailable,,*,",
    "OUT-2,2026-09-05T02:00:00Z,2026-09-05T06:00:00Z,unavailable,,LQ-1001,",
)


@pytest.fixture(scope="module", params=["postgresql", "sqlite"])
def store(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """One database for the tests of a file."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql").create_database()
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('life')}/claims.sqlite3"
    with django_db_blocker.unblock(), database(url):
        yield request.param


@pytest.fixture
def world(store: str, tmp_path: Path) -> Iterator[Rehearsal]:
    """A desk on 20 August 2026, with three accounts and two outages; nothing of it stays."""
    made = Rehearsal(moment("2026-08-20 09:00"))
    with transaction.atomic():
        made.records(tmp_path, "accounts", *ACCOUNTS)
        made.records(tmp_path, "payments", *PAYMENTS)
        made.records(tmp_path, "outages", *OUTAGES)
        yield made
        transaction.set_rollback(True)
