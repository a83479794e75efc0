"""The income statement on a cash basis: what it reads, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.reports.general_ledger.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.cash_basis.reading import CashBasis
    from ledgerkit.general_ledger.layout import Layout
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.reports.general_ledger.columns import Division

ACCRUAL, CASH = "accrual", "cash"
BASES = (ACCRUAL, CASH)


def is_by_payment(basis: str | None, layout: Layout | None) -> bool:
    """Whether income and expenses count by payment.

    Raises:
        UsageError: If there is no such basis, or the layout is for the other one.
    """
    if basis not in {None, *BASES}:
        raise UsageError(f'"{basis}" is no basis; write {" or ".join(BASES)}')
    if layout is not None and layout.is_cash and basis == ACCRUAL:
        raise UsageError(f"the layout {layout.name} is for --basis {CASH}")
    return basis == CASH or (layout is not None and layout.is_cash)


def check_by_payment(division: Division, in_currency: str | None) -> None:
    """Refuse what would be left out of a statement by payment.

    Raises:
        UsageError: If it can't be made so.
    """
    if division:
        raise UsageError(f"--basis {CASH} goes without a project or cost centre")
    if in_currency is not None:
        raise UsageError(f"--basis {CASH} goes without --in")


def check_has_balance_sheet(layout: Layout | None) -> None:
    """Refuse a layout that has none.

    Raises:
        UsageError: If it is for income and expenses by payment alone.
    """
    if layout is not None and layout.is_cash:
        raise UsageError(f"the layout {layout.name} has no balance sheet")


def cash_basis(books: Books, layout: Layout | None) -> CashBasis:
    """Income and expenses by payment, as a layout wants them."""
    return books.cash_basis(with_tax=layout is not None and layout.is_cash)


def cash_basis_notes(
    books: Books, period: Period, layout: Layout | None
) -> Iterator[str | Note]:
    """What the statement counts, and what was paid that it can't count."""
    yield Note(
        text="By payment: what a document posts counts by the share of it that is paid."
        " What nobody owes and no money pays, as depreciation, counts on its day.",
        remedy=NextStep(
            to="see what differs from accruals",
            command="income-statement",
            options={"period": period.label, "basis": CASH, "reconcile": True},
        ),
    )
    yield from _results(books, period, layout)
    if layout is not None and layout.is_cash:
        yield from _far_tax_dates(books, period)
    for currency, amount in _sums(_on_account(books, period)).items():
        yield (
            f"{_said(amount, currency)} on account on {period.last} is for no document"
            " yet, and not counted."
        )
    for side in Side:
        moved = "received" if side is Side.RECEIVABLE else "paid"
        for currency, amount in _sums(_openings(books, period, side)).items():
            yield (
                f"{_said(amount, currency)} {moved} on documents from before the books"
                " is not counted: nothing says what they were for."
            )


def _results(books: Books, period: Period, layout: Layout | None) -> Iterator[str]:
    """The result of both views, in each currency."""
    accruals = _sums(
        (key.currency, -net)
        for key, net in books.general_ledger.ledger.results(period).items()
    )
    by_payment = _sums(
        (key.currency, -net)
        for key, net in cash_basis(books, layout).ledger.results(period).items()
    )
    for currency in sorted({*accruals, *by_payment}):
        before = accruals.get(currency, ZERO)
        after = by_payment.get(currency, ZERO)
        yield (
            f"Result on accruals {_said(before, currency)}; by payment"
            f" {_said(after, currency)}; difference {_said(after - before, currency)}."
        )


def _far_tax_dates(books: Books, period: Period) -> Iterator[str]:
    for place in books.cash_basis(with_tax=True).far_tax_dates(period):
        yield (
            f"{place}: its tax-date: counts, though only what is paid within ten days"
            " of the year's end may be of the other year (EStG §11)."
        )


def _on_account(books: Books, period: Period) -> Iterator[tuple[str, Decimal]]:
    for side in Side:
        for unapplied in books.subledger(side, period.last).unapplied:
            yield unapplied.posting.currency, abs(unapplied.amount)


def _openings(
    books: Books, period: Period, side: Side
) -> Iterator[tuple[str, Decimal]]:
    """What was paid within the period of documents that are opening items."""
    for item in books.subledger(side, period.last).items:
        if item.first.purpose is Purpose.OPENING:
            for posting, amount in item.payments():
                if period.first <= posting.day <= period.last:
                    yield posting.currency, amount


def _sums(amounts: Iterable[tuple[str, Decimal]]) -> Mapping[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for currency, amount in amounts:
        sums[currency] = sums.get(currency, ZERO) + amount
    return {currency: amount for currency, amount in sums.items() if amount}


def _said(amount: Decimal, currency: str) -> str:
    return f"{shown(amount, currency):,f} {currency}"
