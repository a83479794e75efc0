"""Cash flow: where money came from and what it went to.

Direct: each payment is looked through to what was sold or bought by the documents that
it settles. Indirect: from the result, by what changed and was not paid. Both sum to the
change of cash, or a proof says that they don't.

Cash is what lies in bank and cash accounts and in clearing accounts, through which
money passes on its way between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.general_ledger.movements import AccountCurrency


class CashActivity(StrEnum):
    """The activity that a flow of cash belongs to (IAS 7.6)."""

    OPERATING = "operating"
    INVESTING = "investing"
    FINANCING = "financing"
    UNCLASSIFIED = "unclassified"
    """Nothing says which; the accounts are named."""


class CashPart(NamedTuple):
    """A part of a movement of cash.

    Attributes:
        line: The account that it is for, or one of the lines that are none.
        amount: Positive for what came in.
    """

    line: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMovement:
    """What one transaction did to cash, in one currency.

    Attributes:
        day: Its day.
        currency: Of the amounts.
        parts: What it was for; they sum to the change of cash.
        party: The payee.
        text: The narration.
        filename: Where the transaction stands.
        lineno: The line there.
        is_opening: Whether it brings balances forward from before the books: no flow.
    """

    day: date
    currency: str
    parts: Sequence[CashPart]
    party: str
    text: str
    filename: str
    lineno: int
    is_opening: bool = False

    @property
    def amount(self) -> Decimal:
        """The change of cash."""
        return sum((part.amount for part in self.parts), ZERO)


def spread(amount: Decimal, shares: Sequence[CashPart]) -> list[CashPart]:
    """An amount over a document's lines, in proportion; the last takes the remainder.

    The parts are exact to 28 digits: sums are rounded, not what they are made of.

    Args:
        amount: What was paid of the document.
        shares: Its lines, in any unit and sign.
    """
    whole = sum((share.amount for share in shares), ZERO)
    if amount == whole:
        return list(shares)
    if amount == -whole:
        return [CashPart(line, -share) for line, share in shares]
    parts = [CashPart(line, amount * share / whole) for line, share in shares[:-1]]
    rest = amount - sum((part.amount for part in parts), ZERO)
    return [*parts, CashPart(shares[-1].line, rest)]


def net_of_activities(
    parts: Sequence[CashPart], activity_of: Callable[[str], CashActivity]
) -> Sequence[CashPart]:
    """The parts without what was never paid: other activities' parts of the other sign.

    A machine for 1,000 with a loan of 800 is 200 invested and nothing borrowed in cash
    (IAS 7.43). Within an activity, a receipt and its charge stay gross.
    """
    sums: dict[CashActivity, Decimal] = {}
    for line, amount in parts:
        activity = activity_of(line)
        sums[activity] = sums.get(activity, ZERO) + amount
    paid = sum(sums.values(), ZERO)
    if not paid or all(amount * paid >= 0 for amount in sums.values()):
        return parts
    kept = {activity for activity, amount in sums.items() if amount * paid > 0}
    of_kept = [part for part in parts if activity_of(part.line) in kept]
    return spread(paid, of_kept)


class OpeningPosting(NamedTuple):
    """What an entry that opens the books posts to an account, debit positive."""

    day: date
    key: AccountCurrency
    amount: Decimal


class CashFlow:
    """The movements of cash within a period, by line.

    Attributes:
        movements: Each transaction that moved cash, by day.
        opening_postings: What entries that open the books post.
    """

    def __init__(
        self,
        movements: Iterable[CashMovement],
        opening_postings: Iterable[OpeningPosting],
    ) -> None:
        """Take what a period's transactions did to cash."""
        self.movements = sorted(movements, key=lambda moved: moved.day)
        self.opening_postings = list(opening_postings)

    @cached_property
    def openings(self) -> Mapping[AccountCurrency, Decimal]:
        """What entries that open the books post to each account, debit positive."""
        sums: dict[AccountCurrency, Decimal] = {}
        for _day, key, amount in self.opening_postings:
            sums[key] = sums.get(key, ZERO) + amount
        return sums

    def of(self, currency: str) -> Sequence[CashMovement]:
        """The movements in a currency, without those that open the books."""
        return [
            moved
            for moved in self.movements
            if moved.currency == currency and not moved.is_opening
        ]

    def opened(self, currency: str) -> Decimal:
        """The cash that entries brought forward from before the books."""
        return sum(
            (
                moved.amount
                for moved in self.movements
                if moved.currency == currency and moved.is_opening
            ),
            ZERO,
        )

    def direct(self, currency: str) -> Mapping[str, Decimal]:
        """By line, what came in less what went out."""
        sums: dict[str, Decimal] = {}
        for moved in self.of(currency):
            for line, amount in moved.parts:
                sums[line] = sums.get(line, ZERO) + amount
        return sums
