"""Tables of columns as Parquet files or a DuckDB database, made with DuckDB.

Amounts are ``DECIMAL(38, s)``, with as many decimals as the longest of the column: an
engine adds them up to the cent, as a binary number would not. DuckDB is the extra
``duckdb``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import UsageError
from ledgerkit.exporters.columns.tables import ColumnKind
from ledgerkit.table import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.exporters.columns.tables import ColumnTable, Value

PARQUET, DUCKDB = "parquet", "duckdb"
#: The name of the database.
DATABASE = "books.duckdb"
#: The most digits of an exact number, in Parquet and in DuckDB.
_DIGITS_MAX = 38
_CENTS = 2
_TYPES = {
    ColumnKind.TEXT: "VARCHAR",
    ColumnKind.DATE: "DATE",
    ColumnKind.INTEGER: "BIGINT",
    ColumnKind.TRUTH: "BOOLEAN",
}
#: One process's worth of work, in the order of the books; nothing is fetched.
_SETTINGS = {
    "threads": "1",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
#: A narration may be longer than the two million bytes that DuckDB expects.
_LINE_MAX = 2**28


def column_files(tables: Sequence[ColumnTable], format_: str) -> Mapping[str, bytes]:
    """The files by name: one for each table, or one database.

    Args:
        tables: What they hold.
        format_: ``parquet`` or ``duckdb``.

    Raises:
        UsageError: If DuckDB is not installed, or a number has too many digits.
    """
    duckdb = _duckdb()
    with TemporaryDirectory(prefix="ledgerkit-") as name:
        folder = Path(name)
        at = str(folder / DATABASE) if format_ == DUCKDB else ":memory:"
        with duckdb.connect(at, config=_SETTINGS) as connection:
            for table in tables:
                _create(connection, table, folder)
                if format_ == PARQUET:
                    target = _quoted(str(folder / f"{table.name}.parquet"))
                    connection.execute(
                        f"COPY {table.name} TO {target} (FORMAT PARQUET,"
                        " COMPRESSION ZSTD)"
                    )
        names = (
            [DATABASE]
            if format_ == DUCKDB
            else [f"{table.name}.parquet" for table in tables]
        )
        return {name: (folder / name).read_bytes() for name in names}


def _duckdb() -> Any:
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError(
            "columns are written by DuckDB; install it with: pip install"
            ' "ledgerkit[duckdb]"'
        ) from None
    return duckdb


def _create(connection: Any, table: ColumnTable, folder: Path) -> None:
    """Create a table by way of a file of its rows.

    It is read a hundred times faster than rows that are handed over one by one.
    """
    written = _Written(table)
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=folder, suffix=".csv"
    ) as file:
        file.writelines(written.lines())
        file.flush()
        types = ", ".join(f"'{name}': '{type_}'" for name, type_ in written.types())
        # Every name is ours, and the path is quoted.
        connection.execute(
            f"CREATE TABLE {table.name} AS SELECT * FROM read_csv("  # noqa: S608
            f"{_quoted(file.name)}, columns={{{types}}}, header=false,"
            " auto_detect=false, delim=',', quote='\"', escape='\"', new_line='\\n',"
            " nullstr='', allow_quoted_nulls=false, parallel=false,"
            f" max_line_size={_LINE_MAX})"
        )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class _Written:
    """The rows of a table as lines of text, and how long their numbers are."""

    def __init__(self, table: ColumnTable) -> None:
        self._table = table
        self._digits = {
            name: _Digits()
            for name, kind in table.columns.items()
            if kind is ColumnKind.AMOUNT
        }

    def lines(self) -> Iterator[str]:
        names = list(self._table.columns)
        for row in self._table.rows():
            for name, value in zip(names, row, strict=True):
                if isinstance(value, Decimal):
                    self._digits[name].count(value)
            yield ",".join(map(_cell, row)) + "\n"

    def types(self) -> Iterator[tuple[str, str]]:
        """The type of each column in DuckDB's words.

        Raises:
            UsageError: If a column needs more digits than there are.
        """
        for name, kind in self._table.columns.items():
            if kind is not ColumnKind.AMOUNT:
                yield name, _TYPES[kind]
                continue
            digits = self._digits[name]
            if digits.whole + digits.decimals > _DIGITS_MAX:
                raise UsageError(
                    f"the column {name} of {self._table.name} needs {digits.whole}"
                    f" digits before the point and {digits.decimals} behind it; files"
                    f" of columns hold {_DIGITS_MAX} in all: round {digits.longest:f}"
                )
            yield name, f"DECIMAL({_DIGITS_MAX}, {digits.decimals})"


@dataclass(slots=True)
class _Digits:
    """How many digits the numbers of a column have at most.

    Attributes:
        whole: Before the point.
        decimals: Behind it.
        longest: The number with the most decimals, or one with as many.
    """

    whole: int = 1
    decimals: int = _CENTS
    longest: Decimal = Decimal(0)

    def count(self, number: Decimal) -> None:
        exponent = number.as_tuple().exponent
        decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
        self.whole = max(self.whole, number.adjusted() + 1)
        if decimals > self.decimals:
            self.decimals, self.longest = decimals, number


def _cell(value: Value) -> str:
    """A value as text; nothing at all is none, and an empty text is quoted."""
    if not isinstance(value, str):
        return plain(value)
    # An engine's text ends at a NUL, and this file with it.
    return '"' + value.replace('"', '""').replace("\0", "�") + '"'
