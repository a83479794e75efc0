"""Tax and lines of documents that disagree with their keys."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.slips.refused import record_subject
from ledgerkit.errors import Finding, UsageError, effect, finding
from ledgerkit.invoices.credited import CreditedDocuments
from ledgerkit.invoices.crediting import BaseAndTax, is_tax_of_credits
from ledgerkit.invoices.early_payment import DiscountTax, tax_to_charge
from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.language.document_kinds import (
    LINE_DIFFERS,
    LINE_WITHOUT_CODE,
    REVERSE_CHARGE_HALF,
    TAX_DIFFERS,
    UNKNOWN_TAX_CODE,
)
from ledgerkit.language.finding_kinds import CONTRADICTION
from ledgerkit.ledger.place import place_in, place_of, written
from ledgerkit.money import ZERO, quantum, with_cents
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Custom, Directive

    from ledgerkit.books.documents.invoices import InvoiceReader
    from ledgerkit.errors import Place
    from ledgerkit.invoices.invoice import Invoice, TaxSubtotal
    from ledgerkit.invoices.tax_code import TaxCode, TaxCodes
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger


#: The records that say a tax code.
_WITH_TAX = frozenset({"vendor", "recurring", "recurring-line"})
_KIND_OF = {Side.RECEIVABLE: TaxKind.SALES, Side.PAYABLE: TaxKind.PURCHASE}
#: A tax code that is a rate: ``19``, ``0.19`` or ``19 %``.
_RATE = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?%?")


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
    directives: Iterable[Directive], customs: Iterable[Custom], known: TaxCodes
) -> Iterator[Finding]:
    """Report undeclared codes, in books that declare any."""
    ids = frozenset(known.ids)
    yield from _codes_of_records(customs if ids else (), known)
    for txn in directives if ids else ():
        if not isinstance(txn, Transaction):
            continue
        for posting in txn.postings:
            code = written(posting.meta, "tax")
            if code is None or str(code) in ids:
                continue
            yield finding(
                UNKNOWN_TAX_CODE,
                place_in(posting.meta),
                f'tax code "{code}" is not declared'
                f"{_remedy(str(code), txn.date, known)}",
                unfinished=txn.flag == "!",
                key="tax",
                about=record_subject("tax-code", code),
                is_unknown=True,
                # Its tax and its lines can't agree then.
                explains=[
                    effect(TAX_DIFFERS, place_in(other.meta)) for other in txn.postings
                ],
            )


def _codes_of_records(customs: Iterable[Custom], known: TaxCodes) -> Iterator[Finding]:
    """Undeclared codes of vendors and templates; bank rules are read by themselves."""
    for custom in customs:
        code = written(custom.meta, "tax") if custom.type in _WITH_TAX else None
        if not code or known.on(str(code), custom.date) is not None:
            continue
        first = custom.values[0].value if custom.values else ""
        yield finding(
            UNKNOWN_TAX_CODE,
            place_of(custom),
            f'{custom.type} {first}: tax code "{code}" is not declared'
            f"{_remedy(str(code), custom.date, known)}",
            key="tax",
            about=record_subject("tax-code", code),
            is_unknown=True,
        )


def find_codes_of_the_other_side(
    documents: Iterable[ControlPosting],
    transaction_of: Callable[[ControlPosting], Transaction],
    known: TaxCodes,
) -> Iterator[Finding]:
    """Report codes of purchases on sales, and of sales on purchases.

    Args:
        documents: The postings that make documents.
        transaction_of: Finds the transaction of a posting.
        known: The declared codes.
    """
    kinds = {id_: own.kind for id_ in known.ids if (own := known.on(id_, date.max))}
    if not any(kinds.values()):
        return
    told: set[int] = set()
    for document in documents:
        txn = transaction_of(document)
        if id(txn) in told:
            continue
        wanted = _KIND_OF[document.side]
        for posting in txn.postings:
            code = str(written(posting.meta, "tax") or "")
            if code and kinds.get(code) not in {None, wanted}:
                told.add(id(txn))
                what = "sales" if wanted is TaxKind.PURCHASE else "purchases"
                this = "purchase" if wanted is TaxKind.PURCHASE else "sale"
                yield finding(
                    CONTRADICTION,
                    place_in(posting.meta),
                    f"tax: {code} is for {what}, and this is a {this}"
                    f"{_other_code(code, txn.date, known, wanted)}",
                    unfinished=txn.flag == "!",
                    key="tax",
                )
                break


def _other_code(code: str, day: date, known: TaxCodes, wanted: TaxKind) -> str:
    """The codes of the other kind with the same rate."""
    own = known.on(code, day)
    alike = [
        f'"{id_}"'
        for id_ in known.ids
        if own is not None
        and (other := known.on(id_, day)) is not None
        and other.kind is wanted
        and other.rate == own.rate
    ]
    return f"; write {' or '.join(alike)}" if alike else "; correct the code"


def _remedy(code: str, day: date, known: TaxCodes) -> str:
    """The code that is meant, by its letters or by its rate; else how to declare it."""
    by_letters = suggestion(code, known.ids)
    if by_letters:
        return by_letters
    number = _RATE.fullmatch(code)
    rate = Decimal(number[1].replace(",", ".")) if number else None
    alike = [
        id_
        for id_ in known.ids
        if rate is not None
        and (declared := known.on(id_, day)) is not None
        and declared.rate in {rate, rate / 100}
    ]
    if alike:
        ids = " or ".join(f'"{id_}"' for id_ in alike)
        return f"; write the code whose rate it is: {ids}"
    return (
        f"; the codes are {', '.join(known.ids)}; a new one is declared by {day}"
        f' custom "tax-code" "{code}" and its rate as a fraction'
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
            ZERO if code.nets_to_nothing else code.rate,
            invoice.currency,
            percent=percent,
            treatment=discount_tax,
        )
        posted = subtotal.tax
        if code.reverse_charge_account is not None and not code.nets_to_nothing:
            # Any remainder of both halves is an excess of the first.
            posted = subtotal.reverse_charged
            first = subtotal.tax + posted
            if first != posted:
                yield _unequal_halves(invoice, subtotal, first, unfinished=unfinished)
                continue
        if abs(expected - posted) > _rounding_of(invoice, code):
            place, message = _why_tax_differs(invoice, code, subtotal, expected, posted)
            yield finding(
                TAX_DIFFERS,
                place,
                f"{invoice.number}: {message}",
                unfinished=unfinished,
                about=invoice.place,
                # A line that lost its code is why, or follows from it.
                explains=[effect(LINE_WITHOUT_CODE, invoice.place)],
            )


def _why_tax_differs(
    invoice: Invoice,
    code: TaxCode,
    subtotal: TaxSubtotal,
    expected: Decimal,
    posted: Decimal,
) -> tuple[Place, str]:
    """The place to look at and what is wrong there, as far as it can be told."""
    uncoded = [line for line in invoice.lines if line.tax is None]
    if not subtotal.base and uncoded:
        return uncoded[0].place, (
            f"{posted:f} {invoice.currency} of {code.id} is posted, and no line has"
            f' the code; write tax: "{code.id}" under {uncoded[0].account}'
        )
    bare = sum((t.tax for t in invoice.taxes if t.code is None), ZERO)
    if not posted and bare and abs(expected - bare) <= _rounding_of(invoice, code):
        return invoice.place, (
            f"the tax of {bare:f} {invoice.currency} names no code, and {code.id} on"
            f' {subtotal.base:f} is as much; write tax: "{code.id}" under the posting'
            f" on {code.account or 'the tax account'}"
        )
    return invoice.place, (
        f"{code.id} on {subtotal.base:f} is {expected:f} {invoice.currency}, and"
        f" {posted:f} is posted; correct the tax or the lines' codes"
    )


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
    return finding(
        REVERSE_CHARGE_HALF,
        invoice.place,
        message,
        unfinished=unfinished,
        about=record_subject("tax-code", subtotal.code.id),
    )


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
