"""§1.2: from the uptime of a cycle to the percent and the amount."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision

from worker.sla.clauses import rule
from worker.sla.policy import Tiers, Uptime


@rule("1")
def commitment_met(uptime: Fraction, terms: Uptime) -> bool:
    """
    > Lookuq APIs commits to putting its efforts in ensuring the monthly uptime of the system and its availability of
    > at least 99.99% during the payment cycle in accordance with the service agreement.

    Exactly 99.99 is met. Uptime is compared exactly, never as it is shown.
    """
    return uptime >= terms.committed_percent


@rule("1.2")
def compensation_percent(uptime: Fraction, terms: Tiers) -> int:
    """
    > 99% – < 99.9%                 10%

    > 95% – < 99.0%                 25%

    > < 95%                                  50%

    Each row from its lower bound (included) to its upper (excluded). From 99.9 up the table has no row: 0.
    """
    return next((row.percent for row in terms.rows if row.start <= uptime < row.below), 0)


@rule("1.2")
def compensation_amount(percent: int, paid: Decimal, currency: str) -> Decimal:
    """
    > Lookuq APIs only applies the service fee compensation for your payment.

    Percent of the service fee paid for the cycle, in its currency, rounded once, half up to the minor unit.
    """
    unit = Decimal(1).scaleb(-get_currency_precision(currency))
    return (paid * percent / 100).quantize(unit, ROUND_HALF_UP)


@rule("1.2")
def still_due(owed: Decimal, credited: Decimal) -> Decimal:
    """
    > Service fee compensation shall be added to the balance for the next payment terms.

    What is owed for the cycle less what was credited for it before; never below zero.
    """
    return max(owed - credited, owed * 0)
