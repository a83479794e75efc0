"""A report's table for Fava's templates: text, alignment, addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from babel import Locale
from fava.core.number import get_locale_format
from flask import g, request

from ledgerkit.exporters.written import is_numeric, row_currency
from ledgerkit.fava.ledger import hides_figures
from ledgerkit.fava.parts.listing import Lister
from ledgerkit.fava.writing import may_write
from ledgerkit.table import ColumnType, Rank, plain
from ledgerkit.text.numbers import decimals_of
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fava.core import FavaLedger

    from ledgerkit.fava.actions.buttons import Button
    from ledgerkit.fava.parts.listing import Listing
    from ledgerkit.table import Cell, Column, Link, Row, Table


#: Columns in which a zero is informative; elsewhere an empty cell reads better.
_ZERO_COUNTS = frozenset({"balance"})


#: E.g. ``1,000.00 EUR disputed``.
_AMOUNT_IN_WORDS = re.compile(r"[0-9][0-9.,]* [A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedCell:
    """One cell, safe to show once the template has escaped it.

    Attributes:
        text: Its text; empty for no value, and for a zero amount.
        address: The address it links to, if any.
        is_amount: Whether incognito mode must hide the digits.
        tells_amount: Whether incognito mode must hide digits in its text.
        late: Whether it shows something overdue.
        zero: Whether it is a zero amount.
        level: Its indent, in steps; 0 except in the first column.
        is_total: Whether it is of a row that sums others.
    """

    text: str
    address: str | None = None
    is_amount: bool = False
    tells_amount: bool = False
    late: bool = False
    zero: bool = False
    level: int = 0
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadCell:
    """The head of a column.

    Attributes:
        key: What programs call it.
        label: Its label.
        rank: Its rank, which is the class that styles it.
        address: The address that sorts by it; empty if the order is the table's own.
        order: How the rows are sorted by it, as ``aria-sort`` says it; empty if not.
    """

    key: str
    label: str
    rank: str
    address: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedTable:
    """A table for a template.

    Attributes:
        title: Its title.
        heads: The heads of the columns.
        numeric: For each column, whether it holds numbers, which are right-aligned.
        rows: The cells of each row shown, in the order of the columns.
        totals: The cells of each total.
        listing: Which rows are shown, of how many.
        source: The report, with all of its rows.
        number: Which of the page's tables it is, from 1.
        csv: The address of the table as a file; empty where figures are hidden.
        buttons: What can be done about each row shown; nothing if about none.
    """

    title: str
    heads: Sequence[HeadCell]
    numeric: Sequence[bool]
    rows: Sequence[Sequence[RenderedCell]]
    totals: Sequence[Sequence[RenderedCell]]
    listing: Listing
    source: Table
    number: int
    csv: str = ""
    buttons: Sequence[Button | None] = ()

    @property
    def labels(self) -> Sequence[str]:
        """The columns' labels."""
        return [head.label for head in self.heads]

    @property
    def classes(self) -> Sequence[str]:
        """The classes of each column's cells."""
        return [
            f"{'num ' if numeric else ''}{head.rank}"
            for head, numeric in zip(self.heads, self.numeric, strict=True)
        ]

    @property
    def has_details(self) -> bool:
        """Whether a narrow screen leaves columns out."""
        return any(head.rank == Rank.DETAIL for head in self.heads)

    def in_its_order(self) -> RenderedTable:
        """The same with its own order only, as of a form's boxes."""
        return replace(self, heads=[replace(h, address="") for h in self.heads])


class Rendering:
    """Turns cells into text and addresses on one page."""

    def __init__(
        self,
        *,
        amount: Callable[[Decimal, str], str],
        address: Callable[[Link], str | None],
    ) -> None:
        """Take the functions that know Fava.

        Args:
            amount: Writes an amount in a currency.
            address: Finds the address of a link.
        """
        self.amount = amount
        self.address = address
        self._tables = 0

    def table(
        self,
        table: Table,
        *,
        without: frozenset[str],
        button: Callable[[Row], Button | None] | None = None,
    ) -> RenderedTable:
        """Render a table, without the columns that the page makes redundant.

        With a button for each row that something can be done about.
        """
        columns = [c for c in table.shown_columns if c.key not in without]
        self._tables += 1
        lister = Lister(table, self._tables, request.args, request.path)
        rows, listing = lister.chosen()
        buttons = [button(row) for row in rows] if button and may_write() else []
        return RenderedTable(
            title=visible(table.title),
            heads=[
                _head(column, lister, is_first=not place)
                for place, column in enumerate(columns)
            ],
            listing=listing,
            buttons=buttons if any(buttons) else (),
            source=table,
            number=self._tables,
            csv=""
            if hides_figures()
            else f"{request.path}table?{urlencode({**_kept(), 't': self._tables})}",
            numeric=[is_numeric(column) for column in columns],
            rows=[
                [
                    self._cell(row, column, level=0 if place else row.level)
                    for place, column in enumerate(columns)
                ]
                for row in rows
            ],
            totals=[
                [self._value(cells, column) for column in columns]
                for cells in _totals(table, columns)
            ],
        )

    def _cell(self, row: Row, column: Column, *, level: int) -> RenderedCell:
        link = row.links.get(column.key)
        cell = self._value(
            row.cells,
            column,
            address=self.address(link) if link else None,
            late=column.key in row.late,
        )
        return replace(cell, level=level, is_total=row.is_total)

    def _value(
        self,
        cells: Mapping[str, Cell],
        column: Column,
        *,
        address: str | None = None,
        late: bool = False,
    ) -> RenderedCell:
        value = cells[column.key]
        is_amount = column.type is ColumnType.AMOUNT and isinstance(value, Decimal)
        text = self._text(value, column, row_currency(cells))
        return RenderedCell(
            text=text,
            address=address,
            is_amount=is_amount,
            tells_amount=_AMOUNT_IN_WORDS.search(text) is not None,
            late=late,
            zero=is_amount and not value,
        )

    def _text(self, value: Cell, column: Column, currency: str) -> str:
        if isinstance(value, str):
            return visible(value)
        if not isinstance(value, Decimal) or column.type is not ColumnType.AMOUNT:
            return plain(value)
        if not value and column.key not in _ZERO_COUNTS:
            return ""
        return self.amount(value, currency)


def _head(column: Column, lister: Lister, *, is_first: bool) -> HeadCell:
    address, order = lister.heading(column)
    rank = Rank.ESSENTIAL if is_first else column.ranked
    return HeadCell(
        key=column.key,
        label=visible(column.label),
        rank=rank.value,
        address=address,
        order=order,
    )


def _kept() -> Mapping[str, str]:
    """The address's queries, of which a file is the same rows without pages."""
    return {k: v for k, v in request.args.items() if k not in {"partial", "part", "t"}}


def empty_columns(table: Table) -> frozenset[str]:
    """The keys of the columns empty in every row; none for a table without rows."""
    if not table.rows:
        return frozenset()
    return frozenset(
        column.key
        for column in table.columns
        if all(row.cells[column.key] in {None, ""} for row in table.rows)
    )


def _totals(table: Table, columns: Sequence[Column]) -> Sequence[Mapping[str, Cell]]:
    """The totals, with a value or None for every column.

    The first column shown says ``Total`` if it has no total of its own.
    """
    nothing: dict[str, Cell] = dict.fromkeys(column.key for column in columns)
    nothing[columns[0].key] = "Total"
    return [{**nothing, **total} for total in table.totals]


#: An amount of four digits and more before its currency, perhaps ``of`` another one.
_LONG_AMOUNT = re.compile(
    r"(?<![\w.,:/-])(-?\d{4,}(?:\.\d+)?)(?=(?: of \d+(?:\.\d+)?)? ([A-Z]{3})\b)"
)


def with_written_amounts(text: str) -> str:
    """A sentence whose amounts are written as the tables beside it write them."""
    if 'custom "' in text:  # What is to be written stays as it is to be written.
        return text
    return _LONG_AMOUNT.sub(
        lambda found: written_amount(g.ledger, Decimal(found[1]), found[2]), text
    )


#: Fava's default if the ledger has no precision for a currency.
_USUAL_DECIMALS = 2


def written_amount(ledger: FavaLedger, number: Decimal, currency: str) -> str:
    """A number with the ledger's precision for the currency, in Fava's locale.

    Fava rounds for display. If that would drop a digit, the number is written in
    full: a tenth of a cent that is still open must show.
    """
    number = number or Decimal(0)  # Not "-0.00".
    decimals = decimals_of(number.normalize())
    if decimals <= ledger.format_decimal.precisions.get(currency, _USUAL_DECIMALS):
        return ledger.format_decimal(number, currency)
    locale = ledger.fava_options.locale
    return get_locale_format(Locale.parse(locale) if locale else None, decimals)(number)
