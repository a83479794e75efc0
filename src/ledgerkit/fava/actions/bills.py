"""An e-invoice that waits in the inbox, booked as a bill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fava.context import g

from ledgerkit.entries.bills.arrived_bills import plan_arrived_bills
from ledgerkit.entries.bills.bill_files import bill_files
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.entries.usual_file import usual_file
from ledgerkit.errors import UsageError
from ledgerkit.fava.actions.action import ActionDraft, PageAction, draft_of
from ledgerkit.fava.actions.field import ActionField
from ledgerkit.fava.bank_import.inbox import described_files, waiting_bills
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.bills.arrived_bills import BookedBill
    from ledgerkit.ledger.writing.writer import LoadedFiles


def _files(_books: LedgerBooks) -> Iterator[tuple[str, str]]:
    for file in described_files(g.ledger):
        if file.is_bill:
            yield file.name, file.said


def _bill(
    books: LedgerBooks, values: Mapping[str, Any], known: LoadedFiles
) -> ActionDraft:
    planned = plan_arrived_bills(books, waiting_bills(g.ledger, values["file"]))
    for bill, why in planned.refused:
        raise UsageError(f"{bill.invoice.number or 'a bill without a number'}: {why}")
    if not planned.directives:
        there = ", ".join(bill.invoice.number for bill, _ in planned.there)
        nothing = f"Nothing is to be written: {there} is in the books already."
        return ActionDraft(change=None, done="", nothing=nothing)
    count = len(planned.booked)
    entries = PlannedEntries(
        done=f"{count} bill{'s'[: count != 1]}",
        directives=planned.directives,
        notes=[note for booked in planned.booked for note in _notes(booked)],
    )
    return draft_of(
        books,
        entries,
        known=known,
        into=usual_file(books, Side.PAYABLE),
        files=bill_files(books, planned.booked),
    )


def _notes(booked: BookedBill) -> Iterator[str]:
    """What the file comes to, and what a person should know."""
    document, vendor = booked.document, booked.vendor
    whose = f"known {vendor.how}" if vendor.how else "new"
    money = as_money(abs(document.amount), document.currency)
    what = f"{document.kind.value} {document.number} of {document.party}"
    yield f"{what} ({whose}), {money}"
    if document.unfinished:
        yield "A line without a precedent waits on the suspense account, flagged !"
    yield from booked.notes


BILL_IMPORT = PageAction(
    name="bill-import",
    title="Book an e-invoice",
    fields=(
        ActionField(
            name="file", label="File in the inbox", is_needed=True, offered=_files
        ),
    ),
    draft=_bill,
)
