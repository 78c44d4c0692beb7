"""The pages: the queue, one claim with all its findings, what was set aside. Every page needs a login."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from worker.claims import acts
from worker.claims.desk import Desk
from worker.claims.models import Claim, State
from worker.claims.steps import NotNow
from worker.clock import now
from worker.intake.models import State as MailState
from worker.intake.models import StoredMail
from worker.outbox.models import Letter
from worker.outbox.models import State as LetterState

PAGE = 50
_OPEN = [LetterState.IN_DOUBT, LetterState.SET_ASIDE, LetterState.UNDELIVERED]


def _found(reference: str) -> Claim:
    claim = Claim.objects.referenced(reference)
    if claim is None:
        raise Http404(f"There is no claim {reference}.")
    return claim


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Claims that wait, the nearest deadline first, then those answered last."""
    waiting = Claim.objects.exclude(state=State.RESOLVED).order_by("due_at", "pk")[:PAGE]
    resolved = Claim.objects.filter(state=State.RESOLVED).order_by("-pk")[:PAGE]
    return render(request, "console/queue.html", {"waiting": waiting, "resolved": resolved, "now": now()})


@login_required
@require_safe
def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """One claim: what was decided and why, question by question, its letters and its events."""
    found = _found(reference)
    shown = {
        "claim": found,
        "newest": found.newest,
        "decision": found.newest.decision,
        "letters": found.letters.order_by("pk"),
        "events": found.events.order_by("pk"),
        "entries": found.newest.decision["credits"],
    }
    return render(request, "console/claim.html", shown)


@login_required
@permission_required("claims.change_claim", raise_exception=True)
@require_POST
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the proposal of a queued claim, in the name of who is logged in."""
    try:
        acts.approve(_found(reference).pk, Desk(now()), by=request.user.get_username())
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"{reference} is resolved; its letter is on its way.")
    return redirect("claim", reference=reference)


@login_required
@require_safe
def aside(request: HttpRequest) -> HttpResponse:
    """Mails that our own code failed on, and letters that did not go their way."""
    mails = StoredMail.objects.filter(state=MailState.SET_ASIDE).order_by("-pk")[:PAGE]
    letters = Letter.objects.filter(state__in=_OPEN).order_by("-pk")[:PAGE]
    return render(request, "console/aside.html", {"mails": mails, "letters": letters})
