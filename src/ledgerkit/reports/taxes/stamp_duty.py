"""The documents of a period that bear Italian stamp duty, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.period import parse_period
from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.stamp_duty import STAMP_DUTY_ABOVE, stamp_duty, untaxed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.general_ledger.period import Period

_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("number", "Number"),
    Column("client", "Client"),
    Column("currency", "Currency"),
    Column("untaxed", "Without VAT", ColumnType.AMOUNT),
    Column("duty", "Stamp duty", ColumnType.AMOUNT),
    Column("place", "Place"),
)


def stamp_duties(books: Books, period: str) -> Table:
    """The invoices and credit notes that bear stamp duty, and what is to be paid.

    Args:
        books: The books.
        period: ``2026-Q1``, ``2026-03`` or ``2026``.

    Raises:
        UsageError: If there is no such period.
    """
    of = parse_period(period, books.general_ledger.fiscal)
    bearing = list(_bearing(books, of))
    currency = books.taxes_read.currency
    return Table(
        title=f"Stamp duty, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=[_row(txn, amount, currency) for txn, amount in bearing],
        totals=[
            {
                "currency": currency,
                "duty": sum((stamp_duty(amount) for _, amount in bearing), ZERO),
            }
        ],
        notes=[
            f"From {of.first} to {of.last}.",
            (
                f"More than {STAMP_DUTY_ABOVE} without VAT bears it, also beside other"
                " lines; exports and supplies within the Union don't."
            ),
        ],
    )


def _bearing(
    books: Books, period: Period
) -> Iterator[tuple[TaxedTransaction, Decimal]]:
    """The documents of a period that bear the duty, and their amount without VAT."""
    transactions = books.taxes_read.transactions
    for index in transactions.between(period.first, period.last):
        txn = transactions.at(index)
        amount = _untaxed(txn) if txn is not None else ZERO
        if txn is not None and stamp_duty(amount):
            yield txn, amount


def _untaxed(txn: TaxedTransaction) -> Decimal:
    return untaxed(
        amount
        for amount in txn.amounts
        if amount.kind is TaxKind.SALES and amount.part is TaxedPart.BASE
    )


def _row(txn: TaxedTransaction, amount: Decimal, currency: str) -> Row:
    first = txn.amounts[0]
    cells: dict[str, Cell] = {
        "date": txn.day,
        "number": first.number,
        "client": first.party,
        "currency": currency,
        "untaxed": amount,
        "duty": stamp_duty(amount),
        "place": short_place(first.place),
    }
    return Row(cells=cells, links={"place": Link(LinkKind.SOURCE, str(first.place))})
