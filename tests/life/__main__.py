"""`python -m tests.life [DATABASE_URL]`: the whole quarter, on SQLite or on the database that is named."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from pathlib import Path

import django


def main() -> int:
    """Live through the quarter and say what came of it."""
    import tests.conftest  # the tests' own settings

    assert tests.conftest
    os.environ["DJANGO_SETTINGS_MODULE"] = "worker.django_settings"
    django.setup()
    logging.disable(logging.ERROR)
    from tests.life.quarter import Quarter, figures
    from tests.life.rehearsal import database

    with tempfile.TemporaryDirectory() as name:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{name}/quarter.sqlite3"
        with database(url):
            started = time.monotonic()
            quarter = Quarter(accounts=200, claims=2000, days=92, folder=Path(name))
            quarter.run()
            problems = quarter.check()
            print(figures(quarter))
            print(f"  took {time.monotonic() - started:.0f} s; {len(problems)} problems")
            print("\n".join(problems[:20]))
            return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
