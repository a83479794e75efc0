"""The least that should lie in the accounts, in a forecast: reached is not breached."""

from datetime import date
from decimal import Decimal

from ledgerkit.banking.forecast.forecast import (
    CashGroup,
    MinimumBreach,
    forecast_balances,
    weeks_after,
)
from ledgerkit.banking.forecast.item import ForecastItem, ItemKind

SUNDAY, D = date(2026, 3, 1), Decimal
GROUP = CashGroup(name="", currency="EUR", balance=D("500.00"), minimum=D("200.00"))


def paid_out(amount):
    """The forecast where so much leaves on a Wednesday and comes back on Friday."""
    items = [
        ForecastItem(
            kind=ItemKind.PLANNED,
            label="tools",
            currency="EUR",
            amount=D(moved),
            day=date(2026, 3, day),
            reason="",
        )
        for day, moved in ((4, f"-{amount}"), (6, amount))
    ]
    [forecast] = forecast_balances([GROUP], items, weeks_after(SUNDAY, 2))
    return forecast


def test_a_minimum_that_is_reached_exactly_is_kept():
    assert paid_out("300.00").likely_breach is None


def test_a_cent_less_is_a_breach_of_its_day():
    assert paid_out("300.01").likely_breach == MinimumBreach(
        day=date(2026, 3, 4), balance=D("199.99")
    )


def test_the_band_is_looked_at_at_the_end_of_each_period():
    assert paid_out("300.01").possible_breach is None
    item = ForecastItem(
        kind=ItemKind.PLANNED,
        label="rent",
        currency="EUR",
        amount=D("-300.00"),
        day=date(2026, 3, 6),
        reason="",
    )
    [kept] = forecast_balances([GROUP], [item], weeks_after(SUNDAY, 2))
    assert kept.possible_breach is None
    more = ForecastItem(
        kind=ItemKind.PLANNED,
        label="stamp",
        currency="EUR",
        amount=D("-0.01"),
        day=date(2026, 3, 9),
        reason="",
    )
    [breached] = forecast_balances([GROUP], [item, more], weeks_after(SUNDAY, 2))
    assert breached.possible_breach == MinimumBreach(
        day=date(2026, 3, 15), balance=D("199.99")
    )
