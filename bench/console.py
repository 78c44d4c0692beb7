"""A million claims of history in PostgreSQL: how long the queue and a claim's page take, beside none of them."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

COUNT = int(os.environ.get("CLAIMS_BENCH_CLAIMS", "1000000"))
QUEUED, ROUNDS = 300, 150
_FILL = """
INSERT INTO claims_claim (kind, account, sender, client_name, subject, message_id, thread, language, received_at, year,
    unverified, due_at, state, outcome, resolved_at, answered_at, part_granted, attempts, problem, assignee, version,
    matched, alike, green, proposed, why)
SELECT 'claim', 'LQ-' || (1000 + n %% 20000), 'ops@client' || (n %% 20000) || '.example', '', 'SLA claim ' || n, '', '',
    'en', timestamptz '2016-01-01' + n * interval '5 minutes', 2020, false,
    timestamptz '2016-01-16' + n * interval '5 minutes', 'resolved', 'no_outage', timestamptz '2016-01-02',
    timestamptz '2016-01-02', false, 0, '', '', 1, '', '', true, '', ''
FROM generate_series(1, %(count)s) AS n;
INSERT INTO claims_decision (claim_id, at, by, outcome, route, decision, facts, agreement_sha256, policy_sha256,
    records_sha256, release)
SELECT id, received_at, 'the desk', outcome, 'auto', '{}', '{}', '', '', '', '' FROM claims_claim WHERE year = 2020;
INSERT INTO claims_event (claim_id, at, by, what, detail)
SELECT id, received_at, 'the desk', 'opened', '' FROM claims_claim WHERE year = 2020;
INSERT INTO outbox_letter (claim_id, kind, recipient, subject, text, html, message_id, in_reply_to, "references",
    written_at, state, attempts, copied, problem)
SELECT id, 'resolution', sender, '', '', '', '<' || id || '@bench>', '', '', received_at, 'sent', 1, true, ''
FROM claims_claim WHERE year = 2020;
ANALYZE;
"""


def main() -> None:
    """Fill and measure."""
    import tests.conftest  # the tests' own settings

    assert tests.conftest
    os.environ["DJANGO_SETTINGS_MODULE"] = "worker.django_settings"
    import django

    django.setup()
    from tests.life.rehearsal import Rehearsal, database
    from tests.life.world import moment
    from tests.servers import PostgreSQL

    server = PostgreSQL()
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder, database(server.create_database()):
            world = Rehearsal(moment("2026-08-20 09:00"))
            _queue(world, Path(folder))
            _measure(world)
    finally:
        server.stop()


def _queue(world: object, folder: Path) -> None:
    from tests.life.conftest import ACCOUNTS, OUTAGES, PAYMENTS
    from tests.life.rehearsal import Rehearsal
    from tests.life.world import write
    from worker.console import people

    assert isinstance(world, Rehearsal)
    for kind, rows in (("accounts", ACCOUNTS), ("payments", PAYMENTS), ("outages", OUTAGES)):
        world.records(folder, kind, *rows)
    people.make_roles()
    log = "\n\n2026-07-10T02:10:10Z ERROR connect: connection refused\n"
    for n in range(QUEUED):
        body = f"Your API was down on 10 July 2026 from 02:00 to 06:00 UTC, case {n}.{log}"
        world.arrive(write(body, sender="cfo@grand.example", number=str(n)))
    world.run()


def _measure(world: object) -> None:
    from dataclasses import replace

    from django.conf import settings
    from django.db import connection
    from django.test import override_settings

    from tests.console.conftest import Console
    from worker.claims.models import Claim

    clock = SimpleNamespace(read_text=lambda: world.now.isoformat())  # type: ignore[attr-defined]
    held = replace(settings.DESK, clock_file=clock)
    with mock.patch("worker.clock.current", return_value=held), override_settings(DESK=held):
        client = Console(world).as_("decider")  # type: ignore[arg-type]
        claims = [c.reference for c in Claim.objects.filter(state="queued")[:50]]
        pages = {
            "queue": ["/"],
            "next page": ["/?after=2026-09-04T17:00:00%2B00:00_50"],
            "search": [f"/?search={claims[0]}", "/?search=cfo@grand.example", "/?account=LQ-1003"],
            "claim": [f"/claims/{c}" for c in claims],
        }
        before = {name: _times(client, paths) for name, paths in pages.items()}
        print(f"  writing {COUNT} claims of history …", file=sys.stderr)
        with connection.cursor() as cursor:
            cursor.execute(_FILL % {"count": COUNT})
        print(f"{'page':<10} {'median':>8} {'95th':>8}   with {COUNT} claims beside none")
        for name, paths in pages.items():
            after = _times(client, paths)
            told = f"{1000 * statistics.median(after):6.0f}ms {1000 * _p95(after):6.0f}ms"
            print(f"{name:<10} {told}   × {statistics.median(after) / statistics.median(before[name]):.2f}")


def _times(client: object, paths: list[str]) -> list[float]:
    times = []
    for n in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get(paths[n % len(paths)])  # type: ignore[attr-defined]
        times.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.status_code
    return times


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    main()
