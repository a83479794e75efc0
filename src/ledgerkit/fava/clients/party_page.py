"""The page of one party: what is open, terms, what happened, as client or vendor."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.books.clients.any_party import roles_of
from ledgerkit.fava import sentences
from ledgerkit.fava.actions.buttons import party_buttons
from ledgerkit.fava.charts.plan import plan_sheets
from ledgerkit.fava.charts.revenue import payment_marks, revenue_chart
from ledgerkit.fava.clients.clients_parts import ClientsPage
from ledgerkit.fava.clients.party_tiles import CONTACT, party_tiles
from ledgerkit.fava.links import PARTIES_PAGE, extension_url, page_url, party_url
from ledgerkit.fava.page import tabs_of
from ledgerkit.fava.parts.remedies import on_page, shown_notes
from ledgerkit.fava.table import Rendering, empty_columns
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.errors import UsageError
    from ledgerkit.fava.actions.buttons import Button
    from ledgerkit.fava.links import Links
    from ledgerkit.fava.table import RenderedTable
    from ledgerkit.table import Cell, Table

_VIEWS: Mapping[str, str] = {
    "": "Overview",
    "money": "Money",
    "timeline": "Timeline",
    "plan": "Plan",
}
#: What a page calls a key, where the key is no plain word.
_CALLED = {
    "vat-id": "VAT number",
    "iban": "IBAN",
    "bic": "BIC",
    "iban-confirmed": "IBAN confirmed",
    "tax": "Tax code",
    "tel": "Telephone",
    "email": "E-mail",
    "cadence": "In touch every",
}
#: Nobody plans an account with a vendor.
_OF_A_VENDOR = ("", "money", "timeline")
#: What is done about a vendor that is a client, too.
_AS_VENDOR = {"Record a payment": "Record our payment", "Edit": "Edit as vendor"}
#: Columns that the page makes redundant.
_OF_THE_PARTY = frozenset({"party", "name", "client", "side"})
#: Parts of the card beside each other at the top; those of one line are one table.
_TERMS = ("terms", "terms as vendor")
_UNDER_WAY = ("relation", "tasks", "opportunities", "contracts", "plan")
#: The columns of an open document at the top.
_OPEN_COLUMNS = ("number", "due", "open", "currency")
#: So many of them.
_OPEN_MAX = 6
#: The kinds of timeline entries for a review.
_SPOKEN = frozenset({"meeting", "review", "survey", "complaint", "dispute", "request"})
#: The number of timeline entries on the overview.
_LATEST = 6


class PartyPage:
    """The pages of one party on one day."""

    def __init__(
        self,
        books: LedgerBooks,
        links: Links,
        rendering: Rendering,
        party: str,
        day: date,
    ) -> None:
        """Take the party's id."""
        self._books = books
        self._links = links
        self._rendering = rendering
        self._party = party
        self._day = day

    def of(self, view: str) -> ClientsPage:
        """One of the views; the overview if there is no such view."""
        makers = {
            "": self._overview,
            "money": self._money,
            "timeline": self._timeline,
            "plan": self._plan,
        }
        views = {key: _VIEWS[key] for key in self._views}
        shown = view if view in views else ""
        name = self._books.directory.as_of(self._roles[0], self._party, self._day).name
        return replace(
            makers[shown](),
            heading=visible(f"{name}, as at {self._day}"),
            ways=list(self._ways()),
            actions=list(self._actions()),
            tabs=tabs_of(views, shown, lambda view: party_url(self._party, view=view)),
        )

    @cached_property
    def _roles(self) -> Sequence[PartyRole]:
        return roles_of(self._books.source, self._party, self._day)

    @property
    def _sides(self) -> Sequence[Side]:
        return [side for side in Side if side.party_role in self._roles]

    @property
    def _is_client(self) -> bool:
        return PartyRole.CLIENT in self._roles

    @property
    def _views(self) -> Sequence[str]:
        return list(_VIEWS) if self._is_client else _OF_A_VENDOR

    def _actions(self) -> Iterator[Button]:
        """What can be done about it; as a vendor too, in words that tell it apart."""
        for side in self._sides:
            for button in party_buttons(side, self._party):
                is_second = self._is_client and side is Side.PAYABLE
                label = _AS_VENDOR.get(button.label) if is_second else None
                yield replace(button, label=label) if label else button

    def _ways(self) -> Iterator[tuple[str, str]]:
        yield "All clients", extension_url(PARTIES_PAGE)
        yield "All vendors", extension_url(PARTIES_PAGE, view="vendors")
        for side in self._sides:
            yield sentences.ACCOUNT_OF[side], page_url(side, party=self._party)
        for role in self._roles:
            place = self._books.directory.as_of(role, self._party, self._day).place
            source = self._links.source(str(place)) if place else None
            if source:
                yield "Source" if role is self._roles[0] else "Source as vendor", source

    def _overview(self) -> ClientsPage:
        books, party, day = self._books, self._party, self._day
        card = books.party_card(party, as_of=day)
        timeline = books.party_timeline(party, as_of=day, latest=_LATEST)
        below = self._tables_of_client() if self._is_client else ()
        page = replace(
            self._page([timeline, *self._orders(), *below]),
            badges=party_tiles(card, self._rendering),
            cards=[
                *self._cards(card, _TERMS),
                *(table for side in self._sides if (table := self._open(side)).rows),
                *self._under_way(card),
            ],
        )
        if not self._is_client:
            return page
        history = books.payment_history(party, as_of=day)
        return replace(
            page,
            marks=payment_marks(history, self._rendering.address),
            marks_said=[note.text for note in shown_notes(history.notes)],
            revenue=revenue_chart(
                books.client_revenue(party, as_of=day), self._rendering
            ),
            snippets=books.client_snippets(party, as_of=day),
        )

    def _orders(self) -> Iterator[Table]:
        """What is ordered from it, if anything ever was."""
        if Side.PAYABLE in self._sides:
            orders = self._books.orders(
                as_of=self._day, party=self._party, everything=True
            )
            if orders.rows:
                yield orders

    def _tables_of_client(self) -> Iterator[Table]:
        books, party, day = self._books, self._party, self._day
        health = books.health_of(party, as_of=day)
        money = books.party_card(party, as_of=day)
        yield replace(
            money,
            title="Money",
            rows=[row for row in money.rows if row.cells["part"] == "money"],
            notes=(),
        )
        yield books.agenda(as_of=day, party=party)
        yield books.key_players(party, as_of=day)
        yield replace(health, notes=health.notes[-1:])

    def _money(self) -> ClientsPage:
        books, party, day = self._books, self._party, self._day
        tables = []
        for side in self._sides:
            aged = books.aging(as_of=day, side=side, party=party)
            # A single row needs no total.
            tables.append(replace(aged, totals=()))
            tables.append(books.open_items(as_of=day, side=side, party=party))
        if not self._is_client:
            return self._page([*tables, *self._documents()])
        revenue = books.client_revenue(party, as_of=day)
        history = books.payment_history(party, as_of=day)
        return replace(
            self._page([*tables, revenue, _latest(history), *self._documents()]),
            revenue=revenue_chart(revenue, self._rendering),
        )

    def _documents(self) -> Iterator[Table]:
        for side in self._sides:
            yield _latest(
                self._books.documents(as_of=self._day, side=side, party=self._party)
            )

    def _timeline(self) -> ClientsPage:
        return self._page([self._books.party_timeline(self._party, as_of=self._day)])

    def _plan(self) -> ClientsPage:
        """The plans and the work in progress: the sheet for a review."""
        books, party, day = self._books, self._party, self._day
        milestones = books.plan(party, as_of=day)
        goals = books.plan_goals(party, as_of=day)
        talks = books.party_timeline(party, as_of=day)
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

    def _cards(self, card: Table, parts: Sequence[str]) -> Iterator[RenderedTable]:
        """Parts of the card, each a table of its own."""
        for part in parts:
            rows = [
                replace(row, cells={**row.cells, "what": _term(row.cells["what"])})
                for row in card.rows
                if row.cells["part"] == part
            ]
            if rows:
                yield self._rendered(
                    replace(card, title=part.capitalize(), rows=rows),
                    frozenset({"part"}),
                )

    def _under_way(self, card: Table) -> Iterator[RenderedTable]:
        rows = [
            row
            for row in card.rows
            if row.cells["part"] in _UNDER_WAY and row.cells["what"] != CONTACT
        ]
        if rows:
            table = replace(card, title="Relation and work under way", rows=rows)
            yield self._rendered(table, frozenset({"part"}))

    def _open(self, side: Side) -> RenderedTable:
        """The documents longest due; the account and *Money* have all of them."""
        items = self._books.open_items(as_of=self._day, side=side, party=self._party)
        columns = {column.key: column for column in items.columns}
        more = len(items.rows) - _OPEN_MAX
        title = f"{items.title}, {more} more" if more > 0 else items.title
        table = replace(
            items,
            title=title,
            columns=[columns[key] for key in _OPEN_COLUMNS],
            rows=items.rows[:_OPEN_MAX],
            totals=(),
        )
        return self._rendered(table, frozenset())

    def _page(self, tables: Sequence[Table]) -> ClientsPage:
        filled = [table for table in tables if table.rows] or tables[:1]
        return ClientsPage(
            heading="",
            tables=[self._rendered(table, _OF_THE_PARTY) for table in filled],
            notes=shown_notes(note for table in filled for note in table.notes),
        )

    def _rendered(self, table: Table, without: frozenset[str]) -> RenderedTable:
        return self._rendering.table(table, without=empty_columns(table) | without)


def _term(key: Cell) -> str:
    """What a page calls a key of a record."""
    word = str(key or "")
    return _CALLED.get(word) or f"{word[:1].upper()}{word[1:].replace('-', ' ')}"


def _latest(table: Table) -> Table:
    """The same with the newest first: of many, the latest are of more interest."""
    return replace(table, rows=table.rows[::-1])


def no_such_party(error: UsageError) -> ClientsPage:
    """A page saying that there is no such party, and who may be meant."""
    return ClientsPage(
        heading="No such client or vendor",
        ways=[
            ("All clients", extension_url(PARTIES_PAGE)),
            ("All vendors", extension_url(PARTIES_PAGE, view="vendors")),
        ],
        remarks=[on_page(f"{str(error)[:1].upper()}{str(error)[1:]}.")],
    )
