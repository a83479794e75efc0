"""The file of an edited payment run -> the rows to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.importers.tables.amount_text import decimal_mark_choices
from ledgerkit.importers.tables.columns import Columns
from ledgerkit.importers.tables.csv_rows import DELIMITERS
from ledgerkit.importers.tables.csv_table import read_csv_table
from ledgerkit.importers.tables.text_encoding import certain_encoding
from ledgerkit.importers.tables.text_lines import decoded
from ledgerkit.money import ZERO, parse_amount
from ledgerkit.payables.edited_run import EditedPlan, PlanRow
from ledgerkit.table import harmless
from ledgerkit.text.currencies import split_currency
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.importers.tables.rows import CsvRow

#: A larger file is no plan of ours.
PAYMENT_PLAN_BYTES_MAX = 16 * 1024 * 1024
_REQUIRED = ("vendor", "bill", "pay", "action")
_AMOUNTS = ("pay", "discount", "open")
_PAY, _SKIP = "pay", "skip"


def read_payment_plan(data: bytes, file: str) -> EditedPlan:
    """Read a plan written by ``payment-run --plan`` and edited by a person.

    Columns are found by their names, in any order; a spreadsheet's delimiter, decimal
    mark and encoding are recognised if certain. Rows to skip are left out.

    Args:
        data: The file's content.
        file: Its name, for messages.

    Raises:
        UnreadableFileError: If it is no such file, or a row can't be understood.
    """
    if len(data) > PAYMENT_PLAN_BYTES_MAX:
        raise unreadable(file, "is too large for a payment plan")
    text = decoded(data, certain_encoding(data) or "cp1252", name=file)
    if not any(delimiter in text for delimiter in DELIMITERS):
        raise unreadable(file, "has no columns; --plan writes a file that has")
    table = read_csv_table(text, name=file)
    for row in table.bad_rows:
        raise unreadable(file, row.reason, row.line)
    reader = _Reader(file, _columns(table.header, file), table.rows)
    return EditedPlan(file=file, rows=list(reader.rows()))


def _columns(header: Sequence[str], file: str) -> Columns[str]:
    names = [name.casefold() for name in header]
    for name in (*_REQUIRED, *_AMOUNTS):
        if names.count(name) > 1:
            raise unreadable(file, f"has two columns {name}; delete one", 1)
        if name in _REQUIRED and name not in names:
            raise unreadable(
                file, f"has no column {name}; --plan writes a file that has", 1
            )
    places = {name: number for number, name in enumerate(names)}
    return Columns(header=header, places=places)


class _Reader:
    def __init__(
        self, file: str, columns: Columns[str], rows: Sequence[CsvRow]
    ) -> None:
        self._file = file
        self._columns = columns
        self._rows = rows
        marks = decimal_mark_choices(
            (row.line, self._cell(row, name))
            for row in rows
            for name in _AMOUNTS
            if self._cell(row, name)
        )
        if len(marks) > 1:
            raise unreadable(
                file, "its amounts have no clear decimal mark; write them with cents"
            )
        self._mark = marks[0].value if marks else "."

    def rows(self) -> Iterator[PlanRow]:
        """The rows to pay."""
        for row in self._rows:
            action = self._cell(row, "action").casefold()
            if action not in {_PAY, _SKIP}:
                wrong = f"{excerpt(action)} is no action; write pay or skip"
                raise unreadable(self._file, wrong, row.line)
            if action == _PAY:
                yield PlanRow(
                    line=row.line,
                    vendor=self._name(row, "vendor"),
                    number=self._name(row, "bill"),
                    pay=self._amount(row, "pay"),
                    discount=self._amount(row, "discount") or ZERO,
                    open=self._amount(row, "open"),
                )

    def _cell(self, row: CsvRow, name: str) -> str:
        return self._columns.cell(row.cells, name)

    def _name(self, row: CsvRow, name: str) -> str:
        cell = self._cell(row, name)
        if not cell:
            wrong = f"names no {name}, so it can't be paid; write skip"
            raise unreadable(self._file, wrong, row.line)
        # The prefix that protects it from a spreadsheet is no part of it.
        bare = cell[1:]
        return bare if cell != bare and cell == harmless(bare) else cell

    def _amount(self, row: CsvRow, name: str) -> Decimal | None:
        cell = self._cell(row, name)
        if not cell:
            return None
        own = self._cell(row, "currency").upper()
        try:
            number, currencies = split_currency(cell)
            amount = parse_amount(number, decimal_mark=self._mark)
        except ValueError as error:
            raise unreadable(self._file, f"{name}: {error}", row.line) from None
        if currencies and own not in currencies:
            wrong = f"{name}: {cell} is in another currency than the bill"
            raise unreadable(self._file, wrong, row.line)
        return amount
