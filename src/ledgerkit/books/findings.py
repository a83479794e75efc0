"""Everything that ledgerkit itself finds in a book, whatever it is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.clients.advise import relation_findings
from ledgerkit.books.documents.check_invoices import (
    check_invoices,
    find_unknown_tax_codes,
)
from ledgerkit.books.documents.numbers import check_numbering, find_duplicate_numbers
from ledgerkit.books.receivables.recurring import find_recurring
from ledgerkit.books.receivables.reminders import check_document_notes
from ledgerkit.books.subledger_findings import check_proofs, check_subledger
from ledgerkit.books.text_findings import find_invisible_characters, find_repeated_keys
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.books import Books
    from ledgerkit.books.documents.differences import DifferenceReader
    from ledgerkit.books.documents.invoices import InvoiceReader
    from ledgerkit.books.reading import Reading
    from ledgerkit.errors import Finding


def own_findings(
    books: Books,
    reading: Reading,
    invoices: InvoiceReader,
    differences: DifferenceReader,
) -> Iterator[Finding]:
    """What is found, in no order, and some of it twice.

    Args:
        books: The books.
        reading: What was read of them in the one pass.
        invoices: Reads what documents say.
        differences: Reads what payments left.
    """
    yield from reading.settings_findings
    yield from reading.account_findings
    yield from reading.party_findings
    receivables = books.subledger(Side.RECEIVABLE, date.max)
    yield from relation_findings(reading, receivables, books.directives, advice=True)
    yield from reading.tax_findings
    yield from find_unknown_tax_codes(books.directives, books.tax_codes.ids)
    yield from check_invoices(
        invoices,
        (books.subledger(side, date.max) for side in Side),
        books.tax_codes.ids,
        books.settings.discount_tax,
    )
    yield from find_recurring(books.recurring, reading.marked, books.directory)
    yield from books.forecasting.plan.findings
    yield from books.deferrals.findings
    yield from books.reminder_reading.findings(receivables.by_number)
    payables = books.subledger(Side.PAYABLE, date.max)
    yield from check_document_notes(
        books.document_notes, Side.PAYABLE, payables.by_number
    )
    for side in Side:
        yield from reading.posting_findings[side]
        yield from check_subledger(books.subledger(side, date.max))
        yield from differences.findings(books.subledger(side, date.max))
        yield from check_proofs(books.control_account_proofs(side, date.max))
    yield from books.payables.findings(books.options, advice=True)
    yield from books.banking.findings()
    yield from reading.void_findings
    yield from find_duplicate_numbers(
        receivables,
        invoices.transaction_of,
        books.options["name_income"],
    )
    yield from check_numbering(receivables, books.voids)
    yield from find_repeated_keys([*reading.opens, *reading.customs])
    yield from find_invisible_characters(
        d for d in books.directives if isinstance(d, Transaction)
    )
