"""How much of a document's tax falls due when, where it does so by payment."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.calendars import months_after
from ledgerkit.invoices.tax_code import TaxPoint
from ledgerkit.money import ZERO, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

_MONTHS_OF_YEAR = 12
_WHOLE = Fraction(1)


class PaidShare(NamedTuple):
    """How much of a document counts as paid, from a day on.

    Attributes:
        day: The day.
        share: Of the document, from 0 to 1, with all that was paid before.
        why: What made it so, for people.
    """

    day: date
    share: Fraction
    why: str


def due_shares(
    issued: date, paid: Sequence[PaidShare], point: TaxPoint, left: date | None = None
) -> Iterator[PaidShare]:
    """From when which share of a document's tax is due.

    Args:
        issued: The document's day.
        paid: What was paid, by day.
        point: When its tax falls due.
        left: The day on which the scheme that it is under ended and made all due; None
            if there is none.
    """
    if point is TaxPoint.DOCUMENT:
        yield PaidShare(issued, _WHOLE, "")
        return
    ends = [(left, "the scheme ended")] if left is not None else []
    if point is TaxPoint.EARLIER:
        ends.append((issued, ""))
    elif point is TaxPoint.PAYMENT_WITHIN_YEAR:
        ends.append((months_after(issued, _MONTHS_OF_YEAR), "a year has passed"))
    first = date.min if point is TaxPoint.EARLIER else issued
    end, why = min(ends, default=(date.max, ""))
    for share in paid:
        if share.day < end:
            yield share._replace(day=max(share.day, first))
    if ends:
        yield PaidShare(end, _WHOLE, why)


def due_amounts(
    amount: Decimal, currency: str, shares: Iterable[PaidShare]
) -> Iterator[tuple[PaidShare, Decimal]]:
    """The part of an amount that each share adds; the last takes what is left.

    Each sum so far is rounded half up, so that the parts add up to the amount.

    >>> half = PaidShare(date(2026, 1, 5), Fraction(1, 2), "payment")
    >>> rest = PaidShare(date(2026, 2, 5), Fraction(1), "payment")
    >>> [str(a) for _, a in due_amounts(Decimal("9.99"), "EUR", [half, rest])]
    ['5.00', '4.99']
    """
    before = ZERO
    for each in shares:
        share = each.share
        so_far = amount
        if share != _WHOLE:
            exact = amount * share.numerator / share.denominator
            so_far = rounded(exact, currency)
        if so_far != before:
            yield each, so_far - before
        before = so_far
