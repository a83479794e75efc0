"""The Fava pages: receivables, payables and more, down to the source line.

In the ledger: ``custom "fava-extension" "ledgerkit.fava"``; with ``ledgerkit serve``
the pages are there without it. Fava makes a page of every extension class in this
module, so these classes share functions, not a base class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fava.core.fava_options import FavaOptions
from fava.ext import FavaExtensionBase, extension_endpoint
from flask import abort, make_response

from ledgerkit.errors import LedgerkitError
from ledgerkit.fava.actions.form import record_page
from ledgerkit.fava.actions.send import do_action
from ledgerkit.fava.bank_import.send import import_bank_file
from ledgerkit.fava.bank_import.upload import keep_upload
from ledgerkit.fava.bank_page import bank_page
from ledgerkit.fava.clients.clients_page import clients_csv, clients_page
from ledgerkit.fava.ledger import forget, hides_figures
from ledgerkit.fava.open_items_page import open_items_page
from ledgerkit.fava.overview_page import overview_page
from ledgerkit.fava.parts.files import table_file
from ledgerkit.fava.parts.suggestions import suggest_newest_links
from ledgerkit.fava.parts.titles import Titled, put_in_order
from ledgerkit.fava.periods_page import periods_page
from ledgerkit.fava.statements_page import downloaded, statements_page
from ledgerkit.fava.tax_page import tax_page
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from flask.wrappers import Response

    from ledgerkit.fava.actions.form import RecordPage
    from ledgerkit.fava.clients.clients_parts import ClientsPage
    from ledgerkit.fava.overview_page import OverviewPage
    from ledgerkit.fava.page import Page
    from ledgerkit.fava.statements_page import StatementsPage

__all__ = [
    "BankAndCash",
    "Clients",
    "Overview",
    "Payables",
    "Periods",
    "Receivables",
    "Record",
    "Statements",
    "Tax",
]

#: Our pages in the order of a day.
MENU = (
    "Overview",
    "Record",
    "Receivables",
    "Payables",
    "BankAndCash",
    "Clients",
    "Statements",
    "Tax",
    "Periods",
)
#: The page that Fava opens on if a book says nothing.
_FAVAS_OWN = FavaOptions().default_page


class Overview(Titled, FavaExtensionBase):
    """Where we stand, and what is to be done today.

    Attributes:
        opens_first: Whether our pages come before Fava's, and Fava opens on this one,
            unless the book says otherwise.
    """

    menu_title = "Overview"
    opens_first = False

    @property
    def has_js_module(self) -> bool:  # type: ignore[override]
        """Whether its script is run, which puts our pages first in the menu."""
        return self.opens_first

    def page(self) -> OverviewPage:
        """What the template shows for this request."""
        return self.titled(overview_page(self.ledger))

    @extension_endpoint("table")  # type: ignore[arg-type, untyped-decorator]
    def as_table(self) -> Response:
        """A table of the page, as a file."""
        return table_file(self.page)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)
        put_in_order(self.ledger, MENU)
        if self.opens_first:
            suggest_newest_links(self.ledger)
            options = self.ledger.fava_options
            if options.default_page == _FAVAS_OWN:
                options.default_page = "extension/Overview/"


class Record(Titled, FavaExtensionBase):
    """What can be done: a form, what it would write, and the writing."""

    menu_title = "Record"
    has_js_module = True

    def page(self) -> RecordPage:
        """What the template shows for this request."""
        return self.titled(record_page(self.ledger))

    @extension_endpoint("do", ["PUT"])  # type: ignore[arg-type, untyped-decorator]
    def do_it(self) -> Response:
        """Write what a form asks for, or show what that would be."""
        answer, status = do_action(self.ledger)
        return make_response(self.answered(answer), status)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Receivables(Titled, FavaExtensionBase):
    """What clients owe us: by age, and by document for one client."""

    menu_title = "Receivables"

    def page(self) -> Page:
        """What the template shows for this request."""
        return self.titled(open_items_page(self.ledger, Side.RECEIVABLE))

    @extension_endpoint("table")  # type: ignore[arg-type, untyped-decorator]
    def as_table(self) -> Response:
        """A table of the page, as a file."""
        return table_file(self.page)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Payables(Titled, FavaExtensionBase):
    """What we owe vendors: by age, and by document for one vendor."""

    menu_title = "Payables"

    def page(self) -> Page:
        """What the template shows for this request."""
        return self.titled(open_items_page(self.ledger, Side.PAYABLE))

    @extension_endpoint("table")  # type: ignore[arg-type, untyped-decorator]
    def as_table(self) -> Response:
        """A table of the page, as a file."""
        return table_file(self.page)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class BankAndCash(Titled, FavaExtensionBase):
    """Bank and cash accounts, reconciliations, and the forecast."""

    menu_title = "Bank & cash"
    has_js_module = True

    def page(self) -> Page:
        """What the template shows for this request."""
        return self.titled(bank_page(self.ledger))

    @extension_endpoint("upload", ["PUT"])  # type: ignore[arg-type, untyped-decorator]
    def upload(self) -> Response:
        """Keep a bank's file or an e-invoice in the inbox."""
        answer, status = keep_upload(self.ledger)
        return make_response(self.answered(answer), status)

    @extension_endpoint("import", ["PUT"])  # type: ignore[arg-type, untyped-decorator]
    def import_file(self) -> Response:
        """Import a bank's file with the choices on the page."""
        answer, status = import_bank_file(self.ledger)
        return make_response(self.answered(answer), status)

    @extension_endpoint("table")  # type: ignore[arg-type, untyped-decorator]
    def as_table(self) -> Response:
        """A table of the page, as a file."""
        return table_file(self.page)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Clients(Titled, FavaExtensionBase):
    """Clients and vendors: all of them, or one on a page of its own."""

    menu_title = "Clients & vendors"

    def page(self) -> ClientsPage:
        """What the template shows for this request."""
        return self.titled(clients_page(self.ledger))

    @extension_endpoint("csv")  # type: ignore[arg-type, untyped-decorator]
    def as_csv(self) -> Response:
        """The report shown on the page, as a file."""
        if hides_figures():
            abort(403, "Fava hides figures (--incognito), so they can't be exported.")
        name, text = clients_csv(self.ledger)
        response = make_response(text)
        response.mimetype = "text/csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @extension_endpoint("table")  # type: ignore[arg-type, untyped-decorator]
    def as_table(self) -> Response:
        """A table of the page, as a file."""
        return table_file(self.page)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Statements(Titled, FavaExtensionBase):
    """The general ledger: statements, cards and the journal."""

    menu_title = "Statements"

    def page(self) -> StatementsPage:
        """What the template shows for this request."""
        return self.titled(statements_page(self.ledger))

    @extension_endpoint("file")  # type: ignore[arg-type, untyped-decorator]
    def as_file(self) -> Response:
        """A statement, or all of them, as a file."""
        if hides_figures():
            abort(403, "Fava hides figures (--incognito), so they can't be exported.")
        try:
            made = downloaded(self.ledger)
        except LedgerkitError as error:
            abort(400, visible(str(error)))
        response = make_response(made.content)
        response.mimetype = "application/octet-stream"
        response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
        return response

    @extension_endpoint("table")  # type: ignore[arg-type, untyped-decorator]
    def as_table(self) -> Response:
        """A table of the page, as a file."""
        return table_file(self.page)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Periods(Titled, FavaExtensionBase):
    """Closed periods, and what was changed in them since."""

    menu_title = "Periods"

    def page(self) -> Page:
        """What the template shows for this request."""
        return self.titled(periods_page(self.ledger))

    @extension_endpoint("table")  # type: ignore[arg-type, untyped-decorator]
    def as_table(self) -> Response:
        """A table of the page, as a file."""
        return table_file(self.page)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Tax(Titled, FavaExtensionBase):
    """Tax returns, down to the postings, and the registers of sales and purchases."""

    menu_title = "Tax"

    def page(self) -> StatementsPage:
        """What the template shows for this request."""
        return self.titled(tax_page(self.ledger))

    @extension_endpoint("table")  # type: ignore[arg-type, untyped-decorator]
    def as_table(self) -> Response:
        """A table of the page, as a file."""
        return table_file(self.page)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)
