"""The books' own history, forecast month by month from the data known then."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.back_test import CheckedInvoice, CheckedMonth
from ledgerkit.banking.forecast.band import at_one_pace, quantiles_of_sum
from ledgerkit.banking.forecast.item import EARLY, LATE
from ledgerkit.books.forecast.documents import expected_invoices
from ledgerkit.calendars import month_end, month_ends_before
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.banking.forecast.item import ForecastItem
    from ledgerkit.books.books import Books
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.payment_terms import DuePart

_DAY = timedelta(days=1)
#: The number of months ahead to check.
_AHEAD = 3


@dataclass(slots=True, kw_only=True)
class BackTest:
    """The expectations of past forecasts, beside the outcome.

    Attributes:
        days: The days of the forecasts, the latest first.
        invoices: The invoices open on each of them and paid since.
        unpaid: How many were not paid, or not by money, and so give no date.
        months: The receipts in each month, up to three ahead.
    """

    days: list[date] = field(default_factory=list)
    invoices: list[CheckedInvoice] = field(default_factory=list)
    unpaid: int = 0
    months: list[CheckedMonth] = field(default_factory=list)


def back_test_forecast(books: Books, *, as_of: date, months: int) -> BackTest:
    """Forecast clients' payments at each of the month ends before a day.

    Every forecast is made from a subledger of its own day, without knowledge of
    anything later; only the outcome is taken from all of the books up to ``as_of``.

    Args:
        books: The books.
        as_of: The last day that counts.
        months: How many months back.
    """
    back_test, outcome = BackTest(), _Outcome(books, as_of)
    for day in reversed(month_ends_before(as_of, months)):
        replay = _Replay(books, day)
        if replay.expected:
            back_test.days.append(day)
            _check(back_test, replay, outcome)
    return back_test


class _Outcome:
    """The outcome of each invoice by the last day."""

    def __init__(self, books: Books, as_of: date) -> None:
        self.as_of = as_of
        self._items: Mapping[int, SubledgerItem] = {
            id(posting): item
            for item in books.subledger(Side.RECEIVABLE, as_of).items
            for posting in item.postings
        }

    def payments(self, document: Document, after: date) -> list[tuple[date, Decimal]]:
        """The money received for it after a day."""
        item = self._items[id(document.postings[0])]
        return [
            (posting.day, amount)
            for posting, amount in item.payments()
            if posting.day > after
        ]

    def paid_on(self, document: Document, after: date) -> date | None:
        """The day of its last payment; None if open, or not settled by money."""
        item = self._items[id(document.postings[0])]
        payments = self.payments(document, after)
        paid = sum((amount for _day, amount in payments), ZERO)
        if item.open or paid != document.open:
            return None
        return max(day for day, _amount in payments)


class _Replay:
    """The forecast of a day, invoice by invoice."""

    def __init__(self, books: Books, day: date) -> None:
        self.day = day
        delays = books.forecast_read.delays(day)
        self.expected: Sequence[tuple[Document, DuePart, ForecastItem]] = list(
            expected_invoices(books, delays, day)
        )

    def by_due_date(self, part: DuePart) -> date:
        """The day of a part if everybody pays on time from now on."""
        return max(part.due, self.day + _DAY)

    def currencies(self) -> Sequence[str]:
        """The currencies of its invoices."""
        return sorted({document.currency for document, _part, _item in self.expected})

    def months(self, until: date) -> Iterator[tuple[int, date, date]]:
        """Each complete month up to a day: number, the day before it, its end."""
        before = self.day
        for ahead in range(1, _AHEAD + 1):
            end = month_end(before + _DAY)
            if end > until:
                return
            yield ahead, before, end
            before = end

    def is_in_range(self, currency: str, end: date, came: Decimal) -> bool:
        """Whether the receipts by a day are between 10 and 90 % of those expected."""
        clients: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
        for document, _part, item in self.expected:
            if document.currency == currency:
                clients[item.party].append((item.amount, item.chance_by(end)))
        outcomes = [at_one_pace(clients[party]) for party in sorted(clients)]
        low, high = quantiles_of_sum(outcomes, (EARLY, LATE))
        return low <= came <= high


def _check(back_test: BackTest, replay: _Replay, outcome: _Outcome) -> None:
    day = replay.day
    # With instalments, the last part decides when everything is paid.
    last_parts = {
        id(document): (document, part, item) for document, part, item in replay.expected
    }
    for document, part, item in last_parts.values():
        paid = outcome.paid_on(document, day)
        if paid is None:
            back_test.unpaid += 1
            continue
        back_test.invoices.append(
            CheckedInvoice(
                expected=item.middle,
                early=item.day_by(EARLY),
                late=item.day_by(LATE),
                by_due_date=replay.by_due_date(part),
                paid=paid,
            )
        )
    came: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for document, _part, _item in last_parts.values():
        came[document.currency] += outcome.payments(document, day)
    for currency in replay.currencies():
        back_test.months += _months(replay, currency, came[currency], outcome.as_of)


def _months(
    replay: _Replay,
    currency: str,
    payments: Sequence[tuple[date, Decimal]],
    until: date,
) -> Iterator[CheckedMonth]:
    own = [
        (part, item)
        for document, part, item in replay.expected
        if document.currency == currency
    ]
    for ahead, before, end in replay.months(until):
        expected = by_due_date = ZERO
        for part, item in own:
            chance = item.chance_by(end) - item.chance_by(before)
            expected += item.amount * chance
            if before < replay.by_due_date(part) <= end:
                by_due_date += item.amount
        so_far = sum((amount for day, amount in payments if day <= end), ZERO)
        yield CheckedMonth(
            ahead=ahead,
            currency=currency,
            expected=expected,
            by_due_date=by_due_date,
            came=sum((a for day, a in payments if before < day <= end), ZERO),
            held=replay.is_in_range(currency, end, so_far),
        )
