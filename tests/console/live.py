"""The console on a real port, with a filled desk behind it and Chromium before it."""

from __future__ import annotations

import contextlib
import os
import re
import threading
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock
from wsgiref.simple_server import WSGIRequestHandler

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import override_settings
from django_otp.oath import totp
from playwright.sync_api import Browser, Page, sync_playwright

from tests.console.conftest import HOSTILE, PASSWORD
from tests.life.conftest import ACCOUNTS, OUTAGES, PAYMENTS
from tests.life.rehearsal import Rehearsal
from tests.life.world import moment, picture_mail, write
from worker.console import people

CHROMIUM = "/usr/bin/chromium"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in the thread of the test


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@dataclass
class Live:
    """Where the console is, and the desk behind it."""

    url: str
    world: Rehearsal


def fill(world: Rehearsal, folder: Path) -> None:
    """Records, people, and claims of every state."""
    world.records(folder, "accounts", *ACCOUNTS)
    world.records(folder, "payments", *PAYMENTS)
    world.records(folder, "outages", *OUTAGES)
    people.make_roles()
    for role in people.ROLES:
        people.add(f"{role}-one", role=role, password=PASSWORD)
    log = "\n\n2026-07-10T02:10:10Z ERROR connect: connection refused\n"
    july = "Your API was down on 10 July 2026 from 02:00 to 06:00 UTC." + log
    for number, sender in enumerate(("ann@acme.example", "hoa@senhong.example")):
        world.arrive(write(july, sender=sender, number=f"early{number}"))
    world.run()
    world.now = moment("2026-09-22 09:00")
    september = "Down on 5 September 2026 02:00 to 06:00 UTC." + log.replace("07-10", "09-05")
    nothing = "Down on 20 July 2026 from 05:00 to 06:00 UTC." + log.replace("07-10T02", "07-20T05")
    mails = [
        write(HOSTILE, sender="ann@acme.example", number="hostile"),
        write(july, sender="cfo@grand.example", number="large"),
        write(july + "Account LQ-1001.", sender="someone@else.example", number="stranger"),
        write("Where is my invoice?", sender="ann@acme.example", subject="A question", number="other"),
        write(september, sender="bob@acme.example", number="held"),
        picture_mail(
            "Nothing worked on 12 July 2026 from 09:00 to 10:30 UTC, see the picture.", sender="hoa@senhong.example"
        ),
        *(write(f"{nothing} No. {n}.", sender=f"team{n}@senhong.example", number=f"alike{n}") for n in range(4)),
    ]
    for raw in mails:
        world.arrive(raw)
    world.run()
    world.now = moment("2026-09-23 09:00")


@contextlib.contextmanager
def served(world: Rehearsal) -> Iterator[Live]:
    """The console on a free port of this machine, on the rehearsal's clock."""
    held = replace(settings.DESK, clock_file=SimpleNamespace(read_text=lambda: world.now.isoformat()))
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    with mock.patch("worker.clock.current", return_value=held), override_settings(DESK=held):
        server.set_app(WSGIHandler())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Live(f"http://127.0.0.1:{server.server_port}", world)
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def enter(page: Page, live: Live, name: str, *, before_code: Path | None = None) -> None:
    """Log in by keyboard alone, setting up the second factor at the first time; its page may be taken a picture of."""
    page.goto(live.url)
    page.locator("input:focus").wait_for()  # a busy machine gives the focus only after the page has loaded
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/second-factor")
    if before_code is not None:
        page.screenshot(path=before_code)
    key = re.sub(r"\s", "", page.locator("code").inner_text())
    page.locator("input:focus").wait_for()
    page.keyboard.type(f"{totp(b32decode(key)):06d}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live.url}/")
