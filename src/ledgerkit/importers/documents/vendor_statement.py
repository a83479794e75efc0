"""Rows of a vendor's statement -> its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.importers.documents.fields import Field
from ledgerkit.importers.documents.rows import amount_in, date_in, word_in
from ledgerkit.importers.documents.states import RowType, type_of
from ledgerkit.importers.tables.csv_table import BadRow
from ledgerkit.payables.vendor_statement import ListedLine
from ledgerkit.text.currencies import named_currencies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ledgerkit.importers.tables.columns import Columns
    from ledgerkit.importers.tables.rows import CsvRow

#: The fields of a statement that matter, and those it must have.
STATEMENT_FIELDS = (
    Field.NUMBER,
    Field.ISSUED,
    Field.AMOUNT,
    Field.PAID,
    Field.TYPE,
    Field.CURRENCY,
)
STATEMENT_REQUIRED = (Field.NUMBER, Field.ISSUED, Field.AMOUNT)


class StatementReader:
    """Reads a statement's rows, one after the other."""

    def __init__(
        self,
        columns: Columns[Field],
        *,
        date_format: str,
        decimal_mark: str,
        currency: str,
    ) -> None:
        """Read with these columns and formats.

        Args:
            columns: The column of each field.
            date_format: The format of dates.
            decimal_mark: The decimal mark of amounts.
            currency: Of rows that don't state one.
        """
        self._columns = columns
        self._date_format = date_format
        self._decimal_mark = decimal_mark
        self._currency = currency

    def read(self, rows: Sequence[CsvRow]) -> tuple[list[ListedLine], list[BadRow]]:
        """The lines, and the rows that can't be read; amounts of zero are left out."""
        lines, bad_rows = [], []
        for row in rows:
            try:
                line = self._line(row)
            except ValueError as error:
                bad_rows.append(BadRow(line=row.line, reason=str(error)))
            else:
                if line.amount:
                    lines.append(line)
        return lines, bad_rows

    def _line(self, row: CsvRow) -> ListedLine:
        number = self._columns.cell(row.cells, Field.NUMBER)
        amount, currencies = self._amount(row, Field.AMOUNT)
        paid, others = self._amount(row, Field.PAID)
        if amount is not None and amount > 0 and self._takes_off(row):
            amount = -amount
        if amount is None and paid is None:
            raise ValueError("has no amount")
        claimed = amount if amount is not None else paid - paid  # type: ignore[operator]
        return ListedLine(
            line=row.line,
            number=word_in(number, Field.NUMBER) if number else "",
            day=date_in(
                self._columns.cell(row.cells, Field.ISSUED),
                self._date_format,
                Field.ISSUED,
            ),
            amount=claimed - paid if paid is not None else claimed,
            currency=self._currency_of(row, currencies | others),
        )

    def _takes_off(self, row: CsvRow) -> bool:
        """Whether a row is a payment or credit, by its type; any other adds."""
        try:
            kind = type_of(self._columns.cell(row.cells, Field.TYPE))
        except ValueError:
            return False
        return kind in {RowType.PAYMENT, RowType.CREDIT}

    def _amount(
        self, row: CsvRow, field: Field
    ) -> tuple[Decimal | None, frozenset[str]]:
        cell = self._columns.cell(row.cells, field)
        return amount_in(cell, self._decimal_mark, field)

    def _currency_of(self, row: CsvRow, amount_currencies: frozenset[str]) -> str:
        """The row's currency, else the whole statement's."""
        named = named_currencies(self._columns.cell(row.cells, Field.CURRENCY))
        currencies = (named & amount_currencies) or named or amount_currencies
        if len(currencies) == 1:
            return next(iter(currencies))
        if not currencies or self._currency in currencies:
            return self._currency
        raise ValueError(
            f"is in {' or '.join(sorted(currencies)[:3])}, and {self._currency} was"
            " expected"
        )
