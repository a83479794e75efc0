"""Early-payment discounts offered, earned and taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.invoices.discount_taking import DiscountState
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    account_notes,
    document_links,
    names_on,
    totals_by_currency,
)
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.documents.discounts import DocumentDiscount
    from ledgerkit.invoices.discount_taking import DiscountStanding

_TITLES = {
    Side.RECEIVABLE: "Early-payment discounts to clients",
    Side.PAYABLE: "Early-payment discounts from vendors",
}
_COLUMNS = (
    Column("number", "Number"),
    Column("party", "Party"),
    Column("name", "Name"),
    Column("issued", "Issued", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("until", "Until", ColumnType.DATE),
    Column("paid_on", "Paid", ColumnType.DATE),
    Column("offered", "Offered", ColumnType.AMOUNT),
    Column("earned", "Earned", ColumnType.AMOUNT),
    Column("taken", "Taken", ColumnType.AMOUNT),
    Column("state", "State"),
)
_AMOUNTS = ("amount", "offered", "earned", "taken")
#: The states a person should look into.
_DOUBTFUL = {
    DiscountState.NOT_EARNED,
    DiscountState.TOO_MUCH,
    DiscountState.SHORT_PAID,
    DiscountState.NOT_BOOKED,
}


def discounts(
    books: Books,
    *,
    as_of: date,
    side: Side = Side.RECEIVABLE,
    party: str | None = None,
    currency: str | None = None,
) -> Table:
    """Each document with a discount offered or taken, by date of issue.

    Discounts include their tax. The day of the last payment decides whether they were
    earned; a part payment earns a part.

    Args:
        books: The books.
        as_of: The last day that counts.
        side: Given to clients, or taken from vendors.
        party: Show this party's only, by id.
        currency: Show this currency only.
    """
    chosen = [
        discount
        for discount in books.discounts_on(side, as_of)
        if party in {None, discount.document.party}
        and currency in {None, discount.document.currency}
    ]
    chosen.sort(key=lambda f: (f.document.issued, f.document.label))
    name = names_on(books, side, as_of)
    return Table(
        title=_TITLES[side],
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(discount, name) for discount in chosen],
        totals=totals_by_currency(
            ((f.document.currency, _amounts(f)) for f in chosen), _AMOUNTS
        ),
        notes=[*account_notes(books, side), *_notes(chosen, as_of)],
    )


def _amounts(discount: DocumentDiscount) -> Sequence[Decimal]:
    offered = discount.offer.amount if discount.offer else ZERO
    standing = discount.standing
    return [discount.document.amount, offered, standing.earned, standing.taken]


def _row(discount: DocumentDiscount, name: Callable[[str], str]) -> Row:
    document, standing = discount.document, discount.standing
    amounts = dict(zip(_AMOUNTS, _amounts(discount), strict=True))
    return Row(
        cells={
            "number": document.number,
            "party": document.party,
            "name": name(document.party),
            "issued": document.issued,
            "currency": document.currency,
            "until": discount.offer.until if discount.offer else None,
            "paid_on": standing.paid_on,
            "state": standing.state.value,
            **{key: with_cents(n, document.currency) for key, n in amounts.items()},
        },
        links=document_links(document),
        late=frozenset({"state"} if standing.state in _DOUBTFUL else ()),
    )


def _notes(chosen: Sequence[DocumentDiscount], as_of: date) -> Iterator[str]:
    yield f"Discounts include their tax; payments after {as_of} are ignored."
    sums: dict[tuple[str, str], Decimal] = {}
    for discount in chosen:
        for label, amount in _remarkable(discount.standing):
            key = label, discount.document.currency
            sums[key] = sums.get(key, ZERO) + amount
    for (label, currency), amount in sorted(sums.items()):
        yield f"{with_cents(amount, currency):f} {currency} {label}."


def _remarkable(standing: DiscountStanding) -> Iterator[tuple[str, Decimal]]:
    if standing.unearned:
        yield "taken and not earned", standing.unearned
    if standing.state is DiscountState.NOT_TAKEN:
        yield "earned and not taken", standing.earned
    if standing.state is DiscountState.NOT_BOOKED:
        yield "earned and not booked yet", standing.earned
