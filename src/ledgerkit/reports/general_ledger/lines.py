"""The lines of a statement in a layout, for each currency of the books."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.layouts import LayoutReader, shipped_layout
from ledgerkit.general_ledger.layout import PLAIN, Layout
from ledgerkit.general_ledger.plain_layout import PlainLayout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.statement import FinancialLine


class FinancialStatement(Enum):
    """The statements that have a layout, by what people call them."""

    BALANCE_SHEET = "Balance sheet"
    INCOME_STATEMENT = "Income statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLines:
    """A statement's lines in one currency.

    Attributes:
        currency: The currency.
        lines: The lines, in the layout's order.
        unmapped: The accounts that stand in none.
    """

    currency: str
    lines: Sequence[FinancialLine]
    unmapped: Sequence[str]


def layout_of(books: Books, asked: str | Layout | None) -> Layout | None:
    """The layout that is asked for, else the book's; None for the plain one.

    Raises:
        UsageError: If there is none of this name.
    """
    name = asked if asked is not None else books.settings.layout
    if isinstance(name, Layout):
        return name
    return None if name == PLAIN else shipped_layout(name)


def statement_lines(
    books: Books,
    statement: FinancialStatement,
    columns: Sequence[Period],
    layout: Layout | None,
) -> Iterator[StatementLines]:
    """The lines in each currency that has any amount, the book's own first.

    Args:
        books: The books.
        statement: Which statement.
        columns: The period of each column; of a balance sheet, the last day counts.
        layout: The layout; None for the plain one.
    """
    ledger = books.general_ledger.ledger
    for currency in ledger.currencies(books.general_ledger.currency):
        if layout is None:
            found = _plain(books, statement, columns, currency)
        else:
            found = _laid_out(books, statement, columns, layout, currency)
        if any(any(line.members) for line in found.lines):
            yield found


def _plain(
    books: Books,
    statement: FinancialStatement,
    columns: Sequence[Period],
    currency: str,
) -> StatementLines:
    reading = books.general_ledger
    plain = PlainLayout(reading.ledger, currency, reading.root_names)
    if statement is FinancialStatement.BALANCE_SHEET:
        lines = plain.balance_sheet([column.last for column in columns])
    else:
        lines = plain.income_statement(columns)
    return StatementLines(currency=currency, lines=lines, unmapped=())


def _laid_out(
    books: Books,
    statement: FinancialStatement,
    columns: Sequence[Period],
    layout: Layout,
    currency: str,
) -> StatementLines:
    reader = LayoutReader(books.source, books.general_ledger.ledger, layout, currency)
    if statement is FinancialStatement.BALANCE_SHEET:
        laid_out = reader.balance_sheet([column.last for column in columns])
    else:
        laid_out = reader.income_statement(columns)
    return StatementLines(
        currency=currency,
        lines=list(laid_out.lines()),
        unmapped=laid_out.unmapped(),
    )
