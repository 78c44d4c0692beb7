"""The records a claim is decided on, loaded for its account alone or for many claims at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from worker.claims.judging import LoadRecords, Understood
from worker.records import store
from worker.sla import Facts, Policies, Records
from worker.sla.reach import may_match, to_be_known
from worker.sla.records import Account
from worker.sla.spans import Span

MARGIN = timedelta(days=75)
"""A payment cycle and a calendar month on either side of what a claim may match, nearly always."""


def for_claim(
    account: Account, facts: Facts, policies: Policies, at: datetime, loaded: store.Loaded | None = None
) -> Records:
    """All that deciding may ask of the account: what the claim may match, and the months and cycles these touch."""
    spans = may_match(facts, policies)
    if not spans:
        return Records()
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    if loaded is not None and not loaded.covers(first, last):
        loaded = None
    touching = loaded.touching if loaded else store.touching
    seen = [Span(start, min(end or at, at)) for start, end in touching(account.account, first, last) if start < at]
    known = to_be_known(account, seen, policies)
    if known is None:
        return Records()
    between = loaded.between if loaded and loaded.covers(known.start, known.end) else store.records_between
    return between(account.account, known.start, known.end)


def for_many(understood: Iterable[Understood], policies: Policies, at: datetime) -> LoadRecords:
    """A loader that fetched the records of all these claims in a few queries."""
    known = [(u.identified.account, u.facts) for u in understood if u.identified.account is not None]
    spans = [span for _, facts in known for span in may_match(facts, policies)]
    loaded = None
    if spans:
        start, end = min(s.start for s in spans) - MARGIN, max(s.end for s in spans) + MARGIN
        loaded = store.Loaded((account.account for account, _ in known), start, end)
    return lambda account, facts: for_claim(account, facts, policies, at, loaded)
