"""Cash counts, and times when an account ran low."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.banking.cash_account import low_balances
from ledgerkit.money import ZERO, with_cents
from ledgerkit.reports.cells import totals_by_currency
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.cash_account import CashAccount, LowBalance
    from ledgerkit.books.bank.cash_counts import ComparedCount
    from ledgerkit.books.books import Books

_COUNTS = (
    Column("date", "Date", ColumnType.DATE),
    Column("account", "Account"),
    Column("currency", "Currency"),
    Column("counted", "Counted", ColumnType.AMOUNT),
    Column("books", "In the books", ColumnType.AMOUNT),
    Column("over", "Over (short)", ColumnType.AMOUNT),
    Column("pieces", "Pieces"),
)
_LOWS = (
    Column("account", "Account"),
    Column("from", "From", ColumnType.DATE),
    Column("until", "Until", ColumnType.DATE),
    Column("days", "Days", ColumnType.INTEGER),
    Column("currency", "Currency"),
    Column("limit", "Limit", ColumnType.AMOUNT),
    Column("lowest", "Lowest", ColumnType.AMOUNT),
    Column("lowest_on", "On", ColumnType.DATE),
    Column("why", "Limit is"),
)


def cash_counts(books: Books, *, as_of: date, currency: str | None = None) -> Table:
    """Each cash count beside the books' balance at the end of its day."""
    counts = [
        count
        for count in books.bank_read.cash_counts
        if count.count.day <= as_of and currency in {None, count.count.currency}
    ]
    return Table(
        title="Cash counts",
        as_of=as_of,
        columns=_COUNTS,
        rows=[_count_row(count) for count in counts],
        totals=totals_by_currency(
            ((count.count.currency, (count.over,)) for count in counts), ("over",)
        ),
        notes=["What was over or short and is booked since is in the books here."],
    )


def _count_row(compared: ComparedCount) -> Row:
    count = compared.count
    return Row(
        cells={
            "date": count.day,
            "account": count.account,
            "currency": count.currency,
            "counted": with_cents(count.amount, count.currency),
            "books": with_cents(compared.expected, count.currency),
            "over": with_cents(compared.over, count.currency),
            "pieces": ", ".join(f"{p.count} of {p.value:f}" for p in count.pieces)
            or None,
        },
        links={
            "account": Link(LinkKind.ACCOUNT, count.account),
            "date": Link(LinkKind.SOURCE, str(count.place)),
        },
        late=frozenset({"over"} if compared.over else ()),
    )


def cash_breaches(books: Books, *, as_of: date, currency: str | None = None) -> Table:
    """Each time an account closed below its limit.

    The limit is its ``minimum-balance``, or an overdraft down to its
    ``overdraft-limit``, or else zero: a bank grants no overdraft unasked, and a cash
    box cannot.
    """
    rows = [
        _low_row(account, low, reason, as_of)
        for account in books.cash_accounts(as_of)
        if currency in {None, account.currency}
        for low, reason in _lows(books, account, as_of)
    ]
    return Table(
        title="Times of too little money",
        as_of=as_of,
        columns=_LOWS,
        rows=rows,
        notes=["Balances are those at the end of a day, by the books."],
    )


def _lows(
    books: Books, account: CashAccount, as_of: date
) -> Iterator[tuple[LowBalance, str]]:
    limits = dict(_limits(account))
    moved = [
        (movement.day, movement.amount)
        for movement in books.bank_read.movements.get(account.account, ())
        if movement.currency == account.currency and movement.day <= as_of
    ]
    moved.sort()
    for reason, limit in limits.items():
        for low in low_balances(moved, limit):
            yield low, reason


def _limits(account: CashAccount) -> Iterator[tuple[str, Decimal]]:
    """The limits below which an account runs low, each with its name."""
    if account.role in {"card", "clearing"}:
        return
    minimum = _amount(account.facts, "minimum-balance", account.currency)
    if minimum is not None:
        yield "minimum-balance", minimum
    overdraft = _amount(account.facts, "overdraft-limit", account.currency)
    if overdraft is not None and account.role == "bank":
        yield "overdraft-limit", -overdraft
    elif not minimum:
        yield "zero", ZERO


def _amount(facts: Mapping[str, object], key: str, currency: str) -> Decimal | None:
    value = facts.get(key)
    if isinstance(value, Amount) and value.currency == currency:
        number: Decimal | None = value.number
        return number
    return None


def _low_row(account: CashAccount, low: LowBalance, reason: str, as_of: date) -> Row:
    last = low.last - timedelta(days=1) if low.last else None
    currency = account.currency
    return Row(
        cells={
            "account": account.account,
            "from": low.first,
            "until": last,
            "days": ((last or as_of) - low.first).days + 1,
            "currency": currency,
            "limit": with_cents(low.limit, currency),
            "lowest": with_cents(low.lowest, currency),
            "lowest_on": low.lowest_on,
            "why": reason,
        },
        links={"account": Link(LinkKind.ACCOUNT, account.account)},
        late=frozenset({"lowest"} if low.last is None else ()),
    )
