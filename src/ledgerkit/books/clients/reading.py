"""A book's data on its clients, for one day after another."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ledgerkit.books.clients.sales import roles_not_sold
from ledgerkit.books.documents.paid_parts import read_paid_parts
from ledgerkit.clients.measures.measures import ClientMeasures, measure_clients
from ledgerkit.clients.measures.rhythm import LossRule
from ledgerkit.clients.measures.sales import SalesHistory, main_currency
from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.books.source import Source
    from ledgerkit.clients.measures.payment_behaviour import PaidPart
    from ledgerkit.clients.measures.sales import Sale
    from ledgerkit.general_ledger.chart_of_accounts import Role

_DAYS_KEPT = 16
#: The status of a client that bought nothing for long, and that nobody gave up.
SILENT = "silent"


class ClientReading:
    """A book's data on its clients.

    Everything counts up to a day, as now recorded in the books. Sales are in the
    currency of most of them, or that of the books if there are none; those in other
    currencies are left out, and listed by `left_out`.

    Attributes:
        currency: Of every amount.
        rule: When a silent client counts as lost.
    """

    def __init__(self, source: Source, sales: Sequence[Sale]) -> None:
        """Read from this book, on request, and from its sales."""
        self._source, self._sold = source, sales
        base = [*source.options["operating_currency"], ""][0]
        # Books without sales have targets all the same.
        self.currency = main_currency(sales) or base
        self.rule = LossRule(
            gaps=source.settings.lost_after_gaps,
            days=int(source.settings.lost_after_days),
        )
        self.sales = lru_cache(maxsize=_DAYS_KEPT)(self._sales)
        self.paid = lru_cache(maxsize=_DAYS_KEPT)(self._paid)
        self.measures = lru_cache(maxsize=_DAYS_KEPT)(self._measures)

    def _sales(self, as_of: date) -> SalesHistory:
        """The sales up to a day."""
        return self._all_sales.until(as_of)

    @cached_property
    def _all_sales(self) -> SalesHistory:
        return SalesHistory(self._sold, self.currency, date.max)

    def _paid(self, as_of: date) -> Mapping[str, Sequence[PaidPart]]:
        """The payments of each client up to a day."""
        subledger = self._source.subledger(Side.RECEIVABLE, as_of)
        return read_paid_parts(subledger)

    def _measures(self, as_of: date) -> Mapping[str, ClientMeasures]:
        """The measures of each client with sales by a day."""
        latest = read_paid_parts(
            self._source.subledger(Side.RECEIVABLE, as_of),
            since=twelve_months(as_of).first,
        )
        return measure_clients(self.sales(as_of), latest, self.rule)

    def has_left(self, client: str, as_of: date) -> bool:
        """Whether a client's record says ``lost``."""
        record = self._source.directory.as_of(PartyRole.CLIENT, client, as_of)
        return record.text("status") == "lost"

    def is_lost(self, client: str, as_of: date) -> bool:
        """Whether a client is lost, by its record or by its silence."""
        if self.has_left(client, as_of):
            return True
        measures = self.measures(as_of).get(client)
        return measures is not None and measures.lost

    def status(self, client: str, as_of: date) -> str:
        """A client's status, the one word for it everywhere.

        What its record says; ``silent`` where it has bought nothing for so long that
        it counts as lost, and nobody wrote that it is.
        """
        said = self._source.directory.as_of(PartyRole.CLIENT, client, as_of)
        is_silent = self.is_lost(client, as_of) and not self.has_left(client, as_of)
        return SILENT if is_silent else said.text("status")

    def parents(self, as_of: date) -> Mapping[str, str]:
        """The parent of each client that has one on a day."""
        parent_of = {}
        for id_ in self._source.directory.ids(PartyRole.CLIENT):
            party = self._source.directory.as_of(PartyRole.CLIENT, id_, as_of)
            parent = party.text("parent")
            if parent:
                parent_of[id_] = parent
        return parent_of

    def manager_on(self, client: str, day: date) -> str:
        """The id of a client's manager on a day; empty if there was none."""
        return self._source.directory.as_of(PartyRole.CLIENT, client, day).text(
            "manager"
        )

    @cached_property
    def roles_not_sold(self) -> Sequence[Role]:
        """The roles of income accounts that are left out as no sales."""
        return roles_not_sold(self._source)

    def left_out(self, as_of: date) -> Sequence[str]:
        """The other currencies with sales by a day."""
        firsts = self._first_in_others
        return sorted(currency for currency, first in firsts.items() if first <= as_of)

    @cached_property
    def _first_in_others(self) -> Mapping[str, date]:
        firsts: dict[str, date] = {}
        for sale in self._sold:
            if sale.currency != self.currency and not sale.is_cost:
                firsts[sale.currency] = min(
                    sale.day, firsts.get(sale.currency, sale.day)
                )
        return firsts
