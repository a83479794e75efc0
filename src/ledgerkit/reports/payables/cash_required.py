"""The cash that our bills require, week by week."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.books.payables.bills_to_pay import discounts_left, identity
from ledgerkit.books.taxes.tax_due import read_tax_due
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.payables.cash_required import required_cash
from ledgerkit.payables.proposal import BillToPay
from ledgerkit.reports.cells import account_notes
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.taxes.tax_due import TaxDue
    from ledgerkit.payables.cash_required import RequiredCash

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

    Tax of filed returns counts, and of those to be filed what is known so far.
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
    taxes: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for tax in (due := read_tax_due(books, as_of)):
        taxes[tax.currency].append((tax.due, tax.amount))
    known = sorted({*bills, *credits_, *taxes})
    chosen = [key for key in known if currency in {None, key}]

    def required(key: str) -> Sequence[RequiredCash]:
        return required_cash(bills[key], as_of, taxes[key])

    return Table(
        title="Cash required",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            row for key in chosen for row in _rows(key, required(key), credits_[key])
        ],
        totals=[_total(key, required(key), credits_[key]) for key in chosen],
        notes=[
            *account_notes(books, Side.PAYABLE),
            "With discounts: each discount on offer is taken on its last day.",
            f"Payments after {as_of} are ignored.",
            *_tax_notes(due),
        ],
    )


def _tax_notes(taxes: Sequence[TaxDue]) -> Iterator[str]:
    """Which tax is in it."""
    for tax in taxes:
        amount = with_cents(tax.amount, tax.currency)
        yield f"Tax: {amount:f} {tax.currency} by {tax.due}, {tax.words}."


def _rows(
    currency: str, weeks: Sequence[RequiredCash], credits_: Decimal
) -> Iterator[Row]:
    so_far = ZERO
    for week in weeks:
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
    currency: str, weeks: Sequence[RequiredCash], credits_: Decimal
) -> Mapping[str, Cell]:
    due = sum((week.due for week in weeks), credits_)
    early = sum((week.early for week in weeks), credits_)
    discount = sum((week.discount for week in weeks), ZERO)
    return {
        "currency": currency,
        "due": with_cents(due, currency),
        "early": with_cents(early, currency),
        "discount": with_cents(discount, currency),
    }
