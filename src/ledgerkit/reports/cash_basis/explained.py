"""Why a figure on a cash basis is what it is: what was paid of which posting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import short_place
from ledgerkit.reports.cash_basis.statement import cash_basis
from ledgerkit.reports.general_ledger.lines import (
    FinancialStatement,
    layout_of,
    named_line,
    statement_lines,
)
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.books import Books
    from ledgerkit.books.cash_basis.counted import CountedAmount
    from ledgerkit.general_ledger.layout import Layout
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.statement import FinancialLine

_COLUMNS = (
    Column("account", "Account"),
    Column("date", "Counted", ColumnType.DATE),
    Column("posted_on", "Posted on", ColumnType.DATE),
    Column("number", "Number", optional=True),
    Column("party", "Party", optional=True),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("posted", "Posted", ColumnType.AMOUNT),
    Column("amount", "Counts", ColumnType.AMOUNT),
    Column("why", "Why"),
    Column("place", "Place"),
)


def cash_basis_line(
    books: Books, of: Period, asked: str, layout: str | Layout | None
) -> Table:
    """What counts in a line of the income statement by payment, part by part.

    Raises:
        UsageError: If there is no such line.
    """
    form = layout_of(books, layout)
    basis = cash_basis(books, form)
    rows: list[Row] = []
    totals: list[dict[str, Cell]] = []
    known: dict[str, str] = {}
    statement = FinancialStatement.INCOME_STATEMENT
    for lines in statement_lines(books, statement, [of], form, basis.ledger):
        known |= {line.id: line.label for line in lines.lines}
        line = named_line(asked, lines.lines)
        amount = line.amount(0) if line is not None else None
        if line is not None and amount is not None:
            counted = (
                each for each in basis.counted if each.currency == lines.currency
            )
            rows += _rows(counted, of, line)
            total = shown(amount, lines.currency)
            totals.append({"currency": lines.currency, "amount": total})
    names = [*known, *known.values()]
    if asked.casefold() not in map(str.casefold, names):
        raise UsageError(
            f'the statement has no line "{asked}"{suggestion(asked, names)}'
        )
    return Table(
        title=f"{asked}, {of.label}, by payment",
        as_of=of.last,
        columns=_COLUMNS,
        rows=rows,
        totals=totals,
        notes=[f"From {of.first} to {of.last}."],
    )


def _rows(
    counted: Iterator[CountedAmount], of: Period, line: FinancialLine
) -> Iterator[Row]:
    members = line.members[0] or {}
    for each in counted:
        if each.account in members and of.first <= each.day <= of.last:
            yield _row(each, line.sign)


def _row(each: CountedAmount, sign: int) -> Row:
    cells: dict[str, Cell] = {
        "account": each.account,
        "date": each.day,
        "posted_on": each.posted_on,
        "number": each.number or None,
        "party": each.party or None,
        "text": each.text,
        "currency": each.currency,
        "posted": shown(sign * each.posted, each.currency),
        "amount": shown(sign * each.amount, each.currency),
        "why": each.why,
        "place": short_place(each.place),
    }
    return Row(cells=cells, links={"place": Link(LinkKind.SOURCE, str(each.place))})
