"""A week of the desk's life on real Celery, Redis, PostgreSQL, SMTP and Dovecot: `make simulate`.

Workers are killed and started again, Redis is emptied, the mail servers go away for hours; at the end every claim has
its one answer, and no credit stands twice.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from tests.life.world import RECORDS, moment, write
from tests.servers import Dovecot, PostgreSQL, Redis, SmtpPeer
from tests.whole.desk import TEAM, Desk

ACCOUNTS, CLAIMS, DAYS = 40, 300, 7
START = moment("2026-09-06 00:00")
STEP = timedelta(hours=2)


def _records(folder: Path) -> Path:
    names = [f"LQ-{3000 + n}" for n in range(ACCOUNTS)]
    rows = {
        "accounts": [f"{a},Client {n},@client{n}.example,1,UTC,USD,en" for n, a in enumerate(names)],
        "payments": [f"{a},2026-{m:02}-01,100.00" for a in names for m in (7, 8, 9)],
        "outages": [
            f"OUT-{n},2026-08-{3 * n + 1:02}T02:00:00Z,2026-08-{3 * n + 1:02}T03:30:00Z,unavailable,,*,"
            for n in range(8)
        ],
        "maintenance": [],
        "credits": [],
    }
    for kind, lines in rows.items():
        width = RECORDS[kind].count(",")
        text = "\n".join([RECORDS[kind], *(line + "," * (width - line.count(",")) for line in lines)])
        (folder / f"{kind}.csv").write_text(text + "\n", encoding="utf-8")
    return folder


def live(folder: Path, dovecot: Dovecot, redis: Redis, postgresql: PostgreSQL, smtp: SmtpPeer) -> list[str]:
    """Live through the week; gives what went wrong."""
    chance = random.Random(3)
    desk = Desk(folder, database=postgresql.create_database(), dovecot=dovecot, smtp=smtp, broker=redis)
    desk.at(START)
    (folder / "records").mkdir()
    desk.set_up(_records(folder / "records"))
    desk.start()
    steps = int(timedelta(days=DAYS) / STEP)
    arrivals = sorted(chance.randrange(steps - 12) for _ in range(CLAIMS))
    away = chance.sample(range(4, steps - 12, 3), 6)
    killed = chance.sample(range(4, steps - 4), 8)
    for step in range(steps):
        desk.at(START + step * STEP)
        while arrivals and arrivals[0] == step:
            arrivals.pop(0)
            _claim(desk, chance)
        if step in away:
            smtp.go_away()
        if step - 2 in away:
            smtp.come_back()
        for task in ("poll", "sweep"):
            desk.send(task)
        if step in killed:
            time.sleep(chance.random() / 2)
            desk.kill()
            redis.empty()
            desk.start()
            desk.send("sweep")
        desk.wait(f"step {step}", desk.idle, patience=120)
    _settle(desk, START + steps * STEP)
    return _problems(desk, smtp)


def _claim(desk: Desk, chance: random.Random) -> None:
    number, day = chance.randrange(ACCOUNTS), 3 * chance.randrange(8) + 1
    body = (
        f"Your API was down on {day} August 2026 from 02:00 to 03:30 UTC.\n\n"
        f"2026-08-{day:02}T02:10:10Z ERROR connect: connection refused\n"
    )
    raw = write(body, sender=f"ops@client{number}.example", number=f"w{chance.random()}")
    desk.dovecot.append(desk.user, raw, at=START)


def _settle(desk: Desk, now: object) -> None:
    """Let a day of quiet pass, in which what was cut off is found again."""
    assert hasattr(now, "isoformat")
    for hour in range(1, 25):
        desk.at(now + timedelta(hours=hour))  # type: ignore[operator]
        for task in ("poll", "sweep"):
            desk.send(task)
        desk.wait("the quiet day", desk.idle, patience=120)


def _problems(desk: Desk, smtp: SmtpPeer) -> list[str]:
    problems = []
    status = desk.status()
    if status["mails"] != {"settled": CLAIMS} or status["claims"] != {"resolved": CLAIMS}:
        problems.append(f"mails {status['mails']}, claims {status['claims']}")
    doubted = set(re.findall(r"<sla-\S+>", json.dumps(status["stuck"])))
    sent = Counter(
        found.group(1)
        for r in smtp.received
        if r.recipient != TEAM and (found := re.search(rb"(?im)^message-id: (<\S+\.resolution@\S+>)", r.content))
    )
    problems += [f"{i!r} was sent {n} times" for i, n in sent.items() if n > 1]
    if len(sent) + len(doubted) < CLAIMS:
        problems.append(f"{len(sent)} answers were sent and {len(doubted)} are in doubt, of {CLAIMS}")
    rows = list(csv.DictReader(io.StringIO(desk.claims("export", "credits"))))
    twice = [k for k, n in Counter((r["account"], r["period_start"]) for r in rows).items() if n > 1]
    problems += [f"{k} was credited twice" for k in twice]
    print(f"{CLAIMS} claims, {len(sent)} answers, {len(doubted)} letters in doubt, {len(rows)} credits")
    return problems


def main() -> int:
    """Start the servers and live."""
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    servers = Dovecot(), Redis(), PostgreSQL(), SmtpPeer()
    started = time.monotonic()
    for server in servers:
        server.start()
    dovecot, redis, postgresql, smtp = servers
    try:
        with tempfile.TemporaryDirectory() as folder:
            problems = live(Path(folder), dovecot, redis, postgresql, smtp)
    finally:
        dovecot.stop()
        redis.close()
        postgresql.stop()
        smtp.stop()
    print(f"a week in {time.monotonic() - started:.0f} s; {len(problems)} problems")
    print("\n".join(problems[:20]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
