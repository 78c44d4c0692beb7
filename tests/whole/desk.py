"""A whole desk of its own: a database, a mailbox, an SMTP peer, a Redis, and a worker whose clock the test holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import redis
from celery import Celery

from tests.servers import Dovecot, Redis, SmtpPeer
from tests.servers.process import end

ADDRESS = "sla-claims@lookuq.example"
TEAM = "team@lookuq.example"
PATIENCE = 60.0


class Desk:
    """Commands and a worker that share one set of settings, as a provider would run them."""

    def __init__(
        self, folder: Path, *, database: str, dovecot: Dovecot, smtp: SmtpPeer, broker: Redis, **settings: str
    ) -> None:
        self.folder, self.dovecot, self.smtp, self.broker = folder, dovecot, smtp, broker
        self.user = dovecot.new_user()
        self.clock = folder / "clock"
        self.clock.write_text(datetime.now(UTC).isoformat())
        both = folder / "authorities.pem"
        both.write_bytes(dovecot.ca_file.read_bytes() + smtp.ca_file.read_bytes())
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("CLAIMS_")},
            "CLAIMS_ADDRESS": ADDRESS,
            "CLAIMS_TEAM_ADDRESS": TEAM,
            "CLAIMS_DATABASE_URL": database,
            "CLAIMS_MAILBOX_URL": dovecot.url(self.user),
            "CLAIMS_POST_URL": smtp.url,
            "CLAIMS_BROKER_URL": broker.url,
            "CLAIMS_CA_FILE": str(both),
            "CLAIMS_TAKEN_MARK": "$Taken",
            "CLAIMS_CLOCK_FILE": str(self.clock),
        } | settings
        self._worker: subprocess.Popen[bytes] | None = None
        self.log = folder / "worker.log"

    def claims(self, *words: str, status: int = 0) -> str:
        """Run a `claims` command; its exit status must be as expected."""
        command = [sys.executable, "-m", "worker.cli", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == status, (
            f"claims {' '.join(words)} ended {done.returncode}:\n{done.stdout}{done.stderr}"
        )
        return done.stdout + done.stderr if status else done.stdout

    def set_up(self, records: Path) -> None:
        """Make the tables and import the records."""
        self.claims("migrate")
        for kind in ("accounts", "payments", "outages", "maintenance", "credits"):
            self.claims("import", kind, str(records / f"{kind}.csv"))

    def at(self, moment: datetime) -> None:
        """Set the worker's clock."""
        spare = self.clock.with_suffix(".new")
        spare.write_text(moment.isoformat())
        spare.rename(self.clock)

    def start(self, *, kill_after: str = "", processes: int = 2) -> None:
        """Start the worker."""
        command = [sys.executable, "-m", "tests.whole.clocked", str(self.clock), kill_after, str(processes)]
        with self.log.open("ab") as out:
            self._worker = subprocess.Popen(command, env=self.environment, stdout=out, stderr=out)

    def stop(self) -> None:
        """Stop the worker as a supervisor would."""
        end(self._worker)

    def kill(self) -> None:
        """Kill the worker and all its children, as a machine that loses power would."""
        if self._worker is not None:
            children = Path(f"/proc/{self._worker.pid}/task/{self._worker.pid}/children").read_text().split()
            self._worker.kill()
            for child in children:
                subprocess.run(["kill", "-9", child], check=False, capture_output=True)
            self._worker.wait()

    def send(self, task: str) -> None:
        """Give the worker a hint, as beat does."""
        app = Celery(broker=self.broker.url)
        app.conf.broker_transport_options = {"global_keyprefix": "claims:"}
        app.send_task(f"worker.tasks.{task}", queue="claims", ignore_result=True)
        app.close()

    def status(self) -> dict[str, Any]:
        """What `claims status` says."""
        told: dict[str, Any] = json.loads(self.claims("status", "--json"))
        return told

    def wait(self, what: str, ready: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait for the worker, which is a real process with a clock of its own."""
        give_up = time.monotonic() + patience
        while not ready():
            assert time.monotonic() < give_up, f"waited in vain for {what}:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.05)

    def idle(self) -> bool:
        """Whether no task waits or runs. One on its way from the one list to the other is in neither: look thrice."""
        with redis.Redis(port=self.broker.port) as client:
            for _ in range(3):
                queued = client.llen("claims:claims") + client.llen("claims:letters")
                if queued or client.hlen("claims:unacked"):
                    return False
                time.sleep(0.02)
            return True
