"""What is to be done about quotes: send them, ask, invoice what was accepted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.clients.records.agenda import AgendaItem
from ledgerkit.money import with_cents
from ledgerkit.quotes.quote import QuoteStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.quotes.invoicing import Invoiced
    from ledgerkit.quotes.quote import ClientQuote

#: A quote that is to be invoiced, on the agenda.
TO_INVOICE = "to invoice"


def quote_agenda(books: Books, as_of: date) -> Iterator[AgendaItem]:
    """What is to be done about each quote as at a day, and by when."""
    for invoiced in books.quotes_read.invoiced(as_of).values():
        quote = invoiced.quote
        if quote.status.is_open:
            yield _follow_up(books, quote, as_of)
            if quote.valid_until is not None:
                what = f"{quote.number} may be accepted until then: {_worth(quote)}"
                yield _item(quote, quote.valid_until, "quote end", what)
        elif quote.status is QuoteStatus.ACCEPTED and not invoiced.is_whole:
            yield _to_invoice(books, invoiced)


def _follow_up(books: Books, quote: ClientQuote, as_of: date) -> AgendaItem:
    """Send it, or ask: so many days after it was made, sent, or last talked about."""
    since = quote.sent or quote.declared
    what = f"send {quote.number}: {_worth(quote)}"
    if quote.sent is not None:
        last = books.relations_read.freshness(quote.client, as_of).last
        since = max(since, last or since)
        what = f"ask about {quote.number}, sent on {quote.sent}: {_worth(quote)}"
    return _item(quote, _after(since, books.settings.quote_follow_up), "quote", what)


def _to_invoice(books: Books, invoiced: Invoiced) -> AgendaItem:
    """Invoice it: a deposit at once, the rest when it has waited for long."""
    quote = invoiced.quote
    since = quote.answered or quote.declared
    if invoiced.invoices:
        since = max(since, invoiced.invoices[-1].day)
    asks_deposit = quote.deposit and not invoiced.invoices
    days = 0 if asks_deposit else int(books.settings.unbilled_after)
    left = with_cents(invoiced.left_gross, quote.currency)
    what = f"{left:f} {quote.currency} of {quote.number}"
    if asks_deposit:
        deposit = with_cents(quote.deposit, quote.currency)
        what += f", first the deposit of {deposit:f} {quote.currency} without tax"
    return _item(quote, _after(since, days), TO_INVOICE, what)


def _item(quote: ClientQuote, day: date, kind: str, what: str) -> AgendaItem:
    return AgendaItem(
        day=day,
        kind=kind,
        client=quote.client,
        what=what,
        id=quote.number,
        manager=quote.manager,
    )


def _worth(quote: ClientQuote) -> str:
    return f"{with_cents(quote.gross, quote.currency):f} {quote.currency}"


def _after(day: date, days: Decimal | int) -> date:
    return date.fromordinal(min(day.toordinal() + int(days), date.max.toordinal()))
