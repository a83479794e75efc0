"""The books of many clients at a glance, for whoever keeps them: a row a book."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.checks import CHECKS
from ledgerkit.books.loader_errors import loader_findings
from ledgerkit.books.taxes.tax_due import read_tax_due
from ledgerkit.books.today.today import end_of_week
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.overdue import overdue_parts
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.reports.today.most_overdue import most_overdue
from ledgerkit.table import Cell, Column, ColumnType, Rank, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books

_AMOUNT, _DATE = ColumnType.AMOUNT, ColumnType.DATE
_COLUMNS = (
    Column("book", "Book", rank=Rank.ESSENTIAL),
    Column("name", "Company"),
    Column("currency", "Currency"),
    Column("overdue", "Overdue", _AMOUNT),
    Column("most_overdue", "Most overdue", optional=True),
    Column("due", "Bills due", _AMOUNT),
    Column("tax_due", "Tax due", _DATE, optional=True),
    Column("tax", "Tax", optional=True),
    Column("other_currencies", "In other currencies", optional=True),
    Column("failing", "Failing checks", optional=True, rank=Rank.SECONDARY),
    Column("unread", "Not read", optional=True, rank=Rank.SECONDARY),
)
#: What Beancount itself finds, among the names of checks.
_BEANCOUNT = "beancount"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeBook:
    """A client's book.

    Attributes:
        book: Where it lies, from the practice's folder.
        cells: What is shown of it.
        is_good: Whether it was read, and no check fails.
    """

    book: str
    cells: Mapping[str, Cell]
    is_good: bool


def unread_book(book: str, reason: str) -> PracticeBook:
    """A book that can't be read, which is a reason to look at it.

    Args:
        book: Where it lies.
        reason: Why it can't.
    """
    return PracticeBook(book=book, cells={"unread": reason}, is_good=False)


def read_book(book: str, books: Books, as_of: date) -> PracticeBook:
    """What a practice wants to know of a book.

    What clients owe and is overdue, our bills due by the end of the week or before, the
    tax due next, and each check with a finding that makes a figure untrustworthy.

    Args:
        book: Where it lies.
        books: The loaded book.
        as_of: Today.
    """
    overdue, due = _overdue(books, as_of), _bills_due(books, as_of)
    currency = _main_currency(books, overdue, due)
    taxes = sorted(read_tax_due(books, as_of), key=lambda tax: (tax.due, tax.name))
    failing = dict(_failing(books))
    worst = most_overdue(books, as_of=as_of, limit=1).rows
    cells: dict[str, Cell] = {
        "name": books.directory.as_of(PartyRole.COMPANY, OURSELVES, as_of).name,
        "currency": currency or None,
        "overdue": with_cents(overdue.get(currency, ZERO), currency),
        "due": with_cents(due.get(currency, ZERO), currency),
        "other_currencies": _others(currency, overdue, due) or None,
        "failing": ", ".join(f"{name} {n}" for name, n in failing.items()) or None,
        **({"most_overdue": _worst(worst[0].cells)} if worst else {}),
    }
    if taxes:
        first = taxes[0]
        amount = f"{with_cents(first.amount, first.currency):f} {first.currency}"
        cells |= {"tax_due": first.due, "tax": f"{first.name}: {amount}"}
    return PracticeBook(book=book, cells=cells, is_good=not failing)


def practice(books: Sequence[PracticeBook], *, as_of: date) -> Table:
    """The table of all books, in the order given; none is left out.

    Args:
        books: What was read of each.
        as_of: Today.
    """
    unread = sum("unread" in book.cells for book in books)
    rows = [_row(book) for book in books]
    notes = [f"Bills due until {end_of_week(as_of)} count, and late ones."]
    if unread:
        plural = "book" if unread == 1 else "books"
        notes.insert(0, f"{unread} {plural} can't be read: nothing is known of it.")
    return Table(
        title="Practice", as_of=as_of, columns=_COLUMNS, rows=rows, notes=notes
    )


def _row(book: PracticeBook) -> Row:
    cells = {column.key: book.cells.get(column.key) for column in _COLUMNS}
    late = {key for key in ("failing", "unread") if cells[key]}
    if cells["overdue"]:
        late.add("overdue")
    return Row(cells={**cells, "book": book.book}, late=frozenset(late))


def _worst(cells: Mapping[str, Cell]) -> str:
    days = cells["days"]
    return f"{cells['name']}, {days} day{'' if days == 1 else 's'}"


def _overdue(books: Books, as_of: date) -> Mapping[str, Decimal]:
    """What clients owe and is overdue, by currency."""
    overdue: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for document in books.subledger(Side.RECEIVABLE, as_of).open_documents:
        for part in overdue_parts(document, as_of):
            overdue[document.currency] += part.amount
    return overdue


def _bills_due(books: Books, as_of: date) -> Mapping[str, Decimal]:
    """Our bills due by the end of the week, by currency."""
    due: dict[str, Decimal] = defaultdict(lambda: ZERO)
    until = end_of_week(as_of)
    for document in books.subledger(Side.PAYABLE, as_of).open_documents:
        for part in document.open_parts():
            if part.due <= until and part.amount > 0:
                due[document.currency] += part.amount
    return due


def _main_currency(books: Books, *amounts: Mapping[str, Decimal]) -> str:
    """The book's own currency; else the first in which something is due."""
    own: Sequence[str] = books.options["operating_currency"]
    used = sorted(currency for by_currency in amounts for currency in by_currency)
    return next(iter([*own, *used]), "")


def _others(
    currency: str, overdue: Mapping[str, Decimal], due: Mapping[str, Decimal]
) -> str:
    """What is overdue, and due, in other currencies than the book's own."""
    said = [
        f"{with_cents(amount, other):f} {other} {word}"
        for by_currency, word in ((overdue, "overdue"), (due, "bills due"))
        for other, amount in sorted(by_currency.items())
        if other != currency and amount
    ]
    return ", ".join(said)


def _failing(books: Books) -> Iterator[tuple[str, int]]:
    """Each check that finds what makes a figure untrustworthy, and how many."""
    errors = loader_findings(books.errors, books.options, books.directives)
    if found := sum(not finding.advice for finding in errors):
        yield _BEANCOUNT, found
    for check in CHECKS:
        if found := len(books.findings([check], advice=False)):
            yield check.name, found
