"""What a line comes to, and the tax on it: quantity times price, less a discount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, rounded

if TYPE_CHECKING:
    from decimal import Decimal


def line_discount(
    quantity: Decimal, unit_price: Decimal, percent: Decimal, currency: str
) -> Decimal:
    """What a percentage takes off a line, rounded half up (BT-136).

    >>> from decimal import Decimal
    >>> line_discount(Decimal(3), Decimal("9.99"), Decimal(10), "EUR")
    Decimal('3.00')
    """
    return rounded(quantity * unit_price * percent / 100, currency)


def line_net(
    quantity: Decimal, unit_price: Decimal, discount: Decimal, currency: str
) -> Decimal:
    """What a line comes to without tax, rounded half up (BT-131).

    A discount that was rounded up takes off no more than there is.

    >>> from decimal import Decimal
    >>> line_net(Decimal(10), Decimal(100), Decimal(50), "EUR")
    Decimal('950.00')
    """
    full = quantity * unit_price
    net = full - discount
    return rounded(ZERO if net < 0 < full else net, currency)


def tax_on(base: Decimal, rate: Decimal, currency: str) -> Decimal:
    """Tax on the sum of what falls under a rate, rounded half up (BR-CO-17).

    Half up means away from zero, so that a credit note takes back exactly what the
    invoice asked.

    >>> from decimal import Decimal
    >>> tax_on(Decimal("10.25"), Decimal("0.10"), "EUR")
    Decimal('1.03')
    """
    return rounded(base * rate, currency)
