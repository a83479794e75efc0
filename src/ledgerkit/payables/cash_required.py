"""How much cash bills ask for, week by week."""

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
    """What one week asks for, in one currency.

    Attributes:
        monday: The week's first day; None for what is overdue.
        due: What falls due in it.
        early: What is to be paid in it if every discount on offer is taken on its last
            day: bills with a discount less that, the others as they fall due.
        discount: What those discounts take off.
    """

    monday: date | None
    due: Decimal = ZERO
    early: Decimal = ZERO
    discount: Decimal = ZERO

    @property
    def sunday(self) -> date | None:
        """The week's last day."""
        return self.monday + _WEEK - timedelta(days=1) if self.monday else None


def required_cash(bills: Iterable[BillToPay], as_of: date) -> Sequence[RequiredCash]:
    """Every week in which bills ask for something, what is overdue first.

    Weeks begin on Monday. The week of ``as_of`` has what falls due from that day on.

    Args:
        bills: Of one currency.
        as_of: The day; what was due before it is overdue.
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
    return sorted(weeks.values(), key=lambda week: week.monday or date.min)
