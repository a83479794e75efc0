"""The general ledger of a book: what was posted, by day, and what accounts are."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ledgerkit.books.general_ledger.activities import Activities
from ledgerkit.books.general_ledger.cash_flow import CASH_ROLES, CashFlowReader
from ledgerkit.books.general_ledger.equity import EquityReader
from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.books.general_ledger.movements import read_movements
from ledgerkit.books.general_ledger.postings import transactions_between
from ledgerkit.books.general_ledger.rates import read_rates
from ledgerkit.general_ledger.balances import Ledger
from ledgerkit.general_ledger.cash_flow import CashFlow
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.general_ledger.currencies.exchange_office import ExchangeOffice
from ledgerkit.ledger.place import place_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Transaction

    from ledgerkit.books.schedules.reading import ScheduleRecords
    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.chart_of_accounts import Role
    from ledgerkit.general_ledger.currencies.rates import Rates
    from ledgerkit.general_ledger.management.budget import BudgetPlan
    from ledgerkit.general_ledger.period import FiscalYearEnd, Period


class GeneralLedgerReading:
    """What statements need of a book; each part is read on first use.

    Attributes:
        fiscal: When fiscal years end.
    """

    def __init__(self, source: Source) -> None:
        """Read the book's fiscal year, and nothing else yet."""
        self._source = source
        self._cash_flows: dict[tuple[date, date], CashFlow] = {}
        self.fiscal: FiscalYearEnd = read_fiscal_year_end(source.reading.customs)

    @cached_property
    def ledger(self) -> Ledger:
        """The balances and turnovers of all accounts."""
        source = self._source
        root_of = source.chart.root
        return Ledger(
            read_movements(source.directives, self.fiscal, root_of),
            self.fiscal,
            root_of,
        )

    def transactions(self, period: Period) -> Iterator[Transaction]:
        """A period's transactions without closing entries, in ledger order."""
        closings = {(c.filename, c.lineno) for c in self.ledger.movements.closings}
        directives = self._source.directives
        for txn in transactions_between(directives, period.first, period.last):
            place = place_in(txn.meta)
            if (place.filename, place.lineno) not in closings:
                yield txn

    @cached_property
    def rates(self) -> Rates:
        """The rates of exchange of the book."""
        return read_rates(self._source.directives, self.currency)

    def exchange_office(self, currency: str) -> ExchangeOffice:
        """What gives the rates to a currency to one report, and remembers them."""
        stale_after = self._source.settings.rate_stale_after
        return ExchangeOffice(self.rates, currency, stale_after=stale_after)

    @property
    def currency(self) -> str | None:
        """The currency of the books: the first operating currency; None if none is."""
        own: Sequence[str] = self._source.options["operating_currency"]
        return own[0] if own else None

    @cached_property
    def activities(self) -> Activities:
        """The activity of cash that each account belongs to."""
        source = self._source
        taxes = frozenset(source.reading.tax_codes.accounts())
        return Activities(source.chart, self.opens, taxes)

    def cash_flow(self, first: date, last: date) -> CashFlow:
        """The movements of cash between two days, both counted."""
        key = first, last
        if key not in self._cash_flows:
            reader = CashFlowReader(self._source, self.activities, first, last)
            self._cash_flows[key] = CashFlow(reader.movements(), reader.openings())
        return self._cash_flows[key]

    def is_cash(self, account: str) -> bool:
        """Whether an account holds cash: bank, cash and clearing accounts."""
        role = self._source.chart.role(account)
        return role is not None and role.role in CASH_ROLES

    @cached_property
    def schedules(self) -> ScheduleRecords:
        """Assets, loans, prepaid expenses and accruals, with their entries."""
        from ledgerkit.books.schedules.reading import (  # noqa: PLC0415
            read_schedules,
        )

        return read_schedules(self._source, self.fiscal)

    @cached_property
    def budgets(self) -> BudgetPlan:
        """What is planned for accounts, by Fava's directives."""
        from ledgerkit.books.general_ledger.budgets import (  # noqa: PLC0415
            read_budgets,
        )

        return read_budgets(self._source).plan

    @cached_property
    def equity(self) -> EquityReader:
        """The reader of changes in equity."""
        return EquityReader(self._source, self.transactions)

    def is_equity(self, account: str) -> bool:
        """Whether an account is of equity."""
        return self._source.chart.root(account) is RootAccount.EQUITY

    def is_balance(self, account: str) -> bool:
        """Whether an account is of assets or liabilities."""
        root = self._source.chart.root(account)
        return root in {RootAccount.ASSETS, RootAccount.LIABILITIES}

    @property
    def root_names(self) -> Mapping[RootAccount, str]:
        """What the book calls each root account."""
        options = self._source.options
        return {root: options[f"name_{root.value}"] for root in RootAccount}

    @cached_property
    def accounts(self) -> Sequence[str]:
        """Every account that is opened or posted to, in alphabetical order."""
        posted = {key.account for key in self.ledger.movements.by_account}
        return sorted(posted | set(self.opens))

    def accounts_with(self, role: Role) -> Sequence[str]:
        """The accounts of a role, in alphabetical order."""
        roles = ((name, self._source.chart.role(name)) for name in self.accounts)
        return [name for name, found in roles if found and found.role is role]

    @cached_property
    def opens(self) -> Mapping[str, Mapping[str, Any]]:
        """The metadata of each account's ``open`` directive."""
        return {opened.account: opened.meta for opened in self._source.reading.opens}

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each account that states one, in a chart of accounts."""
        return {
            account: str(meta["number"])
            for account, meta in self.opens.items()
            if meta.get("number") is not None
        }
