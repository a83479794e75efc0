"""Which accounts an import books on, where nobody says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.account_use import OpenedAccounts
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role, RootAccount
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """The accounts that a person named; None where the book shall say.

    Attributes:
        control: The receivable or payable.
        lines: What the documents are for: income or expense.
        bank: Where payments went to or came from.
    """

    control: str | None = None
    lines: str | None = None
    bank: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccounts:
    """The accounts that an import books on.

    Attributes:
        control: The receivable or payable, for parties without one of their own.
        control_is_given: Whether a person named it, and so it is everybody's.
        lines: What the documents are for.
        bank: Where payments went to or came from.
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
        given: What a person named.
        with_payments: Whether there is any payment: else no bank is asked for.

    Raises:
        UsageError: If the book has several accounts of a role.
    """
    controls = [name for name in _of_side(books, side) if not _is_partys(books, name)]
    banks = _of_role(books, Role.BANK) if with_payments else []
    return DocumentAccounts(
        control=given.control
        or _only(controls, side.value, "--control-account")
        or _named(books, *_CONTROL[side]),
        control_is_given=given.control is not None,
        lines=given.lines or _named(books, *_LINES[side]),
        bank=given.bank
        or _only(banks, "bank account", "--bank-account")
        or _named(books, RootAccount.ASSETS, "Bank"),
    )


def _named(books: Books, root: RootAccount, name: str) -> str:
    return f"{books.options[f'name_{root.value}']}:{name}"


def _of_side(books: Books, side: Side) -> Sequence[str]:
    return _of_role(books, Role(side.value))


def _of_role(books: Books, role: Role) -> Sequence[str]:
    """The open accounts of a role, without those below another of them."""
    names = [
        name
        for name in OpenedAccounts(books.directives).names
        if (found := books.chart.role(name)) is not None and found.role is role
    ]
    return [n for n in names if not any(n.startswith(f"{m}:") for m in names)]


def _is_partys(books: Books, account: str) -> bool:
    """Whether it is one party's own account."""
    return any(
        books.directory.of_account(side.party_role, account) is not None
        for side in Side
    )


def _only(candidates: Sequence[str], what: str, option: str) -> str | None:
    if len(candidates) > 1:
        raise UsageError(
            f"the book has {len(candidates)} accounts that could be the {what}:"
            f" {', '.join(candidates)}; write for instance {option} {candidates[0]}"
        )
    return candidates[0] if candidates else None
