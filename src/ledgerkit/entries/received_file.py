"""A file that somebody hands over, kept in the inbox beside the books.

Its name is a stranger's: what remains of it is a plain name with an ending that banks
and e-invoices have, so that no ledger includes it and nothing runs it.
"""

from __future__ import annotations

import re
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ledgerkit.entries.kept_files import file_name
from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.writing.change import real_path
from ledgerkit.ledger.writing.disk import DISK
from ledgerkit.ledger.writing.journal import finish
from ledgerkit.ledger.writing.lock import ledger_lock
from ledgerkit.ledger.writing.writer import put_in_place

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS = frozenset(
    {
        *(".csv", ".txt", ".tsv", ".xls", ".xlsx", ".ods", ".zip"),
        *(".camt", ".sta", ".mt940", ".mt942", ".940", ".942"),
        *(".ofx", ".qfx", ".qbo", ".qif"),
        *(".xml", ".pdf", ".p7m", ".xml.p7m"),
    }
)
_OTHER_ENDING = ".txt"
_STEM_MAX = 80
_ENDING = re.compile(r"(?i)(?:\.xml)?\.[a-z0-9]{2,5}\Z")
#: Seconds to wait for another writer.
_PATIENCE = 10.0


def received_name(name: str) -> str:
    r"""A stranger's file name as one valid on every disk, in no other folder.

    >>> received_name("..\\..\\Conto 2026.CSV"), received_name("../main.beancount")
    ('Conto-2026.csv', 'main.beancount.txt')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    found = _ENDING.search(last)
    ending = found.group().lower() if found else ""
    if ending not in _ENDINGS:
        ending = _OTHER_ENDING
    else:
        last = last[: -len(ending)]
    return f"{file_name(last)[:_STEM_MAX].rstrip('-. ') or '_'}{ending}"


def keep_received(main: Path, folder: Path, name: str, content: bytes) -> Path:
    """Keep a file in a folder, never over another: the same again is kept once.

    Args:
        main: The main ledger, by which writers wait for one another.
        folder: Where it goes; it is made if it is not there.
        name: What its owner calls it.
        content: Its bytes.

    Raises:
        WriteRefusedError: If the folder leads out of the books' by a link, or the disk
            fails; nothing was written.
    """
    books = real_path(main).parent
    plain = PurePosixPath(received_name(name))
    try:
        with ledger_lock(books, timeout=_PATIENCE, disk=DISK):
            finish(DISK, books)
            folder.mkdir(parents=True, exist_ok=True)
            path = _free(folder, plain, content)
            if not path.exists():
                put_in_place(path, content)
            if path.read_bytes() != content:
                raise WriteRefusedError(
                    f"{path}: somebody saved a file of this name at the same time;"
                    " nothing was written, try again"
                )
    except OSError as error:
        raise WriteRefusedError(
            f"{error.filename or folder}: {error.strerror or error}; nothing was"
            " written"
        ) from error
    return path


def _free(folder: Path, plain: PurePosixPath, content: bytes) -> Path:
    """The first name that is free, or that of the same file; some disks ignore case."""
    taken = {path.name.casefold(): path for path in folder.iterdir()}
    stem, _, ending = plain.name.partition(".")
    for number in count(1):
        name = plain.name if number == 1 else f"{stem}-{number}.{ending}"
        there = taken.get(name.casefold())
        if there is None:
            return folder / name
        if there.is_file() and there.read_bytes() == content:
            return there
    raise AssertionError
