"""Our document number series, and the next number of each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.documents.cash_sales import cash_sale_numbers
from ledgerkit.books.documents.numbers import numbers_in
from ledgerkit.invoices.number_pattern import NumberHabit, NumberPattern, next_number
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.invoices.numbering import UsedNumber


#: The kinds that we number ourselves, and the patterns if neither the book nor its
#: documents show one.
DEFAULT_PATTERNS = {
    DocumentKind.INVOICE: NumberPattern("INV-{year}-{number:03}"),
    DocumentKind.CREDIT_NOTE: NumberPattern("CN-{year}-{number:03}"),
}


def used_numbers(books: Books, *, as_of: date = date.max) -> Sequence[UsedNumber]:
    """Every number used by a day: those of documents, and void ones."""
    voids = [void for void in books.voids if void.day <= as_of]
    numbers = [*numbers_in(books.subledger(Side.RECEIVABLE, as_of)), *voids]
    return [*numbers, *cash_sale_numbers(books.source, numbers, as_of)]


def number_patterns(
    books: Books, kind: DocumentKind, numbers: Iterable[UsedNumber]
) -> Callable[[date], NumberPattern]:
    """The pattern for our document of a day: as set, else usual, else the default.

    The numbers are read once, for every day that is asked about.
    """
    stated = books.settings.number_patterns.get(kind)
    if stated is not None:
        return lambda _day: stated
    credit = kind is DocumentKind.CREDIT_NOTE
    alike = (n for n in numbers if n.is_credit == credit and n.void is None)
    habit = NumberHabit(alike)
    return lambda day: habit.pattern(day) or DEFAULT_PATTERNS[kind]


def number_for(books: Books, kind: DocumentKind, day: date) -> str:
    """The next number for an invoice or credit note of this day.

    It is only certain under the lock: see `EntriesChange`.
    """
    numbers = used_numbers(books)
    return next_number(numbers, number_patterns(books, kind, numbers)(day), day)
