"""What every page shares: who may see it, what stands around it, and how lists become CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template import loader
from django.utils.safestring import mark_safe

from worker.claims.steps import NotNow
from worker.clock import now
from worker.console.people import RIGHTS

View = Callable[..., HttpResponseBase]
PAGE = 50


def page(right: str = "look", *, methods: Sequence[str] = ("GET", "HEAD")) -> Callable[[View], View]:
    """A page for people with a right, logged in with their second factor."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **words: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if settings.DESK.two_factor and not request.user.is_verified():  # type: ignore[attr-defined]
                return redirect("second-factor")
            if not request.user.has_perm(RIGHTS[right]):
                raise PermissionDenied(f"Your role does not allow this: it needs the right to {right}.")
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **words)

        guarded.right = right  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        return guarded

    return decorate


def act(right: str = "decide") -> Callable[[View], View]:
    """Something that a person does; what cannot be done is told on the page they came from."""

    def decorate(view: View) -> View:
        @page(right, methods=("POST",))
        @wraps(view)
        def done(request: HttpRequest, *args: Any, **words: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **words)
            except NotNow as why:
                messages.error(request, str(why))
                return back(request)

        return done

    return decorate


def back(request: HttpRequest, fallback: str = "queue") -> HttpResponse:
    """To the page of ours that the form names, or to another."""
    where = request.POST.get("back", "")
    return redirect(where if where.startswith("/") and not where.startswith("//") else fallback)


def show(request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    """A page, with what the frame around it needs."""
    user = request.user
    values |= {
        "now": now(),
        "person": user.get_username(),
        "may": {right: user.is_authenticated and user.has_perm(name) for right, name in RIGHTS.items()},
        "told": [(m.level_tag, m.message) for m in messages.get_messages(request)],
        "path": request.get_full_path(),
        "section": template.partition(".")[0],
    }
    return HttpResponse(loader.get_template(template).render(values, request))


def locked_down(content: bytes, content_type: str, name: str) -> HttpResponse:
    """What came in a mail, as a download in which nothing can run."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def svg(drawing: str) -> str:
    """A drawing of our own making, as it stands."""
    return mark_safe(drawing)


class _Echo:
    def write(self, line: str) -> str:
        return line


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> StreamingHttpResponse:
    """A list as a file. Cells that a spreadsheet would take for a formula are quoted."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield writer.writerow(columns)
        for row in rows:
            yield writer.writerow([_cell(row[c]) for c in columns])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "@", "\t") or (text[:1] == "-" and not text[1:2].isdigit()) else text
