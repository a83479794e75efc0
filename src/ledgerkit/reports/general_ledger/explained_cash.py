"""Why a figure of the cash flow is what it is: the payments that it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import Place, UsageError
from ledgerkit.general_ledger.cash_flow import CashActivity
from ledgerkit.general_ledger.currencies.translated_cash import translated_cash_flow
from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.reports.general_ledger.currencies.translated import (
    is_withheld,
    ledger_in,
    rates_of,
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
    from ledgerkit.general_ledger.cash_flow import CashMovement

_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("party", "Party", optional=True),
    Column("text", "Text"),
    Column("line", "Line"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("paid", "Of the payment", ColumnType.AMOUNT),
    Column("place", "Place"),
)


def cash_flow_line(
    books: Books,
    *,
    explain: str,
    as_of: date | None = None,
    period: str | None = None,
    in_currency: str | None = None,
) -> Table:
    """The payments behind a line of the direct cash flow.

    Each with the part of it that was for the line.

    Args:
        books: The books.
        explain: The line, an activity, or ``change`` for all.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: As for the statement.
        in_currency: As for the statement.

    Raises:
        UsageError: If there is no such line.
    """
    of = asked_period(books, as_of, period)
    ledger = ledger_in(books, in_currency)
    flow = books.general_ledger.cash_flow(of.first, of.last)
    if isinstance(ledger, TranslatedLedger):
        flow = translated_cash_flow(flow, ledger, of)
    rows: list[Row] = []
    sums: dict[str, Decimal] = {}
    known: set[str] = set()
    for moved in flow.movements:
        if moved.is_opening:
            continue
        for line, amount in moved.parts:
            known |= {line, line.partition(":")[2] or line}
            if _is_meant(books, line, explain):
                rows.append(_row(moved, line, amount))
                sums[moved.currency] = sums.get(moved.currency, ZERO) + amount
    if not rows:
        raise UsageError(
            f'the cash flow has no line "{explain}"'
            f"{suggestion(explain, [*known, *CashActivity])}"
        )
    return Table(
        title=f"{explain}, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=rows,
        totals=() if is_withheld(ledger) else list(_totals(sums)),
        notes=[f"From {of.first} to {of.last}.", *rates_of(ledger)],
        is_whole=not is_withheld(ledger),
    )


def _is_meant(books: Books, line: str, asked: str) -> bool:
    word = asked.casefold()
    activity = books.general_ledger.activities(line).value
    short = line.partition(":")[2]
    return word in {
        "change",
        activity,
        f"total-{activity}",
        line.casefold(),
        short.casefold(),
    }


def _row(moved: CashMovement, line: str, amount: Decimal) -> Row:
    place = Place(moved.filename, moved.lineno)
    return Row(
        cells={
            "date": moved.day,
            "party": moved.party or None,
            "text": moved.text,
            "line": line,
            "currency": moved.currency,
            "amount": shown(amount, moved.currency),
            "paid": shown(moved.amount, moved.currency),
            "place": short_place(place),
        },
        links={"place": Link(LinkKind.SOURCE, str(place))},
    )


def _totals(sums: dict[str, Decimal]) -> Iterator[dict[str, Cell]]:
    for currency, amount in sorted(sums.items()):
        yield {"currency": currency, "amount": shown(amount, currency)}
