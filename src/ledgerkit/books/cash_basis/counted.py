"""An amount of a posting that counts on a cash basis, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


class CountedAmount(NamedTuple):
    """A posting, or the part of it that a payment makes count.

    A NamedTuple, where other values are dataclasses: a large book has 60,000 of them.

    Attributes:
        day: The day on which it counts.
        posted_on: The day of its transaction.
        account: The account whose figure it is.
        currency: Of the amounts.
        amount: What counts, debit positive.
        posted: The whole posting.
        number: Of the document; empty if it has none.
        party: Id of the client or vendor, or the payee; may be empty.
        text: Narration.
        place: Where the posting stands.
        origin: Where its transaction stands.
        why: What makes it count.
    """

    day: date
    posted_on: date
    account: str
    currency: str
    amount: Decimal
    posted: Decimal
    number: str
    party: str
    text: str
    place: Place
    origin: Place
    why: str


def less_what_never_counted(
    amounts: Sequence[CountedAmount], never_counted: Decimal
) -> Iterator[CountedAmount]:
    """What a write-off posts, less what it gives up of documents that were not paid.

    Income that was never paid never counted: giving it up loses nothing. Each posting
    has its share taken off, and the last what is left.

    Args:
        amounts: What the write-off posts, in one currency.
        never_counted: What the documents that it gives up posted, debit positive: of
            income negative.
    """
    posted = sum((each.amount for each in amounts), ZERO)
    left = never_counted
    for place, each in enumerate(amounts, start=1):
        part = left
        if place < len(amounts) and posted:
            part = rounded(never_counted * each.amount / posted, each.currency)
        left -= part
        if each.amount + part:
            yield each._replace(amount=each.amount + part)
