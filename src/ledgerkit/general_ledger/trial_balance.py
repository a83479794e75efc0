"""The trial balance: each account's opening balance, turnover and closing balance.

Debit and credit are the sums of what was posted on each side, not the net. Income and
expenses open at what the fiscal year has posted before the period, so at zero on its
first day; what earlier years earned stands in a row of its own, without which the
opening columns would not balance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.movements import Turnover
from ledgerkit.general_ledger.statement import ROUNDING
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.period import Period

#: The rows that are no account, by what `TrialBalanceLine.account` says.
EARLIER_YEARS = ""
TRANSLATION = "(translation)"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalanceLine:
    """An account in one currency.

    Attributes:
        account: Its name; `EARLIER_YEARS` for what earlier years earned and nobody has
            closed, `ROUNDING` for what transactions don't balance by, and
            `TRANSLATION` for what equity is worth more or less at the closing rate.
        currency: The currency of the amounts.
        opening: The balance before the period, debit positive.
        turnover: What was debited and credited within it.
        exchange: What changes of rates made of it; nothing in the books' own currency.
    """

    account: str
    currency: str
    opening: Decimal
    turnover: Turnover
    exchange: Decimal = ZERO

    @property
    def closing(self) -> Decimal:
        """The balance at its end."""
        return self.opening + self.turnover.net + self.exchange


def trial_balance_lines(ledger: Ledger, period: Period) -> Sequence[TrialBalanceLine]:
    """A line for each account and currency that has anything to show, by name.

    Closing entries are no turnover of the year that they close: they count from the
    first day of the next, in the opening balances.
    """
    return list(_lines(ledger, period))


def _lines(ledger: Ledger, period: Period) -> Iterator[TrialBalanceLine]:
    turnovers, openings = ledger.turnovers(period), ledger.openings(period)
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for key in sorted({*turnovers, *openings}):
        opening = openings.get(key, ZERO)
        turnover = turnovers.get(key, Turnover(ZERO, ZERO))
        before, moved = sums.get(key.currency, (ZERO, ZERO))
        sums[key.currency] = before + opening, moved + turnover.net
        if opening or turnover.debit or turnover.credit:
            yield TrialBalanceLine(
                account=key.account,
                currency=key.currency,
                opening=opening,
                turnover=turnover,
            )
    yield from _rows_of_no_account(ledger, period, sums)


def _rows_of_no_account(
    ledger: Ledger, period: Period, sums: Mapping[str, tuple[Decimal, Decimal]]
) -> Iterator[TrialBalanceLine]:
    """What earlier years earned, then what transactions don't balance by."""
    earlier = _earlier(ledger, period)
    nothing = Turnover(ZERO, ZERO)
    for currency, opening in sorted(earlier.items()):
        if opening:
            yield TrialBalanceLine(
                account=EARLIER_YEARS,
                currency=currency,
                opening=opening,
                turnover=nothing,
            )
    for currency, (before, moved) in sorted(sums.items()):
        opening = -(before + earlier.get(currency, ZERO))
        if opening or moved:
            yield TrialBalanceLine(
                account=ROUNDING,
                currency=currency,
                opening=opening,
                turnover=Turnover(max(-moved, ZERO), max(moved, ZERO)),
            )


def _earlier(ledger: Ledger, period: Period) -> Mapping[str, Decimal]:
    """What years before the period's earned and nobody has closed, by currency."""
    year = ledger.fiscal.year_of(period.first)
    sums: dict[str, Decimal] = {}
    closed = ledger.movements.closed(None, period.first)
    for key, daily in ledger.movements.by_account.items():
        if ledger.is_result(key.account):
            before = daily.until(year.before)
            sums[key.currency] = sums.get(key.currency, ZERO) + before
    for key, weight in closed.items():
        if ledger.is_result(key.account):
            sums[key.currency] = sums.get(key.currency, ZERO) + weight
    return sums
