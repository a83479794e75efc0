"""The trial balance in another currency.

What was posted is translated at the average of its month, so that debit and credit
stay equal; balances stand at the closing rates of their days, and equity and results
at their own. What rates made of each account within the period is a figure of its own,
and what equity is worth more or less at the closing rate a row.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.general_ledger.movements import AccountCurrency, Turnover
from ledgerkit.general_ledger.period import Period
from ledgerkit.general_ledger.statement import ROUNDING
from ledgerkit.general_ledger.trial_balance import (
    EARLIER_YEARS,
    TRANSLATION,
    TrialBalanceLine,
    trial_balance_lines,
)
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ledgerkit.general_ledger.currencies.translation import TranslatedLedger


class _Values(NamedTuple):
    """A line's opening balance, turnover and closing balance, translated."""

    opening: Decimal
    turnover: Turnover
    closing: Decimal

    @property
    def is_lost(self) -> bool:
        """Whether a rate is missing for any."""
        whole = self.opening + self.turnover.debit + self.turnover.credit + self.closing
        return whole.is_nan()


def translated_lines(
    ledger: TranslatedLedger, period: Period
) -> Sequence[TrialBalanceLine]:
    """A line for each account, and what has no rate in its own currency.

    Without every rate there is no row for the translation difference.
    """
    return _Translation(ledger, period).lines()


class _Translation:
    """The lines of one period, and the sum of their translation difference."""

    def __init__(self, ledger: TranslatedLedger, period: Period) -> None:
        self._ledger = ledger
        self._period = period
        self._currency = ledger.office.currency
        self._opening = self._closing = ZERO

    def lines(self) -> Sequence[TrialBalanceLine]:
        found: dict[tuple[str, str], TrialBalanceLine] = {}
        is_whole = True
        for own in trial_balance_lines(self._ledger.untranslated, self._period):
            values = self._values(own)
            if values.is_lost:
                found[own.account, own.currency] = own
                is_whole = False
                continue
            self._add_difference(own, values)
            key = own.account, self._currency
            found[key] = _merged(found.get(key), own.account, self._currency, values)
        lines = list(found.values())
        if is_whole and (self._opening or self._closing):
            lines.append(self._difference())
        return lines

    def _values(self, own: TrialBalanceLine) -> _Values:
        ledger, period = self._ledger, self._period
        key = AccountCurrency(own.account, own.currency)
        if own.account == ROUNDING:
            return self._at_closing(own, self._rounding(own))
        if own.account == EARLIER_YEARS:
            earlier = self._earlier(own.currency)
            return _Values(earlier, own.turnover, earlier)
        turnover = ledger.turnover(key, period)
        if ledger.is_result(own.account):
            opening = self._earned_before(key)
            return _Values(opening, turnover, opening + ledger.flow(key, period))
        if ledger.is_equity(own.account):
            opening = self._equity_before(key)
            moved = ledger.historic(key, period.first, period.last)
            return _Values(opening, turnover, opening + moved)
        return self._at_closing(own, turnover)

    def _at_closing(self, own: TrialBalanceLine, turnover: Turnover) -> _Values:
        """What stands at the closing rate of each day."""
        ledger, period = self._ledger, self._period
        opening = ledger.at_closing(own.currency, own.opening, period.before)
        closing = ledger.at_closing(own.currency, own.closing, period.last)
        return _Values(opening, turnover, closing)

    def _rounding(self, own: TrialBalanceLine) -> Turnover:
        debit, credit = (
            self._ledger.at_closing(own.currency, amount, self._period.last)
            for amount in own.turnover
        )
        return Turnover(debit, credit)

    def _earned_before(self, key: AccountCurrency) -> Decimal:
        """What the fiscal year has earned before the period."""
        year = self._ledger.fiscal.year_of(self._period.first)
        if self._period.first <= year.first or self._is_not_posted(key):
            return ZERO
        return self._ledger.flow(key, Period(year.first, self._period.before))

    def _equity_before(self, key: AccountCurrency) -> Decimal:
        """With what closing entries carried by the period's first day."""
        posted = self._ledger.historic(key, date.min, self._period.before)
        return posted + self._ledger.carried_until(key, self._period.first)

    def _earlier(self, currency: str) -> Decimal:
        """What earlier years earned and nobody has closed."""
        movements = self._ledger.movements
        carried = (key for entry in movements.closings for key in entry.weights)
        keys = dict.fromkeys([*movements.by_account, *carried])
        return sum(
            (
                value
                for key in keys
                if key.currency == currency and self._ledger.is_result(key.account)
                for value in self._ledger.earlier_years(key, self._period.first)
            ),
            ZERO,
        )

    def _is_not_posted(self, key: AccountCurrency) -> bool:
        return key not in self._ledger.movements.by_account

    def _add_difference(self, own: TrialBalanceLine, values: _Values) -> None:
        """What equity and results are worth at the closing rate, less at their own."""
        account = own.account
        if account != EARLIER_YEARS and not (
            self._ledger.is_equity(account) or self._ledger.is_result(account)
        ):
            return
        at_closing = self._at_closing(own, own.turnover)
        self._opening += at_closing.opening - values.opening
        self._closing += at_closing.closing - values.closing

    def _difference(self) -> TrialBalanceLine:
        return TrialBalanceLine(
            account=TRANSLATION,
            currency=self._currency,
            opening=self._opening,
            turnover=Turnover(ZERO, ZERO),
            exchange=self._closing - self._opening,
        )


def _merged(
    known: TrialBalanceLine | None, account: str, currency: str, values: _Values
) -> TrialBalanceLine:
    """A line with what an account has of another currency."""
    nothing = TrialBalanceLine(
        account=account, currency=currency, opening=ZERO, turnover=Turnover(ZERO, ZERO)
    )
    known = known or nothing
    debit, credit = values.turnover
    moved = values.closing - values.opening - values.turnover.net
    return TrialBalanceLine(
        account=account,
        currency=currency,
        opening=known.opening + values.opening,
        turnover=Turnover(known.turnover.debit + debit, known.turnover.credit + credit),
        exchange=known.exchange + moved,
    )
