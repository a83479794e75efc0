"""A column with what each row is worth in another currency, at the closing rate."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, rounded
from ledgerkit.reports.general_ledger.currencies.translated import rate_notes
from ledgerkit.table import Column, ColumnType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.currencies.exchange_office import ExchangeOffice
    from ledgerkit.table import Cell, Table

_WORTH, _CURRENCY = "worth", "worth_currency"


def with_worth(books: Books, table: Table, key: str, in_currency: str | None) -> Table:
    """A table with a column for the amounts of another, and a total of them all.

    What has no rate has no number, and neither has the total then.

    Args:
        books: The books, for their rates.
        table: A table with a currency in each row.
        key: The column of the amounts.
        in_currency: The currency to convert to, at the rate of the table's day; None
            for the table as it is.
    """
    if in_currency is None:
        return table
    office = books.general_ledger.exchange_office(in_currency)

    def more(cells: Mapping[str, Cell]) -> dict[str, Cell]:
        worth = _worth(cells, key, office, table)
        return {**cells, _WORTH: worth, _CURRENCY: in_currency}

    rows = [replace(row, cells=more(row.cells)) for row in table.rows]
    worths = [row.cells[_WORTH] for row in rows]
    return replace(
        table,
        columns=[
            *table.columns,
            # Not an amount of the row's own currency.
            Column(_WORTH, f"In {in_currency}", ColumnType.NUMBER),
            Column(_CURRENCY, "Currency of worth", for_programs=True),
        ],
        rows=rows,
        totals=[*table.totals, *_total(table, worths, in_currency)],
        notes=[*table.notes, *rate_notes(office)],
        is_whole=table.is_whole and not office.missing,
    )


def _worth(
    cells: Mapping[str, Cell], key: str, office: ExchangeOffice, table: Table
) -> Decimal | None:
    amount, currency = cells[key], cells["currency"]
    if not isinstance(amount, Decimal) or not isinstance(currency, str):
        return None
    rate = office.closing(currency, table.as_of)
    return None if rate is None else rounded(rate.of(amount), office.currency)


def _total(
    table: Table, worths: Sequence[Cell], in_currency: str
) -> Sequence[Mapping[str, Cell]]:
    """The sum of the column as it is shown; none if a row has no number."""
    known = [worth for worth in worths if isinstance(worth, Decimal)]
    if not worths or len(known) < len(worths):
        return []
    return [
        {
            table.columns[0].key: f"Total in {in_currency}",
            "currency": in_currency,
            _WORTH: sum(known, ZERO),
        }
    ]
