"""What a difference between the books and the bank comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledgerkit.banking.bank_posting import BankPosting
    from ledgerkit.errors import Place


#: As many days may lie between the books' date and the bank's for the same movement.
WINDOW_DAYS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One reason for a part of a difference.

    Attributes:
        amount: How much of the difference it makes, as what the bank has more.
        sentence: What is wrong, for whoever mends it.
        is_certain: Whether it is so, or only may be: it would make this amount.
        day: The day that it is about.
        name: Whom it came from or went to; empty if that isn't known.
        place: The line to look at, in the books or in the bank's file; None for
            what is nowhere.
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
    """What was different already before a statement began.

    Args:
        opening: What the bank had then; None if it isn't known.
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


#: Two neighbouring digits that change places change a number by a multiple of nine.
_NINE = 9


_SHIFTS = (Decimal(10), Decimal(100))


def misreading(written: Decimal, true: Decimal) -> str | None:
    """How a number came to be written for another, in a few words.

    Found are a reversed sign, two neighbouring digits that changed places, and a
    decimal point one or two places away. None if it is no such slip.

    >>> misreading(Decimal("121.00"), Decimal("112.00"))
    'two digits changed places'
    >>> misreading(Decimal("10.00"), Decimal("11.00")) is None
    True
    """
    if written == true or not written or not true:
        return None
    if written == -true:
        return "the sign is reversed"
    if any(written * shift == true or true * shift == written for shift in _SHIFTS):
        return "the decimal point is elsewhere"
    if is_transposed(written, true):
        return "two digits changed places"
    return None


def is_transposed(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers are the same but for two neighbouring digits."""
    if (one < 0) != (other < 0):
        return False
    digits, others = _digits(one, other)
    if (int(digits) - int(others)) % _NINE:
        return False
    different = [i for i in range(len(digits)) if digits[i] != others[i]]
    if len(different) != 2 or different[1] != different[0] + 1:
        return False
    first, second = different
    return digits[first] == others[second] and digits[second] == others[first]


def _digits(one: Decimal, other: Decimal) -> tuple[str, str]:
    """Both numbers' digits, in the same unit and of the same length."""
    places = max(_places(one), _places(other))
    texts = [str(int(abs(number).scaleb(places))) for number in (one, other)]
    length = max(len(text) for text in texts)
    return texts[0].zfill(length), texts[1].zfill(length)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


#: More possibilities than these are no help.
_GUESSES_MAX = 8


_WINDOW = timedelta(days=WINDOW_DAYS)


def guess_difference(
    difference: Decimal,
    movements: Sequence[BankPosting],
    *,
    since: date | None,
    until: date,
) -> Sequence[Explanation]:
    """What single slip would make a difference, the likeliest first.

    Args:
        difference: What the bank has more than it should; not zero.
        movements: Every posting to the account, with when it cleared.
        since: First day of the statement; None if it isn't known.
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
            when = "is dated after it and" if movement.day > until else "is"
            yield _guess(
                difference, movement, f"may be on it: {when} not marked as cleared"
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
    alike = [m for m in inside if m.amount == -difference]
    for movement in alike:
        twin = next(
            (
                other
                for other in alike
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
    # Cheap, and it rules out nearly every difference that is no such slip.
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
