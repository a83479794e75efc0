"""Whether the accounts of tax agree with a return, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.taxes.proof import prove_tax_accounts
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.reports.taxes.tax_return import asked_return
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from decimal import Decimal

    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("what", "Accounts of tax"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
)


def tax_proof(books: Books, period: str, *, form: str | None = None) -> Table:
    """What moved the accounts of tax in a period, beside what its return has.

    Amounts are positive for what we owe.

    Args:
        books: The books.
        period: As for the return.
        form: As for the return.

    Raises:
        UsageError: If there is no such form or period, or no currency of the books.
    """
    made = asked_return(books, period, form)
    proof = prove_tax_accounts(books.source, books.taxes_read, made.form, made.period)
    amounts = {
        "Fell due in the period, and is in its return": proof.counted,
        "Posted in it, and due in another": proof.not_due,
        "Due in it, and posted in another": -proof.earlier,
        "Without a code: paid to the office, or back": proof.paid,
        "Without a code, and without money": proof.carried,
        "Not explained": proof.difference,
    }
    seldom = {
        "Fell due in the period, and no box takes it": proof.unboxed,
        "Under codes of other countries": proof.abroad,
    }
    amounts |= {what: amount for what, amount in seldom.items() if amount}
    rows = [_row(what, amount, made.currency) for what, amount in amounts.items()]
    total = shown(proof.moved, made.currency)
    return Table(
        title=f"Accounts of tax, {made.period.label}",
        as_of=made.period.last,
        columns=_COLUMNS,
        rows=rows,
        totals=[{"currency": made.currency, "amount": total}],
        notes=[
            f"{place}: tax without a code is in no return; write tax: below it."
            for place in proof.uncoded
        ],
        is_whole=not proof.difference,
    )


def _row(what: str, amount: Decimal, currency: str) -> Row:
    cells: dict[str, Cell] = {
        "what": what,
        "currency": currency,
        "amount": shown(amount, currency),
    }
    return Row(cells=cells)
