"""A Redis without persistence, that can be emptied, stopped and started on the same port."""

from __future__ import annotations

import subprocess

import redis

from tests.servers.process import end, free_port, listens, own_folder, program, remove, wait_for


class Redis:
    """Debian's redis-server."""

    def __init__(self) -> None:
        self._folder, self.port = own_folder("redis"), free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As CLAIMS_BROKER_URL wants it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start, and wait until it answers."""
        log = self._folder / "redis.log"
        command = [program("redis-server", "redis-server"), "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        with log.open("ab") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=out)
        wait_for("Redis", lambda: listens(self.port), self._process, log)

    def stop(self) -> None:
        """Stop; what it held is gone."""
        end(self._process)

    def close(self) -> None:
        """Stop for good."""
        self.stop()
        remove(self._folder)

    def empty(self) -> None:
        """Forget everything."""
        with redis.Redis(port=self.port) as client:
            client.flushall()
