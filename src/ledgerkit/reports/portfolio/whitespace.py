"""What was not sold to whom: clients against income accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.measures.year import Stretch, twelve_months
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import in_cents, names_on, party_link, sales_notes
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books

#: Nobody reads more columns than this: the smaller ones are summed.
ACCOUNTS_MAX = 12


def whitespace(books: Books, *, as_of: date, since: date | None = None) -> Table:
    """Revenue of each client on each income account; an empty cell is not yet sold.

    Args:
        books: The books.
        as_of: The last day that counts.
        since: The first; twelve months before if None.
    """
    reading = books.clients_read
    sales = reading.sales(as_of)
    stretch = Stretch(since, as_of) if since else twelve_months(as_of)
    sold = {client: sales.by_account(client, stretch) for client in sales.clients}
    accounts = largest_first(sold.values())
    own_columns, others = accounts[:ACCOUNTS_MAX], accounts[ACCOUNTS_MAX:]
    name = names_on(books, Side.RECEIVABLE, as_of)
    root = f"{books.options['name_income']}:"
    rows = [
        Row(
            cells={
                "party": client,
                "name": name(client),
                "currency": reading.currency,
                **{a: in_cents(bought.get(a), reading.currency) for a in own_columns},
                **other_accounts(bought, others, reading.currency),
            },
            links=party_link(client),
        )
        for client, bought in sold.items()
        if bought
    ]
    return Table(
        title=f"What was sold to whom from {stretch.first}",
        as_of=as_of,
        columns=(
            Column("party", "Id"),
            Column("name", "Name"),
            Column("currency", "Currency"),
            *(Column(a, a.removeprefix(root), ColumnType.AMOUNT) for a in own_columns),
            *([Column("others", "Others", ColumnType.AMOUNT)] if others else ()),
        ),
        rows=sorted(rows, key=lambda row: str(row.cells["name"]).casefold()),
        notes=[
            "An empty cell is what this client has not bought.",
            *sales_notes(books, as_of),
        ],
    )


def largest_first(sold: Iterable[Mapping[str, Decimal]]) -> Sequence[str]:
    """The income accounts by revenue, all clients together."""
    sums: dict[str, Decimal] = {}
    for bought in sold:
        for account, amount in bought.items():
            sums[account] = sums.get(account, ZERO) + amount
    return sorted(sums, key=lambda account: (-sums[account], account))


def other_accounts(
    bought: Mapping[str, Decimal], accounts: Sequence[str], currency: str
) -> Mapping[str, Cell]:
    """The revenue of the accounts not shown; nothing if there are none."""
    if not accounts:
        return {}
    amount = sum((bought.get(account, ZERO) for account in accounts), ZERO)
    return {"others": in_cents(amount or None, currency)}
