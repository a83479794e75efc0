"""Payments of a year by payee and box of form 1099, beside the threshold."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.payables.form_1099 import paid_by_box
from ledgerkit.money import ZERO, with_cents
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.withheld_tax import CURRENCY, is_box, is_indexed, threshold
from ledgerkit.reports.cells import party_link, totals_by_currency
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.parties.party import Party
    from ledgerkit.table import Cell

_COLUMNS = (
    Column("party", "Party"),
    Column("name", "Name"),
    Column("tax_id", "Tax id"),
    Column("form", "Form and box"),
    Column("currency", "Currency"),
    Column("paid", "Paid", ColumnType.AMOUNT),
    Column("threshold", "Threshold", ColumnType.AMOUNT),
    Column("report", "To report"),
)


def form_1099(books: Books, year: int, *, as_of: date = date.max) -> Table:
    """The payees of a year with a box of form 1099, reported or not.

    Args:
        books: The books.
        year: The calendar year of the payments.
        as_of: The last day that counts: of payments in the year, and of bills, even
            of later ones, that say what a payment was for.
    """
    until = min(date(year, 12, 31), as_of)
    paid: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    by_card: dict[str, Decimal] = defaultdict(lambda: ZERO)
    foreign: set[str] = set()
    for payment in paid_by_box(books, date(year, 1, 1), until, as_of):
        if payment.currency != CURRENCY:
            foreign.add(payment.party)
        elif payment.by_card:
            by_card[payment.party] += payment.amount
        else:
            paid[payment.party, payment.box] += payment.amount
    rows = [
        _row(_who(books, until, party), box, amount, threshold(year, box))
        for (party, box), amount in sorted(paid.items())
    ]
    return Table(
        title=f"Form 1099, payments of {year}",
        as_of=until,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency(
            ((CURRENCY, [amount]) for amount in paid.values()), ("paid",)
        ),
        notes=[
            *_notes(year, rows),
            *(
                f"{party}: {with_cents(amount, CURRENCY):f} {CURRENCY} paid by card are"
                " left out: the card's company reports them."
                for party, amount in sorted(by_card.items())
            ),
            *(
                f"{party} was paid in another currency than {CURRENCY}; add it by hand,"
                " at the rate of the day."
                for party in sorted(foreign)
            ),
        ],
    )


def _who(books: Books, day: date, party: str) -> Party:
    return books.directory.as_of(PartyRole.VENDOR, party, day)


def _row(record: Party, box: str, paid: Decimal, least: Decimal) -> Row:
    return Row(
        cells={
            "party": record.id,
            "name": record.legal_name,
            "tax_id": record.text("tax-id") or None,
            "form": f"1099-{box}" if is_box(box) else box,
            "currency": CURRENCY,
            "paid": with_cents(paid, CURRENCY),
            "threshold": least,
            "report": "yes" if paid >= least else "no",
        },
        links=party_link(record.id),
    )


def _notes(year: int, rows: list[Row]) -> Iterator[str]:
    if not rows:
        yield (
            "Nobody with a box was paid. Give a vendor one, for instance"
            ' form-1099: "NEC 1".'
        )
    if is_indexed(year):
        yield f"The threshold follows inflation from 2027 on: look up {year}'s."
    missing = _parties(rows, lambda c: c["report"] == "yes" and not c["tax_id"])
    if missing:
        yield f"No tax id is known of {missing}: ask for form W-9, and write tax-id:."
    unknown = _parties(rows, lambda c: not str(c["form"]).startswith("1099-"))
    if unknown:
        yield f'The form-1099: of {unknown} is no box; write for instance "NEC 1".'


def _parties(rows: list[Row], chosen: Callable[[Mapping[str, Cell]], bool]) -> str:
    return ", ".join(sorted({str(r.cells["party"]) for r in rows if chosen(r.cells)}))
