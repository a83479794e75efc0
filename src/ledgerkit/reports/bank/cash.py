"""Our bank, cash, card and clearing accounts, with their balances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.money import with_cents
from ledgerkit.reports.cells import totals_by_currency
from ledgerkit.reports.worth import with_worth
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.banking.cash_account import CashAccount
    from ledgerkit.books.books import Books

_STATED = (
    Column("statement", "Last statement"),
    Column("statement_on", "Closed on", ColumnType.DATE),
    Column("unreconciled", "Unreconciled", ColumnType.AMOUNT),
)
_COLUMNS = (
    Column("account", "Account"),
    Column("role", "Role"),
    Column("holder", "Holder"),
    Column("iban", "IBAN"),
    Column("currency", "Currency"),
    Column("balance", "Balance", ColumnType.AMOUNT),
    Column("minimum", "Minimum", ColumnType.AMOUNT),
    Column("last_movement", "Last movement", ColumnType.DATE),
    *_STATED,
    Column("last_assertion", "Balance asserted", ColumnType.DATE),
    Column("assertion_difference", "Books differ by", ColumnType.AMOUNT),
)


def cash(
    books: Books,
    *,
    as_of: date,
    currency: str | None = None,
    in_currency: str | None = None,
) -> Table:
    """Each bank, cash, card and clearing account, with its details and balance.

    Minimum is the account's ``minimum-balance``. A balance assertion holds at the start
    of its day; the difference is empty where the books agreed with it. Unreconciled is
    the books' balance less the closing balance of the last statement.

    Args:
        books: The books.
        as_of: The last day that counts.
        currency: Show this currency only.
        in_currency: Add a column with the worth in this currency, at the day's rates.
    """
    accounts = [
        account
        for account in books.cash_accounts(as_of)
        if currency in {None, account.currency}
    ]
    table = Table(
        title="Bank and cash accounts",
        as_of=as_of,
        # Without statements in the books these columns would be empty.
        columns=[c for c in _COLUMNS if books.bank_read.statements or c not in _STATED],
        rows=[_row(books, account, as_of) for account in accounts],
        totals=totals_by_currency(
            ((account.currency, (account.balance,)) for account in accounts),
            ("balance",),
        ),
    )
    return with_worth(books, table, "balance", in_currency)


def _row(books: Books, account: CashAccount, as_of: date) -> Row:
    stated = books.statements_read.last(account.account, account.currency, as_of)
    currency, assertion = account.currency, account.last_assertion
    minimum = _amount(account.facts.get("minimum-balance"), currency)
    difference = assertion.difference if assertion else None
    links = {"account": Link(LinkKind.ACCOUNT, account.account)}
    if account.place is not None:
        links["role"] = Link(LinkKind.SOURCE, str(account.place))
    balance = with_cents(account.balance, currency)
    is_low = minimum is not None and balance < minimum  # type: ignore[operator]
    return Row(
        cells={
            "account": account.account,
            "role": account.role,
            "holder": account.facts.get("holder") or account.facts.get("custodian"),
            "iban": account.facts.get("iban"),
            "currency": currency,
            "balance": balance,
            "minimum": minimum,
            "last_movement": account.last_movement,
            "statement": stated.id if stated else None,
            "statement_on": stated.day if stated else None,
            "unreconciled": with_cents(
                books.statements_read.unreconciled(stated, as_of), currency
            )
            if stated
            else None,
            "last_assertion": assertion.day if assertion else None,
            "assertion_difference": None
            if difference is None
            else with_cents(difference, currency),
        },
        links=links,
        late=frozenset({"balance"} if is_low else ()),
    )


def _amount(value: Any, currency: str) -> Cell:
    """An amount's number, if it is in the account's currency."""
    if not isinstance(value, Amount) or value.currency != currency:
        return None
    # Nothing is a minimum too: the account may not be overdrawn.
    return None if value.number is None else with_cents(value.number, currency)
