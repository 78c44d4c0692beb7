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


@pytest.fixture(scope="session")
def examples_database(
    tmp_path_factory: pytest.TempPathFactory,
    dovecot: Dovecot,
    redis_server: Redis,
    postgresql: PostgreSQL,
    smtp_server: SmtpPeer,
) -> str:
    """A database with tables and the examples' records, made once, to be copied."""
    url = postgresql.create_database()
    folder = tmp_path_factory.mktemp("examples")
    desk = Desk(folder, database=url, dovecot=dovecot, smtp=smtp_server, broker=redis_server)
    desk.set_up(EXAMPLES / "records")
    return url


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(
    tmp_path: Path,
    dovecot: Dovecot,
    redis_server: Redis,
    postgresql: PostgreSQL,
    smtp_server: SmtpPeer,
    examples_database: str,
) -> Iterator[MakeDesk]:
    """Makes a desk on PostgreSQL or SQLite, with the examples' records."""
    smtp_server.forget()
    redis_server.empty()
    made: list[Desk] = []

    def make(database: str = "postgresql", *, records: Path = EXAMPLES / "records", **settings: str) -> Desk:
        copied = database == "postgresql" and records == EXAMPLES / "records"
        url = f"sqlite:///{tmp_path}/claims.sqlite3"
        if database == "postgresql":
            url = postgresql.create_database(examples_database if copied else "template1")
        desk = Desk(tmp_path, database=url, dovecot=dovecot, smtp=smtp_server, broker=redis_server, **settings)
        if not copied:
            desk.set_up(records)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.kill()
