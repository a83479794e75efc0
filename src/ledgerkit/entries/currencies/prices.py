"""Published rates -> the ``price`` directives that the books lack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from beancount.core.amount import Amount
from beancount.core.data import Open, Price, Transaction

from ledgerkit.books.general_ledger.rates import read_quotes
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import short_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.currencies.rates import Quote

_MOST_NOTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPrices:
    """Rates to write into the books.

    Attributes:
        quotes: What was published.
        currencies: Those wanted; empty for those that the books use.
        everything: Whether all are wanted.
        since: The first day; None for the book's first.
    """

    quotes: Sequence[Quote]
    currencies: Sequence[str] = ()
    everything: bool = False
    since: date | None = None


def plan_prices(books: Books, published: PublishedPrices) -> PlannedEntries:
    """Plan the prices that are not in the books yet, the earliest first.

    What the books have for a day stays, and a note says where the file differs.

    Raises:
        UsageError: If a currency that is asked for isn't published.
    """
    wanted = _wanted(books, published)
    since = published.since or _first_day(books)
    known = {
        (quote.day, quote.unit, quote.currency): quote
        for quote in read_quotes(books.directives)
    }
    directives, notes = [], []
    for quote in published.quotes:
        if quote.currency not in wanted or quote.day < since:
            continue
        there = known.get((quote.day, quote.unit, quote.currency))
        if there is None:
            amount = Amount(quote.number, quote.currency)
            directives.append(Price({}, quote.day, quote.unit, amount))
        elif there.number != quote.number:
            notes.append(
                f"{quote.day}: the books have {there} ({short_place(there.place)}), and"
                f" the file {quote.number:f}; the books' stays"
            )
    days = {directive.date for directive in directives}
    return PlannedEntries(
        done=f"{len(directives)} rates of {len(days)} days",
        directives=directives,
        notes=[*notes[:_MOST_NOTES], *_more(len(notes)), *_lacking(wanted, published)],
    )


def _more(count: int) -> Iterator[str]:
    if count > _MOST_NOTES:
        yield f"{count - _MOST_NOTES} more rates differ from the books'"


def _wanted(books: Books, published: PublishedPrices) -> AbstractSet[str]:
    there = {quote.currency for quote in published.quotes}
    if published.everything:
        return there
    for currency in published.currencies:
        if currency not in there:
            raise UsageError(
                f"the file has no rate of {currency}; it has {', '.join(sorted(there))}"
            )
    return set(published.currencies) or used_currencies(books) & there


def _lacking(wanted: AbstractSet[str], published: PublishedPrices) -> Iterator[str]:
    if not wanted:
        there = sorted({quote.currency for quote in published.quotes})
        yield (
            f"the books use none of {', '.join(there)}; --all imports every currency,"
            " --currency one"
        )


def used_currencies(books: Books) -> AbstractSet[str]:
    """The currencies of a book's accounts and postings, and its operating ones."""
    used = set(books.options["operating_currency"])
    for directive in books.directives:
        if isinstance(directive, Open):
            used |= set(directive.currencies or ())
        elif isinstance(directive, Transaction):
            for posting in directive.postings:
                parts = (posting.units, posting.cost, posting.price)
                used |= {part.currency for part in parts if part is not None}
    return used


def _first_day(books: Books) -> date:
    """The first day that a posting of the books may need a rate of."""
    first = next((d.date for d in books.directives if isinstance(d, Transaction)), None)
    if first is None:
        return date.min
    days = int(books.settings.rate_stale_after)
    return first - timedelta(days=min(days, (first - date.min).days))


def file_of_prices(books: Books) -> Path:
    """The file that prices go to.

    That of the latest one; else an included file called ``prices``; else the main
    ledger.
    """
    files = {str(name) for name in books.options["include"]}
    written = [
        d.meta["filename"]
        for d in books.directives
        if isinstance(d, Price) and d.meta.get("filename") in files
    ]
    named = sorted(f for f in files if Path(f).stem == "prices")
    return Path((written[-1:] or named or [books.filename])[0])
