"""A million outages of history in PostgreSQL: the query for one account and cycle reads only what overlaps it."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime

from tests.servers import PostgreSQL

COUNT = int(os.environ.get("CLAIMS_BENCH_OUTAGES", "1000000"))
_FILL = """
INSERT INTO records_outage (outage, started_at, ended_at, state, exclusion, affects, note)
SELECT 'OUT-' || n, timestamptz '2016-01-01' + n * interval '5 minutes',
       timestamptz '2016-01-01' + n * interval '5 minutes' + interval '20 minutes', 'unavailable', '',
       CASE WHEN n %% 50 = 0 THEN '*' ELSE 'LQ-' || (n %% 997) END, ''
FROM generate_series(1, %(count)s) AS n;
INSERT INTO records_reach (outage_id, account, started_at, ended_at, long)
SELECT outage, CASE WHEN affects = '*' THEN '' ELSE affects END, started_at, ended_at, false FROM records_outage;
ANALYZE;
"""


def main() -> None:
    """Fill, explain, and time the query that deciding uses."""
    server = PostgreSQL()
    server.start()
    try:
        os.environ |= {
            "CLAIMS_ADDRESS": "sla-claims@lookuq.example",
            "CLAIMS_DATABASE_URL": server.create_database(),
            "DJANGO_SETTINGS_MODULE": "worker.django_settings",
        }
        _measure()
    finally:
        server.stop()


def _measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from worker.records import store

    call_command("migrate", verbosity=0)
    print(f"  writing {COUNT} outages …", file=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute(_FILL % {"count": COUNT})
    start, end = datetime(2020, 6, 1, tzinfo=UTC), datetime(2020, 7, 1, tzinfo=UTC)
    from worker.records.models import Outage

    query = store.reached("LQ-123", start, end).values_list("outage_id", flat=True)
    found = list(query)
    outages = Outage.objects.filter(pk__in=found)
    plan = f"{query.explain(analyze=True)}\n{outages.explain(analyze=True)}"
    began = time.perf_counter()
    for _ in range(20):
        store.records_between("LQ-123", start, end)
    each = (time.perf_counter() - began) / 20
    print(plan)
    kind = "no sequential scan" if "Seq Scan" not in plan else "A SEQUENTIAL SCAN"
    print(f"{COUNT} outages of history: {len(found)} touch the cycle, loaded in {1000 * each:.1f} ms, {kind}")


if __name__ == "__main__":
    main()
