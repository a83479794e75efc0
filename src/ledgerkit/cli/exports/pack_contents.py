"""What an auditor's folder has in it: the name and the bytes of each file."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from beancount.core.data import Document as DocumentDirective
from beancount.core.data import Transaction

from ledgerkit.entries.kept_files import file_name
from ledgerkit.errors import LedgerkitError
from ledgerkit.exporters.formats import TABLE_FORMATS
from ledgerkit.ledger.place import place_of, short_place
from ledgerkit.notes import in_terminal
from ledgerkit.open_items.side import Side
from ledgerkit.reports.general_ledger.account_card import account_card
from ledgerkit.reports.general_ledger.completeness import completeness
from ledgerkit.reports.general_ledger.journal_tests import journal_tests
from ledgerkit.statement_files import kept_lines
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.banking.booked_statement import BookedStatement
    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.period import Period

_MISSING = "missing"
_FILE_COLUMNS = (
    Column("date", "Date", ColumnType.DATE, optional=True),
    Column("account", "Account", optional=True),
    Column("file", "File"),
    Column("bytes", "Bytes", ColumnType.INTEGER),
    Column("sha256", "SHA-256"),
    Column("place", "Place", optional=True),
)
MANIFEST = "SHA256SUMS"


class PackContents:
    """Makes the files of one folder."""

    def __init__(self, books: LedgerBooks, period: Period) -> None:
        """Take the books and the period."""
        self._books = books
        self._period = period
        self._days = f"{period.first}..{period.last}"
        self._root = Path(books.filename).resolve().parent
        #: What a reader must know of the folder, in sentences.
        self.notes: list[str] = []

    def files(self) -> dict[str, bytes]:
        """Every file by its path below the folder; the manifest last.

        Raises:
            LedgerkitError: If a report can't be made.
        """
        files: dict[str, bytes] = {}
        for name, table in self._tables():
            own = self._without_folder(table)
            files[f"{name}.csv"] = _bytes(TABLE_FORMATS["csv"](own))
            html = TABLE_FORMATS["html"](own, locale="en")
            files[f"{name}.html"] = _bytes(html)
        for name, table in self._cards():
            own = self._without_folder(table)
            files[f"cards/{name}.csv"] = _bytes(TABLE_FORMATS["csv"](own))
        lines = [
            f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
        ]
        files[MANIFEST] = "".join(lines).encode()
        return files

    def _tables(self) -> Iterator[tuple[str, Table]]:
        books, period, last = self._books, self._days, self._period.last
        yield "statements/completeness", completeness(books, period=period)
        yield "statements/trial-balance", books.trial_balance(period=period)
        yield "statements/balance-sheet", books.balance_sheet(period=period)
        yield "statements/income-statement", books.income_statement(period=period)
        yield "statements/changes-in-equity", books.equity_changes(period=period)
        yield "statements/cash-flow", books.cash_flow(period=period)
        indirect = books.cash_flow(period=period, method="indirect")
        yield "statements/cash-flow-indirect", indirect
        yield "schedules", books.schedules(period=period)
        yield "journal", books.journal(period=period)
        yield "journal-tests", journal_tests(books, period=period)
        for side in Side:
            open_items = books.open_items(side=side, as_of=last)
            yield f"open-items/{side.value}", open_items
            yield f"open-items/{side.value}-by-age", books.aging(side=side, as_of=last)
        yield "bank/accounts", books.cash(as_of=last)
        yield from self._reconciliations()
        yield "documents", self._documents()
        yield "books", self._ledger_files()
        yield "closed-periods", books.closings(as_of=last)
        yield "findings", books.check(as_of=last)

    def _cards(self) -> Iterator[tuple[str, Table]]:
        """The card of each account with a balance or a posting."""
        trial = self._books.trial_balance(period=self._days)
        known = set(self._books.general_ledger.accounts)
        accounts = {str(row["account"]) for row in trial.to_dicts()} & known
        taken: set[str] = set()
        for account in sorted(accounts):
            name, count = file_name(account), 1
            while name.casefold() in taken:
                count += 1
                name = f"{file_name(account)}-{count}"
            taken.add(name.casefold())
            yield name, account_card(self._books, account, period=self._days)

    def _reconciliations(self) -> Iterator[tuple[str, Table]]:
        first, last = self._period.first, self._period.last
        found = [
            statement
            for statement in self._books.bank_read.statements
            if first <= statement.day <= last
        ]
        if not found:
            self.notes.append("no bank statement of the period is in the books")
        for statement in sorted(found, key=lambda s: (s.account, s.currency, s.day)):
            name = f"{statement.account} {statement.currency} {statement.day}"
            lines = self._lines(statement)
            result = self._books.statements_read.reconcile(statement, lines)
            table = self._books.reconciliation(result)
            yield f"bank/{file_name(name)}-{file_name(statement.id)}", table

    def _lines(self, statement: BookedStatement) -> Sequence[StatementLine] | None:
        try:
            return kept_lines(self._books, statement)
        except LedgerkitError as error:
            message = str(error).replace(f"{self._root}{os.sep}", "")
            self.notes.append(f"{message}; its lines are not compared")
            return None

    def _documents(self) -> Table:
        """The documents of the period, each with the digest of its file."""
        rows = [
            self._file_row(path, date=day, account=account, place=short_place(place))
            for path, day, account, place in self._filed()
        ]
        missing = sum(row.cells["sha256"] == _MISSING for row in rows)
        if missing:
            self.notes.append(f"{missing} of {len(rows)} documents are missing")
        return self._index("Documents", rows)

    def _filed(self) -> Iterator[tuple[Path, date, str | None, Place]]:
        """Each file that a directive or a key of the period names."""
        for directive in self._books.directives:
            if not self._period.first <= directive.date <= self._period.last:
                continue
            place = place_of(directive)
            if isinstance(directive, DocumentDirective):
                yield Path(directive.filename), directive.date, directive.account, place
            elif isinstance(directive, Transaction):
                for key, value in directive.meta.items():
                    # As Fava has them: document, document-2 and so on.
                    if key.partition("-")[0] == "document" and isinstance(value, str):
                        path = Path(place.filename).parent / value
                        yield path, directive.date, None, place

    def _ledger_files(self) -> Table:
        """The files of the books, each with its digest."""
        included = {Path(name).resolve() for name in self._books.options["include"]}
        names = sorted({Path(self._books.filename).resolve(), *included})
        return self._index("Files of the books", [self._file_row(n) for n in names])

    def _index(self, title: str, rows: Sequence[Row]) -> Table:
        return Table(
            title=f"{title}, {self._period.label}",
            as_of=self._period.last,
            columns=_FILE_COLUMNS,
            rows=rows,
        )

    def _file_row(self, path: Path, **more: Cell) -> Row:
        content = path.read_bytes() if path.is_file() else None
        cells: dict[str, Cell] = dict.fromkeys(column.key for column in _FILE_COLUMNS)
        cells |= {
            **more,
            "file": Path(os.path.relpath(path, self._root)).as_posix(),
            "bytes": None if content is None else len(content),
            "sha256": _MISSING if content is None else sha256(content).hexdigest(),
        }
        return Row(cells=cells)

    def _without_folder(self, table: Table) -> Table:
        """The table with paths from the books' folder: the same wherever that lies."""
        folder = f"{self._root}{os.sep}"
        folders = {folder, f"{Path(self._books.filename).absolute().parent}{os.sep}"}

        def own(cell: Cell) -> Cell:
            if isinstance(cell, str):
                for one in folders:
                    cell = cell.replace(one, "")
            return cell

        rows = [
            replace(row, cells={key: own(cell) for key, cell in row.cells.items()})
            for row in table.rows
        ]
        notes = [str(own(in_terminal(note))) for note in table.notes]
        return replace(table, rows=rows, notes=notes)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
