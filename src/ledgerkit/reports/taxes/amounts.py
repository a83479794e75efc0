"""Every amount under a tax code with the day on which it falls due, to be queried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.taxes.forms import form_of, has_form
from ledgerkit.general_ledger.period import Period
from ledgerkit.ledger.place import short_place
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.taxes.placing import Placer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.books import Books
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm

_COLUMNS = (
    Column("due", "Due", ColumnType.DATE),
    Column("date", "Date", ColumnType.DATE),
    Column("number", "Number", optional=True),
    Column("party", "Party", optional=True),
    Column("text", "Text"),
    Column("kind", "Kind"),
    Column("code", "Code"),
    Column("part", "Part"),
    Column("account", "Account"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("boxes", "Boxes", optional=True),
    Column("why", "Why", optional=True),
    Column("place", "Place"),
)


def tax_amounts(books: Books, *, as_of: date) -> Table:
    """What each posting with a tax code is to it, and the day on which it falls due.

    By payment, each part of a posting that falls due has a row, and what isn't due by
    the day has none. Boxes are those of the form of the company's country.

    Args:
        books: The books.
        as_of: The last day on which an amount falls due.

    Raises:
        UsageError: If nothing says which currency the books are in.
    """
    us = books.directory.as_of(PartyRole.COMPANY, OURSELVES, as_of)
    country = us.text("country")
    form = form_of(country) if has_form(country) else None
    currency = books.taxes_read.currency
    placer = Placer(form) if form is not None else None
    rows = [_row(each, placer, currency) for each in _amounts(books, form, as_of)]
    notes = ["Positive for a sale or purchase, negative for what takes one back."]
    return Table(
        title="Amounts under tax codes",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        notes=notes,
    )


def _amounts(books: Books, form: TaxForm | None, as_of: date) -> Iterator[DueAmount]:
    reading = books.taxes_read
    if form is not None:
        yield from reading.amounts(form, Period(date.min, as_of))
        return
    for txn in reading.transactions:
        day = txn.tax_date or txn.day
        if day <= as_of:
            yield from (replace(amount, due=day) for amount in txn.amounts)


def _row(amount: DueAmount, placer: Placer | None, currency: str) -> Row:
    shares = placer.boxes(amount) if placer is not None else ()
    cells: dict[str, Cell] = {
        "due": amount.due,
        "date": amount.day,
        "number": amount.number or None,
        "party": amount.party or None,
        "text": amount.text,
        "kind": amount.kind.value,
        "code": amount.code.id,
        "part": amount.part.value,
        "account": amount.account,
        "currency": currency,
        "amount": amount.amount,
        "boxes": ", ".join(share.box for share in shares) or None,
        "why": amount.why or None,
        "place": short_place(amount.place),
    }
    links = {
        "account": Link(LinkKind.ACCOUNT, amount.account),
        "place": Link(LinkKind.SOURCE, str(amount.place)),
    }
    return Row(cells=cells, links=links)
