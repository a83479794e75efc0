"""Payments that come again and again: rent, wages, subscriptions.

Three or more payments of one payee, at a steady distance and of a steady amount, will
go on; one in three may be out of the ordinary. What has stopped for half a period
doesn't count any more.
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

#: How many payments make a habit, and how many of the last are looked at.
_LEAST, _LATEST = 3, 7
#: How far an amount may be from the middle one.
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
#: Nothing that recurs less often can be told from these days of history.
HISTORY = 3 * 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPayment:
    """A payment, or a bill, that may be one of many.

    Attributes:
        who: Who was paid, or paid, as all such payments have it.
        what: And for what.
        name: Whom to name, in words.
        party: Id of the vendor; empty if it is no bill.
        group: The accounts that it moved.
        currency: Of the amount.
        amount: Positive came in, negative went out.
        day: When; of a bill, its date.
        paid_after: Days from there to its payment.
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
    """What will come again.

    Attributes:
        latest: The last one there was.
        amount: The middle one of the last three.
        rhythm: How often, in words.
        seen: How many there were, of those looked at.
        days: When the next ones are to be expected, in order.
    """

    latest: PastPayment
    amount: Decimal
    rhythm: str
    seen: int
    days: tuple[date, ...]


def recurring_payments(
    payments: Iterable[PastPayment], *, as_of: date, until: date
) -> Sequence[RecurringPayment]:
    """What will come again from the day after one day until another.

    All payments of one payee are looked at together and, where they keep no rhythm,
    apart by what they are for.

    Args:
        payments: What there was by ``as_of``, in any order.
        as_of: The last day that is known.
        until: The last that is asked about.
    """
    days = as_of, until
    found = []
    for _who, same in _sorted_by(payments, lambda p: p.who):
        together = _recurring(same, *days)
        if together is not None:
            found.append(together)
            continue
        for _what, alike in _sorted_by(same, lambda p: p.what):
            apart = _recurring(alike, *days)
            if apart is not None:
                found.append(apart)
    return [recurring for recurring in found if recurring.days]


def _sorted_by(
    payments: Iterable[PastPayment], key: Callable[[PastPayment], tuple[str, ...]]
) -> Sequence[tuple[object, list[PastPayment]]]:
    """The payments that are enough to make a habit, of one sort each."""
    sorts: dict[tuple[object, ...], list[PastPayment]] = defaultdict(list)
    for payment in payments:
        sorts[key(payment), payment.currency, payment.amount > 0].append(payment)
    return [(k, sorts[k]) for k in sorted(sorts) if len(sorts[k]) >= _LEAST]


def _recurring(
    payments: Sequence[PastPayment], as_of: date, until: date
) -> RecurringPayment | None:
    """The habit that these payments make; None if they make none."""
    amounts: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for payment in payments:
        amounts[payment.day] += payment.amount
    looked_at = sorted(amounts)[-_LATEST:]
    days = _steady(looked_at, amounts)
    rhythm = _rhythm(days)
    if rhythm is None or 3 * len(days) < 2 * len(looked_at):
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
    """Those on which the usual amount was paid, and no thirteenth month."""
    middle = median(amounts[day] for day in days)
    most = abs(middle) * _STEADY
    return [day for day in days if abs(amounts[day] - middle) <= most]


def _rhythm(days: Sequence[date]) -> _Rhythm | None:
    """The rhythm that every distance between these days keeps."""
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
        # From the last day at once: month by month, the 31st would become the 28th.
        day = latest.day + rhythm.step * number
        paid = max(day, as_of + timedelta(days=1)) + paid_after
        if paid > until:
            return
        yield paid
        number += 1
