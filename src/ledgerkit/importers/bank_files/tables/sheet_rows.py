"""A spreadsheet's bytes -> its rows: the first sheet with a recognised table."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from pathlib import Path
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
#: Longer than the other process may work.
_SECONDS_MAX = 120
_BROKEN = "BROKEN "


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
    if find_spec("python_calamine") is None:
        raise unreadable(
            file,
            "is a spreadsheet; to read it, install ledgerkit[excel], or save it as CSV",
        )
    lines = (json.loads(line) for line in _read_apart(data, file).splitlines())
    for _sheet, rows in groupby(lines, key=itemgetter(0)):
        numbered = [
            NumberedRow(number, [_cell(c) for c in cells]) for _, number, cells in rows
        ]
        yield SheetRows(
            file=file, rows=[row for row in numbered if not is_blank(row.cells)]
        )


def _read_apart(data: bytes, file: str) -> bytes:
    """What `sheet_process` makes of a spreadsheet.

    Raises:
        UnreadableFileError: If it is damaged, or asks for more memory or time than a
            statement can need.
    """
    command = [sys.executable, "-I", str(Path(__file__).with_name("sheet_process.py"))]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, check=False, timeout=_SECONDS_MAX
        )
    except subprocess.TimeoutExpired:
        raise _too_large(file) from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip()
    if said.startswith(_BROKEN):
        reason = said.removeprefix(_BROKEN)
        raise unreadable(file, f"is no spreadsheet that can be read: {reason}")
    # The system has ended it, or the reader itself.
    raise _too_large(file)


def _too_large(file: str) -> Exception:
    return unreadable(
        file,
        "is too large for a spreadsheet, or has a cell far away from the others; save"
        " the sheet as CSV",
    )


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
        raise _too_large(file)


def _cell(cell: Any) -> RowCell:
    """A cell in the words of `sheet_process`."""
    if isinstance(cell, str):
        return cell
    if "day" in cell:
        return date.fromisoformat(cell["day"])
    number = Decimal(cell["number"])
    return number if number.is_finite() and abs(number) < Decimal(10) ** 15 else ""
