"""A transaction that settles something, as a person would have written it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beancount.core.data import Posting, Transaction

from ledgerkit.books.account_use import account_uses
from ledgerkit.entries.directives import LINK, posting_of
from ledgerkit.entries.documents.check import YEAR_MAX, YEAR_MIN
from ledgerkit.errors import UsageError
from ledgerkit.money import amount_is_readable
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.amount import Amount

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.party import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The facts of a transaction as a whole.

    Attributes:
        party: Its party.
        day: Its date.
        text: The narration.
        side: Whether the party is a client or a vendor.
    """

    party: Party
    day: date
    text: str
    side: Side = Side.RECEIVABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A posting to be made.

    Attributes:
        account: Its name.
        amount: In the ledger's signs: positive for a debit.
        document: The document it settles, by number; None for none.
        price: The price of one unit in another currency; None for no price.
    """

    account: str
    amount: Decimal
    currency: str
    document: str | None = None
    price: Amount | None = None


def record_transaction(
    books: Books, head: Head, entries: Sequence[Entry]
) -> Transaction:
    """The transaction; a single document is named by its link.

    Raises:
        UsageError: If an account can't take its posting, or a text has invisible
            characters.
    """
    _check(books, head, entries)
    links, meta = frozenset[str](), dict[str, Any]()
    if _states_party(books, head, [entry.account for entry in entries]):
        meta[head.side.party_role.value] = head.party.id
    named = [entry for entry in entries if entry.document is not None]
    control = [
        e for e in entries if e.account in {settling.account for settling in named}
    ]
    number = named[0].document if len(named) == len(control) == 1 else None
    by_link = number is not None and LINK.fullmatch(number) is not None
    if by_link and number is not None:
        links = frozenset({number})
    key = None if by_link else head.side.number_key
    postings = [_posting(entry, key) for entry in entries]
    return Transaction(
        meta, head.day, "*", head.party.name, head.text, frozenset(), links, postings
    )


def _posting(entry: Entry, key: str | None) -> Posting:
    meta = {key: entry.document} if key and entry.document is not None else None
    posting = posting_of(entry.account, entry.amount, entry.currency, meta)
    return posting._replace(price=entry.price)


def _check(books: Books, head: Head, entries: Sequence[Entry]) -> None:
    day = head.day
    hidden = hidden_character(head.text)
    if hidden:
        raise UsageError(f"the text holds {hidden}, which can't be seen; type it anew")
    if not YEAR_MIN <= day.year <= YEAR_MAX:
        raise UsageError(f"the date {day} is not of our time; correct the year")
    for entry in entries:
        if not amount_is_readable(entry.amount):
            raise UsageError(f"{entry.amount} is more than books can hold; correct it")
    opened = books.opened_accounts
    uses = account_uses((e.account, day, e.currency) for e in entries)
    for use in uses.values():
        opened.check(use)


def _states_party(books: Books, head: Head, accounts: Iterable[str]) -> bool:
    """Whether neither the payee nor an account identifies the party."""
    role, directory, party = head.side.party_role, books.directory, head.party
    if party.place is None:
        return False
    owners = [directory.of_account(role, account) for account in accounts]
    return party.id not in {*owners, directory.identify(role, party.name)}


def party_of(books: Books, document: Document, day: date) -> Party:
    """The party of a document, as recorded on a day."""
    return books.directory.as_of(document.side.party_role, document.party, day)
