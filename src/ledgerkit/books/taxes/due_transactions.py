"""The transactions of which something may fall due in a period: few of all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.books.taxes.schemes import STANDARD, scheme_end
from ledgerkit.books.taxes.taxed_documents import wait_until
from ledgerkit.calendars import months_after
from ledgerkit.invoices.tax_code import Supply, TaxKind, TaxPoint
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.schemes import SchemeStart
    from ledgerkit.books.taxes.taxed_transactions import (
        TaxedTransaction,
        TaxedTransactions,
    )
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.taxes.form import Scheme, TaxForm

    #: A period, and the documents that something moved of in it, by side.
    _LastMoved: TypeAlias = tuple[Period, Mapping[Side, Sequence[SubledgerItem]]]

_DAY = attrgetter("day")
_MONTHS_OF_YEAR = 12
#: Months differ in length, so a year ago is sought with some days to spare.
_SPARE = timedelta(days=3)


class DueTransactions:
    """Finds the transactions that a return has to look at.

    Those of the period itself, those that state another day for their tax, and by
    payment those that were paid in it, or whose tax is due without.
    """

    def __init__(
        self,
        source: Source,
        transactions: TaxedTransactions,
        form: TaxForm,
        starts: Sequence[SchemeStart],
    ) -> None:
        """Take the book, its form and schemes."""
        self._source = source
        self._transactions = transactions
        self._form = form
        self._starts = starts
        self._last_moved: _LastMoved | None = None

    def of(self, period: Period) -> Iterator[TaxedTransaction]:
        """The transactions, in ledger order."""
        found = set(self._transactions.between(period.first, period.last))
        found.update(self._transactions.dated_otherwise())
        points = set(self._points())
        is_by_payment = points != {TaxPoint.DOCUMENT}
        if (is_by_payment or self._form.buyer_repays) and self._source.has_moves:
            # What is paid elsewhere leads back to no transaction: look at all.
            found.update(self._transactions.between(date.min, period.last))
        if is_by_payment:
            found.update(self._left(period))
            found.update(self._paid(period, Side.RECEIVABLE))
        if is_by_payment or self._form.buyer_repays:
            found.update(self._paid(period, Side.PAYABLE))
        if self._form.buyer_repays:
            found.update(self._unpaid(period))
        if self._form.bad_debt_months:
            found.update(self._given_up(period))
        if TaxPoint.PAYMENT_WITHIN_YEAR in points:
            first = _long_before(period.first, _MONTHS_OF_YEAR)
            last = _long_before(period.last, _MONTHS_OF_YEAR) + 2 * _SPARE
            found.update(self._transactions.between(first, last))
        for index in sorted(found):
            txn = self._transactions.at(index)
            if txn is not None:
                yield txn

    def _schemes(self) -> Iterator[Scheme]:
        for name in (STANDARD, *(start.name for start in self._starts)):
            scheme = self._form.schemes.get(name)
            if scheme is not None:
                yield scheme

    def _points(self) -> Iterator[TaxPoint]:
        """When tax may fall due, by schemes and codes."""
        yield TaxPoint.DOCUMENT
        for scheme in self._schemes():
            for kind in TaxKind:
                yield scheme.point_of(kind, None)
                yield scheme.point_of(kind, Supply.SERVICES)
        for code in self._source.reading.tax_codes.declared:
            if code.tax_point is not None:
                yield code.tax_point

    def _paid(self, period: Period, side: Side) -> Iterator[int]:
        """The places of what was paid, or paid back, in a period."""
        first, last = period.first, period.last
        for item in self._moved_in(period)[side]:
            settled = item.settlements
            if settled and any(first <= part[0].day <= last for part in settled):
                for posting in item.postings:
                    yield from self._transactions.made_by(posting)

    def _moved_in(self, period: Period) -> Mapping[Side, Sequence[SubledgerItem]]:
        """The documents that have to do with what was posted in a period."""
        last = self._last_moved
        if last is None or last[0] != period:
            controls = self._source.reading.control_postings
            start = bisect_left(controls, period.first, key=_DAY)
            end = bisect_right(controls, period.last, start, key=_DAY)
            found = self._source.items_around(controls[start:end], period.last)
            self._last_moved = last = period, found
        return last[1]

    def _unpaid(self, period: Period) -> Iterator[int]:
        """The places of bills whose input tax is given back in a period."""
        months = self._form.bad_debt_months
        earliest = _long_before(period.first, months)
        for item in self._source.subledger(Side.PAYABLE, period.last).items:
            issued_or_due = max(item.first.day, item.first.due)
            if item.is_single and not earliest <= issued_or_due <= period.last:
                continue
            if period.first <= wait_until(item, months) <= period.last:
                for posting in item.postings:
                    yield from self._transactions.made_by(posting)

    def _given_up(self, period: Period) -> Iterator[int]:
        """The places of debts given up so far: their tax may come back later."""
        reading = self._source.reading
        for place, posting in enumerate(reading.control_postings):
            if posting.purpose is Purpose.WRITE_OFF and posting.day <= period.last:
                yield reading.origins[place]

    def _left(self, period: Period) -> Iterator[int]:
        """The places of what falls due as a scheme ends in a period."""
        for start in self._starts:
            end = scheme_end(self._starts, start)
            scheme = self._form.schemes.get(start.name)
            if (
                end is not None
                and scheme is not None
                and scheme.due_on_leaving
                and period.first <= end <= period.last
            ):
                yield from self._transactions.between(start.day, end)


def _long_before(day: date, months: int) -> date:
    """A few days more than some months before a day; at the earliest the first of all.

    >>> _long_before(date(2026, 3, 31), 12), _long_before(date(1, 5, 1), 12)
    (datetime.date(2025, 3, 28), datetime.date(1, 1, 1))
    """
    if day.year * _MONTHS_OF_YEAR + day.month <= months + 2 * _MONTHS_OF_YEAR:
        return date.min
    return months_after(day, -months) - _SPARE
