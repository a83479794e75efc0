"""The file of the books that a person would add to."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from beancount.core.data import Custom, Transaction

from ledgerkit.books.clients.relations import RELATION_TYPES
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from ledgerkit.books.books import Books


def usual_file(books: Books, side: Side = Side.RECEIVABLE) -> Path:
    """The file of the latest posting to a receivable; else of the latest transaction.

    For bills, of the latest posting to a payable.

    On the same day, the one furthest down counts. Without any, it is the main ledger.
    """
    files = {str(name) for name in books.options["include"]}
    receivables = [
        p for p in books.control_postings if p.side is side and p.filename in files
    ]
    if receivables:
        latest = max(receivables, key=attrgetter("day", "filename", "lineno"))
        return Path(latest.filename)
    names = (
        d.meta.get("filename")
        for d in reversed(books.directives)
        if isinstance(d, Transaction)
    )
    return Path(next((n for n in names if n in files), books.filename))


def usual_file_of_periods(books: Books) -> Path:
    """The file of the latest close of a period; else the main ledger."""
    closed = [c.place.filename for c in books.closed_periods.closings.closed]
    return Path(closed[-1] if closed else books.filename)


def usual_file_of_filings(books: Books) -> Path:
    """The file of the latest filed tax return; else the main ledger."""
    filed = [filing.place.filename for filing in books.filed_returns.filings.all]
    return Path(filed[-1] if filed else books.filename)


def usual_file_of(books: Books, type_: str) -> Path:
    """The file that a directive on client relations would be added to.

    That of the latest of its type; else an included file of that name, such as
    ``contacts.beancount``; else that of the latest of any such type, including clients
    and vendors; else the main ledger.
    """
    files = {str(name) for name in books.options["include"]}
    written = [
        d
        for d in books.directives
        if isinstance(d, Custom)
        and d.type in {*RELATION_TYPES, "client", "vendor", "time"}
        and d.meta.get("filename") in files
    ]
    own = [d for d in written if d.type == type_]
    named = sorted(f for f in files if Path(f).stem in {type_, f"{type_}s"})
    if not own and named:
        return Path(named[0])
    latest = (own or written)[-1:]
    return Path(latest[0].meta["filename"] if latest else books.filename)
