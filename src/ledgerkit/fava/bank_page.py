"""The page *Bank & cash*: accounts, reconciliations and the forecast, as reports.

The address has ``view`` for one of the views, or ``bank`` for one account, with
``statement`` for one other than its last.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from flask import request

from ledgerkit.books.bank.accounts import UnknownBankAccountError
from ledgerkit.books.general_ledger.fiscal_year import USUAL_INBOX
from ledgerkit.errors import (
    AmbiguousFileError,
    LedgerkitError,
    UnreadableFileError,
    UsageError,
)
from ledgerkit.exporters.written import heading
from ledgerkit.fava import ledger as filters
from ledgerkit.fava import sentences
from ledgerkit.fava.actions.buttons import button
from ledgerkit.fava.bank_import.form import bank_import_form
from ledgerkit.fava.bank_import.inbox import (
    described_files,
    prepared_file,
    waiting_bill,
)
from ledgerkit.fava.bank_import.reading import (
    AskedReading,
    file_reading,
    reading_form,
)
from ledgerkit.fava.charts.band import band_chart
from ledgerkit.fava.ledger import read
from ledgerkit.fava.links import Links, endpoint_url, extension_url
from ledgerkit.fava.page import Page, Tab, notes_of, tabs_of
from ledgerkit.fava.parts.remedies import ShownNote, on_page, shown_notes
from ledgerkit.fava.table import Rendering, empty_columns, written_amount
from ledgerkit.fava.writing import may_write
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.open_items.side import Side
from ledgerkit.reports.bank.forecast import ForecastChoices, forecasts
from ledgerkit.statement_files import kept_lines
from ledgerkit.table import Link, LinkKind
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.banking.booked_statement import BookedStatement
    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.entries.bank.prepared import PreparedImport
    from ledgerkit.fava.bank_import.reading import ReadingForm
    from ledgerkit.fava.charts.band import BandChart
    from ledgerkit.table import Table

_Made = TypeVar("_Made")
BANK_PAGE = "BankAndCash"
_VIEWS = {
    "": "Accounts",
    "transit": "In transit",
    "counts": "Cash counts",
    "breaches": "Too little money",
    "forecast": "Forecast",
    "items": "Forecast by item",
    "import": "Bank files",
}
_ROWS_MAX = 1000
_A_BILL = "This is an e-invoice, and no file of a bank."


def bank_page(ledger: FavaLedger) -> Page:
    """The page for this request."""
    loaded = read(ledger)
    day = filters.as_of(ledger, request.args)
    page = _Page(ledger, loaded.books, day).of(request.args)
    return replace(
        page,
        remarks=[*page.remarks, *sentences.of_unused_filters(), *sentences.of_day(day)],
        warning=sentences.of_errors(loaded.findings),
    )


class _Page:
    def __init__(self, ledger: FavaLedger, books: LedgerBooks, day: date) -> None:
        self._ledger = ledger
        self._books = books
        self._day = day
        self._links = _MoneyLinks(ledger, books, day)
        self._rendering = Rendering(
            amount=partial(written_amount, ledger), address=self._links.address
        )

    def of(self, args: Mapping[str, str]) -> Page:
        """The page of an account, or of a view."""
        account = args.get("bank", "")
        if account:
            return self._of_account(account, args.get("statement") or None)
        view = args.get("view", "")
        shown = view if view in _VIEWS else ""
        books = self._books
        makers: Mapping[str, Callable[[], Page]] = {
            "": self._accounts,
            "transit": partial(self._report, books.bank_transit),
            "counts": partial(self._report, books.cash_counts),
            "breaches": partial(self._report, books.cash_breaches),
            "forecast": self._forecast,
            "items": self._items,
            "import": partial(self._import, args),
        }
        return replace(makers[shown](), tabs=_tabs(shown))

    def _accounts(self) -> Page:
        table = self._books.cash(as_of=self._day)
        return Page(
            heading=heading(table),
            bands=self._bands(),
            tables=[self._rendering.table(table, without=empty_columns(table))],
            notes=notes_of(table),
        )

    def _report(self, make: Callable[..., Table]) -> Page:
        """A page with one report."""
        table = make(as_of=self._day)
        return Page(
            heading=heading(table),
            tables=[self._rendering.table(table, without=empty_columns(table))],
            notes=notes_of(table),
        )

    def _bands(self) -> Sequence[BandChart]:
        """The forecast charts, for groups with any balance or items."""
        groups = self._kept(
            "forecasts", lambda: forecasts(self._books, self._day, ForecastChoices())
        )
        return [
            band_chart(group, self._rendering.amount)
            for group in groups
            if group.group.balance or any(p.items for p in group.periods)
        ]

    def _kept(self, view: str, make: Callable[[], _Made]) -> _Made:
        """What takes seconds of a large book is made once for a day."""
        return read(self._ledger).kept((view, self._day), make)

    def _forecast(self) -> Page:
        table = self._kept("forecast", lambda: self._books.forecast(as_of=self._day))
        return Page(
            heading=heading(table),
            bands=self._bands(),
            tables=[self._rendering.table(table, without=empty_columns(table))],
            notes=notes_of(table),
        )

    def _items(self) -> Page:
        table = self._kept(
            "forecast items", lambda: self._books.forecast_items(as_of=self._day)
        )
        return Page(
            heading=heading(table),
            tables=[
                self._rendering.table(
                    # The day tells the week, and the reasons need the room.
                    table,
                    without=empty_columns(table) | {"party", "until"},
                )
            ],
            notes=notes_of(table),
        )

    def _import(self, args: Mapping[str, str]) -> Page:
        """The waiting files, or the lines of one with their choices."""
        name = args.get("file", "")
        if not name:
            return self._inbox()
        page = Page(
            heading=visible(f"Import of {name}"),
            ways=[("All files", extension_url(BANK_PAGE, view="import"))],
        )
        form = partial(
            reading_form,
            self._books,
            address=extension_url(BANK_PAGE, view="import", file=name),
        )
        reading = AskedReading()
        try:
            reading = file_reading(self._books, args)
            prepared = prepared_file(self._ledger, self._books, name, reading)
        except AmbiguousFileError as error:
            remark = f"{name}: {error.what}. Say which is right."
            shown = form(reading, doubt=error)
        except UnknownBankAccountError as error:
            remark = f"{error.what}. Say which account it is."
            shown = form(reading, is_needed=True)
        except LedgerkitError as error:
            if waiting_bill(self._ledger, name) and may_write():
                act = button("Book the e-invoice", "bill-import", file=name)
                return replace(page, actions=[act], remarks=[visible(_A_BILL)])
            remark, shown = f"{error}.", form(reading)
        else:
            if len(prepared.lines) <= _ROWS_MAX:
                return self._lines_to_import(page, name, prepared, form(reading))
            remark = (
                f"{name} has {len(prepared.lines)} lines that the books lack, too many"
                " to choose for on a page; import it in a terminal, with the"
                " command “bank import”."
            )
            shown = form(reading)
        return replace(page, remarks=[on_page(remark)], bank_reading=shown)

    def _lines_to_import(
        self,
        page: Page,
        name: str,
        prepared: PreparedImport,
        reading: ReadingForm,
    ) -> Page:
        return replace(
            page,
            bank_reading=reading,
            bank_import=bank_import_form(
                self._books,
                prepared,
                file=name,
                address=endpoint_url(BANK_PAGE, "import"),
                reading=reading.said,
                write_amount=self._rendering.amount,
            ),
            notes=shown_notes(prepared.notes),
        )

    def _inbox(self) -> Page:
        files = described_files(self._ledger)
        folders = self._ledger.fava_options.import_dirs or [USUAL_INBOX]
        places = ", ".join(map(visible, folders))
        return Page(
            heading="Files to import",
            ways=[
                (
                    visible(file.name),
                    extension_url(BANK_PAGE, view="import", file=file.name),
                )
                for file in files
                if file.is_readable
            ],
            upload=endpoint_url(BANK_PAGE, "upload") if may_write() else "",
            actions=[
                button(f"Book {visible(file.name)}", "bill-import", file=file.name)
                for file in files
                if file.is_bill and may_write()
            ],
            remarks=[
                f"The bank's files in the folder {places}, beside the main ledger."
                if any(file.is_readable for file in files)
                else f"No bank file waits in the folder {places}, beside the main"
                " ledger. Upload one here, or put it there."
            ],
            notes=shown_notes(f"{file.name}: {file.said}." for file in files),
        )

    def _of_account(self, account: str, id_: str | None) -> Page:
        """One account: the reconciliation of a statement, and its other statements."""
        statements = self._books.bank_read.statements
        of_account = [
            s for s in statements if s.account == account and s.day <= self._day
        ]
        ways = [
            ("All accounts", extension_url(BANK_PAGE)),
            ("Journal", self._links.journal_of(account)),
            *(
                self._way(s)
                for s in sorted(of_account, key=lambda s: s.day, reverse=True)
            ),
        ]
        if not of_account and account in self._links.money:
            return Page(
                heading=visible(account),
                ways=ways,
                remarks=[_no_statement(self._links.money[account])],
            )
        try:
            stated = self._books.statements_read.find(account, id_, as_of=self._day)
        except UsageError as error:
            return Page(
                heading=visible(account), ways=ways, remarks=[on_page(f"{error}.")]
            )
        lines, remarks = self._lines(stated)
        table = self._books.reconciliation(
            self._books.statements_read.reconcile(stated, lines)
        )
        return Page(
            heading=heading(table),
            ways=ways,
            remarks=remarks,
            tables=[self._rendering.table(table, without=empty_columns(table))],
            notes=notes_of(table),
        )

    def _lines(
        self, statement: BookedStatement
    ) -> tuple[Sequence[StatementLine] | None, Sequence[str]]:
        """The lines of the kept file, as in the terminal; or why they are not known."""
        try:
            return kept_lines(self._books, statement), []
        except UnreadableFileError as error:
            return None, [on_page(f"{error}; its lines are not compared.")]

    def _way(self, statement: BookedStatement) -> tuple[str, str]:
        address = extension_url(
            BANK_PAGE, bank=statement.account, statement=statement.id
        )
        return visible(f"Statement {statement.id}"), address


def _no_statement(role: str) -> ShownNote:
    if role == Role.CASH:
        return ShownNote(
            text="No bank states this account; it is counted.",
            label="Cash counts",
            address=extension_url(BANK_PAGE, view="counts"),
        )
    return ShownNote(
        text="No statement of this account is in the books yet.",
        label="Import a file of the bank",
        address=extension_url(BANK_PAGE, view="import"),
    )


class _MoneyLinks:
    """Links of cells: money accounts to their own page, documents to their side's."""

    def __init__(self, ledger: FavaLedger, books: LedgerBooks, day: date) -> None:
        until = day.isoformat() if request.args.get("time") else None
        self._sides = {
            side: Links(ledger, books.subledger(side, day), until=until)
            for side in Side
        }
        self._subledgers = {side: books.subledger(side, day) for side in Side}
        self.money = {found.account: found.role for found in books.cash_accounts(day)}

    def address(self, link: Link) -> str | None:
        """The address of a link; None if there is none in Fava."""
        if link.kind is LinkKind.ACCOUNT and link.target in self.money:
            return extension_url(BANK_PAGE, bank=link.target)
        return self._sides[self._side_of(link)].address(link)

    def journal_of(self, account: str) -> str:
        """Fava's own page of an account."""
        link = Link(LinkKind.ACCOUNT, account)
        return self._sides[Side.RECEIVABLE].address(link) or ""

    def _side_of(self, link: Link) -> Side:
        if link.kind is LinkKind.DOCUMENT:
            bills = self._subledgers[Side.PAYABLE].by_number
            invoices = self._subledgers[Side.RECEIVABLE].by_number
            if link.target in bills and link.target not in invoices:
                return Side.PAYABLE
        if link.kind is LinkKind.PARTY and not any(
            item.party == link.target
            for item in self._subledgers[Side.RECEIVABLE].of_party(link.target).items
        ):
            return Side.PAYABLE
        return Side.RECEIVABLE


def _tabs(shown: str) -> Sequence[Tab]:
    return tabs_of(_VIEWS, shown, lambda view: extension_url(BANK_PAGE, view=view))
