"""Changes in equity, account by account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.equity_changes import (
    EquityChange,
    EquityLine,
    changes_in_equity,
)
from ledgerkit.general_ledger.statement import ROUNDING
from ledgerkit.general_ledger.trial_balance import (
    EARLIER_YEARS,
    trial_balance_lines,
)
from ledgerkit.money import ZERO
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.proofs import equity_proof
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.period import Period

_LABELS = {
    EquityChange.BROUGHT_FORWARD: "Brought forward",
    EquityChange.CONTRIBUTIONS: "Contributions",
    EquityChange.DISTRIBUTIONS: "Distributions",
    EquityChange.RESULT: "Result",
    EquityChange.TRANSFERS: "Transfers",
    EquityChange.OTHER: "Other",
}
_OPTIONAL = {
    EquityChange.BROUGHT_FORWARD,
    EquityChange.TRANSFERS,
    EquityChange.OTHER,
}
_COLUMNS = (
    Column("account", "Account"),
    Column("currency", "Currency"),
    Column("opening", "Opening", ColumnType.AMOUNT),
    *(
        Column(change.value, label, ColumnType.AMOUNT, optional=change in _OPTIONAL)
        for change, label in _LABELS.items()
    ),
    Column("closing", "Closing", ColumnType.AMOUNT),
)
_RESULT_LABEL = "Result of the year"
_EARLIER_LABEL = "Result of earlier years, not closed"


def equity_changes(
    books: Books, *, as_of: date | None = None, period: str | None = None
) -> Table:
    """What owners put in and took out, and what was earned.

    Equity is positive. What changed is told by the role of its account (``drawings``,
    ``dividends``), else by what stands on the other side: money and goods are
    contributions or distributions.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.

    Raises:
        UsageError: If no period is asked for.
    """
    of = asked_period(books, as_of, period)
    reading = books.general_ledger
    rows: list[Row] = []
    totals: list[dict[str, Cell]] = []
    closings: dict[str, Decimal] = {}
    for currency in reading.ledger.currencies(reading.currency):
        lines = _lines(books, of, currency)
        rows += (_row(line, currency) for line in lines)
        closings[currency] = sum((line.closing for line in lines), ZERO)
        if lines:
            totals.append(_total(lines, currency))
    return Table(
        title=f"Changes in equity, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=rows,
        totals=totals,
        notes=[
            f"From {of.first} to {of.last}.",
            equity_proof(books, of, closings),
        ],
    )


def _lines(books: Books, period: Period, currency: str) -> Sequence[EquityLine]:
    reading = books.general_ledger
    balance = [
        line
        for line in trial_balance_lines(reading.ledger, period)
        if line.currency == currency
    ]
    openings = {
        line.account: -line.opening
        for line in balance
        if reading.is_equity(line.account)
    }
    movements = reading.equity.movements(period, currency)
    lines = list(changes_in_equity(openings, movements))
    result = EquityLine(_RESULT_LABEL, ZERO)
    for line in balance:
        if reading.ledger.is_result(line.account):
            result.opening -= line.opening
            result.add(EquityChange.RESULT, -line.turnover.net)
        elif line.account == EARLIER_YEARS:
            lines.append(EquityLine(_EARLIER_LABEL, -line.opening))
        elif line.account == ROUNDING:
            rounding = EquityLine("Rounding within transactions", -line.opening)
            rounding.add(EquityChange.OTHER, -line.turnover.net)
            lines.append(rounding)
    return [*lines, result] if result.changes or result.opening else lines


def _row(line: EquityLine, currency: str) -> Row:
    links = {}
    if ":" in line.label:
        links["account"] = Link(LinkKind.ACCOUNT, line.label)
    return Row(
        cells={"account": line.label, "currency": currency, **_amounts(line, currency)},
        links=links,
    )


def _amounts(line: EquityLine, currency: str) -> dict[str, Cell]:
    changes = {
        change.value: shown(amount, currency) if amount else None
        for change in EquityChange
        for amount in (line.changes.get(change),)
    }
    return {
        "opening": shown(line.opening, currency),
        **changes,
        "closing": shown(line.closing, currency),
    }


def _total(lines: Sequence[EquityLine], currency: str) -> dict[str, Cell]:
    whole = EquityLine("", sum((line.opening for line in lines), ZERO))
    for line in lines:
        for change, amount in line.changes.items():
            whole.add(change, amount)
    return {"currency": currency, **dict(_without_nothing(_amounts(whole, currency)))}


def _without_nothing(cells: dict[str, Cell]) -> Iterator[tuple[str, Cell]]:
    return ((key, cell) for key, cell in cells.items() if cell is not None)
