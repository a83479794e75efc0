"""The file of the books that a person would add to."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from ledgerkit.books.books import Books


def usual_file(books: Books, side: Side = Side.RECEIVABLE) -> Path:
    """Where the latest posting to a receivable stands; else the latest transaction.

    For bills, where the latest to a payable does.

    Of one day, the one furthest down counts. Books without any have the main ledger.
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
