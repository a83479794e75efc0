"""The cash flow in another currency: each movement at the average of its month.

What rates made of cash itself is a line below the flows, and no flow (IAS 7.28).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.cash_flow import CashFlow, CashPart, OpeningPosting
from ledgerkit.general_ledger.movements import AccountCurrency
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from ledgerkit.general_ledger.cash_flow import CashMovement
    from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
    from ledgerkit.general_ledger.period import Period


def translated_cash_flow(
    flow: CashFlow, ledger: TranslatedLedger, period: Period
) -> CashFlow:
    """A period's cash flow in a ledger's currency; what has no rate in its own."""
    return CashFlow(_movements(flow, ledger, period), _openings(flow, ledger, period))


def _movements(
    flow: CashFlow, ledger: TranslatedLedger, period: Period
) -> Iterator[CashMovement]:
    for moved in flow.movements:
        rate = ledger.rate_of(moved.currency, moved.day, period)
        if rate is None:
            yield moved
            continue
        parts = [CashPart(line, rate.of(amount)) for line, amount in moved.parts]
        yield replace(moved, parts=parts, currency=ledger.office.currency)


def _openings(
    flow: CashFlow, ledger: TranslatedLedger, period: Period
) -> Iterator[OpeningPosting]:
    for posted in flow.opening_postings:
        account, currency = posted.key
        rate = ledger.rate_of(currency, posted.day, period)
        if rate is None:
            yield posted
            continue
        key = AccountCurrency(account, ledger.office.currency)
        yield OpeningPosting(posted.day, key, rate.of(posted.amount))


def effect_of_rates(
    ledger: TranslatedLedger, period: Period, is_cash: Callable[[str], bool]
) -> Decimal:
    """What rates made of the cash within a period; no number if a rate is missing.

    It is told from what was posted to the accounts of cash, and not from the flows:
    that both explain the change of cash stays a proof.
    """
    currency = ledger.office.currency
    before, after = (
        sum(
            (
                balance
                for key, balance in ledger.balances(day).accounts.items()
                if key.currency == currency and is_cash(key.account)
            ),
            ZERO,
        )
        for day in (period.before, period.last)
    )
    moved = sum(
        (
            turnover.net
            for key, turnover in ledger.turnovers(period).items()
            if key.currency == currency and is_cash(key.account)
        ),
        ZERO,
    )
    return after - before - moved
