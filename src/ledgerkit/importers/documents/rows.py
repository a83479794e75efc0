"""Rows of a file -> one document each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.importers.documents.fields import AMOUNT_FIELDS, DATE_FIELDS, Field
from ledgerkit.importers.documents.states import (
    Paid,
    RowState,
    RowType,
    paid_part,
    state_of,
    type_of,
    why_left_out,
)
from ledgerkit.importers.tables.csv_table import BadRow
from ledgerkit.importers.tables.date_format import NO_DATE, parse_date
from ledgerkit.money import parse_amount
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import normalised_name
from ledgerkit.text.currencies import named_currencies, split_currency
from ledgerkit.text.untrusted import hidden_character, without_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.importers.tables.columns import Columns
    from ledgerkit.importers.tables.rows import CsvRow
from ledgerkit.importers.tables.csv_table import CsvTable

#: A longer one is no number, name or text but the result of a wrong delimiter.
_LENGTH_MAX = {Field.NUMBER: 100, Field.PARTY: 200, Field.PARTY_NAME: 200}
_TEXT_LENGTH_MAX = 1000
#: A spreadsheet's form of a long number, whose digits are lost for good.
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_SPREADSHEET_ERRORS = frozenset(
    {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#NV"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """The content of one row. Amounts are as in the file: a credit's is negative.

    Attributes:
        line: Where the row begins in the file.
        number: The document's number.
        party: The client's or vendor's code or name.
        name: Its name, if another column has it; else empty.
        issued: The document's date.
        due: Its due date; None if the row has none.
        amount: Its amount; not zero.
        currencies: Its possible currencies; empty if not stated.
        settled: The day it was paid; None if it was not.
        paid: The amount paid by then: all of it, unless the row says less.
        text: Its description; may be empty.
    """

    line: int
    number: str
    party: str
    name: str
    issued: date
    due: date | None
    amount: Decimal
    currencies: frozenset[str]
    settled: date | None
    paid: Decimal
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRow:
    """A row that is no document to enter, by what it says itself.

    Attributes:
        line: Where it begins in the file.
        number: The document's number; empty if it has none.
        reason: Why, in a word or two, e.g. ``draft``.
    """

    line: int
    number: str
    reason: str


class _LeftOutError(Exception):
    """The row is no document to enter; the message is the reason."""


#: Why a document is left out that is paid, if no day is known.
PAID_SOMETIME = "paid, no day"


def date_cells(table: CsvTable, columns: Columns[Field]) -> Iterator[tuple[int, str]]:
    """Line and text of every cell that holds a date."""
    for row in table.rows:
        for field in DATE_FIELDS:
            cell = columns.cell(row.cells, field)
            if cell.casefold() not in NO_DATE:
                yield row.line, cell


def amount_cells(table: CsvTable, columns: Columns[Field]) -> Iterator[tuple[int, str]]:
    """Line and text of every cell that holds an amount."""
    for row in table.rows:
        for field in AMOUNT_FIELDS:
            cell = columns.cell(row.cells, field)
            if cell:
                yield row.line, cell


class RowReader:
    """Reads a file's rows, one after the other."""

    def __init__(
        self,
        columns: Columns[Field],
        *,
        side: Side,
        date_format: str,
        decimal_mark: str,
        settled_on: date | None = None,
    ) -> None:
        """Read with these columns and formats.

        Args:
            columns: The column of each field.
            side: Whether the documents are owed to us or by us.
            date_format: The format of dates.
            decimal_mark: The decimal mark of amounts.
            settled_on: The day of payments that the file doesn't date; None for none.
        """
        self._columns = columns
        self._settled_on = settled_on
        self._side = side
        self._date_format = date_format
        self._decimal_mark = decimal_mark
        self._lines: dict[tuple[str, str], int] = {}

    def read(
        self, rows: Sequence[CsvRow]
    ) -> tuple[list[DocumentRow], list[LeftOutRow], list[BadRow]]:
        """The documents, the rows that are none, and those that can't be read.

        Each in the file's order.
        """
        documents, left_out, bad_rows = [], [], []
        for row in rows:
            try:
                documents.append(self._checked(self._read(row)))
            except _LeftOutError as error:
                number = self._columns.cell(row.cells, Field.NUMBER)
                left_out.append(
                    LeftOutRow(line=row.line, number=number, reason=str(error))
                )
            except ValueError as error:
                bad_rows.append(BadRow(line=row.line, reason=str(error)))
        return documents, left_out, bad_rows

    def _read(self, row: CsvRow) -> DocumentRow:
        kind = type_of(self._columns.cell(row.cells, Field.TYPE))
        state = self._state(row)
        reason = why_left_out(kind, state, self._side)
        if reason is not None:
            raise _LeftOutError(reason)
        number, party = self._word(row, Field.NUMBER), self._word(row, Field.PARTY)
        issued = self._date(row, Field.ISSUED)
        amount, currencies = self._amount(row, Field.AMOUNT)
        if issued is None or amount is None:
            raise ValueError("has no date" if issued is None else "has no amount")
        if not amount:
            raise ValueError("the amount is zero, so nothing is owed")
        named = named_currencies(self._columns.cell(row.cells, Field.CURRENCY))
        if named and currencies and not named & currencies:
            raise ValueError(
                f"the amount is in {_either(currencies)} and the currency is"
                f" {_either(named)}"
            )
        turned = kind is RowType.CREDIT and amount > 0
        amount = -amount if turned else amount
        settled, paid = self._payment(row, amount, state, turned=turned)
        return DocumentRow(
            line=row.line,
            number=number,
            party=party,
            name=self._text(row, Field.PARTY_NAME),
            issued=issued,
            due=self._date(row, Field.DUE),
            amount=amount,
            currencies=(named & currencies) or named or currencies,
            settled=settled,
            paid=paid,
            text=self._text(row, Field.TEXT),
        )

    def _checked(self, row: DocumentRow) -> DocumentRow:
        """The row, unless its content can't be right."""
        if row.due is not None and row.due < row.issued:
            raise ValueError(f"is due on {row.due}, before its date {row.issued}")
        # Our own numbers are unique; two vendors may use the same one.
        ours = self._side is Side.RECEIVABLE
        key = row.number, "" if ours else normalised_name(row.party)
        first = self._lines.setdefault(key, row.line)
        if first != row.line:
            raise ValueError(f"number {row.number} stands on line {first} already")
        return row

    def _word(self, row: CsvRow, field: Field) -> str:
        """A number or name that the row must have, exactly as it stands there."""
        cell = self._columns.cell(row.cells, field)
        if not cell:
            raise ValueError(f"has no {field.value}")
        return word_in(cell, field)

    def _text(self, row: CsvRow, field: Field) -> str:
        """A text that the row may have; its lines are joined."""
        cell = self._columns.cell(row.cells, field)
        return _one_line(re.sub(r"[ \t\r\n]+", " ", cell), field)

    def _date(self, row: CsvRow, field: Field) -> date | None:
        cell = self._columns.cell(row.cells, field)
        return date_in(cell, self._date_format, field)

    def _amount(
        self, row: CsvRow, field: Field
    ) -> tuple[Decimal | None, frozenset[str]]:
        cell = self._columns.cell(row.cells, field)
        return amount_in(cell, self._decimal_mark, field)

    def _state(self, row: CsvRow) -> RowState | None:
        place = self._columns.places.get(Field.STATUS)
        heading = "" if place is None else self._columns.header[place]
        return state_of(self._columns.cell(row.cells, Field.STATUS), heading)

    def _payment(
        self, row: CsvRow, amount: Decimal, state: RowState | None, *, turned: bool
    ) -> tuple[date | None, Decimal]:
        """The day of payment, and the amount paid by then; None and zero if unpaid."""
        paid, open_ = (self._amount(row, f)[0] for f in (Field.PAID, Field.OPEN))
        if turned:
            # Its other amounts have the sign that its own had.
            paid, open_ = (None if n is None else -n for n in (paid, open_))
        day = self._date(row, Field.SETTLED)
        part = paid_part(amount, Paid(paid=paid, open=open_, state=state, day=day))
        if not part:
            return None, part
        day = day or self._settled_on
        if day is not None:
            return day, part
        if part == amount:
            raise _LeftOutError(PAID_SOMETIME)
        raise ValueError(
            f"{part:f} of it is paid, and no date says when; say the day with"
            " --settled-on"
        )


def word_in(cell: str, field: Field) -> str:
    """A cell's number or name, exactly as it stands there.

    Raises:
        ValueError: If a spreadsheet spoilt it, or it has invisible characters.
    """
    if cell.upper() in _SPREADSHEET_ERRORS:
        raise ValueError(f"the {field.value} is a spreadsheet's error, {cell}")
    if field is Field.NUMBER and _SCIENTIFIC.fullmatch(cell):
        raise ValueError(
            f"the number {cell} was cut by a spreadsheet; export it as text"
        )
    return _one_line(cell, field)


def date_in(cell: str, date_format: str, field: Field) -> date | None:
    """A cell's date; None if it has none.

    Raises:
        ValueError: If it holds something else.
    """
    if cell.casefold() in NO_DATE:
        return None
    try:
        return parse_date(cell, date_format)
    except ValueError as error:
        raise ValueError(f"{field.value}: {error}") from None


def amount_in(
    cell: str, decimal_mark: str, field: Field
) -> tuple[Decimal | None, frozenset[str]]:
    """A cell's amount, and the currencies it may be in; None if it has none.

    Raises:
        ValueError: If it holds something else.
    """
    if not cell:
        return None, frozenset()
    try:
        number, currencies = split_currency(cell)
        return parse_amount(number, decimal_mark=decimal_mark), currencies
    except ValueError as error:
        raise ValueError(f"{field.value}: {error}") from None


def _one_line(cell: str, field: Field) -> str:
    longest = _LENGTH_MAX.get(field, _TEXT_LENGTH_MAX)
    if len(cell) > longest:
        raise ValueError(f"the {field.value} has {len(cell)} characters")
    hidden = hidden_character(cell)
    if hidden:
        raise ValueError(f"the {field.value} holds {hidden}, which can't be seen")
    return without_tags(cell)


def _either(currencies: frozenset[str]) -> str:
    return " or ".join(sorted(currencies)[:3])
