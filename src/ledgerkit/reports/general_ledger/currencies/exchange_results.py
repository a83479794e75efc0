"""Realised gains and losses of exchange, settlement by settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.currencies.exchange_results import exchange_results_between
from ledgerkit.money import ZERO, rounded, with_cents
from ledgerkit.notes import Note, see_findings
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.currencies.exchange_results import ExchangeResult

_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("number", "Number"),
    Column("party", "Party"),
    Column("side", "Side", for_programs=True),
    Column("settled", "Settled"),
    Column("currency", "Currency"),
    Column("carried", "Carried at", ColumnType.AMOUNT),
    Column("worth", "Worth", ColumnType.AMOUNT),
    Column("gain", "Gain (loss)", ColumnType.AMOUNT),
    Column("booked", "Booked", ColumnType.AMOUNT),
)


def exchange_results(
    books: Books, *, as_of: date | None = None, period: str | None = None
) -> Table:
    """What settling each document in a foreign currency has gained or lost.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.

    Raises:
        UsageError: If no period is asked for.
    """
    of = asked_period(books, as_of, period)
    found = exchange_results_between(books.source, of.first, of.last)
    return Table(
        title=f"Exchange results, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=[_row(result) for result in found],
        totals=_totals(found),
        notes=[
            f"Settlements from {of.first} to {of.last}; a loss is negative.",
            *_notes(found),
        ],
    )


def _row(result: ExchangeResult) -> Row:
    settled = result.settled
    foreign = settled.item.first.currency
    cells: dict[str, Cell] = {
        "date": settled.posting.day,
        "number": settled.item.label,
        "party": settled.item.party,
        "side": settled.posting.side.value,
        "settled": f"{with_cents(settled.units, foreign):f} {foreign}",
        "currency": settled.currency,
        "carried": rounded(settled.carried, settled.currency),
        "worth": rounded(result.worth, settled.currency),
        "gain": result.gain,
        "booked": result.booked,
    }
    links = {"date": Link(LinkKind.SOURCE, str(settled.posting.place))}
    if settled.item.number is not None:
        links["number"] = Link(LinkKind.DOCUMENT, settled.item.number)
    return Row(cells=cells, links=links)


def _totals(found: Sequence[ExchangeResult]) -> list[dict[str, Cell]]:
    totals: list[dict[str, Cell]] = []
    for currency in sorted({result.settled.currency for result in found}):
        of_currency = [r for r in found if r.settled.currency == currency]
        totals.append(
            {
                "currency": currency,
                "gain": sum((r.gain for r in of_currency), ZERO),
                "booked": sum((r.booked for r in of_currency), ZERO),
            }
        )
    return totals


def _notes(found: Sequence[ExchangeResult]) -> list[Note]:
    wrong = sorted({r.settled.item.label for r in found if r.gain != r.booked})
    if not wrong:
        return []
    return [
        Note(
            text=f"Not booked as it is: {', '.join(wrong)}.",
            remedy=see_findings("see what to write"),
        )
    ]
