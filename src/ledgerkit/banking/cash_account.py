"""A bank, cash, card or clearing account, with what the books know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceAssertion:
    """The last ``balance`` directive of an account in a currency.

    Attributes:
        day: The assertion holds at the start of this day.
        difference: How far the books were from it; None if they agreed.
    """

    day: date
    difference: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CashAccount:
    """One account and currency as at a day. Positive is money we have.

    Attributes:
        account: Its name.
        role: ``bank``, ``cash``, ``card`` or ``clearing``.
        currency: Of the amounts.
        facts: Bank details and limits from its ``open`` directive, by key; what
            it doesn't state is taken from the account above.
        balance: What lies in it at the end of the day.
        last_movement: Date of the last posting; None if there was none.
        last_assertion: The last balance that was asserted; None if none was.
        place: Where it is opened; None if nowhere.
    """

    account: str
    role: str
    currency: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    balance: Decimal
    last_movement: date | None
    last_assertion: BalanceAssertion | None
    place: Place | None
