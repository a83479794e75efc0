"""A quote as a self-contained page; lines and totals are printed as an invoice's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.rendering.invoice import (
    PrintedInvoice,
    PrintedLine,
    invoice_language,
    printed_line,
    printed_subject,
)
from ledgerkit.rendering.letter import Letter, is_abroad, printed_party
from ledgerkit.rendering.totals import no_tax_reasons, totals
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.parties.payment_terms import Instalment, PaymentTerms
    from ledgerkit.quotes.offer import Offer
    from ledgerkit.rendering.language import Language
    from ledgerkit.rendering.stationery import Stationery


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedOption:
    """What the client may choose.

    Attributes:
        heading: With its name.
        lines: At least one.
        total: Without tax, with its currency.
    """

    heading: str
    lines: Sequence[PrintedLine]
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedQuote(PrintedInvoice):
    """What ``quote.html`` shows.

    Attributes:
        options: What the client may still choose.
        conditions: Labels and values of what else is agreed by accepting.
    """

    options: Sequence[PrintedOption]
    conditions: Sequence[tuple[str, str]]


def quote_html(offer: Offer, stationery: Stationery) -> str:
    """A complete page in the client's language, ready to print or send.

    Raises:
        StationeryError: If a user's template or the logo is wrong.
    """
    language = invoice_language(offer.as_invoice())
    logo = stationery.logo_of(offer.seller)
    letter = _letter(offer, language, logo=logo)
    return stationery.pages.render("quote.html", letter, _printed(offer, language))


def _letter(offer: Offer, language: Language, *, logo: str) -> Letter:
    quote, words = offer.quote, language.words["quote"]
    abroad = is_abroad(offer.seller, offer.buyer)
    return Letter(
        language=language,
        title=f"{words['quote']} {visible(quote.number)}",
        subject=printed_subject(offer.as_invoice()),
        dated=quote.declared.isoformat(),
        sender=printed_party(offer.seller, language, abroad=abroad),
        recipient=printed_party(offer.buyer, language, abroad=abroad),
        logo=logo,
        facts=list(_facts(offer, language)),
        remark=visible(quote.remark),
    )


def _facts(offer: Offer, language: Language) -> Iterator[tuple[str, str]]:
    quote, words = offer.quote, language.words["quote"]
    of_invoices = language.words["invoice"]
    yield of_invoices["number"], visible(quote.number)
    yield words["issued"], language.day(quote.declared)
    if quote.amended is not None:
        yield words["amended"], language.day(quote.amended)
    if quote.valid_until is not None:
        yield words["valid_until"], language.day(quote.valid_until)
    if quote.order:
        yield of_invoices["order"], visible(quote.order)
    if offer.recipient:
        yield of_invoices["buyer_reference"], visible(offer.recipient)


def _printed(offer: Offer, language: Language) -> PrintedQuote:
    invoice, words = offer.as_invoice(), language.words
    currency = invoice.currency
    choices = list(offer.choices())
    lines = [*invoice.lines, *(line for _name, of, _net in choices for line in of)]
    return PrintedQuote(
        lines=[printed_line(line, currency, language) for line in invoice.lines],
        has_quantities=any(x.unit or x.discount or x.quantity != 1 for x in lines),
        has_discounts=any(line.discount for line in lines),
        has_taxes=any(line.tax for line in lines),
        totals=list(totals(invoice, language, words["invoice"]["gross"])),
        reasons=list(no_tax_reasons(invoice, language)),
        payment=None,
        notes=(),
        options=[
            PrintedOption(
                heading=words["quote"]["option"].format(name=visible(name)),
                lines=[printed_line(line, currency, language) for line in of],
                total=language.money(net, currency),
            )
            for name, of, net in choices
        ],
        conditions=list(_conditions(offer, language)),
    )


def _conditions(offer: Offer, language: Language) -> Iterator[tuple[str, str]]:
    quote, words = offer.quote, language.words["quote"]
    if quote.deposit:
        yield words["deposit"], language.money(quote.deposit, quote.currency)
    if offer.terms is not None:
        yield words["terms"], terms_in_words(offer.terms, language)


def terms_in_words(terms: PaymentTerms, language: Language) -> str:
    """Payment terms before there is a date, e.g. ``30 days from the invoice``."""
    words, parts = language.words["quote"], terms.instalments
    said = [_when(part, language) for part in parts]
    if len(parts) > 1:
        said = [
            words["part"].format(percent=language.percent(part.share), when=when)
            for part, when in zip(parts, said, strict=True)
        ]
    if terms.discount_percent:
        percent = language.percent(terms.discount_percent)
        said.append(words["discount"].format(percent=percent, days=terms.discount_days))
    return "; ".join(said)


def _when(part: Instalment, language: Language) -> str:
    words = language.words["quote"]
    if part.day_of_next_month is not None:
        key = "month_day"
    elif part.to_month_end:
        key = "month_end"
    else:
        key = "in_days" if part.days else "on_receipt"
    text: str = words[key].format(days=part.days, day=part.day_of_next_month)
    return text
