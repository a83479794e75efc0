"""A book's quote -> the offer that goes to its client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.parties.payment_terms import parse_terms
from ledgerkit.quotes.offer import Offer

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.parties.payment_terms import PaymentTerms
    from ledgerkit.quotes.quote import ClientQuote


def offer_of(books: Books, number: str, as_of: date) -> Offer:
    """A quote as it goes to its client; addresses are those of its own date.

    Raises:
        UsageError: If there is no such quote by then.
    """
    quote = books.quotes_read.find(number, as_of)
    directory, day = books.directory, quote.declared
    contact = books.source.reading.relations.as_of(
        RecordKind.CONTACT, quote.contact, as_of
    )
    return Offer(
        quote=quote,
        seller=directory.as_of(PartyRole.COMPANY, OURSELVES, day),
        buyer=directory.as_of(PartyRole.CLIENT, quote.client, day),
        terms=_terms(books, quote),
        recipient=contact.title if contact is not None else "",
    )


def _terms(books: Books, quote: ClientQuote) -> PaymentTerms | None:
    """The quote's own, else the client's, else those of all our invoices."""
    client = books.directory.as_of(PartyRole.CLIENT, quote.client, quote.declared)
    for text in (quote.terms, client.payment_terms):
        try:
            if text:
                return parse_terms(text)
        except ValueError:
            continue  # A finding says so on the record.
    return books.settings.payment_terms
