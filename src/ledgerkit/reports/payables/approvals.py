"""Bills that may not be paid yet: not approved, or without a document on file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    DOCUMENT_COLUMNS,
    account_notes,
    amounts_of,
    document_cells,
    document_links,
    names_on,
    totals_by_currency,
)
from ledgerkit.table import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document
    from ledgerkit.payables.approval import ApprovalState, BillToApprove

_COLUMNS = (
    *(c for c in DOCUMENT_COLUMNS if c.key not in {"kind", "settled"}),
    Column("approved_by", "Approved by"),
    Column("document", "On file"),
    Column("missing", "What is missing"),
)


def approvals(
    books: Books,
    *,
    as_of: date,
    party: str | None = None,
    currency: str | None = None,
    everything: bool = False,
) -> Table:
    """The open bills that lack an approval or a document, the longest due first.

    Args:
        books: The books.
        as_of: The last day that counts, of approvals too.
        party: Show this vendor's only, by id.
        currency: Show this currency only.
        everything: Include the open bills that lack nothing.
    """
    name = names_on(books, Side.PAYABLE, as_of)
    reading = books.payables_read.approvals
    checked = [
        (document, reading.bill(document), reading.state(document, as_of))
        for document in books.subledger(Side.PAYABLE, as_of).open_documents
        if party in {None, document.party} and currency in {None, document.currency}
        if document.amount > 0
    ]
    rows = [
        _row(document, bill, state, name)
        for document, bill, state in checked
        if everything or not state.may_be_paid
    ]
    rows.sort(key=lambda row: (row.cells["due"], str(row.cells["number"] or "")))
    return Table(
        title="Bills to approve",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency(
            (amounts_of(r, ("amount", "open")) for r in rows),
            ("amount", "open"),
        ),
        notes=list(_notes(books, len(checked))),
    )


def _row(
    document: Document,
    bill: BillToApprove,
    state: ApprovalState,
    name: Callable[[str], str],
) -> Row:
    cells = dict(document_cells(document, name))
    del cells["kind"], cells["settled"]
    return Row(
        cells={
            **cells,
            "approved_by": ", ".join(a.by for a in bill.approvals) or None,
            "document": "yes" if bill.has_document else None,
            "missing": state.why_not or None,
        },
        links=document_links(document),
    )


def _notes(books: Books, count: int) -> Iterator[str]:
    yield from account_notes(books, Side.PAYABLE)
    policy = books.payables_read.approvals.policy
    if not policy:
        yield (
            "This book asks for nobody's approval. To ask for it, write for instance"
            ' 2026-01-01 custom "approval-rule" "anna" 1000.00 EUR.'
        )
        return
    yield "One bill is open." if count == 1 else f"{count} bills are open."
    names = sorted({rule.who for rule in policy.rules})
    if names:
        yield f"Who may approve, each within limits: {', '.join(names)}."
