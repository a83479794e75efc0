"""The entries for a drafted bill or vendor credit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.books.documents.party import declared_party
from ledgerkit.books.payables.bills import identities_of
from ledgerkit.books.payables.check_bills import duplicate_sentence
from ledgerkit.entries.documents.complete import complete_invoice
from ledgerkit.entries.documents.documents import plan_documents
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.entries.work.hours import found_whose
from ledgerkit.errors import Place, UsageError
from ledgerkit.ledger.place import short_place
from ledgerkit.open_items.document_number import same_number
from ledgerkit.open_items.side import Side
from ledgerkit.payables.duplicates import BillFacts, find_duplicates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.entries.documents.document import NewDocument, NewLine
    from ledgerkit.entries.documents.draft import InvoiceDraft
    from ledgerkit.parties.party import Party
    from ledgerkit.payables.duplicates import Duplicate

#: The place of a bill not yet in the books: after all others.
_NEW = Place("\N{REPLACEMENT CHARACTER}", 0)


def plan_bill(books: Books, draft: InvoiceDraft) -> PlannedEntries:
    """Plan a bill or vendor credit, with the vendor's usual account and tax code.

    Raises:
        UsageError: If it can't be written, or the vendor's number is in the books.
    """
    draft = with_vendors_habits(books, draft)
    lines = tuple(passed_on(books, draft.lines, draft.number or ""))
    document = complete_invoice(books, replace(draft, lines=lines))
    notes = [
        duplicate_sentence(duplicate) for duplicate in check_duplicates(books, document)
    ]
    planned = plan_documents(books, [document])
    if planned.refused:
        raise UsageError(str(planned.refused[0]))
    return PlannedEntries(
        done=f"{document.kind.value} {document.number} over"
        f" {as_money(abs(document.amount), document.currency)}",
        directives=planned.directives,
        number=document.number,
        notes=notes,
    )


def with_vendors_habits(books: Books, draft: InvoiceDraft) -> InvoiceDraft:
    """The draft, completed from the vendor's record."""
    vendor = declared_party(books, Side.PAYABLE, draft.party, draft.issued)
    if draft.tax_is_given:
        return draft
    return replace(
        draft,
        lines=tuple(usual_line(vendor, line) for line in draft.lines),
        withholding=draft.withholding or vendor.text("withholding") or None,
        withholding_account=draft.withholding_account
        or vendor.text("withholding-account")
        or None,
    )


def passed_on(books: Books, lines: Sequence[NewLine], number: str) -> Iterator[NewLine]:
    """The lines; each that is passed on has a name for the invoice that charges it.

    Raises:
        UsageError: If it is passed on to nobody who is known.
    """
    plain = "-".join(number.split())
    for index, line in enumerate(lines, start=1):
        if line.bill_to is None:
            yield line
        else:
            whose = found_whose(books, line.bill_to)
            yield replace(line, bill_to=whose, expense=f"{plain}-{index}")


def usual_line(vendor: Party, line: NewLine) -> NewLine:
    """The line with the vendor's account and tax code where it names none.

    Raises:
        UsageError: If there is no account.
    """
    account = line.account or vendor.text("expense-account")
    if not account:
        raise UsageError(
            f'say what "{line.description}" is booked on, or give {vendor.id} an'
            ' account for all its bills: expense-account: "Expenses:Purchases"'
        )
    return replace(line, account=account, tax=line.tax or vendor.text("tax") or None)


def check_duplicates(books: Books, document: NewDocument) -> Sequence[Duplicate]:
    """The bills in the books that a new one may duplicate under another number.

    Raises:
        UsageError: If the vendor's number is in the books.
    """
    new = _facts(books, document)
    others = [
        bill
        for bill in books.payables_read.bills
        if bill.party == new.party or bill.identities & new.identities
    ]
    for other in others:
        if other.party == new.party and other.number is not None:
            _stop_at(other, new)
    duplicates = [
        d for d in find_duplicates([*others, new]) if new in {d.bill, d.earlier}
    ]
    return [d if d.bill is new else _turned(d) for d in duplicates]


def _stop_at(other: BillFacts, new: BillFacts) -> None:
    assert new.number is not None
    assert other.number is not None
    if not same_number(other.number, new.number) or (
        other.day.year != new.day.year and other.number != new.number
    ):
        return
    remedy = ""
    if other.day.year != new.day.year:
        remedy = (
            f"; a vendor that counts anew each year needs {new.number}/{new.day.year}"
        )
    raise UsageError(
        f"{new.number} of {new.party} is in the books already"
        f" ({short_place(other.place)}), of {other.day} over"
        f" {as_money(other.amount, other.currency)}{remedy}"
    )


def _turned(duplicate: Duplicate) -> Duplicate:
    """The same, from the side of the new bill, which may be dated before the other."""
    return replace(duplicate, bill=duplicate.earlier, earlier=duplicate.bill)


def _facts(books: Books, document: NewDocument) -> BillFacts:
    return BillFacts(
        party=document.party,
        number=document.number,
        day=document.issued,
        amount=document.amount,
        currency=document.currency,
        identities=identities_of(books.directory, document.party),
        place=_NEW,
    )
