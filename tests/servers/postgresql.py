"""A PostgreSQL of its own, that makes a fresh database for each test."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
from glob import glob

import psycopg

from tests.servers.process import as_user, end, free_port, own, own_folder, program, remove, wait_for

_numbers = itertools.count(1)


class PostgreSQL:
    """Debian's postgresql. It refuses root, so as root it runs as the package's own user."""

    def __init__(self, *, fsync: bool = False) -> None:
        self._folder, self.port, self._fsync = own_folder("postgresql"), free_port(), fsync
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make a cluster and start it."""
        folders = sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)
        folder, user = self._folder, "postgres"
        own(folder, user)
        log = folder / "postgresql.log"
        initdb = program("initdb", "postgresql", *folders)
        options = ["--auth=trust", "--username=claims", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(
            as_user(user, [initdb, "-D", str(folder / "data"), *options]), capture_output=True, check=False, cwd="/"
        )
        if made.returncode:
            log.write_bytes(made.stderr)
        server = [program("postgres", "postgresql", *folders), "-D", str(folder / "data"), "-p", str(self.port)]
        server += ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
        server += [] if self._fsync else ["-c", "fsync=off", "-c", "full_page_writes=off"]
        with log.open("ab") as out:
            self._process = subprocess.Popen(as_user(user, server), stdout=out, stderr=out, cwd="/")
        wait_for("PostgreSQL", self._ready, self._process, log)

    @property
    def _admin(self) -> str:
        return f"host=127.0.0.1 port={self.port} user=claims dbname=postgres"

    def _ready(self) -> bool:
        """Whether it takes connections: it listens before it does."""
        try:
            psycopg.connect(self._admin).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop for good, without waiting for clients."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
        end(self._process)
        remove(self._folder)

    def create_database(self, template: str = "template1") -> str:
        """A fresh database, or a copy of another by its URL; gives its URL as CLAIMS_DATABASE_URL wants it."""
        name = f"claims_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template.rpartition('/')[2]}")
        return f"postgresql://claims@127.0.0.1:{self.port}/{name}"
