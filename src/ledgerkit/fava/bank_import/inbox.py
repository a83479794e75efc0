"""The inbox: bank files waiting to be imported, and their contents.

They are in Fava's import folders, or else in ``inbox`` beside the main ledger. A file
is requested by name, and found only among those listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ledgerkit.e_invoices.read import arrived_bills
from ledgerkit.entries.bank.prepared import BankFile
from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.importers.bank_files.likeliest import likeliest_statements
from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.inbox import bills_in, inbox_files
from ledgerkit.money import with_cents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.banking.statement import Statement
    from ledgerkit.entries.bank.prepared import LineToBook, PreparedImport
    from ledgerkit.entries.bills.arrived_bill import ArrivedBill
    from ledgerkit.fava.bank_import.reading import AskedReading
    from ledgerkit.importers.bank_files.choices import BankFileChoices
    from ledgerkit.inbox import InboxFile

BYTES_MAX = 20_000_000
_FILES_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedFile:
    """A file in one of the folders.

    Attributes:
        name: Its name in requests: its path within the books' folder, if it is there.
        path: Its path.
        said: A description: its statements, or why it can't be read.
        is_readable: Whether it has statements.
        is_bill: Whether it is an e-invoice.
    """

    name: str
    path: Path
    said: str
    is_readable: bool
    is_bill: bool = False


def described_files(ledger: FavaLedger) -> Sequence[DescribedFile]:
    """Every file in the inbox, by name, with what is in it."""
    return [_described(file) for file in files_in_inbox(ledger)[:_FILES_MAX]]


def files_in_inbox(ledger: FavaLedger) -> Sequence[InboxFile]:
    """Every file in the inbox, as every door of ours finds them."""
    main = Path(ledger.beancount_file_path)
    return inbox_files(main, cast("Any", ledger.all_entries_by_type.Custom))


def _described(file: InboxFile) -> DescribedFile:
    try:
        return _file_of(file)
    except OSError as error:
        said = str(error.strerror)
        return DescribedFile(
            name=file.name, path=file.path, said=said, is_readable=False
        )


@lru_cache(maxsize=_FILES_MAX)
def _file_of(file: InboxFile) -> DescribedFile:
    """A file's description; it is read once after each time it is saved."""
    path, name = file.path, file.name
    parts: list[str] = []
    bills: Sequence[ArrivedBill] = ()
    if file.size > BYTES_MAX:
        said = str(_too_large(name)).removeprefix(f"{name}: ")
        return DescribedFile(name=name, path=path, said=said, is_readable=False)
    said = "it has no statement of an account"
    try:
        with path.open("rb") as stream:
            parts = [
                _summary(statement) for statement in likeliest_statements(stream, name)
            ]
    except UnreadableFileError as error:
        said = str(error).removeprefix(f"{name}: ")
        bills = bills_in(path.read_bytes(), name)
    return DescribedFile(
        name=name,
        path=path,
        said="; ".join([*parts, *map(_summary_of_bill, bills)]) or said,
        is_readable=bool(parts),
        is_bill=bool(bills),
    )


def _summary_of_bill(bill: ArrivedBill) -> str:
    invoice = bill.invoice
    payable = f"{with_cents(bill.payable, invoice.currency):f} {invoice.currency}"
    return f"e-invoice {invoice.number} of {invoice.issued}, {payable}"


def _summary(statement: Statement) -> str:
    count = len(statement.lines)
    return (
        f"{statement.account or 'an account'}"
        f" {statement.since or '…'} to {statement.until or '…'},"
        f" {count} {'line' if count == 1 else 'lines'}"
    )


def _too_large(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name}: it has more than {BYTES_MAX // 1_000_000} MB; import it in a"
        " terminal, with the command “bank import”"
    )


def _content(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > BYTES_MAX:
            raise _too_large(name)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{name}: {error.strerror}") from None


def _read(path: Path, name: str, choices: BankFileChoices) -> BankFile:
    content = _content(path, name)
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
    file = _read(_path_of(ledger, name), name, reading.choices)
    return books.prepare_bank_import([file], account=reading.account)


def waiting_bills(ledger: FavaLedger, name: str) -> Sequence[ArrivedBill]:
    """The bills of an e-invoice in the inbox.

    Raises:
        LedgerkitError: If there is no such file, or it can't be read.
    """
    path = _path_of(ledger, name)
    return arrived_bills(_content(path, name), str(path))


def waiting_bill(ledger: FavaLedger, name: str) -> bool:
    """Whether a waiting file is an e-invoice."""
    return any(file.is_bill for file in described_files(ledger) if file.name == name)


def _path_of(ledger: FavaLedger, name: str) -> Path:
    """The path of a waiting file, by its name in requests."""
    for file in files_in_inbox(ledger):
        if name in {str(file.path), file.name}:
            return file.path
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
