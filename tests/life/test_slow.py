"""What takes long ends before a task's time limit, and leaves the rest to the next task."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.life.rehearsal import Rehearsal
from tests.life.world import write
from worker import tasks
from worker.reading import Mail, Ours

FOUND = "Your API was down on 10 July 2026 from 02:00 to 06:00 UTC.\n\n2026-07-10T02:10:10Z ERROR connection refused\n"
CLIENTS = [f"client{number}@senhong.example" for number in range(5)]


def _all_claim(world: Rehearsal) -> None:
    for number, client in enumerate(CLIENTS):
        world.arrive(write(f"{FOUND}{number}", sender=client))


def test_a_slow_mail_server_gets_the_rest_in_the_next_task(world: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes a letter: three are sent by the first task, the others by the next, each once."""
    send = world.send

    def slow(message: bytes, *, to: str) -> None:
        send(message, to=to)
        world.now += timedelta(minutes=2)

    monkeypatch.setattr(world, "send", slow)
    _all_claim(world)
    world.run("poll")
    assert [s.to for s in world.sent] == CLIENTS[:3]
    world.run("sweep")
    assert [s.to for s in world.sent] == CLIENTS


@pytest.mark.parametrize("breaks", [False, True])
def test_mails_that_take_long_to_read_are_left_to_the_next_task(
    world: Rehearsal, monkeypatch: pytest.MonkeyPatch, breaks: bool
) -> None:
    """A minute and a half each: two are settled by the first task, the others by the next, each once; also where the
    first cannot be read, so that each is taken alone.
    """
    read = tasks.adapters.read

    def slow(raw: bytes, *, ours: Ours, received: datetime | None = None) -> Mail:
        if breaks and CLIENTS[0].encode() in raw:
            raise ValueError
        world.now += timedelta(seconds=90)
        return read(raw, ours=ours, received=received)

    monkeypatch.setattr(tasks.adapters, "read", slow)
    _all_claim(world)
    readable = CLIENTS[breaks:]
    world.run("poll")
    assert [s.to for s in world.sent] == readable[:2]
    world.run("sweep", "sweep")
    assert [s.to for s in world.sent] == readable
