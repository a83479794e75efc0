"""The reports on clients, as methods of the books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.books import Books
from ledgerkit.books.garbage_collection import garbage_collection_off
from ledgerkit.reports import (
    client_measures,
    concentration,
    retention,
    rfm,
    tasks,
    whitespace,
)

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.table import Table


class ClientReports(Books):
    """Books that answer what is asked of client relations."""

    @garbage_collection_off()
    def client_measures(self, *, as_of: date, party: str | None = None) -> Table:
        """Each client's revenue, rhythm and payments of the last twelve months."""
        return client_measures.client_measures(self, as_of=as_of, party=party)

    @garbage_collection_off()
    def rfm(self, *, as_of: date) -> Table:
        """Each client's recency, frequency and money, from 1 to 5."""
        return rfm.rfm(self, as_of=as_of)

    @garbage_collection_off()
    def concentration(self, *, as_of: date, since: date | None = None) -> Table:
        """Each client's share of revenue, the largest first."""
        return concentration.concentration(self, as_of=as_of, since=since)

    @garbage_collection_off()
    def retention(self, *, as_of: date) -> Table:
        """How much revenue, and how many clients, stayed year after year."""
        return retention.retention(self, as_of=as_of)

    @garbage_collection_off()
    def cohorts(self, *, as_of: date) -> Table:
        """What the clients won in each year bring in, year after year."""
        return retention.cohorts(self, as_of=as_of)

    @garbage_collection_off()
    def whitespace(self, *, as_of: date, since: date | None = None) -> Table:
        """Clients against income accounts: what was not sold to whom."""
        return whitespace.whitespace(self, as_of=as_of, since=since)

    @garbage_collection_off()
    def tasks(
        self,
        *,
        as_of: date,
        client: str | None = None,
        manager: str | None = None,
        everything: bool = False,
    ) -> Table:
        """What is to be done for clients, the most urgent first."""
        return tasks.tasks(
            self, as_of=as_of, client=client, manager=manager, everything=everything
        )
