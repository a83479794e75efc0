"""Spending by vendor or account, compared with the period before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.calendars import first_of_months
from ledgerkit.money import ZERO, change_in_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """One line of one purchase, without tax.

    Attributes:
        party: Id of the vendor; empty if nobody is named.
        account: The account it is booked on.
        day: When it was bought.
        amount: The cost; negative for a return.
        currency: Of the amount.
    """

    party: str
    account: str
    day: date
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """The total spent with one vendor or on one account.

    Attributes:
        key: The vendor's id, or the account.
        currency: Of the amounts.
        amount: In the period.
        before: In the period before.
        share: Percentage of everything bought in the currency; None where that is
            zero or less.
        running_share: The cumulative percentage, with all larger ones.
    """

    key: str
    currency: str
    amount: Decimal
    before: Decimal
    share: Decimal | None
    running_share: Decimal | None

    @property
    def change(self) -> Decimal:
        """The increase on the period before."""
        return self.amount - self.before

    @property
    def change_percent(self) -> Decimal | None:
        """The same in percent; None where nothing was spent before."""
        return change_in_percent(self.amount, self.before)


def period_before(since: date, until: date) -> tuple[date, date]:
    """The period of the same length that ends the day before.

    Whole months are compared with the same number of whole months, so years with years;
    months that begin on any other day with as many before it.

    >>> period_before(date(2026, 1, 1), date(2026, 3, 31))
    (datetime.date(2025, 10, 1), datetime.date(2025, 12, 31))
    >>> period_before(date(2026, 3, 10), date(2026, 3, 19))
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 9))
    >>> period_before(date(2024, 3, 16), date(2025, 3, 15))
    (datetime.date(2023, 3, 16), datetime.date(2024, 3, 15))
    """
    if since == date.min:
        return since, since  # There was no day before.
    last = since - timedelta(days=1)
    between = (until.year - since.year) * 12 + until.month - since.month
    for months in (between, between + 1):
        if months > 0 and first_of_months(until, months) == since:
            return first_of_months(until, 2 * months), last
    # Before the year 1 there are no days.
    return since - min(until - last, since - date.min), last


def spending(
    purchases: Iterable[Purchase], since: date, key: Callable[[Purchase], str]
) -> Sequence[Spending]:
    """Sum purchases, the largest first, each currency by itself.

    Args:
        purchases: Those of the period and the one before.
        since: The period's first day.
        key: The key to sum by.
    """
    sums: dict[tuple[str, str], list[Decimal]] = {}
    totals: dict[str, Decimal] = {}
    for purchase in purchases:
        pair = sums.setdefault((purchase.currency, key(purchase)), [ZERO, ZERO])
        is_before = purchase.day < since
        pair[is_before] += purchase.amount
        if not is_before:
            totals[purchase.currency] = (
                totals.get(purchase.currency, ZERO) + purchase.amount
            )
    ordered = sorted(sums.items(), key=lambda i: (i[0][0], -i[1][0], -i[1][1], i[0][1]))
    rows: list[Spending] = []
    running, last = ZERO, ""
    for (currency, name), (amount, before) in ordered:
        running = amount + (running if currency == last else ZERO)
        last, total = currency, totals.get(currency, ZERO)
        rows.append(
            Spending(
                key=name,
                currency=currency,
                amount=amount,
                before=before,
                share=amount * 100 / total if total > 0 else None,
                running_share=running * 100 / total if total > 0 else None,
            )
        )
    return rows
