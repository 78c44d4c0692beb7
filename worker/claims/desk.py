"""What every act on a claim needs at hand: the policy, the accounts, and the moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version

from django.conf import settings

from worker.claims.judging import LoadRecords
from worker.claims.records import for_claim
from worker.records import store
from worker.sla import AccountBook, Policies, load_policies


@dataclass(frozen=True)
class Desk:
    """The desk at one moment. Make one for each batch: accounts may have been imported since the last."""

    now: datetime

    @cached_property
    def policies(self) -> Policies:
        """The provider's policy."""
        return load_policies(settings.DESK.policy)

    @cached_property
    def book(self) -> AccountBook:
        """All accounts."""
        return store.account_book()

    @property
    def load(self) -> LoadRecords:
        """Loads the records of an account as of now."""
        return lambda account, facts: for_claim(account, facts, self.policies, self.now)


@cache
def release() -> str:
    """The installed release, as decisions note it."""
    try:
        return version("lookuq-claims")
    except PackageNotFoundError:
        return "unreleased"
