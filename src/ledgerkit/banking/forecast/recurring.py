"""Recurring payments: rent, wages, subscriptions.

Three or more payments to one payee, at regular intervals and of a steady amount, will
continue; one in three may be exceptional. A payment overdue by half a period has
stopped.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from dateutil.relativedelta import relativedelta

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ledgerkit.errors import Place

#: How many payments make a habit, and how many of the latest are considered.
_LEAST, _LATEST = 3, 7
#: How far an amount may be from the median, as a share.
_STEADY = Decimal("0.1")


class _Rhythm(NamedTuple):
    words: str
    days: int
    tolerance: int
    step: relativedelta


_RHYTHMS = (
    _Rhythm("weekly", 7, 2, relativedelta(weeks=1)),
    _Rhythm("every two weeks", 14, 3, relativedelta(weeks=2)),
    _Rhythm("monthly", 30, 6, relativedelta(months=1)),
    _Rhythm("every two months", 61, 9, relativedelta(months=2)),
    _Rhythm("quarterly", 91, 14, relativedelta(months=3)),
    _Rhythm("half-yearly", 182, 21, relativedelta(months=6)),
    _Rhythm("yearly", 365, 30, relativedelta(years=1)),
)
#: Days of history; anything that recurs less often can't be recognised.
HISTORY = 3 * 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPayment:
    """A payment or bill that may recur.

    Attributes:
        who: Key of the payee or payer, the same for all such payments.
        what: Key of the purpose, likewise.
        name: The name to show.
        party: Id of the vendor; empty if it is not a bill.
        group: The accounts that it moved.
        currency: Of the amount.
        amount: Positive is money in, negative money out.
        day: The day; for a bill, its date.
        paid_after: Days from then to its payment.
        place: Where it stands.
    """

    who: tuple[str, ...]
    what: tuple[str, ...]
    name: str
    party: str = ""
    group: str = ""
    currency: str
    amount: Decimal
    day: date
    paid_after: int = 0
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringPayment:
    """A payment that will recur.

    Attributes:
        latest: The last such payment.
        amount: The median of the last three.
        rhythm: How often, in words.
        seen: How many were seen, of those considered.
        days: When the next ones are expected, in order.
    """

    latest: PastPayment
    amount: Decimal
    rhythm: str
    seen: int
    days: tuple[date, ...]


def recurring_payments(
    payments: Iterable[PastPayment], *, as_of: date, until: date
) -> Sequence[RecurringPayment]:
    """The payments that will recur after one day, until another.

    All payments to one payee are considered together or, if they have no rhythm,
    separately by purpose.

    Args:
        payments: The payments up to ``as_of``, in any order.
        as_of: The last day known.
        until: The last day forecast.
    """
    days = as_of, until
    habits = []
    for _who, of_payee in _sorted_by(payments, lambda p: p.who):
        together = _recurring(of_payee, *days)
        if together is not None:
            habits.append(together)
            continue
        for _what, of_purpose in _sorted_by(of_payee, lambda p: p.what):
            habit = _recurring(of_purpose, *days)
            if habit is not None:
                habits.append(habit)
    return [recurring for recurring in habits if recurring.days]


def _sorted_by(
    payments: Iterable[PastPayment], key: Callable[[PastPayment], tuple[str, ...]]
) -> Sequence[tuple[object, list[PastPayment]]]:
    """The payments by key, where there are enough to make a habit."""
    sorts: dict[tuple[object, ...], list[PastPayment]] = defaultdict(list)
    for payment in payments:
        sorts[key(payment), payment.currency, payment.amount > 0].append(payment)
    return [(k, sorts[k]) for k in sorted(sorts) if len(sorts[k]) >= _LEAST]


def _recurring(
    payments: Sequence[PastPayment], as_of: date, until: date
) -> RecurringPayment | None:
    """The habit these payments show; None if there is none."""
    amounts: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for payment in payments:
        amounts[payment.day] += payment.amount
    latest_days = sorted(amounts)[-_LATEST:]
    days = _steady(latest_days, amounts)
    rhythm = _rhythm(days)
    if rhythm is None or 3 * len(days) < 2 * len(latest_days):
        return None
    latest = max(
        (p for p in payments if p.day == days[-1]),
        key=lambda p: (abs(p.amount), p.name),
    )
    return RecurringPayment(
        latest=latest,
        amount=median(amounts[day] for day in days[-3:]),
        rhythm=rhythm.words,
        seen=len(days),
        days=tuple(_coming(latest, rhythm, as_of, until)),
    )


def _steady(days: Sequence[date], amounts: Mapping[date, Decimal]) -> Sequence[date]:
    """The days on which the usual amount was paid, without a thirteenth month."""
    middle = median(amounts[day] for day in days)
    most = abs(middle) * _STEADY
    return [day for day in days if abs(amounts[day] - middle) <= most]


def _rhythm(days: Sequence[date]) -> _Rhythm | None:
    """The rhythm of every interval between these days."""
    distances = [(later - earlier).days for earlier, later in pairwise(days)]
    if len(distances) < _LEAST - 1:
        return None
    for rhythm in _RHYTHMS:
        if all(abs(d - rhythm.days) <= rhythm.tolerance for d in distances):
            return rhythm
    return None


def _coming(
    latest: PastPayment, rhythm: _Rhythm, as_of: date, until: date
) -> Iterator[date]:
    number, paid_after = 1, timedelta(days=latest.paid_after)
    if latest.day + rhythm.step + timedelta(days=rhythm.days // 2) < as_of:
        return  # It has stopped.
    while True:
        # Counted from the last day: month by month, the 31st would become the 28th.
        day = latest.day + rhythm.step * number
        paid = max(day, as_of + timedelta(days=1)) + paid_after
        if paid > until:
            return
        yield paid
        number += 1
