"""Bank files for beangulp: for its command line and for Fava's import page.

>>> from ledgerkit.importers.beangulp_importer import BankImporter
>>> CONFIG = [BankImporter("Assets:Bank:Intesa", "IT60X0542811101000000123456")]

Unlike `ledgerkit bank import`, an importer can't mark existing postings or record the
statement: it only hands over new directives.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core.data import Balance, Open, Transaction, entry_sortkey
from beancount.parser.options import OPTIONS_DEFAULTS
from beangulp.importer import Importer  # type: ignore[import-untyped, unused-ignore]

from ledgerkit.banking.line_identity import identified
from ledgerkit.banking.statement import compact_number, holds_number, is_same_account
from ledgerkit.books.bank.cleared import BANK_REF
from ledgerkit.books.books import Books
from ledgerkit.entries.bank.entries import BankEntries
from ledgerkit.entries.bank.import_statements import (
    CERTAIN,
    BookingChoice,
    is_certain,
    plan_bank_import,
)
from ledgerkit.entries.bank.prepare import prepare_bank_import
from ledgerkit.entries.bank.prepared import BankFile
from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.choices import NO_CHOICES
from ledgerkit.importers.bank_files.read import read_bank_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.banking.statement import Statement
    from ledgerkit.entries.bank.prepared import ImportedStatement
    from ledgerkit.importers.bank_files.choices import BankFileChoices

#: The key by which beangulp and Fava show duplicates.
_DUPLICATE = "__duplicate__"
#: Larger files are no statements to look through line by line.
_BYTES_MAX = 32 * 1024 * 1024


class BankImporter(Importer):  # type: ignore[misc, unused-ignore]
    """Imports the statements of one account, in whatever format its bank uses."""

    def __init__(
        self,
        account: str,
        number: str = "",
        *,
        choices: BankFileChoices = NO_CHOICES,
        above: Decimal = CERTAIN,
    ) -> None:
        """Import for an account.

        Args:
            account: Its name in the ledger.
            number: Its IBAN or number; empty takes every bank file.
            choices: Facts that a file doesn't state.
            above: The confidence from which a line is booked; others go to a suspense
                account, flagged ``!``.
        """
        self._account = account
        self._number = compact_number(number)
        self._choices = choices
        self._above = above

    @property
    def name(self) -> str:
        """A name that differs from the importers of other accounts."""
        return f"ledgerkit.{self._account}"

    def identify(self, filepath: str) -> bool:
        """Whether a file is a bank's, and of this account."""
        try:
            return bool(self._statements(filepath))
        except (UnreadableFileError, OSError):
            return False

    def account(self, filepath: str) -> str:  # noqa: ARG002 - beangulp asks for each file
        """The account's name."""
        return self._account

    def date(self, filepath: str) -> dt.date | None:
        """The last day that the file covers."""
        days = [
            statement.until
            for statement in self._statements(filepath)
            if statement.until
        ]
        return max(days, default=None)

    def filename(self, filepath: str) -> str:
        """The file's own name; beangulp puts the date before it."""
        return Path(filepath).name

    def extract(
        self, filepath: str, existing: Sequence[Directive] = ()
    ) -> list[Directive]:
        """A transaction for each line, and balance assertions that hold.

        Lines already in the ledger come unchanged, for `deduplicate` to mark.

        Args:
            filepath: The file.
            existing: The ledger; it is read, and never changed.
        """
        path = Path(filepath)
        statements = self._statements(filepath)
        file = BankFile(
            name=path.name, content=path.read_bytes(), statements=statements
        )
        books = _books(existing, self._account)
        prepared = prepare_bank_import(books, [file], account=self._account)
        choices = [
            BookingChoice(
                proposal=line.proposal if is_certain(line, self._above) else None
            )
            for line in prepared.lines
        ]
        planned = plan_bank_import(books, prepared, choices)
        directives = [
            directive
            for directive in planned.directives
            if isinstance(directive, (Transaction, Balance))
        ]
        references = {
            reference
            for directive in directives
            if isinstance(directive, Transaction)
            for reference in _references(directive)
        }
        cleared = {mark.reference: mark.movement.transaction for mark in planned.marks}
        for source in prepared.statements:
            directives += self._there(source, references, cleared)
        return [_with_place(directive, filepath) for directive in directives]

    def deduplicate(
        self, entries: Sequence[Directive], existing: Sequence[Directive]
    ) -> None:
        """Mark the entries already in the ledger, by the bank's id of the line."""
        known = {
            reference: txn
            for txn in existing
            if isinstance(txn, Transaction)
            for reference in _references(txn)
        }
        for entry in entries:
            if isinstance(entry, Transaction):
                for reference in _references(entry):
                    if reference in known:
                        entry.meta[_DUPLICATE] = known[reference]

    def sort(self, entries: list[Directive], *, reverse: bool = False) -> None:
        """By date, as Beancount does."""
        entries.sort(key=entry_sortkey, reverse=reverse)

    def _there(
        self,
        source: ImportedStatement,
        references: AbstractSet[str],
        cleared: Mapping[str, Transaction],
    ) -> Iterator[Transaction]:
        """The lines not imported because they are in the ledger."""
        for line in identified(source.statement.lines):
            if line.reference not in references:
                txn = BankEntries.unknown(self._account, line, "")
                if line.reference in cleared:
                    txn.meta[_DUPLICATE] = cleared[line.reference]
                yield txn._replace(postings=txn.postings[:1])

    def _statements(self, filepath: str) -> Sequence[Statement]:
        path = Path(filepath)
        if path.stat().st_size > _BYTES_MAX:
            return ()
        statements = read_bank_file(path.read_bytes(), path.name, self._choices)
        return [
            statement
            for statement in statements
            if self._is_ours(compact_number(statement.account))
        ]

    def _is_ours(self, number: str) -> bool:
        return (
            not self._number
            or not number
            or is_same_account(self._number, number)
            or holds_number(self._number, number)
        )


def _books(existing: Sequence[Directive], account: str) -> Books:
    """The ledger as our own books; beangulp hands over no options."""
    options: Mapping[str, Any] = {
        **OPTIONS_DEFAULTS,
        "include": sorted(
            {str(directive.meta.get("filename")) for directive in existing}
        ),
        "filename": "",
    }
    opened = any(isinstance(d, Open) and d.account == account for d in existing)
    first = Open({"role": "bank"}, dt.date.min, account, [], None)
    return Books([*([] if opened else [first]), *existing], [], options)


def _references(txn: Transaction) -> Iterator[str]:
    for posting in txn.postings:
        reference = posting.meta.get(BANK_REF) if posting.meta else None
        if reference is not None:
            yield str(reference)


def _with_place(directive: Directive, filepath: str) -> Directive:
    """A directive as beangulp and Fava want it: with a file and a line."""
    meta = {"filename": filepath, "lineno": 0, **directive.meta}
    return directive._replace(meta=meta)
