"""An expense claim: a request -> the claim, its bill, and the receipts on file."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from beancount.core.data import Document as DocumentDirective
from beancount.core.data import Transaction

from ledgerkit.books.payables.claims import CLAIM
from ledgerkit.entries.bills.bill_files import kept_files_at
from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.entries.documents.bill import plan_bill
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.entries.kept_files import file_name
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.entries.documents.document import NewLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """The request for an expense claim.

    Attributes:
        employee: Who claims: id, name or alias of a vendor.
        day: The day on which it is handed in.
        lines: A line for each receipt; those with ``bill_to`` are passed on.
        currency: Of every amount; None for the employee's, or ours.
        number: None for the next one: EC-2026-001.
        text: What it is for; None for the first line's description.
        receipts: The bytes of each receipt, by its file's name.
    """

    employee: str
    day: date
    lines: Sequence[NewLine]
    currency: str | None = None
    number: str | None = None
    text: str | None = None
    receipts: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedClaim(PlannedEntries):
    """The entries of a claim, and the receipts that they speak of.

    Attributes:
        files: The bytes of each receipt, by its path from the main ledger's folder.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)


def plan_claim(books: Books, draft: ClaimDraft) -> PlannedClaim:
    """Plan a claim.

    Raises:
        UsageError: If it can't be written; the message says what to write.
    """
    employee = books.find_party(PartyRole.VENDOR, draft.employee)
    number = draft.number or _next_number(books, draft.day)
    if number in books.payables_read.claims.by_number:
        raise UsageError(f"there is a claim {number} already; give another --number")
    bill = plan_bill(
        books,
        InvoiceDraft(
            party=employee,
            side=Side.PAYABLE,
            issued=draft.day,
            number=number,
            lines=tuple(draft.lines),
            currency=draft.currency,
            text=draft.text,
        ),
    )
    said = {} if draft.text is None else {"text": draft.text}
    files = _files(books, draft, number)
    return PlannedClaim(
        done=bill.done.replace("bill", "claim", 1),
        directives=[
            relation_directive(CLAIM, draft.day, [number, employee], said),
            *bill.directives,
            *_filed(books, bill, employee, files),
        ],
        number=number,
        notes=bill.notes,
        files=files,
    )


def claim_files(books: Books, planned: PlannedClaim) -> Mapping[Path, bytes]:
    """The receipts, at their paths in the books: see `kept_files_at`."""
    return kept_files_at(books, planned.files)


def _next_number(books: Books, day: date) -> str:
    known = books.payables_read.claims.by_number
    return next(
        number
        for index in count(1)
        if (number := f"EC-{day.year}-{index:03}") not in known
    )


def _files(books: Books, draft: ClaimDraft, number: str) -> Mapping[str, bytes]:
    """The receipts by their paths: of one content there is one."""
    folder = f"{books.settings.bill_folder}/{draft.day.year}"
    return {
        f"{folder}/{file_name(number)}-{digest[:8]}{_ending(name)}": content
        for name, content in draft.receipts.items()
        for digest in [sha256(content).hexdigest()]
    }


def _ending(name: str) -> str:
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return ending if ending[1:].isalnum() and len(ending) <= 5 else ".txt"


def _filed(
    books: Books, bill: PlannedEntries, employee: str, files: Mapping[str, bytes]
) -> Iterator[DocumentDirective]:
    """The directives that put the receipts of a bill on file."""
    txn = next(d for d in bill.directives if isinstance(d, Transaction))
    account = txn.postings[0].account
    folder = Path(books.filename).parent
    for path, content in files.items():
        meta: dict[str, Any] = {
            "bill": bill.number,
            "vendor": employee,
            "digest": sha256(content).hexdigest(),
        }
        yield DocumentDirective(
            meta, txn.date, account, str(folder / path), frozenset(), frozenset()
        )
