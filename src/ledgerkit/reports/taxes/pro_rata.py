"""How much input tax may be deducted where some sales are exempt, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.taxes.forms import asked_form
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.money import rounded
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.taxes.deduction import Deduction

_COLUMNS = (
    Column("line", "Line"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("percent", "%", ColumnType.NUMBER),
)


def pro_rata(books: Books, period: str, *, form: str | None = None) -> Table:
    """How much of a period's input tax may be deducted by its own sales.

    For a year it is the final percentage, and the last line says what the periods'
    returns have deducted too much or too little.

    Args:
        books: The books.
        period: ``2026``, ``2026-Q1`` or ``2026-03``.
        form: The form's name; None for that of the company's country.

    Raises:
        UsageError: If the book has no ``custom "pro-rata"``.
    """
    of = parse_period(period, books.general_ledger.fiscal)
    chosen = asked_form(books.directory, form, of.last)
    reading = books.taxes_read
    amounts = list(reading.amounts(chosen, of))
    final = reading.deduction(chosen, of, amounts, is_final=True)
    used = reading.deduction(chosen, of, amounts)
    if final is None or used is None:
        raise UsageError(
            "the book doesn't say that some sales are exempt; write"
            f' {of.first} custom "pro-rata" "period", or the percentage in its place'
        )
    return Table(
        title=f"Deduction of input tax, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=list(_rows(final, used, reading.currency)),
        notes=list(_notes(final)),
    )


def _rows(final: Deduction, used: Deduction, currency: str) -> Iterator[Row]:
    lines: list[tuple[str, Decimal, Decimal | None]] = [
        ("Taxed sales, and others with deduction", final.turnover.taxed, final.percent),
        ("Exempt sales", final.turnover.exempt, None),
        ("Input tax for taxed sales", final.for_taxed, None),
        ("Input tax for exempt sales", final.for_exempt, None),
        ("Input tax for both", final.for_both, final.percent),
        ("Deductible", final.deductible, None),
        ("Deducted in returns", used.deductible, used.percent),
        ("To deduct still, or to repay if negative", _adjustment(final, used), None),
    ]
    for line, amount, percent in lines:
        cells: dict[str, Cell] = {
            "line": line,
            "currency": currency,
            "amount": rounded(amount, currency),
            "percent": percent,
        }
        yield Row(cells=cells)


def _adjustment(final: Deduction, used: Deduction) -> Decimal:
    return final.deductible - used.deductible


def _notes(final: Deduction) -> Iterator[str]:
    if final.is_little:
        yield "What is for exempt sales is so little that all may be deducted."
    elif final.lost:
        yield f"Not deductible: {final.lost:.2f}; it is an expense."
