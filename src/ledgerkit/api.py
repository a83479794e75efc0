"""The Python door: the books, with every report as a method.

>>> import ledgerkit
>>> books = ledgerkit.load("main.beancount")  # doctest: +SKIP
>>> print(books.aging(as_of=date(2026, 3, 20)).to_csv())  # doctest: +SKIP
"""

from __future__ import annotations

from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from ledgerkit.api_reports.bank_reports import BankReports
from ledgerkit.api_reports.client_reports import ClientReports
from ledgerkit.api_reports.payable_reports import PayableReports
from ledgerkit.api_reports.receivable_reports import ReceivableReports
from ledgerkit.books.load import load_as, load_books
from ledgerkit.books.stationery import StationeryFolder
from ledgerkit.document_formats import find_format
from ledgerkit.e_invoices.e_invoice import EInvoiceFormat, missing_facts
from ledgerkit.entries.change import EntriesChange
from ledgerkit.entries.clients.address_book import AddressBookChange
from ledgerkit.entries.documents.documents import PlannedDocuments, plan_documents
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.entries.request import Request, file_for, plan_request
from ledgerkit.errors import UsageError
from ledgerkit.ledger.loader import garbage_collection_off
from ledgerkit.ledger.writing.writer import LoadedFiles
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, Party, PartyRole
from ledgerkit.rendering.reminder import LetterAddress, render_reminder
from ledgerkit.rendering.statement import render_statement
from ledgerkit.rendering.stationery import Stationery
from ledgerkit.reports import check
from ledgerkit.reports.documents import ageing as aging
from ledgerkit.reports.documents import (
    card,
    differences,
    discounts,
    documents,
    due,
    open_items,
    parties,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ledgerkit.clients.records.address_entry import AddressEntry
    from ledgerkit.e_invoices.en16931.missing import MissingFact
    from ledgerkit.entries.clients.address_book import PlannedAddresses
    from ledgerkit.entries.documents.document import NewDocument
    from ledgerkit.entries.entry import PlannedEntries
    from ledgerkit.receivables.collection.statement import ClientStatement
    from ledgerkit.receivables.reminders.planned import PlannedLetter
    from ledgerkit.table import Table


class LedgerBooks(ReceivableReports, PayableReports, BankReports, ClientReports):
    """A loaded ledger that answers questions.

    Every report takes ``as_of``, the last day that counts, and returns a
    `Table`: ``.to_dicts()``, ``.to_csv()`` and, where pandas is installed,
    ``.to_pandas()``. The other keyword arguments are those of the functions in
    `ledgerkit.reports`. ``subledger(side, as_of)`` has the documents behind them.

    A large book is millions of objects, which the garbage collector would go
    through several times in each report.
    """

    @garbage_collection_off()
    def aging(self, *, as_of: date, **choices: Any) -> Table:
        """What each party owes, by age. Choices: side, basis, buckets, currency."""
        return aging.aging(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def open_items(self, *, as_of: date, **choices: Any) -> Table:
        """What is open, by document. Choices: side, party, currency, by_part."""
        return open_items.open_items(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def documents(self, *, as_of: date, **choices: Any) -> Table:
        """Every invoice or bill, with its status. Choices: side, party, currency."""
        return documents.documents(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def due(self, number: str, *, as_of: date, **choices: Any) -> Table:
        """When and why a document is due, part by part. Choices: side."""
        return due.due(self, number, as_of=as_of, **choices)

    @garbage_collection_off()
    def card(self, party: str, *, as_of: date, side: Side | None = None) -> Table:
        """Every document and settlement of a party, with a running balance."""
        return card.card(self, party, as_of=as_of, side=side)

    @garbage_collection_off()
    def discounts(self, *, as_of: date, **choices: Any) -> Table:
        """Early-payment discounts by document. Choices: side, party, currency."""
        return discounts.discounts(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def differences(self, *, as_of: date, **choices: Any) -> Table:
        """Small payment differences, with what to book. Choices: side, account."""
        return differences.differences(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def check(self, *, as_of: date) -> Table:
        """What a person should look at."""
        return check.check(self, as_of=as_of)

    @property
    def clients(self) -> Mapping[str, Party]:
        """Every client by id, declared or only dealt with, as last recorded."""
        return self._by_id(PartyRole.CLIENT)

    @property
    def vendors(self) -> Mapping[str, Party]:
        """Every vendor by id, declared or only dealt with, as last recorded."""
        return self._by_id(PartyRole.VENDOR)

    @garbage_collection_off()
    def client_balances(self, *, as_of: date) -> Table:
        """The clients with what they owe."""
        return parties.clients(self, as_of=as_of)

    @garbage_collection_off()
    def vendor_balances(self, *, as_of: date) -> Table:
        """The vendors with what we owe them."""
        return parties.vendors(self, as_of=as_of)

    @cached_property
    def desk(self) -> Stationery:
        """Templates and logo, for what we send; see `ledgerkit.rendering`."""
        return Stationery(StationeryFolder(self.filename))

    def render(self, number: str, as_: str = "html") -> bytes:
        """An invoice or credit note of ours as a file's bytes.

        Args:
            number: Its number.
            as_: One of `ledgerkit.document_formats.FORMATS`, e.g. ``"html"``.

        Raises:
            UsageError: If there is no such document or format, or its lines can't
                be told.
            CannotBeSentError: If an e-invoice lacks facts; ``.facts`` lists them.
            StationeryError: If a template or the logo beside the books is wrong.
        """
        return find_format(as_).render(self.invoice(number), self.desk)

    def missing_facts(self, number: str, as_: str) -> Sequence[MissingFact]:
        """What an invoice lacks to be sent as an e-invoice; empty if nothing.

        Args:
            number: Its number.
            as_: ``"ubl"``, ``"cii"``, ``"facturx"`` or ``"fatturapa"``.

        Raises:
            UsageError: If there is no such document, or its lines can't be told.
        """
        return missing_facts(self.invoice(number), EInvoiceFormat(as_))

    def reminder_page(self, letter: PlannedLetter, *, day: date) -> str:
        """A letter of ``reminder_plan(day)`` as a page, in the client's language.

        Raises:
            StationeryError: If a template or the logo beside the books is wrong.
        """
        address = self._address(letter.party, letter.currency, day)
        return render_reminder(letter, address, self.desk)

    def statement_page(self, statement: ClientStatement) -> str:
        """A statement as a page, in the client's language.

        Raises:
            StationeryError: If a template or the logo beside the books is wrong.
        """
        address = self._address(statement.party, statement.currency, statement.until)
        return render_statement(statement, address, self.desk)

    def _address(self, client: str, currency: str, day: date) -> LetterAddress:
        return LetterAddress(
            company=self.directory.as_of(PartyRole.COMPANY, OURSELVES, day),
            client=self.directory.as_of(PartyRole.CLIENT, client, day),
            day=day,
            account=self.payment_account(currency, day),
        )

    def add_documents(
        self, documents: Iterable[NewDocument], *, into: Path | None = None
    ) -> PlannedDocuments:
        """Write documents and their settlements into the books, all or none.

        Parties and accounts that the book lacks are declared and opened; documents
        that are there already are skipped. The books are read anew for that, and
        this object stays as it was loaded: load again to see what was written.

        Args:
            documents: See `ledgerkit.entries.documents.document`.
            into: The file to write to; the main ledger if None.

        Returns:
            What was written and skipped: ``new``, ``settlements``, ``settled``,
            ``there``, ``declared``, ``opened`` and the ``directives`` themselves.

        Raises:
            UsageError: If a document can't be written; the message names the first.
            WriteRefusedError: If nothing was written; the old text stands.
        """
        fresh = load_books(self.filename)
        known = LoadedFiles.of(fresh)
        planned = plan_documents(fresh, documents)
        if planned.refused:
            first = planned.refused[0]
            others = len(planned.refused) - 1
            more = f" (and {others} other documents)" if others else ""
            raise UsageError(f"{first}{more}")
        if planned.directives:
            EntriesChange(fresh, planned, known=known, into=into).write()
        return planned

    def add_clients(
        self,
        entries: Sequence[AddressEntry],
        *,
        day: date,
        update: bool = False,
        into: Path | None = None,
    ) -> PlannedAddresses:
        """Write clients and people of an address book into the books, each once.

        The books are read anew for that, and this object stays as it was loaded.

        Args:
            entries: What `read_address_book` (in `ledgerkit.importers.address_book`)
                made of a file.
            day: From when it holds.
            update: Whether to change records that are there.
            into: The file to write to; where such records stand if None.

        Returns:
            What was written and what was not: ``new``, ``amended``, ``there``,
            ``differences``, ``problems`` and the ``directives`` themselves.

        Raises:
            WriteRefusedError: If nothing was written; the old text stands.
        """
        fresh = load_books(self.filename)
        change = AddressBookChange(
            fresh,
            entries,
            day=day,
            update=update,
            known=LoadedFiles.of(fresh),
            into=into,
        )
        if change.planned.directives:
            change.write()
        return change.planned

    def record(self, record: Request, *, into: Path | None = None) -> PlannedEntries:
        """Write one thing into the books: an invoice, a receipt, a call and so on.

        The next number of a series is taken while nobody else can write. This object
        stays as it was loaded: load again to see what was written.

        Args:
            record: What to write, see `ledgerkit.entries.request`.
            into: The file to write to; where the latest of its kind stands if None.

        Returns:
            What was written: ``number``, ``done``, ``notes`` and ``directives``.

        Raises:
            UsageError: If it can't be written so.
            WriteRefusedError: If nothing was written; the old text stands.
        """
        fresh = load_books(self.filename)
        known = LoadedFiles.of(fresh)
        change = EntriesChange(
            fresh,
            plan_request(fresh, record),
            known=known,
            into=into or file_for(fresh, record),
            replan=partial(plan_request, record=record),
        )
        change.write()
        return change.planned

    def new_invoice(
        self, *, client: str, into: Path | None = None, **facts: Any
    ) -> PlannedEntries:
        """Write an invoice; ``facts`` are the other fields of `InvoiceDraft`.

        Raises:
            UsageError: If it can't be written so.
            WriteRefusedError: If nothing was written; the old text stands.
        """
        return self.record(InvoiceDraft(party=client, **facts), into=into)

    def new_bill(
        self, *, vendor: str, into: Path | None = None, **facts: Any
    ) -> PlannedEntries:
        """Write a vendor's bill; ``facts`` are the other fields of `InvoiceDraft`.

        Raises:
            UsageError: If it can't be written so, or its number is there already.
            WriteRefusedError: If nothing was written; the old text stands.
        """
        draft = InvoiceDraft(party=vendor, side=Side.PAYABLE, **facts)
        return self.record(draft, into=into)

    def _by_id(self, role: PartyRole) -> Mapping[str, Party]:
        return {party.id: party for party in self.parties(role, date.max)}


def load(path: str | Path) -> LedgerBooks:
    """Load a ledger file.

    Raises:
        UnreadableBooksError: If the file, or one it includes, is no readable text.
    """
    return load_as(LedgerBooks, path)
