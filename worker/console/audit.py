"""Every act that is not in a claim's own history is written down here: who, when, what."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from worker.clock import now
from worker.console.models import Audit


def write(by: str, what: str, detail: str = "") -> None:
    """Write an act down."""
    Audit.objects.create(at=now(), by=by[:150], what=what, detail=detail)


def connect() -> None:
    """Have logins written down."""
    user_logged_in.connect(_logged_in)
    user_logged_out.connect(_logged_out)
    user_login_failed.connect(_failed)


def _logged_in(user: Any, **_: Any) -> None:
    write(user.get_username(), "logged in")


def _logged_out(user: Any, **_: Any) -> None:
    if user is not None:
        write(user.get_username(), "logged out")


def _failed(credentials: Any, **_: Any) -> None:
    write(str(credentials.get("username", "")), "login failed")
