"""Money in transit between our own accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.reports.cells import totals_by_currency
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.banking.booked_statement import BankPosting
    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("account", "Account"),
    Column("date", "Date", ColumnType.DATE),
    Column("days", "Days", ColumnType.INTEGER),
    Column("name", "Name"),
    Column("other", "Other account"),
    Column("currency", "Currency"),
    Column("amount", "In transit", ColumnType.AMOUNT),
    Column("why", "Why"),
)


def bank_transit(books: Books, *, as_of: date, currency: str | None = None) -> Table:
    """Money in transit between our accounts at the end of a day.

    On an account with the role ``clearing``: postings without a counterpart. On one
    whose postings are marked as cleared: transfers the bank has yet to book. Positive
    is money that the account is to receive, or to pass on.
    """
    stale_after = int(books.settings.stale_after)
    rows = [
        _row(account, posting, as_of, stale_after)
        for account, posting in books.statements_read.in_transit(
            as_of, window=stale_after
        )
        if currency in {None, posting.currency}
    ]
    return Table(
        title="Transfers in transit",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency(
            (
                (row.cells["currency"], (row.cells["amount"],))  # type: ignore[misc]
                for row in rows
            ),
            ("amount",),
        ),
        notes=[f"Stale is what is under way for more than {stale_after} days."]
        if any(row.late for row in rows)
        else [],
    )


def _row(account: str, posting: BankPosting, as_of: date, stale_after: int) -> Row:
    days = (as_of - posting.day).days
    is_stale = days > stale_after
    return Row(
        cells={
            "account": account,
            "date": posting.day,
            "days": days,
            "name": posting.name or posting.text or None,
            "other": ", ".join(posting.others) or None,
            "currency": posting.currency,
            "amount": with_cents(posting.amount, posting.currency),
            "why": "stale" if is_stale else None,
        },
        links={
            "account": Link(LinkKind.ACCOUNT, account),
            "date": Link(LinkKind.SOURCE, str(posting.place)),
        },
        late=frozenset({"days"} if is_stale else ()),
    )
