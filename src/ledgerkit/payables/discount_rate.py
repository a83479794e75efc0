"""What an early-payment discount earns, as a yearly rate."""

from __future__ import annotations

from decimal import Decimal

_DAYS_A_YEAR = Decimal(365)


def yearly_rate(discount: Decimal, full: Decimal, days: int) -> Decimal:
    """The yearly rate, in percent, that paying early with a discount earns.

    ``d / (1 - d) * 365 / days``, without compounding: who pays ``1 - d`` so many
    days early earns ``d`` on it (the *cost of giving up a cash discount*, L. Gitman
    and C. Zutter, Principles of Managerial Finance, on accounts payable).

    Args:
        discount: What is taken off, tax with it.
        full: What is to be paid without it; more than the discount.
        days: How many days earlier it is paid; less than one counts as one.

    2/10 net 30:

    >>> round(yearly_rate(Decimal(2), Decimal(100), 20), 2)
    Decimal('37.24')
    """
    gained = max(days, 1)
    return 100 * discount / (full - discount) * _DAYS_A_YEAR / gained
