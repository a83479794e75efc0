"""What leaves the house with entries that say so: letters, and a bank's payment file.

Every door asks here for the files and the entries, so that all write the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.entries.bills.payment_run_entries import run_directives, transfer_order
from ledgerkit.entries.documents.reminder_notes import reminder_notes
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.entries.kept_files import DocumentFolder, file_name
from ledgerkit.errors import WriteRefusedError
from ledgerkit.exporters.ach import ach_file
from ledgerkit.exporters.bacs import bacs_file
from ledgerkit.exporters.sepa_credit_transfer import sepa_credit_transfer
from ledgerkit.exporters.sepa_direct_debit import DebitVersion, sepa_direct_debit
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.scheme import SEPA, scheme_of
from ledgerkit.rendering.as_pdf import file_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.bills.payment_run import RunPlan
    from ledgerkit.exporters.sepa_credit_transfer import TransferVersion
    from ledgerkit.payables.credit_transfer import TransferOrder
    from ledgerkit.receivables.reminders.planned import PlannedLetter

LETTER_FORMATS = ("html", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Files, and the entries that say that they were made.

    Attributes:
        planned: The entries, with what to tell the person.
        files: The files, with their bytes.
        pages: Each letter's heading and page, as it is before it becomes a file.
    """

    planned: PlannedEntries
    files: Mapping[Path, bytes]
    pages: Sequence[tuple[str, str]] = field(default=())


def letters_to_send(
    books: LedgerBooks, day: date, *, client: str | None, currency: str | None = None
) -> Sequence[PlannedLetter]:
    """The reminders of a day; of one client or currency if they are named."""
    return [
        letter
        for letter in books.reminder_plan(day).letters
        if client in {None, letter.party} and currency in {None, letter.currency}
    ]


def outgoing_letters(
    books: LedgerBooks,
    letters: Sequence[PlannedLetter],
    day: date,
    *,
    folder: Path,
    as_: str,
) -> Outgoing:
    """Letters as files of a folder, and the notes that remember them.

    Args:
        books: The books.
        letters: The letters.
        day: The day on which they are sent.
        folder: Where they go.
        as_: One of `LETTER_FORMATS`.

    Raises:
        LedgerkitError: If a letter can't be made.
    """
    names = [
        books.directory.as_of(PartyRole.CLIENT, letter.party, day).name
        for letter in letters
    ]
    notes = list(reminder_notes(letters, day, names))
    pages = [books.reminder_page(letter, day=day) for letter in letters]
    files = [file_of(page, as_) for page in pages]
    target = DocumentFolder(folder)
    paths = [target.path(_letter_name(letter, day), f".{as_}") for letter in letters]
    said = [_summary(letter, name) for letter, name in zip(letters, names, strict=True)]
    count = "1 letter" if len(letters) == 1 else f"{len(letters)} letters"
    return Outgoing(
        planned=PlannedEntries(done=count, directives=notes, notes=said),
        files=dict(zip(paths, files, strict=True)),
        pages=list(zip(said, pages, strict=True)),
    )


def _letter_name(letter: PlannedLetter, day: date) -> str:
    """A name by the first invoice: two letters of a day have no invoice in common."""
    return f"{day} {letter.party} {letter.reminders[0].document.label}"


def _summary(letter: PlannedLetter, name: str) -> str:
    numbers = ", ".join(r.document.label for r in letter.reminders)
    amount = as_money(letter.to_pay, letter.currency)
    return f"{name}: level {letter.level.number}, {numbers}: {amount}"


def outgoing_payments(
    books: LedgerBooks,
    plan: RunPlan,
    *,
    folder: Path | None,
    version: TransferVersion | DebitVersion,
) -> Outgoing:
    """The file of a payment run or of direct debits, and its payments.

    A file that is there with another content is never overwritten: it may be at the
    bank.

    Args:
        books: The books that the plan was made for.
        plan: The run.
        folder: Where the payment file goes; None if none is to be written.
        version: Of the payment file.

    Raises:
        LedgerkitError: If it can't be carried out.
    """
    order = transfer_order(books, plan)
    content = _file_content(order, version) if order else b""
    scheme = scheme_of(plan.account.currency) or SEPA
    name = f"{file_name(plan.id)}{scheme.suffix}" if content else ""
    directives = run_directives(books, plan, file=name, content=content)
    files = {folder / name: content} if folder and content else {}
    for path, new in files.items():
        if path.is_file() and path.read_bytes() != new:
            raise WriteRefusedError(
                f"{path}: a payment file of this id is there that the books don't"
                " know; delete it if the bank never got it, else write its payments"
                " into the books"
            )
    amount = as_money(plan.proposal.amount, plan.account.currency)
    return Outgoing(
        planned=PlannedEntries(
            done=f"{plan.id}: {amount}", directives=directives, notes=plan.notes
        ),
        files=files,
    )


def _file_content(
    order: TransferOrder, version: TransferVersion | DebitVersion
) -> bytes:
    """The file by the scheme that moves the currency; the version is SEPA's."""
    if order.currency == "USD":
        return ach_file(order)
    if order.currency == "GBP":
        return bacs_file(order)
    if isinstance(version, DebitVersion):
        return sepa_direct_debit(order, version)
    return sepa_credit_transfer(order, version)
