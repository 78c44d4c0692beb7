"""Ties examples to rules: `@example("claimed_in_time")` says which rules a test shows at work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

Test = TypeVar("Test", bound=Callable[..., None])
EXAMPLES: dict[str, list[str]] = defaultdict(list)


def example(*rules: str) -> Callable[[Test], Test]:
    """Note a test's promise under each rule it shows."""

    def note(test: Test) -> Test:
        for rule in rules:
            EXAMPLES[rule].append(" ".join((test.__doc__ or "").split()))
        return test

    return note
