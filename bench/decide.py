"""One decision with 10,000 outages in its cycle, beside one with ten: it stays fast when a cycle is full of them."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

from tests.rules.world import World, local, outage

MANY, FEW = 10_000, 10


def _world(count: int) -> World:
    start = local(2026, 6, 1)
    step = timedelta(days=29) / count
    return World(outages=tuple(outage(start + n * step, 90, f"OUT-{n:05d}") for n in range(count)))


def _median_ms(world: World, rounds: int = 9) -> float:
    world.decision()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        world.decision()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def main() -> None:
    """Print both and their ratio."""
    few, many = _median_ms(_world(FEW)), _median_ms(_world(MANY))
    print(f"one decision: {FEW} outages {few:.2f} ms, {MANY} outages {many:.1f} ms, ratio {many / few:.0f}")


if __name__ == "__main__":
    main()
