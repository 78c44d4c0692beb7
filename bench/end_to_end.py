"""From IMAP to letter accepted: the desk with two worker processes beside the plain loop, same mails, same servers.

The desk reads, decides and explains; it should not be slower. Prints mails a second of both, and their ratio.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import mailbox, plain_loop
from tests.servers import Dovecot, PostgreSQL, Redis
from tests.servers.process import end
from tests.whole.desk import Desk

COUNT = int(os.environ.get("CLAIMS_BENCH_MAILS", "2000"))


class _Sink:
    """The counting SMTP server, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "accepted"
        self.file.touch()
        command = [sys.executable, "-m", "bench.sink", str(self.file)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        told = json.loads(self.process.stdout.readline())
        self.url, self.port, self.ca_file = told["url"], told["port"], Path(told["ca_file"])

    @property
    def count(self) -> int:
        """Letters accepted so far."""
        return self.file.stat().st_size


def _fill(dovecot: Dovecot, user: str, mails: list[bytes]) -> None:
    with dovecot.client(user) as client:
        for raw in mails:
            client.append("INBOX", raw, msg_time=mailbox.RECEIVED)


def main() -> None:
    """Run both and print."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    dovecot, broker, postgresql, sink = Dovecot(), Redis(), PostgreSQL(fsync=True), _Sink(folder)
    for server in (dovecot, broker, postgresql):
        server.start()
    try:
        mails = mailbox.mails(COUNT)
        plain = _plain(folder, dovecot, postgresql, sink, mails)
        desk = _desk(folder, dovecot, broker, postgresql, sink, mails)
        speeds = f"plain loop {COUNT / plain:.0f}/s, desk {COUNT / desk:.0f}/s"
        print(f"end to end, {COUNT} mails: {speeds}, ratio {plain / desk:.2f}")
    finally:
        end(sink.process)
        broker.close()
        for server in (dovecot, postgresql):
            server.stop()


def _plain(folder: Path, dovecot: Dovecot, postgresql: PostgreSQL, sink: _Sink, mails: list[bytes]) -> float:
    user = dovecot.new_user()
    _fill(dovecot, user, mails)
    database = postgresql.create_database()
    ca_file = folder / "both.pem"
    ca_file.write_bytes(dovecot.ca_file.read_bytes() + sink.ca_file.read_bytes())
    start = time.perf_counter()
    plain_loop.run(imap_port=dovecot.port, smtp_port=sink.port, ca_file=str(ca_file), user=user, database=database)
    return time.perf_counter() - start


def _desk(
    folder: Path, dovecot: Dovecot, broker: Redis, postgresql: PostgreSQL, sink: _Sink, mails: list[bytes]
) -> float:
    mailbox.write_records(folder)
    desk = Desk(
        folder,
        database=postgresql.create_database(),
        dovecot=dovecot,
        smtp=sink,  # type: ignore[arg-type]
        broker=broker,
        CLAIMS_TEAM_ADDRESS="",
    )
    desk.set_up(folder)
    _fill(dovecot, desk.user, mails)
    before = sink.count
    desk.at(mailbox.RECEIVED)
    desk.start()
    desk.wait("the worker", lambda: "ready" in desk.log.read_text())
    start = time.perf_counter()
    desk.send("poll")
    shown = time.perf_counter()
    while sink.count - before < len(mails):
        time.sleep(0.02)
        if time.perf_counter() - shown > 2:
            shown = time.perf_counter()
            print(f"  {sink.count - before} of {len(mails)} answered", file=sys.stderr)
        if time.perf_counter() - start > 300:
            raise SystemExit(
                f"only {sink.count - before} answered:\n{desk.log.read_text()[-3000:]}\n{desk.claims('status')}"
            )
    took = time.perf_counter() - start
    desk.kill()
    return took


if __name__ == "__main__":
    main()
