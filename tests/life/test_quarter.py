"""Weeks of the desk's life, with everything that goes wrong: nothing is lost, doubled or overdue."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.db import transaction

from tests.life.quarter import Quarter, figures
from worker.claims.models import Claim


def test_weeks_with_late_records_absent_servers_and_dying_workers(store: str, tmp_path: Path) -> None:
    """The whole quarter is `make simulate`."""
    quarter = Quarter(accounts=15, claims=50, days=10, folder=tmp_path, seed=7, step=timedelta(hours=1))
    with transaction.atomic():
        quarter.run()
        problems = quarter.check()
        count, told = Claim.objects.count(), figures(quarter)
        transaction.set_rollback(True)
    assert problems == [], told
    assert count >= 40, told
