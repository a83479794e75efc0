"""A posting to a bank account, and when the bank booked it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPosting:
    """One posting to an account that holds money. Positive is money in.

    Attributes:
        day: Its transaction's date.
        amount: In its currency.
        currency: Of the amount.
        cleared: The day the bank booked it; None if it hasn't, or that is not recorded.
        reference: The bank's own id of the line; empty if the posting has none.
        pending: Whether its transaction is flagged ``!``.
        name: Payee, as written; empty if there is none.
        text: Narration, likewise.
        others: Our other money accounts in the same transaction.
        place: Where the posting stands.
    """

    day: date
    amount: Decimal
    currency: str
    cleared: date | None = None
    reference: str = ""
    pending: bool = False
    name: str = ""
    text: str = ""
    others: Sequence[str] = ()
    place: Place

    def is_outstanding(self, day: date) -> bool:
        """Whether, at the end of a day, it is in the books but not at the bank."""
        return self.day <= day and (self.cleared is None or self.cleared > day)

    def is_early(self, day: date) -> bool:
        """Whether, at the end of a day, it is at the bank but not in the books."""
        return self.day > day and self.cleared is not None and self.cleared <= day
