"""The entries that void a number, with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Custom, Posting, Transaction
from beancount.parser.grammar import ValueType

from ledgerkit.books.documents.next_number import used_numbers
from ledgerkit.books.documents.numbers import VOID
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.errors import UsageError
from ledgerkit.invoices.numbering import number_series, split_number
from ledgerkit.ledger.place import ADDED, short_place
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document

#: Keys for due dates and lines: a reversal has neither.
_NOT_REVERSED = {"due", "terms", "filename", "lineno"}


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidNumber:
    """A number that stands for no document, or no longer for one.

    Attributes:
        number: The number.
        reason: Why, for anyone who asks.
        day: The day it was voided.
    """

    number: str
    reason: str
    day: date


def plan_void(books: Books, void: VoidNumber) -> PlannedEntries:
    """Plan to void a number: the directive, and the reversal of its document.

    The invoice itself stays, with a transaction that reverses every posting, so that
    the series shows the number and why.

    Raises:
        UsageError: If it is already void, or any part of it is settled.
    """
    for known in books.voids:
        if known.number == void.number:
            raise UsageError(
                f"{void.number} is void already ({short_place(known.place)}):"
                f" {known.void}"
            )
    for field, text in (("number", void.number), ("reason", void.reason)):
        hidden = hidden_character(text)
        if hidden or not text:
            wrong = f"holds {hidden}, which can't be seen" if hidden else "is empty"
            raise UsageError(f"the {field} {wrong}; type it anew")
    values = [ValueType(text, str) for text in (void.number, void.reason)]
    directive = Custom({}, void.day, VOID, values)
    items = books.subledger(Side.RECEIVABLE, date.max).by_number.get(void.number, ())
    reversals = [
        txn for item in items for txn in _reversals(books, void, item.finish())
    ]
    description = f"void number {void.number}"
    if reversals:
        description += ", and the reversal of what it stood for"
    notes = [] if items else list(_unknown(books, void))
    return PlannedEntries(
        done=description,
        directives=[*reversals, directive],
        number=void.number,
        notes=notes,
    )


def _reversals(
    books: Books, void: VoidNumber, document: Document
) -> Iterator[Transaction]:
    if document.is_credit:
        raise UsageError(
            f"{void.number} is a credit note; take it back with an invoice, and void"
            " only numbers that were not used"
        )
    if document.settled:
        raise UsageError(
            f"{as_money(document.settled, document.currency)} of {void.number} are"
            f" settled; write a credit note: ledgerkit invoice credit {void.number}"
        )
    if void.day < document.issued:
        raise UsageError(
            f"{void.number} is of {document.issued}, after {void.day}; correct the date"
        )
    for txn in books.transactions_of(document):
        yield Transaction(
            _kept(txn.meta),
            void.day,
            "*",
            txn.payee,
            f"Reversal of {void.number}: {void.reason}",
            frozenset(),
            txn.links,
            [_reversed(posting) for posting in txn.postings],
        )


def _reversed(posting: Posting) -> Posting:
    units = posting.units
    assert units is not None
    assert units.number is not None
    meta = _kept(posting.meta or {})
    return posting._replace(
        units=Amount(-units.number, units.currency), meta=meta or None
    )


def _kept(meta: Mapping[str, Any]) -> dict[str, Any]:
    """The keys a person wrote, less those only for a document."""
    return {
        key: value
        for key, value in meta.items()
        if key not in _NOT_REVERSED
        and not key.startswith("__")
        and not isinstance(value, ADDED)
    }


def _unknown(books: Books, void: VoidNumber) -> Sequence[str]:
    """Whether no other number is similar, as after a typing error."""
    parts = split_number(void.number, void.day)
    known = {series.name for series in number_series(used_numbers(books))}
    if parts is None or parts[0] not in known:
        return [f"no other number of these books is of the series of {void.number}"]
    return []
