"""An account's card: every posting, with its counter account and a running balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.books.general_ledger.postings import ledger_lines
from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.reports.documents.card import card
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.general_ledger.postings import LedgerLine
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.open_items.side import Side

_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("number", "Number", optional=True),
    Column("party", "Party", optional=True),
    Column("text", "Text"),
    Column("account", "Account", for_programs=True),
    Column("counter", "Counter account"),
    Column("currency", "Currency"),
    Column("debit", "Debit", ColumnType.AMOUNT),
    Column("credit", "Credit", ColumnType.AMOUNT),
    Column("balance", "Balance", ColumnType.AMOUNT),
    Column("original", "Original", optional=True),
    Column("place", "Place", for_programs=True),
)


def account_card(
    books: Books,
    account: str,
    *,
    as_of: date | None = None,
    period: str | None = None,
) -> Table:
    """Every posting to an account and those below it, with a running balance.

    Amounts weigh in the currency of their cost or price; what was posted in another
    stands beside them. Income and expenses begin at what the fiscal year has posted
    before the period.

    Args:
        books: The books.
        account: Its name, or an ending that no other account has.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.

    Raises:
        UsageError: If there is no such account, or no period is asked for.
    """
    name = _account(books, account)
    of = asked_period(books, as_of, period)
    balances = dict(_openings(books, name, of))
    rows = [_opening_row(of.first, name, c, n) for c, n in balances.items()]
    sums = dict.fromkeys(balances, (ZERO, ZERO))
    lines = ledger_lines(
        books.general_ledger.transactions(of),
        lambda other: _is_below(other, name),
    )
    for line in lines:
        before = balances.get(line.currency, ZERO)
        balances[line.currency] = before + line.amount
        debit, credit = sums.get(line.currency, (ZERO, ZERO))
        sums[line.currency] = (
            debit + max(line.amount, ZERO),
            credit + max(-line.amount, ZERO),
        )
        rows.append(_row(line, balances[line.currency]))
    return Table(
        title=f"Card of {name}, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=rows,
        totals=[
            {
                "currency": currency,
                "debit": shown(debit, currency),
                "credit": shown(credit, currency),
                "balance": shown(balances[currency], currency),
            }
            for currency, (debit, credit) in sums.items()
        ],
    )


def general_ledger(
    books: Books,
    name: str,
    *,
    as_of: date | None = None,
    period: str | None = None,
    side: Side | None = None,
) -> Table:
    """The card of an account, or of a party with all its documents.

    Args:
        books: The books.
        name: An account, or an ending that no other has; else a party's id, name or
            alias.
        as_of: The last day that counts.
        period: For an account: see `account_card`.
        side: For a party: as a client or as a vendor only.

    Raises:
        UsageError: If nothing has this name, or a period is asked for a party.
    """
    is_account = _is_account(books, name)
    if not is_account and as_of is not None and period is None:
        try:
            return card(books, name, as_of=as_of, side=side)
        except UsageError:
            if not _ends_an_account(books, name):
                raise
    if side is not None:
        raise UsageError(f"{name} is an account, and no party: it has no side")
    return account_card(books, name, as_of=as_of, period=period)


def _is_account(books: Books, name: str) -> bool:
    """Whether an account, or a heading above accounts, has exactly this name."""
    below = f"{name}:"
    return any(
        account == name or account.startswith(below)
        for account in books.general_ledger.accounts
    )


def _ends_an_account(books: Books, name: str) -> bool:
    ending = f":{name}".casefold()
    return any(a.casefold().endswith(ending) for a in books.general_ledger.accounts)


def _account(books: Books, name: str) -> str:
    return name if _is_account(books, name) else find_account(books, name)


def _is_below(account: str, above: str) -> bool:
    return account == above or account.startswith(f"{above}:")


def _openings(books: Books, name: str, period: Period) -> Iterator[tuple[str, Decimal]]:
    """The balance before a period, in each currency that the account ever had."""
    sums: dict[str, Decimal] = {}
    for key, opening in books.general_ledger.ledger.openings(period).items():
        if _is_below(key.account, name):
            sums[key.currency] = sums.get(key.currency, ZERO) + opening
    yield from sorted(sums.items())


def _opening_row(day: date, account: str, currency: str, balance: Decimal) -> Row:
    cells: dict[str, Cell] = dict.fromkeys(column.key for column in _COLUMNS)
    cells |= {
        "date": day,
        "text": "Opening balance",
        "account": account,
        "currency": currency,
        "balance": shown(balance, currency),
    }
    return Row(cells=cells, is_total=True)


def _row(line: LedgerLine, balance: Decimal) -> Row:
    currency = line.currency
    return Row(
        cells={
            "date": line.day,
            "number": ", ".join(line.links) or None,
            "party": line.party or None,
            "text": line.text,
            "account": line.account,
            "counter": line.counter,
            "currency": currency,
            "debit": shown(line.amount, currency) if line.amount > 0 else None,
            "credit": shown(-line.amount, currency) if line.amount < 0 else None,
            "balance": shown(balance, currency),
            "original": line.original,
            "place": short_place(line.place),
        },
        links={"date": Link(LinkKind.SOURCE, str(line.place)), **_counter_link(line)},
    )


def _counter_link(line: LedgerLine) -> Mapping[str, Link]:
    if ":" not in line.counter:
        return {}
    return {"counter": Link(LinkKind.ACCOUNT, line.counter)}
