"""A spreadsheet's bytes -> its rows: the first sheet with a recognised table."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledgerkit.importers.bank_files.tables.reading import (
    TableReading,
    head_of,
    read_table,
    recognise_table,
)
from ledgerkit.importers.tables.rows import NumberedRow, is_blank
from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from ledgerkit.importers.bank_files.choices import BankFileChoices
    from ledgerkit.importers.bank_files.tables.open_csv import Guess
    from ledgerkit.importers.tables.rows import RowCell, TableRow

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
#: The names of the first entries in such an archive; other archives differ.
_PARTS = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/", b"mimetype")
_BYTES_MAX = 32 * 1024 * 1024
#: The maximum size when unpacked.
_UNPACKED_MAX = 512 * 1024 * 1024
_SHEETS_MAX = 20
#: Excel's numbers have no more digits; the rest is noise of binary fractions.
_DIGITS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRows:
    """The rows of a sheet.

    Attributes:
        file: The file's name, for messages.
        rows: Those that aren't blank.
        encoding: It has none.
        delimiter: Nor this.
    """

    file: str
    rows: Sequence[TableRow]
    encoding: str = ""
    delimiter: str = ""

    def __iter__(self) -> Iterator[TableRow]:
        """Every row that isn't blank."""
        return iter(self.rows)


def is_sheet(data: bytes) -> bool:
    """Whether a file begins like an XLSX, ODS or XLS file."""
    if data.startswith(_OLD_EXCEL):
        return True
    return data.startswith(_ZIP) and any(part in data[:4096] for part in _PARTS)


def open_sheet(
    stream: BinaryIO,
    file: str,
    choices: BankFileChoices,
    *,
    otherwise: Guess | None = None,
) -> TableReading:
    """Find out how to read a spreadsheet; the arguments are those of `open_csv`.

    Raises:
        UnreadableFileError: If it is not a spreadsheet, no sheet has a recognised
            table, or it is ambiguous.
    """
    stream.seek(0)
    data = stream.read(_BYTES_MAX + 1)
    for rows in _sheets(data, file):
        head = head_of(rows)
        match = recognise_table(head, choices, file)
        if match is None and otherwise is not None:
            match = otherwise(head)
        if match is not None:
            return read_table(rows, match, choices, go_on=otherwise is not None)
    raise unreadable(
        file,
        "no sheet of it has a row that names a column for the date and one for the"
        " amount; write a profile, or draft one with ledgerkit bank profile FILE",
    )


def _sheets(data: bytes, file: str) -> Iterator[SheetRows]:
    _check_size(data, file)
    try:
        from python_calamine import (  # noqa: PLC0415
            CalamineError,
            CalamineWorkbook,
        )
    except ImportError:
        raise unreadable(
            file,
            "is a spreadsheet; to read it, install ledgerkit[excel], or save it as CSV",
        ) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names[:_SHEETS_MAX]:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield SheetRows(file=file, rows=list(_rows(cells)))
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        reason = str(error).splitlines()[:1] or ["it is damaged"]
        raise unreadable(
            file, f"is no spreadsheet that can be read: {reason[0]}"
        ) from None


def _check_size(data: bytes, file: str) -> None:
    """Refuse a file too large, packed or unpacked."""
    if data.startswith(_OLD_EXCEL) and len(data) <= _BYTES_MAX:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise unreadable(
            file, "is no spreadsheet that can be read: it is damaged"
        ) from None
    if len(data) > _BYTES_MAX or size > _UNPACKED_MAX:
        raise unreadable(file, "is too large for a spreadsheet; save it as CSV")


def _rows(table: Sequence[Sequence[Any]]) -> Iterator[TableRow]:
    for number, cells in enumerate(table, start=1):
        read = [_cell(cell) for cell in cells]
        if not is_blank(read):
            yield NumberedRow(number, read)


def _cell(value: Any) -> RowCell:
    """A typed cell; Excel's binary fractions become the decimals it shows."""
    if value is None or isinstance(value, (str, bool)):
        return "" if value is None else str(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        number = Decimal(f"{value:.{_DIGITS}g}")
    except (ArithmeticError, ValueError, TypeError):
        return str(value)
    return number if number.is_finite() and abs(number) < Decimal(10) ** 15 else ""
