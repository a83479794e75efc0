"""The files that lie in the inbox, and which of them wait to be imported.

Every door asks here, so that all name the same files: those of the folders that Fava's
option ``import-dirs`` names, or else of ``inbox`` beside the main ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.fiscal_year import inbox_folders
from ledgerkit.e_invoices.read import arrived_bills
from ledgerkit.entries.bank.prepared import BankFile
from ledgerkit.entries.bills.arrived_bills import plan_arrived_bills
from ledgerkit.errors import LedgerkitError, UnreadableFileError, UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.read import (
    BANK_FILE_BYTES_MAX,
    read_bank_file,
    whole_content,
)
from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from beancount.core.data import Custom

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.bills.arrived_bill import ArrivedBill


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file that lies there.

    Attributes:
        name: Its path within the folder of the books; its whole path elsewhere.
        path: Where it is.
        saved: When it was saved, in nanoseconds, as long as it is there to be asked.
        size: How many bytes it has.
    """

    name: str
    path: Path
    saved: int
    size: int


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file with something that the books lack.

    Attributes:
        name: Its name, as of the file.
        why: What they lack, or why nobody can tell: half a sentence.
    """

    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


def inbox_files(main: Path, customs: Iterable[Custom]) -> Sequence[InboxFile]:
    """The files in the inbox, by name; hidden ones are none.

    Args:
        main: The main ledger file.
        customs: The directives that may name the folders.
    """
    folder = main.parent
    found = {
        path
        for named in inbox_folders(customs)
        if (folder / named).is_dir()
        for path in (folder / named).glob("[!.]*")
        if path.is_file()
    }
    return [_inbox_file(path, folder) for path in sorted(found)]


def _inbox_file(path: Path, folder: Path) -> InboxFile:
    try:
        state = path.stat()
    except OSError:  # It has gone meanwhile; whoever reads it will say so.
        return InboxFile(name_in(path, folder), path, 0, 0)
    return InboxFile(name_in(path, folder), path, state.st_mtime_ns, state.st_size)


def name_in(path: Path, folder: Path) -> str:
    """A file's name; one outside the folder of the books has its full path."""
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def files_waiting(
    books: LedgerBooks,
    *,
    last: date | None = None,
    files: Sequence[InboxFile] | None = None,
    bytes_max: int = BANK_FILE_BYTES_MAX,
) -> Iterator[WaitingFile]:
    """The files with bank lines or bills that are not in the books, and those of none.

    Args:
        books: The books.
        last: The last day that counts, when later lines may wait; None if all count,
            for a file has come to be imported whatever its days.
        files: Those in the inbox; None to look for them.
        bytes_max: Larger files are not opened.
    """
    if files is None:
        main = Path(books.filename).resolve()
        files = inbox_files(main, books.source.reading.customs)
    for file in files:
        why = _why(books, file, last, bytes_max)
        if why:
            yield WaitingFile(file.name, why)


def _why(books: LedgerBooks, file: InboxFile, last: date | None, bytes_max: int) -> str:
    """Why a file waits; nothing if all that is in it is in the books, or later."""
    if file.size > bytes_max:
        return f"it has more than {bytes_max // 1_000_000} MB"
    try:
        content = content_of(file.path)
    except UnreadableFileError as error:
        return _without_name(error, file)
    try:
        statements = read_bank_file(content, file.path.name, BankFileChoices())
    except UnreadableFileError as error:
        bills = bills_in(content, file.path.name)
        return _bills_waiting(books, bills) if bills else _without_name(error, file)
    bank_file = BankFile(name=str(file.path), content=content, statements=statements)
    counts = list(_not_booked(books, bank_file, last))
    if not counts:
        return "it is of none of our accounts"
    count = min(counts)
    until = f" up to {last}" if last else ""
    are = f"line{until} is" if count == 1 else f"lines{until} are"
    return f"{count} {are} not imported" if count else ""


def content_of(path: Path) -> bytes:
    """A file's bytes, as many as are needed to see that there are too many.

    Raises:
        UnreadableFileError: If there is no such file, or too much of it.
    """
    try:
        with path.open("rb") as stream:
            return whole_content(stream, str(path))
    except OSError as error:
        raise unreadable(str(path), error.strerror or str(error)) from None


def bills_in(content: bytes, name: str) -> Sequence[ArrivedBill]:
    """The bills of an e-invoice; none if it is something else."""
    try:
        return arrived_bills(content, name)
    except LedgerkitError:
        return ()


def _bills_waiting(books: LedgerBooks, bills: Sequence[ArrivedBill]) -> str:
    try:
        count = len(bills) - len(plan_arrived_bills(books, bills).there)
    except UsageError:  # Why it can't be booked is said where it is.
        count = len(bills)
    if not count:
        return ""
    is_one = count == 1
    return f"{count} {'bill of it is' if is_one else 'bills of it are'} not booked"


def _without_name(error: UnreadableFileError, file: InboxFile) -> str:
    said = str(error).removeprefix(f"{file.path}: ")
    return said.removeprefix(f"{file.path.name}: ")


def _not_booked(books: LedgerBooks, file: BankFile, last: date | None) -> Iterator[int]:
    """How many lines aren't imported; on each account, if the file names none."""
    for account in (None, *books.general_ledger.accounts_with(Role.BANK)):
        try:
            prepared = books.prepare_bank_import([file], account=account)
        except UsageError:
            continue
        days = [line.line.line.day for line in prepared.lines]
        yield sum(last is None or day <= last for day in days)
        if account is None:
            return
