"""The page *Clients*: everybody together by several views, or one client.

The address says which: ``view``, or ``party`` for a client, with ``view=plan`` for its
plan alone, to print.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from fava.util.date import local_today
from flask import request

from ledgerkit.errors import UsageError
from ledgerkit.exporters.written_table import heading
from ledgerkit.fava import filters, sentences
from ledgerkit.fava.client_page import PAGE, ClientPage, no_such_client
from ledgerkit.fava.clients_page_parts import ClientsPage
from ledgerkit.fava.links import Links, extension_url
from ledgerkit.fava.open_items_page import Tab, tabs_of
from ledgerkit.fava.read_ledger import read
from ledgerkit.fava.rendered_table import Rendering, empty_columns
from ledgerkit.fava.written_amount import written_amount
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.table import Link, LinkKind, Table
from ledgerkit.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks

#: The address's ``view``: what to click, and the reports that it shows.
_VIEWS: Mapping[str, tuple[str, Callable[[LedgerBooks, date], Sequence[Table]]]] = {
    "": (
        "Clients",
        lambda books, day: [
            books.client_list(as_of=day),
            books.client_measures(as_of=day),
        ],
    ),
    "risk": (
        "At risk",
        lambda books, day: [books.at_risk(as_of=day), books.health(as_of=day)],
    ),
    "agenda": ("Agenda", lambda books, day: [books.agenda(as_of=day)]),
    "pipeline": (
        "Pipeline",
        lambda books, day: [
            books.pipeline(as_of=day),
            books.opportunities(as_of=day),
            books.win_rates(as_of=day),
        ],
    ),
    "targets": ("Targets", lambda books, day: [books.targets(as_of=day)]),
    "plans": ("Plans", lambda books, day: [books.plans(as_of=day)]),
    "renewals": ("Renewals", lambda books, day: [books.renewals(as_of=day)]),
    "portfolio": (
        "Portfolio",
        lambda books, day: [
            books.concentration(as_of=day),
            books.rfm(as_of=day),
            books.whitespace(as_of=day),
            books.retention(as_of=day),
            books.cohorts(as_of=day),
        ],
    ),
}
_NOBODY = (
    "Nobody was sold anything in these books, and no client is declared; write for"
    ' instance {day} custom "client" "acme" "Acme S.r.l."'
)
_FILTERED = (
    "What is said of clients is of the whole books up to the day: the account and text"
    " filters don't narrow it."
)
_ROWS_MAX = 1000
#: What the trend and the rhythm say already, on a page of some thousand pixels.
_TOO_WIDE = frozenset({"party", "revenue_before", "next_invoice"})


def clients_page(ledger: FavaLedger) -> ClientsPage:
    """The page that this request asks for."""
    found = read(ledger)
    day = filters.as_of(ledger, request.args)
    page = _Page(ledger, found.books, day).of(request.args)
    return replace(
        page,
        remarks=[
            *page.remarks,
            *([_FILTERED] if filters.words(request.args) else ()),
            *sentences.of_day(day, local_today()),
        ],
        warning=sentences.of_errors(found.findings),
    )


class _Page:
    def __init__(self, ledger: FavaLedger, books: LedgerBooks, day: date) -> None:
        self._books = books
        self._day = day
        until = day.isoformat() if request.args.get("time") else None
        subledger = books.subledger(Side.RECEIVABLE, day)
        self._links = Links(ledger, subledger, until=until)
        self._rendering = Rendering(
            amount=partial(written_amount, ledger), address=self._address
        )

    def of(self, asked: Mapping[str, str]) -> ClientsPage:
        """The page of a client, or of a view."""
        party, view = asked.get("party", ""), asked.get("view", "")
        if party:
            return self._of_client(party, view)
        shown = view if view in _VIEWS else ""
        return replace(self._view(shown), tabs=_tabs(shown))

    def _view(self, view: str) -> ClientsPage:
        tables = _VIEWS[view][1](self._books, self._day)
        if not self._books.parties(PartyRole.CLIENT, self._day):
            return ClientsPage(
                heading=heading(tables[0]), remarks=[_NOBODY.format(day=self._day)]
            )
        return self._shown(heading(tables[0]), tables, _TOO_WIDE)

    def _of_client(self, name: str, view: str) -> ClientsPage:
        try:
            party = self._books.find_party(PartyRole.CLIENT, name)
        except UsageError as error:
            return no_such_client(error)
        return ClientPage(
            self._books, self._links, self._rendering, party, self._day
        ).of(view)

    def _shown(
        self, title: str, tables: Sequence[Table], without: frozenset[str]
    ) -> ClientsPage:
        return ClientsPage(
            heading=title,
            remarks=[
                f"{visible(table.title)}: the first {_ROWS_MAX} of {len(table.rows)}."
                for table in tables
                if len(table.rows) > _ROWS_MAX
            ],
            tables=[
                self._rendering.table(
                    replace(table, rows=table.rows[:_ROWS_MAX]),
                    without=empty_columns(table) | without,
                )
                for table in tables
            ],
            notes=list(
                dict.fromkeys(visible(note) for table in tables for note in table.notes)
            ),
        )

    def _address(self, link: Link) -> str | None:
        if link.kind is LinkKind.PARTY:
            return extension_url(PAGE, party=link.target)
        return self._links.address(link)


def _tabs(shown: str) -> Sequence[Tab]:
    labels = {view: label for view, (label, _reports) in _VIEWS.items()}
    return tabs_of(labels, shown, lambda view: extension_url(PAGE, view=view))
