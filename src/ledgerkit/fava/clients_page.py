"""The page *Clients*: everybody together by several views, or one client.

The address says which: ``view``, or ``party`` for a client, with ``view=plan`` for its
plan alone, to print.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from fava.util.date import local_today
from flask import request

from ledgerkit.clients.year_before import Stretch
from ledgerkit.errors import UsageError
from ledgerkit.exporters.written_table import heading
from ledgerkit.fava import filters, sentences
from ledgerkit.fava.links import Links, extension_url, page_url
from ledgerkit.fava.open_items_page import OpenItemsPage, Tab, tabs_of
from ledgerkit.fava.read_ledger import read
from ledgerkit.fava.rendered_table import Rendering, empty_columns
from ledgerkit.fava.trend_chart import trend_chart
from ledgerkit.fava.written_amount import written_amount
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.table import Link, LinkKind, Table
from ledgerkit.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.fava.trend_chart import TrendChart

PAGE = "Clients"
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
_MONTHS = 12
_ROWS_MAX = 1000
#: What the trend and the rhythm say already, on a page of some thousand pixels.
_TOO_WIDE = frozenset({"party", "revenue_before", "next_invoice"})
_OF_THE_PARTY = frozenset({"party", "name", "client", "side"})


def clients_page(ledger: FavaLedger) -> OpenItemsPage:
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

    def of(self, asked: Mapping[str, str]) -> OpenItemsPage:
        """The page of a client, or of a view."""
        party, view = asked.get("party", ""), asked.get("view", "")
        if party:
            return self._of_client(party, only_plan=view == "plan")
        shown = view if view in _VIEWS else ""
        return replace(self._view(shown), tabs=_tabs(shown))

    def _view(self, view: str) -> OpenItemsPage:
        tables = _VIEWS[view][1](self._books, self._day)
        if not self._books.parties(PartyRole.CLIENT, self._day):
            return OpenItemsPage(
                heading=heading(tables[0]), remarks=[_NOBODY.format(day=self._day)]
            )
        return self._shown(heading(tables[0]), tables, _TOO_WIDE)

    def _of_client(self, name: str, *, only_plan: bool) -> OpenItemsPage:
        books, day = self._books, self._day
        try:
            party = books.find_party(PartyRole.CLIENT, name)
            tables = [books.plan(party, as_of=day)]
            if not only_plan:
                tables = [*self._standing(party), *tables, *self._past(party)]
        except UsageError as error:
            return OpenItemsPage(
                heading="No such client",
                ways=[("All clients", extension_url(PAGE))],
                remarks=[visible(f"{str(error)[:1].upper()}{str(error)[1:]}.")],
            )
        record = books.directory.as_of(PartyRole.CLIENT, party, day)
        ways = [
            ("All clients", extension_url(PAGE)),
            ("What it owes", page_url(Side.RECEIVABLE, party=party)),
            ("Plan", extension_url(PAGE, party=party, view="plan")),
            ("Source", self._links.source(str(record.place)) if record.place else None),
        ]
        tables = [tables[0], *(table for table in tables[1:] if table.rows)]
        page = self._shown(
            visible(f"{record.name}, as at {day}"), tables, _OF_THE_PARTY
        )
        return replace(
            page,
            ways=[(label, address) for label, address in ways if address],
            trends=[] if only_plan else self._months(party),
        )

    def _standing(self, party: str) -> Sequence[Table]:
        """How things are between us and a client, and what is to be done."""
        books, day = self._books, self._day
        return [
            books.client_card(party, as_of=day),
            books.health_of(party, as_of=day),
            books.open_items(as_of=day, side=Side.RECEIVABLE, party=party),
            books.agenda(as_of=day, party=party),
            books.opportunities(as_of=day, party=party),
        ]

    def _past(self, party: str) -> Sequence[Table]:
        """What it was ever sent, and everything that happened."""
        books, day = self._books, self._day
        return [
            books.documents(as_of=day, side=Side.RECEIVABLE, party=party),
            books.client_timeline(party, as_of=day),
        ]

    def _shown(
        self, title: str, tables: Sequence[Table], without: frozenset[str]
    ) -> OpenItemsPage:
        return OpenItemsPage(
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

    def _months(self, party: str) -> Sequence[TrendChart]:
        """Revenue month by month, up to the day's own."""
        reading = self._books.client_reading
        sales = reading.sales(self._day)
        last = self._day.year * 12 + self._day.month - 1
        first = max(last - _MONTHS + 1, date.min.year * 12)
        ends = [_month(number) for number in range(first, last + 1)]
        chart = trend_chart(
            f"Revenue by month, {visible(reading.currency)}",
            [(end.last, sales.revenue(party, end)) for end in ends],
            is_amount=True,
        )
        return [chart] if chart is not None else []

    def _address(self, link: Link) -> str | None:
        if link.kind is LinkKind.PARTY:
            return extension_url(PAGE, party=link.target)
        return self._links.address(link)


def _month(number: int) -> Stretch:
    """A month by its number: twelve times the year, and how many went before it."""
    year, before = divmod(number, 12)
    days = monthrange(year, before + 1)[1]
    return Stretch(date(year, before + 1, 1), date(year, before + 1, days))


def _tabs(shown: str) -> Sequence[Tab]:
    labels = {view: label for view, (label, _reports) in _VIEWS.items()}
    return tabs_of(labels, shown, lambda view: extension_url(PAGE, view=view))
