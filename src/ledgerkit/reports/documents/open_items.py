"""Every open document, and every payment on account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    DISPUTED,
    DOCUMENT_COLUMNS,
    account_notes,
    amounts_of,
    dispute_notes,
    disputed_amount,
    disputed_cell,
    document_cells,
    document_links,
    names_on,
    party_link,
    totals_by_currency,
)
from ledgerkit.reports.worth import with_worth
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document, Unapplied
    from ledgerkit.open_items.subledger import Subledger

_TITLES = {Side.RECEIVABLE: "Open invoices", Side.PAYABLE: "Open bills"}
_COLUMNS = (
    *DOCUMENT_COLUMNS,
    DISPUTED,
    Column("days_late", "Days late", ColumnType.INTEGER),
)
_AMOUNTS = ("amount", "settled", "open", DISPUTED.key)
#: The kind shown for a payment that settles no document.
ON_ACCOUNT = "on account"


def open_items(  # noqa: PLR0913 - each is a choice that the reader of the report has
    books: Books,
    *,
    as_of: date,
    side: Side = Side.RECEIVABLE,
    party: str | None = None,
    currency: str | None = None,
    by_part: bool = False,
    in_currency: str | None = None,
) -> Table:
    """The open items, a line for each document, the longest due first.

    The open column sums to the control accounts: payments on account are listed too, as
    deductions. With instalments the due date is that of the earliest part still open.
    Days late are negative before the due date.

    Args:
        books: The books.
        as_of: The last day that counts.
        side: What is owed to us, or by us.
        party: Show this party's only, by id.
        currency: Show this currency only.
        by_part: Give each open instalment a line of its own.
        in_currency: Add a column with the worth in this currency, at the day's rates.
    """
    subledger = books.subledger(side, as_of)
    name = names_on(books, side, as_of)
    rows = [
        row
        for document in subledger.open_documents
        for disputed in [disputed_amount(books, document, as_of)]
        for row in (
            _part_rows(document, disputed, as_of, name)
            if by_part
            else [_document_row(document, disputed, as_of, name)]
        )
    ]
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
    table = Table(
        title=_TITLES[side],
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency(
            (amounts_of(row, _AMOUNTS) for row in rows), _AMOUNTS
        ),
        notes=[
            *account_notes(books, side),
            *_notes(subledger, as_of, (party, currency), by_part=by_part),
            *dispute_notes(books, subledger, party=party, currency=currency),
        ],
    )
    return with_worth(books, table, "open", in_currency)


def _document_row(
    document: Document,
    disputed: Decimal,
    as_of: date,
    name: Callable[[str], str],
) -> Row:
    days_late = document.days_late(as_of)
    is_late = days_late > 0 and document.open > 0
    return Row(
        cells={
            **document_cells(document, name),
            DISPUTED.key: disputed_cell(disputed, document.currency),
            "days_late": days_late,
        },
        links=document_links(document),
        late=frozenset({"due", "open", "days_late"} if is_late else ()),
    )


def _part_rows(
    document: Document,
    disputed: Decimal,
    as_of: date,
    name: Callable[[str], str],
) -> Iterator[Row]:
    """A line for each open part; a dispute counts against the earliest part first."""
    document_row = _document_row(document, disputed, as_of, name)
    for part, settled in document.settled_parts():
        open_, days_late = part.amount - settled, (as_of - part.due).days
        if open_:
            amounts = {"amount": part.amount, "settled": settled, "open": open_}
            is_late = days_late > 0 and open_ > 0
            disputed_part = max(min(open_, disputed), ZERO)
            disputed -= disputed_part
            yield Row(
                cells={
                    **document_row.cells,
                    "due": part.due,
                    "days_late": days_late,
                    DISPUTED.key: disputed_cell(disputed_part, document.currency),
                    **{k: with_cents(n, document.currency) for k, n in amounts.items()},
                },
                links=document_row.links,
                late=frozenset({"due", "open", "days_late"} if is_late else ()),
            )


def _notes(
    subledger: Subledger,
    as_of: date,
    chosen: tuple[str | None, str | None],
    *,
    by_part: bool,
) -> Iterator[str | Note]:
    yield f"Payments after {as_of} are ignored."
    party, currency = chosen
    in_parts = [
        document.label
        for document in subledger.open_documents
        if len(document.due_parts) > 1
        and len(document.open_parts()) > 1
        and party in {None, document.party}
        and currency in {None, document.currency}
    ]
    if in_parts and not by_part:
        named = ", ".join(in_parts[:3]) + (" and others" if len(in_parts) > 3 else "")
        yield Note(
            text=f"More than one part is open of {named}: the due date is the first"
            " part's.",
            remedy=NextStep(
                to="see each part",
                command="open-items",
                options={"parts": True},
                method="open_items(by_part=True)",
            ),
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
            DISPUTED.key: None,
            "days_late": None,
        },
        links={
            **party_link(item.party),
            "issued": Link(LinkKind.SOURCE, str(posting.place)),
        },
    )
