"""Mails read a second, beside bare mail-parser and the standard library on the same mails in the same run."""

from __future__ import annotations

import email
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import mailparser

from worker.reading import Ours, facts, read

EXAMPLES = Path(__file__).parents[1] / "tests" / "examples" / "mails"
OURS = Ours("sla-claims@lookuq.example", "mx.lookuq.example", r"LQ-\d{4,}")


def _whole(raw: bytes) -> object:
    return facts(read(raw, ours=OURS), zone="Europe/London", provider_zone="Asia/Ho_Chi_Minh")


def _standard(raw: bytes) -> object:
    return [part.get_payload(decode=True) for part in email.message_from_bytes(raw).walk()]


def _ms(act: Callable[[bytes], object], raw: bytes) -> float:
    start = time.perf_counter()
    act(raw)
    return (time.perf_counter() - start) * 1000


def _each_ms(acts: Sequence[Callable[[bytes], object]], raw: bytes) -> list[float]:
    """The median time of each act on one mail, taken in turn: all meet the same machine in the same state."""
    for act in acts:
        act(raw)
    tries = [[_ms(act, raw) for act in acts] for _ in range(15)]
    return [statistics.median(times) for times in zip(*tries, strict=True)]


def main() -> None:
    """Print the medians and the ratio to mail-parser."""
    mails = [path.read_bytes() for path in sorted(EXAMPLES.glob("*.eml"))]
    rows = [_each_ms((_whole, mailparser.parse_from_bytes, _standard), raw) for raw in mails]
    whole, bare, standard = zip(*rows, strict=True)
    ratio = statistics.median(w / b for w, b in zip(whole, bare, strict=True))
    print(
        f"reading {len(mails)} mails: whole {1000 / statistics.mean(whole):.0f}/s, mail-parser "
        f"{1000 / statistics.mean(bare):.0f}/s, standard library {1000 / statistics.mean(standard):.0f}/s; "
        f"whole reading costs {ratio:.1f} times mail-parser at the median"
    )


if __name__ == "__main__":
    main()
