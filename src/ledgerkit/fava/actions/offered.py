"""What the fields of a form are completed from."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.fava.ledger import hides_figures
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledgerkit.api import LedgerBooks

#: More can't be looked through.
_DOCUMENTS_MAX = 250
_ROLES = {Side.RECEIVABLE: PartyRole.CLIENT, Side.PAYABLE: PartyRole.VENDOR}


def accounts(books: LedgerBooks) -> Iterator[tuple[str, str]]:
    """Every account that is open."""
    for name in books.opened_accounts.names:
        yield name, ""


def money_accounts(books: LedgerBooks) -> Iterator[tuple[str, str]]:
    """The accounts of money."""
    for account in books.bank_read.accounts.accounts:
        yield account.account, ""


def parties(side: Side) -> Callable[[LedgerBooks], Iterator[tuple[str, str]]]:
    """The clients or vendors that are declared, by id."""
    role = _ROLES[side]

    def offered(books: LedgerBooks) -> Iterator[tuple[str, str]]:
        for id_ in books.directory.ids(role):
            yield id_, books.directory.as_of(role, id_, date.max).name

    return offered


def open_documents(side: Side) -> Callable[[LedgerBooks], Iterator[tuple[str, str]]]:
    """The open invoices or bills, newest first, by number."""

    def offered(books: LedgerBooks) -> Iterator[tuple[str, str]]:
        for document in reversed(books.subledger(side, date.max).open_documents):
            if document.number:
                amount = with_cents(document.open, document.currency)
                yield (
                    document.number,
                    f"{document.party}, {amount:f} {document.currency}",
                )

    return offered


def bookable(books: LedgerBooks) -> Iterator[tuple[str, str]]:
    """What a bank's line can be booked to: open documents, and accounts."""
    for side in Side:
        for number, description in islice(open_documents(side)(books), _DOCUMENTS_MAX):
            yield number, "" if hides_figures() else description
    yield from accounts(books)


def records(
    kind: RecordKind, *open_in: str
) -> Callable[[LedgerBooks], Iterator[tuple[str, str]]]:
    """The records of a kind by id; only those of a status if any is given."""

    def offered(books: LedgerBooks) -> Iterator[tuple[str, str]]:
        for record in books.relations.all(kind, date.max):
            if not open_in or record.text("status") in {"", None, *open_in}:
                yield record.id, record.title

    return offered


def managers(books: LedgerBooks) -> Iterator[tuple[str, str]]:
    """Everybody who looks after clients."""
    yield from records(RecordKind.MANAGER)(books)
