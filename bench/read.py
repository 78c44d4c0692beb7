"""Mails read a second, beside bare mail-parser and the standard library on the same mails in the same run."""

from __future__ import annotations

import email
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import mailparser

from worker.reading import Ours, facts, read

EXAMPLES = Path(__file__).parents[1] / "tests" / "examples" / "mails"
OURS = Ours("sla-claims@lookuq.example", "mx.lookuq.example", r"LQ-\d{4,}")


def _whole(raw: bytes) -> object:
    return facts(read(raw, ours=OURS), zone="Europe/London", provider_zone="Asia/Ho_Chi_Minh")


def _standard(raw: bytes) -> object:
    return [part.get_payload(decode=True) for part in email.message_from_bytes(raw).walk()]


def _each_ms(act: Callable[[bytes], object], mails: list[bytes]) -> list[float]:
    times = []
    for raw in mails:
        act(raw)
        tries = []
        for _ in range(7):
            start = time.perf_counter()
            act(raw)
            tries.append((time.perf_counter() - start) * 1000)
        times.append(statistics.median(tries))
    return times


def main() -> None:
    """Print the medians and the ratio to mail-parser."""
    mails = [path.read_bytes() for path in sorted(EXAMPLES.glob("*.eml"))]
    whole, bare, standard = (_each_ms(act, mails) for act in (_whole, mailparser.parse_from_bytes, _standard))
    ratio = statistics.median(w / b for w, b in zip(whole, bare, strict=True))
    print(
        f"reading {len(mails)} mails: whole {1000 / statistics.mean(whole):.0f}/s, mail-parser "
        f"{1000 / statistics.mean(bare):.0f}/s, standard library {1000 / statistics.mean(standard):.0f}/s; "
        f"whole reading costs {ratio:.1f} times mail-parser at the median"
    )


if __name__ == "__main__":
    main()
