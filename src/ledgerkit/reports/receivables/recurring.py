"""Templates of what comes again: the next invoice, bill or entry, and those missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.receivables.recurring_states import recurring_states
from ledgerkit.money import with_cents
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.receivables.recurring_states import RecurringState

_COLUMNS = (
    Column("template", "Template"),
    Column("party", "Party"),
    Column("makes", "Makes", optional=True),
    Column("name", "Name"),
    Column("rule", "Rule"),
    Column("since", "Since", ColumnType.DATE),
    Column("until", "Until", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("amount", "Net", ColumnType.AMOUNT),
    Column("next", "Next", ColumnType.DATE),
    Column("written", "Written", ColumnType.INTEGER),
    Column("missing", "Missing", ColumnType.INTEGER),
    Column("missing_since", "Missing since", ColumnType.DATE),
)


_MAKES = {Side.PAYABLE: "bills", None: "entries"}


def recurring(books: Books, *, as_of: date) -> Table:
    """Each template with its next invoice, and the invoices that are due and missing.

    Net is the next invoice without tax; for a template that has ended, the last one.
    """
    states = recurring_states(books, as_of)
    names = {side: names_on(books, side, as_of) for side in Side}
    missing = sum(len(state.missing) for state in states)
    notes = []
    if missing:
        sides = {s.template.party(as_of)[0] for s in states if s.missing}
        of_one = sides == {Side.RECEIVABLE}
        one, many = ("invoice", "invoices") if of_one else ("entry", "entries")
        invoices = f"1 {one} is" if missing == 1 else f"{missing} {many} are"
        write = NextStep(
            to="write what is missing", command="recur", options={"until": str(as_of)}
        )
        notes = [Note(text=f"{invoices} due and missing.", remedy=write)]
    return Table(
        title="Recurring invoices, bills and entries",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            _row(books, state, names[side](party) if side else "", as_of)
            for state in states
            for side, party in [state.template.party(as_of)]
        ],
        notes=notes,
    )


def _row(books: Books, state: RecurringState, name: str, as_of: date) -> Row:
    template = state.template
    side, party = template.party(as_of)
    missing = state.missing
    return Row(
        cells={
            "template": template.id,
            "party": party,
            "makes": None if side is Side.RECEIVABLE else _MAKES[side],
            "name": name,
            "rule": template.rule(as_of),
            "since": template.stretches[0].start,
            "until": template.until,
            **_price(books, state),
            "next": state.next.issued if state.next else None,
            "written": len(state.written),
            "missing": len(missing),
            "missing_since": missing[0].issued if missing else None,
        },
        links={
            **(party_link(party) if side else {}),
            "template": Link(LinkKind.SOURCE, str(template.place)),
        },
        late=frozenset({"missing", "missing_since"} if missing else ()),
    )


def _price(books: Books, state: RecurringState) -> dict[str, Cell]:
    """The price of the next invoice, or the last one; nothing if it can't be told."""
    period = state.next or state.template.last_period()
    if period is None:
        return {"currency": None, "amount": None}
    try:
        invoice = state.template.invoice(
            period, indices=books.recurring.indices, language="en"
        )
    except ValueError:
        return {"currency": None, "amount": None}
    return {
        "currency": invoice.currency,
        "amount": with_cents(invoice.net, invoice.currency),
    }
