"""The books -> the cash forecast, as known on a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Transaction

from ledgerkit.banking.forecast.back_test import by_due_date
from ledgerkit.banking.forecast.forecast import (
    CashGroup,
    GroupForecast,
    forecast_balances,
)
from ledgerkit.banking.forecast.item import ForecastItem, ItemKind
from ledgerkit.banking.forecast.scenario import (
    ChangeKind,
    ScenarioChange,
    apply_scenario,
)
from ledgerkit.books.forecast.bills import bill_items, ordered_payments
from ledgerkit.books.forecast.expected_tax import ExpectedTax
from ledgerkit.books.forecast.invoices import (
    debts_and_credit,
    expected_invoices,
    open_parts,
)
from ledgerkit.books.forecast.orders import order_items
from ledgerkit.books.forecast.quotes import quote_items
from ledgerkit.books.forecast.recurring import (
    expected_items,
    recurring_invoice_items,
    vendors_of_templates,
)
from ledgerkit.books.taxes.tax_due import offices, payable_accounts, read_tax_due
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import normalised_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.cash_account import CashAccount
    from ledgerkit.banking.forecast.delay import PaymentDelays
    from ledgerkit.banking.forecast.forecast import Days
    from ledgerkit.books.books import Books
    from ledgerkit.books.forecast.items import PlannedItem

_GROUP = "forecast-group"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastQuestion:
    """The parameters of a forecast.

    Attributes:
        as_of: The last day that is known. Later postings are ignored, except payments
            of runs made by then; directives of any day count, since they tell the
            future.
        periods: Adjoining, from the day after.
        scenario: Name of the scenario; empty for none.
    """

    as_of: date
    periods: Sequence[Days]
    scenario: str = ""


def read_forecast(books: Books, question: ForecastQuestion) -> Sequence[GroupForecast]:
    """The forecast of each group of accounts and currency.

    Raises:
        UsageError: If there is no such scenario, or a template has implausibly many
            periods.
    """
    return _ForecastReader(books, question).forecast()


class _ForecastReader:
    def __init__(self, books: Books, question: ForecastQuestion) -> None:
        self._books = books
        self._as_of = question.as_of
        self._periods = question.periods
        self._until = question.periods[-1].last
        self._scenario = question.scenario
        self._plan = books.forecast_read.plan
        self._due_dates_from = books.forecast_read.due_dates_from(self._as_of)

    def forecast(self) -> Sequence[GroupForecast]:
        items = list(self._items())
        groups = [group for group in self._groups() if group.balance or group.minimum]
        return forecast_balances(groups, items, self._periods)

    def _in_group(self, change: ScenarioChange) -> ScenarioChange:
        account = str(change.account or "")
        return replace(change, group=self._group_of(account)) if account else change

    def _items(self) -> Iterator[ForecastItem]:
        """Every item, under the scenario; tax is reckoned of all others."""
        books, as_of = self._books, self._as_of
        owed = self._changed(self._owed())
        planned = self._changed(
            item for each in self._plan.items for item in self._planned(each)
        )
        added = self._added()
        taxes = list(self._taxes([*owed, *added]))
        payees = {
            normalised_name(item.payee) for item in self._plan.items if item.payee
        }
        payees |= offices(books.source) if taxes else set()
        payees |= vendors_of_templates(books, as_of)
        expected = expected_items(books, as_of, self._until, self._group_of, payees)
        return iter([*owed, *taxes, *self._changed(expected), *planned, *added])

    @cached_property
    def _changes(self) -> Sequence[ScenarioChange]:
        if not self._scenario:
            return ()
        return [self._in_group(each) for each in self._plan.changes(self._scenario)]

    def _changed(self, items: Iterable[ForecastItem]) -> Sequence[ForecastItem]:
        """Items as the scenario has them."""
        changes = [each for each in self._changes if each.kind is not ChangeKind.AMOUNT]
        return apply_scenario(self._scenario, changes, items, after=self._as_of)

    def _added(self) -> Sequence[ForecastItem]:
        """What the scenario adds."""
        changes = [each for each in self._changes if each.kind is ChangeKind.AMOUNT]
        return apply_scenario(self._scenario, changes, (), after=self._as_of)

    def _owed(self) -> Iterator[ForecastItem]:
        """What clients owe or will, and what we owe vendors."""
        books, as_of = self._books, self._as_of
        delays = books.forecast_read.delays(as_of)
        ordered = ordered_payments(books, as_of, self._group_of)
        for item in self._from_clients(delays):
            month = self._due_dates_from.get(item.currency)
            yield by_due_date(item, month, as_of)
        yield from bill_items(books, ordered, as_of)
        yield from order_items(books, as_of)
        yield from quote_items(books, as_of)

    def _taxes(self, items: Sequence[ForecastItem]) -> Iterator[ForecastItem]:
        """What tax returns owe, unless a planned item settles it by its account.

        Args:
            items: What will make tax due.
        """
        books, as_of = self._books, self._as_of
        accounts = {*books.tax_codes.accounts(), *payable_accounts(books.source)}
        if any(item.balance_of in accounts for item in self._plan.items):
            return
        expected = ExpectedTax(books, items, as_of, self._until)
        for tax in read_tax_due(books, as_of, expected):
            late = f", due on {tax.due}" if tax.due <= as_of else ""
            yield ForecastItem(
                kind=ItemKind.TAX,
                label=tax.name,
                currency=tax.currency,
                amount=-tax.amount,
                day=max(tax.due, as_of + _DAY),
                reason=tax.words + late,
                place=tax.place,
            )

    def _from_clients(self, delays: PaymentDelays) -> Iterator[ForecastItem]:
        """What clients owe, or will, by their habits."""
        books, as_of = self._books, self._as_of
        open_ = list(
            open_parts(*debts_and_credit(books.subledger(Side.RECEIVABLE, as_of)))
        )
        invoices = expected_invoices(books.source, delays, as_of, open_)
        yield from (item for _document, _part, item in invoices)
        yield from recurring_invoice_items(books, delays, as_of, self._until)

    @cached_property
    def _accounts(self) -> Sequence[CashAccount]:
        return self._books.cash_accounts(self._as_of)

    @cached_property
    def _group_names(self) -> Mapping[str, str]:
        return {a.account: str(a.facts.get(_GROUP) or "") for a in self._accounts}

    def _group_of(self, account: str) -> str:
        return self._group_names.get(account, "")

    def _groups(self) -> Sequence[CashGroup]:
        balances: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        minima: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        for account in self._accounts:
            key = self._group_of(account.account), account.currency
            balances[key] += account.balance
            minima[key] += _minimum(account)
        return [
            CashGroup(name=key[0], currency=key[1], balance=n, minimum=minima[key])
            for key, n in balances.items()
        ]

    def _planned(self, item: PlannedItem) -> Iterator[ForecastItem]:
        rhythm = f", {item.every.text}" if item.every else ""
        facts: dict[str, Any] = {
            "kind": ItemKind.PLANNED,
            "label": item.text,
            "group": self._group_of(item.account),
            "place": item.place,
        }
        days = item.days(self._as_of, self._until)
        if item.balance_of and days:
            reason = f"the balance of {item.balance_of} on {self._as_of}"
            for currency, number in sorted(self._balance(item.balance_of).items()):
                yield ForecastItem(
                    amount=number,
                    currency=currency,
                    day=days[0],
                    reason=reason,
                    **facts,
                )
            days = days[1:]
        for day in days if item.amount is not None else ():
            assert item.amount is not None
            yield ForecastItem(
                amount=item.amount.number or ZERO,
                currency=item.amount.currency,
                day=day,
                reason=f"planned{rhythm}",
                **facts,
            )

    def _balance(self, account: str) -> Mapping[str, Decimal]:
        """Balance of an account and those below it, by currency; debits positive."""
        balance: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for txn in self._books.directives:
            if txn.date > self._as_of:
                break
            for posting in txn.postings if isinstance(txn, Transaction) else ():
                if f"{posting.account}:".startswith(f"{account}:") and posting.units:
                    balance[posting.units.currency] += posting.units.number or ZERO
        return {currency: number for currency, number in balance.items() if number}


def _minimum(account: CashAccount) -> Decimal:
    value = account.facts.get("minimum-balance")
    if isinstance(value, Amount) and value.currency == account.currency:
        return value.number or ZERO
    return ZERO
