"""The files of bills, kept beside the books before the books name them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.books.atomic_write import discard, publish, stage
from ledgerkit.books.disk import DISK
from ledgerkit.books.file_change import FileChange
from ledgerkit.errors import WriteRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledgerkit.books.books import Books
    from ledgerkit.books.plan_arrived_bills import BookedBill


def keep_files(books: Books, booked: Iterable[BookedBill]) -> None:
    """Put each bill's file where the books will name it.

    A file that is there already is left as it is; a crash leaves files that no ledger
    names, and the next import finds them there.

    Raises:
        WriteRefusedError: If another file has its name, or the folder leads away from
            the books.
        OSError: If the disk fails.
    """
    folder = Path(books.filename).resolve().parent
    for one in booked:
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if folder not in path.parent.resolve().parents:
            raise WriteRefusedError(
                f"{path.parent}: leads out of the books' folder; set bill-folder to"
                " another"
            )
        if path.exists():
            if path.read_bytes() != one.bill.content:
                raise WriteRefusedError(f"{path}: is another file; move it away")
            continue
        _write(path, one.bill.content)


def _write(path: Path, content: bytes) -> None:
    staged = []
    try:
        change = FileChange(path=path, old=None, new=content, like=None)
        staged.append(stage(DISK, change))
        publish(DISK, staged)
    finally:
        discard(DISK, staged)
