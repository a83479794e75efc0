"""Documents as files in a folder: their names, and writing only new ones.

Only their owner may read them.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from ledgerkit.errors import UsageError
from ledgerkit.ledger.writing.atomic import discard, note_folders
from ledgerkit.ledger.writing.change import real_path
from ledgerkit.ledger.writing.disk import DISK
from ledgerkit.ledger.writing.writer import put_in_place

if TYPE_CHECKING:
    from pathlib import Path

    from ledgerkit.ledger.writing.change import StagedFile

#: Disks take 255 bytes, and an ending and a count must fit too.
_NAME_BYTES_MAX = 200
_UNSAFE = re.compile(r"[^\w.+=,@-]+")


class DocumentFolder:
    """A folder that documents are written to, each under its number."""

    def __init__(self, folder: Path, *, beside: Path | None = None) -> None:
        """Take the folder; it is made when something is written to it.

        Args:
            folder: The folder.
            beside: The main ledger, where a note lies while documents are written:
                should the process be killed, the next command clears up.

        Raises:
            UsageError: If there is a file of this name.
        """
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is a file; name a folder")
        self._folder = folder
        self._taken: set[str] = set()
        self._beside = beside
        self._notes: list[StagedFile] = []

    def __enter__(self) -> Self:
        """Leave the note, if the disk lets us: writing documents must not need it."""
        if self._beside is not None:
            books = real_path(self._beside).parent
            with suppress(OSError):
                folder = self._folder.resolve()
                self._notes.append(note_folders(DISK, books, [folder]))
        return self

    def __exit__(self, *_error: object) -> None:
        """Take the note away."""
        discard(DISK, self._notes)

    def write(self, number: str, suffix: str, content: bytes) -> bool:
        """Write a document; False if it is already there, byte for byte.

        See `path` for its name. It is written in one step: a file of an older content
        stays until then.
        """
        path = self.path(number, suffix)
        if path.is_file() and path.read_bytes() == content:
            return False
        self._folder.mkdir(parents=True, exist_ok=True)
        put_in_place(path, content)
        return True

    def path(self, number: str, suffix: str) -> Path:
        """Where the next document goes.

        Documents must come in the same order each time: if two numbers make the same
        name, the second gets another.
        """
        return self._folder / f"{self._free(file_name(number))}{suffix}"

    def _free(self, name: str) -> str:
        """The name, or a variant not used by another document of this run.

        Some disks ignore case.
        """
        free, count = name, 1
        while free.casefold() in self._taken:
            count += 1
            free = f"{name}-{count}"
        self._taken.add(free.casefold())
        return free


def file_name(number: str) -> str:
    """A document's number as a file name valid on every disk.

    >>> file_name("FT 12/2026"), file_name("../../etc/passwd"), file_name("CON")
    ('FT-12-2026', 'etc-passwd', '_CON')
    """
    plain = unicodedata.normalize("NFC", number)
    safe = _UNSAFE.sub("-", plain).strip("-. ").encode()[:_NAME_BYTES_MAX]
    name = safe.decode(errors="ignore").rstrip("-. ")
    if not name or re.fullmatch(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", name):
        return f"_{name}"
    return name
