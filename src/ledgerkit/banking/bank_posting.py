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
        cleared: The day that the bank booked it; None if it hasn't, or nobody said.
        reference: The bank's own id of the line; empty if the posting has none.
        pending: Whether its transaction is flagged ``!``.
        name: Payee, as written; empty if there is none.
        text: Narration, likewise.
        others: The other accounts of ours that hold money and that its transaction
            moves.
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
        """Whether at the end of a day the books have it and the bank has not."""
        return self.day <= day and (self.cleared is None or self.cleared > day)

    def is_early(self, day: date) -> bool:
        """Whether at the end of a day the bank has it and the books have not."""
        return self.day > day and self.cleared is not None and self.cleared <= day
