"""A vendor's statement beside our books, and why the balances differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.account_entries import account_entries
from ledgerkit.payables.vendor_statement import FoundBy, Outcome, reconcile_vendor
from ledgerkit.reports.cells import names_on, totals_by_currency
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.payables.account_entries import AccountEntry
    from ledgerkit.payables.vendor_statement import ListedLine, ReconciledItem

_AMOUNTS = ("theirs", "ours", "difference")
_COLUMNS = (
    Column("outcome", "Outcome"),
    Column("listed", "They list"),
    Column("number", "Our number"),
    Column("date", "Date", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("theirs", "Theirs", ColumnType.AMOUNT),
    Column("ours", "Ours", ColumnType.AMOUNT),
    Column("difference", "Difference", ColumnType.AMOUNT),
    Column("why", "Why"),
)
#: Lines that need work come first.
_ORDER = [
    Outcome.NOT_OURS,
    Outcome.NOT_THEIRS,
    Outcome.DIFFERENT,
    Outcome.MATCHED,
]
_SHOWN_SETTLEMENTS = 3


def vendor_statement(
    books: Books, vendor: str, lines: Sequence[ListedLine], *, as_of: date
) -> Table:
    """Every line of a vendor's statement, matched with our open items.

    A row's difference is what the vendor claims above what we think we owe. The rows
    sum to their balance, ours, and the difference of the two.

    Args:
        books: The books.
        vendor: The vendor's id.
        lines: The lines of the statement.
        as_of: The statement's day; later entries are ignored.
    """
    subledger = books.subledger(Side.PAYABLE, as_of).of_party(vendor)
    entries, offsets = account_entries(
        subledger, lambda posting: id(books.transaction_of(posting))
    )
    items = sorted(
        reconcile_vendor(lines, entries, offsets), key=lambda i: _ORDER.index(i.outcome)
    )
    name = names_on(books, Side.PAYABLE, as_of)(vendor)
    return Table(
        title=f"{name}: their statement and our books",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(item) for item in items],
        totals=totals_by_currency(
            ((_currency(i), (i.theirs, i.ours, i.difference)) for i in items), _AMOUNTS
        ),
        notes=list(_notes(items, subledger)),
    )


def statement_currency(books: Books, vendor: str, as_of: date) -> str:
    """The currency of a vendor's statement that doesn't name one.

    Raises:
        UsageError: If the books don't show it.
    """
    stated = books.directory.as_of(PartyRole.VENDOR, vendor, as_of).text("currency")
    documents = books.subledger(Side.PAYABLE, as_of).of_party(vendor).items
    dealt_in = {item.first.currency for item in documents}
    if stated or len(dealt_in) == 1:
        return stated or dealt_in.pop()
    raise UsageError(
        f"which currency is the statement of {vendor} in? Write for instance"
        " --currency EUR"
    )


def _currency(item: ReconciledItem) -> str:
    known = item.line or item.entry
    assert known is not None
    return known.currency


def _row(item: ReconciledItem) -> Row:
    line, entry, currency = item.line, item.entry, _currency(item)
    day = entry.day if entry else line.day if line else None
    cells: dict[str, Cell] = {
        "outcome": item.outcome.value,
        "listed": (line.number or f"line {line.line}") if line else None,
        "number": _number(entry) if entry else None,
        "date": day,
        "currency": currency,
        "why": "; ".join(_reasons(item)) or None,
    }
    for key in _AMOUNTS:
        amount: Decimal = getattr(item, key)
        cells[key] = with_cents(amount, currency)
    return Row(cells=cells, links=_links(entry))


def _number(entry: AccountEntry) -> str:
    return entry.number or entry.kind


def _links(entry: AccountEntry | None) -> Mapping[str, Link]:
    if entry is None:
        return {}
    links = {"date": Link(LinkKind.SOURCE, str(entry.place))}
    if entry.number is not None:
        links["number"] = Link(LinkKind.DOCUMENT, entry.number)
    return links


def _reasons(item: ReconciledItem) -> Iterator[str]:
    """Why the two differ, or how they were matched."""
    line, entry = item.line, item.entry
    if entry is None:
        assert line is not None
        yield _unknown(line)
        return
    if line is None:
        yield "they don't list it"
    elif item.found_by is FoundBy.SIMILAR_NUMBER:
        yield "the numbers are nearly alike"
    elif item.found_by is FoundBy.AMOUNT:
        yield "same amount, and dates near each other"
    if line and line.times > 1:
        yield f"listed in {line.times} lines"
    if line and item.difference and line.amount != entry.amount:
        amount = with_cents(entry.amount, entry.currency)
        yield f"our {entry.kind} is over {amount:f}"
    if item.difference and item.settled_by:
        yield _settled(item, entry.currency)


def _unknown(line: ListedLine) -> str:
    if line.amount > 0:
        return "not in our books: ask for a copy"
    return "we know of no such payment or credit"


def _settled(item: ReconciledItem, currency: str) -> str:
    parts = [
        f"{with_cents(amount, currency):f}"
        f" {'paid' if source.is_payment else f'credited by {source.number}'}"
        f" on {source.day}"
        for source, amount in item.settled_by[:_SHOWN_SETTLEMENTS]
    ]
    more_count = len(item.settled_by) - _SHOWN_SETTLEMENTS
    return ", ".join(parts) + (f" and {more_count} more" if more_count > 0 else "")


def _notes(items: Sequence[ReconciledItem], subledger: Subledger) -> Iterator[str]:
    """The proof: balances not taken from the rows, beside the sums of the rows."""
    for currency in sorted({_currency(item) for item in items}):
        rows = [item for item in items if _currency(item) == currency]
        theirs = sum((i.line.amount for i in rows if i.line), ZERO)
        ours = _balance(subledger, currency)
        listed = sum((item.difference for item in rows), ZERO)
        if theirs - ours != listed:
            raise AssertionError(f"{theirs} - {ours} is not {listed} {currency}")
        proof = f"Their balance {with_cents(theirs, currency):f} {currency} less ours"
        proof += f" {with_cents(ours, currency):f} is {with_cents(listed, currency):f}"
        differ = any(item.difference for item in rows)
        yield proof + (", the sum of the differences." if differ else ": they agree.")
    if not items:
        yield "They list nothing, and nothing is open."


def _balance(subledger: Subledger, currency: str) -> Decimal:
    """What we owe, as in every other report."""
    documents = (d.open for d in subledger.open_documents if d.currency == currency)
    on_account = (
        item.amount for item in subledger.unapplied if item.posting.currency == currency
    )
    return sum(documents, ZERO) + sum(on_account, ZERO)
