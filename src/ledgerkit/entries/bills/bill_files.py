"""The files of bills, kept beside the books before the books name them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.writing.atomic import discard, publish, stage
from ledgerkit.ledger.writing.change import FileChange
from ledgerkit.ledger.writing.disk import DISK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bills.arrived_bills import BookedBill


def keep_files(books: Books, booked: Iterable[BookedBill]) -> None:
    """Put each bill's file at its path in the books: see `keep_file`."""
    for bill in booked:
        keep_file(books, str(bill.path), bill.bill.content)


def keep_file(books: Books, name: str, content: bytes) -> None:
    """Put a file at its path in the books.

    An existing file is left as it is; a crash leaves files that no ledger names, and
    the next import finds them there.

    Args:
        books: The books.
        name: The file, from the main ledger's folder.
        content: Its bytes.

    Raises:
        WriteRefusedError: If another file has its name, or the folder leads out of the
            books.
        OSError: If the disk fails.
    """
    folder = Path(books.filename).resolve().parent
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if folder not in path.parent.resolve().parents:
        raise WriteRefusedError(
            f"{path.parent}: leads out of the books' folder; keep its files inside it"
        )
    if not path.exists():
        _write(path, content)
    elif path.read_bytes() != content:
        raise WriteRefusedError(f"{path}: is another file; move it away")


def _write(path: Path, content: bytes) -> None:
    staged = []
    try:
        change = FileChange(path=path, old=None, new=content, like=None, private=True)
        staged.append(stage(DISK, change))
        publish(DISK, staged, path.parent)
    finally:
        discard(DISK, staged)
