"""The page *Periods*: what is closed, and what was changed in it since."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import request

from ledgerkit.exporters.written import heading
from ledgerkit.fava import ledger as filters
from ledgerkit.fava import sentences
from ledgerkit.fava.actions.buttons import period_buttons, reopen_button
from ledgerkit.fava.ledger import read
from ledgerkit.fava.links import Links
from ledgerkit.fava.page import Page, notes_of
from ledgerkit.fava.parts.remedies import on_page
from ledgerkit.fava.table import Rendering, empty_columns, written_amount
from ledgerkit.ledger.place import short_place
from ledgerkit.open_items.side import Side
from ledgerkit.table import Column, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks


#: For who verifies a list; the last one stands below the table.
_DIGEST = frozenset({"digest"})


def periods_page(ledger: FavaLedger) -> Page:
    """The page for this request."""
    loaded = read(ledger)
    books = loaded.books
    day = filters.as_of(ledger, request.args)
    links = Links(ledger, books.subledger(Side.RECEIVABLE, day), until=None)
    rendering = Rendering(amount=partial(written_amount, ledger), address=links.address)
    closed, changed = books.closings(as_of=day), _changed(books, day)
    in_force = books.closed_periods.closings.in_force
    last = in_force[-1].period.label if in_force else None
    buttons = {id(closed): lambda row: reopen_button(row, last)}
    return Page(
        heading=heading(closed),
        actions=period_buttons(),
        tables=[
            rendering.table(
                t, without=empty_columns(t) | _DIGEST, button=buttons.get(id(t))
            )
            for t in (closed, changed)
            if t.rows
        ],
        notes=notes_of(closed),
        remarks=[*sentences.of_unused_filters(), *sentences.of_day(day)],
        warning=sentences.of_errors(loaded.findings),
    )


def _changed(books: LedgerBooks, day: date) -> Table:
    """What is not as it was when its period was closed."""
    changes = books.closed_periods.changes
    return Table(
        title="Changed since",
        as_of=day,
        columns=[
            Column("period", "Period"),
            Column("change", "Change"),
            Column("place", "Place"),
        ],
        rows=[
            Row(
                cells={
                    "period": closing.period.label,
                    "change": on_page(finding.message),
                    "place": short_place(finding.place),
                },
                links={"place": Link(LinkKind.SOURCE, str(finding.place))},
            )
            for closing, finding in changes
            if closing.day <= day
        ],
    )
