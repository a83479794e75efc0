"""The page *Statements*: each statement of the general ledger, down to the postings.

The address has ``view`` for the statement, ``period``, ``compare``, ``by``, ``layout``
and ``basis`` for what it shows, and ``line`` for a line whose postings are shown, or
``card`` for an account's. Without ``period``, Fava's time filter is the period.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from fava.core.filters import TimeFilter, TimeFilterParseError
from fava.util.date import InvalidDateRangeError
from flask import request

from ledgerkit.adviser_files import AdviserFile
from ledgerkit.errors import UsageError
from ledgerkit.exporters.written import heading
from ledgerkit.fava import sentences
from ledgerkit.fava.clients.client_choices import ChoiceForm, Select
from ledgerkit.fava.ledger import read, today
from ledgerkit.fava.links import Links, extension_url, file_url
from ledgerkit.fava.page import Page, notes_of, tabs_of
from ledgerkit.fava.parts.remedies import on_page
from ledgerkit.fava.table import Rendering, empty_columns, written_amount
from ledgerkit.general_ledger.comparison import PREVIOUS, YEAR_BEFORE
from ledgerkit.general_ledger.layout import CASH_LAYOUTS, LAYOUT_NAMES
from ledgerkit.general_ledger.period import Interval
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.table import LinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.table import Link, Table

STATEMENTS_PAGE = "Statements"
_INCOME, _BALANCE, _CASH, _INDIRECT = "", "balance", "cash", "indirect"
_SCHEDULES = "schedules"
_VIEWS = {
    _INCOME: "Income statement",
    _BALANCE: "Balance sheet",
    _CASH: "Cash flow",
    _INDIRECT: "Cash flow from the result",
    "equity": "Equity",
    "trial": "Trial balance",
    "journal": "Journal",
    _SCHEDULES: "Schedules",
    "budget": "Budget",
}
#: The views that periods can stand side by side in, and those that have a layout.
_COMPARED = frozenset({_INCOME, _BALANCE, _CASH, _INDIRECT})
_LAID_OUT = frozenset({_INCOME, _BALANCE})
_COLUMNS = [("", "The whole"), *((i.value, f"By {i}") for i in Interval)]
_BESIDE = [
    ("", "Nothing"),
    (YEAR_BEFORE, "The year before"),
    (PREVIOUS, "The period before"),
]
#: By country, the files that its tax office takes.
_OF_COUNTRY: Mapping[str, Mapping[str, str]] = {
    "FR": {"fec": "The year for the tax office (FEC)"},
    "NO": {"saft": "The period for the tax office (SAF-T)"},
}
_BASES = [("", "The layout's"), ("accrual", "By document"), ("cash", "By payment")]
_OF_FAVA = ("time", "account", "filter", "interval", "conversion")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsPage(Page):
    """A page with its form.

    Attributes:
        form: What can be chosen; None where nothing can.
        downloads: The statements as files: a label and an address each.
    """

    form: ChoiceForm | None = None
    downloads: Sequence[tuple[str, str]] = ()


def downloaded(ledger: FavaLedger) -> AdviserFile:
    """The file that this request asks for, of the period of the page.

    Raises:
        LedgerkitError: If the books lack what the file asks for.
    """
    return _Page(ledger, read(ledger).books, request.args).file()


def statements_page(ledger: FavaLedger) -> StatementsPage:
    """The page for this request."""
    loaded = read(ledger)
    page = _Page(ledger, loaded.books, request.args).made()
    remarks = [*page.remarks, *sentences.of_unused_filters(is_period=True)]
    warning = sentences.of_errors(loaded.findings)
    return replace(page, remarks=remarks, warning=warning)


class _Page:
    def __init__(
        self, ledger: FavaLedger, books: LedgerBooks, args: Mapping[str, str]
    ) -> None:
        self._ledger = ledger
        self._books = books
        self._args = args
        view = args.get("view", "")
        self._view = view if view in _VIEWS else _INCOME
        self._period = self._asked_period()
        links = Links(ledger, books.subledger(Side.RECEIVABLE, today()), until=None)
        self._links = links
        self._rendering = Rendering(
            amount=partial(written_amount, ledger), address=self._address
        )

    def made(self) -> StatementsPage:
        """The statement, or why there is none."""
        page = StatementsPage(
            heading=_VIEWS[self._view],
            tabs=tabs_of(_VIEWS, self._view, self._tab),
            form=self._form(),
        )
        try:
            table = self._table()
        except UsageError as error:
            return replace(page, remarks=[on_page(str(error))])
        return replace(
            page,
            heading=heading(table),
            ways=list(self._ways()),
            tables=[self._rendering.table(table, without=empty_columns(table))],
            notes=notes_of(table),
            downloads=list(self._downloads()),
        )

    def file(self) -> AdviserFile:
        """The file that is asked for.

        Raises:
            LedgerkitError: If the books lack what it asks for.
        """
        books, period = self._books, self._period
        makers: Mapping[str, Callable[[], AdviserFile]] = {
            "workbook": lambda: books.export_workbook(
                period,
                layout=self._args.get("layout") or None,
                compare=self._args.get("compare") or None,
            ),
            "fec": lambda: books.export_fec(period),
            "saft": lambda: books.export_saft(period),
        }
        asked = self._args.get("file", "")
        if asked in makers:
            return makers[asked]()
        text = self._table().to_csv()
        name = f"{self._view or 'income'}.csv"
        return AdviserFile(name=name, content=text.encode())

    def _downloads(self) -> Iterator[tuple[str, str]]:
        """What is shown, all statements, and what the country's tax office takes."""
        kept = {**self._choices(), "card": self._args.get("card")}
        kept |= {"line": self._args.get("line")}
        known = {"workbook": "All statements as a workbook"}
        day = today()
        company = self._books.directory.as_of(PartyRole.COMPANY, OURSELVES, day)
        known |= _OF_COUNTRY.get(company.text("country"), {})
        for file, label in known.items():
            yield label, file_url(STATEMENTS_PAGE, **kept, file=file)

    def _table(self) -> Table:
        books, period = self._books, self._period
        card, line = self._args.get("card"), self._args.get("line")
        if card:
            return books.account_card(card, period=period)
        layout = self._args.get("layout") or None
        basis = self._args.get("basis") or None
        if line and self._view == _INCOME:
            return books.income_statement_line(
                explain=line, period=period, layout=layout, basis=basis
            )
        if line and self._view == _BALANCE:
            return books.balance_sheet_line(explain=line, period=period, layout=layout)
        if line and self._view in {_CASH, _INDIRECT}:
            return books.cash_flow_line(explain=line, period=period)
        if line and self._view == _SCHEDULES:
            return books.schedule_plan(schedule=line, as_of=today())
        compare = self._args.get("compare") or None
        by = self._args.get("by") or None
        makers: Mapping[str, Callable[[], Table]] = {
            _INCOME: lambda: books.income_statement(
                period=period, compare=compare, by=by, layout=layout, basis=basis
            ),
            _BALANCE: lambda: books.balance_sheet(
                period=period, compare=compare, by=by, layout=layout
            ),
            _CASH: lambda: books.cash_flow(period=period, compare=compare, by=by),
            _INDIRECT: lambda: books.cash_flow(
                period=period, compare=compare, by=by, method="indirect"
            ),
            "equity": lambda: books.equity_changes(period=period),
            "trial": lambda: books.trial_balance(period=period),
            "journal": lambda: books.journal(period=period),
            _SCHEDULES: lambda: books.schedules(period=period),
            "budget": lambda: books.budget(period=period, as_of=today()),
        }
        return makers[self._view]()

    def _asked_period(self) -> str:
        """The period of the address, else Fava's time filter, else a fiscal year."""
        asked = self._args.get("period", "").strip()
        if asked:
            return asked
        time = self._args.get("time")
        if not time:
            return self._usual_period()
        options = self._ledger.options, self._ledger.fava_options
        try:
            days = TimeFilter(*options, time).date_range
        except InvalidDateRangeError:
            raise TimeFilterParseError(time) from None
        if days.begin == days.end_inclusive:
            return self._year_until(days.begin, days.begin)
        return f"{days.begin}..{days.end_inclusive}"

    def _usual_period(self) -> str:
        """The fiscal year to date; the last one with anything in it, if it is over."""
        day = today()
        return self._year_until(day, min(self._last_day(day), day))

    def _year_until(self, day: date, of: date) -> str:
        """The fiscal year of a day, until another one if it isn't over by then."""
        year = self._books.general_ledger.fiscal.year_of(of)
        return year.label if year.last <= day else f"{year.first}..{day}"

    def _last_day(self, default: date) -> date:
        """The last day on which anything was posted."""
        by_account = self._books.general_ledger.ledger.movements.by_account
        days = [daily.days[-1] for daily in by_account.values() if daily.days]
        return max(days, default=default)

    def _form(self) -> ChoiceForm:
        periods = [("", "As filtered"), *((p, p) for p in self._periods())]
        selects = [self._select("period", "Period", periods)]
        if self._view in _COMPARED:
            selects.append(self._select("by", "Columns", _COLUMNS))
            selects.append(self._select("compare", "Beside it", _BESIDE))
        if self._view in _LAID_OUT:
            names = [*LAYOUT_NAMES, *(CASH_LAYOUTS if self._view == _INCOME else ())]
            layouts = [("", "The book's"), *((n, n) for n in names)]
            selects.append(self._select("layout", "Layout", layouts))
        if self._view == _INCOME:
            selects.append(self._select("basis", "Basis", _BASES))
        hidden = [("view", self._view)] if self._view else []
        hidden += [(k, v) for k in _OF_FAVA if (v := self._args.get(k))]
        return ChoiceForm(hidden=hidden, selects=selects, roll_up=None)

    def _select(
        self, name: str, label: str, options: Sequence[tuple[str, str]]
    ) -> Select:
        chosen = self._args.get(name, "")
        return Select(name=name, label=label, options=options, chosen=chosen)

    def _periods(self) -> Iterator[str]:
        """The fiscal years of the books and their quarters, the latest first."""
        by_account = self._books.general_ledger.ledger.movements.by_account
        days = [day for daily in by_account.values() for day in daily.days[:1]]
        fiscal = self._books.general_ledger.fiscal
        if not days:
            return
        year = fiscal.year_of(self._last_day(min(days)))
        first = fiscal.year_of(min(days))
        asked = self._args.get("period", "")
        known = []
        while year.last >= first.last:
            known.append(year.label)
            if fiscal.is_calendar:
                known += [f"{year.label}-Q{n}" for n in (4, 3, 2, 1)]
            year = fiscal.year_of(year.before)
        yield from known
        if asked and asked not in known:
            yield asked

    def _choices(self) -> Mapping[str, str | None]:
        keys = ("view", "period", "compare", "by", "layout", "basis")
        return {key: self._args.get(key) or None for key in keys}

    def _tab(self, view: str | None) -> str:
        kept = {**self._choices(), "view": view}
        if (view or "") not in _COMPARED:
            kept |= {"compare": None, "by": None}
        if (view or "") not in _LAID_OUT:
            kept["layout"] = None
        if view:
            kept["basis"] = None
        return extension_url(STATEMENTS_PAGE, **kept)

    def _ways(self) -> Sequence[tuple[str, str]]:
        """The way back from postings to the statement, and to Fava's own page."""
        if not (self._args.get("card") or self._args.get("line")):
            return []
        back = extension_url(STATEMENTS_PAGE, **self._choices())
        return [(f"Back to the {_VIEWS[self._view].lower()}", back)]

    def _address(self, link: Link) -> str | None:
        """An account's card, a line's postings, or a place in the source."""
        if link.kind is LinkKind.ACCOUNT:
            return extension_url(STATEMENTS_PAGE, **self._choices(), card=link.target)
        if link.kind is LinkKind.LINE:
            return extension_url(STATEMENTS_PAGE, **self._choices(), line=link.target)
        return self._links.address(link)
