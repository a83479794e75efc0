"""Employees' expense claims: what each comes to, and what is still to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.payables.claims import claims_by
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import amounts_of, names_on, totals_by_currency
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.payables.claims import Claim
    from ledgerkit.open_items.document import Document
    from ledgerkit.table import Cell

_COLUMNS = (
    Column("number", "Claim"),
    Column("party", "Employee"),
    Column("name", "Name"),
    Column("issued", "Date", ColumnType.DATE),
    Column("text", "For"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("passed_on", "To charge on", ColumnType.AMOUNT, optional=True),
    Column("open", "Open", ColumnType.AMOUNT),
    Column("state", "State"),
)
_SUMS = ("amount", "passed_on", "open")


def claims(
    books: Books, *, as_of: date, party: str | None = None, everything: bool = False
) -> Table:
    """Each expense claim: its amount, what a client is to pay of it, and where it is.

    Args:
        books: The books.
        as_of: The last day that counts, of approvals too.
        party: Show this employee's only, by id.
        everything: Include the claims that are paid.
    """
    documents = books.subledger(Side.PAYABLE, as_of).documents
    bills = {(d.party, d.number): d for d in documents}
    name = names_on(books, Side.PAYABLE, as_of)
    rows = [
        _row(books, claim, bill, name(claim.employee), as_of)
        for claim in claims_by(books.payables_read.claims.by_number, as_of)
        for bill in [bills.get((claim.employee, claim.number))]
        if bill is not None and party in {None, claim.employee}
        if everything or bill.open
    ]
    return Table(
        title="Expense claims",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency((amounts_of(r, _SUMS) for r in rows), _SUMS),
    )


def _row(books: Books, claim: Claim, bill: Document, name: str, as_of: date) -> Row:
    currency = bill.currency
    txn = books.transaction_of(bill.postings[0])
    passed_on = sum(
        (
            posting.units.number or ZERO
            for posting in txn.postings
            if posting.units is not None and written(posting.meta, "bill-to")
        ),
        ZERO,
    )
    cells: dict[str, Cell] = {
        "number": claim.number,
        "party": claim.employee,
        "name": name,
        "issued": claim.day,
        "text": claim.text or txn.narration,
        "currency": currency,
        "amount": with_cents(bill.amount, currency),
        "passed_on": with_cents(passed_on, currency),
        "open": with_cents(bill.open, currency),
        "state": _state(books, bill, as_of),
    }
    place = claim.place
    return Row(
        cells=cells,
        links={
            "party": Link(LinkKind.PARTY, claim.employee),
            "number": Link(LinkKind.SOURCE, f"{place.filename}:{place.lineno}"),
        },
    )


def _state(books: Books, bill: Document, as_of: date) -> str:
    if not bill.open:
        return "paid"
    return books.approval_state(bill, as_of).why_not or "to be paid"
