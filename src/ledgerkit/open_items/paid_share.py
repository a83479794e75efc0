"""The share of a document that is paid, and the part of an amount that goes with it.

What depends on payment goes by these shares alone: tax by payment, and income and
expenses on a cash basis. So they can't differ.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.control_posting import ControlPosting

WHOLE = Fraction(1)


class PaidShare(NamedTuple):
    """How much of a document counts as paid, from a day on.

    Attributes:
        day: The day.
        share: Of the document, from 0 to 1, with all that was paid before.
        why: What made it so, for people.
        by: The posting that made it so; None if nothing was owed.
        is_given_up: Whether it isn't paid, but written off.
    """

    day: date
    share: Fraction
    why: str
    by: ControlPosting | None = None
    is_given_up: bool = False


def parts_by_share(
    amount: Decimal, currency: str, shares: Iterable[PaidShare]
) -> Iterator[tuple[PaidShare, Decimal]]:
    """The part of an amount that each share adds; the last takes what is left.

    Each sum so far is rounded half up, so that the parts add up to the amount.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> half = PaidShare(date(2026, 1, 5), Fraction(1, 2), "payment")
    >>> rest = PaidShare(date(2026, 2, 5), Fraction(1), "payment")
    >>> [str(a) for _, a in parts_by_share(Decimal("9.99"), "EUR", [half, rest])]
    ['5.00', '4.99']
    """
    before = ZERO
    for each in shares:
        share = each.share
        so_far = amount
        if share != WHOLE:
            exact = amount * share.numerator / share.denominator
            so_far = rounded(exact, currency)
        if so_far != before:
            yield each, so_far - before
        before = so_far
