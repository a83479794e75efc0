"""A payment run as a file to be edited: what is paid of each bill, or that it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.payables.proposal import Action
from ledgerkit.reports.cells import document_links, names_on
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bills.payment_run import RunPlan
    from ledgerkit.payables.proposal import ProposedLine

_COLUMNS = (
    Column("vendor", "Vendor"),
    Column("name", "Name"),
    Column("bill", "Bill"),
    Column("due", "Due", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("open", "Open", ColumnType.AMOUNT),
    Column("pay", "Pay", ColumnType.AMOUNT),
    Column("discount", "Discount", ColumnType.AMOUNT),
    Column("action", "Action"),
    Column("why", "Why"),
)


def payment_plan(books: Books, plan: RunPlan) -> Table:
    """What `ledgerkit.importers.documents.payment_plan` reads again.

    A row that waits has no amount: one that is set to ``pay`` is paid in full.
    """
    proposal = plan.proposal
    name = names_on(books, Side.PAYABLE, plan.request.made_on)
    paid = [line for payment in proposal.payments for line in payment.lines]
    return Table(
        title=f"Payment plan from {plan.account.account}",
        as_of=plan.request.made_on,
        columns=_COLUMNS,
        rows=[_row(line, name) for line in (*paid, *proposal.left)],
    )


def _row(line: ProposedLine, name: Callable[[str], str]) -> Row:
    document, is_left = line.document, line.action is Action.LEAVE
    currency = document.currency
    cells = {
        "vendor": line.vendor,
        "name": name(line.vendor),
        "bill": document.number,
        "due": None if document.is_credit else document.due,
        "currency": currency,
        "open": with_cents(document.open, currency),
        "pay": None if is_left else with_cents(line.cash, currency),
        "discount": with_cents(line.discount, currency) if line.discount else None,
        "action": "skip" if is_left else "pay",
        "why": line.why,
    }
    return Row(cells=cells, links=document_links(document))
