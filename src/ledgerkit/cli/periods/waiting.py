"""Bank files that wait to be imported, as the close of a period asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.fiscal_year import inbox_folders
from ledgerkit.cli.bank.files import bank_file_content
from ledgerkit.entries.bank.prepared import BankFile
from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.read import read_bank_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.api import LedgerBooks


def files_waiting(books: LedgerBooks, last: date) -> Iterator[str]:
    """The files with lines up to a day that are not imported, and those of no bank.

    Args:
        books: The books.
        last: The last day that counts.
    """
    main = Path(books.filename).resolve().parent
    for folder in inbox_folders(books.source.reading.customs):
        for path in sorted((main / folder).glob("[!.]*")):
            if path.is_file():
                why = _why(books, path, last)
                if why:
                    yield f"{Path(folder) / path.name}: {why}"


def _why(books: LedgerBooks, path: Path, last: date) -> str:
    """Why a file waits; nothing if all its lines are imported, or later."""
    try:
        content = bank_file_content(path)
        statements = read_bank_file(content, path.name, BankFileChoices())
    except UnreadableFileError as error:
        return str(error).removeprefix(f"{path}: ").removeprefix(f"{path.name}: ")
    file = BankFile(name=str(path), content=content, statements=statements)
    counts = list(_not_booked(books, file, last))
    if not counts:
        return "it is of none of our accounts"
    count = min(counts)
    are = "line up to {} is" if count == 1 else "lines up to {} are"
    return f"{count} {are.format(last)} not imported" if count else ""


def _not_booked(books: LedgerBooks, file: BankFile, last: date) -> Iterator[int]:
    """How many lines aren't imported; on each account, if the file names none."""
    for account in (None, *books.general_ledger.accounts_with(Role.BANK)):
        try:
            prepared = books.prepare_bank_import([file], account=account)
        except UsageError:
            continue
        yield sum(1 for line in prepared.lines if line.line.line.day <= last)
        if account is None:
            return
