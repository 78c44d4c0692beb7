"""Runs a Celery worker of the desk that dies when told: `python -m tests.whole.clocked CLOCK [KILL]`.

CLOCK is the file that holds the desk's moment. KILL names a step of a mail's way after which the process that did it is
killed with SIGKILL, once: the file `CLOCK.killed` tells that it happened.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import worker.celery as desk
from worker.adapters.imap import ImapMailbox
from worker.adapters.smtp import SmtpPost
from worker.intake import settle, take
from worker.outbox import delivery

STEPS: dict[str, tuple[Any, str]] = {
    "fetched": (ImapMailbox, "fetch"),
    "stored": (take, "_store"),
    "filed": (ImapMailbox, "file"),
    "read": (settle, "_read"),
    "decided": (settle, "open_claims"),
    "settled": (settle, "_settle"),
    "sending": (delivery, "_take"),
    "sent": (SmtpPost, "send"),
    "marked": (delivery, "_mark_sent"),
    "copied": (ImapMailbox, "keep_copies"),
    "noted": (delivery, "_copy"),
}
"""Each step of a mail's way, with what is called for it."""


def kill_after(step: str, told: Path) -> None:
    """Let the process die right after the step, the first time it is done."""
    owner, name = STEPS[step]
    original = getattr(owner, name)

    def dying(*args: Any, **kwargs: Any) -> Any:
        done = original(*args, **kwargs)
        if not told.exists():
            told.write_text(step)
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(owner, name, dying)


def main(clock: Path, step: str, processes: str) -> None:
    """Start the worker."""
    if step:
        kill_after(step, clock.with_suffix(".killed"))
    options = ["worker", "--loglevel=INFO", f"--concurrency={processes}", "--without-gossip", "--without-mingle"]
    desk.app.worker_main(options)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:4])
