"""The desk's clock: the system's, or a file's where a rehearsal or a test holds it still."""

from __future__ import annotations

from datetime import UTC, datetime

from worker.settings import current


def now() -> datetime:
    """The moment, in whole seconds of UTC."""
    held = current().clock_file
    moment = datetime.now(UTC) if held is None else datetime.fromisoformat(held.read_text().strip())
    return moment.astimezone(UTC).replace(microsecond=0)
