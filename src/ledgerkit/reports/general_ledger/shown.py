"""Amounts of statements, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import rounded, without_needless_zeros
from ledgerkit.text.typed_amounts import has_coins

if TYPE_CHECKING:
    from decimal import Decimal


def shown(amount: Decimal, currency: str) -> Decimal:
    """An amount to the currency's smallest coin, half up; shares and hours in full.

    Sums are shown of exact amounts and not of shown ones.
    """
    if has_coins(currency):
        return rounded(amount, currency)
    return without_needless_zeros(amount, currency)
