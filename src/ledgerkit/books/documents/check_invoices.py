"""Tax and lines of documents that disagree with their keys."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.errors import Finding, UsageError, finding
from ledgerkit.invoices.credited import CreditedDocuments
from ledgerkit.invoices.crediting import BaseAndTax, is_tax_of_credits
from ledgerkit.invoices.early_payment import DiscountTax, tax_to_charge
from ledgerkit.language.finding_kinds import (
    LINE_DIFFERS,
    REVERSE_CHARGE_HALF,
    TAX_DIFFERS,
    UNKNOWN_TAX_CODE,
)
from ledgerkit.ledger.place import place_in, written
from ledgerkit.money import ZERO, quantum, with_cents
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.books.documents.invoices import InvoiceReader
    from ledgerkit.invoices.invoice import Invoice, TaxSubtotal
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger


def check_invoices(
    reader: InvoiceReader,
    subledgers: Iterable[Subledger],
    known: Sequence[str],
    discount_tax: DiscountTax = DiscountTax.EARLY,
) -> Iterator[Finding]:
    """Report tax and lines that don't add up; books without tax codes are skipped.

    Args:
        reader: Reads documents in full.
        subledgers: Those whose documents to check.
        known: The ids of the declared tax codes.
        discount_tax: The effect of an early-payment discount on tax.
    """
    if not known:
        return
    for subledger in subledgers:
        credited = _CreditedTax(reader, subledger)
        for document in subledger.documents:
            original = credited.original_of(document) if document.is_credit else None
            preceding = (original.finish(),) if original is not None else ()
            try:
                invoice = reader.read(document, preceding)
            except UsageError:
                continue  # It has no lines of its own to check.
            unfinished = document.postings[0].unfinished
            for found in _tax_differences(invoice, discount_tax, unfinished=unfinished):
                if original is None or not credited.explains(invoice, original):
                    yield found
            yield from _line_differences(invoice)


class _CreditedTax:
    """The tax of credits, as parts of the tax of the invoices that they credit."""

    def __init__(self, reader: InvoiceReader, subledger: Subledger) -> None:
        self._reader = reader
        self._subledger = subledger

    @cached_property
    def _credited(self) -> CreditedDocuments:
        return CreditedDocuments(self._subledger)

    def original_of(self, document: Document) -> SubledgerItem | None:
        """The only document that a credit credits; None if none, or several."""
        for item in self._subledger.by_number.get(document.number or "", ()):
            first = item.first
            if first.credit is not None and (item.party, first.currency) == (
                document.party,
                document.currency,
            ):
                return self._credited.credited_by(item)
        return None

    def explains(self, credit: Invoice, original: SubledgerItem) -> bool:
        """Whether all tax of a credit is right as a part of its invoice's."""
        try:
            invoiced = _by_code(self._reader.read(original.finish()))
            credits_ = [
                _by_code(self._reader.read(other.finish()))
                for other in self._credited.credits_of(original)
            ]
        except UsageError:
            return False
        for key, part in _by_code(credit).items():
            amounts = [other[key] for other in credits_ if key in other]
            base = sum((amount.base for amount in amounts), ZERO)
            tax = sum((amount.tax for amount in amounts), ZERO)
            if key not in invoiced or not is_tax_of_credits(
                part,
                invoiced=invoiced[key],
                credited=BaseAndTax(base, tax),
                currency=credit.currency,
            ):
                return False
        return True


def _by_code(invoice: Invoice) -> Mapping[tuple[str, str], BaseAndTax]:
    """Base and tax under each code: what is charged, and what a reverse charge."""
    amounts = {}
    for subtotal in invoice.taxes:
        if subtotal.code is not None:
            code = subtotal.code.id
            amounts[code, "charged"] = BaseAndTax(subtotal.base, subtotal.tax)
            amounts[code, "reverse"] = BaseAndTax(
                subtotal.base, subtotal.reverse_charged
            )
    return amounts


def find_unknown_tax_codes(
    directives: Iterable[Directive], known: Sequence[str]
) -> Iterator[Finding]:
    """Report undeclared codes, in books that declare any."""
    for txn in directives if known else ():
        if not isinstance(txn, Transaction):
            continue
        for posting in txn.postings:
            code = written(posting.meta, "tax")
            if code is None or str(code) in known:
                continue
            remedy = suggestion(str(code), known) or (
                f'; declare it: {txn.date} custom "tax-code" "{code}" 0.22'
            )
            yield finding(
                UNKNOWN_TAX_CODE,
                place_in(posting.meta),
                f'tax code "{code}" is not declared{remedy}',
                unfinished=txn.flag == "!",
            )


def _tax_differences(
    invoice: Invoice, discount_tax: DiscountTax, *, unfinished: bool
) -> Iterator[Finding]:
    percent = invoice.terms.discount_percent if invoice.terms else ZERO
    for subtotal in invoice.taxes:
        code = subtotal.code
        if code is None:
            continue
        expected = tax_to_charge(
            subtotal.base,
            code.rate,
            invoice.currency,
            percent=percent,
            treatment=discount_tax,
        )
        posted = subtotal.tax
        if code.reverse_charge_account is not None:
            # Any remainder of both halves is an excess of the first.
            posted = subtotal.reverse_charged
            first = subtotal.tax + posted
            if first != posted:
                yield _unequal_halves(invoice, subtotal, first, unfinished=unfinished)
                continue
        if abs(expected - posted) > _rounding_of(invoice, code):
            message = (
                f"{invoice.number}: {code.id} on {subtotal.base:f} is {expected:f}"
                f" {invoice.currency}, and {posted:f} is posted; correct the tax or the"
                " lines' codes"
            )
            yield finding(TAX_DIFFERS, invoice.place, message, unfinished=unfinished)


def _unequal_halves(
    invoice: Invoice, subtotal: TaxSubtotal, first: Decimal, *, unfinished: bool
) -> Finding:
    assert subtotal.code is not None
    against = with_cents(subtotal.reverse_charged, invoice.currency)
    first = with_cents(first, invoice.currency)
    message = (
        f"{invoice.number}: {subtotal.code.id} is a reverse charge, and its halves"
        f" differ: {first:f} {invoice.currency} is posted on"
        f" {subtotal.code.account or 'the tax account'}, and"
        f" {against:f} against it on"
        f" {subtotal.code.reverse_charge_account}; post the same amount on both"
    )
    return finding(REVERSE_CHARGE_HALF, invoice.place, message, unfinished=unfinished)


def _rounding_of(invoice: Invoice, code: TaxCode) -> Decimal:
    """The allowed difference of a vendor's tax: many round it line by line.

    For the tax that we charge it is zero.
    """
    if invoice.kind not in {DocumentKind.BILL, DocumentKind.VENDOR_CREDIT}:
        return ZERO
    if code.reverse_charge_account is not None:
        return ZERO
    lines = sum(
        line.tax is not None and line.tax.id == code.id for line in invoice.lines
    )
    return quantum(invoice.currency) * max(lines, 1)


def _line_differences(invoice: Invoice) -> Iterator[Finding]:
    smallest = quantum(invoice.currency)
    for line in invoice.lines:
        expected = line.quantity * line.unit_price - line.discount
        if abs(expected - line.net) >= smallest:
            message = (
                f"{invoice.number}: {line.quantity:f} times {line.unit_price:f} less"
                f" {line.discount:f} is {expected:f} {invoice.currency}, and the line"
                f" is {line.net:f}; correct one of them"
            )
            yield finding(LINE_DIFFERS, line.place, message)
