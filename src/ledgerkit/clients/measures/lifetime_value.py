"""What a client has been worth, and may be worth yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def simple_lifetime_value(
    margin: Decimal, retention: Decimal, discount: Decimal
) -> Decimal:
    """What a client's coming years are worth today: ``m * r / (1 + i - r)``.

    S. Gupta and D. R. Lehmann, *Customers as assets*, Journal of Interactive
    Marketing 17 (2003): the margin and the chance to stay are taken as constant, and
    the first margin as a year away.

    Args:
        margin: Of one year.
        retention: The chance that the client stays a year more, from 0 to 1.
        discount: The yearly rate of interest, e.g. 0.1; above 0 if retention is 1.

    >>> from decimal import Decimal
    >>> simple_lifetime_value(Decimal(300), Decimal("0.8"), Decimal("0.1"))
    Decimal('800')
    """
    return margin * retention / (1 + discount - retention)
