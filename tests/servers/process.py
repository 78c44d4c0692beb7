"""Starting a server program: found or named as missing, as another user where it refuses root, waited for, ended."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

DEADLINE = 30.0


class ServerError(Exception):
    """A server could not be started; the message says which and why."""


def program(name: str, package: str, *folders: str) -> str:
    """The path of a program. Raises ServerError that names the Debian package where it is missing."""
    path = shutil.which(
        name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", *folders])
    )
    if path is None:
        raise ServerError(f"The tests need {name}: install Debian's package {package} (make system-packages)")
    return path


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_user(name: str, command: Sequence[str]) -> list[str]:
    """The command as another user where we are root; as it is where we are not."""
    if os.geteuid() != 0:
        return list(command)
    user = pwd.getpwnam(name)
    setpriv = program("setpriv", "util-linux")
    return [setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--", *command]


def own_folder(name: str) -> Path:
    """A folder of a server's own, with a short path that every user may enter."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


def own(folder: Path, name: str) -> None:
    """Give a folder to the user a server runs as, where we are root."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(name)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)


def listens(port: int) -> bool:
    """Whether something accepts connections on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(what: str, ready: Callable[[], bool], process: subprocess.Popen[bytes] | None, log: Path) -> None:
    """Wait until a server is ready. Raises ServerError with the end of its log where it is not."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if ready():
            return
        if process is not None and process.poll() is not None:
            break
        time.sleep(0.02)
    told = log.read_text(errors="replace")[-2000:] if log.exists() else ""
    raise ServerError(f"{what} did not start:\n{told}")


def end(process: subprocess.Popen[bytes] | None) -> None:
    """Stop a server and wait for it."""
    if process is not None and process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def remove(folder: Path) -> None:
    """Remove a server's folder; what its processes still write there is no matter."""
    shutil.rmtree(folder, ignore_errors=True)
