"""Which rows of a table a page shows: searched, by status, sorted, and a page of them.

All is said by the address, so that the server sends only what is read, a link keeps
it, and the keyboard needs no script. One table of a page is asked about at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import g, has_request_context

from ledgerkit.exporters.written import is_numeric
from ledgerkit.fava.words.choose import catalogue_for
from ledgerkit.table import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.table import Cell, Column, Row, Table

#: More rows make a page too long to read, and too large to send.
ROWS_A_PAGE = 100
#: A statement is read as a whole, as long as that is bearable.
_LINES_A_PAGE = 400
#: An account's card is looked through, with its balance from line to line.
_CARD_LINES_A_PAGE = 150
#: What the address says of a table: its number on the page, and what is asked of it.
ASKED = ("t", "find", "state", "sort", "desc", "part")
#: The column by which a list is narrowed.
_STATE = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A status to choose.

    Attributes:
        value: As the address says it.
        label: With the number of its rows.
        is_chosen: Whether it is chosen.
    """

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What stands above and below the rows.

    Attributes:
        hidden: What a search keeps of the address: a name and a value each.
        find: What is searched for.
        states: The statuses to choose from.
        said: How many rows are shown, of how many; empty if all are.
        before: The address of the page before; empty on the first.
        after: The address of the next page; empty on the last.
        is_long: Whether there is enough to search in.
    """

    hidden: Sequence[tuple[str, str]] = ()
    find: str = ""
    states: Sequence[Choice] = ()
    said: str = ""
    before: str = ""
    after: str = ""
    is_long: bool = False


class Lister:
    """Chooses the rows of one table."""

    def __init__(
        self, table: Table, number: int, args: Mapping[str, str], path: str = ""
    ) -> None:
        """Take what is asked.

        Args:
            table: The whole table.
            number: Which of the page's tables it is, from 1.
            args: The address's queries.
            path: The address of the page without them.
        """
        self._path = f"{path}?"
        self._table = table
        self._number = number
        mine = args.get("t", "1") == str(number)
        self._asked = {key: args.get(key, "") for key in ASKED} if mine else {}
        self._others = {
            key: value
            for key, value in args.items()
            if key not in ASKED and key != "partial"
        }
        rows = table.rows
        self.is_sortable = not any(row.is_total or row.level for row in rows)
        self._size = ROWS_A_PAGE
        if not self.is_sortable:
            is_statement = any(row.level for row in rows)
            self._size = _LINES_A_PAGE if is_statement else _CARD_LINES_A_PAGE

    def chosen(self) -> tuple[Sequence[Row], Listing]:
        """The rows to show, and what to say of them."""
        table, asked = self._table, self._asked
        is_long = len(table.rows) > self._size
        if not (is_long or any(asked.values())):
            return table.rows, Listing()
        rows = self._sorted(self._found())
        last = max((len(rows) - 1) // self._size, 0)
        page = min(_number(asked.get("part", "")), last)
        shown = rows[page * self._size : (page + 1) * self._size]
        return shown, Listing(
            hidden=[("t", str(self._number)), *self._others.items()],
            find=asked.get("find", ""),
            states=self._states(),
            said=self._said(page, len(shown), len(rows)),
            before=self._page(page - 1) if page else "",
            after=self._page(page + 1) if page < last else "",
            is_long=self.is_sortable
            and bool(is_long or asked.get("find") or asked.get("state")),
        )

    def heading(self, column: Column) -> tuple[str, str]:
        """The address that sorts by a column, and how it is sorted by it now.

        What is counted begins with the most, and all else with the first.
        """
        if not self.is_sortable or len(self._table.rows) < 2:
            return "", ""
        falls = is_numeric(column)
        now = ""
        if self._asked.get("sort") == column.key:
            now = "descending" if self._asked.get("desc") else "ascending"
            falls = now == "ascending"
        kept = {key: self._asked.get(key, "") for key in ("find", "state")}
        desc = "1" if falls else ""
        return self._address(**kept, sort=column.key, desc=desc), now

    def _found(self) -> Sequence[Row]:
        words = self._asked.get("find", "").casefold().split()
        state = self._asked.get("state", "")
        keys = [column.key for column in self._table.columns]
        shown = _words_shown()
        return [
            row
            for row in self._table.rows
            if not state or str(row.cells.get(_STATE)) == state
            if not words or _has(row, keys, words, shown)
        ]

    def _sorted(self, rows: Sequence[Row]) -> Sequence[Row]:
        key = self._asked.get("sort", "")
        if not self.is_sortable or key not in {c.key for c in self._table.columns}:
            return rows
        filled = [row for row in rows if row.cells[key] not in {None, ""}]
        empty = [row for row in rows if row.cells[key] in {None, ""}]
        falls = bool(self._asked.get("desc"))
        return [
            *sorted(filled, key=lambda row: _order(row.cells[key]), reverse=falls),
            *empty,
        ]

    def _states(self) -> Sequence[Choice]:
        counts: dict[str, int] = {}
        for row in self._table.rows:
            if value := str(row.cells.get(_STATE) or ""):
                counts[value] = counts.get(value, 0) + 1
        if len(counts) < 2:
            return []
        chosen = self._asked.get("state", "")
        return [
            Choice(value="", label="Any status", is_chosen=not chosen),
            *(
                Choice(
                    value=value, label=f"{value} ({count})", is_chosen=value == chosen
                )
                for value, count in sorted(counts.items())
            ),
        ]

    def _said(self, page: int, shown: int, found: int) -> str:
        whole = len(self._table.rows)
        first = page * self._size + 1
        rows = f"Rows {first:,} to {first + shown - 1:,} of {found:,}"
        if not shown:
            return f"No row of {whole:,} matches."
        is_narrowed = self._asked.get("find") or self._asked.get("state")
        if is_narrowed:
            rows += f" that match, out of {whole:,}"
        if self._table.totals and shown < whole:
            rows += f"; the totals are of all {whole:,}"
        return f"{rows}."

    def _page(self, page: int) -> str:
        kept = {key: self._asked.get(key, "") for key in ASKED if key != "t"}
        return self._address(**{**kept, "part": str(page) if page else ""})

    def _address(self, **asked: str) -> str:
        number = "" if self._number == 1 else str(self._number)
        query = {**self._others, "t": number, **asked}
        return self._path + urlencode({k: v for k, v in query.items() if v})


def narrowed_table(table: Table, number: int, args: Mapping[str, str]) -> Table:
    """The rows that are searched for, sorted as they are asked for, on all pages."""
    lister = Lister(table, number, args)
    return replace(table, rows=lister._sorted(lister._found()))  # noqa: SLF001


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _has(
    row: Row, keys: Sequence[str], words: Sequence[str], shown: Mapping[str, str]
) -> bool:
    """Whether a row has each of the words, as it is or as the page shows it."""
    cells = [plain(row.cells[key]) for key in keys]
    text = " ".join([*cells, *(shown[c] for c in cells if c in shown)]).casefold()
    return all(word in text for word in words)


def _words_shown() -> Mapping[str, str]:
    """The words of the language that the page is in, by their English."""
    catalogue = catalogue_for(g.ledger) if has_request_context() else None
    return catalogue.messages if catalogue else {}


def _order(value: Cell) -> Any:
    return value.casefold() if isinstance(value, str) else value
