"""Logging in: name and password, then a code from the phone (TOTP, RFC 6238)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from worker.console import audit
from worker.console.page import show, svg


class Login(LoginView):
    """Name and password."""

    template_name = "login.html"
    redirect_authenticated_user = False

    def get_context_data(self, **words: Any) -> dict[str, Any]:
        """What the frame around the page needs, for somebody who is not logged in."""
        frame = {"person": "", "told": [], "section": "login", "path": "/", "may": {}}
        return super().get_context_data(**words) | frame


def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code; at the first time show what the phone must scan."""
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not settings.DESK.two_factor or user.is_verified():  # type: ignore[attr-defined]
        return redirect("queue")
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    fresh = device is None
    if device is None:
        device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "phone"})
    if request.method == "POST":
        allowed, _ = device.verify_is_allowed()
        if allowed and device.verify_token(request.POST.get("token", "").strip().replace(" ", "")):
            device.confirmed = True
            device.save()
            otp_login(request, device)
            audit.write(user.get_username(), "second factor set up" if fresh else "second factor given")
            return redirect("queue")
        audit.write(user.get_username(), "second factor failed")
        messages.error(
            request,
            "This code is not right." if allowed else "Too many wrong codes: wait a little, then try a new one.",
        )
    code = svg(_code(device.config_url)) if fresh else ""
    return show(request, "second_factor.html", fresh=fresh, code=code, key=_key(device) if fresh else "")


def _code(url: str) -> str:
    out = BytesIO()
    segno.make(url, micro=False).save(out, kind="svg", xmldecl=False, svgns=True, scale=5, light="#ffffff", border=3)
    return out.getvalue().decode()


def _key(device: Any) -> str:
    """The key for typing it in, in groups of four."""
    from base64 import b32encode

    plain = b32encode(device.bin_key).decode()
    return " ".join(plain[n : n + 4] for n in range(0, len(plain), 4))
