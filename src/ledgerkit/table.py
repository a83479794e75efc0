"""A table: made by every report, rendered by every interface.

A table knows its columns' meaning and the targets of its cells; it knows nothing of
terminals or HTML.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.notes import Note

Cell: TypeAlias = str | date | Decimal | int | None


class ColumnType(StrEnum):
    """The type of a column, which decides its alignment and format."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    """A Decimal in the currency of the row's ``currency`` cell."""
    INTEGER = "integer"
    NUMBER = "number"
    """A Decimal that is no money: days, percent, a ratio."""


class Rank(StrEnum):
    """How much of a row's meaning a column holds; a narrow screen goes by it."""

    ESSENTIAL = "essential"
    """Shown first: who, how much."""
    SECONDARY = "secondary"
    """Shown below."""
    DETAIL = "detail"
    """Shown on request."""


class LinkKind(StrEnum):
    """The target of a cell's link."""

    PARTY = "party"
    DOCUMENT = "document"
    ACCOUNT = "account"
    LINE = "line"
    """A line of the same statement, to be explained."""
    SOURCE = "source"
    """A place in the text; the target is ``file:line``."""
    MESSAGE = "message"
    """A message in the outbox; the target is its digest."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cell's target: a party's id, a document's number, an account, a place."""

    kind: LinkKind
    target: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key programs use, the label people read, its type.

    An optional one is shown to people only if a row has a value in it, and one for
    programs never; programs get both in any case. Without a rank of its own an amount
    is essential, and what is optional a detail.
    """

    key: str
    label: str
    type: ColumnType = ColumnType.TEXT
    optional: bool = False
    for_programs: bool = False
    rank: Rank | None = None

    @property
    def ranked(self) -> Rank:
        """Its rank, or what its type says of it."""
        if self.rank is not None:
            return self.rank
        if self.type is ColumnType.AMOUNT:
            return Rank.ESSENTIAL
        return Rank.DETAIL if self.optional else Rank.SECONDARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table.

    Attributes:
        cells: A value for every column key.
        links: The targets of cells, by column key; most cells have none.
        late: Keys of the cells that show something overdue.
        level: Its depth in a tree: 0 for the top, 1 for the level directly below.
        is_total: Whether it is the sum of other rows.
    """

    cells: Mapping[str, Cell]
    links: Mapping[str, Link] = field(default_factory=dict)
    late: frozenset[str] = frozenset()
    level: int = 0
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedProof:
    """A proof of the report itself that fails.

    Attributes:
        kind: The kind of finding, as ``ledgerkit check`` calls it.
        file: Where to look.
        line: The line there.
        message: What isn't proven, and by how much.
    """

    kind: str
    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The answer to one question about the books.

    Attributes:
        title: The question, e.g. ``Receivables by age``.
        as_of: The last day that counts.
        columns: In reading order.
        rows: In reading order.
        totals: One line per currency; keys without a total are left out.
        notes: What a reader needs to read the figures rightly: sentences, or notes
            with what can be done about it.
        is_whole: Whether it has every figure; else a note says what is withheld, and
            why.
        findings: Proofs of its own that fail, each with its place; notes name them too.
    """

    title: str
    as_of: date
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Sequence[Mapping[str, Cell]] = ()
    notes: Sequence[str | Note] = ()
    is_whole: bool = True
    findings: Sequence[FailedProof] = ()

    @property
    def shown_columns(self) -> Sequence[Column]:
        """The columns for people, without optional ones that are empty."""
        return [
            column
            for column in self.columns
            if not column.for_programs
            if not column.optional or any(row.cells[column.key] for row in self.rows)
        ]

    def to_dicts(self) -> list[dict[str, Cell]]:
        """The rows as dictionaries from column key to value."""
        return [
            {column.key: row.cells[column.key] for column in self.columns}
            for row in self.rows
        ]

    def to_csv(self) -> str:
        """Comma-separated values with a header of column keys, lines ended by CRLF.

        Text that a spreadsheet would run as a formula is preceded by an apostrophe.
        """
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([column.key for column in self.columns])
        for row in self.rows:
            writer.writerow([_csv_cell(row.cells[c.key]) for c in self.columns])
        return text.getvalue()

    def to_pandas(self) -> Any:
        """A pandas DataFrame, if pandas is installed.

        Raises:
            ImportError: If pandas is not installed.
        """
        import pandas as pd  # type: ignore[import-untyped, import-not-found, unused-ignore]  # noqa: PLC0415

        return pd.DataFrame(self.to_dicts(), columns=[c.key for c in self.columns])


#: Characters that make a spreadsheet read a cell as a formula or a command.
#: Full-width signs count as the plain ones do.
_FORMULA_LEADS = (*"=+-@\t\r\n\0", *"\uff1d\uff0b\uff0d\uff20")


def _csv_cell(value: Cell) -> str:
    return harmless(value) if isinstance(value, str) else plain(value)


def harmless(text: str) -> str:
    """A text for a spreadsheet, preceded by an apostrophe if it would be run there.

    >>> harmless("=1+1"), harmless("Acme")
    ("'=1+1", 'Acme')
    """
    return f"'{text}" if text.startswith(_FORMULA_LEADS) else text


def plain(value: Cell) -> str:
    """A value as programs read it: ISO dates, plain decimals, nothing for None.

    >>> plain(Decimal("1E+3")), plain(date(2026, 1, 31)), plain(None)
    ('1000', '2026-01-31', '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
