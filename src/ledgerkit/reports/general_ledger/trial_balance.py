"""The trial balance, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.currencies.translated_balance import translated_lines
from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
from ledgerkit.general_ledger.statement import ROUNDING
from ledgerkit.general_ledger.trial_balance import (
    EARLIER_YEARS,
    TRANSLATION,
    trial_balance_lines,
)
from ledgerkit.money import ZERO
from ledgerkit.reports.general_ledger.currencies.translated import (
    is_withheld,
    ledger_in,
    rates_of,
)
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
    "exchange",
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
_EXCHANGE = Column("exchange", "Exchange difference", ColumnType.AMOUNT)
#: What the rows that are no account are called.
_NAMES = {
    EARLIER_YEARS: "Result of earlier years, not closed",
    ROUNDING: "Rounding within transactions",
    TRANSLATION: "Translation difference",
}


def trial_balance(
    books: Books,
    *,
    as_of: date | None = None,
    period: str | None = None,
    currency: str | None = None,
    in_currency: str | None = None,
) -> Table:
    """Each account's opening balance, turnover and closing balance.

    Income and expenses open at zero on the first day of the fiscal year. The columns of
    debit and credit balance, in pairs and by currency. In another currency, what was
    posted stands at the average of its month, and what rates made of each account is a
    column, debit positive.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.
        currency: Show this currency only.
        in_currency: The currency to translate it to; None for that of the books.

    Raises:
        UsageError: If no period is asked for.
    """
    of = asked_period(books, as_of, period)
    ledger = ledger_in(books, in_currency)
    lines = [line for line in _lines(ledger, of) if currency in {None, line.currency}]
    numbers = books.general_ledger.numbers
    is_whole = not is_withheld(ledger)
    columns = _columns(ledger)
    return Table(
        title=f"Trial balance, {of.label}",
        as_of=of.last,
        columns=columns,
        rows=[_row(line, numbers.get(line.account)) for line in lines],
        totals=_totals(lines, columns) if is_whole else (),
        notes=list(_notes(ledger, of, lines)),
        is_whole=is_whole,
    )


def _lines(ledger: Ledger, period: Period) -> Sequence[TrialBalanceLine]:
    if isinstance(ledger, TranslatedLedger):
        return translated_lines(ledger, period)
    return trial_balance_lines(ledger, period)


def _columns(ledger: Ledger) -> Sequence[Column]:
    """With what rates made of each account, in another currency."""
    if not isinstance(ledger, TranslatedLedger):
        return _COLUMNS
    before_closing = len(_COLUMNS) - 2
    return [*_COLUMNS[:before_closing], _EXCHANGE, *_COLUMNS[before_closing:]]


def _row(line: TrialBalanceLine, number: str | None) -> Row:
    name = _NAMES.get(line.account, line.account)
    links = {}
    if line.account not in _NAMES:
        links["account"] = Link(LinkKind.ACCOUNT, line.account)
    amounts = {
        key: shown(amount, line.currency) if amount else None
        for key, amount in zip(_AMOUNTS, _amounts(line), strict=True)
    }
    # A rate of many digits leaves less than a coin of what it multiplied.
    amounts["exchange"] = amounts["exchange"] or None
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
        line.exchange,
    )


def _sides(balance: Decimal) -> Sequence[Decimal]:
    """A balance as debit and credit; one of them is zero."""
    return max(balance, ZERO), max(-balance, ZERO)


def _totals(
    lines: Sequence[TrialBalanceLine], columns: Sequence[Column]
) -> list[dict[str, Cell]]:
    keys = {column.key for column in columns}
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
                if key in keys
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
    yield from rates_of(ledger)
    if any(line.account == EARLIER_YEARS for line in lines):
        yield (
            "What earlier years earned has not been closed to equity; the row shows it."
        )
