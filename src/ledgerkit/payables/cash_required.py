"""Cash requirements: how much is needed to pay bills, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ledgerkit.payables.proposal import BillToPay

_WEEK = timedelta(days=7)


@dataclass(slots=True, kw_only=True)
class RequiredCash:
    """The cash needed in one week, in one currency.

    Attributes:
        monday: The week's first day; None for what is overdue.
        due: The amount falling due in it.
        early: The amount to pay in it if every discount is taken on its last day: bills
            with a discount less that, the others as they fall due.
        discount: The discounts taken.
    """

    monday: date | None
    due: Decimal = ZERO
    early: Decimal = ZERO
    discount: Decimal = ZERO

    @property
    def sunday(self) -> date | None:
        """The week's last day."""
        if self.monday is None:
            return None
        # The calendar ends on a Friday.
        return self.monday + min(_WEEK - timedelta(days=1), date.max - self.monday)


def required_cash(
    bills: Iterable[BillToPay],
    as_of: date,
    taxes: Iterable[tuple[date, Decimal]] = (),
) -> Sequence[RequiredCash]:
    """Every week with something to pay, overdue bills first.

    Weeks begin on Monday. The week of ``as_of`` counts what falls due from that day.

    Args:
        bills: Of one currency.
        as_of: The day; anything due before it is overdue.
        taxes: Tax to be paid, by its day.
    """
    weeks: dict[date | None, RequiredCash] = {}

    def week_of(day: date) -> RequiredCash:
        monday = None if day < as_of else day - timedelta(days=day.weekday())
        return weeks.setdefault(monday, RequiredCash(monday=monday))

    for bill in bills:
        offer = bill.discount
        takes = offer is not None and as_of <= offer.until
        for part in bill.document.open_parts():
            week = week_of(part.due)
            week.due += part.amount
            if not takes:
                week.early += part.amount
        if offer is not None and takes:
            week = week_of(offer.until)
            week.early += bill.document.open - offer.amount
            week.discount += offer.amount
    for day, amount in taxes:
        week = week_of(day)
        week.due += amount
        week.early += amount
    return sorted(weeks.values(), key=lambda week: week.monday or date.min)
