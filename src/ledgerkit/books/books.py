"""The books: what Beancount loaded, and every view that ledgerkit has of it."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from ledgerkit.books.accounts import AccountViews
from ledgerkit.books.bank.accounts import payment_account
from ledgerkit.books.bank.reading import BankReading
from ledgerkit.books.bank.reconciliations import BankStatements
from ledgerkit.books.clients.health import HealthReading
from ledgerkit.books.clients.reading import ClientReading
from ledgerkit.books.clients.relation_reading import RelationReading
from ledgerkit.books.clients.sales import read_sales
from ledgerkit.books.control_account import ControlBalances
from ledgerkit.books.documents.differences import DifferenceReader
from ledgerkit.books.documents.discounts import DiscountReader
from ledgerkit.books.documents.disputes import Disputes
from ledgerkit.books.documents.invoices import InvoiceReader
from ledgerkit.books.documents.notes import DocumentNotes
from ledgerkit.books.documents.purposes import read_purposes
from ledgerkit.books.findings import own_findings
from ledgerkit.books.forecast.reading import ForecastReading
from ledgerkit.books.loader_errors import loader_findings
from ledgerkit.books.parties import document_numbered, party_named
from ledgerkit.books.payables.reading import PayableReading
from ledgerkit.books.reading import read_directives
from ledgerkit.books.receivables.allowance import (
    stated_percents,
)
from ledgerkit.books.receivables.deferrals import read_deferrals
from ledgerkit.books.receivables.recurring import read_recurring
from ledgerkit.books.receivables.reminders import ReminderReading
from ledgerkit.general_ledger.control_accounts import (
    ControlAccountProof,
    prove_control_accounts,
)
from ledgerkit.ledger.loader import garbage_collection_off
from ledgerkit.open_items.allocation import allocate
from ledgerkit.open_items.control_posting import order_by_side
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.receivables.recurring.recognition import group_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from beancount.core.data import Directive, Transaction

    from ledgerkit.books.documents.discounts import DocumentDiscount
    from ledgerkit.books.receivables.deferrals import Deferrals
    from ledgerkit.books.receivables.recurring import RecurringRecords
    from ledgerkit.clients.measures.sales import Sale
    from ledgerkit.clients.records.record import Relations
    from ledgerkit.errors import Finding
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.invoices.early_payment import DiscountOffer
    from ledgerkit.invoices.invoice import Invoice, PaymentAccount
    from ledgerkit.invoices.numbering import UsedNumber
    from ledgerkit.invoices.payment_difference import PaymentDifference
    from ledgerkit.invoices.tax_code import TaxCodes
    from ledgerkit.language.settings import Settings
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.parties.directory import PartyDirectory
    from ledgerkit.parties.party import Party
    from ledgerkit.payables.approval import ApprovalState
    from ledgerkit.receivables.collection.history import Purposes
    from ledgerkit.receivables.recurring.recognition import DeferredGroup
    from ledgerkit.receivables.reminders.planned import ReminderPlan


class Books(AccountViews):
    """A loaded ledger.

    Attributes:
        directives: Beancount's directives, in its order.
        options: Beancount's options.
        errors: Beancount's errors; our own plugins' findings are among them.
        digests: The digest of each file as it was loaded, by real path; None where
            another program loaded it.
        settings: How ledgerkit works on this book.
        chart: The role of every account.
        directory: The declared parties, and ourselves.
        tax_codes: The declared tax codes.
        voids: Numbers of ours that stand for no document.
        control_postings: Every posting to a receivable or payable account.
    """

    @garbage_collection_off()
    def __init__(
        self,
        directives: Sequence[Directive],
        errors: Sequence[Any],
        options: Mapping[str, Any],
    ) -> None:
        """Read what a loader returned."""
        self.directives = directives
        self.digests: Mapping[Path, str] | None = None
        self.options = options
        self.errors = errors
        self._reading = read_directives(directives, options)
        self.settings: Settings = self._reading.settings
        self.chart: ChartOfAccounts = self._reading.chart
        self.directory: PartyDirectory = self._reading.directory
        self.tax_codes: TaxCodes = self._reading.tax_codes
        self.voids: Sequence[UsedNumber] = self._reading.voids
        self.control_postings: Sequence[ControlPosting] = self._reading.control_postings
        self._ordered = order_by_side(self.control_postings)
        self._control_balances = ControlBalances(directives, self.chart)
        self.subledger = lru_cache(maxsize=16)(self._subledger)

    @property
    def filename(self) -> str:
        """The main ledger file."""
        return str(self.options["filename"])

    @garbage_collection_off()
    def _subledger(self, side: Side, as_of: date) -> Subledger:
        """Everything owed on one side as at a day."""
        return allocate(
            self._ordered[side], as_of=as_of, apply_oldest=self.settings.apply_oldest
        )

    def parties(self, role: PartyRole, as_of: date) -> Sequence[Party]:
        """Every client or vendor, declared or only dealt with by that day, by id."""
        seen = {
            p.party
            for p in self.control_postings
            if p.side.party_role is role and p.day <= as_of and p.party
        }
        ids = sorted({*self.directory.ids(role), *seen})
        return [self.directory.as_of(role, id_, as_of) for id_ in ids]

    def find_party(self, role: PartyRole, name: str) -> str:
        """The id of the party that a person means: see `party_named`."""
        known = {party.id for party in self.parties(role, date.max)}
        return party_named(self.directory, role, name, known)

    def allowance_percent(self, document: Document) -> Decimal | None:
        """How doubtful a document says it is itself; None if it doesn't."""
        stated = (self._stated_percents.get(id(p)) for p in document.postings)
        return next((percent for percent in stated if percent is not None), None)

    @cached_property
    def _stated_percents(self) -> Mapping[int, Decimal]:
        return stated_percents(
            self.directives, self.control_postings, self._reading.origins
        )

    @cached_property
    def purposes(self) -> Purposes:
        """The control postings that are no sale or payment, though they look it."""
        return read_purposes(
            self.directives,
            self.control_postings,
            self._reading.origins,
            self.chart,
            income=f"{self.options['name_income']}:",
        )

    def origins(self, side: Side) -> Iterator[tuple[ControlPosting, int]]:
        """Each control posting of a side, with the index of its transaction."""
        pairs = zip(self.control_postings, self._reading.origins, strict=True)
        return ((posting, index) for posting, index in pairs if posting.side is side)

    @cached_property
    def relations(self) -> Relations:
        """What was written of client relations: people, talks, plans, pipeline."""
        return self._reading.relations

    @cached_property
    @garbage_collection_off()
    def sales(self) -> Sequence[Sale]:
        """What each client brought in, and cost, in the order of the book."""
        return read_sales(self)

    @cached_property
    def client_reading(self) -> ClientReading:
        """What the book says of its clients, for any day."""
        return ClientReading(self)

    @cached_property
    def relation_reading(self) -> RelationReading:
        """What the book says of client relations, for any day."""
        return RelationReading(self)

    @cached_property
    def health_reading(self) -> HealthReading:
        """How healthy the relation with each client is, on any day."""
        return HealthReading(self)

    @cached_property
    def _invoice_reader(self) -> InvoiceReader:
        return InvoiceReader(self._reading, self.directives, self.options)

    def find_document(
        self, number: str, *, side: Side = Side.RECEIVABLE, as_of: date = date.max
    ) -> Document:
        """The document of this number, as at a day: see `document_numbered`."""
        return document_numbered(self.subledger(side, as_of), number)

    def invoice(self, number: str, *, side: Side = Side.RECEIVABLE) -> Invoice:
        """What the document of this number says: lines, tax and totals.

        Raises:
            UsageError: If there is none, or its lines can't be told.
        """
        return self.read_invoice(self.find_document(number, side=side))

    def read_invoice(self, document: Document) -> Invoice:
        """What a document says: lines, tax and totals.

        Raises:
            UsageError: If its lines can't be told.
        """
        preceding: Sequence[Document] = ()
        if document.is_credit:
            known = self.subledger(document.side, date.max).by_number
            preceding = tuple(
                item.finish()
                for link in document.postings[0].links
                if link != document.number
                for item in known.get(link, ())
                if item.party == document.party
            )
        return self._invoice_reader.read(document, preceding)

    def transactions_of(self, document: Document) -> Sequence[Transaction]:
        """The transactions that make a document.

        Raises:
            UsageError: If it has none of its own.
        """
        return list(self._invoice_reader.transactions_of(document))

    def transaction_of(self, posting: ControlPosting) -> Transaction:
        """The transaction that a control posting is in."""
        return self._invoice_reader.transaction_of(posting)

    @cached_property
    def _discount_reader(self) -> DiscountReader:
        return DiscountReader(
            self._invoice_reader, self.chart, self.settings.discount_tax
        )

    @cached_property
    def _difference_reader(self) -> DifferenceReader:
        return DifferenceReader(self._reading, self._discount_reader, self.options)

    def payment_differences(
        self, side: Side, as_of: date
    ) -> Sequence[PaymentDifference]:
        """Every small difference that payments left by a day, by day."""
        return self._difference_reader.read(self.subledger(side, as_of))

    def tax_account(self, document: Document, code: str) -> str | None:
        """Where a document posts its tax under a code; None if it posts none."""
        return self._invoice_reader.tax_account(document, code)

    def discount_offer(self, document: Document) -> DiscountOffer | None:
        """What a document's terms offer for early payment; None for nothing."""
        return self._discount_reader.offer(document)

    def discounts_on(self, side: Side, as_of: date) -> Sequence[DocumentDiscount]:
        """Every early-payment discount offered or taken by a day, by due date."""
        return self._discount_reader.read(self.subledger(side, as_of))

    @cached_property
    def forecasting(self) -> ForecastReading:
        """What the book says for its forecasts, and how late its clients pay."""
        return ForecastReading(self, self._reading)

    @cached_property
    def recurring(self) -> RecurringRecords:
        """The templates of recurring invoices, and the price indices."""
        return read_recurring(self._reading.customs)

    @cached_property
    def deferrals(self) -> Deferrals:
        """Deferred revenue: its lines, and what became income."""
        return read_deferrals(self.directives, self._reading)

    @cached_property
    def deferred_groups(self) -> Sequence[DeferredGroup]:
        """The deferred lines with what was recognised of each."""
        return group_lines(self.deferrals.lines, self.deferrals.recognitions)

    @cached_property
    def document_notes(self) -> DocumentNotes:
        """What notes, and documents themselves, say of reminders and disputes."""
        return DocumentNotes(self._reading.marked, self.chart)

    @cached_property
    def disputes(self) -> Disputes:
        """What is disputed of each invoice and bill, on any day."""
        return Disputes(self.relations, self.document_notes)

    @cached_property
    def reminder_reading(self) -> ReminderReading:
        """What the book says of reminders: levels, rates, notes and holds."""
        return ReminderReading(
            self.document_notes,
            self._reading.customs,
            self.directory,
            self.disputes,
        )

    def reminder_plan(self, day: date) -> ReminderPlan:
        """Whom to remind on a day, of what, and why; and whom not."""
        return self.reminder_reading.plan(
            self.subledger(Side.RECEIVABLE, day),
            minimum=self.settings.reminder_minimum,
        )

    @cached_property
    def payables(self) -> PayableReading:
        """What the book says of its bills: files, approval, and what is there twice."""
        return PayableReading(
            self._reading,
            self.directives,
            self.subledger(Side.PAYABLE, date.max),
            self._invoice_reader.transaction_of,
        )

    @cached_property
    def banking(self) -> BankReading:
        """What the book says of its bank accounts: statements, rules, what cleared."""
        return BankReading(self._reading, self.directives)

    def approval_state(self, bill: Document, as_of: date) -> ApprovalState:
        """Whether a bill may be paid on a day by the book's rules, and why not."""
        return self.payables.approvals.state(bill, as_of)

    def payment_account(self, currency: str, day: date) -> PaymentAccount | None:
        """Where clients are to pay; None if no account of ours has an IBAN."""
        us = self.directory.as_of(PartyRole.COMPANY, OURSELVES, day)
        return payment_account(us, self._reading.opens, self.chart, currency)

    @cached_property
    def bank_statements(self) -> BankStatements:
        """The banks' statements, each to be held against the books."""
        return BankStatements(self.banking)

    def control_account_proofs(
        self, side: Side, as_of: date
    ) -> Sequence[ControlAccountProof]:
        """Each control account's balance beside what its open items sum to."""
        return prove_control_accounts(
            self._control_balances.at(side, as_of), self.subledger(side, as_of)
        )

    @garbage_collection_off()
    def findings(self) -> Sequence[Finding]:
        """Everything that a person should look at, in the order of the text."""
        found = {
            (f.advice, f.place, f.message): f
            for f in (
                *loader_findings(self.errors, self.options),
                *own_findings(
                    self, self._reading, self._invoice_reader, self._difference_reader
                ),
            )
        }
        return [found[key] for key in sorted(found)]

    def trust_findings(self) -> Sequence[Finding]:
        """The findings that make some figure untrustworthy."""
        return [found for found in self.findings() if not found.advice]
