"""The cash flow statement, direct and indirect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.cash_flow import CashActivity
from ledgerkit.general_ledger.comparison import columns_and_whole
from ledgerkit.general_ledger.currencies.translated_cash import (
    translated_cash_flow,
)
from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
from ledgerkit.money import ZERO
from ledgerkit.reports.general_ledger.cash_flow_lines import (
    EFFECT,
    CashFlowLine,
    CashFlowLines,
)
from ledgerkit.reports.general_ledger.currencies.translated import (
    is_withheld,
    ledger_in,
    rates_of,
)
from ledgerkit.reports.general_ledger.periods import asked_period, days_of_columns
from ledgerkit.reports.general_ledger.proofs import StatementProof, cash_proof
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.cash_flow import CashFlow
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.notes import Note

DIRECT, INDIRECT = "direct", "indirect"
#: The lines that no payment is behind.
_NO_PAYMENTS = frozenset(
    {"rounding", "opening", "closing", "brought-forward", "result", EFFECT}
)
_COLUMNS = (
    Column("label", ""),
    Column("activity", "CashActivity", for_programs=True),
    Column("line", "Line", for_programs=True),
    Column("depth", "Depth", ColumnType.INTEGER, for_programs=True),
    Column("currency", "Currency"),
    Column("total", "Total", for_programs=True),
)


def cash_flow(  # noqa: PLR0913 - each is a choice of the person
    books: Books,
    *,
    as_of: date | None = None,
    period: str | None = None,
    compare: str | None = None,
    by: str | None = None,
    method: str = DIRECT,
    in_currency: str | None = None,
) -> Table:
    """Where cash came from and what it went to, by activity.

    Direct: each payment is looked through to what was sold and bought by the documents
    that it settles, in proportion to their lines, tax on a line of its own. Indirect:
    from the result. Transfers between cash accounts and entries that open the books
    are no flows. In another currency, flows stand at the average of their month, and
    what rates made of cash is a line below them.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.
        compare: What stands beside it: ``year-before`` for the same months of the year
            before, ``previous``, a number of years before, or other periods.
        by: ``month``, ``quarter`` or ``year``: a column for each.
        method: ``direct`` or ``indirect``.
        in_currency: The currency to translate it to; None for that of the books.

    Raises:
        UsageError: If no period is asked for, or the method is neither.
    """
    if method not in {DIRECT, INDIRECT}:
        raise UsageError(f'"{method}" is no method; say direct or indirect')
    whole = asked_period(books, as_of, period)
    columns = columns_and_whole(whole, by, compare, books.general_ledger.fiscal)
    ledger = ledger_in(books, in_currency)
    made = list(_rows(books, ledger, columns, method))
    rows = [row for of in made for row in of.rows]
    proof = _proof(books, columns, made)
    if is_withheld(ledger):
        rows, proof = [_without_total(row, columns) for row in rows], StatementProof(())
    return Table(
        title=f"Cash flow ({method}), {whole.label}",
        as_of=whole.last,
        columns=[
            *_COLUMNS,
            *(Column(c.label, c.label, ColumnType.AMOUNT) for c in columns),
        ],
        rows=rows,
        notes=[*_notes(rows, columns, proof), *rates_of(ledger)],
        is_whole=not is_withheld(ledger),
        findings=proof.findings,
    )


class _OfCurrency(NamedTuple):
    """The rows of one currency, and what of its cash no line explains."""

    currency: str
    rows: Sequence[Row]
    unexplained: Sequence[Decimal]


def _proof(
    books: Books, columns: Sequence[Period], made: Sequence[_OfCurrency]
) -> StatementProof:
    own = books.general_ledger.cash_flow
    flows = [(column, own(column.first, column.last)) for column in columns]
    return cash_proof(books, flows, {of.currency: of.unexplained for of in made})


def _rows(
    books: Books, ledger: Ledger, columns: Sequence[Period], method: str
) -> Iterator[_OfCurrency]:
    """The lines of each currency; of what has no rate, those without totals."""
    flows = [_flow(books, ledger, column) for column in columns]
    currencies = list(ledger.currencies(books.general_ledger.currency))
    if isinstance(ledger, TranslatedLedger):
        currencies += ledger.own_currencies()
    for place, currency in enumerate(currencies):
        of = CashFlowLines(books, columns, currency, ledger, flows)
        if of.is_empty:
            continue
        lines = list(of.direct() if method == DIRECT else of.indirect())
        unexplained: Sequence[Decimal] = [ZERO] * len(columns)
        if place and isinstance(ledger, TranslatedLedger):
            lines = [line for line in lines if not line.is_total]
        else:
            lines += of.foot()
            unexplained = of.unexplained()
        rows = [_row(line, columns, currency) for line in lines]
        yield _OfCurrency(currency, rows, unexplained)


def _flow(books: Books, ledger: Ledger, column: Period) -> CashFlow:
    flow = books.general_ledger.cash_flow(column.first, column.last)
    if isinstance(ledger, TranslatedLedger):
        return translated_cash_flow(flow, ledger, column)
    return flow


def _without_total(row: Row, columns: Sequence[Period]) -> Row:
    """A row whose sum can't be told, as a part of it has no rate."""
    if not row.cells["total"]:
        return row
    withheld = {column.label: None for column in columns}
    return replace(row, cells={**row.cells, **withheld})


def _row(line: CashFlowLine, columns: Sequence[Period], currency: str) -> Row:
    amounts = {
        column.label: None
        if amount is None or amount.is_nan()
        else shown(amount, currency)
        for column, amount in zip(columns, line.amounts, strict=True)
    }
    links = {}
    if line.is_change:
        links["label"] = Link(LinkKind.ACCOUNT, line.line)
    elif any(line.amounts) and line.line not in _NO_PAYMENTS:
        links["label"] = Link(LinkKind.LINE, line.line)
    return Row(
        cells={
            "label": line.label,
            "activity": line.activity or None,
            "line": line.line,
            "depth": line.depth,
            "currency": None if line.is_heading else currency,
            "total": line.is_total,
            **amounts,
        },
        links=links,
        level=line.depth if line.activity else 0,
        is_total=line.is_total or line.is_heading,
    )


def _notes(
    rows: Sequence[Row], columns: Sequence[Period], proof: StatementProof
) -> Iterator[str | Note]:
    yield from days_of_columns(columns)
    yield "Cash is what bank, cash and clearing accounts hold."
    yield from proof.notes
    unclassified = [
        str(row.cells["line"])
        for row in rows
        if row.cells["activity"] == CashActivity.UNCLASSIFIED and row.links
    ]
    if unclassified:
        yield (
            "Nothing says which activity these accounts belong to:"
            f" {', '.join(dict.fromkeys(unclassified))}. Write cash-flow:"
            ' "investing", "financing" or "operating" below their open directives.'
        )
