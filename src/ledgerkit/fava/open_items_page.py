"""The pages *Receivables* and *Payables*: reports assembled for a template.

A side's page shows one of its views, one party or one document, according to
``view``, ``party`` or ``document`` in the address.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from flask import request

from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.exporters.written import heading
from ledgerkit.fava import ledger as filters
from ledgerkit.fava import sentences
from ledgerkit.fava.actions.buttons import (
    all_reminders_button,
    approval_button,
    document_buttons,
    party_buttons,
    reminder_button,
    run_button,
    side_buttons,
)
from ledgerkit.fava.charts.age import age_charts, by_size, marks
from ledgerkit.fava.charts.trend import trend_chart
from ledgerkit.fava.ledger import hides_figures, read
from ledgerkit.fava.links import Links, page_url, party_url
from ledgerkit.fava.page import Page, Tab, notes_of, tabs_of
from ledgerkit.fava.parts.remedies import on_page, shown_notes
from ledgerkit.fava.table import Rendering, empty_columns, written_amount
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.open_items.side import Side
from ledgerkit.reports.documents.ageing import aging
from ledgerkit.reports.documents.card import card
from ledgerkit.reports.documents.discounts import discounts
from ledgerkit.reports.documents.documents import documents
from ledgerkit.reports.documents.invoice import settlements
from ledgerkit.reports.documents.open_items import open_items
from ledgerkit.reports.payables.approvals import approvals
from ledgerkit.reports.payables.cash_required import cash_required
from ledgerkit.reports.receivables.collection import collection, collection_trend
from ledgerkit.reports.receivables.credit_limits import credit_limits
from ledgerkit.reports.receivables.reminders import reminders
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.books.books import Books
    from ledgerkit.fava.actions.buttons import Button
    from ledgerkit.notes import Note
    from ledgerkit.open_items.document import Document
    from ledgerkit.receivables.collection.measures import CollectionMeasures
    from ledgerkit.table import Row, Table

_Made = TypeVar("_Made")
#: Columns that a page on one party need not repeat.
_OF_THE_PARTY = frozenset({"party", "name", "side"})


#: A side's views: the address's ``view`` and the label.
_VIEWS: Mapping[Side, Mapping[str, str]] = {
    Side.RECEIVABLE: {
        "": "By age",
        "documents": "Invoices",
        "collection": "Collection",
        "reminders": "Reminders",
    },
    Side.PAYABLE: {
        "": "By age",
        "documents": "Bills",
        "approvals": "To approve",
        "cash": "Cash required",
        "run": "Payment run",
        "discounts": "Discounts",
    },
}


def open_items_page(ledger: FavaLedger, side: Side) -> Page:
    """The page for this request."""
    loaded = read(ledger)
    day = filters.as_of(ledger, request.args)
    books = filters.narrowed(loaded.books, ledger, request.args)
    page = _Page(ledger, loaded.books, books, side, day).of(request.args)
    return replace(
        page,
        remarks=[
            *page.remarks,
            *sentences.of_filters(filters.words(request.args)),
            *sentences.of_unused_filters(narrows=True),
            *sentences.of_day(day),
        ],
        warning=sentences.of_errors(loaded.findings),
        notes=[*page.notes, *sentences.of_advice(loaded.findings)],
    )


class _Page:
    """One side's books on one day."""

    def __init__(
        self,
        ledger: FavaLedger,
        all_books: LedgerBooks,
        books: Books,
        side: Side,
        day: date,
    ) -> None:
        self._ledger = ledger
        self._whole = all_books
        self._books = books
        self._side = side
        self._day = day
        until = day.isoformat() if request.args.get("time") else None
        self._links = Links(ledger, books.subledger(side, day), until=until)
        self._rendering = Rendering(
            amount=partial(written_amount, ledger), address=self._links.address
        )

    def of(self, args: Mapping[str, str]) -> Page:
        """The page of a document, a party or a view; the overview by default."""
        number, party = args.get("document", ""), args.get("party", "")
        try:
            if number:
                return self._of_document(
                    self._books.find_document(number, side=self._side, as_of=self._day)
                )
            if party:
                role = self._side.party_role
                return self._of_party(self._books.find_party(role, party))
        except UsageError as error:
            return Page(
                heading=sentences.NO_SUCH_DOCUMENT[self._side]
                if number
                else sentences.NO_SUCH_PARTY[self._side],
                remarks=[on_page(f"{str(error)[:1].upper()}{str(error)[1:]}.")],
                ways=[self._way_back()],
            )
        view = args.get("view", "")
        shown = view if view in _VIEWS[self._side] else ""
        makers = {
            "": self._overview,
            "documents": self._documents,
            "collection": self._collection,
            "reminders": self._reminders,
            "approvals": self._approvals,
            "cash": lambda: self._report(cash_required(self._books, as_of=self._day)),
            "run": lambda: self._payment_run(args.get("pay_from", "")),
            "discounts": self._discounts,
        }
        return replace(makers[shown](), tabs=self._tabs(shown))

    def _overview(self) -> Page:
        aged = by_size(aging(self._books, as_of=self._day, side=self._side))
        if not aged.rows:
            return Page(
                heading=heading(aged),
                actions=side_buttons(self._side),
                remarks=[sentences.of_nothing(self._books, self._side, self._day)],
            )
        return Page(
            heading=heading(aged),
            actions=side_buttons(self._side),
            charts=age_charts(aged, self._rendering),
            shades=marks(aged.columns),
            tables=[self._rendering.table(aged, without=frozenset({"party"}))],
            notes=notes_of(aged),
        )

    def _of_party(self, party: str) -> Page:
        books, side, day = self._books, self._side, self._day
        aged = aging(books, as_of=day, side=side)
        rows = [row for row in aged.rows if row.cells["party"] == party]
        items = open_items(books, as_of=day, side=side, party=party)
        name = books.directory.as_of(side.party_role, party, day).name
        ages = [replace(aged, rows=rows, totals=())] if rows else []
        tables = [*ages, items, card(books, party, as_of=day, side=side)]
        return Page(
            heading=visible(f"{name}, as at {day}"),
            ways=[
                self._way_back(),
                (visible(name), party_url(party)),
                *self._way_across(party),
            ],
            actions=party_buttons(side, party),
            tables=[
                self._rendering.table(table, without=_OF_THE_PARTY) for table in tables
            ],
            notes=notes_of(items),
        )

    def _documents(self) -> Page:
        table = self._all_documents()
        # Newest first, as newer ones are of more interest.
        newest = replace(table, rows=table.rows[::-1])
        return Page(
            heading=heading(table),
            actions=side_buttons(self._side),
            tables=[self._rendering.table(newest, without=frozenset({"party"}))],
            notes=notes_of(table),
        )

    def _all_documents(self) -> Table:
        """Every document."""
        return self._kept(
            "documents",
            lambda: documents(self._books, as_of=self._day, side=self._side),
        )

    def _kept(self, view: str, make: Callable[[], _Made]) -> _Made:
        """What a view tells; of unfiltered books it is made once for a day."""
        if self._books is not self._whole:
            return make()
        return read(self._ledger).kept((view, self._side, self._day), make)

    def _collection(self) -> Page:
        """How fast clients pay, and how much credit they use."""
        trends, *tables = self._kept("collection", self._read_collection)
        charts = [
            trend_chart(
                f"{visible(currency)}: days sales outstanding, a year up to each day",
                [(m.last, m.days_sales_outstanding) for m in trend],
            )
            for currency, trend in trends.items()
        ]
        return Page(
            heading=heading(tables[1]),
            trends=[chart for chart in charts if chart is not None],
            tables=[
                self._rendering.table(table, without=empty_columns(table) | {"party"})
                for table in tables
            ],
            notes=shown_notes(note for table in tables for note in table.notes),
        )

    def _read_collection(
        self,
    ) -> tuple[Mapping[str, Sequence[CollectionMeasures]], Table, Table]:
        books, day = self._books, self._day
        return (
            collection_trend(books, as_of=day),
            credit_limits(books, as_of=day),
            collection(books, as_of=day),
        )

    def _reminders(self) -> Page:
        table = reminders(self._books, as_of=self._day)
        return Page(
            heading=heading(table),
            actions=all_reminders_button(table),
            tables=[
                self._rendering.table(
                    table, without=frozenset({"party"}), button=reminder_button
                )
            ],
            notes=shown_notes([*table.notes, sentences.HOW_TO_REMIND]),
        )

    def _approvals(self) -> Page:
        table = self._kept("approvals", lambda: approvals(self._books, as_of=self._day))
        return self._report(table, button=approval_button)

    def _report(
        self,
        table: Table,
        *notes: str | Note,
        button: Callable[[Row], Button | None] | None = None,
    ) -> Page:
        """A view with one report, with a button for its rows."""
        without = empty_columns(table) | {"party"}
        return Page(
            heading=heading(table),
            tables=[self._rendering.table(table, without=without, button=button)],
            notes=shown_notes([*table.notes, *notes]),
        )

    def _discounts(self) -> Page:
        return self._report(discounts(self._books, as_of=self._day, side=self._side))

    def _payment_run(self, account: str) -> Page:
        """The payment run proposed for a bank account; nothing is written here."""
        banks = [
            cash_account.account
            for cash_account in self._books.cash_accounts(self._day)
            if cash_account.role == Role.BANK
        ]
        pay_from = account if account in banks else next(iter(banks), "")
        ways = [
            (visible(bank), page_url(self._side, view="run", pay_from=bank))
            for bank in dict.fromkeys(banks)
            if bank != pay_from
        ]
        request_ = RunRequest(until=self._day, account=pay_from, made_on=self._day)
        try:
            table = self._whole.payment_run(self._whole.payment_run_plan(request_))
        except UsageError as error:
            return Page(
                heading=f"Payment run, as at {self._day}",
                ways=ways,
                remarks=[sentences.NO_BANK if not pay_from else on_page(f"{error}.")],
            )
        return replace(
            self._report(table, sentences.HOW_TO_PAY),
            ways=ways,
            actions=run_button(pay_from),
        )

    def _of_document(self, document: Document) -> Page:
        books, side, day = self._books, self._side, self._day
        assert document.number is not None
        name = books.directory.as_of(side.party_role, document.party, day).name
        table = settlements(books, document.number, as_of=day, side=side)
        status_table = documents(books, as_of=day, side=side, party=document.party)
        rows = [r for r in status_table.rows if r.cells["number"] == document.number]
        status = replace(status_table, title="Where it stands", rows=rows, totals=())
        return Page(
            heading=visible(f"{document.number}, {document.kind.value}, {name}"),
            ways=self._ways_from(document, name),
            actions=document_buttons(document),
            tables=[
                self._rendering.table(t, without=_OF_THE_PARTY) for t in (status, table)
            ],
            notes=notes_of(table),
            document=self._printed(document),
        )

    def _printed(self, document: Document) -> str | None:
        """Our document as sent; vendors print their own."""
        if self._side is not Side.RECEIVABLE or document.number is None:
            return None
        if hides_figures():
            return None
        try:
            return self._whole.render(document.number).decode()
        except LedgerkitError:
            return None  # ``ledgerkit invoice show`` says what is missing.

    def _ways_from(self, document: Document, name: str) -> Sequence[tuple[str, str]]:
        """Links to all parties, its party, its journal and its source."""
        assert document.number is not None
        ways = [
            (sentences.PAGE_OF_ALL[self._side], page_url(self._side)),
            (visible(name), party_url(document.party)),
            ("Journal", self._links.journal(document.number)),
            ("Source", self._links.source(str(document.place))),
        ]
        return [(label, address) for label, address in ways if address]

    def _tabs(self, shown: str) -> Sequence[Tab]:
        return tabs_of(
            _VIEWS[self._side], shown, lambda view: page_url(self._side, view=view)
        )

    def _way_back(self) -> tuple[str, str]:
        return sentences.PAGE_OF_ALL[self._side], page_url(self._side)

    def _way_across(self, party: str) -> Sequence[tuple[str, str]]:
        """The party's page on the other side, if it is both client and vendor."""
        [other] = [side for side in Side if side is not self._side]
        party_ids = {p.id for p in self._books.parties(other.party_role, self._day)}
        if party not in party_ids:
            return []
        return [(sentences.ALSO[other], page_url(other, party=party))]
