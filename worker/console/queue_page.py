"""The lists: what needs a person, what is held, what was resolved, mail that was no claim, what was set aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from worker.claims import acts
from worker.claims.desk import Desk
from worker.claims.models import Claim, Pulse, State
from worker.claims.steps import NotNow
from worker.clock import now
from worker.console import audit, lists, mails, people
from worker.console.page import PAGE, act, as_csv, back, locked_down, page, show
from worker.intake import settle
from worker.intake.models import MailBytes, Poll, StoredMail
from worker.intake.models import State as MailState
from worker.outbox import delivery
from worker.outbox.models import Letter
from worker.outbox.models import State as LetterState

ASTRAY = [LetterState.IN_DOUBT, LetterState.SET_ASIDE, LetterState.UNDELIVERED]
VERDICTS = {
    LetterState.IN_DOUBT: ("sent", "again", "withdrawn"),
    LetterState.SET_ASIDE: ("again", "withdrawn"),
    LetterState.UNDELIVERED: ("again", "withdrawn"),
}


@page()
def claims(request: HttpRequest, tab: str) -> HttpResponseBase:
    """A list of claims, narrowed as asked."""
    asked, moment = lists.Asked.of(request, tab), now()
    if request.GET.get("format") == "csv":
        audit.write(request.user.get_username(), "list exported", f"{tab} {asked.query()}")
        return as_csv(tab, lists.COLUMNS, (lists.as_row(c) for c in lists.found(asked, moment).iterator()))
    rows, after = lists.one_page(asked, moment)
    return show(
        request,
        "queue.html",
        tab=tab,
        asked=asked,
        rows=rows,
        after=after,
        counts=lists.counts(),
        groups=lists.groups() if tab == "queue" and not asked.query() and not asked.after else [],
        due=list(lists.DUE),
        team=_team(request.user.get_username()) if tab != "resolved" else [],
        outcomes=sorted({r.outcome for r in rows} | ({asked.outcome} if asked.outcome else set())),
        bulk=bool(asked.alike) and bool(rows) and all(r.green for r in rows),
    )


def _team(me: str) -> list[str]:
    """Whom claims may be assigned to, oneself first."""
    return [me, "nobody", *people.names(but=me)]


@act()
def approve_alike(request: HttpRequest) -> HttpResponse:
    """Approve the claims that were ticked: only such whose findings are all alike and certain."""
    alike = request.POST.get("alike", "")
    numbers = [int(n) for n in request.POST.getlist("claim") if n.isdecimal() and len(n) < 18][:PAGE]
    chosen = list(Claim.objects.filter(pk__in=numbers, state=State.QUEUED).order_by("due_at"))
    if not chosen or not alike or any(c.alike != alike or not c.green for c in chosen):
        raise NotNow("Only queued claims whose findings are all alike and certain can be approved together.")
    desk, by, done = Desk(now()), request.user.get_username(), 0
    for claim in chosen:
        try:
            acts.approve(claim.pk, desk, by=by, seen=claim.version)
            done += 1
        except NotNow as why:
            messages.error(request, str(why))
    messages.success(request, f"{done} claims are approved. Their letters can be taken back for a short while.")
    return back(request)


@page()
def no_claims(request: HttpRequest) -> HttpResponse:
    """Mails that were no claim, the newest first; those that read like one are marked."""
    found = StoredMail.objects.filter(claim=None, state=MailState.SETTLED)
    if request.GET.get("after", "").isdecimal():
        found = found.filter(pk__lt=int(request.GET["after"][:18]))
    rows = list(found.order_by("-pk")[: PAGE + 1])
    after = str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return show(request, "mails.html", rows=rows[:PAGE], after=after, counts=lists.counts(), tab="mails")


def _mail(number: int) -> StoredMail:
    """A mail that opened or joined no claim; those of claims are read on the claim's page."""
    row = StoredMail.objects.filter(pk=number, claim=None).select_related("bytes").first()
    if row is None:
        raise Http404(f"There is no mail {number} without a claim.")
    return row


@page()
def one_mail(request: HttpRequest, number: int) -> HttpResponse:
    """A mail that was no claim, or was set aside, as it is read."""
    row = _mail(number)
    return show(request, "mail.html", m=mails.shown([row], None, Desk(now()))[0], row=row)


@act()
def raw_mail(request: HttpRequest, number: int) -> HttpResponse:
    """Its bytes, secrets and all; that they were looked at is written down."""
    kept = MailBytes.objects.filter(pk=_mail(number).pk).first()
    if kept is None:
        raise NotNow("Its bytes were deleted when their time was over.")
    audit.write(request.user.get_username(), "raw mail seen", f"mail {number}")
    return locked_down(bytes(kept.raw), "message/rfc822", f"mail-{number}.eml")


@page()
def aside(request: HttpRequest) -> HttpResponse:
    """What our own code failed on, letters that went astray, and whether mailboxes and workers are well."""
    set_aside = StoredMail.objects.filter(state=MailState.SET_ASIDE).order_by("-pk")[:PAGE]
    letters = Letter.objects.filter(state__in=ASTRAY).select_related("claim").order_by("-pk")[:PAGE]
    failing = Claim.objects.exclude(problem="").filter(attempts__gt=0).order_by("due_at")[:PAGE]
    return show(
        request,
        "aside.html",
        mails=set_aside,
        letters=[(letter, VERDICTS[LetterState(letter.state)]) for letter in letters],
        failing=failing,
        polls=Poll.objects.order_by("mailbox"),
        pulses=Pulse.objects.order_by("part"),
        waiting=Letter.objects.filter(state=LetterState.QUEUED).count(),
        counts=lists.counts(),
        tab="aside",
    )


@act()
def retry_mail(request: HttpRequest, number: int) -> HttpResponse:
    """Read a mail that was set aside again."""
    if not settle.retry(number):
        raise NotNow(f"Mail {number} is not set aside, or was never taken whole.")
    audit.write(request.user.get_username(), "mail retried", str(number))
    messages.success(request, f"Mail {number} will be read again within a minute.")
    return back(request, "aside")


@act()
def discard_mail(request: HttpRequest, number: int) -> HttpResponse:
    """Leave a mail that was set aside to people; its bytes are kept as long as any."""
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise NotNow("Discarding a mail needs a reason.")
    if not settle.discard(number, reason):
        raise NotNow(f"Mail {number} is not set aside.")
    audit.write(request.user.get_username(), "mail discarded", f"{number}: {reason}")
    messages.success(request, f"Mail {number} is discarded.")
    return back(request, "aside")


@act()
def settle_letter(request: HttpRequest, number: int) -> HttpResponse:
    """A person's word on a letter that went astray."""
    verdict = request.POST.get("verdict", "")
    if verdict not in ("sent", "again", "withdrawn") or not delivery.settle_by_hand(number, verdict, now=now()):
        raise NotNow(f"Letter {number} is neither in doubt nor set aside.")
    audit.write(request.user.get_username(), "letter settled", f"{number}: {verdict}")
    messages.success(request, f"Letter {number}: {verdict}.")
    return back(request, "aside")
