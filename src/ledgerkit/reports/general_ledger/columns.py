"""The columns of an income statement that are no periods: budgets and projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.dimensions import (
    DIMENSIONS,
    UNDIVIDED,
    divided,
)
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.balances import Ledger
from ledgerkit.general_ledger.comparison import columns_and_whole
from ledgerkit.general_ledger.management.columns import ColumnLedger, difference_of
from ledgerkit.general_ledger.movements import Movements
from ledgerkit.general_ledger.period import Period
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.management.columns import ResultsOf
    from ledgerkit.general_ledger.movements import AccountCurrency

#: What ``--compare`` says for a column of the budget.
BUDGET_WORD = "budget"
_DIFFERENCE = "difference"
#: Keys of a statement's rows that no column of amounts may have.
_TAKEN = frozenset({"label", "line", "depth", "currency", "total"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """What of the books an income statement is of, and by what it is divided.

    Attributes:
        dimension: The key whose values are its columns; None for periods.
        only: The values that alone count, by key.
    """

    dimension: str | None
    only: Mapping[str, str]

    def __bool__(self) -> bool:
        """Whether it isn't simply the whole."""
        return self.dimension is not None or bool(self.only)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementColumns:
    """The columns of a statement, and the ledger that has their results.

    Attributes:
        columns: A period for each, with its label.
        ledger: Gives the results of each.
        notes: What is to be said of them.
    """

    columns: Sequence[Period]
    ledger: Ledger
    notes: Sequence[str] = ()


def period_columns(
    books: Books, ledger: Ledger, whole: Period, by: str | None, compare: str | None
) -> StatementColumns:
    """A column for each period, and for the budget if it is compared.

    Raises:
        UsageError: If a word is none, or there is no budget.
    """
    words = (compare or "").replace(",", " ").split()
    periods = " ".join(word for word in words if word != BUDGET_WORD)
    fiscal = books.general_ledger.fiscal
    columns = list(columns_and_whole(whole, by, periods, fiscal))
    if BUDGET_WORD not in words:
        return StatementColumns(columns=columns, ledger=ledger)
    plan = books.general_ledger.budgets
    if not plan:
        raise UsageError(
            "the books have no budget; write for instance"
            f' {whole.first} custom "budget" Expenses:Rent "monthly" 100.00 EUR'
        )
    own: Mapping[str, ResultsOf] = {
        BUDGET_WORD: plan.amounts,
        _DIFFERENCE: difference_of(ledger.results, plan.amounts),
    }
    columns += [Period(whole.first, whole.last, label) for label in own]
    return StatementColumns(
        columns=columns,
        ledger=ColumnLedger(ledger, own, plan.currencies),
        notes=[f"Difference: {whole.label} less its budget, spread by day."],
    )


def ledger_of(books: Books, only: Mapping[str, str]) -> Ledger:
    """The income and expenses of what has these values; of all, if there are none.

    Raises:
        UsageError: If nothing has one of them.
    """
    ledger = books.general_ledger.ledger
    if not only:
        return ledger
    for key, value in only.items():
        known = divided(books.directives, ledger, key)
        if value not in known:
            names = [name for name in known if name != UNDIVIDED]
            remedy = suggestion(value, names) or (
                f"; write {key}: on postings or transactions"
                if not names
                else f"; there are {', '.join(names)}"
            )
            raise UsageError(f'nothing has {key}: "{value}"{remedy}')
    first = next(iter(only))
    found = divided(books.directives, ledger, first, only).get(only[first])
    nothing = Movements(by_account={}, closings=())
    return found or Ledger(nothing, ledger.fiscal, ledger.root_of)


def dimension_columns(
    books: Books, whole: Period, division: Division
) -> StatementColumns:
    """A column for each value of a dimension, one for what has none, and the whole.

    Raises:
        UsageError: If there is no such dimension.
    """
    dimension = division.dimension
    if dimension not in DIMENSIONS:
        raise UsageError(
            f'"{dimension}" is no dimension; write {" or ".join(DIMENSIONS)}'
        )
    ledger = ledger_of(books, division.only)
    found = divided(books.directives, ledger, dimension, division.only)
    used = {
        value: part
        for value, part in found.items()
        if any(part.results(whole).values())
    }
    columns: list[Period] = []
    own: dict[str, ResultsOf] = {}
    for value, label in _labels([v for v in used if v != UNDIVIDED], whole.label):
        columns.append(Period(whole.first, whole.last, label))
        own[label] = used[value].results
    columns.append(Period(whole.first, whole.last, UNDIVIDED))
    own[UNDIVIDED] = used[UNDIVIDED].results if UNDIVIDED in used else _nothing
    return StatementColumns(
        columns=[*columns, whole],
        ledger=ColumnLedger(ledger, own),
        notes=[f"{UNDIVIDED}: what has no {dimension}:."],
    )


def _nothing(_period: Period) -> Mapping[AccountCurrency, Decimal]:
    return {}


def _labels(values: Sequence[str], whole: str) -> Iterator[tuple[str, str]]:
    """A label for each value, that no other column has."""
    taken = {*_TAKEN, whole, UNDIVIDED}
    for value in values:
        label = value
        while label in taken:
            label += "*"
        yield value, label
        taken.add(label)
