"""The page of one client: its terms, money, relation, contacts and work in progress."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.fava.charts.plan import plan_sheets
from ledgerkit.fava.charts.revenue import payment_marks, revenue_chart
from ledgerkit.fava.clients.clients_parts import ClientsPage
from ledgerkit.fava.links import extension_url, page_url
from ledgerkit.fava.page import tabs_of
from ledgerkit.fava.parts.remedies import on_page, shown_notes
from ledgerkit.fava.table import Rendering, empty_columns
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.errors import UsageError
    from ledgerkit.fava.links import Links
    from ledgerkit.fava.table import RenderedTable
    from ledgerkit.table import Table

CLIENTS_PAGE = "Clients"
_VIEWS: Mapping[str, str] = {
    "": "Overview",
    "money": "Money",
    "timeline": "Timeline",
    "plan": "Plan",
}
#: Columns that the page makes redundant.
_OF_THE_PARTY = frozenset({"party", "name", "client", "side"})
#: Parts of the card that are shown differently here.
_ELSEWHERE = frozenset({"people", "age", "payments"})
#: The kinds of timeline entries for a review.
_SPOKEN = frozenset({"meeting", "review", "survey", "complaint", "dispute", "request"})
#: The number of timeline entries on the overview.
_LATEST = 12


class ClientPage:
    """The pages of one client on one day."""

    def __init__(
        self,
        books: LedgerBooks,
        links: Links,
        rendering: Rendering,
        party: str,
        day: date,
    ) -> None:
        """Take the client's id."""
        self._books = books
        self._links = links
        self._rendering = rendering
        self._party = party
        self._day = day

    def of(self, view: str) -> ClientsPage:
        """One of the views; the overview if there is no such view."""
        books, party, day = self._books, self._party, self._day
        shown = view if view in _VIEWS else ""
        record = books.directory.as_of(PartyRole.CLIENT, party, day)
        source = self._links.source(str(record.place)) if record.place else None
        ways = [
            ("All clients", extension_url(CLIENTS_PAGE)),
            ("What it owes", page_url(Side.RECEIVABLE, party=party)),
            ("Source", source),
        ]
        makers = {
            "": self._overview,
            "money": self._money,
            "timeline": self._timeline,
            "plan": self._plan,
        }
        return replace(
            makers[shown](),
            heading=visible(f"{record.name}, as at {day}"),
            ways=[(label, address) for label, address in ways if address],
            tabs=tabs_of(
                _VIEWS,
                shown,
                lambda view: extension_url(CLIENTS_PAGE, party=party, view=view),
            ),
        )

    def _overview(self) -> ClientsPage:
        books, party, day = self._books, self._party, self._day
        card = books.client_card(party, as_of=day)
        health = books.health_of(party, as_of=day)
        history = books.payment_history(party, as_of=day)
        tables = [
            self._aging(),
            books.open_items(as_of=day, side=Side.RECEIVABLE, party=party),
            books.agenda(as_of=day, party=party),
            books.key_players(party, as_of=day),
            replace(health, notes=health.notes[-1:]),
            books.client_timeline(party, as_of=day, latest=_LATEST),
        ]
        return replace(
            self._page(tables),
            # The figure and what to look at first; its calculation is further down.
            remarks=[note.text for note in shown_notes(health.notes[:-1])],
            cards=self._cards(card),
            marks=payment_marks(history, self._rendering.address),
            marks_said=[note.text for note in shown_notes(history.notes)],
            revenue=revenue_chart(
                books.client_revenue(party, as_of=day), self._rendering
            ),
            snippets=books.client_snippets(party, as_of=day),
        )

    def _money(self) -> ClientsPage:
        books, party, day = self._books, self._party, self._day
        revenue = books.client_revenue(party, as_of=day)
        tables = [
            self._aging(),
            revenue,
            books.payment_history(party, as_of=day),
            books.documents(as_of=day, side=Side.RECEIVABLE, party=party),
        ]
        return replace(
            self._page(tables), revenue=revenue_chart(revenue, self._rendering)
        )

    def _aging(self) -> Table:
        """Its debt by age; a single row needs no total."""
        table = self._books.aging(
            as_of=self._day, side=Side.RECEIVABLE, party=self._party
        )
        return replace(table, totals=())

    def _timeline(self) -> ClientsPage:
        return self._page([self._books.client_timeline(self._party, as_of=self._day)])

    def _plan(self) -> ClientsPage:
        """The plans and the work in progress: the sheet for a review."""
        books, party, day = self._books, self._party, self._day
        milestones = books.plan(party, as_of=day)
        goals = books.plan_goals(party, as_of=day)
        talks = books.client_timeline(party, as_of=day)
        tables = [
            replace(
                talks,
                title="What we spoke of",
                rows=[row for row in talks.rows if row.cells["kind"] in _SPOKEN],
            ),
            books.agenda(as_of=day, party=party),
            books.opportunities(as_of=day, party=party),
        ]
        page = self._page([table for table in tables if table.rows])
        return replace(
            page,
            plans=plan_sheets(goals, milestones, self._rendering),
            notes=[] if goals.rows else shown_notes(milestones.notes),
        )

    def _cards(self, card: Table) -> Sequence[RenderedTable]:
        """The parts of a client's card, each a table of its own."""
        parts = dict.fromkeys(str(row.cells["part"]) for row in card.rows)
        return [
            self._rendered(
                replace(
                    card,
                    title=part.capitalize(),
                    rows=[row for row in card.rows if row.cells["part"] == part],
                ),
                frozenset({"part"}),
            )
            for part in parts
            if part not in _ELSEWHERE
        ]

    def _page(self, tables: Sequence[Table]) -> ClientsPage:
        filled = [table for table in tables if table.rows] or tables[:1]
        return ClientsPage(
            heading="",
            tables=[self._rendered(table, _OF_THE_PARTY) for table in filled],
            notes=shown_notes(note for table in filled for note in table.notes),
        )

    def _rendered(self, table: Table, without: frozenset[str]) -> RenderedTable:
        return self._rendering.table(
            table,
            without=empty_columns(table) | without,
        )


def no_such_client(error: UsageError) -> ClientsPage:
    """A page saying that there is no such client, and who may be meant."""
    return ClientsPage(
        heading="No such client",
        ways=[("All clients", extension_url(CLIENTS_PAGE))],
        remarks=[on_page(f"{str(error)[:1].upper()}{str(error)[1:]}.")],
    )
