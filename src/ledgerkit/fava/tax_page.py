"""The page *Tax*: the periods, a return down to its postings, and the registers.

The address has ``view`` for a register, ``period`` for a return, ``line`` for a box
whose postings are shown, ``form`` for another form than the country's own, and ``by``
for the length of periods. Fava's time filter ends the books.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from flask import request

from ledgerkit.books.taxes.forms import (
    FORM_NAMES,
    forms_beside,
    national_form,
    shipped_form,
)
from ledgerkit.errors import UsageError
from ledgerkit.exporters.written import heading
from ledgerkit.fava import ledger as filters
from ledgerkit.fava import sentences
from ledgerkit.fava.clients.client_choices import ChoiceForm, Select
from ledgerkit.fava.ledger import read
from ledgerkit.fava.links import Links, extension_url
from ledgerkit.fava.page import tabs_of
from ledgerkit.fava.parts.remedies import on_page, shown_notes
from ledgerkit.fava.statements_page import StatementsPage
from ledgerkit.fava.table import Rendering, empty_columns, written_amount
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.table import LinkKind
from ledgerkit.taxes.register import TaxRegister

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.fava.table import RenderedTable
    from ledgerkit.table import Link, Table

TAX_PAGE = "Tax"
_RETURN = ""
_VIEWS = {
    _RETURN: "Return",
    TaxRegister.SALES.value: "Sales",
    TaxRegister.PURCHASES.value: "Purchases",
    TaxRegister.RECEIPTS.value: "Receipts",
}
_LENGTHS = [
    ("", "As usual"),
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("year", "Year"),
]
_OF_FAVA = ("time", "account", "filter", "interval", "conversion")


def tax_page(ledger: FavaLedger) -> StatementsPage:
    """The page for this request."""
    loaded = read(ledger)
    day = filters.as_of(ledger, request.args)
    page = _Page(ledger, loaded.books, request.args, day).made()
    remarks = [*sentences.of_unused_filters(), *sentences.of_day(day), *page.remarks]
    return replace(page, remarks=remarks, warning=sentences.of_errors(loaded.findings))


class _Page:
    def __init__(
        self,
        ledger: FavaLedger,
        books: LedgerBooks,
        args: Mapping[str, str],
        day: date,
    ) -> None:
        self._books = books
        self._args = args
        self._day = day
        view = args.get("view", "")
        self._view = view if view in _VIEWS else _RETURN
        self._form_name = (args.get("form") or None) if self._view == _RETURN else None
        self._links = Links(ledger, books.subledger(Side.RECEIVABLE, day), until=None)
        self._rendering = Rendering(
            amount=partial(written_amount, ledger), address=self._address
        )

    def made(self) -> StatementsPage:
        """The tables, or why there are none."""
        page = StatementsPage(
            heading="Tax", tabs=tabs_of(_VIEWS, self._view, self._tab)
        )
        try:
            periods = self._periods()
            table = self._table(periods)
        except UsageError as error:
            if self._form_name or self._has_form:
                said = on_page(str(error))
                return replace(page, remarks=[f"{said[:1].upper()}{said[1:]}."])
            return replace(page, remarks=[self._no_form()], form=self._only_forms())
        tables = [table, *self._proofs()]
        return replace(
            page,
            heading=heading(table),
            form=self._form(periods),
            ways=list(self._ways()),
            # A form's boxes and a register's numbers have their order.
            tables=[self._shown(each) for each in tables],
            notes=shown_notes(note for each in tables for note in each.notes),
        )

    def _shown(self, table: Table) -> RenderedTable:
        rendered = self._rendering.table(table, without=empty_columns(table))
        return rendered.in_its_order()

    def _proofs(self) -> Iterator[Table]:
        """Whether the accounts of tax agree, below a return."""
        asked = self._args.get("period", "").strip()
        is_return = self._view == _RETURN and asked and not self._args.get("line")
        name = self._form_name
        # A list counts a part of what moved the accounts; the return proves all.
        if is_return and not (name and shipped_form(name).lists):
            yield self._books.tax_proof(asked, form=name)

    def _periods(self) -> Table:
        length = self._args.get("by") or None
        return self._books.tax_periods(
            as_of=self._day, form=self._form_name, length=length
        )

    def _table(self, periods: Table) -> Table:
        asked = self._args.get("period", "").strip()
        if self._view != _RETURN:
            return self._books.tax_register(self._view, asked or self._latest(periods))
        line = self._args.get("line")
        if asked and line:
            return self._books.tax_return_box(asked, explain=line, form=self._form_name)
        if asked:
            return self._books.tax_return(asked, form=self._form_name)
        return periods

    def _latest(self, periods: Table) -> str:
        """The last period that has ended, else the first of all.

        Raises:
            UsageError: If nothing is taxed.
        """
        if not periods.rows:
            raise UsageError("nothing in the books has a tax code")
        ended = [row for row in periods.rows if self._has_ended(row.cells["due"])]
        return str((ended or periods.rows)[0].cells["period"])

    def _has_ended(self, due: object) -> bool:
        return due is not None and str(due) <= str(self._day)

    def _form(self, periods: Table) -> ChoiceForm:
        asked = self._args.get("period", "")
        labels = [str(row.cells["period"]) for row in periods.rows]
        if asked and asked not in labels:
            labels.append(asked)
        none = "All of them" if self._view == _RETURN else "The last one due"
        options = [("", none), *((label, label) for label in labels)]
        hidden = [("view", self._view)] if self._view else []
        hidden += [(k, v) for k in _OF_FAVA if (v := self._args.get(k))]
        selects = [
            *self._form_choice(),
            Select(name="period", label="Period", options=options, chosen=asked),
            Select(
                name="by",
                label="Length",
                options=_LENGTHS,
                chosen=self._args.get("by", ""),
            ),
        ]
        return ChoiceForm(hidden=hidden, selects=selects, roll_up=None)

    @property
    def _country(self) -> str:
        us = self._books.directory.as_of(PartyRole.COMPANY, OURSELVES, self._day)
        return us.text("country")

    @property
    def _has_form(self) -> bool:
        return national_form(self._country) is not None

    def _no_form(self) -> str:
        """Why there is no return: what is to be chosen, or written once."""
        whose = f"of {self._country}" if self._country else "without a country"
        return f"No tax form is known for a company {whose}. Choose one of these."

    def _only_forms(self) -> ChoiceForm:
        """All forms to choose from, where the country has none."""
        forms = [shipped_form(name) for name in FORM_NAMES]
        options = [("", ""), *((form.name, form.title) for form in forms)]
        hidden = [(k, v) for k in _OF_FAVA if (v := self._args.get(k))]
        select = Select(name="form", label="Form", options=options, chosen="")
        return ChoiceForm(hidden=hidden, selects=[select], roll_up=None)

    def _form_choice(self) -> Iterator[Select]:
        """The forms that go beside the country's own, lists among them."""
        if self._view == _RETURN:
            beside = forms_beside(self._country)
            own = "The country's own"
            options = [("", own), *((form.name, form.title) for form in beside)]
            chosen = self._form_name or ""
            yield Select(name="form", label="Form", options=options, chosen=chosen)

    def _choices(self) -> Mapping[str, str | None]:
        keys = ("view", "period", "by", "form")
        return {key: self._args.get(key) or None for key in keys}

    def _tab(self, view: str | None) -> str:
        return extension_url(TAX_PAGE, **{**self._choices(), "view": view})

    def _ways(self) -> Iterator[tuple[str, str]]:
        """From postings back to the return, and from there to all periods."""
        if self._view != _RETURN or not self._args.get("period"):
            return
        choices = self._choices()
        if self._args.get("line"):
            yield "Back to the return", extension_url(TAX_PAGE, **choices)
        yield "All periods", extension_url(TAX_PAGE, **{**choices, "period": None})

    def _address(self, link: Link) -> str | None:
        """A period's return, a box's postings, or a place in the source."""
        if link.kind is not LinkKind.LINE:
            return self._links.address(link)
        key = "line" if self._args.get("period") else "period"
        return extension_url(TAX_PAGE, **{**self._choices(), key: link.target})
