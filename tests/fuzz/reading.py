"""Coverage-guided fuzzing of the reading room with atheris: `make fuzz`, or `FUZZ_SECONDS=3600 make fuzz`.

Nothing but Unreadable may come out of reading, whatever the bytes; libFuzzer keeps the input that broke that.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["worker.reading"]):
    from worker.reading import Ours, Unreadable, facts, read

OURS = Ours("sla-claims@lookuq.example", "mx.lookuq.example", r"LQ-\d{4,}")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def one(data: bytes) -> None:
    """Read one mail whole."""
    try:
        mail = read(data, ours=OURS, received=NOW)
    except Unreadable:
        return
    facts(mail, zone="Europe/London", provider_zone="Asia/Ho_Chi_Minh")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
