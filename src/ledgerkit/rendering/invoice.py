"""An invoice or credit note as a self-contained page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.rendering.language import choose_language
from ledgerkit.rendering.letter import Letter, is_abroad, printed_party
from ledgerkit.rendering.payment import PrintedPayment, printed_payment
from ledgerkit.rendering.totals import PrintedTotal, no_tax_reasons, tax_label, totals
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.invoices.invoice import Invoice, InvoiceLine
    from ledgerkit.rendering.language import Language
    from ledgerkit.rendering.stationery import Stationery


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One line of the table.

    Attributes:
        description: Its description.
        period: First and last day; empty if not stated.
        quantity: With its unit.
        price: The unit price.
        discount: The discount; empty for none.
        tax: Rate or name of its tax code; empty if not stated.
        amount: Without tax.
    """

    description: str
    period: str
    quantity: str
    price: str
    discount: str
    tax: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedInvoice:
    """What ``invoice.html`` and ``credit_note.html`` show.

    Attributes:
        lines: At least one.
        has_quantities: Whether any line has a quantity.
        has_discounts: Whether any line has a discount.
        has_taxes: Whether any line has a tax code.
        totals: From the sum of the lines to the amount to pay.
        reasons: Why there is no tax.
        payment: How to pay.
        notes: Further statements required by law.
    """

    lines: Sequence[PrintedLine]
    has_quantities: bool
    has_discounts: bool
    has_taxes: bool
    totals: Sequence[PrintedTotal]
    reasons: Sequence[str]
    payment: PrintedPayment | None
    notes: Sequence[str]


def printed_invoice(invoice: Invoice, language: Language) -> PrintedInvoice:
    """Everything on it except what all letters share."""
    return PrintedInvoice(
        lines=[
            printed_line(line, invoice.currency, language) for line in invoice.lines
        ],
        has_quantities=any(
            line.unit or line.discount or line.quantity != 1 for line in invoice.lines
        ),
        has_discounts=any(line.discount for line in invoice.lines),
        has_taxes=any(line.tax for line in invoice.lines),
        totals=list(totals(invoice, language)),
        reasons=list(no_tax_reasons(invoice, language)),
        payment=printed_payment(invoice, language),
        notes=list(_notes(invoice, language)),
    )


def printed_line(line: InvoiceLine, currency: str, language: Language) -> PrintedLine:
    """A line as the table shows it."""
    unit = language.unit(line.unit, line.quantity) if line.unit else ""
    quantity = language.number(line.quantity)
    return PrintedLine(
        description=visible(line.description),
        period=language.span(*line.period) if line.period else "",
        quantity=f"{quantity}\N{NO-BREAK SPACE}{visible(unit)}" if unit else quantity,
        price=language.amount(line.unit_price, currency),
        discount=_discount(line, currency, language),
        tax=tax_label(line.tax, language) if line.tax else "",
        amount=language.amount(line.net, currency),
    )


def _discount(line: InvoiceLine, currency: str, language: Language) -> str:
    if line.discount_percent is not None:
        return language.percent(-line.discount_percent)
    return language.amount(-line.discount, currency) if line.discount else ""


def _notes(invoice: Invoice, language: Language) -> Iterator[str]:
    words = language.words["invoice"]
    if invoice.accounting_currency:
        currency = invoice.accounting_currency
        amount = language.money(invoice.accounting_tax, currency)
        yield words["accounting_tax"].format(currency=currency, amount=amount)
    if invoice.stamp_duty:
        amount = language.money(invoice.stamp_duty, invoice.currency)
        yield words["stamp_duty"].format(amount=amount)


def invoice_letter(invoice: Invoice, language: Language, *, logo: str) -> Letter:
    """What the invoice shares with every letter."""
    words = language.words["invoice"]
    abroad = is_abroad(invoice.seller, invoice.buyer)
    kind = words[invoice.kind.value.replace(" ", "_")]
    return Letter(
        language=language,
        title=f"{kind} {visible(invoice.number)}",
        subject=printed_subject(invoice),
        dated=invoice.issued.isoformat(),
        sender=printed_party(invoice.seller, language, abroad=abroad),
        recipient=printed_party(invoice.buyer, language, abroad=abroad),
        logo=logo,
        facts=[(words[key], text) for key, text in _facts(invoice, language)],
        remark=visible(invoice.remark),
    )


def printed_subject(invoice: Invoice) -> str:
    """Its subject, unless its only line says the same."""
    descriptions = {line.description for line in invoice.lines}
    return "" if descriptions == {invoice.subject} else visible(invoice.subject)


def _facts(invoice: Invoice, language: Language) -> Iterator[tuple[str, str]]:
    yield "number", visible(invoice.number)
    yield "issued", language.day(invoice.issued)
    if invoice.delivered:
        yield "delivered", language.day(invoice.delivered)
    if invoice.period:
        yield "period", language.span(*invoice.period)
    if not invoice.is_credit and len(invoice.due_parts) == 1:
        yield "due", language.day(invoice.due)
    if invoice.order:
        yield "order", visible(invoice.order)
    if invoice.buyer_reference:
        yield "buyer_reference", visible(invoice.buyer_reference)
    for number, day in invoice.preceding:
        text = number
        if day is not None:
            dated = language.words["invoice"]["dated"]
            text = dated.format(number=number, day=language.short_day(day))
        yield "credits", visible(text)


def invoice_html(invoice: Invoice, stationery: Stationery) -> str:
    """A complete page, ready to print, send or file.

    Raises:
        StationeryError: If a user's template or the logo is wrong.
    """
    language = invoice_language(invoice)
    template = "credit_note.html" if invoice.is_credit else "invoice.html"
    letter = invoice_letter(invoice, language, logo=stationery.logo_of(invoice.seller))
    return stationery.pages.render(template, letter, printed_invoice(invoice, language))


def invoice_language(invoice: Invoice) -> Language:
    """The buyer's language, else the seller's, else English."""
    return choose_language(invoice.buyer.text("lang"), invoice.seller.text("lang"))
