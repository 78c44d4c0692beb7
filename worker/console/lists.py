"""Lists of claims: what they show, how they are narrowed, searched and paged through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from worker.claims.models import REFERENCE, Claim, Decision, State
from worker.console.page import PAGE
from worker.records.models import Outage

TABS = {"queue": State.QUEUED, "held": State.HELD, "resolved": State.RESOLVED}
DUE = {"overdue": timedelta(0), "today": timedelta(days=1), "3 days": timedelta(days=3), "week": timedelta(days=7)}
COLUMNS = ("reference", "state", "outcome", "proposed", "account", "sender", "received_at", "due_at", "assignee", "why")
RECENT = timedelta(days=90)
REACH = timedelta(days=200)
MOST = 1000


@dataclass(frozen=True)
class Asked:
    """What a person asked a list for."""

    tab: str
    search: str = ""
    outcome: str = ""
    account: str = ""
    assignee: str = ""
    due: str = ""
    outage: str = ""
    alike: str = ""
    after: str = ""

    @classmethod
    def of(cls, request: HttpRequest, tab: str) -> Asked:
        """Out of the address."""
        names = ("search", "outcome", "account", "assignee", "due", "outage", "alike", "after")
        return cls(tab, **{name: request.GET.get(name, "").replace("\0", "").strip()[:200] for name in names})

    def query(self, **other: str) -> str:
        """The address of the same list with something else asked."""
        told = {k: v for k, v in vars(self).items() if k not in ("tab", "after")} | other
        return urlencode({k: v for k, v in told.items() if v})


def found(asked: Asked, now: datetime) -> QuerySet[Claim]:
    """The claims of a list, in its order: open ones by deadline, resolved ones newest first."""
    claims: QuerySet[Claim] = Claim.objects.filter(state=TABS[asked.tab])
    if asked.outcome:
        claims = claims.filter(outcome=asked.outcome)
    if asked.account:
        claims = claims.filter(account=asked.account)
    if asked.assignee:
        claims = claims.filter(assignee="" if asked.assignee == "nobody" else asked.assignee)
    if asked.due in DUE:
        claims = claims.filter(due_at__lte=now + DUE[asked.due])
    if asked.outage:
        claims = _of_outage(claims, asked)
    if asked.alike:
        claims = claims.filter(alike=asked.alike)
    if asked.search:
        claims = claims.filter(_search(asked, now))
    return claims.order_by("-pk") if asked.tab == "resolved" else claims.order_by("due_at", "pk")


def _of_outage(claims: QuerySet[Claim], asked: Asked) -> QuerySet[Claim]:
    claims = claims.filter(matched__contains=f" {asked.outage} ")
    outage = Outage.objects.filter(pk=asked.outage).first() if asked.tab == "resolved" else None
    if outage is None:
        return claims
    return claims.filter(received_at__range=(outage.started_at, (outage.ended_at or outage.started_at) + REACH))


def _search(asked: Asked, now: datetime) -> Q:
    """By reference, address, account or words: of open claims all that was said, of recent ones the subject."""
    words = asked.search
    if match := REFERENCE.fullmatch(words):
        return Q(pk=min(int(match[2]), 2**62))
    if "@" in words:
        return Q(sender=words.lower())
    exact = Q(account=words)
    text = Q(subject__icontains=words) | Q(client_name__icontains=words) | Q(why__icontains=words)
    if asked.tab == "resolved":
        return exact | (text & Q(received_at__gte=now - RECENT))
    said = Decision.objects.filter(claim=OuterRef("pk"), facts__text__icontains=words)
    return exact | text | Q(Exists(said))


def one_page(asked: Asked, now: datetime) -> tuple[list[Claim], str]:
    """Fifty claims after a place in the list, and the place after them; "" where there are no more."""
    claims = found(asked, now).defer("thread", "history", "problem", "message_id")
    if asked.after:
        claims = _after(claims, asked)
    rows = list(claims[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    last = rows[PAGE - 1]
    place = str(last.pk) if asked.tab == "resolved" else f"{last.due_at.isoformat()}_{last.pk}"
    return rows[:PAGE], place


def _after(claims: QuerySet[Claim], asked: Asked) -> QuerySet[Claim]:
    moment, _, number = asked.after.rpartition("_")
    if not number.isdecimal() or len(number) > 18:
        return claims
    if asked.tab == "resolved":
        return claims.filter(pk__lt=int(number))
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
    except ValueError:
        return claims
    return claims.filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=int(number))) if at.tzinfo else claims


def groups() -> list[dict[str, Any]]:
    """Queued claims by the records they rest on: how many, and how many of them alike."""
    rows = (
        Claim.objects.filter(state=State.QUEUED)
        .exclude(matched="")
        .values("matched", "alike", "outcome", "green")
        .annotate(count=Count("pk"))
        .order_by("-count")[:MOST]
    )
    told: dict[str, dict[str, Any]] = {}
    for row in rows:
        group = told.setdefault(row["matched"], {"records": row["matched"].split(), "count": 0, "alike": []})
        group["count"] += row["count"]
        group["alike"].append(row)
    many = [g for g in told.values() if g["count"] > 1]
    return sorted(many, key=lambda g: -g["count"])[:20]


def counts() -> dict[str, str]:
    """How many claims stand in each open list, up to a bound."""
    told = {}
    for tab in ("queue", "held"):
        count = Claim.objects.filter(state=TABS[tab])[: MOST + 1].count()
        told[tab] = f"{MOST}+" if count > MOST else str(count)
    return told


def as_row(claim: Claim) -> dict[str, object]:
    """A claim as a line of a CSV file."""
    return {name: getattr(claim, name) for name in COLUMNS}
