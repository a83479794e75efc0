"""The books as a few wide tables: postings, documents, settlements, parties, lines.

Amounts are `Decimal` and stand beside their currency. What is owed counts from our
side, as everywhere in ledgerkit: positive for a debt, negative for a credit; amounts of
postings have the ledger's signs, debits positive.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.ledger.place import place_in
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from typing import TypeAlias

    from beancount.core.data import Posting

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger

    #: A value of a column; None where there is none.
    Value: TypeAlias = str | int | bool | date | Decimal | None
    Values: TypeAlias = Sequence[Value]


class ColumnKind(Enum):
    """What a column holds."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    TRUTH = "truth"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTable:
    """A table of columns.

    Attributes:
        name: Its name.
        columns: What each column holds, by its name, in order.
        rows: Makes the rows, each with a value for every column.
    """

    name: str
    columns: Mapping[str, ColumnKind]
    rows: Callable[[], Iterator[Values]]


def column_tables(books: Books, as_of: date) -> Sequence[ColumnTable]:
    """Every table of a book, as at the end of a day: later postings are left out."""
    ledgers = [books.subledger(side, as_of) for side in Side]
    folder = f"{PurePath(books.filename).parent}{os.sep}"

    def table(
        name: str, columns: str, rows: Callable[[], Iterator[Values]]
    ) -> ColumnTable:
        columns_ = _columns(columns)
        names = list(columns_)
        place = names.index("file") if "file" in names else None
        return ColumnTable(
            name=name, columns=columns_, rows=lambda: _within(rows(), place, folder)
        )

    return [
        table("postings", _POSTINGS, lambda: _postings(books, as_of)),
        table("documents", _DOCUMENTS, lambda: _documents(ledgers)),
        table("open_parts", _OPEN_PARTS, lambda: _open_parts(ledgers)),
        table("settlements", _SETTLEMENTS, lambda: _settlements(ledgers)),
        table("on_account", _ON_ACCOUNT, lambda: _on_account(ledgers)),
        table("parties", _PARTIES, lambda: _parties(books, as_of)),
        table("statements", _STATEMENTS, lambda: _statements(books, as_of)),
        table("statement_lines", _LINES, lambda: _statement_lines(books, as_of)),
    ]


def _within(rows: Iterator[Values], place: int | None, folder: str) -> Iterator[Values]:
    """The rows, with the names of files as seen from the main ledger's folder."""
    for row in rows:
        if place is None:
            yield row
        else:
            file = str(row[place]).removeprefix(folder)
            yield (*row[:place], file, *row[place + 1 :])


def _columns(text: str) -> Mapping[str, ColumnKind]:
    """The columns that are named behind what they hold: ``date: day due``."""
    columns = {}
    kind = ColumnKind.TEXT
    for word in text.split():
        if word.endswith(":"):
            kind = ColumnKind(word[:-1])
        else:
            columns[word] = kind
    return columns


_PLACE = "text: file integer: line"
_POSTINGS = (
    "integer: entry date: day text: flag payee narration tags links account"
    " amount: number text: currency amount: weight text: weight_currency"
    f" amount: cost text: cost_currency amount: price text: price_currency {_PLACE}"
)
_DOCUMENTS = (
    "integer: document text: side kind number party date: issued due text: currency"
    f" amount: amount settled open text: account description {_PLACE}"
)
_OPEN_PARTS = (
    "integer: document text: side party date: issued due text: currency amount: open"
)
_SETTLEMENTS = (
    "integer: document text: side party date: day text: currency amount: amount"
    f" text: basis purpose credit account truth: counts {_PLACE}"
)
_ON_ACCOUNT = (
    f"text: side party date: day text: currency amount: amount text: account {_PLACE}"
)
_PARTIES = (
    "text: role id name legal_name vat_id tax_id email street postal_code locality"
    " country currency payment_terms manager status tier tags"
)
_STATEMENTS = (
    "text: account id date: since until text: currency amount: opening closing"
    f" text: digest {_PLACE}"
)
_LINES = (
    "integer: entry text: account date: day bank_day text: bank_ref currency"
    f" amount: amount text: payee narration {_PLACE}"
)


def _postings(books: Books, as_of: date) -> Iterator[Values]:
    """Every posting, with what it weighs: weights of a transaction sum to nothing."""
    for index, txn in enumerate(books.directives):
        if not isinstance(txn, Transaction) or txn.date > as_of:
            continue
        about: Values = (
            index,
            txn.date,
            txn.flag,
            txn.payee or "",
            txn.narration or "",
            ", ".join(sorted(txn.tags or ())),
            ", ".join(sorted(txn.links or ())),
        )
        for posting in txn.postings:
            yield (*about, *_posting(posting), *_place(posting, txn))


def _posting(posting: Posting) -> Values:
    units, cost, price = posting.units, posting.cost, posting.price
    weight, currency = weight_of(posting)
    return (
        posting.account,
        units.number if units else None,
        units.currency if units else None,
        weight,
        currency,
        getattr(cost, "number", None),
        getattr(cost, "currency", None),
        price.number if price else None,
        price.currency if price else None,
    )


def _place(posting: Posting, txn: Transaction) -> Values:
    meta = posting.meta
    place = place_in(meta if meta and "lineno" in meta else txn.meta)
    return place.filename, place.lineno


def _numbered(
    ledgers: Sequence[Subledger],
) -> Iterator[tuple[int, Document]]:
    """The documents of both sides, each with a number that joins the tables."""
    documents = (document for ledger in ledgers for document in ledger.documents)
    return enumerate(documents, 1)


def _documents(ledgers: Sequence[Subledger]) -> Iterator[Values]:
    for number, document in _numbered(ledgers):
        yield (
            number,
            document.side.value,
            document.kind.value,
            document.number,
            document.party,
            document.issued,
            document.due,
            document.currency,
            document.amount,
            document.settled,
            document.open,
            document.postings[0].account,
            document.text,
            *document.place,
        )


def _open_parts(ledgers: Sequence[Subledger]) -> Iterator[Values]:
    """What is open, by due date: that of credits, too, which are negative."""
    for number, document in _numbered(ledgers):
        for part in document.open_parts() if document.open else ():
            yield (
                number,
                document.side.value,
                document.party,
                document.issued,
                part.due,
                document.currency,
                part.amount,
            )


def _settlements(ledgers: Sequence[Subledger]) -> Iterator[Values]:
    for number, document in _numbered(ledgers):
        kept = {id(settlement.posting) for settlement in document.kept}
        for settlement in document.settlements:
            posting = settlement.posting
            yield (
                number,
                document.side.value,
                document.party,
                posting.day,
                document.currency,
                settlement.amount,
                settlement.basis.value,
                posting.purpose.value,
                settlement.credit,
                posting.account,
                id(posting) in kept,
                *posting.place,
            )


def _on_account(ledgers: Sequence[Subledger]) -> Iterator[Values]:
    for ledger in ledgers:
        for item in (*ledger.unapplied, *ledger.unassigned):
            posting = item.posting
            yield (
                ledger.side.value,
                item.party,
                posting.day,
                posting.currency,
                item.amount,
                posting.account,
                *posting.place,
            )


def _parties(books: Books, as_of: date) -> Iterator[Values]:
    keys = [name.replace("_", "-") for name in _columns(_PARTIES)][3:]
    for role in (PartyRole.CLIENT, PartyRole.VENDOR):
        for party in books.parties(role, as_of):
            facts = (party.facts.get(key) for key in keys)
            said = (None if fact is None else str(fact) for fact in facts)
            yield (role.value, party.id, party.name, *said)


def _statements(books: Books, as_of: date) -> Iterator[Values]:
    for statement in books.bank_read.statements:
        if statement.day <= as_of:
            yield (
                statement.account,
                statement.id,
                statement.since,
                statement.day,
                statement.currency,
                statement.opening,
                statement.closing,
                statement.digest,
                *statement.place,
            )


def _statement_lines(books: Books, as_of: date) -> Iterator[Values]:
    """What the bank has shown: every posting to money that one of its lines cleared."""
    indices = {id(directive): n for n, directive in enumerate(books.directives)}
    for account, movements in sorted(books.bank_read.movements.items()):
        for movement in movements:
            txn = movement.transaction
            if movement.reference and movement.day <= as_of:
                yield (
                    indices[id(txn)],
                    account,
                    movement.day,
                    movement.bank_day,
                    movement.reference,
                    movement.currency,
                    movement.amount,
                    txn.payee or "",
                    txn.narration or "",
                    *movement.place,
                )
