"""A planned import of statements, as one change of files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.entries.bank.mark_cleared import ClearedMarks
from ledgerkit.entries.bank.plan_bank_import import PlannedBankImport
from ledgerkit.entries.bills.bill_files import keep_file
from ledgerkit.entries.change import DocumentsChange
from ledgerkit.ledger.writing.writer import PlannedWrite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bank.prepared import PreparedImport
    from ledgerkit.ledger.writing.writer import KnownBooks, Splice


class BankImportChange(DocumentsChange[PlannedBankImport]):
    """New directives at the end of a file, and marks where postings stand."""

    def __init__(
        self,
        books: Books,
        planned: PlannedBankImport,
        *,
        known: KnownBooks,
        into: Path | None = None,
    ) -> None:
        """Work out which files change: see `DocumentsChange`."""
        super().__init__(books, planned, known=known, into=into)
        self._books = books
        self._cleared = ClearedMarks(books, planned.marks)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.planned.directives and not self.planned.marks

    def keep_files(self) -> None:
        """Put the bank's files where the books will name them: see `keep_file`."""
        for name, content in self.planned.files:
            keep_file(self._books, name, content)

    def _splices(self) -> Mapping[Path, Splice]:
        """What is appended, and before that the marks: places above don't move."""
        appended = dict(super()._splices()) if self.planned.directives else {}
        marks = {
            file.resolve(): change for file, change in self._cleared.splices.items()
        }
        splices: dict[Path, Splice] = {}
        for file, mark in marks.items():
            splices[file] = _one_by_one(mark, appended.pop(file, None))
        return {**splices, **appended}

    def _plan(self) -> PlannedWrite:
        planned = super()._plan()
        return PlannedWrite(
            changes=planned.changes,
            expected=planned.expected,
            known=planned.known,
            finished=self._cleared.finished,
        )


def usual_bank_file(books: Books, prepared: PreparedImport) -> Path:
    """Where the latest posting to an account of the import stands; else the main file.

    Of one day, the one furthest down counts.
    """
    files = {str(name) for name in books.options["include"]}
    accounts = {source.account for source in prepared.statements}
    latest = max(
        (
            (movement.day, movement.place)
            for account in accounts
            for movement in books.banking.movements.get(account, ())
            if movement.place.filename in files
        ),
        default=None,
    )
    return Path(books.filename if latest is None else latest[1].filename)


def _one_by_one(first: Splice, second: Splice | None) -> Splice:
    return first if second is None else lambda old: second(first(old))
