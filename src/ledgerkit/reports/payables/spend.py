"""What was bought, by vendor or account, beside the period before."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.books.payables.purchases import read_purchases
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.payables.spend import period_before, spending
from ledgerkit.reports.cells import names_on, party_link, totals_by_currency
from ledgerkit.reports.rounding import tenths
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.payables.spend import Spending


class SpendBy(StrEnum):
    """What a row is."""

    VENDOR = "vendor"
    ACCOUNT = "account"


_FIRST = {
    SpendBy.VENDOR: (Column("party", "Party"), Column("name", "Name")),
    SpendBy.ACCOUNT: (Column("account", "Account"),),
}
_COLUMNS = (
    Column("currency", "Currency"),
    Column("amount", "Purchases", ColumnType.AMOUNT),
    Column("share", "Share %", ColumnType.NUMBER),
    Column("running_share", "Running %", ColumnType.NUMBER),
    Column("before", "Before", ColumnType.AMOUNT),
    Column("change", "Change", ColumnType.AMOUNT),
    Column("change_percent", "Change %", ColumnType.NUMBER),
)
_FIGURES = ("amount", "before", "change")


def spend(
    books: Books,
    *,
    since: date,
    as_of: date,
    by: SpendBy = SpendBy.VENDOR,
    currency: str | None = None,
) -> Table:
    """Purchases of a period without tax, the largest first.

    Bills and vendor credits count on their date, paid or not; what a declared vendor
    was paid without a bill counts on the day of payment.

    Args:
        books: The books.
        since: The first day.
        as_of: The last day.
        by: A row for each vendor, or for each account.
        currency: Show this currency only.
    """
    before = period_before(since, as_of)
    purchases = read_purchases(books, before[0], as_of)
    key = "party" if by is SpendBy.VENDOR else "account"
    found = [
        one
        for one in spending(purchases, since, lambda purchase: getattr(purchase, key))
        if currency in {None, one.currency}
    ]
    name = names_on(books, Side.PAYABLE, as_of)
    return Table(
        title=f"Purchases by {by.value} from {since}",
        as_of=as_of,
        columns=(*_FIRST[by], *_COLUMNS),
        rows=[
            Row(
                cells={**_who(one, by, name(one.key)), **_cells(one)},
                links=_links(one, by),
            )
            for one in found
        ],
        totals=totals_by_currency(
            ((o.currency, (o.amount, o.before, o.change)) for o in found), _FIGURES
        ),
        notes=[f"Without tax. Before is {before[0]} to {before[1]}."],
    )


def _who(one: Spending, by: SpendBy, name: str) -> Mapping[str, Cell]:
    if by is SpendBy.ACCOUNT:
        return {"account": one.key}
    return {"party": one.key, "name": name}


def _links(one: Spending, by: SpendBy) -> Mapping[str, Link]:
    if by is SpendBy.ACCOUNT:
        return {"account": Link(LinkKind.ACCOUNT, one.key)}
    return party_link(one.key)


def _cells(one: Spending) -> Mapping[str, Cell]:
    return {
        "currency": one.currency,
        "amount": with_cents(one.amount, one.currency),
        "share": tenths(one.share),
        "running_share": tenths(one.running_share),
        "before": with_cents(one.before, one.currency),
        "change": with_cents(one.change, one.currency),
        "change_percent": tenths(one.change_percent),
    }
