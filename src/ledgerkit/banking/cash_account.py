"""A bank, cash, card or clearing account, as recorded in the books."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceAssertion:
    """The last ``balance`` directive of an account in a currency.

    Attributes:
        day: The assertion holds at the start of this day.
        difference: The books' difference from it; None if they agreed.
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
        facts: Bank details and limits from its ``open`` directive, by key; those
            it doesn't state come from the account above.
        balance: Its balance at the end of the day.
        last_movement: Date of the last posting; None if there was none.
        last_assertion: The last balance assertion; None if there is none.
        place: Where it is opened; None if it isn't.
    """

    account: str
    role: str
    currency: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    balance: Decimal
    last_movement: date | None
    last_assertion: BalanceAssertion | None
    place: Place | None


_PIECES = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)x(\d{1,7})", re.ASCII)


_EXAMPLE = "50x3 20x4 0.50x7"


_KINDS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A number of coins or notes of one value."""

    value: Decimal
    count: int

    @property
    def amount(self) -> Decimal:
        """Their total value."""
        return self.value * self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCount:
    """A cash count at the end of a day.

    Attributes:
        account: The cash account.
        day: The day.
        amount: The amount counted.
        currency: Of the amount.
        pieces: The coins and notes; empty if not recorded.
        place: Where it stands.
    """

    account: str
    day: date
    amount: Decimal
    currency: str
    pieces: Sequence[Pieces] = ()
    place: Place


def parse_pieces(text: str) -> Sequence[Pieces]:
    """Read the coins and notes of a count: each value and its number.

    >>> [f"{p.count} of {p.value}" for p in parse_pieces("50x3 0.50x7")]
    ['3 of 50', '7 of 0.50']

    Raises:
        ValueError: If the text is not valid, or names a value twice.
    """
    counted: list[Pieces] = []
    for word in text.replace(",", " ").split():
        match = _PIECES.fullmatch(word)
        if match is None or not Decimal(match[1]):
            raise ValueError(
                f'"{word[:20]}" is no value with how many there are; write for'
                f' instance "{_EXAMPLE}"'
            )
        pieces = Pieces(value=Decimal(match[1]), count=int(match[2]))
        if any(pieces.value == other.value for other in counted):
            raise ValueError(f"{match[1]} is counted twice; write it once")
        counted.append(pieces)
    if not counted or len(counted) > _KINDS_MAX:
        raise ValueError(f'count values with how many; write for instance "{_EXAMPLE}"')
    return counted


def sum_of(pieces: Sequence[Pieces]) -> Decimal:
    """The total value of coins and notes."""
    return sum((piece.amount for piece in pieces), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBalance:
    """Consecutive days on which an account closed below its limit.

    Attributes:
        first: The first of those days.
        last: The day it closed at the limit or above again; None if it hasn't.
        lowest: The lowest closing balance.
        lowest_on: The first day with it.
        limit: The least it should hold.
    """

    first: date
    last: date | None
    lowest: Decimal
    lowest_on: date
    limit: Decimal


def low_balances(
    movements: Iterable[tuple[date, Decimal]], limit: Decimal
) -> Iterator[LowBalance]:
    """Each time an account closed below a limit.

    Args:
        movements: Day and amount of each, in order of day; money in is positive.
        limit: The least the account should hold; negative for an agreed overdraft.
            The time before its first movement is ignored.
    """
    balance = ZERO
    first = lowest_on = None
    lowest = ZERO
    for day, of_day in groupby(movements, key=itemgetter(0)):
        balance += sum((amount for _day, amount in of_day), ZERO)
        if balance >= limit:
            if first is not None and lowest_on is not None:
                yield LowBalance(
                    first=first,
                    last=day,
                    lowest=lowest,
                    lowest_on=lowest_on,
                    limit=limit,
                )
            first = None
        elif first is None:
            first, lowest, lowest_on = day, balance, day
        elif balance < lowest:
            lowest, lowest_on = balance, day
    if first is not None and lowest_on is not None:
        yield LowBalance(
            first=first, last=None, lowest=lowest, lowest_on=lowest_on, limit=limit
        )
