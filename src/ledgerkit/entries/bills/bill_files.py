"""The files of bills and statements, kept beside the books that name them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.errors import WriteRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bills.arrived_bills import BookedBill


def bill_files(books: Books, booked: Iterable[BookedBill]) -> Mapping[Path, bytes]:
    """Each bill's file at its path in the books: see `kept_files_at`."""
    return kept_files_at(books, {str(b.path): b.bill.content for b in booked})


def kept_files_at(books: Books, named: Mapping[str, bytes]) -> Mapping[Path, bytes]:
    """Files to keep beside the books, at their paths.

    Args:
        books: The books.
        named: The bytes by the file's name, from the main ledger's folder.

    Raises:
        WriteRefusedError: If another file has its name, or the folder leads out of the
            books.
    """
    folder = Path(books.filename).resolve().parent
    for name, content in named.items():
        path = folder / name
        if folder not in path.parent.resolve().parents:
            raise WriteRefusedError(
                f"{path.parent}: leads out of the books' folder; keep its files inside"
                " it"
            )
        if path.exists() and path.read_bytes() != content:
            raise WriteRefusedError(f"{path}: is another file; move it away")
    return {folder / name: content for name, content in named.items()}
