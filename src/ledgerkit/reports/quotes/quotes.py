"""Quotes: all of them, and one line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.side import Side
from ledgerkit.quotes.quote import QuoteStatus
from ledgerkit.reports.cells import (
    amounts_of,
    names_on,
    party_link,
    totals_by_currency,
)
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.quotes.invoicing import Invoiced
    from ledgerkit.quotes.quote import ClientQuote, QuoteLine

_AMOUNTS = ("net", "gross", "invoiced", "left")
_COLUMNS = (
    Column("number", "Number"),
    Column("quote", "Quote"),
    Column("party", "Client"),
    Column("name", "Name"),
    Column("manager", "Manager"),
    Column("declared", "Date", ColumnType.DATE),
    Column("valid_until", "Valid until", ColumnType.DATE),
    Column("status", "Status"),
    Column("answered", "Answered", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("net", "Net", ColumnType.AMOUNT),
    Column("gross", "With tax", ColumnType.AMOUNT),
    Column("invoiced", "Invoiced", ColumnType.AMOUNT),
    Column("left", "To invoice", ColumnType.AMOUNT),
)


def quotes(
    books: Books,
    *,
    as_of: date,
    client: str | None = None,
    everything: bool = False,
) -> Table:
    """The quotes as at a day, the earliest first.

    What is invoiced and what is left to invoice are with tax; only of an accepted quote
    anything is to be invoiced.

    Args:
        books: The books.
        as_of: The last day that counts.
        client: Only this client's, by id.
        everything: Include those that were declined, expired or are invoiced whole.
    """
    every = [
        invoiced
        for invoiced in books.quotes_read.invoiced(as_of).values()
        if client in {None, invoiced.quote.client}
    ]
    chosen = [invoiced for invoiced in every if everything or _is_current(invoiced)]
    name = names_on(books, Side.RECEIVABLE, as_of)
    rows = [_row(books, invoiced, name) for invoiced in chosen]
    return Table(
        title="Quotes",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency((amounts_of(r, _AMOUNTS) for r in rows), _AMOUNTS),
        notes=list(_list_notes(len(chosen), len(every))),
    )


def _is_current(invoiced: Invoiced) -> bool:
    """Whether it may still be accepted, or anything of it is left to invoice."""
    status = invoiced.quote.status
    if status is QuoteStatus.ACCEPTED:
        return not invoiced.is_whole
    return status.is_open


def _list_notes(shown: int, all_: int) -> Iterator[str | Note]:
    if not shown:
        yield "No quote is open, or accepted and not invoiced."
    if shown < all_:
        more = all_ - shown
        text = "1 more is" if more == 1 else f"{more} more are"
        yield Note(
            f"{text} declined, expired or invoiced.",
            remedy=NextStep(
                to="see them",
                command="quote list",
                options={"all": True},
                method="quotes(everything=True)",
            ),
        )


def _row(books: Books, invoiced: Invoiced, name: Callable[[str], str]) -> Row:
    quote = invoiced.quote
    left = to_invoice(invoiced)
    cells: Mapping[str, Cell] = {
        "number": quote.number,
        "quote": quote.title,
        "party": quote.client or None,
        "name": name(quote.client) if quote.client else None,
        "manager": manager_of(books, quote) or None,
        "declared": quote.declared,
        "valid_until": quote.valid_until,
        "status": quote.status.value,
        "answered": quote.answered,
        "currency": quote.currency,
        "net": with_cents(quote.net, quote.currency),
        "gross": with_cents(quote.gross, quote.currency),
        "invoiced": with_cents(invoiced.gross, quote.currency),
        "left": with_cents(left, quote.currency),
    }
    is_late = quote.status is QuoteStatus.EXPIRED
    return Row(
        cells=cells,
        links={
            **party_link(quote.client),
            "number": Link(LinkKind.SOURCE, str(quote.place)),
        },
        late=frozenset({"valid_until", "status"} if is_late else ()),
    )


def to_invoice(invoiced: Invoiced) -> Decimal:
    """What is left to invoice, with tax; nothing of what is not accepted."""
    is_accepted = invoiced.quote.status is QuoteStatus.ACCEPTED
    return invoiced.left_gross if is_accepted else ZERO


def manager_of(books: Books, quote: ClientQuote) -> str:
    """Who made it; else who looked after the client on its day."""
    if quote.manager or not quote.client:
        return quote.manager
    role = Side.RECEIVABLE.party_role
    return books.directory.as_of(role, quote.client, quote.declared).text("manager")


_LINE_COLUMNS = (
    Column("line", "Line"),
    Column("description", "Description"),
    Column("option", "Option", optional=True),
    Column("quantity", "Quantity", ColumnType.NUMBER),
    Column("unit", "Unit"),
    Column("price", "Price", ColumnType.AMOUNT),
    Column("discount", "Discount", ColumnType.AMOUNT),
    Column("tax", "Tax"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("invoiced", "Invoiced", ColumnType.AMOUNT),
    Column("left", "To invoice", ColumnType.AMOUNT),
)


def quote(books: Books, number: str, *, as_of: date) -> Table:
    """A quote line by line, with what is invoiced of each, and what is left.

    Amounts are without tax; the totals lead to those with it. An option that the client
    did not choose counts for nothing.

    Args:
        books: The books.
        number: The quote's number.
        as_of: The last day that counts.

    Raises:
        UsageError: If there is no such quote by then.
    """
    found = books.quotes_read.find(number, as_of)
    invoiced = books.quotes_read.invoiced(as_of)[number]
    return Table(
        title=f"Quote {number}: {found.title}",
        as_of=as_of,
        columns=_LINE_COLUMNS,
        rows=[_line_row(line, invoiced) for line in found.lines],
        totals=[
            _total(found.currency, label, amounts)
            for label, amounts in _totals(invoiced)
        ],
        notes=list(_notes(books, invoiced)),
    )


def _line_row(line: QuoteLine, invoiced: Invoiced) -> Row:
    currency = invoiced.quote.currency
    counts = line in invoiced.quote.agreed
    amounts = (
        {
            "invoiced": with_cents(invoiced.by_line.get(line.id, ZERO), currency),
            "left": with_cents(invoiced.left_of(line), currency),
        }
        if counts
        else {}
    )
    cells: Mapping[str, Cell] = {
        "line": line.id,
        "description": line.description,
        "option": line.option or None,
        "quantity": line.quantity,
        "unit": line.unit or None,
        "price": None
        if line.unit_price is None
        else with_cents(line.unit_price, currency),
        "discount": with_cents(line.discount, currency) if line.discount else None,
        "tax": line.tax or None,
        "currency": currency,
        "amount": with_cents(line.net, currency),
        "invoiced": None,
        "left": None,
        **amounts,
    }
    return Row(cells=cells, links={"line": Link(LinkKind.SOURCE, str(line.place))})


def _totals(invoiced: Invoiced) -> Iterator[tuple[str, Sequence[Decimal | None]]]:
    """Each total of the quote, what of it is invoiced, and what is left."""
    found, deposits = invoiced.quote, sum(invoiced.deposits.values(), ZERO)
    if deposits:
        yield "Deposit, to be taken off", (None, deposits, -deposits)
    if invoiced.recurring:
        yield "By recurring templates, each time", (invoiced.recurring_net, None, None)
    yield "Total without tax", (found.net, invoiced.net, invoiced.left_net)
    yield "Tax", (found.tax, invoiced.tax, invoiced.left_tax)
    if invoiced.rounding:
        yield "Tax rounded on each invoice", (None, None, invoiced.rounding)
    yield (
        "Total with tax",
        (found.gross, invoiced.gross, invoiced.left_gross + invoiced.rounding),
    )


def _total(
    currency: str, label: str, amounts: Sequence[Decimal | None]
) -> Mapping[str, Cell]:
    keys = ("amount", "invoiced", "left")
    return {
        "line": label,
        "currency": currency,
        **{
            key: None if amount is None else with_cents(amount, currency)
            for key, amount in zip(keys, amounts, strict=True)
        },
    }


def _notes(books: Books, invoiced: Invoiced) -> Iterator[str]:
    found = invoiced.quote
    name = names_on(books, Side.RECEIVABLE, found.declared)(found.client)
    yield f"For {name}, of {found.declared}: {found.status.value}."
    if found.sent is not None:
        yield f"Sent on {found.sent}."
    if found.answered is not None:
        reason = f": {found.reason}" if found.reason else ""
        yield f"{found.status.value.capitalize()} on {found.answered}{reason}."
    if found.valid_until is not None:
        yield f"Valid until {found.valid_until}."
    if found.options:
        chosen = ", ".join(o for o in found.options if o in found.chosen) or "none"
        yield f"Options: {', '.join(found.options)}; chosen: {chosen}."
    for line, template in invoiced.recurring.items():
        yield f"Line {line} is invoiced by the recurring template {template}."
    for invoice in invoiced.invoices:
        net = with_cents(sum((p.net for p in invoice.parts), ZERO), invoice.currency)
        yield f"{invoice.number} of {invoice.day}: {net:f} {invoice.currency}."
