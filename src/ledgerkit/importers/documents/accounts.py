"""The accounts of an import, if nobody names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import (
    accounts_of,
    find_or_new_account,
    only_account,
    shared_controls,
)
from ledgerkit.general_ledger.chart_of_accounts import Role, RootAccount
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from ledgerkit.books.books import Books

_CONTROL = {
    Side.RECEIVABLE: (RootAccount.ASSETS, "Receivable"),
    Side.PAYABLE: (RootAccount.LIABILITIES, "Payable"),
}
_LINES = {
    Side.RECEIVABLE: (RootAccount.INCOME, "Sales"),
    Side.PAYABLE: (RootAccount.EXPENSES, "Purchases"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAccounts:
    """The accounts named by a person; None to go by the book.

    Attributes:
        control: The receivable or payable.
        lines: The documents' income or expense account.
        bank: The account of payments.
    """

    control: str | None = None
    lines: str | None = None
    bank: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccounts:
    """The accounts of an import.

    Attributes:
        control: The receivable or payable, for parties without one of their own.
        control_is_given: Whether a person named it, so that it applies to everybody.
        lines: The documents' income or expense account.
        bank: The account of payments.
    """

    control: str
    control_is_given: bool
    lines: str
    bank: str


def choose_accounts(
    books: Books, side: Side, given: GivenAccounts, *, with_payments: bool
) -> DocumentAccounts:
    """The accounts: as given, else the only one of its role, else the usual name.

    Args:
        books: The books.
        side: Whether the documents are owed to us or by us.
        given: The accounts named by a person.
        with_payments: Whether there is any payment: else no bank is needed.

    Raises:
        UsageError: If the book has several accounts of a role, or a name is neither an
            account's nor a new one's.
    """
    controls = shared_controls(books, side)
    banks = accounts_of(books, Role.BANK) if with_payments else []
    return DocumentAccounts(
        control=_given(books, given.control)
        or only_account(controls, side.value, "--control-account")
        or _named(books, *_CONTROL[side]),
        control_is_given=given.control is not None,
        lines=_given(books, given.lines) or _named(books, *_LINES[side]),
        bank=_given(books, given.bank)
        or only_account(banks, "bank account", "--bank-account")
        or _named(books, RootAccount.ASSETS, "Bank"),
    )


def _given(books: Books, name: str | None) -> str | None:
    return find_or_new_account(books, name) if name else None


def _named(books: Books, root: RootAccount, name: str) -> str:
    return f"{books.options[f'name_{root.value}']}:{name}"
