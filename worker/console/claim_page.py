"""One claim on one page: is the proposal right? And every act on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from worker.claims import acts, answering, corrections
from worker.claims.again import judge_again
from worker.claims.choices import CHOICES, MISSING, Choice, choice_from_json, chosen
from worker.claims.deadlines import terms
from worker.claims.desk import Desk
from worker.claims.judging import Judgement
from worker.claims.models import REFERENCE, Claim, Correction, Decision, State
from worker.claims.steps import NotNow, note
from worker.clock import now
from worker.console import audit, mails, people, timeline
from worker.console.models import Looking
from worker.console.page import act, locked_down, page, show, svg
from worker.intake.models import MailBytes, StoredMail
from worker.outbox.models import Kind, Letter
from worker.outbox.models import State as LetterState
from worker.sla import Outcome, facts_from_json
from worker.sla.clauses import RULES
from worker.sla.cycles import shown as percent
from worker.sla.cycles import within_limit
from worker.sla.decision import Cycle
from worker.sla.policy import on
from worker.sla.spans import Span

SEEN_FOR = timedelta(seconds=60)
OTHERS = 10


def find(reference: str) -> Claim:
    """The claim of a reference, or a page that says there is none."""
    claim = Claim.objects.referenced(reference)
    if claim is None:
        raise Http404(f"There is no claim {reference}.")
    return claim


def _newest(reference: str) -> Decision:
    """The decision that holds now, with its claim, the claim before it, and the open correction, in one query."""
    match = REFERENCE.fullmatch(reference)
    stands = Correction.objects.filter(claim=OuterRef("claim"), state="open")
    told = stands.values(told=JSONObject(cause="cause", before="before", now="now", due="due"))[:1]
    decisions = Decision.objects.select_related("claim", "claim__first").annotate(correction=Subquery(told))
    newest = decisions.filter(claim=min(int(match[2]), 2**62) if match else 0).order_by("-pk").first()
    if newest is None or newest.claim.reference != reference.upper():
        raise Http404(f"There is no claim {reference}.")
    return newest


@page()
def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole picture of one claim."""
    desk, newest = Desk(now()), _newest(reference)
    found = newest.claim
    facts = facts_from_json(newest.facts)
    open_claim = found.state != State.RESOLVED
    judgement = judge_again(found, desk if open_claim else Desk(newest.at), facts=facts)
    decision = judgement.decision
    letters = list(found.letters.exclude(kind=Kind.TEAM).order_by("pk"))
    claim_mails = list(found.mails.select_related("bytes").order_by("pk"))
    others = _others(found, decision.account)
    whole = request.GET.get("cycle") == "whole"
    pictures = [_picture(c, judgement, whole=whole) for c in decision.touched]
    return show(
        request,
        "claim.html",
        claim=found,
        decision=newest.decision,
        renewed=open_claim and decision.outcome.value != newest.outcome,
        proposal=decision,
        verdict=_verdict(judgement, found),
        findings=[_Finding.of(f) for f in newest.decision["findings"]],
        cycles=[_arithmetic(c, desk) for c in decision.touched],
        pictures=pictures,
        whole=whole,
        mails=mails.shown(claim_mails, facts, desk),
        letters=letters,
        letter=_letter(found, judgement, desk) if found.state == State.QUEUED else None,
        events=list(found.events.order_by("-pk")),
        others=[c for c in others if not _is_related(c, found)],
        related=[c for c in others if _is_related(c, found)],
        correction=newest.correction if not open_claim else None,  # type: ignore[attr-defined]
        can_take_back=_can_take_back(letters, found, desk),
        needs_second=not within_limit(decision.credits, terms(desk).second_person_limits),
        choices=[o.value for o in CHOICES],
        team=people.names(but=request.user.get_username()) if open_claim else [],
        missing=MISSING,
        hold_possible=any(c.final_at > desk.now for c in decision.touched),
    )


@dataclass(frozen=True, slots=True)
class _Finding:
    clause: str
    words: str
    question: str
    answer: str
    because: str
    numbers: dict[str, Any]
    decisive: bool

    @classmethod
    def of(cls, stored: dict[str, Any]) -> _Finding:
        known = RULES.get(stored["question"])
        return cls(words=" … ".join(known.quotes) if known else "", **stored)


def _verdict(judgement: Judgement, found: Claim) -> str:
    decision = judgement.decision
    settled = next((f.because for f in decision.findings if f.decisive), "")
    what = decision.outcome.value.replace("_", " ")
    if found.state == State.RESOLVED:
        return f"Answered: {found.outcome.replace('_', ' ')}. {settled}"
    due = ", ".join(f"{c.amount} {c.currency}" for c in decision.credits)
    return f"Proposed: {what}{', ' + due if due else ''}. {settled}"


def _arithmetic(cycle: Cycle, desk: Desk) -> dict[str, Any]:
    """A cycle's figures, the table of tiers with the row it falls into, and how far the next row is."""
    tiers = on(desk.policies.tiers, cycle.period_start)
    rows = [(_plain(r.start), _plain(r.below), r.percent, r.start <= cycle.uptime < r.below) for r in tiers.rows]
    lower = [r.below for r in tiers.rows if r.below <= cycle.uptime]
    edge = max(lower, default=None)
    to_next = None
    if edge is not None and cycle.measured:
        to_next = int(cycle.measured * (1 - edge / 100) - cycle.counted) + 1
    kept = on(desk.policies.uptime, cycle.period_start).committed_percent
    return {
        "cycle": cycle,
        "uptime": percent(cycle.uptime),
        "other": percent(cycle.other_uptime) if cycle.other_uptime != cycle.uptime else "",
        "rows": rows,
        "committed": _plain(kept),
        "met": cycle.uptime >= Fraction(kept),
        "to_next": to_next,
        "excused": _by_reason(cycle),
        "open": cycle.final_at > desk.now,
    }


def _plain(percent: Fraction | Decimal) -> str:
    """99.9, and 95 rather than 95.0."""
    return f"{float(percent):g}"


def _by_reason(cycle: Cycle) -> dict[str, int]:
    told: dict[str, int] = {}
    for s in cycle.stretches:
        if s.why.value != "counted":
            told[s.why.value] = told.get(s.why.value, 0) + int((s.end - s.start).total_seconds())
    return told


def _picture(cycle: Cycle, judgement: Judgement, *, whole: bool) -> dict[str, Any]:
    incidents = judgement.decision.incidents
    view = Span(cycle.opens, cycle.closes) if whole else timeline.zoomed(cycle, incidents)
    title = f"Payment cycle from {cycle.period_start}: what was claimed, what counts and what is excused"
    return {
        "cycle": cycle,
        "svg": svg(timeline.drawing(cycle, incidents, view, title)),
        "bars": timeline.bars(cycle, incidents),
        "zoomed": (view.start, view.end) != (cycle.opens, cycle.closes),
    }


_PLACE = "\ue000"
"""Stands for a person's own words while a letter is shown."""


def _letter(found: Claim, judgement: Judgement, desk: Desk) -> dict[str, str] | None:
    """The letter as it would go out, before and after the place for a person's own words; None where none may."""
    if not found.sender or found.unverified or judgement.decision.outcome is Outcome.HOLD:
        return None
    first = found.approval
    if first is not None and first["choice"] is not None:
        choice = choice_from_json(first["choice"])
        try:
            decision = chosen(judgement.decision, choice, by=first["by"], policies=desk.policies)
        except NotNow:
            return None
        judgement = Judgement(judgement.facts, judgement.identified, decision)
    text = answering.resolution_text(found, judgement, desk, remark=_PLACE)
    before, _, after = text.text.partition(_PLACE)
    return {
        "subject": text.subject,
        "before": before.rstrip(),
        "after": after.strip(),
        "remark": first["remark"] if first else "",
    }


def _others(found: Claim, account: str | None) -> list[Claim]:
    """Claims it answers or that answer it, others of the account, and those queued for the same record."""
    rows = [found.first] if found.first is not None else []
    if account:
        later = Case(When(first=found, then=0), default=1)
        rows += Claim.objects.filter(account=account).order_by(later, "-received_at")[:OTHERS]
    if found.matched and found.state == State.QUEUED:
        record = found.matched.split()[0]
        rows += Claim.objects.filter(state=State.QUEUED, matched__contains=f" {record} ").order_by("due_at")[:OTHERS]
    return list({r.pk: r for r in rows if r.pk != found.pk}.values())


def _is_related(other: Claim, found: Claim) -> bool:
    return other.pk == found.first_id or other.first_id == found.pk


def _can_take_back(letters: list[Letter], found: Claim, desk: Desk) -> bool:
    newest = next((x for x in reversed(letters) if x.kind == Kind.RESOLUTION), None)
    if newest is None or found.state != State.RESOLVED or newest.retry_at is None:
        return False
    return newest.state == LetterState.QUEUED and newest.attempts == 0 and newest.retry_at > desk.now


def _watching(request: HttpRequest, found: Claim, desk: Desk) -> list[str]:
    """Who else looks at it just now."""
    me = request.user.get_username()
    Looking.objects.bulk_create(
        [Looking(claim=found, person=me, at=desk.now)],
        update_conflicts=True,
        unique_fields=["claim", "person"],
        update_fields=["at"],
    )
    recent = Looking.objects.filter(claim=found, at__gt=desk.now - SEEN_FOR).exclude(person=me)
    return list(recent.values_list("person", flat=True))


@page()
def watching(request: HttpRequest, reference: str) -> HttpResponse:
    """Who else looks at a claim, asked for by its page while it is open; and whether it has moved on."""
    found = find(reference)
    others = _watching(request, found, Desk(now()))
    moved = request.GET.get("seen", "") != str(found.version)
    said = ([f"{', '.join(others)} is looking at this claim too."] if others else []) + (
        ["It has moved on since you opened it: load the page again."] if moved else []
    )
    return HttpResponse(" ".join(said), content_type="text/plain; charset=utf-8")


def _seen(request: HttpRequest) -> int | None:
    raw = request.POST.get("seen", "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else None


def _done(request: HttpRequest, reference: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("claim", reference=reference)


@act()
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the proposal."""
    found, by = find(reference), request.user.get_username()
    acts.approve(found.pk, Desk(now()), by=by, remark=request.POST.get("remark", ""), seen=_seen(request))
    return _done(request, reference, _resolved(found))


def _resolved(found: Claim) -> str:
    found.refresh_from_db()
    if found.approval is not None:
        return f"{found.reference} is approved by you; above the limit a second person must approve it too."
    return f"{found.reference} is resolved. Its letter can be taken back for a short while."


@act()
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide otherwise than proposed."""
    found, by = find(reference), request.user.get_username()
    choice = _choice(request)
    remark = request.POST.get("remark", "")
    acts.change(found.pk, Desk(now()), by=by, choice=choice, remark=remark, seen=_seen(request))
    return _done(request, reference, _resolved(found))


def _choice(request: HttpRequest) -> Choice:
    amounts: dict[date, Decimal] = {}
    for name, raw in request.POST.items():
        if name.startswith("amount-") and str(raw).strip():
            try:
                amounts[date.fromisoformat(name.removeprefix("amount-"))] = Decimal(str(raw).strip())
            except (ValueError, InvalidOperation):
                raise NotNow(f"{raw} is no amount: write 12.30.") from None
    outcome = request.POST.get("outcome", "")
    if outcome not in [o.value for o in CHOICES]:
        raise NotNow("Choose an outcome.")
    missing = tuple(m for m in MISSING if request.POST.get(f"missing-{m}"))
    return Choice(Outcome(outcome), request.POST.get("reason", ""), amounts, missing)


@act()
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the client."""
    words = request.POST.get("words", "")
    acts.ask(find(reference).pk, Desk(now()), by=request.user.get_username(), words=words, seen=_seen(request))
    return _done(request, reference, "The client is asked; the clock runs on.")


@act()
def hold(request: HttpRequest, reference: str) -> HttpResponse:
    """Let it wait for its cycle."""
    acts.hold(find(reference).pk, Desk(now()), by=request.user.get_username(), seen=_seen(request))
    return _done(request, reference, f"{reference} is held until its payment cycle has closed.")


@act()
def take_out(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide a held claim now."""
    acts.take_out(find(reference).pk, Desk(now()), by=request.user.get_username(), seen=_seen(request))
    return _done(request, reference, f"{reference} waits for a person.")


@act()
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Give it to somebody."""
    to = request.POST.get("to", "").strip()[:150]
    acts.assign(find(reference).pk, Desk(now()), by=request.user.get_username(), to=to, seen=_seen(request))
    return _done(request, reference, f"{reference} is assigned to {to or 'nobody'}.")


@act()
def add_note(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a note."""
    acts.add_note(find(reference).pk, Desk(now()), by=request.user.get_username(), words=request.POST.get("words", ""))
    return _done(request, reference, "Noted.")


@act()
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the letter back."""
    acts.take_back(find(reference).pk, Desk(now()), by=request.user.get_username(), seen=_seen(request))
    return _done(request, reference, f"The letter of {reference} is taken back; it waits for a person again.")


@act()
def repair(request: HttpRequest, reference: str) -> HttpResponse:
    """Credit what corrected records give."""
    found = find(reference)
    letters = corrections.repair(found.pk, Desk(now()), by=request.user.get_username(), seen=_seen(request))
    said = "The difference is credited, its letter is on its way." if letters else "A second person must approve it."
    return _done(request, reference, said)


@act()
def dismiss(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the answer stand."""
    reason = request.POST.get("reason", "")
    corrections.dismiss(find(reference).pk, Desk(now()), by=request.user.get_username(), reason=reason)
    return _done(request, reference, "The answer stands.")


def _mail_of(reference: str, number: int) -> StoredMail:
    row = StoredMail.objects.filter(pk=number, claim=find(reference)).first()
    if row is None:
        raise Http404("There is no such mail.")
    return row


@page()
def picture(request: HttpRequest, reference: str, number: int, place: int) -> HttpResponse:
    """A screenshot, as a response in which nothing can run."""
    found = mails.picture(_mail_of(reference, number), place)
    if found is None:
        raise Http404("There is no such picture.")
    return locked_down(found[0], found[1], "picture")


@act()
def raw(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A mail byte for byte, secrets and all; that it was looked at is written down."""
    row = _mail_of(reference, number)
    kept = MailBytes.objects.filter(pk=row.pk).first()
    if kept is None:
        raise NotNow("Its bytes were deleted when their time was over.")
    by = request.user.get_username()
    note(find(reference), "raw mail seen", by=by, desk=Desk(now()), detail=f"mail {number}")
    audit.write(by, "raw mail seen", f"{reference}, mail {number}")
    return locked_down(bytes(kept.raw), "message/rfc822", f"{reference}-{number}.eml")
