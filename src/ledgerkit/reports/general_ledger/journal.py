"""The journal: every transaction in order, numbered by fiscal year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.postings import ledger_lines, transactions_between
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.reports.general_ledger.currencies.translated import (
    is_withheld,
    ledger_in,
    lines_in,
    rates_of,
)
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.general_ledger.postings import LedgerLine
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.period import Period

_COLUMNS = (
    Column("number", "No.", ColumnType.INTEGER),
    Column("date", "Date", ColumnType.DATE),
    Column("account", "Account"),
    Column("account_number", "Number", optional=True),
    Column("party", "Party", optional=True),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("debit", "Debit", ColumnType.AMOUNT),
    Column("credit", "Credit", ColumnType.AMOUNT),
    Column("original", "Original", optional=True),
    Column("place", "Place", for_programs=True),
)
#: By currency: debit and credit.
_Sums = dict[str, tuple["Decimal", "Decimal"]]


def journal(
    books: Books,
    *,
    as_of: date | None = None,
    period: str | None = None,
    lines_per_page: int | None = None,
    in_currency: str | None = None,
) -> Table:
    """Every transaction of a period in order, posting by posting.

    Transactions are numbered from the first day of the fiscal year, so that a month's
    journal goes on where the one before ended. Amounts weigh in the currency of their
    cost or price. Entries that close a year are among them. In another currency, each
    stands at the average of its month, as in the trial balance.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.
        lines_per_page: Carry the totals forward after so many lines, as in a bound
            book; None for one page.
        in_currency: The currency to translate it to; None for that of the books.

    Raises:
        UsageError: If no period is asked for.
    """
    of = asked_period(books, as_of, period)
    ledger = ledger_in(books, in_currency)
    lines = list(numbered_lines(books, ledger, of))
    totals = _totals(_summed(line for _number, line in lines))
    if is_withheld(ledger):
        totals, lines_per_page = [], None
    return Table(
        title=f"Journal, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=list(_rows(lines, books.general_ledger.numbers, lines_per_page)),
        totals=totals,
        notes=[f"From {of.first} to {of.last}.", *rates_of(ledger)],
        is_whole=not is_withheld(ledger),
    )


def numbered_lines(
    books: Books, ledger: Ledger, period: Period
) -> Iterator[tuple[int, LedgerLine]]:
    """The lines of a period, with their transaction's number in its fiscal year."""
    fiscal = books.general_ledger.fiscal
    year, number = fiscal.year_of(period.first), 0
    for txn in transactions_between(books.directives, year.first, period.last):
        if txn.date > year.last:
            year, number = fiscal.year_of(txn.date), 0
        number += 1
        if txn.date >= period.first:
            own = ledger_lines(iter((txn,)), lambda _account: True)
            for line in lines_in(ledger, period, own):
                yield number, line


def _rows(
    lines: Sequence[tuple[int, LedgerLine]],
    numbers: Mapping[str, str],
    lines_per_page: int | None,
) -> Iterator[Row]:
    page = lines_per_page or len(lines) or 1
    sums: _Sums = {}
    for place, (number, line) in enumerate(lines):
        if place and place % page == 0:
            yield from _carried("Carried forward", sums)
            yield from _carried("Brought forward", sums)
        _add(sums, line)
        yield _row(number, line, numbers.get(line.account))


def _row(number: int, line: LedgerLine, account_number: str | None) -> Row:
    currency = line.currency
    return Row(
        cells={
            "number": number,
            "date": line.day,
            "account": line.account,
            "account_number": account_number,
            "party": line.party or None,
            "text": line.text,
            "currency": currency,
            "debit": shown(line.amount, currency) if line.amount > 0 else None,
            "credit": shown(-line.amount, currency) if line.amount < 0 else None,
            "original": line.original,
            "place": short_place(line.place),
        },
        links={
            "date": Link(LinkKind.SOURCE, str(line.place)),
            "account": Link(LinkKind.ACCOUNT, line.account),
        },
    )


def _carried(label: str, sums: _Sums) -> Iterator[Row]:
    for total in _totals(sums):
        cells: dict[str, Cell] = dict.fromkeys(column.key for column in _COLUMNS)
        yield Row(cells={**cells, **total, "account": label}, is_total=True)


def _add(sums: _Sums, line: LedgerLine) -> None:
    debit, credit = sums.get(line.currency, (ZERO, ZERO))
    sums[line.currency] = (
        debit + max(line.amount, ZERO),
        credit + max(-line.amount, ZERO),
    )


def _summed(lines: Iterator[LedgerLine]) -> _Sums:
    sums: _Sums = {}
    for line in lines:
        _add(sums, line)
    return sums


def _totals(sums: _Sums) -> list[dict[str, Cell]]:
    return [
        {
            "currency": currency,
            "debit": shown(debit, currency),
            "credit": shown(credit, currency),
        }
        for currency, (debit, credit) in sorted(sums.items())
    ]
