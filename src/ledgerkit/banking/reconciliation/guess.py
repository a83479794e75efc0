"""Likely causes of a difference between the books and the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledgerkit.banking.booked_statement import BankPosting
    from ledgerkit.errors import Place


#: Days between the books' date and the bank's for the same movement.
WINDOW_DAYS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One explanation of part of a difference.

    Attributes:
        amount: Its part of the difference: what the bank has more.
        sentence: What is wrong, for the person who corrects it.
        is_certain: Whether it is a fact; otherwise it would explain this amount.
        day: The day it concerns.
        name: The counterparty; empty if unknown.
        place: The line to look at, in the books or in the bank's file; None if there
            is none.
    """

    amount: Decimal
    sentence: str
    is_certain: bool
    day: date
    name: str = ""
    place: Place | None = None


def explain_opening(
    opening: Decimal | None,
    since: date | None,
    movements: Sequence[BankPosting],
) -> Iterator[Explanation]:
    """The difference already there when a statement began.

    Args:
        opening: The bank's balance then; None if unknown.
        since: First day of the statement; None likewise.
        movements: Every posting to the account.
    """
    if opening is None or since is None:
        return
    difference = opening - sum(
        m.amount for m in movements if m.cleared is not None and m.cleared < since
    )
    if difference:
        yield Explanation(
            amount=difference,
            sentence="the opening balance differs: reconcile the statement before",
            is_certain=True,
            day=since,
        )


#: Swapping two adjacent digits changes a number by a multiple of nine.
_NINE = 9


_SHIFTS = (Decimal(10), Decimal(100))


def misreading(number: Decimal, true: Decimal) -> str | None:
    """How one number may have been written for another, in a few words.

    It recognises a reversed sign, two adjacent digits swapped, and a decimal point one
    or two places off. None if it is not such a slip.

    >>> misreading(Decimal("121.00"), Decimal("112.00"))
    'two digits changed places'
    >>> misreading(Decimal("10.00"), Decimal("11.00")) is None
    True
    """
    if number == true or not number or not true:
        return None
    if number == -true:
        return "the sign is reversed"
    if any(number * shift == true or true * shift == number for shift in _SHIFTS):
        return "the decimal point is elsewhere"
    if is_transposed(number, true):
        return "two digits changed places"
    return None


def is_transposed(number: Decimal, other: Decimal) -> bool:
    """Whether two numbers differ only by two adjacent digits swapped."""
    if (number < 0) != (other < 0):
        return False
    digits, others = _digits(number, other)
    if (int(digits) - int(others)) % _NINE:
        return False
    different = [i for i in range(len(digits)) if digits[i] != others[i]]
    if len(different) != 2 or different[1] != different[0] + 1:
        return False
    first, second = different
    return digits[first] == others[second] and digits[second] == others[first]


def _digits(number: Decimal, other: Decimal) -> tuple[str, str]:
    """Both numbers' digits, in the same unit and at the same length."""
    places = max(_places(number), _places(other))
    texts = [str(int(abs(n).scaleb(places))) for n in (number, other)]
    length = max(len(text) for text in texts)
    return texts[0].zfill(length), texts[1].zfill(length)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


#: More guesses than this are no help.
_GUESSES_MAX = 8


_WINDOW = timedelta(days=WINDOW_DAYS)


def guess_difference(
    difference: Decimal,
    movements: Sequence[BankPosting],
    *,
    since: date | None,
    until: date,
) -> Sequence[Explanation]:
    """Single slips that would explain a difference, likeliest first.

    Args:
        difference: What the bank has more than expected; not zero.
        movements: Every posting to the account, with its clearing date.
        since: First day of the statement; None if unknown.
        until: Its last day.
    """
    inside = [
        m
        for m in movements
        if m.cleared is not None
        and m.cleared <= until
        and (since is None or m.cleared >= since)
    ]
    guesses = [
        *_not_marked(difference, movements, until),
        *_surplus(difference, inside),
        *_reversed(difference, inside),
        *_misread(difference, inside),
    ]
    return list(islice(guesses, _GUESSES_MAX))


def _not_marked(
    difference: Decimal, movements: Iterable[BankPosting], until: date
) -> Iterator[Explanation]:
    for movement in movements:
        if movement.amount != difference or movement.day > until + _WINDOW:
            continue
        if movement.cleared is None:
            state = "is dated after it and" if movement.day > until else "is"
            yield _guess(
                difference, movement, f"may be on it: {state} not marked as cleared"
            )
        elif until < movement.cleared <= until + _WINDOW:
            yield _guess(
                difference,
                movement,
                f"may be on it: is marked as cleared on {movement.cleared}",
            )


def _surplus(
    difference: Decimal, inside: Sequence[BankPosting]
) -> Iterator[Explanation]:
    equal = [m for m in inside if m.amount == -difference]
    for movement in equal:
        twin = next(
            (
                other
                for other in equal
                if other is not movement and abs(other.day - movement.day) <= _WINDOW
            ),
            None,
        )
        why = "may be booked twice" if twin else "may not be on it"
        yield _guess(difference, movement, why)


def _reversed(
    difference: Decimal, inside: Iterable[BankPosting]
) -> Iterator[Explanation]:
    for movement in inside:
        if movement.amount * -2 == difference:
            yield _guess(difference, movement, "may have its sign reversed")


def _misread(
    difference: Decimal, inside: Iterable[BankPosting]
) -> Iterator[Explanation]:
    # A cheap test that rules out nearly every other difference.
    if difference.scaleb(9) % 9:
        return
    for movement in inside:
        true = movement.amount + difference
        slip = misreading(movement.amount, true)
        if slip is not None and true != -movement.amount:
            yield _guess(difference, movement, f"may be {true:f}: {slip}")


def _guess(amount: Decimal, movement: BankPosting, why: str) -> Explanation:
    return Explanation(
        amount=amount,
        sentence=why,
        is_certain=False,
        day=movement.day,
        name=movement.name or movement.text,
        place=movement.place,
    )
