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
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.calendars import month_end
from ledgerkit.general_ledger.balances import Balances, Ledger
from ledgerkit.general_ledger.movements import AccountCurrency, Turnover
from ledgerkit.general_ledger.period import Period
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledgerkit.general_ledger.currencies.exchange_office import ExchangeOffice
    from ledgerkit.general_ledger.currencies.rates import Rate
    from ledgerkit.general_ledger.movements import ClosingEntry, DailyTurnover

#: An amount without a rate: no number, as is every sum with it.
LOST = Decimal("NaN")
_NOTHING = Turnover(ZERO, ZERO)
_DAY = timedelta(days=1)


class TranslatedLedger(Ledger):
    """A ledger in another currency, and what can't be translated in its own.

    Attributes:
        office: Gives the rates, and remembers them.
        untranslated: The ledger in the currencies that its postings weigh.
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
        self.untranslated = ledger
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
            found.add(key, nets.get(key, ZERO), self.flow(key, period))
        return found.sums

    def _result_keys(self) -> Sequence[AccountCurrency]:
        by_account = self.movements.by_account
        return [key for key in by_account if self.is_result(key.account)]

    def _balances_at(self, day: date) -> Balances:
        of_day = self.untranslated.balances(day)
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
                found.add(key, balance, self._equity_until(key, of_day.day))
            elif balance:
                value = self.at_closing(key.currency, balance, of_day.day)
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
                result.add(key, net, self.flow(key, to_date))
            value = sum(self.earlier_years(key, of_day.day), ZERO)
            earlier.add(key, of_day.earlier.get(key, ZERO), value)
        return result, earlier

    def earlier_years(self, key: AccountCurrency, day: date) -> Iterator[Decimal]:
        """What earlier years earned, year by year, and what closing took off."""
        year = self.fiscal.year_of(day)
        daily = self.movements.by_account.get(key)
        while daily is not None and daily.days and daily.days[0] < year.first:
            year = self.fiscal.year_of(year.before)
            yield self.flow(key, year)
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
            return self.at_closing(key.currency, weight, year.last)
        flow = self.flow(key, year)
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

    def _equity_until(self, key: AccountCurrency, day: date) -> Decimal:
        """An account of equity at the end of a day, at historic rates."""
        posted = self.historic(key, date.min, day)
        return posted + self.carried_until(key, day)

    def historic(self, key: AccountCurrency, first: date, last: date) -> Decimal:
        """What was posted within some days, each at its own day's rate."""
        value = ZERO
        daily = self.movements.by_account.get(key)
        if daily is not None:
            posted = zip(daily.days, daily.debits, daily.credits, strict=True)
            for of, debit, credit in posted:
                if first <= of <= last and debit != credit:
                    rate = self.office.historic(key.currency, of)
                    value += at_rate(rate, debit - credit)
        return value

    def carried_until(self, key: AccountCurrency, day: date) -> Decimal:
        """What closing entries have carried to an account of equity by a day."""
        return sum(
            (self._carried(e, key) for e in self._closings(day) if key in e.weights),
            ZERO,
        )

    def turnovers(self, period: Period) -> Mapping[AccountCurrency, Turnover]:
        """What was posted within a period, each month at its average.

        So a transaction that balances in its own currency balances in the other. What
        has no rate stays in its own.
        """
        found: dict[AccountCurrency, Turnover] = {}
        for key, own in super().turnovers(period).items():
            translated, into = self.turnover(key, period), key
            if translated.net.is_nan():
                translated = own
            else:
                into = AccountCurrency(key.account, self.office.currency)
            debit, credit = found.get(into, _NOTHING)
            found[into] = Turnover(debit + translated.debit, credit + translated.credit)
        return found

    def turnover(self, key: AccountCurrency, period: Period) -> Turnover:
        """What was posted to one account, each month at its average."""
        daily = self.movements.by_account.get(key)
        debit = credit = ZERO
        if daily is not None:
            for first, last in _months(daily, period):
                of_month = daily.between(first, last)
                if of_month.debit or of_month.credit:
                    rate = self.rate_of(key.currency, first, period)
                    debit += at_rate(rate, of_month.debit)
                    credit += at_rate(rate, of_month.credit)
        return Turnover(debit, credit)

    def rate_of(self, currency: str, day: date, period: Period) -> Rate | None:
        """The rate of what is posted on a day of a period: its month's average."""
        last = min(period.last, month_end(day))
        return self.office.average(currency, day.replace(day=1), last)

    def result_rate_of(self, currency: str, day: date, period: Period) -> Rate | None:
        """That of income and expenses, which may be the closing rate."""
        if self._at_closing:
            return self.office.closing(currency, period.last)
        return self.rate_of(currency, day, period)

    def flow(self, key: AccountCurrency, period: Period) -> Decimal:
        """What an account of income or expenses has of a period, translated."""
        asked = key, period.first, period.last
        if asked not in self._flows:
            self._flows[asked] = self._flow_of(key, period)
        return self._flows[asked]

    def _flow_of(self, key: AccountCurrency, period: Period) -> Decimal:
        daily = self.movements.by_account[key]
        if self._at_closing:
            net = daily.between(period.first, period.last).net
            return self.at_closing(key.currency, net, period.last)
        value = ZERO
        for first, last in _months(daily, period):
            net = daily.between(first, last).net
            if net:
                value += at_rate(self.rate_of(key.currency, first, period), net)
        return value

    def at_closing(self, currency: str, amount: Decimal, day: date) -> Decimal:
        """What a balance is worth at the end of a day; `LOST` without a rate."""
        return at_rate(self.office.closing(currency, day), amount) if amount else ZERO

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
                value = self.at_closing(currency, balance, own.day)
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
            value += self.at_closing(currency, amount, own.day)
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


def _months(daily: DailyTurnover, period: Period) -> Iterator[tuple[date, date]]:
    """The days of a period on which an account may have moved, month by month."""
    if not daily.days:
        return
    first = max(period.first, daily.days[0])
    last = min(period.last, daily.days[-1])
    while first <= last:
        end = month_end(first)
        yield first, min(last, end)
        if end >= last:
            return
        first = end + _DAY


def at_rate(rate: Rate | None, amount: Decimal) -> Decimal:
    """What an amount is worth; `LOST` without a rate."""
    return LOST if rate is None else rate.of(amount)
