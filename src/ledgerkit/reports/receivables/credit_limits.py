"""What clients owe against their credit limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.receivables.collection.credit_limit import (
    CreditLimit,
    CreditUse,
    credit_uses,
)
from ledgerkit.reports.cells import (
    account_notes,
    in_cents,
    names_on,
    party_link,
    tenths,
    totals_by_currency,
)
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("party", "Party"),
    Column("name", "Name"),
    Column("currency", "Currency"),
    Column("limit", "Limit", ColumnType.AMOUNT),
    Column("exposure", "Owed", ColumnType.AMOUNT),
    Column("headroom", "Headroom", ColumnType.AMOUNT),
    Column("percent", "Used %", ColumnType.NUMBER),
    Column("breaches", "Over limit", ColumnType.INTEGER),
    Column("worst", "Worst"),
    Column("worst_on", "On", ColumnType.DATE),
    Column("worst_limit", "Limit then", ColumnType.AMOUNT),
    Column("worst_exposure", "Owed then", ColumnType.AMOUNT),
)


def credit_use(books: Books, *, as_of: date) -> Sequence[CreditUse]:
    """The credit use of each client with a limit or an open amount."""
    return credit_uses(books.subledger(Side.RECEIVABLE, as_of), _limits(books))


def credit_limits(
    books: Books, *, as_of: date, party: str | None = None, currency: str | None = None
) -> Table:
    """Each client's credit limit, its use, and its worst breach so far.

    A line for each client and currency with a limit or an open amount, breached limits
    first, then by use. ``breaches`` counts the invoices after which the client was over
    its limit on that day.

    Args:
        books: The books.
        as_of: The last day that counts.
        party: Show this client's only, by id.
        currency: Show this currency only.
    """
    uses = [
        use
        for use in credit_use(books, as_of=as_of)
        if party in {None, use.party} and currency in {None, use.currency}
    ]
    name = names_on(books, Side.RECEIVABLE, as_of)
    return Table(
        title="Credit limits",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(use, name) for use in sorted(uses, key=_most_used_first)],
        totals=totals_by_currency(
            ((use.currency, (use.exposure,)) for use in uses), ("exposure",)
        ),
        notes=[
            *account_notes(books, Side.RECEIVABLE),
            *_notes(uses, books, as_of),
        ],
    )


def _limits(books: Books) -> Mapping[str, Sequence[CreditLimit]]:
    """The limits of every client that has or had one."""
    directory, role = books.directory, PartyRole.CLIENT
    by_client = {}
    for party in directory.ids(role):
        limits = [
            CreditLimit(
                since=since,
                amount=value.number if isinstance(value, Amount) else None,
                currency=value.currency if isinstance(value, Amount) else "",
            )
            for since, value in directory.history_of(role, party, "credit-limit")
        ]
        if limits:
            by_client[party] = limits
    return by_client


def _most_used_first(use: CreditUse) -> tuple[bool, bool, Decimal, str, str]:
    return (
        not use.is_breached,
        use.limit is None,
        -(use.percent or use.exposure),
        use.party,
        use.currency,
    )


def _row(use: CreditUse, name: Callable[[str], str]) -> Row:
    currency, worst = use.currency, use.worst
    links = dict(party_link(use.party))
    if worst is not None and worst.document.number is not None:
        links["worst"] = Link(LinkKind.DOCUMENT, worst.document.number)
        links["worst_on"] = Link(LinkKind.SOURCE, str(worst.document.first.place))
    unlimited = use.limit is None and worst is None
    return Row(
        cells={
            "party": use.party,
            "name": name(use.party),
            "currency": currency,
            "limit": in_cents(use.limit, currency),
            "exposure": in_cents(use.exposure, currency),
            "headroom": in_cents(use.headroom, currency),
            "percent": tenths(use.percent),
            "breaches": None if unlimited else len(use.breaches),
            "worst": worst.document.label if worst else None,
            "worst_on": worst.document.first.day if worst else None,
            "worst_limit": in_cents(worst.limit, currency) if worst else None,
            "worst_exposure": in_cents(worst.exposure, currency) if worst else None,
        },
        links=links,
        late=frozenset({"exposure", "headroom"} if use.is_breached else ()),
    )


def _notes(uses: Sequence[CreditUse], books: Books, as_of: date) -> Iterator[str]:
    yield (
        "Owed is what is open less what is on account, at the end of each day; over"
        f" limit counts the invoices until {as_of} after which it was too much."
    )
    if all(use.limit is None for use in uses):
        yield (
            "None of them has a limit; give one with credit-limit: 5000.00 EUR on the"
            " client's directive."
        )
    for use in uses:
        value = books.directory.as_of(PartyRole.CLIENT, use.party, as_of).facts.get(
            "credit-limit"
        )
        if isinstance(value, Amount) and value.currency != use.currency:
            owed = with_cents(use.exposure, use.currency)
            yield (
                f"{use.party}: the limit is in {value.currency}, so {owed:f}"
                f" {use.currency} is not held against it."
            )
