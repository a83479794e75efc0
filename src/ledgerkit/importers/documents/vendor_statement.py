"""Rows of a vendor's statement -> its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.importers.documents.fields import Field
from ledgerkit.importers.documents.rows import amount_in, date_in, word_in
from ledgerkit.importers.tables.amount_text import named_currencies
from ledgerkit.importers.tables.csv_table import BadRow
from ledgerkit.payables.vendor_statement import ListedLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ledgerkit.importers.tables.columns import Columns
    from ledgerkit.importers.tables.rows import CsvRow

#: What a statement says that is of interest, and what it must say.
STATEMENT_FIELDS = (
    Field.NUMBER,
    Field.ISSUED,
    Field.AMOUNT,
    Field.PAID,
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
        """Read by these columns, in this form.

        Args:
            columns: Where each field stands.
            date_format: How dates are written.
            decimal_mark: How amounts are written.
            currency: Of the rows that don't say.
        """
        self._columns = columns
        self._date_format = date_format
        self._decimal_mark = decimal_mark
        self._currency = currency

    def read(self, rows: Sequence[CsvRow]) -> tuple[list[ListedLine], list[BadRow]]:
        """The lines, and the rows that can't be read; amounts of zero are left out."""
        lines, bad = [], []
        for row in rows:
            try:
                line = self._line(row)
            except ValueError as error:
                bad.append(BadRow(line=row.line, reason=str(error)))
            else:
                if line.amount:
                    lines.append(line)
        return lines, bad

    def _line(self, row: CsvRow) -> ListedLine:
        number = self._columns.cell(row.cells, Field.NUMBER)
        amount, currencies = self._amount(row, Field.AMOUNT)
        paid, others = self._amount(row, Field.PAID)
        if amount is None and paid is None:
            raise ValueError("has no amount")
        asked = amount if amount is not None else paid - paid  # type: ignore[operator]
        return ListedLine(
            line=row.line,
            number=word_in(number, Field.NUMBER) if number else "",
            day=date_in(
                self._columns.cell(row.cells, Field.ISSUED),
                self._date_format,
                Field.ISSUED,
            ),
            amount=asked - paid if paid is not None else asked,
            currency=self._currency_of(row, currencies | others),
        )

    def _amount(
        self, row: CsvRow, field: Field
    ) -> tuple[Decimal | None, frozenset[str]]:
        cell = self._columns.cell(row.cells, field)
        return amount_in(cell, self._decimal_mark, field)

    def _currency_of(self, row: CsvRow, beside: frozenset[str]) -> str:
        """What the row says, or else the whole statement."""
        named = named_currencies(self._columns.cell(row.cells, Field.CURRENCY))
        said = (named & beside) or named or beside
        if len(said) == 1:
            return next(iter(said))
        if not said or self._currency in said:
            return self._currency
        raise ValueError(
            f"is in {' or '.join(sorted(said)[:3])}, and {self._currency} was expected"
        )
