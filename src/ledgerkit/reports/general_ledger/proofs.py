"""What each statement proves of itself, said below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.reports.general_ledger.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.period import Period


def balance_sheet_proofs(books: Books, days: Sequence[date]) -> Iterator[str]:
    """Whether each balance sheet balances, and control accounts equal open items."""
    wrong = [*_unbalanced(books, days), *_unproven(books, days)]
    yield from wrong
    if not wrong:
        yield (
            "Proven: assets equal liabilities and equity, and each control account"
            " equals its open items."
        )


def _unbalanced(books: Books, days: Sequence[date]) -> Iterator[str]:
    """The balance sheets in which transactions don't balance by more than a cent."""
    for day in days:
        for currency, rounding in books.general_ledger.ledger.balances(
            day
        ).rounding.items():
            amount = shown(rounding, currency)
            if amount:
                yield (
                    f"Transactions up to {day} don't balance by {amount:f} {currency},"
                    " within the tolerance; the line for rounding shows it."
                )


def _unproven(books: Books, days: Sequence[date]) -> Iterator[str]:
    for day in days:
        for side in Side:
            for proof in books.control_account_proofs(side, day):
                if proof.difference:
                    yield (
                        f"Not proven: {proof.account} differs from its open items by"
                        f" {proof.difference:f} {proof.currency} on {day}."
                    )


def cash_proof(*, unexplained: bool) -> str:
    """Whether the lines of a cash flow explain the change of cash."""
    if unexplained:
        return "Not proven: cash changed by more than the lines explain."
    return "Proven: the lines sum to the change of cash."


def equity_proof(
    books: Books, period: Period, closings: Mapping[str, Decimal], ledger: Ledger
) -> str:
    """Whether the changes lead to the equity of the balance sheet.

    Args:
        books: The books.
        period: The period of the changes.
        closings: By currency, the equity that they lead to.
        ledger: The balances.
    """
    equity = _equity(books, ledger, period.last)
    for currency, closing in closings.items():
        found = shown(equity.get(currency, ZERO), currency)
        if found != shown(closing, currency):
            return (
                f"Not proven: the changes lead to {shown(closing, currency):f}"
                f" {currency}, and the balance sheet has {found:f}."
            )
    return "Proven: the changes lead to the equity of the balance sheet."


def _equity(books: Books, ledger: Ledger, day: date) -> Mapping[str, Decimal]:
    """Assets less liabilities, by currency."""
    reading = books.general_ledger
    sums: dict[str, Decimal] = {}
    for key, balance in ledger.balances(day).accounts.items():
        if not reading.is_equity(key.account):
            sums[key.currency] = sums.get(key.currency, ZERO) + balance
    return sums
