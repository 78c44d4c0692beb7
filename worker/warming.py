"""What a worker loads before it forks, so that no process loads it anew for its first mails.

Libraries load much when first used (holidays of all countries, names of all places and zones, templates). A claim of
nobody is read, decided and answered in memory; nothing comes of it.
"""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path

from worker import letters, reading
from worker.claims.judging import judge, understand
from worker.reading import Ours
from worker.sla import AccountBook, Records, load_policies
from worker.sla.records import Account, Outage, OutageState

_START, _END = datetime(2026, 6, 3, 14, 5, tzinfo=UTC), datetime(2026, 6, 3, 15, 10, tzinfo=UTC)
_ACCOUNT = Account("LQ-0000", "Nobody", ("@nobody.invalid",), 1, "Europe/London", "USD", "en")
_OUTAGE = Outage("OUT-0000", _START, _END, OutageState.UNAVAILABLE, None, None, "")
_MAIL = b"""From: a@nobody.invalid
Subject: SLA claim LQ-0000

Down on 3 June 2026 from 14:05 to 15:10 UTC, seen in London.

2026-06-03T14:05:10Z ERROR connection refused
"""


def warm_up(policy: Path | None) -> None:
    """Read, decide and answer a claim that nobody made."""
    policies = load_policies(policy)
    mail = reading.read(_MAIL, ours=Ours("us@nobody.invalid", None, policies.account_id), received=_END)
    records = Records(outages=(_OUTAGE,))
    judgement = judge(
        understand(mail, book=AccountBook([_ACCOUNT]), policies=policies),
        load=lambda account, facts: records,
        at=datetime(2026, 8, 3, tzinfo=UTC),
        policies=policies,
    )
    for language in ("en", "vi"):
        letters.resolution(
            judgement.decision, reference="", language=language, zone="UTC", provider_zone=policies.zone.key
        )
    _settle_garbage()


def _settle_garbage() -> None:
    """What is loaded now stays: the collector need not look at it again, nor after every few mails."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
