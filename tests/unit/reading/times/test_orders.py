"""Numeric dates whose order is open, and what settles it."""

from __future__ import annotations

import pytest

from tests.unit.reading.times.said import LONDON, NEW_YORK, doubts, shown, times_in

Case = tuple[str, str, tuple[str, ...]]

ORDERS: list[Case] = [
    (NEW_YORK, "03/08/2026 from 14:05 to 15:10", ("03-08 14:05/15:10",)),
    (LONDON, "03/08/2026 from 14:05 to 15:10", ("08-03 14:05/15:10",)),
    (LONDON, "Monday 03/08/2026 from 14:05 to 15:10", ("08-03 14:05/15:10",)),
    (LONDON, "Sunday 03/08/2026 from 14:05 to 15:10", ("03-08 14:05/15:10",)),
    (LONDON, "outage Aug 3|||03/08/2026 from 14:05 to 15:10", ("08-03 14:05/15:10",)),
    (NEW_YORK, "outage Aug 3|||03/08/2026 from 14:05 to 15:10", ("08-03 14:05/15:10",)),
    (
        NEW_YORK,
        "On 03/08/2026 from 14:05 to 15:10, and on 25/07/2026 from 10:00 to 10:30",
        ("07-25 10:00/10:30", "08-03 14:05/15:10"),
    ),
    (LONDON, "On 08/03/2026 from 14:05 to 15:10; invoice of 10/25/2026", ("08-03 14:05/15:10",)),
    (LONDON, "11/12/2026 14:05", ("11-12 14:05",)),
]


@pytest.mark.parametrize(("zone", "text", "expected"), ORDERS)
def test_orders(zone: str, text: str, expected: tuple[str, ...]) -> None:
    """The first reading is what the mail settles, else the order customary in the account's country."""
    times = times_in(zone, text)

    assert (shown(times, zone), bool(doubts(times))) == (expected, False)
