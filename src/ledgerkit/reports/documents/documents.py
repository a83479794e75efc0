"""Every document, settled or not, with its status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.open_items.overdue import is_overdue
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    DISPUTED,
    DOCUMENT_COLUMNS,
    account_notes,
    disputed_amount,
    disputed_cell,
    document_cells,
    document_links,
    names_on,
    totals_by_currency,
)
from ledgerkit.table import Column, Rank, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document

_TITLES = {Side.RECEIVABLE: "Invoices", Side.PAYABLE: "Bills"}
_COLUMNS = (
    *DOCUMENT_COLUMNS,
    DISPUTED,
    Column("status", "Status", rank=Rank.ESSENTIAL),
    Column("text", "Text", rank=Rank.DETAIL),
)


def documents(
    books: Books,
    *,
    as_of: date,
    side: Side = Side.RECEIVABLE,
    party: str | None = None,
    currency: str | None = None,
) -> Table:
    """Every document issued by the day, by date of issue.

    Its status is ``open``, ``part-paid``, ``overdue``, ``settled``, ``over-allocated``
    or ``void``; all but the last are not written in the books, but follow from the
    amounts and the day.

    Args:
        books: The books.
        as_of: The last day that counts.
        side: Invoices or bills.
        party: Show this party's only, by id.
        currency: Show this currency only.
    """
    chosen = [
        document
        for document in books.subledger(side, as_of).documents
        if party in {None, document.party} and currency in {None, document.currency}
    ]
    chosen.sort(key=lambda d: (d.issued, d.number or "", d.place))
    name = names_on(books, side, as_of)
    void = {
        voided.number
        for voided in books.voids
        if voided.day <= as_of and side is Side.RECEIVABLE
    }
    rows, sums = [], []
    for document in chosen:
        state = status(document, as_of)
        disputed = disputed_amount(books, document, as_of)
        amounts = (document.amount, document.settled, document.open, disputed)
        sums.append((document.currency, amounts))
        if document.number in void and not document.open:
            state = "void"
        rows.append(
            Row(
                cells={
                    **document_cells(document, name),
                    DISPUTED.key: disputed_cell(disputed, document.currency),
                    "status": state,
                    "text": document.text,
                },
                links=document_links(document),
                late=frozenset({"due", "open", "status"} if state == "overdue" else ()),
            )
        )
    return Table(
        title=_TITLES[side],
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency(sums, ("amount", "settled", "open", DISPUTED.key)),
        notes=list(account_notes(books, side)),
    )


def status(document: Document, as_of: date) -> str:
    """The status of a document on a day, in a word."""
    if not document.open:
        return "settled"
    if not document.is_credit:
        if document.open < 0:
            return "over-allocated"
        if is_overdue(document, as_of):
            return "overdue"
    return "part-paid" if document.settled else "open"
