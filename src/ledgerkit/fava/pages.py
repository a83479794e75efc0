"""The two pages: reports put together for a template, and no rule of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from fava.util.date import local_today
from flask import request

from ledgerkit.errors import UsageError
from ledgerkit.exporters.written_table import heading
from ledgerkit.fava import filters, sentences
from ledgerkit.fava.age_chart import age_charts, marks
from ledgerkit.fava.links import Links, page_url
from ledgerkit.fava.read_ledger import read
from ledgerkit.fava.rendered_table import Rendering
from ledgerkit.fava.written_amount import written_amount
from ledgerkit.open_items.side import Side
from ledgerkit.reports.aging import aging
from ledgerkit.reports.card import card
from ledgerkit.reports.open_items import open_items
from ledgerkit.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fava.core import FavaLedger

    from ledgerkit.books.books import Books
    from ledgerkit.fava.age_chart import AgeChart, Mark
    from ledgerkit.fava.rendered_table import RenderedTable
    from ledgerkit.table import Table

#: What a page about one party need not repeat in every row.
_OF_THE_PARTY = frozenset({"party", "name", "side"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItemsPage:
    """Everything that the template shows.

    Attributes:
        heading: What is shown, and as at which day.
        remarks: Sentences above the figures: filters, findings.
        warning: Whether some figure can't be trusted.
        ways: Where to go from here: a label and an address each.
        charts: One for each currency, on the page of all parties.
        shades: The colours of the charts.
        tables: From the most general to the most particular.
        notes: Sentences below the figures.
    """

    heading: str
    remarks: Sequence[str] = ()
    warning: str | None = None
    ways: Sequence[tuple[str, str]] = ()
    charts: Sequence[AgeChart] = ()
    shades: Sequence[Mark] = ()
    tables: Sequence[RenderedTable] = ()
    notes: Sequence[str] = ()


def open_items_page(ledger: FavaLedger, side: Side) -> OpenItemsPage:
    """The page that this request asks for."""
    found = read(ledger)
    day = filters.as_of(ledger, request.args)
    books = filters.narrowed(found.books, ledger, request.args)
    asked = request.args.get("party", "")
    page = _Page(ledger, books, side, day).of(asked)
    return replace(
        page,
        remarks=[
            *page.remarks,
            *sentences.of_filters(filters.words(request.args)),
            *sentences.of_day(day, local_today()),
        ],
        warning=sentences.of_errors(found.findings),
        notes=[*page.notes, *sentences.of_advice(found.findings)],
    )


class _Page:
    """One side's books on one day."""

    def __init__(self, ledger: FavaLedger, books: Books, side: Side, day: date) -> None:
        self._books = books
        self._side = side
        self._day = day
        until = day.isoformat() if request.args.get("time") else None
        links = Links(ledger, books.subledger(side, day), until=until)
        self._rendering = Rendering(
            amount=partial(written_amount, ledger), address=links.address
        )

    def of(self, asked: str) -> OpenItemsPage:
        """The page of a party, or of all where none is asked for."""
        if not asked:
            return self._overview()
        try:
            return self._of_party(self._books.find_party(self._side.party_role, asked))
        except UsageError as error:
            return OpenItemsPage(
                heading=sentences.NO_SUCH_PARTY[self._side],
                remarks=[visible(f"{str(error)[:1].upper()}{str(error)[1:]}.")],
                ways=[self._way_back()],
            )

    def _overview(self) -> OpenItemsPage:
        aged = aging(self._books, as_of=self._day, side=self._side)
        if not aged.rows:
            return OpenItemsPage(
                heading=heading(aged),
                remarks=[sentences.of_nothing(self._books, self._side, self._day)],
            )
        return OpenItemsPage(
            heading=heading(aged),
            charts=age_charts(aged, self._rendering),
            shades=marks(aged.columns),
            tables=[self._rendering.table(aged, without=frozenset({"party"}))],
            notes=_notes(aged),
        )

    def _of_party(self, party: str) -> OpenItemsPage:
        books, side, day = self._books, self._side, self._day
        aged = aging(books, as_of=day, side=side)
        rows = [row for row in aged.rows if row.cells["party"] == party]
        items = open_items(books, as_of=day, side=side, party=party)
        name = books.directory.as_of(side.party_role, party, day).name
        ages = [replace(aged, rows=rows, totals=())] if rows else []
        tables = [*ages, items, card(books, party, as_of=day, side=side)]
        return OpenItemsPage(
            heading=visible(f"{name}, as at {day}"),
            ways=[self._way_back(), *self._way_across(party)],
            tables=[
                self._rendering.table(table, without=_OF_THE_PARTY) for table in tables
            ],
            notes=_notes(items),
        )

    def _way_back(self) -> tuple[str, str]:
        return sentences.PAGE_OF_ALL[self._side], page_url(self._side)

    def _way_across(self, party: str) -> Sequence[tuple[str, str]]:
        """The same party's other page, where it is both client and vendor."""
        [other] = [side for side in Side if side is not self._side]
        known = {p.id for p in self._books.parties(other.party_role, self._day)}
        if party not in known:
            return []
        return [(sentences.ALSO[other], page_url(other, party=party))]


def _notes(table: Table) -> Sequence[str]:
    return [visible(note) for note in table.notes]
