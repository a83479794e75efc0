"""Which postings have cleared, and since when the books record it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.booked_statement import BankPosting, BookedStatement

_DAY = timedelta(days=1)


def with_clearing(
    movements: Sequence[BankPosting], statements: Sequence[BookedStatement]
) -> tuple[Sequence[BankPosting], date | None]:
    """The postings as cleared, and since when the books record clearing.

    A posting not marked as cleared is outstanding. But postings from before statements
    were kept are never marked: they cleared on their own date. If no posting is
    marked, all have cleared except those flagged ``!``. An opening balance stood at the
    bank at the end of the day before it is brought in.

    Args:
        movements: Every posting to an account in a currency.
        statements: The account's statements in that currency, by day.

    Returns:
        The postings, and the day from which unmarked ones are outstanding; None if no
        posting is marked as cleared.
    """
    begin = _begin(movements, statements)
    return [_cleared(movement, begin) for movement in movements], begin


def cleared_balances(
    movements: Sequence[BankPosting], statements: Sequence[BookedStatement]
) -> Sequence[Decimal]:
    """The cleared balance at the end of each statement: its expected closing balance.

    Args:
        movements: Every posting to an account in a currency.
        statements: The account's statements in that currency, by day.
    """
    cleared, _begin_day = with_clearing(movements, statements)
    booked = sorted((m.cleared, m.amount) for m in cleared if m.cleared is not None)
    days = [day for day, _amount in booked]
    sums = list(accumulate((amount for _day, amount in booked), initial=ZERO))
    return [sums[bisect_right(days, statement.day)] for statement in statements]


def since_of(
    statement: BookedStatement, statements: Sequence[BookedStatement]
) -> date | None:
    """First day of a statement: as stated, or after the one before; None if unknown.

    Args:
        statement: The statement.
        statements: All statements of the account in the currency, by day.
    """
    if statement.since is not None:
        return statement.since
    earlier = [s.day for s in statements if s.day < statement.day]
    return earlier[-1] + _DAY if earlier else None


def opening_of(
    statement: BookedStatement, statements: Sequence[BookedStatement]
) -> BookedStatement | None:
    """The statement whose closing balance is another's opening; None if unknown."""
    earlier = [s for s in statements if s.day < statement.day]
    since = since_of(statement, statements)
    if not earlier or since != earlier[-1].day + _DAY:
        return None
    return earlier[-1]


def _begin(
    movements: Sequence[BankPosting], statements: Sequence[BookedStatement]
) -> date | None:
    first = min((m.cleared for m in movements if m.cleared is not None), default=None)
    if first is None:
        return None
    holding = next((s for s in statements if s.day >= first), None)
    since = since_of(holding, statements) if holding else None
    return min(first, since) if since else first


def _cleared(movement: BankPosting, begin: date | None) -> BankPosting:
    if movement.cleared is not None:
        return movement
    if movement.is_opening:
        return replace(movement, cleared=movement.day - _DAY)
    is_implied = not movement.pending if begin is None else movement.day < begin
    return replace(movement, cleared=movement.day) if is_implied else movement
