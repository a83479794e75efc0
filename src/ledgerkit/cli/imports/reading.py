"""Read a file of documents; what it doesn't say, a person does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.cli.imports.questions import choose, show_steps
from ledgerkit.errors import UsageError
from ledgerkit.importers.documents.fields import find_columns
from ledgerkit.importers.documents.rows import RowReader, amount_cells, date_cells
from ledgerkit.importers.tables.amount_text import decimal_mark_choices
from ledgerkit.importers.tables.csv_table import read_csv_table
from ledgerkit.importers.tables.date_format import (
    date_format_choices,
    known_date_format,
)
from ledgerkit.importers.tables.reading_choice import ReadingChoice
from ledgerkit.importers.tables.text_encoding import (
    certain_encoding,
    encoding_choices,
)
from ledgerkit.importers.tables.text_lines import decoded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ledgerkit.cli.imports.options import ImportOptions, ReadingOptions
    from ledgerkit.importers.documents.fields import Field
    from ledgerkit.importers.documents.rows import DocumentRow, LeftOutRow
    from ledgerkit.importers.tables.columns import Columns
    from ledgerkit.importers.tables.csv_table import BadRow, CsvTable

#: A larger file is no list of documents, or one to divide.
_BYTES_MAX = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsReading:
    """What was read of a file, and how.

    Attributes:
        rows: The rows that can be read.
        left_out: Those that are no document to enter, such as drafts.
        bad_rows: The others.
        columns: Where each field stands.
        dates: The form of its dates.
        amounts: The decimal mark of its amounts.
    """

    rows: Sequence[DocumentRow]
    left_out: Sequence[LeftOutRow]
    bad_rows: Sequence[BadRow]
    columns: Columns[Field]
    dates: ReadingChoice
    amounts: ReadingChoice


def read_documents(options: ImportOptions) -> DocumentsReading:
    """Read the file that was named, in the only way there is or as a person says.

    Raises:
        LedgerkitError: If it can't be read, or nobody says how.
    """
    cells = read_cells(options)
    reader = RowReader(
        cells.columns,
        side=options.side,
        date_format=cells.dates.value,
        decimal_mark=cells.amounts.value,
        settled_on=options.settled_on,
    )
    with show_steps(f"reading {options.file.name}"):
        rows, left_out, bad_rows = reader.read(cells.table.rows)
    return DocumentsReading(
        rows=rows,
        left_out=left_out,
        bad_rows=[*cells.table.bad_rows, *bad_rows],
        columns=cells.columns,
        dates=cells.dates,
        amounts=cells.amounts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReading:
    """A file's cells, and what they are.

    Attributes:
        table: The cells.
        columns: The column of each field.
        dates: The form of its dates.
        amounts: The decimal mark of its amounts.
    """

    table: CsvTable
    columns: Columns[Field]
    dates: ReadingChoice
    amounts: ReadingChoice


def read_cells(options: ReadingOptions, **fields: Collection[Field]) -> CellReading:
    """Read the cells of a file; where it reads several ways, a person chooses.

    Args:
        options: The file, and how to read it.
        fields: ``required``, the fields that it must have, and ``read``, all that are
            read of it; see `find_columns`.

    Raises:
        LedgerkitError: If it can't be read, or nobody is there to choose.
    """
    name = str(options.file)
    text = _read_text(options, name)
    table = read_csv_table(text, name=name, delimiter=options.delimiter)
    columns = find_columns(table.header, options.columns, name=name, **fields)
    dates = _date_form(options, table, columns)
    marks = _decimal_form(options, table, columns)
    if not table.rows and not table.bad_rows:
        raise UsageError(f"{name}: has no rows below its header")
    return CellReading(table=table, columns=columns, dates=dates, amounts=marks)


def _read_text(options: ReadingOptions, name: str) -> str:
    with options.file.open("rb") as file:
        data = file.read(_BYTES_MAX + 1)
    if len(data) > _BYTES_MAX:
        raise UsageError(
            f"{name}: is larger than {_BYTES_MAX // 1024**2} MB; divide it by year"
        )
    encoding = options.encoding or certain_encoding(data)
    if encoding is None:
        what = f"{name} is not UTF-8, and its encoding"
        encoding = choose(encoding_choices(data), what, "--encoding", always=True).value
    return decoded(data, encoding, name=name)


def _date_form(
    options: ReadingOptions, table: CsvTable, columns: Columns[Field]
) -> ReadingChoice:
    if options.date_format is not None:
        return ReadingChoice(value=known_date_format(options.date_format), example="")
    choices = date_format_choices(date_cells(table, columns))
    return choose(choices, f"the form of the dates in {options.file}", "--date-format")


def _decimal_form(
    options: ReadingOptions, table: CsvTable, columns: Columns[Field]
) -> ReadingChoice:
    if options.decimal_mark is not None:
        return ReadingChoice(value=options.decimal_mark, example="")
    choices = decimal_mark_choices(amount_cells(table, columns))
    what = f"the decimal mark of the amounts in {options.file}"
    return choose(choices, what, "--decimal-mark")
