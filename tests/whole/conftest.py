"""The servers of a test run, and a desk for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import Dovecot, PostgreSQL, Redis, SmtpPeer
from tests.whole.desk import Desk

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    server = Redis()
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    server = PostgreSQL()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[SmtpPeer]:
    server = SmtpPeer()
    server.start()
    yield server
    server.stop()


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(
    tmp_path: Path, dovecot: Dovecot, redis_server: Redis, postgresql: PostgreSQL, smtp_server: SmtpPeer
) -> Iterator[MakeDesk]:
    """Makes a desk on PostgreSQL or SQLite, with the examples' records."""
    smtp_server.forget()
    redis_server.empty()
    made: list[Desk] = []

    def make(database: str = "postgresql", *, records: Path = EXAMPLES / "records", **settings: str) -> Desk:
        url = postgresql.create_database() if database == "postgresql" else f"sqlite:///{tmp_path}/claims.sqlite3"
        desk = Desk(tmp_path, database=url, dovecot=dovecot, smtp=smtp_server, broker=redis_server, **settings)
        desk.set_up(records)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.kill()
