"""The text in screenshots, by Tesseract where it is installed. It only confirms: no fact is taken from it.

What it says of the errors shown tells a screenshot of a server that answered (4xx) from one that could not be reached.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache

SECONDS = 4
"""A terminal's screenshot takes half a second to a second."""
LARGEST = 8_000_000


@cache
def _command() -> tuple[str, ...]:
    """Tesseract with the languages it has of ours; empty where it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return ()
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=SECONDS)
    languages = [language for language in ("eng", "vie") if language in told.stdout.split()]
    return (program, "stdin", "stdout", "-l", "+".join(languages), "--psm", "6") if languages else ()


def text_in(picture: bytes) -> str:
    """The text in a picture; empty where there is none, it is too large, or it cannot be read in time."""
    command = _command()
    if not command or len(picture) > LARGEST:
        return ""
    try:
        done = subprocess.run(
            command,
            input=picture,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
