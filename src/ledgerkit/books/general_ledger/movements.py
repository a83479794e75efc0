"""Transactions -> what was posted to each account, in one pass."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from ledgerkit.books.currencies.exchange_rates import PRODUCT
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.general_ledger.movements import (
    AccountCurrency,
    ClosingEntry,
    DailyTurnover,
    Movements,
)
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive, Posting

    from ledgerkit.general_ledger.period import FiscalYearEnd, Period

_DAY = timedelta(days=1)
_CLOSING = "closing"
_RESULT = {RootAccount.INCOME, RootAccount.EXPENSES}


def weight_of(posting: Posting) -> tuple[Decimal, str]:
    """What a posting weighs: its amount, at its cost or price if it has one."""
    units = posting.units
    if units is None or units.number is None:
        return ZERO, ""
    if posting.price is None and posting.cost is None:
        return units.number, units.currency
    weight = get_weight(posting)
    return PRODUCT.plus(weight.number), weight.currency


def read_movements(
    directives: Sequence[Directive],
    fiscal: FiscalYearEnd,
    root_of: Callable[[str], RootAccount | None],
) -> Movements:
    """What was posted to each account, by day; closing entries by themselves.

    Args:
        directives: Of the book, in Beancount's order: by day.
        fiscal: When fiscal years end.
        root_of: The type of an account.
    """
    finder = _ClosingFinder(fiscal, root_of)
    posted = _Posted()
    today: date | None = None
    may_close = False
    for directive in directives:
        if directive.__class__ is not Transaction:
            continue
        if directive.date is not today:
            if today != directive.date:
                may_close = finder.is_year_end(directive.date)
            today = directive.date
        if (may_close or _CLOSING in directive.meta) and finder.takes(directive):
            continue
        posted.add(directive)
    by_account = posted.finished()
    return Movements(by_account=by_account, closings=finder.finish(by_account))


class DatedPostings(NamedTuple):
    """Some postings of a transaction, with its day."""

    date: date
    postings: Sequence[Posting]


def turnovers_of(
    entries: Iterable[DatedPostings],
) -> Mapping[AccountCurrency, DailyTurnover]:
    """What was posted to each account, by day; days must come in order."""
    posted = _Posted()
    for entry in entries:
        posted.add(entry)
    return posted.finished()


class _Posted:
    """Sums the postings of a day before it keeps them.

    This runs for every posting of a book, and is written for speed.
    """

    def __init__(self) -> None:
        #: By account, then currency: day, debit, credit, and what is kept.
        self._cells: dict[str, dict[str, list[Any]]] = {}

    def add(self, txn: Transaction | DatedPostings) -> None:
        """Add a transaction's postings; days must come in order."""
        day, cells = txn.date, self._cells
        for posting in txn.postings:
            account, units, cost, price, _flag, _meta = posting
            if units is None:
                continue
            if price is None and cost is None:
                number, currency = units
                if not number:
                    continue
            else:
                number, currency = weight_of(posting)
            try:
                cell = cells[account][currency]
            except KeyError:
                if not currency:
                    continue
                cell = [day, ZERO, ZERO, DailyTurnover()]
                cells.setdefault(account, {})[currency] = cell
            if cell[0] != day:
                _keep(cell)
                cell[0], cell[1], cell[2] = day, ZERO, ZERO
            if number > 0:
                cell[1] += number
            else:
                cell[2] -= number

    def finished(self) -> dict[AccountCurrency, DailyTurnover]:
        """The turnover of each account in each currency, by name."""
        finished = {}
        for account in sorted(self._cells):
            for currency, cell in sorted(self._cells[account].items()):
                _keep(cell)
                finished[AccountCurrency(account, currency)] = cell[3]
        return finished


def _keep(cell: list[Any]) -> None:
    day, debit, credit, turnover = cell
    turnover.days.append(day)
    turnover.debits.append(debit)
    turnover.credits.append(credit)


class _ClosingFinder:
    """Tells closing entries, by their key or, at the ends of a year, by their form."""

    def __init__(
        self, fiscal: FiscalYearEnd, root_of: Callable[[str], RootAccount | None]
    ) -> None:
        self._fiscal = fiscal
        self._root_of = root_of
        self._candidates: list[tuple[Transaction, Period]] = []

    def is_year_end(self, day: date) -> bool:
        """Whether it is the first or the last day of a fiscal year."""
        year = self._fiscal.year_of(day)
        return day in {year.first, year.last}

    def takes(self, txn: Transaction) -> bool:
        """Whether a transaction may be one; all others have been posted by then."""
        stated = txn.meta.get(_CLOSING)
        if stated is False or (stated is None and not self._has_its_form(txn)):
            return False
        self._candidates.append((txn, _year_closed_by(txn, self._fiscal)))
        return True

    def _has_its_form(self, txn: Transaction) -> bool:
        """Whether only income, expenses and one account of equity are posted to.

        A year that earned nothing leaves nothing for equity.
        """
        equity, results = set(), 0
        for posting in txn.postings:
            root = self._root_of(posting.account)
            if root in _RESULT:
                results += 1
            elif root is RootAccount.EQUITY:
                equity.add(posting.account)
            else:
                return False
        return bool(results) and len(equity) <= 1

    def finish(
        self, posted: dict[AccountCurrency, DailyTurnover]
    ) -> Sequence[ClosingEntry]:
        """The closing entries; what only looked like one is posted after all."""
        found = []
        for txn, year in self._candidates:
            entry = _closing_entry(txn, year)
            if entry.is_stated or self._empties(entry, year, posted):
                found.append(entry)
            else:
                _post(entry, txn.date, posted)
        return found

    def _empties(
        self,
        entry: ClosingEntry,
        year: Period,
        posted: Mapping[AccountCurrency, DailyTurnover],
    ) -> bool:
        """Whether it takes off each account just what the year had posted to it."""
        for key, weight in entry.weights.items():
            if self._root_of(key.account) in _RESULT:
                turnover = posted.get(key)
                if turnover is None:
                    return False
                if turnover.between(year.first, year.last).net + weight:
                    return False
        return True


def closing_entry(txn: Transaction, fiscal: FiscalYearEnd) -> ClosingEntry:
    """A transaction that closes a fiscal year, as statements count it."""
    return _closing_entry(txn, _year_closed_by(txn, fiscal))


def _year_closed_by(txn: Transaction, fiscal: FiscalYearEnd) -> Period:
    """The year of its day; on the first day of one, the year before."""
    year = fiscal.year_of(txn.date)
    return fiscal.year_of(year.before) if txn.date == year.first else year


def _closing_entry(txn: Transaction, year: Period) -> ClosingEntry:
    weights: dict[AccountCurrency, Decimal] = {}
    for posting in txn.postings:
        number, currency = weight_of(posting)
        key = AccountCurrency(posting.account, currency)
        weights[key] = weights.get(key, ZERO) + number
    return ClosingEntry(
        takes_effect=year.last + _DAY,
        weights=weights,
        filename=txn.meta.get("filename", "<ledger>"),
        lineno=txn.meta.get("lineno", 0),
        is_stated=txn.meta.get(_CLOSING) is not None,
    )


def _post(
    entry: ClosingEntry, day: date, posted: dict[AccountCurrency, DailyTurnover]
) -> None:
    for key, weight in entry.weights.items():
        posted.setdefault(key, DailyTurnover()).insert(day, weight)
