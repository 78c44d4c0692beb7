"""Suspicious mails are read by a process of their own, which is stopped when it overruns; the next mail is read."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from worker.adapters import apart
from worker.reading import Kind, Ours, Unreadable

OURS = Ours("sla-claims@lookuq.example", None, r"LQ-\d{4,}")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _mail(*, attached: bytes = b"", header: int = 0) -> bytes:
    return b"".join(
        (
            b"From: ann@client.example\nSubject: SLA claim LQ-1234\nX-Long: " + b"x\n " * header + b"x\n",
            b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain\n\n",
            b"Down on 3 November 2026 from 14:05 to 15:10 UTC.\n--B\nContent-Type: application/octet-stream\n",
            b"Content-Disposition: attachment; filename=core.bin\nContent-Transfer-Encoding: base64\n\n",
            base64.encodebytes(attached or b"core"),
            b"\n--B--\n",
        )
    )


@pytest.mark.parametrize(
    ("raw", "suspicious"),
    [
        (_mail(), False),
        (_mail(attached=os.urandom(2_000_000)), True),
        (_mail(header=20_000), True),
        (b"Subject: x\n\n" + b"y" * 30_000, True),
        (b"Subject: x\n\n" + b"\n--a" * 200, True),
    ],
)
def test_large_deep_and_odd_mails_are_suspicious(raw: bytes, suspicious: bool) -> None:
    """The usual mail is read at once."""
    assert apart.is_suspicious(raw) is suspicious


def test_a_large_mail_is_read_as_any_other_within_its_bounds() -> None:
    """Twenty megabytes of attachment fit in the memory allowed."""
    found = apart.read(_mail(attached=os.urandom(15_000_000)), ours=OURS, received=NOW)
    assert (found.kind, found.attachments[0].size) == (Kind.CLAIM, 15_000_000)


def test_what_cannot_be_read_says_why_also_from_there() -> None:
    """The reason crosses the pipe."""
    with pytest.raises(Unreadable, match="header is larger"):
        apart.read(_mail(header=400_000), ours=OURS, received=NOW)


class _Strict(apart._Apart):
    """A reader whose bounds are so narrow that any mail overruns them, once."""

    def __init__(self, bounds: str) -> None:
        super().__init__()
        self.bounds = bounds

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None and self.bounds:
            code = f"import worker.adapters.apart as a; {self.bounds}; a.main()"
            self._process = subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self.bounds = ""
        return super()._started()


@pytest.mark.parametrize("bounds", ["a.SECONDS = 1e-6", "a.MEGABYTES = 24"])
def test_a_reader_that_overruns_is_stopped_and_the_next_mail_is_read(bounds: str) -> None:
    """Time and memory alike; the overrun is told in one sentence."""
    reader = _Strict(bounds)
    raw = _mail(attached=os.urandom(3_000_000))
    with pytest.raises(Unreadable, match=r"more than 2 s of processor time or 300 MB"):
        reader.read(raw, OURS, NOW)
    assert reader.read(raw, OURS, NOW).kind is Kind.CLAIM
    reader.stop()
