"""What the books show of how late documents were paid.

How late clients pay, and so when an open invoice will be paid.

What is known of a client is a distribution of the days between an invoice's due date
and its payment. Two things must not bend it:

* Invoices that are still open. Leaving them out would make everybody look punctual:
  what is 40 days late and unpaid is in nobody's average. Each counts as "at least so
  late" (E. L. Kaplan and P. Meier, *Nonparametric estimation from incomplete
  observations*, 1958).
* Clients of whom little is known. For each day late, the chance that a client pays
  just then is its own experience and that of all clients, weighed n to `PRIOR`, where
  n is how many of its invoices have got so late (the posterior of a beta process;
  N. L. Hjort, *Nonparametric Bayes estimators based on beta processes*, 1990).

Habits change, so an invoice counts half as much for each `HALF_LIFE` that it has been
due. Both constants were chosen by back-test, on 2,466 published invoices.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.subledger import Subledger


#: How many invoices of its own weigh as much as all other clients' experience.
PRIOR = Decimal(4)


#: Days after which an invoice counts half.
HALF_LIFE = 180


#: An older invoice would count less than a thousandth.
FORGOTTEN_AFTER = HALF_LIFE * 10


ONE = Decimal(1)


_EXACT = Decimal("0.000001")


#: Powers of 28 digits, of which six are kept, take ten times as long.
_SHORT = Context(prec=12)


class ObservedPart(NamedTuple):
    """A part of a document, and how late it was paid, or at least is.

    Attributes:
        party: Whose document.
        due: When it was due.
        days: Days past due on the day of payment; of an unpaid part, on the last day
            on which it was seen unpaid. Negative before the due date.
        paid: Whether it was paid then.
        share: What part of its document it is; the parts of one sum to 1.
    """

    party: str
    due: date
    days: int
    paid: bool
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayCurve:
    """What share of invoices is still unpaid so many days after the due date.

    Attributes:
        days: The days on which something was paid, rising.
        unpaid: The share that is unpaid at the end of each; falling, and zero at the
            end only if everything was paid sooner or later.
        invoices: How many paid invoices of the client itself it rests on.
    """

    days: tuple[int, ...] = ()
    unpaid: tuple[Decimal, ...] = ()
    invoices: int = 0

    def unpaid_after(self, days: int) -> Decimal:
        """The share still unpaid at the end of a day, counted from the due date."""
        place = bisect_right(self.days, days)
        return self.unpaid[place - 1] if place else ONE

    def quantile(self, share: Decimal, *, after: int | None = None) -> int | None:
        """By which day so large a share of what is unpaid after a day is paid.

        Args:
            share: Between 0 and 1; a half for the median.
            after: It is known to be unpaid at the end of this day, counted from the
                due date; None where nothing is known.

        Returns:
            Days from the due date; None if no invoice so late was ever paid, or not
            so large a share of them.
        """
        left = ONE if after is None else self.unpaid_after(after)
        if not left:
            return None
        first = 0 if after is None else bisect_right(self.days, after)
        most = left * (ONE - share)
        for place in range(first, len(self.days)):
            if self.unpaid[place] <= most:
                return self.days[place]
        return None


class _Counts:
    """What is known of some documents: how much was paid, or left, on which day."""

    __slots__ = ("paid", "seen")

    def __init__(self) -> None:
        self.paid: dict[int, Decimal] = defaultdict(lambda: ZERO)
        self.seen: dict[int, Decimal] = defaultdict(lambda: ZERO)

    def add(self, part: ObservedPart, weight: Decimal) -> None:
        self.seen[part.days] += weight
        if part.paid:
            self.paid[part.days] += weight

    def at_risk(self, days: Sequence[int]) -> Sequence[Decimal]:
        """For each of these rising days, what got at least so late."""
        latest = sorted(self.seen, reverse=True)
        total, place, found = ZERO, 0, []
        for day in reversed(days):
            while place < len(latest) and latest[place] >= day:
                total += self.seen[latest[place]]
                place += 1
            found.append(total)
        return found[::-1]


class PaymentDelays:
    """How late each client pays, as known on a day."""

    def __init__(self, parts: Iterable[ObservedPart], as_of: date) -> None:
        """Count what was observed by a day, in any order."""
        self._all = _Counts()
        self._parties: dict[str, _Counts] = defaultdict(_Counts)
        self._invoices: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self._curves: dict[str, DelayCurve] = {}
        for part in parts:
            weight = _weight((as_of - part.due).days)
            if part.share is not ONE:  # Most documents are paid at once.
                weight = (part.share * weight).quantize(_EXACT)
            self._all.add(part, weight)
            self._parties[part.party].add(part, weight)
            if part.paid:
                self._invoices[part.party] += part.share
        self._days = sorted(d for d, paid in self._all.paid.items() if paid)
        at_risk = self._all.at_risk(self._days)
        self._chances = [
            self._all.paid[day] / seen
            for day, seen in zip(self._days, at_risk, strict=True)
        ]

    @property
    def everybody(self) -> DelayCurve:
        """What holds of a client of whom nothing is known."""
        return self.of("")

    def of(self, party: str) -> DelayCurve:
        """What is to be expected of a client."""
        if party not in self._curves:
            counts = self._parties.get(party, _Counts())
            invoices = int(self._invoices.get(party, ZERO).to_integral_value())
            self._curves[party] = self._curve(counts, invoices)
        return self._curves[party]

    def _curve(self, counts: _Counts, invoices: int) -> DelayCurve:
        unpaid, left = [], ONE
        paid: Mapping[int, Decimal] = counts.paid
        at_risk = counts.at_risk(self._days)
        for day, seen, general in zip(self._days, at_risk, self._chances, strict=True):
            chance = (PRIOR * general + paid.get(day, ZERO)) / (PRIOR + seen)
            left *= ONE - chance
            unpaid.append(left)
        return DelayCurve(
            days=tuple(self._days), unpaid=tuple(unpaid), invoices=invoices
        )


def days_after(day: date, days: int) -> date:
    """The day so many days on, or the calendar's last or first.

    >>> days_after(date(2026, 3, 1), 10), days_after(date(9999, 12, 30), 10)
    (datetime.date(2026, 3, 11), datetime.date(9999, 12, 31))
    """
    number = day.toordinal() + days
    return date.fromordinal(min(max(number, 1), date.max.toordinal()))


@lru_cache(maxsize=4096)
def _weight(age: int) -> Decimal:
    """How much an invoice counts so many days after its due date."""
    # Of so many digits, sums are the same in whatever order.
    halvings = Decimal(-max(age, 0)) / HALF_LIFE
    return _SHORT.power(2, halvings).quantize(_EXACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOdds:
    """When one open amount will be paid, and how sure that is.

    Attributes:
        curve: The client's habit.
        due: When the amount is due.
        unpaid_on: The last day on which it is known to be unpaid.
        moved: By how many days a scenario delays whatever comes.
    """

    curve: DelayCurve
    due: date
    unpaid_on: date
    moved: int = 0

    @property
    def _seen(self) -> int:
        return (self.unpaid_on - self.due).days

    def day(self, share: Decimal) -> date | None:
        """By which day it is paid with this chance; None if it may never be."""
        days = self.curve.quantile(share, after=self._seen)
        return None if days is None else days_after(self.due, days + self.moved)

    def chance_by(self, day: date) -> Decimal:
        """The chance, between 0 and 1, that it is paid by the end of a day."""
        left = self.curve.unpaid_after(self._seen)
        days = (day - self.due).days - self.moved
        if not left or days <= self._seen:
            return ZERO
        return ONE - self.curve.unpaid_after(days) / left


def observed_parts(
    subledger: Subledger, given_up: Container[int]
) -> Iterator[ObservedPart]:
    """Each document's parts by when they were paid, as known on the subledger's day.

    What a credit note took off was not paid, and is seen unpaid until then. What was
    written off is never paid: it counts as unpaid to this day, as what is open does.
    What is open of a party that has money on account may be paid by that, nobody knows
    when: it doesn't count.

    Args:
        subledger: As at a day.
        given_up: The identities of the postings that give a debt up.
    """
    as_of = subledger.as_of
    # A book may be asked about the first days that there are.
    oldest = date.fromordinal(max(as_of.toordinal() - FORGOTTEN_AFTER, 1))
    unclear = {
        (unapplied.party, unapplied.posting.currency)
        for unapplied in subledger.unapplied
        if unapplied.amount < 0
    }
    for item in subledger.items:
        first = item.first
        if first.credit is None and first.amount > 0 and first.due >= oldest:
            parts = _of_item(item, as_of, given_up)
            if item.open and (item.party, first.currency) in unclear:
                yield from (part for part in parts if part.paid)
            else:
                yield from parts


def _of_item(
    item: SubledgerItem, as_of: date, given_up: Container[int]
) -> Iterator[ObservedPart]:
    parts = item.falls_due()
    whole = sum((amount for _due, amount in parts[1:]), parts[0][1])
    following = iter(parts)
    due, room = next(following)
    for posting, amount, _basis, credit in item.settled_by_day():
        left, never = amount, id(posting) in given_up
        while left > 0:
            if not room:
                due, room = next(following, (due, left))
            taken = min(room, left)
            paid = credit is None and not never
            seen = as_of if never else posting.day
            yield _part(item, due, seen, _share(taken, whole), paid=paid)
            left, room = left - taken, room - taken
    for due_then, open_ in ((due, room), *following):
        if open_ > 0:
            share = _share(open_, whole)
            yield _part(item, due_then, as_of, share, paid=False)


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return ONE if part == whole else part / whole


def _part(
    item: SubledgerItem, due: date, seen: date, share: Decimal, *, paid: bool
) -> ObservedPart:
    # A payment ahead of the document is one on its day.
    day = max(seen, item.first.day) if paid else seen
    return ObservedPart(item.party, due, (day - due).days, paid, share)
