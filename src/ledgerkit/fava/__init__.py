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
from ledgerkit.fava.bank_page import bank_page
from ledgerkit.fava.clients.clients_page import clients_csv, clients_page
from ledgerkit.fava.ledger import forget, hides_figures
from ledgerkit.fava.open_items_page import open_items_page
from ledgerkit.fava.overview_page import overview_page
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

#: The page that Fava opens on if a book says nothing.
_FAVAS_OWN = FavaOptions().default_page


class Overview(FavaExtensionBase):
    """Where we stand, and what is to be done today.

    Attributes:
        opens_first: Whether Fava opens on it, unless the book says otherwise.
    """

    report_title = "Overview"
    opens_first = False

    def page(self) -> OverviewPage:
        """What the template shows for this request."""
        return overview_page(self.ledger)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)
        options = self.ledger.fava_options
        if self.opens_first and options.default_page == _FAVAS_OWN:
            options.default_page = "extension/Overview/"


class Record(FavaExtensionBase):
    """What can be done: a form, what it would write, and the writing."""

    report_title = "Record"
    has_js_module = True

    def page(self) -> RecordPage:
        """What the template shows for this request."""
        return record_page(self.ledger)

    @extension_endpoint("do", ["PUT"])  # type: ignore[arg-type, untyped-decorator]
    def do_it(self) -> Response:
        """Write what a form asks for, or show what that would be."""
        answer, status = do_action(self.ledger)
        return make_response(answer, status)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Receivables(FavaExtensionBase):
    """What clients owe us: by age, and by document for one client."""

    report_title = "Receivables"

    def page(self) -> Page:
        """What the template shows for this request."""
        return open_items_page(self.ledger, Side.RECEIVABLE)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Payables(FavaExtensionBase):
    """What we owe vendors: by age, and by document for one vendor."""

    report_title = "Payables"

    def page(self) -> Page:
        """What the template shows for this request."""
        return open_items_page(self.ledger, Side.PAYABLE)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class BankAndCash(FavaExtensionBase):
    """Bank and cash accounts, reconciliations, and the forecast."""

    report_title = "Bank & cash"
    has_js_module = True

    def page(self) -> Page:
        """What the template shows for this request."""
        return bank_page(self.ledger)

    @extension_endpoint("import", ["PUT"])  # type: ignore[arg-type, untyped-decorator]
    def import_file(self) -> Response:
        """Import a bank's file with the choices on the page."""
        answer, status = import_bank_file(self.ledger)
        return make_response(answer, status)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Clients(FavaExtensionBase):
    """Client relations, from the books and from records."""

    report_title = "Clients"

    def page(self) -> ClientsPage:
        """What the template shows for this request."""
        return clients_page(self.ledger)

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

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Statements(FavaExtensionBase):
    """The general ledger: statements, cards and the journal."""

    report_title = "Statements"

    def page(self) -> StatementsPage:
        """What the template shows for this request."""
        return statements_page(self.ledger)

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

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Periods(FavaExtensionBase):
    """Closed periods, and what was changed in them since."""

    report_title = "Periods"

    def page(self) -> Page:
        """What the template shows for this request."""
        return periods_page(self.ledger)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)


class Tax(FavaExtensionBase):
    """Tax returns, down to the postings, and the registers of sales and purchases."""

    report_title = "Tax"

    def page(self) -> StatementsPage:
        """What the template shows for this request."""
        return tax_page(self.ledger)

    def after_load_file(self) -> None:
        """Forget what the ledger said before it was loaded anew."""
        forget(self.ledger)
