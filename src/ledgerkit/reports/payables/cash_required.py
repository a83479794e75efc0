"""The cash that our bills require, week by week."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.books.payables.bills_to_pay import discounts_left, identity
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.payables.cash_required import required_cash
from ledgerkit.payables.proposal import BillToPay
from ledgerkit.reports.cells import account_notes
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("week", "Week"),
    Column("until", "Until", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("due", "Due", ColumnType.AMOUNT),
    Column("so_far", "So far", ColumnType.AMOUNT),
    Column("early", "With discounts", ColumnType.AMOUNT),
    Column("discount", "Discounts", ColumnType.AMOUNT),
)


def cash_required(books: Books, *, as_of: date, currency: str | None = None) -> Table:
    """The amounts due in each week, and the amounts to pay if discounts are taken.

    Vendor credits and payments on account are one line: the week in which they will be
    used is not known yet. The last line of a currency is the total owed.

    Args:
        books: The books.
        as_of: The last day that counts.
        currency: Show this currency only.
    """
    subledger = books.subledger(Side.PAYABLE, as_of)
    discounts = discounts_left(books, as_of)
    bills: dict[str, list[BillToPay]] = defaultdict(list)
    credits_: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for document in subledger.open_documents:
        if document.is_credit or document.open < 0:
            credits_[document.currency] += document.open
        else:
            discount = discounts.get(identity(document))
            bill = BillToPay(document=document, discount=discount)
            bills[document.currency].append(bill)
    for item in (*subledger.unapplied, *subledger.unassigned):
        credits_[item.posting.currency] += item.amount
    known = sorted({*bills, *credits_})
    chosen = [key for key in known if currency in {None, key}]
    return Table(
        title="Cash required",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            row
            for key in chosen
            for row in _rows(key, bills[key], credits_[key], as_of)
        ],
        totals=[_total(key, bills[key], credits_[key], as_of) for key in chosen],
        notes=[
            *account_notes(books, Side.PAYABLE),
            "With discounts: each discount on offer is taken on its last day.",
            f"Payments after {as_of} are ignored.",
        ],
    )


def _rows(
    currency: str, bills: list[BillToPay], credits_: Decimal, as_of: date
) -> Iterator[Row]:
    so_far = ZERO
    for week in required_cash(bills, as_of):
        so_far += week.due
        cells: dict[str, Cell] = {
            "week": f"from {week.monday}" if week.monday else "overdue",
            "until": week.sunday,
            "currency": currency,
            "due": with_cents(week.due, currency),
            "so_far": with_cents(so_far, currency),
            "early": with_cents(week.early, currency),
            "discount": with_cents(week.discount, currency),
        }
        is_late = frozenset() if week.monday else frozenset({"due"})
        yield Row(cells=cells, late=is_late)
    if credits_:
        cells = {
            "week": "credits, on account",
            "until": None,
            "currency": currency,
            "due": with_cents(credits_, currency),
            "so_far": with_cents(so_far + credits_, currency),
            "early": with_cents(credits_, currency),
            "discount": None,
        }
        yield Row(cells=cells)


def _total(
    currency: str, bills: list[BillToPay], credits_: Decimal, as_of: date
) -> Mapping[str, Cell]:
    weeks = required_cash(bills, as_of)
    due = sum((week.due for week in weeks), credits_)
    early = sum((week.early for week in weeks), credits_)
    discount = sum((week.discount for week in weeks), ZERO)
    return {
        "currency": currency,
        "due": with_cents(due, currency),
        "early": with_cents(early, currency),
        "discount": with_cents(discount, currency),
    }
