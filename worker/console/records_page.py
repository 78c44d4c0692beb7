"""Accounts, payments, outages, maintenance and credits: looked at, added, corrected.

What a change does to claims is shown before it is saved.

A form's row goes the way of a file's: the same columns, the same checks, the same import.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from worker.claims import corrections
from worker.claims.desk import Desk
from worker.claims.models import Correction
from worker.claims.steps import NotNow
from worker.clock import now
from worker.console import audit
from worker.console.page import PAGE, act, as_csv, back, page, show
from worker.console.people import RIGHTS
from worker.records import files, importer, ledger
from worker.records.models import Account, Credit, Entry, Maintenance, Outage, Payment

MODELS: dict[str, type[Model]] = {
    "outages": Outage,
    "maintenance": Maintenance,
    "accounts": Account,
    "payments": Payment,
    "credits": Credit,
}
ORDER = {
    "outages": "-started_at",
    "maintenance": "-started_at",
    "accounts": "account",
    "payments": "-pk",
    "credits": "-pk",
}
NEEDS = {"outages": "correct", "maintenance": "correct"}
"""All other kinds are the administrators'."""
CHOICES = {
    "state": ("unavailable", "degraded"),
    "exclusion": ("", "preview", "abuse", "misuse", "force_majeure", "third_party", "content"),
    "kind": ("periodic", "emergency"),
    "channel": ("", "email", "telephone"),
    "impact": ("yes", "no"),
    "language": ("en", "vi"),
}


def columns(kind: str) -> tuple[str, ...]:
    """The columns of a kind, as its files have them."""
    if kind not in MODELS:
        raise Http404(f"There are no records of {kind}.")
    return files.KINDS[kind].columns + files.KINDS[kind].optional


def _cell(row: Model, column: str) -> str:
    value = getattr(row, "account_id" if column == "account" and hasattr(row, "account_id") else column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _searched(kind: str, words: str) -> QuerySet[Any]:
    rows = MODELS[kind]._default_manager.order_by(ORDER[kind])
    if not words:
        return rows
    if kind in ("outages", "maintenance"):
        return rows.filter(pk__icontains=words) | rows.filter(affects__contains=words)
    if kind == "accounts":
        return rows.filter(pk__icontains=words) | rows.filter(name__icontains=words)
    return rows.filter(account_id=words)


@page()
def records(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A list of one kind."""
    names, words = columns(kind), request.GET.get("search", "").replace("\0", "").strip()[:100]
    rows = _searched(kind, words)
    if request.GET.get("format") == "csv":
        audit.write(request.user.get_username(), "records exported", kind)
        return as_csv(kind, names, ({c: _cell(r, c) for c in names} for r in rows.iterator()))
    raw = request.GET.get("from", "0")
    first = int(raw) if raw.isdecimal() and len(raw) < 7 else 0
    some = list(rows[first : first + PAGE + 1])
    return show(
        request,
        "records.html",
        kind=kind,
        kinds=list(MODELS),
        columns=names,
        rows=[(r.pk, [_cell(r, c) for c in names]) for r in some[:PAGE]],
        after=first + PAGE if len(some) > PAGE else 0,
        search=words,
        editable=_may(request, kind),
    )


def _may(request: HttpRequest, kind: str) -> bool:
    return bool(request.user.has_perm(RIGHTS[NEEDS.get(kind, "administer")]))


@page("correct", methods=("GET", "HEAD", "POST"))
def edit(request: HttpRequest, kind: str, key: str = "") -> HttpResponse:
    """Add a record, or correct one: first what it would change, then saved."""
    names = columns(kind)
    if not _may(request, kind):
        raise PermissionDenied(f"Your role does not allow this: {kind} are corrected by an administrator.")
    faults: list[str] = []
    changes = None
    if request.method == "POST":
        cells = {c: request.POST.get(c, "").strip() for c in names}
        desk = Desk(now())
        try:
            write = _writer(kind, cells, desk)
            if request.POST.get("save"):
                write()
                return _saved(request, kind, cells, desk)
            changes = corrections.preview(write, desk)
        except files.FaultyFile as faulty:
            faults = [f"{f.column or 'the row'}: {f.what}" for f in faulty.faults]
    else:
        cells = _cells(kind, key, names, request)
    return show(
        request,
        "record.html",
        kind=kind,
        key=key,
        columns=names,
        cells=cells,
        choices=CHOICES,
        faults=faults,
        changes=changes,
        back=request.POST.get("back", "") or request.GET.get("back", ""),
        optional=_optional(kind),
    )


def _optional(kind: str) -> tuple[str, ...]:
    return (*files.KINDS[kind].optional, "ended_at", "exclusion", "note", "notified_at", "channel", "announced_end")


def _cells(kind: str, key: str, names: tuple[str, ...], request: HttpRequest) -> dict[str, str]:
    if not key:
        return {c: request.GET.get(c, "")[:200] for c in names}
    numbered = kind in ("payments", "credits")
    if numbered and not (key.isdecimal() and len(key) < 18):
        raise Http404(f"There is no such record among {kind}.")
    found = MODELS[kind]._default_manager.filter(pk=int(key) if numbered else key).first()
    if found is None:
        raise Http404(f"There is no such record among {kind}.")
    return {c: _cell(found, c) for c in names}


def _writer(kind: str, cells: dict[str, str], desk: Desk) -> Callable[[], object]:
    """Reads a form as a file of one row. Raises FaultyFile."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(cells))
    writer.writeheader()
    writer.writerow(cells)
    raw = out.getvalue().encode()
    known = None if kind == "accounts" else Account.objects.values_list("account", flat=True)
    rows = files.parse(kind, raw, "form", accounts=known)
    digest = hashlib.sha256(raw).hexdigest()
    return lambda: importer.write(kind, rows, source="the console", sha256=digest, at=desk.now)


def _saved(request: HttpRequest, kind: str, cells: dict[str, str], desk: Desk) -> HttpResponse:
    told = "; ".join(f"{name}={value}" for name, value in cells.items() if value)
    audit.write(request.user.get_username(), f"{kind} corrected", told)
    changed = corrections.handle_changes(desk)
    messages.success(request, f"Saved; {len(changed)} claims are decided otherwise by it.")
    where = request.POST.get("back", "")
    return redirect(where) if where.startswith("/claims/") else redirect("records", kind)


@page()
def credits(request: HttpRequest) -> HttpResponseBase:
    """The ledger, the newest entry first."""
    if request.GET.get("format") == "csv":
        audit.write(request.user.get_username(), "ledger exported")
        names = ("pk", "account_id", "period_start", "amount", "currency", "claim", "cause", "entered_at", "reason")
        return as_csv("ledger", names, ({n: getattr(e, n) for n in names} for e in ledger.entries().iterator()))
    rows = Entry.objects.select_related("applied", "reversed_by").order_by("-pk")
    words = request.GET.get("search", "").replace("\0", "").strip()[:64]
    if words:
        rows = rows.filter(account_id=words) | rows.filter(claim=words)
    if request.GET.get("after", "").isdecimal():
        rows = rows.filter(pk__lt=int(request.GET["after"][:18]))
    some = list(rows[: PAGE + 1])
    after = str(some[PAGE - 1].pk) if len(some) > PAGE else ""
    return show(request, "ledger.html", rows=some[:PAGE], after=after, search=words, kinds=list(MODELS), kind="ledger")


@act("administer")
def reverse(request: HttpRequest, number: int) -> HttpResponse:
    """Take an entry back by a second one."""
    by, reason = request.user.get_username(), request.POST.get("reason", "")
    try:
        ledger.reverse(number, reason=f"{reason} ({by})" if reason.strip() else "", at=now())
    except ledger.NoSuchEntry as why:
        raise NotNow(str(why)) from None
    audit.write(by, "entry reversed", f"{number}: {reason}")
    messages.success(request, f"Entry {number} is reversed.")
    return back(request, "ledger")


@page()
def changed_answers(request: HttpRequest) -> HttpResponse:
    """Resolved claims whose answer corrected records would change."""
    rows = Correction.objects.filter(state="open").select_related("claim").order_by("pk")[:200]
    return show(request, "corrections.html", rows=rows)
