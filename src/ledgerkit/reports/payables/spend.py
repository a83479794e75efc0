"""What was bought, by vendor or account, beside the period before."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.books.payables.purchases import read_purchases
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.payables.spend import period_before, spending
from ledgerkit.reports.cells import (
    account_notes,
    names_on,
    party_link,
    tenths,
    totals_by_currency,
)
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.payables.purchases import Purchases
    from ledgerkit.payables.spend import Spending


class SpendBy(StrEnum):
    """The subject of a row."""

    VENDOR = "vendor"
    ACCOUNT = "account"


_FIRST = {
    SpendBy.VENDOR: (Column("party", "Party"), Column("name", "Name")),
    SpendBy.ACCOUNT: (Column("account", "Account"),),
}
_COLUMNS = (
    Column("currency", "Currency"),
    Column("amount", "Spend", ColumnType.AMOUNT),
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

    Bills and vendor credits count on their date, paid or not; payments to a declared
    vendor without a bill count on the day of payment. Goods for stock and other assets
    count as expenses do. What is owed, money and advances are no purchases, and the
    notes say which roles were left out.

    Args:
        books: The books.
        since: The first day.
        as_of: The last day.
        by: A row for each vendor, or for each account.
        currency: Show this currency only.
    """
    by, before = SpendBy(by), period_before(since, as_of)
    bought = read_purchases(books, before[0], as_of)
    key = "party" if by is SpendBy.VENDOR else "account"
    chosen = [
        group
        for group in spending(bought.lines, since, lambda line: getattr(line, key))
        if currency in {None, group.currency}
    ]
    name = names_on(books, Side.PAYABLE, as_of)
    return Table(
        title=f"Spend by {by.value} from {since}",
        as_of=as_of,
        columns=(*_FIRST[by], *_COLUMNS),
        rows=[
            Row(
                cells={**_who(group, by, name(group.key)), **_cells(group)},
                links=_links(group, by),
            )
            for group in chosen
        ],
        totals=totals_by_currency(
            ((o.currency, (o.amount, o.before, o.change)) for o in chosen), _FIGURES
        ),
        notes=[
            *account_notes(books, Side.PAYABLE),
            f"Without tax. Before is {before[0]} to {before[1]}.",
            *_left_out(bought, currency),
        ],
    )


def _left_out(bought: Purchases, currency: str | None) -> Iterator[str]:
    """What purchases moved that isn't counted."""
    if bought.roles:
        roles = ", ".join(bought.roles)
        yield f"Nothing bought, and left out: accounts of role {roles}."
    unknown: dict[str, Decimal] = {}
    for line in bought.perhaps_tax:
        if currency in {None, line.currency}:
            unknown[line.currency] = unknown.get(line.currency, ZERO) + line.amount
    for unit, amount in sorted(unknown.items()):
        accounts = sorted({o.account for o in bought.perhaps_tax if o.currency == unit})
        yield (
            f"Left out: {with_cents(amount, unit):f} {unit} on {', '.join(accounts)};"
            ' no custom "tax-code" with an account: says which assets are tax.'
        )


def _who(group: Spending, by: SpendBy, name: str) -> Mapping[str, Cell]:
    if by is SpendBy.ACCOUNT:
        return {"account": group.key}
    return {"party": group.key, "name": name}


def _links(group: Spending, by: SpendBy) -> Mapping[str, Link]:
    if by is SpendBy.ACCOUNT:
        return {"account": Link(LinkKind.ACCOUNT, group.key)}
    return party_link(group.key)


def _cells(group: Spending) -> Mapping[str, Cell]:
    return {
        "currency": group.currency,
        "amount": with_cents(group.amount, group.currency),
        "share": tenths(group.share),
        "running_share": tenths(group.running_share),
        "before": with_cents(group.before, group.currency),
        "change": with_cents(group.change, group.currency),
        "change_percent": tenths(group.change_percent),
    }
