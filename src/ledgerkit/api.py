"""The Python interface: the books, with every report as a method.

>>> import ledgerkit
>>> books = ledgerkit.load("main.beancount")  # doctest: +SKIP
>>> print(books.aging(as_of=date(2026, 3, 20)).to_csv())  # doctest: +SKIP
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from os import environ
from typing import TYPE_CHECKING, Unpack

from ledgerkit.books.load import load_as, load_books
from ledgerkit.errors import UntrustedBooksError, UsageError
from ledgerkit.late_import import LateImport
from ledgerkit.ledger.trust import allow, is_allowed, trust_file, trusted_folders
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, Party, PartyRole
from ledgerkit.report_methods import Report, ReportMethods

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    import ledgerkit.adviser_files
    from ledgerkit.banking.reconciliation.reconcile import Reconciliation
    from ledgerkit.clients.records.address_entry import AddressEntry
    from ledgerkit.e_invoices.en16931.missing import MissingFact
    from ledgerkit.entries.bank.prepared import BankFile, PreparedImport
    from ledgerkit.entries.bills.payment_run import RunPlan, RunRequest
    from ledgerkit.entries.clients.address_book import PlannedAddresses
    from ledgerkit.entries.documents.document import NewDocument
    from ledgerkit.entries.documents.documents import PlannedDocuments
    from ledgerkit.entries.documents.draft import InvoiceFacts
    from ledgerkit.entries.entry import PlannedEntries
    from ledgerkit.entries.request import Request
    from ledgerkit.receivables.collection.statement import ClientStatement
    from ledgerkit.receivables.reminders.planned import PlannedLetter
    from ledgerkit.rendering.reminder import LetterAddress
    from ledgerkit.rendering.stationery import Stationery
    from ledgerkit.table import Table
else:
    ledgerkit = LateImport("ledgerkit")


class LedgerBooks(ReportMethods):
    """A loaded ledger with reports.

    Every report takes ``as_of``, the last day that counts, and returns a `Table`:
    ``.to_dicts()``, ``.to_csv()`` and, if pandas is installed, ``.to_pandas()``;
    `ledgerkit.report_methods` lists them. ``subledger(side, as_of)`` has the documents
    behind them.
    """

    # Files for advisers and offices: an `AdviserFile` each.
    export_fec = Report(ledgerkit.adviser_files.export_fec)
    export_datev = Report(ledgerkit.adviser_files.export_datev)
    export_saft = Report(ledgerkit.adviser_files.export_saft)
    export_workbook = Report(ledgerkit.adviser_files.export_workbook)

    @property
    def clients(self) -> Mapping[str, Party]:
        """Every client by id, declared or not, as last recorded."""
        return self._by_id(PartyRole.CLIENT)

    @property
    def vendors(self) -> Mapping[str, Party]:
        """Every vendor by id, declared or not, as last recorded."""
        return self._by_id(PartyRole.VENDOR)

    @cached_property
    def stationery(self) -> Stationery:
        """Templates and logo for the documents we send; see `ledgerkit.rendering`."""
        from ledgerkit.books.stationery import StationeryFolder
        from ledgerkit.rendering.stationery import Stationery

        return Stationery(StationeryFolder(self.filename))

    def render(self, number: str, as_: str = "html") -> bytes:
        """An invoice or credit note of ours, as the bytes of a file.

        Args:
            number: Its number.
            as_: One of `ledgerkit.document_formats.DOCUMENT_FORMATS`, e.g. ``"html"``.

        Raises:
            UsageError: If there is no such document or format, or its lines are not
                known.
            CannotBeSentError: If an e-invoice lacks facts; ``.facts`` lists them.
            StationeryError: If a template or the logo beside the books is wrong.
        """
        from ledgerkit.document_formats import find_format

        return find_format(as_).render(self.invoice(number), self.stationery)

    def missing_facts(self, number: str, as_: str) -> Sequence[MissingFact]:
        """The facts an invoice lacks as an e-invoice; empty if none.

        Args:
            number: Its number.
            as_: ``"ubl"``, ``"cii"``, ``"facturx"`` or ``"fatturapa"``.

        Raises:
            UsageError: If there is no such document, or its lines are not known.
        """
        from ledgerkit.e_invoices.e_invoice import EInvoiceFormat, missing_facts

        return missing_facts(self.invoice(number), EInvoiceFormat(as_))

    def reminder_page(self, letter: PlannedLetter, *, day: date) -> str:
        """A letter of ``reminder_plan(day)`` as a page, in the client's language.

        Raises:
            StationeryError: If a template or the logo beside the books is wrong.
        """
        from ledgerkit.rendering.reminder import render_reminder

        address = self._address(letter.party, letter.currency, day)
        return render_reminder(letter, address, self.stationery)

    def statement_page(self, statement: ClientStatement) -> str:
        """A statement as a page, in the client's language.

        Raises:
            StationeryError: If a template or the logo beside the books is wrong.
        """
        from ledgerkit.rendering.statement import render_statement

        address = self._address(statement.party, statement.currency, statement.until)
        return render_statement(statement, address, self.stationery)

    def quote_page(self, number: str, *, day: date) -> str:
        """A quote as at a day as a page, in the client's language.

        Raises:
            UsageError: If there is no such quote by then.
            StationeryError: If a template or the logo beside the books is wrong.
        """
        from ledgerkit.books.quotes.offer import offer_of
        from ledgerkit.rendering.quote import quote_html

        return quote_html(offer_of(self, number, day), self.stationery)

    def _address(self, client: str, currency: str, day: date) -> LetterAddress:
        from ledgerkit.rendering.reminder import LetterAddress

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

        Missing parties and accounts are declared and opened; existing documents are
        skipped. The books are read again for this, and this object stays as it was
        loaded: load again to see the entries.

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
        from ledgerkit.entries.change import EntriesChange
        from ledgerkit.entries.documents.documents import plan_documents
        from ledgerkit.ledger.writing.writer import LoadedFiles

        fresh = load_books(self.filename)
        known = LoadedFiles.of(fresh)
        planned = plan_documents(fresh, documents)
        if planned.refused:
            first = planned.refused[0]
            others = len(planned.refused) - 1
            suffix = f" (and {others} other documents)" if others else ""
            raise UsageError(f"{first}{suffix}")
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

        The books are read again for this, and this object stays as it was loaded.

        Args:
            entries: A file read by `read_address_book` (in
                `ledgerkit.importers.address_book`).
            day: The day from which they apply.
            update: Whether to change existing records.
            into: The file to write to; that of such records if None.

        Returns:
            What was written and what was not: ``new``, ``amended``, ``there``,
            ``differences``, ``problems`` and the ``directives`` themselves.

        Raises:
            WriteRefusedError: If nothing was written; the old text stands.
        """
        from ledgerkit.entries.clients.address_book import AddressBookChange
        from ledgerkit.ledger.writing.writer import LoadedFiles

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
        """Write one request into the books: an invoice, a receipt, a call and so on.

        The next number of a series is taken while nobody else can write. This object
        stays as it was loaded: load again to see the entries.

        Args:
            record: The request, see `ledgerkit.entries.request`.
            into: The file to write to; that of the latest of its kind if None.

        Returns:
            What was written: ``number``, ``done``, ``notes`` and ``directives``.

        Raises:
            UsageError: If it can't be written.
            WriteRefusedError: If nothing was written; the old text stands.
        """
        from ledgerkit.entries.change import EntriesChange
        from ledgerkit.entries.request import file_for, plan_request
        from ledgerkit.ledger.writing.writer import LoadedFiles

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
        self, *, client: str, into: Path | None = None, **facts: Unpack[InvoiceFacts]
    ) -> PlannedEntries:
        """Write an invoice; ``facts`` are the other fields of `InvoiceDraft`.

        Raises:
            UsageError: If it can't be written.
            WriteRefusedError: If nothing was written; the old text stands.
        """
        from ledgerkit.entries.documents.draft import InvoiceDraft

        return self.record(InvoiceDraft(party=client, **facts), into=into)

    def new_bill(
        self, *, vendor: str, into: Path | None = None, **facts: Unpack[InvoiceFacts]
    ) -> PlannedEntries:
        """Write a vendor's bill; ``facts`` are the other fields of `InvoiceDraft`.

        Raises:
            UsageError: If it can't be written, or its number is in the books already.
            WriteRefusedError: If nothing was written; the old text stands.
        """
        from ledgerkit.entries.documents.draft import InvoiceDraft

        draft = InvoiceDraft(party=vendor, side=Side.PAYABLE, **facts)
        return self.record(draft, into=into)

    def payment_run_plan(self, request: RunRequest) -> RunPlan:
        """The plan of a payment run: ``ledgerkit.entries.bills.payment_run``.

        Raises:
            UsageError: If the account, a bill or a day requested is not possible.
        """
        from ledgerkit.entries.bills.payment_run import plan_payment_run

        return plan_payment_run(self, request)

    def direct_debit_plan(self, request: RunRequest) -> RunPlan:
        """The plan of direct debits: ``ledgerkit.entries.bills.payment_run``.

        Raises:
            UsageError: If the account, an invoice or a day requested is not possible,
                or we have no creditor identifier.
        """
        from ledgerkit.entries.bills.direct_debits import plan_direct_debits

        return plan_direct_debits(self, replace(request, side=Side.RECEIVABLE))

    def prepare_bank_import(
        self,
        files: Iterable[BankFile],
        *,
        account: str | None = None,
        accounts: Mapping[str, str] | None = None,
    ) -> PreparedImport:
        """The lines of bank files, with a proposal for each new one.

        Nothing is written: see `plan_bank_import` for the entries.

        Args:
            files: The files as read.
            account: The account of files that name none that is known.
            accounts: Accounts by their names in the files; what else they name and
                isn't known is left out.

        Raises:
            UsageError: If the account or currency of a file can't be told, or several
                accounts of files would be one.
        """
        from ledgerkit.entries.bank.prepare import prepare_bank_import

        return prepare_bank_import(self, files, account=account, accounts=accounts)

    def bank_import(
        self, prepared: PreparedImport, *, as_of: date, above: Decimal | None = None
    ) -> Table:
        """The new lines of bank files, each with a proposal, its confidence, and why.

        Args:
            prepared: From `prepare_bank_import`.
            as_of: The day of the report.
            above: The confidence from which a proposal is booked without asking; None
                for the usual one.
        """
        from ledgerkit.entries.bank.import_statements import CERTAIN
        from ledgerkit.reports.bank.proposals import bank_import

        least = CERTAIN if above is None else above
        return bank_import(prepared, as_of=as_of, above=least)

    def reconciliation(self, reconciliation: Reconciliation) -> Table:
        """A statement beside the books; see ``statements_read``, which reconciles."""
        from ledgerkit.reports.bank.reconciliation import bank_reconciliation

        return bank_reconciliation(
            reconciliation, stale_after=int(self.settings.stale_after)
        )

    def _by_id(self, role: PartyRole) -> Mapping[str, Party]:
        return {party.id: party for party in self.parties(role, date.max)}


def load(path: str | Path, *, trusted: bool = False) -> LedgerBooks:
    """Load a ledger file.

    Args:
        path: The main ledger file.
        trusted: Whether plugins and other code that lies with the books may run; from
            then on they may in the whole process. Installed plugins always may, and
            so may what lies in folders of ``ledgerkit trust``.

    Raises:
        UnreadableBooksError: If the file, or one it includes, is not readable text.
        UntrustedBooksError: If code would run that lies in a folder nobody trusts.
    """
    with suppress(UsageError):  # A list that can't be read trusts nobody.
        allow(trusted_folders(trust_file(environ)))
    while True:
        try:
            return load_as(LedgerBooks, path)
        except UntrustedBooksError as error:
            if not trusted or is_allowed(error.folder):
                raise
            allow([error.folder])
