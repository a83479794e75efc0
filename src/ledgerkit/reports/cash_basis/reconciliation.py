"""From the result on accruals to the result by payment, document by document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.reports.cash_basis.statement import cash_basis
from ledgerkit.reports.general_ledger.lines import layout_of
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.cash_basis.counted import CountedAmount
    from ledgerkit.books.cash_basis.reading import CashBasis
    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.layout import Layout
    from ledgerkit.general_ledger.period import Period

_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("number", "Number", optional=True),
    Column("party", "Party", optional=True),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("accrual", "On accruals", ColumnType.AMOUNT),
    Column("cash", "By payment", ColumnType.AMOUNT),
    Column("difference", "Difference", ColumnType.AMOUNT),
    Column("why", "Why"),
    Column("place", "Place", optional=True),
)
ALIKE = "All that counts alike in both"


@dataclass(slots=True)
class _Result:
    """What a transaction adds to the result in each view, a profit positive."""

    first: CountedAmount
    accrual: Decimal = ZERO
    cash: Decimal = ZERO
    whys: dict[str, None] = field(default_factory=dict)


def cash_basis_reconciliation(
    books: Books,
    *,
    as_of: date | None = None,
    period: str | None = None,
    layout: str | Layout | None = None,
) -> Table:
    """What makes the result by payment differ from that on accruals.

    A line for each document or entry that counts differently in the period, and one
    for all others.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: As for the income statement.
        layout: As for the income statement; with one by payment, tax counts too.
    """
    of = asked_period(books, as_of, period)
    found = _results(cash_basis(books, layout_of(books, layout)), of)
    rows: list[Row] = []
    totals: list[dict[str, Cell]] = []
    for currency in sorted({currency for _, currency in found}):
        own = [r for (_, other), r in found.items() if other == currency]
        alike = [result for result in own if result.accrual == result.cash]
        differ = [result for result in own if result.accrual != result.cash]
        rows.append(_alike(alike, of, currency))
        rows += (_row(result, of) for result in differ)
        totals.append({"currency": currency, **_amounts(own, currency)})
    return Table(
        title=f"From accruals to payment, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=rows,
        totals=totals,
        notes=[f"From {of.first} to {of.last}. A profit is positive."],
    )


def _results(basis: CashBasis, of: Period) -> dict[tuple[Place, str], _Result]:
    """What each transaction adds to the result, by where it stands, in text order."""
    found: dict[tuple[Place, str], _Result] = {}
    for each in basis.posted():
        if of.first <= each.day <= of.last:
            found.setdefault(_key(each), _Result(each)).accrual -= each.amount
    for each in basis.counted:
        if of.first <= each.day <= of.last:
            result = found.setdefault(_key(each), _Result(each))
            result.cash -= each.amount
            result.whys[each.why] = None
    return dict(sorted(found.items(), key=lambda item: _order(item[1])))


def _key(each: CountedAmount) -> tuple[Place, str]:
    return each.origin, each.currency


def _order(result: _Result) -> tuple[date, Place]:
    return result.first.posted_on, result.first.origin


def _amounts(results: list[_Result], currency: str) -> dict[str, Cell]:
    accrual = sum((result.accrual for result in results), ZERO)
    cash = sum((result.cash for result in results), ZERO)
    return {
        "accrual": shown(accrual, currency),
        "cash": shown(cash, currency),
        "difference": shown(cash - accrual, currency),
    }


def _alike(results: list[_Result], of: Period, currency: str) -> Row:
    cells: dict[str, Cell] = dict.fromkeys(column.key for column in _COLUMNS)
    cells |= {"date": of.last, "text": ALIKE, "currency": currency}
    return Row(cells={**cells, **_amounts(results, currency)})


def _row(result: _Result, of: Period) -> Row:
    first = result.first
    cells: dict[str, Cell] = {
        "date": first.posted_on,
        "number": first.number or None,
        "party": first.party or None,
        "text": first.text,
        "currency": first.currency,
        **_amounts([result], first.currency),
        "why": "; ".join(_whys(result, of)),
        "place": short_place(first.origin),
    }
    return Row(cells=cells, links={"place": Link(LinkKind.SOURCE, str(first.origin))})


def _whys(result: _Result, of: Period) -> Iterator[str]:
    posted_on = result.first.posted_on
    if not of.first <= posted_on <= of.last:
        yield f"posted {posted_on}"
    yield from result.whys
    if of.first <= posted_on <= of.last and not result.cash:
        yield f"not paid by {of.last}"
