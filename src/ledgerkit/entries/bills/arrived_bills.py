"""The entries for bills received as files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core.data import Document as DocumentDirective
from beancount.core.data import Open

from ledgerkit.books.documents.filed import DIGEST
from ledgerkit.books.documents.party import control_account_of
from ledgerkit.books.payables.bills import identities_of
from ledgerkit.books.payables.check_bills import duplicate_sentence
from ledgerkit.books.payables.habits import BillHabits
from ledgerkit.entries.bills.arrived_bill import seen_text
from ledgerkit.entries.bills.arrived_lines import (
    BookedLines,
    LineBooking,
    suspense_account,
)
from ledgerkit.entries.bills.recognise_vendor import Recognised, VendorRecognition
from ledgerkit.entries.directives import LINK
from ledgerkit.entries.documents.document import NewDocument
from ledgerkit.entries.documents.documents import plan_documents
from ledgerkit.entries.entry import as_money
from ledgerkit.entries.kept_files import file_name
from ledgerkit.errors import Place, UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.document_number import same_number
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.duplicates import BillFacts, find_duplicates
from ledgerkit.payables.vendor_account import compact_iban

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bills.arrived_bill import ArrivedBill
    from ledgerkit.parties.party import Party
    from ledgerkit.payables.duplicates import Duplicate

#: The place of a bill not yet in the books: after all others.
_NEW = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedBill:
    """A bill with the entries for it.

    Attributes:
        bill: As it was received.
        document: As it is to be booked.
        vendor: Its vendor, and how it was recognised.
        path: The path of its file, from the main ledger's folder.
        notes: What a person should know or do, a sentence each.
    """

    bill: ArrivedBill
    document: NewDocument
    vendor: Recognised
    path: str
    notes: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBills:
    """The entries, and the outcome for each bill.

    Attributes:
        directives: Accounts, vendors, bills and their files.
        booked: The bills that are new.
        there: Bills already in the books, with a sentence that says where.
        refused: Bills that can't be booked, with the reason.
    """

    directives: Sequence[Directive]
    booked: Sequence[BookedBill]
    there: Sequence[tuple[ArrivedBill, str]]
    refused: Sequence[tuple[ArrivedBill, str]]


def plan_arrived_bills(books: Books, bills: Sequence[ArrivedBill]) -> PlannedBills:
    """Plan the entries for these bills, each once.

    Raises:
        UsageError: If an account can't take a posting, whichever bill it is for.
    """
    planner = _Planner(books)
    for bill in bills:
        planner.take(bill)
    return planner.finish()


class _Planner:
    def __init__(self, books: Books) -> None:
        self._books = books
        self._vendors = VendorRecognition(books)
        self._habits: dict[str, BillHabits] = {}
        self._folder = Path(books.filename).resolve().parent
        self._booked: list[BookedBill] = []
        self._there: list[tuple[ArrivedBill, str]] = []
        self._refused: list[tuple[ArrivedBill, str]] = []
        self._digests: set[str] = set()

    def take(self, bill: ArrivedBill) -> None:
        filed = self._books.payables_read.files.by_digest.get(bill.digest)
        if filed is not None or bill.digest in self._digests:
            place = f" as {Path(filed.filename).name}" if filed is not None else ""
            self._there.append((bill, f"the same file is in the books{place}"))
            return
        try:
            self._book(bill)
        except UsageError as error:
            self._refused.append((bill, str(error)))

    def _book(self, bill: ArrivedBill) -> None:
        vendor = self._vendors.recognise(bill)
        day, record = bill.invoice.issued, self._record(vendor, bill)
        if vendor.id not in self._habits:
            self._habits[vendor.id] = BillHabits(self._books, vendor.id, day)
        habits = self._habits[vendor.id]
        booked = LineBooking(self._books, bill, record, habits).book()
        number = self._number(bill, vendor, booked.amount)
        if number is None:
            return
        document = self._document(bill, vendor, booked, number)
        settled = sum((paid.amount for paid in document.settlements), ZERO)
        if document.amount - settled != self._sign(bill) * bill.payable:
            raise UsageError("what is booked isn't what is to be paid")
        self._digests.add(bill.digest)
        self._booked.append(
            BookedBill(
                bill=bill,
                document=document,
                vendor=vendor,
                path=self._path(document, bill),
                notes=[*bill.warnings, *booked.unmapped],
            )
        )

    @staticmethod
    def _sign(bill: ArrivedBill) -> int:
        return -1 if bill.invoice.is_credit else 1

    def _number(
        self, bill: ArrivedBill, vendor: Recognised, owed: Decimal
    ) -> str | None:
        """The number to book under; None if the bill is already in the books.

        Args:
            bill: The bill.
            vendor: Its vendor.
            owed: The amount that it is made out for; negative for a credit.

        Raises:
            UsageError: If another bill of the vendor has it.
        """
        printed, issued = bill.invoice.number.strip(), bill.invoice.issued
        number = printed
        for known in self._known(vendor.id):
            if known.number is None or not same_number(known.number, printed):
                continue
            if (known.day, known.amount) == (issued, owed):
                place = f" ({short_place(known.place)})" if known.place.lineno else ""
                self._there.append((bill, f"{vendor.id} has it in the books{place}"))
                return None
            if known.day.year == issued.year:
                raise UsageError(
                    f"{printed} of {vendor.id} is in the books as a bill of {known.day}"
                    f" over {as_money(known.amount, known.currency)}; one of them is"
                    " wrong"
                )
            # A vendor that restarts its numbers each year: they must differ here.
            number = f"{printed}/{issued.year}"
        return number

    def _known(self, vendor: str) -> Iterator[BillFacts]:
        yield from (b for b in self._books.payables_read.bills if b.party == vendor)
        for place, booked in enumerate(self._booked):
            if booked.document.party == vendor:
                yield self._facts(booked, place)

    def _facts(self, booked: BookedBill, place: int) -> BillFacts:
        document = booked.document
        return BillFacts(
            party=document.party,
            number=document.number,
            day=document.issued,
            amount=document.amount,
            currency=document.currency,
            identities=identities_of(self._books.directory, document.party),
            digests=frozenset({booked.bill.digest}),
            place=Place(f"{_NEW}{place:06}", 0),
        )

    def _path(self, document: NewDocument, bill: ArrivedBill) -> str:
        """The path of the file; its own name could be anything, and is not used."""
        folder = f"{self._books.settings.bill_folder}/{document.issued.year}"
        name = file_name(f"{document.party} {document.number}")
        return f"{folder}/{name}-{bill.digest[:8]}{bill.suffix}"

    def _document(
        self, bill: ArrivedBill, vendor: Recognised, booked: BookedLines, number: str
    ) -> NewDocument:
        invoice, credit = bill.invoice, booked.amount < 0
        record = self._record(vendor, bill)
        texts = [line.description for line in booked.lines if line.description]
        usual = DocumentKind.of(Side.PAYABLE, credit=credit).value.capitalize()
        return NewDocument(
            side=Side.PAYABLE,
            number=number,
            party=vendor.id,
            payee=vendor.name,
            issued=invoice.issued,
            due=bill.due if bill.due and bill.due >= invoice.issued else None,
            currency=invoice.currency,
            lines=tuple(booked.lines),
            control_account=control_account_of(self._books, record, Side.PAYABLE),
            text=seen_text(invoice.subject) or next(iter(texts), usual),
            order=seen_text(invoice.order),
            buyer_reference=seen_text(invoice.buyer_reference),
            delivered=_unless(invoice.delivered, invoice.issued),
            period=invoice.period,
            credits=self._credited(bill, vendor) if credit else (),
            iban=_asked_iban(bill, record),
            party_facts=vendor.facts or {},
            unfinished=bool(booked.unmapped),
            settlements=tuple(booked.settled),
        )

    def _record(self, vendor: Recognised, bill: ArrivedBill) -> Party:
        return self._books.directory.as_of(
            PartyRole.VENDOR, vendor.id, bill.invoice.issued
        )

    def _credited(self, bill: ArrivedBill, vendor: Recognised) -> tuple[str, ...]:
        """The documents it credits, as far as they are in the books."""
        known = {bill_facts.number for bill_facts in self._known(vendor.id)}
        return tuple(n for n, _day in bill.invoice.preceding if n in known)

    def finish(self) -> PlannedBills:
        planned = plan_documents(self._books, [b.document for b in self._booked])
        refusals = {id(r.document): r.reason for r in planned.refused}
        for booked in self._booked:
            if id(booked.document) in refusals:
                self._refused.append((booked.bill, refusals[id(booked.document)]))
        accepted = [b for b in self._booked if id(b.document) not in refusals]
        alike = self._alike(accepted)
        return PlannedBills(
            directives=[
                *map(self._with_role, planned.directives),
                *map(self._filed, accepted),
            ],
            booked=[
                replace(
                    accepted_bill, notes=[*accepted_bill.notes, *alike.get(place, ())]
                )
                for place, accepted_bill in enumerate(accepted)
            ],
            there=self._there,
            refused=self._refused,
        )

    def _with_role(self, directive: Directive) -> Directive:
        """The suspense account gets its role when it is opened."""
        suspense = suspense_account(self._books)
        if isinstance(directive, Open) and directive.account == suspense:
            return directive._replace(meta={"role": Role.SUSPENSE.value})
        return directive

    def _filed(self, booked: BookedBill) -> DocumentDirective:
        document, meta = booked.document, dict[str, Any]()
        links = frozenset({document.number} if LINK.fullmatch(document.number) else ())
        if not links or document.is_credit:
            links, meta["bill"] = frozenset(), document.number
        meta["vendor"], meta[DIGEST] = document.party, booked.bill.digest
        return DocumentDirective(
            meta,
            document.issued,
            document.control_account,
            str(self._folder / booked.path),
            frozenset(),
            links,
        )

    def _alike(self, booked: Sequence[BookedBill]) -> dict[int, list[str]]:
        """By position in the list, the other bills that each may duplicate."""
        facts = [
            self._facts(booked_bill, place) for place, booked_bill in enumerate(booked)
        ]
        places = {bill_facts.place: place for place, bill_facts in enumerate(facts)}
        sentences: dict[int, list[str]] = {}
        for duplicate in (
            find_duplicates([*self._books.payables_read.bills, *facts]) if facts else ()
        ):
            place = places.get(
                duplicate.bill.place, places.get(duplicate.earlier.place)
            )
            if place is not None:
                is_turned = duplicate.bill.place not in places
                sentences.setdefault(place, []).append(
                    duplicate_sentence(_turned(duplicate) if is_turned else duplicate)
                )
        return sentences


def _turned(duplicate: Duplicate) -> Duplicate:
    return replace(duplicate, bill=duplicate.earlier, earlier=duplicate.bill)


def _unless(day: date | None, other: date) -> date | None:
    """A day, unless it equals the other one."""
    return None if day == other else day


def _asked_iban(bill: ArrivedBill, record: Party) -> str:
    """The account that a bill asks to be paid to: the vendor's, if it is among them.

    It is noted even if the two agree: if the record is edited in place later, it will
    differ from the bill.
    """
    own = compact_iban(record.text("iban"))
    return own if own in bill.ibans else next(iter(bill.ibans), "")
