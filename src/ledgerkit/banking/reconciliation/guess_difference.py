"""What may have made a difference, where only the statement's balances are known."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from ledgerkit.banking.reconciliation.guess import WINDOW_DAYS, Explanation
from ledgerkit.banking.reconciliation.misread_amount import misreading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.bank_posting import BankPosting

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
