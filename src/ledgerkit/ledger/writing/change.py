"""One file's part in a write: which file, its old bytes and its new ones."""

from __future__ import annotations

import difflib
import os
import stat
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from beancount.utils import encryption

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.text import check_ledger_text
from ledgerkit.ledger.writing.disk import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ledgerkit.ledger.writing.disk import Disk
    from ledgerkit.ledger.writing.splice import Splice


#: A program that saves in place empties the file first. We wait this long, in seconds,
#: and this often for it to finish before we believe that a file is empty.
_PAUSE, _PAUSES = 0.05, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """The old and new contents of one file.

    Attributes:
        path: The file itself, not a link.
        old: Its bytes; None if there is no file yet.
        new: The bytes it is to have.
        like: The file whose owner and permissions it gets; None for the defaults.
        private: Whether a new file is only for its owner to read.
    """

    path: Path
    old: bytes | None
    new: bytes
    like: os.stat_result | None
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """A change whose new bytes are on the disk under another name.

    Attributes:
        change: The change to publish.
        temporary: The other name.
        descriptor: Open and locked while this process lives, which distinguishes a
            file in use from one left by a killed process.
    """

    change: FileChange
    temporary: Path
    descriptor: int


def real_path(path: Path) -> Path:
    """The file that a name leads to: we write it and keep the link.

    Raises:
        WriteRefusedError: If links go round in a circle.
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        raise WriteRefusedError(
            f"{path}: the link leads back to itself; name the ledger file"
        ) from None


def read_change(
    disk: Disk, path: Path, splice: Splice, *, main: Path, only_adds: bool = True
) -> FileChange:
    """Read a file and splice its text.

    Args:
        disk: The disk to use.
        path: The file; it need not exist, but its folder must.
        splice: From its old bytes (empty for a new file) to the new ones.
        main: The main ledger; a new file gets its permissions.
        only_adds: Whether a shorter text is an error.

    Raises:
        WriteRefusedError: If the file is not one that we may replace, or the new
            text is shorter than the old and must not be.
        OSError: If the disk fails.
    """
    status = _stat(disk, path)
    if status is None:
        _check_folder(path)
        old = None
    else:
        _check_replaceable(path, status)
        old = _read_settled(disk, path)
    if old == b"" and path == main:
        raise WriteRefusedError(
            f"{path}:1: the file is empty; if it had a ledger in it, restore it,"
            " else remove it first"
        )
    check_ledger_text(path, old or b"")
    new = splice(old or b"")
    check_ledger_text(path, new)
    if only_adds and len(new) < len(old or b""):
        raise WriteRefusedError(
            f"{path}: the new text is {len(old or b'') - len(new)} bytes shorter than"
            " the old, so something would be lost; nothing was written"
        )
    return FileChange(path=path, old=old, new=new, like=status or _stat(disk, main))


def _stat(disk: Disk, path: Path) -> os.stat_result | None:
    try:
        return disk.stat(path)
    except FileNotFoundError:
        return None


def _check_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise WriteRefusedError(f"{path.parent}: no such folder; make it first")


def _check_replaceable(path: Path, status: os.stat_result) -> None:
    """Refuse anything that would not be the same file once replaced."""
    if not stat.S_ISREG(status.st_mode):
        raise WriteRefusedError(f"{path}: is not a regular file; name a ledger file")
    # Replacing only needs permission for the folder, so check the file's here.
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise WriteRefusedError(
            f"{path}: is read-only; allow writing to it, if that is what you want"
        )
    if status.st_nlink > 1:
        raise WriteRefusedError(
            f"{path}: has {status.st_nlink} names (hard links), and the others would"
            " keep the old text; replace it by a copy of its own"
        )
    if encryption.is_encrypted_file(str(path)):
        raise WriteRefusedError(f"{path}: is encrypted; add to another file")


def _read_settled(disk: Disk, path: Path) -> bytes | None:
    """The bytes, once nobody is in the middle of saving the file."""
    data = read_file(disk, path)
    for _ in range(_PAUSES):
        if data != b"":
            break
        disk.wait(_PAUSE)
        data = read_file(disk, path)
    return data


_CONTEXT = 3


def diff(path: Path, old: bytes, new: bytes) -> str:
    r"""A unified diff; empty if nothing changes.

    Lines keep their own endings, and a last line without one is marked as
    ``diff`` marks it.

    >>> from pathlib import Path
    >>> print(diff(Path("a"), b"1\n", b"1\n2\n"), end="")
    --- a
    +++ a
    @@ -1 +1,2 @@
     1
    +2
    """
    before, after = _lines(old), _lines(new)
    # A ledger has a hundred thousand lines, and comparing them all would take
    # seconds: only what lies between the first and the last change is compared.
    head = max(0, _common(before, after) - _CONTEXT)
    before, after = before[head:], after[head:]
    tail = max(0, _common(before[::-1], after[::-1]) - _CONTEXT)
    before, after = before[: len(before) - tail], after[: len(after) - tail]
    return "".join(_unified(str(path), before, after, head))


def _lines(data: bytes) -> list[str]:
    """Lines with their endings, split where Beancount splits them."""
    lines = data.decode("utf-8", "replace").split("\n")
    last = [lines[-1] + "\n\\ No newline at end of file\n"] if lines[-1] else []
    return [line + "\n" for line in lines[:-1]] + last


def _common(lines: Sequence[str], other: Sequence[str]) -> int:
    """The number of equal lines at the beginning."""
    pairs = zip(lines, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _unified(
    name: str, before: Sequence[str], after: Sequence[str], skipped: int
) -> Iterator[str]:
    if before == after:
        return
    groups = difflib.SequenceMatcher(None, before, after).get_grouped_opcodes(_CONTEXT)
    yield f"--- {name}\n+++ {name}\n"
    for group in groups:
        old = _range(skipped + group[0][1], skipped + group[-1][2])
        new = _range(skipped + group[0][3], skipped + group[-1][4])
        yield f"@@ -{old} +{new} @@\n"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (f" {line}" for line in before[i1:i2])
            else:
                yield from (f"-{line}" for line in before[i1:i2])
                yield from (f"+{line}" for line in after[j1:j2])


def _range(start: int, stop: int) -> str:
    """A line range for a hunk's header: from 1, or the line before if empty."""
    length = stop - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"
