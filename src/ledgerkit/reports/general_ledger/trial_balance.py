"""The trial balance, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.statement import ROUNDING
from ledgerkit.general_ledger.trial_balance import (
    EARLIER_YEARS,
    trial_balance_lines,
)
from ledgerkit.money import ZERO
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.trial_balance import TrialBalanceLine
    from ledgerkit.table import Cell

_AMOUNTS = (
    "opening_debit",
    "opening_credit",
    "debit",
    "credit",
    "closing_debit",
    "closing_credit",
)
_COLUMNS = (
    Column("account", "Account"),
    Column("number", "Number", optional=True),
    Column("currency", "Currency"),
    Column("opening_debit", "Opening Dr", ColumnType.AMOUNT),
    Column("opening_credit", "Opening Cr", ColumnType.AMOUNT),
    Column("debit", "Debit", ColumnType.AMOUNT),
    Column("credit", "Credit", ColumnType.AMOUNT),
    Column("closing_debit", "Closing Dr", ColumnType.AMOUNT),
    Column("closing_credit", "Closing Cr", ColumnType.AMOUNT),
)
#: What the rows that are no account are called.
_NAMES = {
    EARLIER_YEARS: "Result of earlier years, not closed",
    ROUNDING: "Rounding within transactions",
}


def trial_balance(
    books: Books,
    *,
    as_of: date | None = None,
    period: str | None = None,
    currency: str | None = None,
) -> Table:
    """Each account's opening balance, turnover and closing balance.

    Income and expenses open at zero on the first day of the fiscal year. The columns of
    debit and credit balance, in pairs and by currency.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.
        currency: Show this currency only.

    Raises:
        UsageError: If no period is asked for.
    """
    of = asked_period(books, as_of, period)
    ledger = books.general_ledger.ledger
    lines = [
        line
        for line in trial_balance_lines(ledger, of)
        if currency in {None, line.currency}
    ]
    numbers = books.general_ledger.numbers
    rows = [_row(line, numbers.get(line.account)) for line in lines]
    return Table(
        title=f"Trial balance, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=rows,
        totals=_totals(lines),
        notes=list(_notes(ledger, of, lines)),
    )


def _row(line: TrialBalanceLine, number: str | None) -> Row:
    name = _NAMES.get(line.account, line.account)
    links = {}
    if line.account not in _NAMES:
        links["account"] = Link(LinkKind.ACCOUNT, line.account)
    amounts = {
        key: shown(amount, line.currency) if amount else None
        for key, amount in zip(_AMOUNTS, _amounts(line), strict=True)
    }
    return Row(
        cells={
            "account": name,
            "number": number,
            "currency": line.currency,
            **amounts,
        },
        links=links,
    )


def _amounts(line: TrialBalanceLine) -> Sequence[Decimal]:
    return (
        *_sides(line.opening),
        *line.turnover,
        *_sides(line.closing),
    )


def _sides(balance: Decimal) -> Sequence[Decimal]:
    """A balance as debit and credit; one of them is zero."""
    return max(balance, ZERO), max(-balance, ZERO)


def _totals(lines: Sequence[TrialBalanceLine]) -> list[dict[str, Cell]]:
    sums: dict[str, Sequence[Decimal]] = {}
    for line in lines:
        before = sums.get(line.currency, (ZERO,) * len(_AMOUNTS))
        sums[line.currency] = [
            a + b for a, b in zip(before, _amounts(line), strict=True)
        ]
    return [
        {
            "currency": currency,
            **{
                key: shown(amount, currency)
                for key, amount in zip(_AMOUNTS, amounts, strict=True)
            },
        }
        for currency, amounts in sorted(sums.items())
    ]


def _notes(
    ledger: Ledger, period: Period, lines: Sequence[TrialBalanceLine]
) -> Iterator[str]:
    yield f"From {period.first} to {period.last}."
    for entry in ledger.closings_in(period):
        yield (
            f"The closing entry at {entry.filename}:{entry.lineno} is left out: it"
            f" counts from {entry.takes_effect}."
        )
    if any(line.account == EARLIER_YEARS for line in lines):
        yield (
            "What earlier years earned has not been closed to equity; the row shows it."
        )
