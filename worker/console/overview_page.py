"""How the desk is doing: claims by state and outcome, time to answer, money, and what the reading was unsure of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from html import escape

from django.db.models import Avg, Count, F, Max, Q, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from worker.claims.models import Claim, Event, State
from worker.claims.opening import ITSELF
from worker.clock import now
from worker.console import audit
from worker.console.jinja import money
from worker.console.models import Audit
from worker.console.page import PAGE, as_csv, page, show, svg
from worker.records.models import Entry

_WORDS = re.compile(r"“[^”]*”|\b[A-Z]{2}-\d+\b|\b[\d.,]*\d [A-Z]{3}\b")
SPANS = {"30": "30 days", "90": "90 days", "365": "a year"}


@page()
def overview(request: HttpRequest) -> HttpResponseBase:
    """The figures of the last days."""
    days = request.GET.get("days", "90")
    days = days if days in SPANS else "90"
    since = now() - timedelta(days=int(days))
    claims = Claim.objects.filter(received_at__gte=since)
    outcomes = {r["outcome"]: r["n"] for r in claims.values("outcome").annotate(n=Count("pk")).order_by("-n")}
    states = {r["state"]: r["n"] for r in claims.values("state").annotate(n=Count("pk")).order_by("state")}
    months, outages = _money(since), _by_outage(since)
    if request.GET.get("format") == "csv":
        audit.write(request.user.get_username(), "figures exported")
        rows = [{"what": "outcome", "name": k, "count": v} for k, v in outcomes.items()]
        rows += [{"what": "state", "name": k, "count": v} for k, v in states.items()]
        rows += [
            {"what": "credited", "name": f"{month} {currency}", "count": f"{sum_.normalize():f}"}
            for currency, sums in months.items()
            for month, sum_ in sums.items()
        ]
        return as_csv("overview", ("what", "name", "count"), rows)
    return show(
        request,
        "overview.html",
        days=days,
        spans=SPANS,
        states=states,
        outcomes=outcomes,
        outcome_chart=svg(_bars({k.replace("_", " "): v for k, v in outcomes.items()}, "Claims by outcome")),
        answered=_answered(claims, now()),
        months=months,
        month_charts=_charts(months),
        outages=outages,
        outage_chart=svg(_bars({r: n for r, n, _ in outages}, "Claims answered by outage")),
        unsure=_unsure(since),
    )


def _answered(claims: object, moment: datetime) -> dict[str, object]:
    """How many were answered, how many in time, how fast, and how many without a person."""
    rows = Claim.objects.filter(pk__in=claims.values("pk"))  # type: ignore[attr-defined]
    told = rows.aggregate(
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        late=Count("pk", filter=Q(answered_at__gt=F("due_at")) | Q(answered_at=None, due_at__lte=moment)),
        mean=Avg(F("answered_at") - F("received_at")),
        worst=Max(F("answered_at") - F("received_at")),
    )
    closed = rows.filter(state=State.RESOLVED).count()
    by_hand = Event.objects.filter(claim__in=rows.filter(state=State.RESOLVED), what="resolved").exclude(by=ITSELF)
    straight = closed - by_hand.values("claim").distinct().count()
    due = int(told["answered"]) + int(told["late"])
    return told | {
        "straight": f"{100 * straight / closed:.1f} %" if closed else "–",
        "in_time": f"{100 * (1 - int(told['late']) / due):.1f} %" if due else "–",
        "mean": _hours(told["mean"]),
        "worst": _hours(told["worst"]),
    }


def _hours(span: timedelta | None) -> str:
    if span is None:
        return "–"
    hours = span.total_seconds() / 3600
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"


def _money(since: datetime) -> dict[str, dict[str, Decimal]]:
    """Credited by month, for each currency."""
    rows = (
        Entry.objects.filter(entered_at__gte=since)
        .annotate(month=TruncMonth("entered_at"))
        .values("month", "currency")
        .annotate(sum=Sum("amount"))
        .order_by("currency", "month")
    )
    told: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        told[row["currency"]][f"{row['month']:%Y-%m}"] = row["sum"]
    return told


def _charts(months: Mapping[str, Mapping[str, Decimal]]) -> dict[str, str]:
    """For each currency the sums of its months as bars."""
    return {
        currency: svg(_bars(sums, f"Credited in {currency} by month", [money(v, currency) for v in sums.values()]))
        for currency, sums in months.items()
    }


def _by_outage(since: datetime) -> list[tuple[str, int, str]]:
    """For the records that most claims rest on: how many, and what they were credited."""
    claims = Claim.objects.filter(received_at__gte=since, state=State.RESOLVED).exclude(proposed="")
    counts: Counter[str] = Counter()
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for matched, proposed in claims.values_list("matched", "proposed")[:20000]:
        for record in matched.split()[:1]:
            counts[record] += 1
            for part in proposed.split(", "):
                amount, _, currency = part.partition(" ")
                sums[record][currency] += Decimal(amount)
    return [(r, n, ", ".join(f"{a:f} {c}" for c, a in sorted(sums[r].items()))) for r, n in counts.most_common(12)]


def _unsure(since: datetime) -> list[tuple[str, int]]:
    """Why claims went to a person, the most frequent reasons first."""
    reasons = Claim.objects.filter(received_at__gte=since).exclude(why="").values_list("why", flat=True)[:20000]
    counts: Counter[str] = Counter(_WORDS.sub("“…”", reason).split(". ")[0][:120] for reason in reasons)
    return counts.most_common(12)


def _bars(values: Mapping[str, int | Decimal], title: str, said: Sequence[str] = ()) -> str:
    """A bar chart, each bar with its figure or what is `said` of it; the same stands beside it as a table."""
    most = max(values.values(), default=0) or 1
    height = max(1, len(values)) * 30
    parts = [f'<svg class="chart" viewBox="0 0 640 {height}" role="img" aria-label="{escape(title)}">']
    for row, (name, value) in enumerate(values.items()):
        y = row * 30
        width = max(2, round(320 * float(value) / float(most)))
        parts.append(f'<text x="0" y="{y + 19}">{escape(name)}</text>')
        parts.append(f'<rect x="170" y="{y + 4}" width="{width}" height="20" rx="3"/>')
        parts.append(f'<text x="{178 + width}" y="{y + 19}">{escape(said[row] if said else str(value))}</text>')
    return "".join(parts) + "</svg>"


@page("administer")
def acts_written(request: HttpRequest) -> HttpResponseBase:
    """Every act outside the claims' own histories."""
    rows = Audit.objects.order_by("-pk")
    if request.GET.get("format") == "csv":
        names = ("at", "by", "what", "detail")
        return as_csv("acts", names, ({n: getattr(r, n) for n in names} for r in rows.iterator()))
    if request.GET.get("after", "").isdecimal():
        rows = rows.filter(pk__lt=int(request.GET["after"][:18]))
    some = list(rows[: PAGE + 1])
    after = str(some[PAGE - 1].pk) if len(some) > PAGE else ""
    return show(request, "acts.html", rows=some[:PAGE], after=after)
