"""Documents as files in a folder: their names, and writing only new ones.

Only their owner may read them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.ledger.writing.disk import private

if TYPE_CHECKING:
    from pathlib import Path

#: Disks take 255 bytes, and an ending and a count must fit too.
_NAME_BYTES_MAX = 200
_UNSAFE = re.compile(r"[^\w.+=,@-]+")


class DocumentFolder:
    """A folder that documents are written to, each under its number."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when something is written to it.

        Raises:
            UsageError: If there is a file of this name.
        """
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is a file; name a folder")
        self._folder = folder
        self._taken: set[str] = set()

    def write(self, number: str, suffix: str, content: bytes) -> bool:
        """Write a document; False if it is already there, byte for byte.

        Documents must come in the same order each time: if two numbers make the same
        name, the second gets another.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{self._free(file_name(number))}{suffix}"
        if path.is_file() and path.read_bytes() == content:
            return False
        with open(path, "wb", opener=private) as file:
            file.write(content)
        return True

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
