"""Where bank files are kept, and the directives that record them and their balances."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core import account
from beancount.core.amount import Amount
from beancount.core.data import Balance, Custom
from beancount.core.data import Document as DocumentDirective
from beancount.parser.grammar import ValueType

from ledgerkit.books.bank.statements import STATEMENT
from ledgerkit.books.documents.filed import DIGEST
from ledgerkit.entries.bank.entries import bank_text
from ledgerkit.entries.kept_files import file_name
from ledgerkit.ledger.place import written
from ledgerkit.money import with_cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bank.prepared import BankFile, ImportedStatement

_SLUG_MAX, _ID_MAX = 40, 35


class KeptFile(NamedTuple):
    """A file to keep: its name from the main ledger's folder, and its bytes."""

    name: str
    content: bytes


class Archive:
    """Names files, and knows which ones are in the books."""

    def __init__(self, books: Books) -> None:
        """Read which files the books name."""
        self._main = Path(books.filename).resolve()
        self._folder, self._finds_itself = self._documents_folder(books)
        self._known = {
            (directive.account, digest): directive.filename
            for directive in books.directives
            if isinstance(directive, DocumentDirective)
            and isinstance(digest := written(directive.meta, DIGEST), str)
        }
        for statement in books.bank_read.statements:
            if statement.file and statement.digest:
                self._known.setdefault(
                    (statement.account, statement.digest), statement.file
                )

    def _documents_folder(self, books: Books) -> tuple[str, bool]:
        """The folder for documents, and whether Beancount looks for them there."""
        for name in books.options["documents"]:
            folder = (self._main.parent / name).resolve()
            if self._main.parent in folder.parents:
                return folder.relative_to(self._main.parent).as_posix(), True
        return "documents", False

    def has(self, account: str, file: BankFile) -> bool:
        """Whether the books name this file for the account."""
        return (account, file.digest) in self._known

    def name(self, account: str, file: BankFile, day: date) -> str:
        """Its path from the main ledger's folder."""
        known = self._known.get((account, file.digest))
        if known is not None:
            path = (self._main.parent / known).resolve()
            is_inside = self._main.parent in path.parents
            return (
                path.relative_to(self._main.parent).as_posix() if is_inside else known
            )
        file_path = PurePosixPath(file.name.replace("\\", "/"))
        slug = file_name(file_path.stem.lower())[:_SLUG_MAX].strip("-. ")
        suffix = file_name(file_path.suffix.lower().lstrip("."))[:8]
        folder = "/".join(account.split(":"))
        name = f"{day}.{file.digest[:8]}-{slug or 'statement'}"
        return (
            f"{self._folder}/{folder}/{name}{f'.{suffix}' if file_path.suffix else ''}"
        )

    def document(
        self, account: str, file: BankFile, day: date
    ) -> DocumentDirective | None:
        """Attaches the file to its account; None if Beancount does it itself."""
        if self._finds_itself:
            return None
        return DocumentDirective(
            {DIGEST: file.digest},
            day,
            account,
            str(self._main.parent / self.name(account, file, day)),
            frozenset(),
            frozenset(),
        )


def statement_directive(
    source: ImportedStatement, id_: str, file: str
) -> Custom | None:
    """The directive that records a statement; None without a closing balance."""
    statement, day = source.statement, source.day
    if statement.closing is None or day is None:
        return None
    meta: dict[str, Any] = {}
    if statement.opening is not None:
        meta["opening"] = _amount(statement.opening, source.currency)
    if statement.since is not None:
        meta["from"] = statement.since
    meta["file"], meta[DIGEST] = file, source.file.digest
    if source.file.reading:
        meta["reading"] = source.file.reading
    values = [
        ValueType(source.account, account.TYPE),  # type: ignore[arg-type]
        ValueType(id_, str),
        ValueType(_amount(statement.closing, source.currency), Amount),
    ]
    return Custom(meta, day, STATEMENT, values)


def balance_directive(source: ImportedStatement) -> Balance:
    """The balance assertion for the next morning."""
    closing, day = source.statement.closing, source.day
    assert closing is not None
    assert day is not None
    return Balance(
        {},
        day + timedelta(days=1),
        source.account,
        _amount(closing, source.currency),
        None,
        None,
    )


def statement_id(source: ImportedStatement, existing: Sequence[str]) -> str:
    """The bank's number of a statement; its month or last day, if there is none."""
    statement = source.statement
    id_ = bank_text(statement.number, _ID_MAX)
    if not id_:
        id_ = _period(statement.since, source.day)
    return next(name for name in _with_numbers(id_) if name not in existing)


def _with_numbers(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _period(since: date | None, until: date | None) -> str:
    """A whole month by its name, as ``2026-01``; else the last day."""
    assert until is not None
    is_month = since is not None and (since.year, since.month, since.day) == (
        until.year,
        until.month,
        1,
    )
    is_end = (until + timedelta(days=1)).day == 1
    return f"{until:%Y-%m}" if is_month and is_end else f"{until}"


def _amount(number: Decimal, currency: str) -> Amount:
    return Amount(with_cents(number, currency), currency)
