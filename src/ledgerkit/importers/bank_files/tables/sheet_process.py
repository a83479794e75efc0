"""A spreadsheet on standard input -> its rows on standard output, within limits.

It is run as a program of its own by `sheet_rows`, and imports nothing of ours: a cell
far from the others makes the reader ask for gigabytes, and end the whole process when
it doesn't get them. Each line of the output is a list in JSON: the sheet's index, the
row's number, and its cells: a text, or ``{"day": …}``, or ``{"number": …}``.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Excel's numbers have no more digits; the rest is noise of binary fractions.
_DIGITS = 15
_SHEETS_MAX = 20
#: Bytes of memory and seconds of work: many times what years of statements need.
_MEMORY_MAX, _SECONDS_MAX = 2 << 30, 60
#: Cells up to the last filled one of each row, in all sheets.
_CELLS_MAX = 5_000_000
TOO_MUCH = "TOO MUCH"


def _limit() -> None:
    """Take no more memory and time than that, where the system can say so."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY_MAX),
        (resource.RLIMIT_CPU, _SECONDS_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, hard))


def _cell(value: Any) -> str | dict[str, str]:
    if value is None or isinstance(value, (str, bool)):
        return "" if value is None else str(value)
    if isinstance(value, datetime):
        return {"day": value.date().isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    try:
        return {"number": f"{value:.{_DIGITS}g}"}
    except (ValueError, TypeError):
        return str(value)


def _rows(table: Iterable[Sequence[Any]]) -> Iterator[tuple[int, list[Any]]]:
    """The rows with something in them, each up to its last filled cell."""
    for number, values in enumerate(table, start=1):
        length = len(values)
        while length and values[length - 1] in {None, ""}:
            length -= 1
        if length:
            yield number, [_cell(value) for value in values[:length]]


def read_in_this_process() -> None:
    """Read the sheets; what is wrong with them goes to standard error."""
    data = sys.stdin.buffer.read()
    _limit()
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    remaining = _CELLS_MAX
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for index, name in enumerate(book.sheet_names[:_SHEETS_MAX]):
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for number, row in _rows(cells):
                remaining -= len(row)
                if remaining < 0:
                    sys.exit(TOO_MUCH)
                sys.stdout.write(json.dumps([index, number, row]) + "\n")
    except MemoryError:
        sys.exit(TOO_MUCH)
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        lines = str(error).splitlines()
        sys.exit(f"BROKEN {lines[0] if lines else 'it is damaged'}")


if __name__ == "__main__":
    read_in_this_process()
