"""What open foreign items are worth at a closing rate, beside what they are carried at.

The difference is gained or lost, but not realised: it is posted to an account beside
the item's own, and taken back on the next day, so that what a settlement realises is
always measured from the rate at which the item was booked.

    600 USD carried at 552.00 EUR are 570.00 at 0.95: 18.00 are gained until tomorrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import rounded

if TYPE_CHECKING:
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.currencies.rates import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignItem:
    """An open document, or money, in a foreign currency; in the ledger's signs.

    Attributes:
        account: The account that it stands on.
        name: The document's number, or the account again.
        units: What is open, debit positive.
        currency: The foreign currency.
        base: What that is carried at in the currency of the books, debit positive.
        place: Where it is entered.
    """

    account: str
    name: str
    units: Decimal
    currency: str
    base: Decimal
    place: Place

    def gain(self, rate: Rate) -> Decimal:
        """What it is worth more than it is carried at, in whole cents; or less."""
        worth = rounded(rate.of(self.units), rate.currency)
        return worth - rounded(self.base, rate.currency)
