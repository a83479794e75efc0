"""``price`` directives -> the rates of exchange of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Price

from ledgerkit.general_ledger.currencies.rates import Quote, Rates
from ledgerkit.ledger.place import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beancount.core.data import Directive


def read_quotes(directives: Iterable[Directive]) -> Iterator[Quote]:
    """The prices of a book, in its order."""
    for directive in directives:
        if isinstance(directive, Price) and directive.amount.number is not None:
            yield Quote(
                day=directive.date,
                unit=directive.currency,
                currency=directive.amount.currency,
                number=directive.amount.number,
                place=place_of(directive),
            )


def read_rates(directives: Iterable[Directive], own: str | None) -> Rates:
    """The rates of a book.

    Args:
        directives: In Beancount's order.
        own: The currency of the books.
    """
    return Rates(read_quotes(directives), through=own)
