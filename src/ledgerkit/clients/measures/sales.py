"""What clients brought in and cost: one line of income or expense after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class Sale(NamedTuple):
    """One line of revenue, without tax; or of cost that names a client.

    A NamedTuple, because a large book has 100,000 of them.

    Attributes:
        day: When it was booked.
        client: Id of the client; empty if nobody is named.
        account: The income, or expense, account.
        amount: What it brings: positive for revenue, negative for credit notes,
            discounts and costs.
        currency: Of the amount: the books' own, where a rate was known on the day.
        is_cost: Whether it is what the client cost us.
        number: Of the invoice or credit note; empty if it has none.
        is_credit: Whether a credit note, and no invoice, makes it; or a reduction of
            one that is as good, with a number of its own or without.
        is_recognised: Whether it was invoiced before, and only earned now. The
            invoice itself has a line of zero then, on its deferred account.
    """

    day: date
    client: str
    account: str
    amount: Decimal
    currency: str
    is_cost: bool = False
    number: str = ""
    is_credit: bool = False
    is_recognised: bool = False
