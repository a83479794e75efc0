"""The books' own history, forecast month by month from the data known then."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.back_test import (
    CheckedInvoice,
    CheckedMonth,
    PastForecast,
    by_due_date,
    date_errors,
    due_dates_from,
)
from ledgerkit.books.forecast.invoices import expected_invoices, open_parts
from ledgerkit.calendars import month_ends_before
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.forecast.item import ForecastItem
    from ledgerkit.banking.forecast.replay import PastReceivables
    from ledgerkit.books.source import Source
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.document import Document


@dataclass(slots=True, kw_only=True)
class BackTest:
    """The expectations of past forecasts, beside the outcome.

    Attributes:
        days: The days of the forecasts, the latest first.
        invoices: The invoices open on each of them and paid since.
        unpaid: How many were not paid, or not by money, and so give no date.
        forecasts: What was expected of each currency, and what came.
        due_dates_from: The month ahead from which due dates were counted on, as habits
            were further off, by currency; a currency without any is missing.
    """

    days: list[date] = field(default_factory=list)
    invoices: list[CheckedInvoice] = field(default_factory=list)
    unpaid: int = 0
    forecasts: list[PastForecast] = field(default_factory=list)
    due_dates_from: Mapping[str, int] = field(default_factory=dict)

    def months(self) -> Iterator[CheckedMonth]:
        """The receipts in each month, up to three ahead, by currency."""
        for forecast in self.forecasts:
            yield from forecast.checked(self.due_dates_from.get(forecast.currency))


def back_test_forecast(
    source: Source, past: PastReceivables, *, as_of: date, months: int
) -> BackTest:
    """Forecast clients' payments at each of the month ends before a day.

    Every forecast is made from what was in the books on its own day; only which invoice
    a payment settled, and the outcome, are taken from all of them up to ``as_of``.

    Args:
        source: The book.
        past: Its receivables, up to ``as_of``.
        as_of: The last day that counts.
        months: How many months back.
    """
    outcome = _Outcome(source, as_of)
    replays = [
        _Replay(source, past, day, outcome)
        for day in reversed(month_ends_before(as_of, months))
    ]
    replays = [replay for replay in replays if replay.expected]
    by_currency: dict[str, list[PastForecast]] = defaultdict(list)
    for replay in replays:
        for forecast in replay.forecasts():
            by_currency[forecast.currency].append(forecast)
    found = {c: due_dates_from(forecasts) for c, forecasts in by_currency.items()}
    invoices = [i for replay in replays for i in replay.checked(found)]
    if not _are_dates_better(invoices):
        # What is told of single invoices is no better than the due date either.
        found = dict.fromkeys(found, 1)
        invoices = [i for replay in replays for i in replay.checked(found)]
    return BackTest(
        days=[replay.day for replay in replays],
        invoices=invoices,
        unpaid=sum(replay.unpaid for replay in replays),
        forecasts=[
            forecast
            for _currency, forecasts in sorted(by_currency.items())
            for forecast in forecasts
        ],
        due_dates_from={c: month for c, month in found.items() if month is not None},
    )


def _are_dates_better(invoices: Sequence[CheckedInvoice]) -> bool:
    """Whether the days of what was counted on were at least as good as due dates."""
    errors = date_errors([i for i in invoices if i.expected is not None])
    return errors is None or errors.forecast <= errors.by_due_date


class _Outcome:
    """The outcome of each invoice by the last day."""

    def __init__(self, source: Source, as_of: date) -> None:
        self.as_of = as_of
        self._items: Mapping[int, SubledgerItem] = {
            id(posting): item
            for item in source.subledger(Side.RECEIVABLE, as_of).items
            for posting in item.postings
        }

    def payments(self, document: Document, after: date) -> list[tuple[date, Decimal]]:
        """The money received for it after a day."""
        item = self._items[id(document.postings[0])]
        return [
            (posting.day, amount)
            for posting, amount in (item.payments() if item.settlements else ())
            if posting.day > after
        ]

    def paid_on(self, document: Document, after: date) -> date | None:
        """The day of its last payment; None if open, or not settled by money."""
        if self._items[id(document.postings[0])].open:
            return None
        payments = self.payments(document, after)
        if sum((amount for _day, amount in payments), ZERO) != document.open:
            return None
        return max(day for day, _amount in payments)


class _Replay:
    """The forecast of a day, invoice by invoice, and what came."""

    def __init__(
        self, source: Source, past: PastReceivables, day: date, outcome: _Outcome
    ) -> None:
        self.day, self._outcome = day, outcome
        debts = past.open_documents(day)
        open_ = list(open_parts(debts, past.credit(day))) if debts else []
        self.expected: Sequence[tuple[Document, ForecastItem]] = [
            (document, item)
            for document, _part, item in expected_invoices(
                source, past.delays(day), day, open_, explained=False
            )
        ]
        # With instalments, the last part decides when everything is paid.
        self._last = {id(d.postings[0]): (d, item) for d, item in self.expected}
        self._paid = {
            key: outcome.paid_on(document, day)
            for key, (document, _item) in self._last.items()
        }

    @property
    def unpaid(self) -> int:
        """How many of its invoices tell no date."""
        return sum(paid is None for paid in self._paid.values())

    def forecasts(self) -> Sequence[PastForecast]:
        """What was expected in each currency, and what came."""
        items: dict[str, list[ForecastItem]] = defaultdict(list)
        came: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
        for document, item in self.expected:
            of_currency = items[document.currency]
            if item.day is not None or item.odds is not None:
                of_currency.append(item)
        for document, _item in self._last.values():
            came[document.currency] += self._outcome.payments(document, self.day)
        return [
            PastForecast(
                day=self.day,
                currency=currency,
                items=items[currency],
                came=came[currency],
                until=self._outcome.as_of,
            )
            for currency in sorted(items)
        ]

    def checked(self, found: Mapping[str, int | None]) -> Sequence[CheckedInvoice]:
        """Each invoice that has been paid, with due dates where they count."""
        checked = []
        for key, (document, item) in self._last.items():
            paid = self._paid[key]
            if paid is not None:
                told = by_due_date(item, found[document.currency], self.day)
                checked.append(
                    CheckedInvoice(
                        item=told,
                        by_due_date=item.due or told.middle or self.day,
                        paid=paid,
                    )
                )
        return checked
