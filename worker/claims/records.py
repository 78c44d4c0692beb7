"""The records a claim is decided on, loaded for its account."""

from __future__ import annotations

from datetime import datetime

from worker.records import store
from worker.sla import Facts, Policies, Records
from worker.sla.reach import may_match, to_be_known
from worker.sla.records import Account
from worker.sla.spans import Span


def for_claim(account: Account, facts: Facts, policies: Policies, at: datetime) -> Records:
    """All that deciding may ask of the account: what the claim may match, and the months and cycles these touch."""
    spans = may_match(facts, policies)
    if not spans:
        return Records()
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    matched = store.touching(account.account, first, last)
    seen = [Span(start, min(end or at, at)) for start, end in matched if start < at]
    known = to_be_known(account, seen, policies)
    return store.records_between(account.account, known.start, known.end) if known else Records()
