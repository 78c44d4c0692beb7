"""Reading mails within bounds: the usual ones here, the suspicious few in a process of their own that may be stopped.

A mail that is large, deep or odd may cost more than it should. One process is kept for them, with 300 MB of memory and
two seconds of processor time for each; what overruns is stopped, and the mail is set aside. (Celery's processes may
not use multiprocessing, so it is a plain child that is spoken to through pipes.)
"""

from __future__ import annotations

import atexit
import pickle
import re
import resource
import select
import signal
import struct
import subprocess
import sys
from datetime import datetime
from typing import IO, Any

from worker import reading
from worker.adapters.screenshots import text_in
from worker.reading import Mail, Ours, Unreadable

SECONDS = 2.0
MEGABYTES = 300
PATIENCE = 30
"""Seconds of the clock to wait for an answer: a stopped machine must not stop the worker for good."""
LARGE = 1_000_000
LONG_HEADER = 24_000
LONG_LINE = re.compile(rb"[^\n]{20000}")
_LENGTH = struct.Struct("!I")


def read(raw: bytes, *, ours: Ours, received: datetime | None = None) -> Mail:
    """As `reading.read`, with the text of screenshots where it can be had. Raises Unreadable, also for an overrun."""
    if is_suspicious(raw):
        return _apart.read(raw, ours, received)
    return reading.read(raw, ours=ours, received=received, see=text_in)


def is_suspicious(raw: bytes) -> bool:
    """Whether a mail is so large, deep or odd that reading it may cost much."""
    head = len(re.split(rb"\r?\n\r?\n", raw[: 2 * LONG_HEADER], maxsplit=1)[0])
    return (
        len(raw) > LARGE
        or head > LONG_HEADER
        or raw.count(b"\n--") > 100
        or raw.count(b"=?", 0, head) > 100
        or raw.lower().count(b"boundary") > 20
        or LONG_LINE.search(raw) is not None
    )


class _Apart:
    """The process for suspicious mails, started when first needed and again when it was stopped."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, raw: bytes, ours: Ours, received: datetime | None) -> Mail:
        answer = self._asked(pickle.dumps((raw, ours, received)))
        if answer is None:
            raise Unreadable(f"Reading the mail took more than {SECONDS:.0f} s of processor time or {MEGABYTES} MB.")
        if isinstance(answer, str):
            raise Unreadable(answer)
        return answer

    def _asked(self, question: bytes) -> Mail | str | None:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _put(process.stdin, question)
            ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
            answer: Any = pickle.loads(_got(process.stdout)) if ready else None
        except (OSError, EOFError):
            answer = None
        if answer is None:
            self.stop()
        return answer  # type: ignore[no-any-return]

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-c", "from worker.adapters.apart import main; main()"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process

    def stop(self) -> None:
        """Kill the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


_apart = _Apart()
atexit.register(_apart.stop)


def _put(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def _got(pipe: IO[bytes]) -> bytes:
    """One length and as many bytes. Raises EOFError where the other side is gone."""
    head = pipe.read(_LENGTH.size)
    content = pipe.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
    if len(head) < _LENGTH.size or len(content) < _LENGTH.unpack(head)[0]:
        raise EOFError
    return content


def _answer(question: bytes) -> Mail | str | None:
    raw, ours, received = pickle.loads(question)
    del question
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # its signal ends the process: not even a hung expression outlives it
    try:
        return reading.read(raw, ours=ours, received=received, see=text_in)
    except Unreadable as why:
        return str(why)
    except MemoryError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def main() -> None:
    """Read mails from standard input and answer each on standard output, until the input ends."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20, MEGABYTES << 20))
    while True:
        try:
            question = _got(sys.stdin.buffer)
        except EOFError:
            return
        _put(sys.stdout.buffer, pickle.dumps(_answer(question)))
