"""When an account held less than it should."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBalance:
    """Some days in a row at whose end an account held less than it should.

    Attributes:
        first: The first of them.
        last: The day on whose end it held enough again; None if it still doesn't.
        lowest: The lowest balance of them.
        lowest_on: The first day with it.
        limit: What it should hold.
    """

    first: date
    last: date | None
    lowest: Decimal
    lowest_on: date
    limit: Decimal


def low_balances(
    movements: Iterable[tuple[date, Decimal]], limit: Decimal
) -> Iterator[LowBalance]:
    """Each time that a balance was below a limit at the end of a day.

    Args:
        movements: Day and amount of each, by day; money in is positive.
        limit: What should stay in it; negative for an overdraft that is allowed. What
            the account held before its first movement counts for nothing.
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
