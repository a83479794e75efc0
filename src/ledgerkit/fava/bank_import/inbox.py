"""The inbox: bank files waiting to be imported, and their contents.

They are in Fava's import folders, or else in ``inbox`` beside the main ledger. A file
is requested by name, and found only among those listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.entries.bank.prepared import BankFile
from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.importers.bank_files.likeliest import likeliest_statements
from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.money import with_cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.banking.statement import Statement
    from ledgerkit.entries.bank.prepared import LineToBook, PreparedImport
    from ledgerkit.fava.bank_import.reading import AskedReading
    from ledgerkit.importers.bank_files.choices import BankFileChoices

USUAL_FOLDER = "inbox"
_BYTES_MAX = 20_000_000
_FILES_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFile:
    """A file in one of the folders.

    Attributes:
        name: Its name in requests: its path within the books' folder, if it is there.
        path: Its path.
        said: A description: its statements, or why it can't be read.
        is_readable: Whether it has statements.
    """

    name: str
    path: Path
    said: str
    is_readable: bool


def waiting_files(ledger: FavaLedger) -> Sequence[WaitingFile]:
    """Every waiting file, by name."""
    folder = Path(ledger.beancount_file_path).parent
    return [
        _waiting(path, folder) for path in sorted(_files(ledger, folder))[:_FILES_MAX]
    ]


def _files(ledger: FavaLedger, ledger_folder: Path) -> Iterator[Path]:
    folders = ledger.fava_options.import_dirs or [USUAL_FOLDER]
    for folder in folders:
        place = ledger_folder / folder
        if place.is_dir():
            yield from (p for p in place.iterdir() if p.is_file())


def _waiting(path: Path, folder: Path) -> WaitingFile:
    name = _name(path, folder)
    try:
        state = path.stat()
        summary, is_readable = _said_of(path, name, state.st_mtime_ns, state.st_size)
    except OSError as error:
        summary, is_readable = str(error.strerror), False
    return WaitingFile(name=name, path=path, said=summary, is_readable=is_readable)


@lru_cache(maxsize=_FILES_MAX)
def _said_of(path: Path, name: str, _saved: int, size: int) -> tuple[str, bool]:
    """A description of a file; it is read once after each time it is saved."""
    if size > _BYTES_MAX:
        return str(_too_large(name)).removeprefix(f"{name}: "), False
    try:
        with path.open("rb") as stream:
            parts = [
                _summary(statement) for statement in likeliest_statements(stream, name)
            ]
    except UnreadableFileError as error:
        return str(error).removeprefix(f"{name}: "), False
    return "; ".join(parts) or "it has no statement of an account", bool(parts)


def _summary(statement: Statement) -> str:
    count = len(statement.lines)
    return (
        f"{statement.account or 'an account'}"
        f" {statement.since or '…'} to {statement.until or '…'},"
        f" {count} {'line' if count == 1 else 'lines'}"
    )


def _name(path: Path, folder: Path) -> str:
    """A file's name; one outside the books' folder has its full path."""
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def _too_large(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name}: it has more than {_BYTES_MAX // 1_000_000} MB; import it in a"
        " terminal, with the command “bank import”"
    )


def _read(path: Path, name: str, choices: BankFileChoices) -> BankFile:
    try:
        if path.stat().st_size > _BYTES_MAX:
            raise _too_large(name)
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{name}: {error.strerror}") from None
    return BankFile(
        name=str(path),
        content=content,
        statements=read_bank_file(content, name, choices),
        reading=choices.said,
    )


def prepared_file(
    ledger: FavaLedger, books: LedgerBooks, name: str, reading: AskedReading
) -> PreparedImport:
    """The import of a waiting file, read as requested.

    Raises:
        LedgerkitError: If there is no such file, or it or its account can't be read.
    """
    folder = Path(ledger.beancount_file_path).parent
    for path in _files(ledger, folder):
        if name in {str(path), _name(path, folder)}:
            file = _read(path, name, reading.choices)
            return books.prepare_bank_import([file], account=reading.account)
    raise UsageError(f"{name} is none of the files that wait to be imported")


def fingerprint(prepared: PreparedImport) -> str:
    """A digest of the lines and their proposals.

    A page older than the books or the file has a different one.
    """
    text = "\n".join(map(_said, prepared.lines))
    return sha256(text.encode()).hexdigest()


def _said(line: LineToBook) -> str:
    bank_line, proposals = line.line.line, [line.proposal, *line.proposal.others]
    amounts = [
        f"{part.account} {part.amount:f} {part.document and part.document.number}"
        for proposal in proposals
        for part in proposal.parts
    ]
    cleared = [str(m.place) for proposal in proposals for m in proposal.booked]
    amount = with_cents(bank_line.amount, bank_line.currency)
    head = f"{line.account} {line.line.reference} {bank_line.day} {amount:f}"
    return " | ".join([head, *amounts, *cleared])
