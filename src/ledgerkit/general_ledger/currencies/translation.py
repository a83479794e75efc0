"""A book's balances in another currency (IAS 21.39).

Assets and liabilities are translated at the closing rate, income and expenses at the
average of each month, and equity at the rate of the day on which it was posted. What
the equity is worth more or less at the closing rate is a figure of its own, the
*translation difference*, computed from equity itself: that assets equal liabilities
and equity afterwards stays a proof.

    1,000 USD of capital at 0.90 are 900 EUR, a profit of 200 at 0.88 is 176; at 0.85
    the net assets of 1,200 are 1,020: the translation difference is -56 EUR.

What has no rate stays in its own currency. In the other it is no number (`LOST`), and
so is every sum with it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.calendars import month_end
from ledgerkit.general_ledger.balances import Balances, Ledger
from ledgerkit.general_ledger.movements import AccountCurrency
from ledgerkit.general_ledger.period import Period
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.general_ledger.currencies.exchange_office import ExchangeOffice
    from ledgerkit.general_ledger.currencies.rates import Rate
    from ledgerkit.general_ledger.movements import ClosingEntry

#: An amount without a rate: no number, as is every sum with it.
LOST = Decimal("NaN")
_DAY = timedelta(days=1)


class TranslatedLedger(Ledger):
    """A ledger in another currency, and what can't be translated in its own.

    Attributes:
        office: Gives the rates, and remembers them.
    """

    def __init__(
        self, ledger: Ledger, office: ExchangeOffice, *, result_at_closing: bool = False
    ) -> None:
        """Translate a ledger.

        Args:
            ledger: The ledger, in the currencies that its postings weigh.
            office: For the rates to the other currency.
            result_at_closing: Whether income and expenses are translated at the rate
                of a period's last day, instead of the average of each month.
        """
        super().__init__(ledger.movements, ledger.fiscal, ledger.root_of)
        self.office = office
        self._untranslated = ledger
        self._at_closing = result_at_closing
        self._flows: dict[tuple[AccountCurrency, date, date], Decimal] = {}

    def currencies(self, first: str | None = None) -> Sequence[str]:  # noqa: ARG002
        """The currency of the translation alone."""
        return [self.office.currency]

    def own_currencies(self) -> Sequence[str]:
        """The currencies in which something may be left."""
        found = {key.currency for key in self.movements.by_account}
        return sorted(found - {self.office.currency})

    def results(self, period: Period) -> Mapping[AccountCurrency, Decimal]:
        """What a period earned and spent, translated; income is negative.

        What was earned in one month and lost in the next is nothing in its own
        currency, and something in another.
        """
        found = _Translated(self.office.currency)
        nets = super().results(period)
        for key in self._result_keys():
            found.add(key, nets.get(key, ZERO), self._flow(key, period))
        return found.sums

    def _result_keys(self) -> Sequence[AccountCurrency]:
        by_account = self.movements.by_account
        return [key for key in by_account if self.is_result(key.account)]

    def _balances_at(self, day: date) -> Balances:
        of_day = self._untranslated.balances(day)
        accounts = self._accounts(of_day)
        result, earlier = self._results(of_day)
        translated = replace(
            of_day, accounts=accounts.sums, result=result.sums, earlier=earlier.sums
        )
        difference = self._difference(of_day, translated)
        rounding = self._rounding(of_day)
        return replace(translated, translation=difference, rounding=rounding)

    def _accounts(self, of_day: Balances) -> _Translated:
        """Assets and liabilities at the closing rate, equity at historic rates."""
        found = _Translated(self.office.currency)
        carried = (key for e in self._closings(of_day.day) for key in e.weights)
        every = (*of_day.accounts, *self.movements.by_account, *carried)
        for key in dict.fromkeys(every):
            balance = of_day.accounts.get(key, ZERO)
            if self.is_equity(key.account):
                found.add(key, balance, self._historic(key, of_day.day))
            elif balance:
                value = self._closing(key.currency, balance, of_day.day)
                found.add(key, balance, value)
        return found

    def _results(self, of_day: Balances) -> tuple[_Translated, _Translated]:
        """What was earned in the fiscal year, and in earlier ones and not closed."""
        result, earlier = (_Translated(self.office.currency) for _each in range(2))
        year = self.fiscal.year_of(of_day.day)
        to_date = Period(year.first, of_day.day)
        for key in dict.fromkeys([*self._result_keys(), *of_day.earlier]):
            if key in self.movements.by_account:
                net = of_day.result.get(key, ZERO)
                result.add(key, net, self._flow(key, to_date))
            value = sum(self._earlier(key, of_day.day), ZERO)
            earlier.add(key, of_day.earlier.get(key, ZERO), value)
        return result, earlier

    def _earlier(self, key: AccountCurrency, day: date) -> Iterator[Decimal]:
        """What earlier years earned, year by year, and what closing took off."""
        year = self.fiscal.year_of(day)
        daily = self.movements.by_account.get(key)
        while daily is not None and daily.days and daily.days[0] < year.first:
            year = self.fiscal.year_of(year.before)
            yield self._flow(key, year)
        for entry in self._closings(day):
            if key in entry.weights:
                yield self._closed(entry, key)

    def _closings(self, day: date) -> Iterable[ClosingEntry]:
        return (e for e in self.movements.closings if e.takes_effect <= day)

    def _closed(self, entry: ClosingEntry, key: AccountCurrency) -> Decimal:
        """What an entry takes off an account of income or expenses, translated."""
        year = self.fiscal.year_of(entry.takes_effect - _DAY)
        weight = entry.weights[key]
        daily = self.movements.by_account.get(key)
        net = daily.between(year.first, year.last).net if daily is not None else ZERO
        if not net:
            return self._closing(key.currency, weight, year.last)
        flow = self._flow(key, year)
        return -flow if weight == -net else flow * weight / net

    def _carried(self, entry: ClosingEntry, key: AccountCurrency) -> Decimal:
        """What an entry carries to an account of equity: at the result's own rates."""
        results = [k for k in entry.weights if self.is_result(k.account)]
        total = -sum(
            (self._closed(entry, k) for k in results if k.currency == key.currency),
            ZERO,
        )
        weights = {
            k: weight
            for k, weight in entry.weights.items()
            if k not in results and k.currency == key.currency
        }
        whole = sum(weights.values(), ZERO)
        if not whole:
            return total if next(iter(weights)) == key else ZERO
        return total * weights[key] / whole

    def _historic(self, key: AccountCurrency, day: date) -> Decimal:
        """An account of equity, each posting at its own day's rate."""
        value = ZERO
        daily = self.movements.by_account.get(key)
        if daily is not None:
            posted = zip(daily.days, daily.debits, daily.credits, strict=True)
            for of, debit, credit in posted:
                if of > day:
                    break
                if debit != credit:
                    rate = self.office.historic(key.currency, of)
                    value += _at(rate, debit - credit)
        for entry in self._closings(day):
            if key in entry.weights:
                value += self._carried(entry, key)
        return value

    def _flow(self, key: AccountCurrency, period: Period) -> Decimal:
        """What an account of income or expenses has of a period, translated."""
        asked = key, period.first, period.last
        if asked not in self._flows:
            self._flows[asked] = self._flow_of(key, period)
        return self._flows[asked]

    def _flow_of(self, key: AccountCurrency, period: Period) -> Decimal:
        daily = self.movements.by_account[key]
        if self._at_closing:
            net = daily.between(period.first, period.last).net
            return self._closing(key.currency, net, period.last)
        value = ZERO
        first = max(period.first, daily.days[0])
        last = min(period.last, daily.days[-1])
        while first <= last:
            end = month_end(first)
            net = daily.between(first, min(last, end)).net
            if net:
                begin = first.replace(day=1)
                of_month = min(period.last, end)
                value += _at(self.office.average(key.currency, begin, of_month), net)
            if end >= last:
                break
            first = end + _DAY
        return value

    def _closing(self, currency: str, amount: Decimal, day: date) -> Decimal:
        return _at(self.office.closing(currency, day), amount) if amount else ZERO

    def _difference(
        self, own: Balances, translated: Balances
    ) -> Mapping[AccountCurrency, Decimal]:
        """By account, its equity at the closing rate less at its own rates."""
        found: dict[AccountCurrency, Decimal] = {}
        pairs = (
            (self._equity(own.accounts), self._equity(translated.accounts)),
            (own.result, translated.result),
            (own.earlier, translated.earlier),
        )
        for before, after in pairs:
            at_closing: dict[AccountCurrency, Decimal] = {}
            for (account, currency), balance in before.items():
                value = self._closing(currency, balance, own.day)
                key = AccountCurrency(account, self.office.currency)
                at_closing[key] = at_closing.get(key, ZERO) + value
            translated_keys = [k for k in after if k.currency == self.office.currency]
            for key in dict.fromkeys([*at_closing, *translated_keys]):
                over = at_closing.get(key, ZERO) - after.get(key, ZERO)
                if over:
                    found[key] = found.get(key, ZERO) + over
        return found

    def _equity(
        self, amounts: Mapping[AccountCurrency, Decimal]
    ) -> Mapping[AccountCurrency, Decimal]:
        return {k: n for k, n in amounts.items() if self.is_equity(k.account)}

    def _rounding(self, own: Balances) -> Mapping[str, Decimal]:
        value = ZERO
        for currency, amount in own.rounding.items():
            value += self._closing(currency, amount, own.day)
        return {self.office.currency: value} if value else {}


class _Translated:
    """Sums of translated amounts, and what has no rate in its own currency."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self.sums: dict[AccountCurrency, Decimal] = {}

    def add(self, key: AccountCurrency, amount: Decimal, value: Decimal) -> None:
        """Add an account's amount, which is worth this in the other currency."""
        if not amount and not value:
            return
        into = AccountCurrency(key.account, self._currency)
        self.sums[into] = self.sums.get(into, ZERO) + value
        if value.is_nan():
            self.sums[key] = amount


def _at(rate: Rate | None, amount: Decimal) -> Decimal:
    return LOST if rate is None else rate.of(amount)
