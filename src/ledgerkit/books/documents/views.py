"""The documents of a book: found by number, and with all that they say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.parties import document_numbered
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from beancount.core.data import Transaction

    from ledgerkit.books.documents.discounts import DocumentDiscount
    from ledgerkit.books.source import Source
    from ledgerkit.invoices.early_payment import DiscountOffer
    from ledgerkit.invoices.invoice import Invoice
    from ledgerkit.invoices.payment_difference import PaymentDifference
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger


class DocumentViews:
    """Views of a ledger's invoices, bills and credits.

    Attributes:
        source: What is read of the ledger.
        subledger: What is owed on a side, as at a day.
    """

    source: Source
    subledger: Callable[[Side, date], Subledger]

    def find_document(
        self, number: str, *, side: Side = Side.RECEIVABLE, as_of: date = date.max
    ) -> Document:
        """The document of this number, as at a day: see `document_numbered`."""
        return document_numbered(self.subledger(side, as_of), number)

    def invoice(self, number: str, *, side: Side = Side.RECEIVABLE) -> Invoice:
        """The document of this number: lines, tax and totals; see `read_invoice`."""
        return self.read_invoice(self.find_document(number, side=side))

    def read_invoice(self, document: Document) -> Invoice:
        """A document's lines, tax and totals.

        Raises:
            UsageError: If its lines are not known.
        """
        preceding: Sequence[Document] = ()
        if document.is_credit:
            known = self.subledger(document.side, date.max).by_number
            preceding = tuple(
                item.finish()
                for link in document.postings[0].links
                if link != document.number
                for item in known.get(link, ())
                if item.party == document.party
            )
        return self.source.invoices.read(document, preceding)

    def transactions_of(self, document: Document) -> Sequence[Transaction]:
        """The transactions that make a document.

        Raises:
            UsageError: If it has none of its own.
        """
        return list(self.source.invoices.transactions_of(document))

    def transaction_of(self, posting: ControlPosting) -> Transaction:
        """The transaction that a control posting is in."""
        return self.source.invoices.transaction_of(posting)

    def payment_differences(
        self, side: Side, as_of: date
    ) -> Sequence[PaymentDifference]:
        """Every small difference left by payments up to a day, by day."""
        return self.source.differences.read(self.subledger(side, as_of))

    def discount_offer(self, document: Document) -> DiscountOffer | None:
        """A document's early-payment discount; None if its terms offer none."""
        return self.source.discounts.offer(document)

    def discounts_on(self, side: Side, as_of: date) -> Sequence[DocumentDiscount]:
        """Every early-payment discount offered or taken by a day, by due date."""
        return self.source.discounts.read(self.subledger(side, as_of))
