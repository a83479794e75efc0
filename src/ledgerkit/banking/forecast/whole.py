"""Invoices that are open in full, or were paid at once: most of them.

A large book has forty thousand, and a forecast asks about each on thirteen days. Their
days are kept as numbers, side by side, so that a question is one pass over numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.delay import ONE, ObservedPart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledgerkit.open_items.building import SubledgerItem

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
        return PaidByDay((self._due, self._paid, self._late), self._places, day, oldest)

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
        days: tuple[Sequence[int], Sequence[int], Sequence[int]],
        places: Mapping[str, tuple[int, int]],
        day: date,
        oldest: date,
    ) -> None:
        """Take the due dates, the days of payment and the days late, by client."""
        self._due, self._paid, self._late = days
        self._places = places
        self._day, self._oldest = day.toordinal(), oldest.toordinal()
        self._weights: Sequence[int] = ()

    def counted(self, weights: Callable[[int], int]) -> Sequence[tuple[int, int]]:
        """All of them: days past due, and weight in millionths by the age in days."""
        day, oldest = self._day, self._oldest
        by_due = {
            due: weights(day - due) if due >= oldest else 0 for due in set(self._due)
        }
        self._weights = [
            by_due[due] if paid <= day else 0
            for due, paid in zip(self._due, self._paid, strict=True)
        ]
        return self._told(0, len(self._due))

    def of(self, party: str) -> Sequence[tuple[int, int]]:
        """Those of one client; `counted` was called before."""
        return self._told(*self._places.get(party, (0, 0)))

    def _told(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        late, weights = self._late[start:end], self._weights[start:end]
        return [pair for pair in zip(late, weights, strict=True) if pair[1]]


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
