"""The page *Overview*: where we stand, and what is to be done today."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from flask import request

from ledgerkit.books.today.item import Deed, TodayItem, Urgency
from ledgerkit.books.today.today import read_today
from ledgerkit.fava import ledger as filters
from ledgerkit.fava import sentences
from ledgerkit.fava.actions.buttons import button_for
from ledgerkit.fava.bank_import.inbox import BYTES_MAX, files_in_inbox
from ledgerkit.fava.charts.band import band_chart
from ledgerkit.fava.ledger import read
from ledgerkit.fava.links import (
    PARTIES_PAGE,
    Links,
    account_url,
    extension_url,
    page_url,
    party_url,
)
from ledgerkit.fava.page import Page, tabs_of
from ledgerkit.fava.parts.remedies import on_page
from ledgerkit.fava.table import (
    Rendering,
    empty_columns,
    with_written_amounts,
    written_amount,
)
from ledgerkit.inbox import files_waiting
from ledgerkit.ledger.place import short_place
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.bank.forecast import ForecastChoices, forecasts
from ledgerkit.reports.cells import names_on
from ledgerkit.reports.today.position import position_with
from ledgerkit.table import Column, Link, LinkKind, Row, Table
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.banking.forecast.forecast import GroupForecast
    from ledgerkit.errors import Finding
    from ledgerkit.fava.actions.buttons import Button
    from ledgerkit.inbox import InboxFile

#: So many things to do are shown, and so many clients in each list below.
_ITEMS, _CLIENTS = 25, 5
#: Where each figure is told in full.
_PAGES: Mapping[str, tuple[str, str | None]] = {
    "Cash": ("BankAndCash", None),
    "Owed to us": ("Receivables", None),
    "We owe": ("Payables", None),
    "Lowest forecast balance": ("BankAndCash", "forecast"),
}


#: The id beside a name tells nothing more.
_OF_NAMES = frozenset({"party"})
#: An amount as a report's sentence has it, by thousands.
_GROUPED = re.compile(r"(?<![\w.,])-?\d{1,3}(?:,\d{3})+\.\d+\b")
_VIEWS = {"": "Today", "findings": "Findings"}
_FINDINGS = (
    Column("weight", "Weight"),
    Column("message", "What was found"),
    Column("kind", "Kind"),
    Column("place", "Place"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A figure at the top.

    Attributes:
        label: What it is.
        amount: Written, with its currency.
        detail: What to know besides.
        address: The page that tells it in full.
        is_late: Whether something in it is overdue or too low.
    """

    label: str
    amount: str
    detail: str
    address: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """A line of what is to be done.

    Attributes:
        deed: What is to be done.
        address: Where it is done, or told.
        name: Who it concerns; empty if nobody.
        party: The party's page; empty if there is none.
        what: What it is about.
        amount: Written, with its currency; empty if there is none.
        day: When it is due; empty if on no day.
        why: Why today.
        is_late: Whether it should have been done.
        button: What does it, if a form can.
    """

    deed: str
    address: str
    name: str
    party: str
    what: str
    amount: str
    day: str
    why: str
    is_late: bool
    button: Button | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage(Page):
    """The page.

    Attributes:
        tiles: The figures at the top.
        to_do: What is to be done, the most urgent first.
        more: How much more there is to be done.
        nothing: What was asked, if nothing is to be done.
    """

    tiles: Sequence[Tile] = ()
    to_do: Sequence[ToDo] = ()
    more: int = 0
    nothing: str = ""


def overview_page(ledger: FavaLedger) -> OverviewPage:
    """The page for this request."""
    loaded = read(ledger)
    day = filters.as_of(ledger, request.args)
    asked = request.args.get("view", "")
    view = asked if asked in _VIEWS else ""
    made = _Page(ledger, loaded.books, day)
    page = made.findings(loaded.findings) if view else made.page()
    return replace(
        page,
        tabs=tabs_of(_VIEWS, view, lambda v: extension_url("Overview", view=v)),
        remarks=[*page.remarks, *sentences.of_unused_filters(), *sentences.of_day(day)],
        # The findings themselves need no way to them.
        warning=None if view else sentences.of_errors(loaded.findings),
    )


class _Page:
    def __init__(self, ledger: FavaLedger, books: LedgerBooks, day: date) -> None:
        self._ledger = ledger
        self._books = books
        self._day = day
        self._amount: Callable[..., str] = partial(written_amount, ledger)
        links = Links(ledger, books.subledger(Side.RECEIVABLE, day), until=None)
        self._rendering = Rendering(amount=self._amount, address=links.address)
        self._names = {side: names_on(books, side, day) for side in Side}

    def page(self) -> OverviewPage:
        books, day = self._books, self._day
        files = files_in_inbox(self._ledger)
        asked = read(self._ledger).kept(
            ("overview", day, *files), lambda: _asked(books, day, files)
        )
        items = asked.items
        return OverviewPage(
            heading=f"Overview, as at {day}",
            tiles=[self._tile(row) for row in asked.position.rows],
            to_do=[self._to_do(item) for item in items[:_ITEMS]],
            more=max(len(items) - _ITEMS, 0),
            nothing=visible(asked.nothing),
            bands=[
                band_chart(group, self._amount)
                for group in asked.groups
                if group.group.balance or any(p.items for p in group.periods)
            ],
            tables=[
                self._rendering.table(table, without=empty_columns(table) | _OF_NAMES)
                for table in asked.lists
                if table.rows
            ],
        )

    def findings(self, found: Sequence[Finding]) -> OverviewPage:
        """Everything found in the books, of whichever day: errors before advice."""
        table = Table(
            title="Findings",
            as_of=self._day,
            columns=_FINDINGS,
            rows=[_finding(one) for one in sorted(found, key=lambda f: f.advice)],
        )
        said = "Nothing is wrong with these books: every figure can be trusted."
        return OverviewPage(
            heading="Findings",
            remarks=[] if table.rows else [said],
            tables=[self._rendering.table(table, without=frozenset())]
            if table.rows
            else [],
        )

    def _tile(self, row: Row) -> Tile:
        figure, currency = str(row.cells["figure"]), str(row.cells["currency"])
        page, view = _PAGES[figure]
        return Tile(
            label=figure,
            amount=f"{self._amount(row.cells['amount'], currency)} {currency}",
            detail=self._as_here(str(row.cells["detail"]), currency),
            address=extension_url(page, view=view),
            is_late="amount" in row.late,
        )

    def _as_here(self, detail: str, currency: str) -> str:
        """A detail of the report, its amounts written as the books' are in Fava."""
        return _GROUPED.sub(
            lambda found: self._amount(Decimal(found[0].replace(",", "")), currency),
            detail,
        )

    def _to_do(self, item: TodayItem) -> ToDo:
        amount = ""
        if item.amount is not None:
            number = with_cents(item.amount, item.currency)
            amount = f"{self._amount(number, item.currency)} {item.currency}"
        name = party = ""
        if item.side is not None and item.party:
            name = self._names[item.side](item.party)
            party = party_url(item.party)
        return ToDo(
            deed=item.deed.value,
            address=_address(item),
            name=visible(name),
            party=party,
            what=with_written_amounts(on_page(item.what)),
            amount=amount,
            day=str(item.day or ""),
            why=with_written_amounts(on_page(item.why)),
            is_late=item.urgency in {Urgency.AT_RISK, Urgency.LATE},
            button=button_for(item),
        )


class _Asked(NamedTuple):
    """What the page tells of a day, which takes seconds of a large book."""

    position: Table
    items: Sequence[TodayItem]
    nothing: str
    lists: Sequence[Table]
    groups: Sequence[GroupForecast]


def _asked(books: LedgerBooks, day: date, files: Sequence[InboxFile]) -> _Asked:
    waiting = [
        file.name for file in files_waiting(books, files=files, bytes_max=BYTES_MAX)
    ]
    groups = forecasts(books, day, ForecastChoices())
    items = read_today(books, day, waiting)
    # Said only of an empty list: it goes through everything once more.
    nothing = "" if items else str(books.today(as_of=day, waiting=waiting).notes[0])
    return _Asked(
        position=position_with(books, groups, as_of=day),
        items=items,
        nothing=nothing,
        lists=[
            books.most_overdue(as_of=day, limit=_CLIENTS),
            books.at_risk(as_of=day, limit=_CLIENTS),
            books.targets(as_of=day),
        ],
        groups=groups,
    )


def _finding(found: Finding) -> Row:
    return Row(
        cells={
            "message": on_page(found.message),
            "kind": found.kind.name,
            "weight": "advice" if found.advice else "error",
            "place": short_place(found.place),
        },
        links={"place": Link(LinkKind.SOURCE, str(found.place))},
        late=frozenset() if found.advice else frozenset({"weight"}),
    )


def _address(item: TodayItem) -> str:
    """The page where something is done, or told in full."""
    if item.deed is Deed.CHECK:
        return extension_url("Overview", view="findings")
    if item.deed is Deed.IMPORT:
        return extension_url("BankAndCash", view="import", file=item.about)
    if item.deed is Deed.EXPLAIN:
        return account_url(item.about)
    if item.deed in {Deed.CLOSE, Deed.FILE}:
        return extension_url("Periods")
    return _address_of_party(item)


def _address_of_party(item: TodayItem) -> str:
    if item.deed is Deed.REMIND:
        return page_url(Side.RECEIVABLE, view="reminders")
    if item.side is not None and item.about and item.deed is not Deed.FOLLOW_UP:
        return page_url(item.side, document=item.about)
    if item.side is Side.PAYABLE:
        return page_url(Side.PAYABLE, document=item.about)
    return party_url(item.party) if item.party else extension_url(PARTIES_PAGE)
