"""A new document's party, currency and control account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import only_account, shared_controls
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.parties.party import Party

_EXAMPLES = {
    Side.RECEIVABLE: "Assets:Receivable",
    Side.PAYABLE: "Liabilities:Payable",
}


def client_of(books: Books, name: str, day: date) -> Party:
    """The client a person means: see `declared_party`."""
    return declared_party(books, Side.RECEIVABLE, name, day)


def declared_party(books: Books, side: Side, name: str, day: date) -> Party:
    """The client or vendor a person means, as recorded on a day.

    Raises:
        UsageError: If there is none, with the nearest one or the directive to write.
    """
    role = side.party_role
    try:
        id_ = books.find_party(role, name)
    except UsageError as error:
        if "did you mean" in str(error) or "may be any of" in str(error):
            raise
        raise UsageError(
            f'there is no {role.value} "{name}"; declare it first, with ledgerkit'
            f' {role.value} new its-id "Its name", or'
            f' {day} custom "{role.value}" "its-id" "Its name"'
        ) from None
    return books.directory.as_of(role, id_, day)


def document_currency(books: Books, party: Party) -> str:
    """The currency of a party's documents: its own, else the book's.

    Raises:
        UsageError: If neither is known, or the book has several.
    """
    stated = party.text("currency")
    operating: Sequence[str] = books.options["operating_currency"]
    if stated or len(operating) == 1:
        return stated or operating[0]
    currencies = {p.currency for p in books.control_postings if p.party == party.id}
    if len(currencies) == 1:
        return currencies.pop()
    raise UsageError(
        f"say which currency the documents of {party.name} are in: --currency EUR"
    )


def control_account_of(books: Books, party: Party, side: Side = Side.RECEIVABLE) -> str:
    """The receivable or payable of a party: its own, else the book's only one.

    Raises:
        UsageError: If the book has several, or none.
    """
    own = party.text("account")
    if own:
        return own
    accounts = {
        p.account
        for p in books.control_postings
        if p.party == party.id and p.side is side
    }
    if len(accounts) == 1 and accounts <= set(books.opened_accounts.names):
        return accounts.pop()
    account = only_account(
        shared_controls(books, side), side.value, "--control-account"
    )
    if account is None:
        raise UsageError(
            f"no {side.value} account is opened; open one, e.g. 1970-01-01 open"
            f" {_EXAMPLES[side]}"
        )
    return account
