"""Every document still open, and every payment that settles none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.document_cells import (
    DOCUMENT_COLUMNS,
    document_cells,
    document_links,
)
from ledgerkit.reports.party_cells import names_on, party_link, totals_by_currency
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document, Unapplied

_TITLES = {Side.RECEIVABLE: "Open invoices", Side.PAYABLE: "Open bills"}
_COLUMNS = (
    *DOCUMENT_COLUMNS,
    Column("days_late", "Days late", ColumnType.INTEGER),
)
#: What a payment that settles no document is listed as.
ON_ACCOUNT = "on account"


def open_items(
    books: Books,
    *,
    as_of: date,
    side: Side = Side.RECEIVABLE,
    party: str | None = None,
    currency: str | None = None,
) -> Table:
    """What is open, a line for each document, the longest due first.

    The open column sums to the control accounts: payments on account are listed
    too, as what they take off. With instalments the due date is that of the
    earliest part still open. Days late are negative before the due date.

    Args:
        books: The books.
        as_of: The last day that counts.
        side: What is owed to us, or by us.
        party: Show this party's only, by id.
        currency: Show this currency only.
    """
    subledger = books.subledger(side, as_of)
    name = names_on(books, side, as_of)
    rows = [_document_row(d, as_of, name) for d in subledger.open_documents]
    rows += [
        _unapplied_row(item, name)
        for item in (*subledger.unapplied, *subledger.unassigned)
    ]
    rows = [
        row
        for row in rows
        if party in {None, row.cells["party"]}
        and currency in {None, row.cells["currency"]}
    ]
    rows.sort(key=lambda row: (row.cells["due"], str(row.cells["number"] or "")))
    keys = ("amount", "settled", "open")
    return Table(
        title=_TITLES[side],
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency(
            ((str(r.cells["currency"]), [r.cells[k] for k in keys]) for r in rows),  # type: ignore[misc]
            keys,
        ),
        notes=[f"Payments after {as_of} are ignored."],
    )


def _document_row(document: Document, as_of: date, name: Callable[[str], str]) -> Row:
    days_late = document.days_late(as_of)
    is_late = days_late > 0 and document.open > 0
    return Row(
        cells={**document_cells(document, name), "days_late": days_late},
        links=document_links(document),
        late=frozenset({"due", "open", "days_late"} if is_late else ()),
    )


def _unapplied_row(item: Unapplied, name: Callable[[str], str]) -> Row:
    posting, currency = item.posting, item.posting.currency
    amount = with_cents(item.amount, currency)
    return Row(
        cells={
            "number": None,
            "kind": ON_ACCOUNT,
            "party": item.party,
            "name": name(item.party),
            "issued": posting.day,
            "due": posting.day,
            "currency": currency,
            "amount": amount,
            "settled": with_cents(ZERO, currency),
            "open": amount,
            "days_late": None,
        },
        links={
            **party_link(item.party),
            "issued": Link(LinkKind.SOURCE, str(posting.place)),
        },
    )
