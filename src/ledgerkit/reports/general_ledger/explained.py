"""Why a figure of a statement is what it is: its accounts, and their postings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.postings import ledger_lines
from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.reports.cash_basis.explained import cash_basis_line
from ledgerkit.reports.cash_basis.statement import is_by_payment
from ledgerkit.reports.general_ledger.lines import (
    FinancialStatement,
    layout_of,
    named_line,
    statement_lines,
)
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.general_ledger.postings import LedgerLine
    from ledgerkit.general_ledger.layout import Layout
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.statement import FinancialLine

_COLUMNS = (
    Column("account", "Account"),
    Column("date", "Date", ColumnType.DATE),
    Column("number", "Number", optional=True),
    Column("party", "Party", optional=True),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("original", "Original", optional=True),
    Column("place", "Place"),
)


def income_statement_line(  # noqa: PLR0913 - each is a choice of the person
    books: Books,
    *,
    explain: str,
    as_of: date | None = None,
    period: str | None = None,
    layout: str | Layout | None = None,
    basis: str | None = None,
) -> Table:
    """The accounts and postings behind a line of the income statement.

    Args:
        books: The books.
        explain: The line, as the statement calls it.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: As for the statement.
        layout: As for the statement.
        basis: As for the statement.

    Raises:
        UsageError: If there is no such line.
    """
    of = asked_period(books, as_of, period)
    if is_by_payment(basis, layout_of(books, layout)):
        return cash_basis_line(books, of, explain, layout)
    return _explained(books, FinancialStatement.INCOME_STATEMENT, of, explain, layout)


def balance_sheet_line(
    books: Books,
    *,
    explain: str,
    as_of: date | None = None,
    period: str | None = None,
    layout: str | Layout | None = None,
) -> Table:
    """The accounts behind a line of the balance sheet, and what moved them.

    Each account begins with its balance before the period.

    Args:
        books: The books.
        explain: The line, as the statement calls it.
        as_of: The day, where no period is asked for.
        period: As for the statement.
        layout: As for the statement.

    Raises:
        UsageError: If there is no such line.
    """
    of = asked_period(books, as_of, period)
    return _explained(books, FinancialStatement.BALANCE_SHEET, of, explain, layout)


def _explained(
    books: Books,
    statement: FinancialStatement,
    period: Period,
    asked: str,
    layout: str | Layout | None,
) -> Table:
    rows: list[Row] = []
    totals: list[dict[str, Cell]] = []
    known: dict[str, str] = {}
    form = layout_of(books, layout)
    for of in statement_lines(books, statement, [period], form):
        known |= {line.id: line.label for line in of.lines}
        line = named_line(asked, of.lines)
        amount = line.amount(0) if line is not None else None
        if line is not None and amount is not None:
            rows += _rows(books, period, line, of.currency)
            total = shown(amount, of.currency)
            totals.append({"currency": of.currency, "amount": total})
    names = [*known, *known.values()]
    if asked.casefold() not in map(str.casefold, names):
        raise UsageError(
            f'the statement has no line "{asked}"{suggestion(asked, names)}'
        )
    return Table(
        title=f"{asked}, {period.label}",
        as_of=period.last,
        columns=_COLUMNS,
        rows=rows,
        totals=totals,
        notes=[f"From {period.first} to {period.last}."],
    )


def _rows(
    books: Books, period: Period, line: FinancialLine, currency: str
) -> Iterator[Row]:
    members = line.members[0] or {}
    posted: dict[str, list[LedgerLine]] = {account: [] for account in members}
    found = ledger_lines(
        books.general_ledger.transactions(period),
        lambda account: account in posted,
    )
    for each in found:
        if each.currency == currency:
            posted[each.account].append(each)
    for account, balance in sorted(members.items()):
        rest = balance - sum((each.amount for each in posted[account]), ZERO)
        if rest:
            yield _brought_forward(account, period, rest * line.sign, currency)
        for each in posted[account]:
            yield _row(each, line.sign)


def _brought_forward(
    account: str, period: Period, amount: Decimal, currency: str
) -> Row:
    """The part of a balance that the period's postings don't make up."""
    cells: dict[str, Cell] = dict.fromkeys(column.key for column in _COLUMNS)
    cells |= {
        "account": account,
        "date": period.first,
        "text": "Brought forward",
        "currency": currency,
        "amount": shown(amount, currency),
    }
    return Row(cells=cells, links=_account_link(account))


def _row(line: LedgerLine, sign: int) -> Row:
    return Row(
        cells={
            "account": line.account,
            "date": line.day,
            "number": ", ".join(line.links) or None,
            "party": line.party or None,
            "text": line.text,
            "currency": line.currency,
            "amount": shown(sign * line.amount, line.currency),
            "original": line.original,
            "place": short_place(line.place),
        },
        links={
            **_account_link(line.account),
            "place": Link(LinkKind.SOURCE, str(line.place)),
        },
    )


def _account_link(account: str) -> dict[str, Link]:
    return {"account": Link(LinkKind.ACCOUNT, account)} if ":" in account else {}
