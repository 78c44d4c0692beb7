"""Which time must be known before a claim can be decided: first what it may match, then what that touches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from worker.sla.calendar import add_months, local_day, midnight
from worker.sla.facts import Facts
from worker.sla.figures import cycle_of, cycle_span
from worker.sla.policy import Policies, on
from worker.sla.records import Account
from worker.sla.spans import Span


def may_match(facts: Facts, policies: Policies) -> list[Span]:
    """Every reading of every stated time, widened by the tolerance."""
    readings = [r for i in facts.incidents for r in (*i.readings, *i.elsewhere)]
    spans = []
    for r in readings:
        tolerance = on(policies.window, local_day(r.start, policies.zone)).tolerance + timedelta(seconds=1)
        spans.append(Span(r.start - tolerance, (r.end or r.start) + tolerance))
    return spans


def to_be_known(account: Account, touched: Iterable[Span], policies: Policies) -> Span | None:
    """The whole payment cycles and calendar months that matched records touch; None where nothing was matched."""
    spans = list(touched)
    if not spans:
        return None
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    opens = cycle_span(account, cycle_of(account, first, policies), policies).start
    closes = cycle_span(account, cycle_of(account, last, policies), policies).end
    month = local_day(opens, policies.zone).replace(day=1)
    end_month = add_months(local_day(closes, policies.zone).replace(day=1), 1)
    return Span(midnight(month, policies.zone), midnight(end_month, policies.zone))
