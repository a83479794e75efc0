"""Accepted quotes -> what is still to be invoiced of them, on no day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.item import ForecastItem, ItemKind
from ledgerkit.quotes.quote import QuoteStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.books.books import Books


def quote_items(books: Books, as_of: date) -> Iterator[ForecastItem]:
    """What is left to invoice of each accepted quote, with tax.

    Nobody has said when it will be invoiced, so it is not counted on.
    """
    for invoiced in books.quotes_read.invoiced(as_of).values():
        quote = invoiced.quote
        if quote.status is QuoteStatus.ACCEPTED and invoiced.left_gross > 0:
            yield ForecastItem(
                kind=ItemKind.QUOTE,
                label=quote.number,
                party=quote.client,
                currency=quote.currency,
                amount=invoiced.left_gross,
                day=None,
                reason=f"accepted on {quote.answered}, not invoiced yet",
                place=quote.place,
            )
