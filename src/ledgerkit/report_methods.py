"""Every report as a method of the books, with the report's own signature.

A line each: its name as a method, and the function in `ledgerkit.reports`, imported on
first use. ``help(books.aging)`` shows its own help.
"""

from __future__ import annotations

from functools import wraps
from types import MethodType
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    ParamSpec,
    TypeVar,
    overload,
)

from ledgerkit.books.books import Books
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.late_import import LateImport, imported

if TYPE_CHECKING:
    from collections.abc import Callable

    import ledgerkit.reports.bank.cash
    import ledgerkit.reports.bank.cash_counts
    import ledgerkit.reports.bank.forecast
    import ledgerkit.reports.bank.forecast_back_test
    import ledgerkit.reports.bank.transit
    import ledgerkit.reports.cash_basis.reconciliation
    import ledgerkit.reports.check
    import ledgerkit.reports.clients.address_book
    import ledgerkit.reports.clients.agenda
    import ledgerkit.reports.clients.card
    import ledgerkit.reports.clients.cases
    import ledgerkit.reports.clients.client_list
    import ledgerkit.reports.clients.key_players
    import ledgerkit.reports.clients.payment_history
    import ledgerkit.reports.clients.pipeline
    import ledgerkit.reports.clients.plans
    import ledgerkit.reports.clients.playbooks
    import ledgerkit.reports.clients.relation_records
    import ledgerkit.reports.clients.renewals
    import ledgerkit.reports.clients.revenue
    import ledgerkit.reports.clients.sent_mail
    import ledgerkit.reports.clients.snippets
    import ledgerkit.reports.clients.timeline
    import ledgerkit.reports.documents.ageing
    import ledgerkit.reports.documents.card
    import ledgerkit.reports.documents.differences
    import ledgerkit.reports.documents.discounts
    import ledgerkit.reports.documents.documents
    import ledgerkit.reports.documents.due
    import ledgerkit.reports.documents.invoice
    import ledgerkit.reports.documents.numbers
    import ledgerkit.reports.documents.open_items
    import ledgerkit.reports.documents.parties
    import ledgerkit.reports.general_ledger.account_card
    import ledgerkit.reports.general_ledger.budget
    import ledgerkit.reports.general_ledger.cash_flow
    import ledgerkit.reports.general_ledger.closings
    import ledgerkit.reports.general_ledger.currencies.exchange_results
    import ledgerkit.reports.general_ledger.equity_changes
    import ledgerkit.reports.general_ledger.explained
    import ledgerkit.reports.general_ledger.explained_cash
    import ledgerkit.reports.general_ledger.journal
    import ledgerkit.reports.general_ledger.ratios
    import ledgerkit.reports.general_ledger.schedules
    import ledgerkit.reports.general_ledger.statements
    import ledgerkit.reports.general_ledger.trial_balance
    import ledgerkit.reports.payables.approvals
    import ledgerkit.reports.payables.cash_conversion
    import ledgerkit.reports.payables.cash_required
    import ledgerkit.reports.payables.claims
    import ledgerkit.reports.payables.form_1099
    import ledgerkit.reports.payables.orders
    import ledgerkit.reports.payables.payment_run
    import ledgerkit.reports.payables.spend
    import ledgerkit.reports.payables.vendor_statement
    import ledgerkit.reports.payables.withholding
    import ledgerkit.reports.portfolio.at_risk
    import ledgerkit.reports.portfolio.concentration
    import ledgerkit.reports.portfolio.health
    import ledgerkit.reports.portfolio.health_back_test
    import ledgerkit.reports.portfolio.measures
    import ledgerkit.reports.portfolio.retention
    import ledgerkit.reports.portfolio.rfm
    import ledgerkit.reports.portfolio.targets
    import ledgerkit.reports.portfolio.whitespace
    import ledgerkit.reports.quotes.answers
    import ledgerkit.reports.quotes.quotes
    import ledgerkit.reports.receivables.allowance
    import ledgerkit.reports.receivables.collection
    import ledgerkit.reports.receivables.credit_limits
    import ledgerkit.reports.receivables.deferred
    import ledgerkit.reports.receivables.recurring
    import ledgerkit.reports.receivables.reminders
    import ledgerkit.reports.receivables.statement
    import ledgerkit.reports.taxes.amounts
    import ledgerkit.reports.taxes.periods
    import ledgerkit.reports.taxes.pro_rata
    import ledgerkit.reports.taxes.proof
    import ledgerkit.reports.taxes.register
    import ledgerkit.reports.taxes.stamp_duty
    import ledgerkit.reports.taxes.tax_return
    import ledgerkit.reports.today.most_overdue
    import ledgerkit.reports.today.position
    import ledgerkit.reports.today.today
    import ledgerkit.reports.work.hours
    import ledgerkit.reports.work.profitability
    import ledgerkit.reports.work.projects
    import ledgerkit.reports.work.time_sheet
    import ledgerkit.reports.work.unbilled
else:
    ledgerkit = LateImport("ledgerkit")

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


class Report(Generic[Parameters, Answer]):
    """A function of the books, as a method of them.

    A large book is millions of objects, which the garbage collector would go through
    several times in each report: so it is switched off meanwhile.
    """

    def __init__(
        self, function: Callable[Concatenate[Books, Parameters], Answer]
    ) -> None:
        """Take the function, which may not be imported yet."""
        self._function: Any = function

    @property
    def function(self) -> Callable[Concatenate[Books, Parameters], Answer]:
        """The report itself, imported now."""
        function: Callable[Concatenate[Books, Parameters], Answer] = imported(
            self._function
        )
        return function

    @overload
    def __get__(
        self, books: None, owner: type[Books]
    ) -> Report[Parameters, Answer]: ...

    @overload
    def __get__(
        self, books: Books, owner: type[Books]
    ) -> Callable[Parameters, Answer]: ...

    def __get__(
        self, books: Books | None, owner: type[Books]
    ) -> Report[Parameters, Answer] | Callable[Parameters, Answer]:
        """The method of these books; on the class, the descriptor itself."""
        if books is None:
            return self
        function = self.function
        return MethodType(wraps(function)(garbage_collection_off()(function)), books)


class ReportMethods(Books):
    """Books with reports; each method returns a `Table`."""

    check = Report(ledgerkit.reports.check.check)
    most_overdue = Report(ledgerkit.reports.today.most_overdue.most_overdue)
    position = Report(ledgerkit.reports.today.position.position)
    today = Report(ledgerkit.reports.today.today.to_do)

    # Open items and documents
    aging = Report(ledgerkit.reports.documents.ageing.aging)
    open_items = Report(ledgerkit.reports.documents.open_items.open_items)
    documents = Report(ledgerkit.reports.documents.documents.documents)
    due = Report(ledgerkit.reports.documents.due.due)
    card = Report(ledgerkit.reports.documents.card.card)
    client_balances = Report(ledgerkit.reports.documents.parties.clients)
    vendor_balances = Report(ledgerkit.reports.documents.parties.vendors)
    numbers = Report(ledgerkit.reports.documents.numbers.numbers)
    invoice_lines = Report(ledgerkit.reports.documents.invoice.invoice_lines)
    settlements = Report(ledgerkit.reports.documents.invoice.settlements)
    discounts = Report(ledgerkit.reports.documents.discounts.discounts)
    differences = Report(ledgerkit.reports.documents.differences.differences)

    # General ledger
    account_card = Report(ledgerkit.reports.general_ledger.account_card.account_card)
    cards = Report(ledgerkit.reports.general_ledger.account_card.general_ledger)
    ratios = Report(ledgerkit.reports.general_ledger.ratios.ratios)
    journal = Report(ledgerkit.reports.general_ledger.journal.journal)
    cash_flow_line = Report(
        ledgerkit.reports.general_ledger.explained_cash.cash_flow_line
    )
    cash_flow = Report(ledgerkit.reports.general_ledger.cash_flow.cash_flow)
    budget = Report(ledgerkit.reports.general_ledger.budget.budget)
    balance_sheet = Report(ledgerkit.reports.general_ledger.statements.balance_sheet)
    balance_sheet_line = Report(
        ledgerkit.reports.general_ledger.explained.balance_sheet_line
    )
    equity_changes = Report(
        ledgerkit.reports.general_ledger.equity_changes.equity_changes
    )
    exchange_results = Report(
        ledgerkit.reports.general_ledger.currencies.exchange_results.exchange_results
    )
    income_statement_line = Report(
        ledgerkit.reports.general_ledger.explained.income_statement_line
    )
    income_statement = Report(
        ledgerkit.reports.general_ledger.statements.income_statement
    )
    cash_basis_reconciliation = Report(
        ledgerkit.reports.cash_basis.reconciliation.cash_basis_reconciliation
    )
    closings = Report(ledgerkit.reports.general_ledger.closings.closings)
    schedules = Report(ledgerkit.reports.general_ledger.schedules.schedules)
    schedule_plan = Report(ledgerkit.reports.general_ledger.schedules.schedule_plan)
    trial_balance = Report(ledgerkit.reports.general_ledger.trial_balance.trial_balance)

    # Tax
    pro_rata = Report(ledgerkit.reports.taxes.pro_rata.pro_rata)
    stamp_duties = Report(ledgerkit.reports.taxes.stamp_duty.stamp_duties)
    tax_amounts = Report(ledgerkit.reports.taxes.amounts.tax_amounts)
    tax_proof = Report(ledgerkit.reports.taxes.proof.tax_proof)
    tax_periods = Report(ledgerkit.reports.taxes.periods.tax_periods_of)
    tax_register = Report(ledgerkit.reports.taxes.register.tax_register)
    tax_return = Report(ledgerkit.reports.taxes.tax_return.tax_return)
    tax_return_box = Report(ledgerkit.reports.taxes.tax_return.tax_return_box)

    # Receivables
    allowance = Report(ledgerkit.reports.receivables.allowance.allowance)
    collection = Report(ledgerkit.reports.receivables.collection.collection)
    credit_limits = Report(ledgerkit.reports.receivables.credit_limits.credit_limits)
    recurring_invoices = Report(ledgerkit.reports.receivables.recurring.recurring)
    deferred = Report(ledgerkit.reports.receivables.deferred.deferred)
    deferred_roll_forward = Report(
        ledgerkit.reports.receivables.deferred.deferred_roll_forward
    )
    reminders = Report(ledgerkit.reports.receivables.reminders.reminders)
    statement = Report(ledgerkit.reports.receivables.statement.statement)
    statements_of = Report(ledgerkit.reports.receivables.statement.statements_of)

    # Payables
    approvals = Report(ledgerkit.reports.payables.approvals.approvals)
    cash_required = Report(ledgerkit.reports.payables.cash_required.cash_required)
    cash_conversion = Report(ledgerkit.reports.payables.cash_conversion.cash_conversion)
    claims = Report(ledgerkit.reports.payables.claims.claims)
    orders = Report(ledgerkit.reports.payables.orders.orders)
    payment_run = Report(ledgerkit.reports.payables.payment_run.payment_run)
    payment_plan = Report(ledgerkit.reports.payables.payment_run.payment_plan)
    vendor_statement = Report(
        ledgerkit.reports.payables.vendor_statement.vendor_statement
    )
    withholding = Report(ledgerkit.reports.payables.withholding.withholding)
    spend = Report(ledgerkit.reports.payables.spend.spend)
    form_1099 = Report(ledgerkit.reports.payables.form_1099.form_1099)

    # Bank and cash
    cash = Report(ledgerkit.reports.bank.cash.cash)
    cash_counts = Report(ledgerkit.reports.bank.cash_counts.cash_counts)
    cash_breaches = Report(ledgerkit.reports.bank.cash_counts.cash_breaches)
    bank_transit = Report(ledgerkit.reports.bank.transit.bank_transit)
    forecast = Report(ledgerkit.reports.bank.forecast.forecast)
    forecast_items = Report(ledgerkit.reports.bank.forecast.forecast_items)
    forecast_back_test = Report(
        ledgerkit.reports.bank.forecast_back_test.forecast_back_test
    )

    # Clients
    client_list = Report(ledgerkit.reports.clients.client_list.client_list)
    party_card = Report(ledgerkit.reports.clients.card.party_card)
    party_timeline = Report(ledgerkit.reports.clients.timeline.party_timeline)
    client_revenue = Report(ledgerkit.reports.clients.revenue.client_revenue)
    client_snippets = Report(ledgerkit.reports.clients.snippets.client_snippets)
    payment_history = Report(ledgerkit.reports.clients.payment_history.payment_history)
    key_players = Report(ledgerkit.reports.clients.key_players.key_players)
    address_book = Report(ledgerkit.reports.clients.address_book.address_book)
    agenda = Report(ledgerkit.reports.clients.agenda.agenda)
    tasks = Report(ledgerkit.reports.clients.agenda.tasks)
    cases = Report(ledgerkit.reports.clients.cases.cases)
    surveys = Report(ledgerkit.reports.clients.cases.surveys)
    satisfaction = Report(ledgerkit.reports.clients.cases.client_satisfaction)
    pipeline = Report(ledgerkit.reports.clients.pipeline.pipeline)
    opportunities = Report(ledgerkit.reports.clients.pipeline.opportunities)
    win_rates = Report(ledgerkit.reports.clients.pipeline.win_rates)
    plans = Report(ledgerkit.reports.clients.plans.plans)
    plan = Report(ledgerkit.reports.clients.plans.plan)
    plan_goals = Report(ledgerkit.reports.clients.plans.plan_goals)
    renewals = Report(ledgerkit.reports.clients.renewals.renewals)
    playbooks = Report(ledgerkit.reports.clients.playbooks.playbooks)
    contracts = Report(ledgerkit.reports.clients.renewals.contracts)

    relation_records = Report(
        ledgerkit.reports.clients.relation_records.relation_records
    )
    activity_records = Report(
        ledgerkit.reports.clients.relation_records.activity_records
    )
    target_records = Report(ledgerkit.reports.clients.relation_records.target_records)

    # Quotes
    sent_mail = Report(ledgerkit.reports.clients.sent_mail.sent_mail)
    quotes = Report(ledgerkit.reports.quotes.quotes.quotes)
    quote = Report(ledgerkit.reports.quotes.quotes.quote)
    quote_answers = Report(ledgerkit.reports.quotes.answers.quote_answers)

    # Hours and expenses
    work = Report(ledgerkit.reports.work.hours.work)
    time_sheet = Report(ledgerkit.reports.work.time_sheet.time_sheet)
    unbilled_work = Report(ledgerkit.reports.work.unbilled.unbilled_work)
    projects = Report(ledgerkit.reports.work.projects.projects)
    profitability = Report(ledgerkit.reports.work.profitability.profitability)

    # All clients, measured
    client_measures = Report(ledgerkit.reports.portfolio.measures.client_measures)
    rfm = Report(ledgerkit.reports.portfolio.rfm.rfm)
    rfm_grid = Report(ledgerkit.reports.portfolio.rfm.rfm_grid)
    concentration = Report(ledgerkit.reports.portfolio.concentration.concentration)
    retention = Report(ledgerkit.reports.portfolio.retention.retention)
    cohorts = Report(ledgerkit.reports.portfolio.retention.cohorts)
    whitespace = Report(ledgerkit.reports.portfolio.whitespace.whitespace)
    health = Report(ledgerkit.reports.portfolio.health.health)
    health_of = Report(ledgerkit.reports.portfolio.health.health_of)
    health_back_test = Report(
        ledgerkit.reports.portfolio.health_back_test.health_back_test
    )
    at_risk = Report(ledgerkit.reports.portfolio.at_risk.at_risk)
    targets = Report(ledgerkit.reports.portfolio.targets.targets)
