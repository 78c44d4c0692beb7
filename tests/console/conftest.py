"""A desk with a bit of everything, and people of every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.life.conftest import store, world
from tests.life.rehearsal import Rehearsal
from tests.life.world import moment, write
from tests.whole.conftest import postgresql
from worker.console import people
from worker.intake.models import State, StoredMail
from worker.outbox.models import Letter

__all__ = ["postgresql", "store", "world"]

PASSWORD = "quite-a-long-secret"
HOSTILE = (
    'Down on 20 July 2026 from 05:00 to 06:00 UTC.\n\n<script>alert(1)</script><img src=x onerror="alert(2)">'
    "{{ 7*7 }} {% raw %} </div></main><form action=//evil.example><style>*{display:none}</style>\n\n"
    "2026-07-20T05:00:10Z ERROR connection refused api_key=sk_live_abcdefghijklmnop1234567890\n"
)


@dataclass
class Console:
    """The desk, and its pages as one person sees them."""

    world: Rehearsal

    def as_(self, role: str, *, verified: bool = True) -> Client:
        """A browser in which a person of a role is logged in, with the second factor unless told otherwise."""
        name = f"the {role}"
        if not get_user_model().objects.filter(username=name).exists():
            people.add(name, role=role, password=PASSWORD)
        user = get_user_model().objects.get(username=name)
        client = Client(HTTP_HOST="localhost")
        client.force_login(user, backend="worker.console.people.RoleBackend")
        if verified:
            device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=True)
            session = client.session
            session[DEVICE_ID_SESSION_KEY] = device.persistent_id
            session.save()
        return client


@pytest.fixture
def console(world: Rehearsal) -> Iterator[Console]:
    """Claims queued, held and resolved, a mail that is none, one set aside, a letter that went astray."""
    people.make_roles()
    log = "\n\n2026-07-10T02:10:10Z ERROR connect: connection refused\n"
    told = "Your API was down on 10 July 2026 from 02:00 to 06:00 UTC, LQ-1001." + log
    world.arrive(write(told, sender="ann@acme.example", number="first"))
    world.run()
    world.now = moment("2026-09-22 09:00")
    september = "Down on 5 September 2026 02:00 to 06:00 UTC." + log.replace("07-10", "09-05")
    for number, (body, sender) in enumerate(
        (
            (HOSTILE, "ann@acme.example"),
            (told.replace("LQ-1001", "LQ-1003"), "cfo@grand.example"),
            (told.replace("LQ-1001", ""), "someone@else.example"),
            ("Where is my invoice?", "ann@acme.example"),
            (september, "bob@acme.example"),
        )
    ):
        subject = "SLA claim" if "invoice" not in body else "A question"
        world.arrive(write(body, sender=sender, number=f"m{number}", subject=subject))
    world.run()
    StoredMail.objects.create(
        content="x",
        received_at=world.now,
        taken_at=world.now,
        size=9,
        state=State.SET_ASIDE,
        sender="<b>x</b>",
        problem="T\nE: <i>",
    )
    astray = Letter.objects.filter(kind="acknowledgement").latest("pk")
    Letter.objects.filter(pk=astray.pk).update(state="undelivered", problem="552 full")
    world.now = moment("2026-09-23 09:00")
    clock = SimpleNamespace(read_text=lambda: world.now.isoformat())
    held_still = replace(settings.DESK, clock_file=clock)
    with mock.patch("worker.clock.current", return_value=held_still), override_settings(DESK=held_still):
        yield Console(world)
