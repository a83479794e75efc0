"""Achievements by measure of targets, credited to the manager in charge."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.target import Achievement
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.books.books import Books

_ONE = Decimal(1)


class AchievementReader:
    """Reads achievements up to a day, for whatever a target can measure."""

    def __init__(self, books: Books, as_of: date) -> None:
        """Read from these books, up to a day."""
        self._books = books
        self._as_of = as_of
        self._team = lru_cache(maxsize=None)(self._team_on)

    def read(self) -> Iterator[Achievement]:
        """Everything, in no order; money in the currency of most sales."""
        yield from self._sold()
        yield from self._paid()
        yield from self._won()
        yield from self._spoken()

    def pipeline(self) -> Iterator[tuple[Achievement, Decimal]]:
        """The open pipeline as revenue on the day each is expected, and how likely."""
        reading = self._books.relations_read
        for opportunity in reading.opportunities(self._as_of):
            amount, likely = opportunity.amount, opportunity.probability
            currency = self._books.clients_read.currency
            if (
                amount is None
                or opportunity.close_date is None
                or opportunity.currency != currency
            ):
                continue
            if reading.stages.is_open(opportunity.stage):
                day, client = opportunity.close_date, opportunity.client
                yield self._of(day, "revenue", amount, client), likely or ZERO

    def _sold(self) -> Iterator[Achievement]:
        for sale in self._books.sales:
            if sale.currency != self._books.clients_read.currency or not sale.amount:
                continue
            if sale.day <= self._as_of:
                if not sale.is_cost:
                    yield self._of(sale.day, "revenue", sale.amount, sale.client)
                yield self._of(sale.day, "margin", sale.amount, sale.client)

    def _paid(self) -> Iterator[Achievement]:
        """Payments of documents and on account, without what was written off."""
        currency = self._books.clients_read.currency
        for parts in self._books.clients_read.paid(self._as_of).values():
            for part in parts:
                if part.currency == currency:
                    yield self._of(part.paid, "cash", part.amount, part.client)
        for item in self._books.subledger(Side.RECEIVABLE, self._as_of).unapplied:
            posting = item.posting
            if posting.currency == currency and posting.credit is None:
                yield self._of(posting.day, "cash", -item.amount, item.party)

    def _won(self) -> Iterator[Achievement]:
        sales = self._books.clients_read.sales(self._as_of)
        for client in sales.clients:
            days = sales.invoice_days(client)
            if days:
                yield self._of(days[0], "new-clients", _ONE, client)

    def _spoken(self) -> Iterator[Achievement]:
        for activity in self._books.relations.activities:
            if activity.day <= self._as_of:
                yield self._of(
                    activity.day,
                    "activities",
                    _ONE,
                    activity.client,
                    activity.text("manager"),
                )

    def _of(
        self, day: date, measure: str, number: Decimal, client: str, manager: str = ""
    ) -> Achievement:
        # Nobody knows today who will be in charge of future sales.
        known = min(day, self._as_of)
        if not manager and client:
            manager = self._books.clients_read.manager_on(client, known)
        return Achievement(
            day, measure, number + ZERO, client, manager, self._team(manager, known)
        )

    def _team_on(self, manager: str, day: date) -> str:
        """A manager's team on a day; empty if none was recorded by then."""
        record = self._books.relations.as_of(RecordKind.MANAGER, manager, day)
        return record.text("team") if record else ""
