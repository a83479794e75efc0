"""Invoices that are open in full, or were paid at once: most of them.

A large book has forty thousand, and a forecast asks about each on thirteen days. Their
days are kept as numbers, side by side, so that a question is one pass over numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.banking.forecast.delay import ONE, ObservedPart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ledgerkit.open_items.building import SubledgerItem

#: An invoice by the numbers of its due date and day of payment, and its days late.
_Told: TypeAlias = "tuple[int, int, int]"
#: Later than any day.
_NEVER = date.max.toordinal() + 1


def is_whole(item: SubledgerItem) -> bool:
    """Whether an invoice of one part is open in full, or was paid at once."""
    amount, settled = item.first.amount, item.settlements or ()
    if item.undone or amount <= 0 or len(settled) > 1 or not item.is_single:
        return False
    return all(
        posting.pays and credit is None and part == amount
        for posting, part, _basis, credit in settled
    )


class WholeInvoices:
    """Whole invoices, and what is known of them on any day."""

    def __init__(self, items: Sequence[SubledgerItem]) -> None:
        """Keep the days of these invoices: see `is_whole`."""
        told = [(item.party, *_days(item), item) for item in items]
        told.sort(key=lambda one: one[0])
        self._items = [item for *_days, item in told]
        self._issued = [issued for _party, issued, _due, _paid, _item in told]
        self._due = [due for _party, _issued, due, _paid, _item in told]
        self._paid = [paid for _party, _issued, _due, paid, _item in told]
        self._late = [paid - due for _party, _issued, due, paid, _item in told]
        self._told = list(zip(self._due, self._paid, self._late, strict=True))
        self._by_due = sorted(self._told)
        self._places: Mapping[str, tuple[int, int]] = _places(
            [party for party, *_days in told]
        )

    def open_on(self, day: date) -> Iterator[SubledgerItem]:
        """The invoices that were open at the end of a day."""
        number = day.toordinal()
        return (
            item
            for item, issued, paid in zip(
                self._items, self._issued, self._paid, strict=True
            )
            if issued <= number < paid
        )

    def paid_by(self, day: date, oldest: date) -> PaidByDay:
        """Those that were paid by a day.

        Args:
            day: The day.
            oldest: The earliest due date that counts.
        """
        return PaidByDay(self._told, self._by_due, self._places, (day, oldest))

    def paid_parts(self, day: date, oldest: date) -> Iterator[ObservedPart]:
        """The same, each as a value."""
        for item, paid, late in zip(self._items, self._paid, self._late, strict=True):
            due = item.first.due
            if paid <= day.toordinal() and due >= oldest:
                yield ObservedPart(item.party, due, late, paid=True, share=ONE)


class PaidByDay:
    """How late whole invoices were paid, as known on a day."""

    def __init__(
        self,
        told: Sequence[_Told],
        by_due: Sequence[_Told],
        places: Mapping[str, tuple[int, int]],
        days: tuple[date, date],
    ) -> None:
        """Take the invoices by client and by due date, the day and the oldest due."""
        self._told, self._by_due, self._places = told, by_due, places
        self._day, self._oldest = (day.toordinal() for day in days)
        self._weights: Mapping[int, int] = {}

    def counted(self, weights: Callable[[int], int]) -> Sequence[tuple[int, int]]:
        """All of them: days past due, and weight in millionths by the age in days."""
        start = bisect_left(self._by_due, (self._oldest,))
        recent = self._by_due[start:]
        dues = {due for due, _paid, _late in recent}
        self._weights = {due: weights(self._day - due) for due in dues}
        return self._paid_of(recent)

    def of(self, party: str) -> Sequence[tuple[int, int]]:
        """Those of one client; `counted` was called before."""
        start, end = self._places.get(party, (0, 0))
        return self._paid_of(self._told[start:end])

    def _paid_of(self, told: Iterable[_Told]) -> Sequence[tuple[int, int]]:
        day, oldest, weights = self._day, self._oldest, self._weights
        return [
            (late, weights[due])
            for due, paid, late in told
            if paid <= day and due >= oldest
        ]


def _days(item: SubledgerItem) -> tuple[int, int, int]:
    """When it was issued, due and paid."""
    first = item.first
    issued, paid = first.day.toordinal(), _NEVER
    for posting, *_rest in item.settlements or ():
        # A payment before the invoice counts as made on its day.
        paid = max(posting.day.toordinal(), issued)
    return issued, first.due.toordinal(), paid


def _places(parties: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """The places of each client among all, which are in order."""
    return {
        party: (start, start + len(list(same)))
        for party, same in groupby(parties)
        for start in [bisect_left(parties, party)]
    }
