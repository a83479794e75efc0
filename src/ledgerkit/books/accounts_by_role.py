"""A book's accounts for a purpose, and the account a person names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.account import is_valid

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.open_items.side import Side
from ledgerkit.text.closest_word import KnownWords, did_you_mean, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledgerkit.books.books import Books


def accounts_of(books: Books, role: Role) -> Sequence[str]:
    """The open accounts of a role, except sub-accounts of another of them.

    Money lies in accounts and not in the headings above them: of accounts of money
    those are left out that have sub-accounts and no movements.
    """
    names = [
        name
        for name in books.opened_accounts.names
        if (account_role := books.chart.role(name)) is not None
        and account_role.role is role
    ]
    if role.holds_money:
        posted = books.posted_accounts
        return [
            n
            for n in names
            if n in posted or not any(m.startswith(f"{n}:") for m in names)
        ]
    return [n for n in names if not any(n.startswith(f"{m}:") for m in names)]


def shared_controls(books: Books, side: Side) -> Sequence[str]:
    """The control accounts of a side that are not one party's own."""
    return [
        name
        for name in accounts_of(books, Role(side.value))
        if not any(
            books.directory.of_account(any_side.party_role, name) is not None
            for any_side in Side
        )
    ]


def only_account(candidates: Sequence[str], purpose: str, option: str) -> str | None:
    """The only candidate; None if there is none.

    Args:
        candidates: The possible accounts.
        purpose: Its purpose, in a sentence.
        option: The command-line option that names one.

    Raises:
        UsageError: If there are several.
    """
    if len(candidates) > 1:
        raise UsageError(
            f"the book has {len(candidates)} accounts that could be the {purpose}:"
            f" {', '.join(candidates)}; write for instance {option} {candidates[0]}"
        )
    return candidates[0] if candidates else None


def account_of(books: Books, role: Role, chosen: str | None, option: str) -> str:
    """The account for a purpose: the one chosen, else the only one of its role.

    Raises:
        UsageError: If there are several or none, with the directive to write.
    """
    if chosen is not None:
        return find_account(books, chosen)
    account = only_account(
        accounts_of(books, role), role.value.replace("-", " "), option
    )
    if account is None:
        raise UsageError(
            f'no account has the role "{role.value}"; write role: "{role.value}" below'
            f" an open directive, or name the account with {option}"
        )
    if role.holds_money:
        _check_used(books, account, option)
    return account


def _check_used(books: Books, account: str, option: str) -> None:
    """Refuse an account of money that was never used, where another may be meant.

    Raises:
        UsageError: If another account of money has movements, or an asset account that
            nothing says the use of.
    """
    posted = books.posted_accounts
    assets = f"{books.options['name_assets']}:"
    others = sorted(
        other
        for other in posted
        if other.startswith(assets) and _may_hold_money(books, other)
    )
    if account not in posted and others:
        raise UsageError(
            f"{account} has no movements yet, and {others[0]} has; name the account"
            f" with {option}"
        )


def _may_hold_money(books: Books, account: str) -> bool:
    role = books.chart.role(account)
    if role is None:
        return books.chart.is_open_question(account)
    return role.role.holds_money


def find_account(books: Books, name: str) -> str:
    """The account a person means by its name, or by the end of it.

    A closed one is returned only if no open one matches.

    Raises:
        UsageError: If no account matches, with the nearest one, or if several do.
    """
    known, closed = books.opened_accounts.names, books.opened_accounts.all_names
    account = account_named(name, known) or account_named(name, closed)
    if account is not None:
        return account
    ends = {account.rpartition(":")[2]: account for account in known}
    remedy = suggestion(name, [*known, *ends]) or _holding(known, name)
    raise UsageError(f'no account "{name}" is opened{remedy}')


def _holding(known: Sequence[str], name: str) -> str:
    """The accounts with this word in their names, as a remedy."""
    holding = [n for n in known if name and name.casefold() in n.casefold()][:5]
    if holding:
        return f"; opened are {', '.join(holding)}"
    return "; open it first, or name one that is opened"


def account_named(name: str, accounts: Iterable[str]) -> str | None:
    """The one of these accounts that is called so, or whose name ends so.

    Args:
        name: As typed, in any case.
        accounts: Those that may be meant.

    Raises:
        UsageError: If several end so, with their names.

    >>> account_named("checking", ["Assets:Bank:Checking", "Assets:Cash"])
    'Assets:Bank:Checking'
    """
    accounts = list(accounts)
    if name in accounts:
        return name
    alike = _ending(accounts, name)
    if len(alike) > 1:
        raise UsageError(
            f'"{name}" may be any of {", ".join(alike[:5])}; write more of it'
        )
    return alike[0] if alike else None


def find_or_new_account(books: Books, name: str) -> str:
    """The account a person means, or a new one by its whole name.

    Raises:
        UsageError: If several end so, or if it is neither an account's name nor fit to
            be one, or if only a letter divides it from one.
    """
    known = books.opened_accounts.names
    account = account_named(name, known)
    if account is not None:
        return account
    slips = KnownWords(known).slips(name)
    if slips:
        raise UsageError(f'no account "{name}" is opened{did_you_mean(slips)}')
    return name if is_valid(name) else find_account(books, name)


def _ending(names: Iterable[str], end: str) -> Sequence[str]:
    """The names that end with these components, whatever their case."""
    suffix = f":{end}".casefold()
    return [name for name in names if f":{name}".casefold().endswith(suffix)]
