"""The policy: read, checked, dated; and another provider's agreement as a change of two files only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.rules.world import ACCOUNT, World, local, outage
from worker.sla import Outcome, PolicyError, load_policies
from worker.sla.complaints import last_day_to_claim
from worker.sla.policy import on

OTHER = Path(__file__).parent / "other_provider"
LOOKUQ = Path(__file__).parents[2] / "worker" / "sla" / "lookuq"


def test_another_provider_is_another_text_and_policy_only() -> None:
    """Calendar-month cycles, other tiers, a 30-day window without extension, the whole cycle as denominator."""
    policies = load_policies(OTHER)
    account = replace(ACCOUNT, account="C7", billing_day=17, time_zone="Europe/Paris", currency="EUR")
    world = World(account=account, policies=policies, payments=())
    paid = replace(World().payments[5], account="C7", amount=Decimal("80.00"))
    world = world.with_(payments=(paid,), outages=(outage(local(2026, 6, 10, 9), 10_800),), received=local(2026, 7, 8))
    cycle = world.cycle()
    assert (cycle.period_start, cycle.period_end, cycle.percent, cycle.owed) == (
        date(2026, 6, 1), date(2026, 7, 1), 20, Decimal("16.00"),
    )  # fmt: skip
    assert last_day_to_claim(local(2026, 6, 11, 12), policies) == date(2026, 7, 11)  # a Saturday
    assert load_policies().name != policies.name


def test_the_whole_cycle_as_denominator_is_the_policys_choice() -> None:
    """The main reading there is the other reading here."""
    world = World(outages=(outage(seconds=5_000), outage(local(2026, 6, 20), 50_000, "OUT-2", exclusion="abuse")))
    here, there = world.cycle(), world.with_(policies=load_policies(OTHER)).cycle()
    assert (here.uptime, here.other_uptime) == (there.other_uptime, there.uptime)


def test_the_version_in_force_on_the_day_applies(tmp_path: Path) -> None:
    """Tiers by the cycle's first day: a new table from 1 July leaves June as it was."""
    text = (LOOKUQ / "policy.toml").read_text(encoding="utf-8")
    later = (
        '\n[[tiers]]\nclause = "1.2"\nin_force = 2026-07-01\nrows = [{ from = "0", below = "99.9", percent = 99 }]\n'
    )
    (tmp_path / "policy.toml").write_text(text + later, encoding="utf-8")
    (tmp_path / "agreement-2020-11-26.txt").write_bytes((LOOKUQ / "agreement-2020-11-26.txt").read_bytes())
    policies = load_policies(tmp_path)
    june, july = on(policies.tiers, date(2026, 6, 30)), on(policies.tiers, date(2026, 7, 1))
    assert (june.rows[0].percent, july.rows[0].percent) == (10, 99)
    assert World(outages=(outage(seconds=3_000),), policies=policies).decision().outcome is Outcome.COMPENSATED


Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t.replace("length = 3", 'length = "3"'), "window[0].length: must be a whole number"),
        (lambda t: t.replace('"99.99"', '"101"'), "committed_percent: must be a percentage"),
        (lambda t: t.replace('below = "99.9"', 'below = "98"'), "`from` must lie under `below`"),
        (lambda t: t.replace('"email"', '"pigeon"'), "known are email, telephone"),
        (lambda t: t.replace("Asia/Ho_Chi_Minh", "Asia/Atlantis"), "must be an IANA time zone"),
        (lambda t: t.replace("agreement-2020-11-26.txt", "gone.txt"), "the agreement's text cannot be read"),
        (lambda t: t + "[[", "cannot be read as TOML"),
    ],
)
def test_a_wrong_policy_is_told_by_file_and_key(tmp_path: Path, change: Change, told: str) -> None:
    """One clear sentence that says what to write."""
    text = change((LOOKUQ / "policy.toml").read_text(encoding="utf-8"))
    (tmp_path / "policy.toml").write_text(text, encoding="utf-8")
    (tmp_path / "agreement-2020-11-26.txt").write_bytes((LOOKUQ / "agreement-2020-11-26.txt").read_bytes())
    with pytest.raises(PolicyError) as error:
        load_policies(tmp_path)
    assert told in str(error.value)
    assert "policy.toml" in str(error.value)
