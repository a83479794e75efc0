"""Bills with ``withholding:`` postings, and their payments -> tax withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import written
from ledgerkit.open_items.side import Side
from ledgerkit.payables.withheld_tax import (
    TaxWithheld,
    parts_by_payment,
    taxable_amount,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldOnPayment:
    """The tax withheld on one payment of one bill.

    Attributes:
        document: The bill, or a vendor credit that reverses part of one.
        paid: The day of the payment.
        tax: Its share of the tax.
    """

    document: Document
    paid: date
    tax: TaxWithheld


def withheld_on_payments(books: Books, as_of: date) -> Iterator[WithheldOnPayment]:
    """The tax withheld on every payment to vendors by a day, bill by bill."""
    for document in documents_with_withholding(books, as_of):
        settled = document.kept
        paid = [s.amount for s in settled]
        for withheld in _withheld(books, document):
            parts = parts_by_payment(withheld, document.amount, paid, document.currency)
            for settlement, tax in zip(settled, parts, strict=True):
                yield WithheldOnPayment(
                    document=document, paid=settlement.posting.day, tax=tax
                )


def documents_with_withholding(books: Books, as_of: date) -> Iterator[Document]:
    """The bills and credits with tax withheld, paid or not."""
    keyed = {
        id(txn)
        for txn in books.directives
        if isinstance(txn, Transaction)
        and any(written(p.meta, "withholding") is not None for p in txn.postings)
    }
    if not keyed:
        return
    for document in books.subledger(Side.PAYABLE, as_of).documents:
        if any(id(books.transaction_of(p)) in keyed for p in document.postings):
            yield document


def _withheld(books: Books, document: Document) -> Iterator[TaxWithheld]:
    """The tax withheld by a document; nothing, if its lines are not known."""
    try:
        invoice = books.read_invoice(document)
    except UsageError:
        return
    sign = -1 if document.is_credit else 1
    for withholding in invoice.withholdings:
        taxable = taxable_amount(
            withholding.amount,
            withholding.percent,
            (invoice.net, invoice.lines_total),
            invoice.currency,
        )
        yield TaxWithheld(
            kind=withholding.kind,
            reason=withholding.reason,
            percent=withholding.percent,
            gross=sign * invoice.net,
            taxable=sign * taxable,
            withheld=sign * withholding.amount,
        )
