"""The page *Clients & vendors*: views of all, or one party.

The address has ``view``, or ``party`` for a client or vendor, with ``view=plan`` for
its plan alone, to print.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from flask import request

from ledgerkit.books.clients.any_party import any_party_named
from ledgerkit.errors import UsageError
from ledgerkit.fava import ledger as filters
from ledgerkit.fava import sentences
from ledgerkit.fava.actions.buttons import (
    agenda_button,
    case_button,
    new_party_button,
)
from ledgerkit.fava.charts.pipeline import pipeline_board
from ledgerkit.fava.charts.plan import plan_sheets
from ledgerkit.fava.charts.quotes import quote_board
from ledgerkit.fava.charts.rfm import rfm_chart
from ledgerkit.fava.clients.client_choices import asked_choices, choice_form
from ledgerkit.fava.clients.clients_parts import ClientsPage
from ledgerkit.fava.clients.outbox import ShownMessage, shown_message
from ledgerkit.fava.clients.party_page import PartyPage, no_such_party
from ledgerkit.fava.clients.work_views import (
    quote_tables,
    sent_tables,
    time_tables,
    weeks_beside,
)
from ledgerkit.fava.ledger import hides_figures, read
from ledgerkit.fava.links import (
    PARTIES_PAGE,
    Links,
    csv_url,
    extension_url,
    page_url,
    party_url,
)
from ledgerkit.fava.page import Tab, tabs_of
from ledgerkit.fava.parts.remedies import shown_notes
from ledgerkit.fava.table import Rendering, empty_columns, written_amount
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.table import Link, LinkKind, Row, Table
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.fava.actions.buttons import Button
    from ledgerkit.fava.charts.pipeline import BoardColumn
    from ledgerkit.fava.charts.plan import PlanSheet
    from ledgerkit.fava.charts.rfm import GridCell
    from ledgerkit.fava.clients.client_choices import Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One of the views.

    Attributes:
        label: Its label.
        reports: The function that makes its reports; the first can be exported.
        has_manager: Whether it can be filtered by manager.
        has_choices: Whether it can also be filtered by tag and status.
        without: Columns that the page shows differently.
        button: What can be done about a row of its first report.
    """

    label: str
    reports: Callable[[LedgerBooks, date, Choices], Sequence[Table]]
    has_manager: bool = False
    has_choices: bool = False
    without: frozenset[str] = frozenset()
    button: Callable[[Row], Button | None] | None = None


def _clients(books: LedgerBooks, day: date, choices: Choices) -> Sequence[Table]:
    listed = books.client_list(
        as_of=day,
        manager=choices.manager,
        tag=choices.tag,
        status=choices.status,
        rfm=choices.rfm,
        roll_up=choices.roll_up,
    )
    if any(choices.asked().values()):
        return [listed]
    return [listed, books.client_measures(as_of=day)]


def _at_risk(books: LedgerBooks, day: date, choices: Choices) -> Sequence[Table]:
    return [
        books.at_risk(as_of=day, manager=choices.manager),
        books.health(as_of=day, manager=choices.manager),
    ]


def _agenda(books: LedgerBooks, day: date, choices: Choices) -> Sequence[Table]:
    return [books.agenda(as_of=day, manager=choices.manager)]


def _pipeline(books: LedgerBooks, day: date, choices: Choices) -> Sequence[Table]:
    rates = [books.win_rates(as_of=day, by=by) for by in ("stage", "kind", "manager")]
    return [
        books.opportunities(as_of=day, manager=choices.manager),
        # A single row only repeats the total.
        *(table for table in rates if len(table.rows) > 1),
    ]


def _cases(books: LedgerBooks, day: date, choices: Choices) -> Sequence[Table]:
    return [books.cases(as_of=day, manager=choices.manager, everything=True)]


def _portfolio(books: LedgerBooks, day: date, _chosen: Choices) -> Sequence[Table]:
    return [
        books.concentration(as_of=day),
        books.rfm(as_of=day),
        books.whitespace(as_of=day),
        books.retention(as_of=day),
        books.cohorts(as_of=day),
    ]


#: The views, by the address's ``view``.
VIEWS: Mapping[str, View] = {
    "": View(label="Clients", reports=_clients, has_manager=True, has_choices=True),
    "vendors": View(
        label="Vendors",
        reports=lambda books, day, _chosen: [books.vendor_balances(as_of=day)],
    ),
    "risk": View(label="At risk", reports=_at_risk, has_manager=True),
    "agenda": View(
        label="Agenda", reports=_agenda, has_manager=True, button=agenda_button
    ),
    "pipeline": View(label="Pipeline", reports=_pipeline, has_manager=True),
    "quotes": View(label="Quotes", reports=quote_tables),
    "time": View(label="Time sheet", reports=time_tables),
    "outbox": View(label="Outbox", reports=sent_tables),
    "targets": View(
        label="Targets", reports=lambda books, day, _chosen: [books.targets(as_of=day)]
    ),
    "plans": View(
        label="Plans",
        reports=lambda books, day, _chosen: [books.plans(as_of=day)],
        without=frozenset({"id", "client_goal", "our_goal"}),
    ),
    "renewals": View(
        label="Contracts",
        reports=lambda books, day, _chosen: [
            books.renewals(as_of=day),
            books.contracts(as_of=day, everything=True),
        ],
    ),
    "cases": View(label="Cases", reports=_cases, has_manager=True, button=case_button),
    "surveys": View(
        label="Surveys",
        reports=lambda books, day, _chosen: [
            books.satisfaction(as_of=day),
            books.surveys(as_of=day),
        ],
    ),
    "portfolio": View(label="Portfolio", reports=_portfolio),
}


_NOBODY = "Nobody was sold anything in these books, and no client is there yet."


_SHEETS_MAX = 12


_CURRENCY, _NONE = frozenset({"currency"}), frozenset[str]()


#: Columns left out for width: trend and rhythm say the same.
_TOO_WIDE = frozenset({"party", "revenue_before", "next_invoice"})


def clients_page(ledger: FavaLedger) -> ClientsPage:
    """The page for this request."""
    loaded = read(ledger)
    day = filters.as_of(ledger, request.args)
    page = _Page(ledger, loaded.books, day).of(request.args)
    return replace(
        page,
        remarks=[
            *page.remarks,
            *sentences.of_unused_filters(),
            *sentences.of_day(day),
        ],
        warning=sentences.of_errors(loaded.findings),
    )


class _Page:
    def __init__(self, ledger: FavaLedger, books: LedgerBooks, day: date) -> None:
        self._books = books
        self._day = day
        self._choices = asked_choices(request.args)
        until = day.isoformat() if request.args.get("time") else None
        subledger = books.subledger(Side.RECEIVABLE, day)
        self._links = Links(ledger, subledger, until=until)
        self._rendering = Rendering(
            amount=partial(written_amount, ledger), address=self._address
        )

    def of(self, args: Mapping[str, str]) -> ClientsPage:
        """The page of a party, or of a view."""
        party = args.get("party", "")
        if party:
            return self._of_party(party, args.get("view", ""))
        shown = view_of(args)
        return replace(self._view(shown, args), tabs=_tabs(shown, self._choices))

    def tables(self, shown: str) -> Sequence[Table]:
        """The reports of a view, with the choices applied."""
        return VIEWS[shown].reports(self._books, self._day, self._choices)

    def _view(self, shown: str, args: Mapping[str, str]) -> ClientsPage:
        view, tables = VIEWS[shown], self.tables(shown)
        title = f"{view.label}, as at {self._day}"
        is_empty = not self._books.parties(PartyRole.CLIENT, self._day)
        added = {"": "client", "vendors": "vendor"}.get(shown)
        actions = new_party_button(added) if added else ()
        if is_empty and shown != "vendors":
            return ClientsPage(heading=title, actions=actions, remarks=[_NOBODY])
        return replace(
            self._shown(title, tables, _TOO_WIDE | view.without, view.button),
            actions=actions,
            plans=self._plans(tables[0]) if shown == "plans" else (),
            board=self._board(shown, tables[0]),
            ways=list(weeks_beside(self._day)) if shown == "time" else (),
            message=self._message(args) if shown == "outbox" else None,
            grid=self._grid() if shown == "portfolio" else (),
            form=choice_form(
                self._books,
                self._day,
                self._choices,
                args,
                only_manager=not view.has_choices,
            )
            if view.has_manager
            else None,
            exported=visible(tables[0].title),
            csv=None
            if hides_figures()
            else csv_url(PARTIES_PAGE, view=shown or None, **self._choices.asked()),
        )

    def _message(self, args: Mapping[str, str]) -> ShownMessage | None:
        digest = args.get("message", "")
        if not digest or hides_figures():
            return None
        try:
            return shown_message(self._books, digest)
        except UsageError as error:
            said = str(error)
            return ShownMessage(headers=(), text=f"{said[:1].upper()}{said[1:]}.")

    def _board(self, shown: str, opportunities: Table) -> Sequence[BoardColumn]:
        if shown == "quotes":
            return quote_board(opportunities, self._rendering)
        if shown != "pipeline":
            return ()
        stages = self._books.pipeline(as_of=self._day, manager=self._choices.manager)
        return pipeline_board(stages, opportunities, self._rendering)

    def _plans(self, plans: Table) -> Sequence[PlanSheet]:
        """The sheets of the first clients with plans; the table has all."""
        books, day = self._books, self._day
        clients = {
            party: visible(str(row.cells["name"]))
            for row in plans.rows
            if (party := row.cells["party"])
        }
        return [
            replace(sheet, about=f"{name}, {sheet.about}")
            for party, name in list(clients.items())[:_SHEETS_MAX]
            for sheet in plan_sheets(
                books.plan_goals(str(party), as_of=day),
                books.plan(str(party), as_of=day),
                self._rendering,
            )
        ]

    def _grid(self) -> Sequence[tuple[int, Sequence[GridCell]]]:
        return rfm_chart(
            self._books.rfm_grid(as_of=self._day),
            lambda code: extension_url(PARTIES_PAGE, rfm=code),
        )

    def _of_party(self, name: str, view: str) -> ClientsPage:
        try:
            party = any_party_named(self._books.source, name)
        except UsageError as error:
            return no_such_party(error)
        return PartyPage(
            self._books, self._links, self._rendering, party, self._day
        ).of(view)

    def _shown(
        self,
        title: str,
        tables: Sequence[Table],
        without: frozenset[str],
        button: Callable[[Row], Button | None] | None,
    ) -> ClientsPage:
        remarks = _currencies(tables)
        return ClientsPage(
            heading=title,
            tables=[
                self._rendering.table(
                    table,
                    without=empty_columns(table)
                    | without
                    | (_CURRENCY if remarks else _NONE),
                    button=None if place else button,
                )
                for place, table in enumerate(tables)
            ],
            notes=shown_notes(
                [*remarks, *(note for table in tables for note in table.notes)]
            ),
        )

    def _address(self, link: Link) -> str | None:
        if link.kind is LinkKind.PARTY:
            return party_url(link.target)
        if link.kind is LinkKind.DOCUMENT and link.target in self._bills:
            return page_url(Side.PAYABLE, document=link.target)
        return self._links.address(link)

    @cached_property
    def _bills(self) -> AbstractSet[str]:
        """The numbers of bills that are no invoice's too."""
        by_side = {
            side: self._books.subledger(side, self._day).by_number for side in Side
        }
        return by_side[Side.PAYABLE].keys() - by_side[Side.RECEIVABLE].keys()


def _currencies(tables: Sequence[Table]) -> Sequence[str]:
    """A note on the currency of amounts, if no column says it."""
    currencies = {row.cells.get("currency") for table in tables for row in table.rows}
    [*named] = currencies - {None}
    return [f"Amounts are in {visible(str(named[0]))}."] if len(named) == 1 else []


def view_of(args: Mapping[str, str]) -> str:
    """The view in an address; the client list if there is no such view."""
    view = args.get("view", "")
    return view if view in VIEWS else ""


def clients_csv(ledger: FavaLedger) -> tuple[str, str]:
    """The main report of the requested view, and a file name."""
    day = filters.as_of(ledger, request.args)
    shown = view_of(request.args)
    table = _Page(ledger, read(ledger).books, day).tables(shown)[0]
    return f"{shown or 'clients'}-{day}.csv", table.to_csv()


def _tabs(shown: str, choices: Choices) -> Sequence[Tab]:
    """The tabs of the views; the choice of clients is kept between them."""
    return tabs_of(
        {key: view.label for key, view in VIEWS.items()},
        shown,
        lambda view: extension_url(PARTIES_PAGE, view=view, manager=choices.manager),
    )
