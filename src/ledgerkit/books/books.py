"""The books: everything Beancount loaded, and every ledgerkit view of it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ledgerkit.books.accounts import AccountViews
from ledgerkit.books.documents.views import DocumentViews
from ledgerkit.books.parties import party_named
from ledgerkit.books.source import Source
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from beancount.core.data import Directive

    from ledgerkit.books.bank.reading import BankReading
    from ledgerkit.books.bank.reconciliations import BankStatements
    from ledgerkit.books.cash_basis.reading import CashBasis
    from ledgerkit.books.checks import Check
    from ledgerkit.books.clients.health import HealthReading
    from ledgerkit.books.clients.reading import ClientReading
    from ledgerkit.books.clients.relation_reading import RelationReading
    from ledgerkit.books.documents.disputes import Disputes
    from ledgerkit.books.documents.notes import DocumentNotes
    from ledgerkit.books.forecast.reading import ForecastReading
    from ledgerkit.books.general_ledger.closed_periods import ClosedPeriods
    from ledgerkit.books.general_ledger.reading import GeneralLedgerReading
    from ledgerkit.books.payables.reading import PayableReading
    from ledgerkit.books.quotes.reading import QuoteReading
    from ledgerkit.books.receivables.recurring import RecurringRecords
    from ledgerkit.books.receivables.reminders import ReminderReading
    from ledgerkit.books.taxes.filing.filed_returns import FiledReturns
    from ledgerkit.books.taxes.reading import TaxReading
    from ledgerkit.books.work.reading import WorkReading
    from ledgerkit.clients.measures.sales import Sale
    from ledgerkit.clients.records.record import Relations
    from ledgerkit.errors import Finding
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.general_ledger.control_accounts import ControlAccountProof
    from ledgerkit.invoices.invoice import PaymentAccount
    from ledgerkit.invoices.numbering import UsedNumber
    from ledgerkit.invoices.tax_code import TaxCodes
    from ledgerkit.language.settings import Settings
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.directory import PartyDirectory
    from ledgerkit.parties.party import Party
    from ledgerkit.payables.approval import ApprovalState
    from ledgerkit.receivables.recurring.recognition import DeferredGroup
    from ledgerkit.receivables.reminders.planned import ReminderPlan


class Books(AccountViews, DocumentViews):
    """A loaded ledger.

    Each subject is imported on first use.

    Attributes:
        directives: Beancount's directives, in its order.
        options: Beancount's options.
        errors: Beancount's errors, with our own plugins' findings.
        digests: The digest of each file as it was loaded, by real path; None if another
            program loaded it.
        settings: How ledgerkit works on this book.
        chart: The role of every account.
        directory: The declared parties, and ourselves.
        tax_codes: The declared tax codes.
        voids: Our numbers that stand for no document.
        control_postings: Every posting to a receivable or payable account.
    """

    def __init__(
        self,
        directives: Sequence[Directive],
        errors: Sequence[Any],
        options: Mapping[str, Any],
    ) -> None:
        """Read the result of a loader."""
        self.directives = directives
        self.digests: Mapping[Path, str] | None = None
        self.options = options
        self.errors = errors
        self.source = source = Source(directives, options)
        self.settings: Settings = source.settings
        self.chart: ChartOfAccounts = source.chart
        self.directory: PartyDirectory = source.directory
        self.relations: Relations = source.relations
        self.tax_codes: TaxCodes = source.reading.tax_codes
        self.voids: Sequence[UsedNumber] = source.reading.voids
        self.control_postings: Sequence[ControlPosting] = (
            source.reading.control_postings
        )
        self.subledger = source.subledger

    @property
    def filename(self) -> str:
        """The main ledger file."""
        return str(self.options["filename"])

    def parties(self, role: PartyRole, as_of: date) -> Sequence[Party]:
        """Every client or vendor, declared or dealt with by that day, by id."""
        dealt_with = {
            p.party
            for p in self.control_postings
            if p.side.party_role is role and p.day <= as_of and p.party
        }
        ids = sorted({*self.directory.ids(role), *dealt_with})
        return [self.directory.as_of(role, id_, as_of) for id_ in ids]

    def find_party(self, role: PartyRole, name: str) -> str:
        """The id of the party a person means: see `party_named`."""
        known = {party.id for party in self.parties(role, date.max)}
        return party_named(self.directory, role, name, known)

    def allowance_percent(self, document: Document) -> Decimal | None:
        """A document's own percentage of doubt; None if it states none."""
        stated = (self._stated_percents.get(id(p)) for p in document.postings)
        return next((percent for percent in stated if percent is not None), None)

    @cached_property
    def _stated_percents(self) -> Mapping[int, Decimal]:
        from ledgerkit.books.receivables.allowance import stated_percents

        return stated_percents(
            self.directives, self.control_postings, self.source.reading.origins
        )

    def origins(self, side: Side) -> Iterator[tuple[ControlPosting, int]]:
        """Each control posting of a side, with the index of its transaction."""
        return self.source.origins(side)

    @cached_property
    def sales(self) -> Sequence[Sale]:
        """The revenue and cost of each client, in ledger order."""
        from ledgerkit.books.clients.sales import read_sales

        return read_sales(self.source)

    @cached_property
    def clients_read(self) -> ClientReading:
        """The book's data on its clients, for any day."""
        from ledgerkit.books.clients.reading import ClientReading

        return ClientReading(self.source, self.sales)

    @cached_property
    def relations_read(self) -> RelationReading:
        """The book's data on client relations, for any day."""
        from ledgerkit.books.clients.relation_reading import RelationReading

        return RelationReading(self.source, self.clients_read)

    @cached_property
    def health_read(self) -> HealthReading:
        """The health of the relation with each client, on any day."""
        from ledgerkit.books.clients.health import HealthReading

        return HealthReading(self.source, self.clients_read, self.relations_read)

    @cached_property
    def forecast_read(self) -> ForecastReading:
        """Planned items and scenarios for forecasts, and how late clients pay."""
        from ledgerkit.books.forecast.reading import ForecastReading

        return ForecastReading(self.source)

    @property
    def recurring(self) -> RecurringRecords:
        """The templates of recurring invoices, and the price indices."""
        return self.source.recurring

    @cached_property
    def deferred_groups(self) -> Sequence[DeferredGroup]:
        """The deferred lines with the amounts recognised of each."""
        from ledgerkit.receivables.recurring.recognition import group_lines

        return group_lines(
            self.source.deferrals.lines, self.source.deferrals.recognitions
        )

    @property
    def quotes_read(self) -> QuoteReading:
        """The book's quotes, and what is invoiced of each."""
        return self.source.quotes

    @property
    def document_notes(self) -> DocumentNotes:
        """Notes, and keys of documents, about reminders and disputes."""
        return self.source.document_notes

    @property
    def disputes(self) -> Disputes:
        """The disputed amount of each invoice and bill, on any day."""
        return self.source.disputes

    @property
    def reminders_read(self) -> ReminderReading:
        """The book's reminders: levels, rates, notes and holds."""
        return self.source.reminders

    def reminder_plan(self, day: date) -> ReminderPlan:
        """Whom to remind on a day, of what, and why; and whom not."""
        return self.reminders_read.plan(
            self.subledger(Side.RECEIVABLE, day),
            minimum=self.settings.reminder_minimum,
        )

    @property
    def payables_read(self) -> PayableReading:
        """The book's bills: files, approvals and duplicates."""
        return self.source.payables

    @property
    def closed_periods(self) -> ClosedPeriods:
        """The periods that were closed, to be compared with what they were."""
        return self.source.closed_periods

    @property
    def bank_read(self) -> BankReading:
        """The book's bank accounts: statements, rules, cleared postings."""
        return self.source.bank

    def approval_state(self, bill: Document, as_of: date) -> ApprovalState:
        """Whether a bill may be paid on a day under the book's rules, and why not."""
        return self.payables_read.approvals.state(bill, as_of)

    def payment_account(self, currency: str, day: date) -> PaymentAccount | None:
        """The account for clients to pay to; None if none of ours has an IBAN."""
        from ledgerkit.books.bank.accounts import payment_account

        us = self.directory.as_of(PartyRole.COMPANY, OURSELVES, day)
        return payment_account(us, self.source.reading.opens, self.chart, currency)

    @cached_property
    def general_ledger(self) -> GeneralLedgerReading:
        """The general ledger: balances and turnovers of all accounts, on any day."""
        from ledgerkit.books.general_ledger.reading import GeneralLedgerReading

        return GeneralLedgerReading(self.source)

    @cached_property
    def _cash_bases(self) -> dict[bool, CashBasis]:
        return {}

    def cash_basis(self, *, with_tax: bool = False) -> CashBasis:
        """Income and expenses by payment.

        Args:
            with_tax: Whether tax and goods in stock count by payment, too.
        """
        if with_tax not in self._cash_bases:
            from ledgerkit.books.cash_basis.reading import CashBasis

            general = self.general_ledger
            self._cash_bases[with_tax] = CashBasis(
                self.source, general.ledger, general.currency, with_tax=with_tax
            )
        return self._cash_bases[with_tax]

    @cached_property
    def taxes_read(self) -> TaxReading:
        """The book's tax: what falls due when, and its returns."""
        from ledgerkit.books.taxes.reading import TaxReading

        return TaxReading(self.source)

    @cached_property
    def filed_returns(self) -> FiledReturns:
        """The book's tax returns, with what was filed of them and changed since."""
        from ledgerkit.books.taxes.filing.filed_returns import FiledReturns

        return FiledReturns(self.source, self.taxes_read)

    @cached_property
    def work_read(self) -> WorkReading:
        """Hours and expenses to be charged, and what became of them."""
        from ledgerkit.books.work.reading import WorkReading

        return WorkReading(self.source)

    @cached_property
    def statements_read(self) -> BankStatements:
        """The bank statements, each to be reconciled with the books."""
        from ledgerkit.books.bank.reconciliations import BankStatements

        return BankStatements(self.bank_read)

    def knows_control_account(self, side: Side) -> bool:
        """Whether any account of a side is known; else nothing is listed as owed."""
        from ledgerkit.books.unknown_accounts import knows_control_account

        return knows_control_account(self.source, side)

    def control_account_proofs(
        self, side: Side, as_of: date
    ) -> Sequence[ControlAccountProof]:
        """Each control account's balance beside the sum of its open items."""
        from ledgerkit.general_ledger.control_accounts import prove_control_accounts

        return prove_control_accounts(
            self._control_balances.at(side, as_of), self.subledger(side, as_of)
        )

    def findings(
        self, checks: Iterable[Check] | None = None, *, advice: bool = True
    ) -> Sequence[Finding]:
        """Everything that a person should look at, in the order of the text.

        Args:
            checks: Which to make; None for all, Beancount's own errors among them.
            advice: Whether to look for what spoils no figure, too.
        """
        from ledgerkit.books.checks import CHECKS, findings_of
        from ledgerkit.books.loader_errors import loader_findings
        from ledgerkit.books.slips.ignored_plugins import find_ignored_plugins
        from ledgerkit.books.slips.key_lines import at_key_lines, causes
        from ledgerkit.books.slips.outside_files import find_outside_files

        loaded: list[Finding] = []
        if checks is None:
            loaded += loader_findings(self.errors, self.options, self.directives)
            loaded += find_ignored_plugins(self.options, advice=advice)
            if advice:
                loaded += find_outside_files(self.directives, self.options)
        made = findings_of(self.source, checks=checks or CHECKS, advice=advice)
        findings = {
            (finding.advice, finding.place, finding.message): finding
            for finding in at_key_lines(causes([*loaded, *made]))
            if advice or not finding.advice
        }
        return [findings[key] for key in sorted(findings)]

    def trust_findings(self) -> Sequence[Finding]:
        """The findings that make some figure untrustworthy."""
        return self.findings(advice=False)
