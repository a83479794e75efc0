"""The files of a ledger, checked before Beancount reads them.

Beancount's parser drops bytes it can't decode, waits for ever on a pipe, fails with a
traceback on a directory and crashes the whole program on a division by zero. Files it
can't read in full are refused here, by file and line.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from beancount.utils import encryption

from ledgerkit.errors import Place, UnreadableBooksError, WriteRefusedError
from ledgerkit.ledger.text import check_ledger_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Not anchored to the start of the line, which would take ten times as long.
_INCLUDE = re.compile(rb'include[ \t]+"((?:[^"\\]|\\.)*)"')
_ZERO_DIVISOR = re.compile(rb"/[ \t]*0+(?:\.0*)?(?![0-9.])")
#: Strings, comments and links: a slash in them is not a division.
_NO_ARITHMETIC = re.compile(rb'"(?:[^"\\]|\\.)*"?|;[^\n]*|[#^][^\s]+', re.DOTALL)


class Include(NamedTuple):
    """An ``include`` line.

    Attributes:
        place: Where it stands.
        pattern: The pattern it names.
        paths: The files that match, by absolute path; none if there are none.
    """

    place: Place
    pattern: str
    paths: tuple[str, ...]


def check_ledger_files(main: Path) -> Sequence[Path]:
    """Check the main ledger file and every file that it includes.

    Args:
        main: The main ledger file; messages name the others in the same way.

    Returns:
        The files, the main one first, without those included by an encrypted file.

    Raises:
        UnreadableBooksError: If any is not a regular file of readable text.
    """
    files: dict[str, Path] = {}
    queue: list[tuple[Path, str]] = [(main, "")]
    while queue:
        path, named_by = queue.pop(0)
        if os.path.abspath(path) in files:  # noqa: PTH100 - links are kept, as by Beancount
            continue
        files[os.path.abspath(path)] = path  # noqa: PTH100
        if named_by and not path.exists():
            continue  # A broken link: Beancount reports it.
        if encryption.is_encrypted_file(str(path)):
            continue
        data = _read_text(path, named_by)
        for include in _includes(str(path), data):
            queue += [
                (Path(included), f"{include.place}: ") for included in include.paths
            ]
    return list(files.values())


def find_includes(filename: str) -> Sequence[Include]:
    """The ``include`` lines of a file; none if it can't be read."""
    try:
        return list(_includes(filename, Path(filename).read_bytes()))
    except OSError:
        return []


#: Names of ledger files, and how many folders upward one may be included from.
_SUFFIXES, _LEVELS = frozenset({".beancount", ".bean"}), 6


def main_file_of(path: Path) -> Path:
    """The file whose books a file is part of: the one that includes it, and so on.

    It is looked for beside the file and in the folders above, the nearest first; the
    file itself is the main one if no other includes it, or it includes that one too.
    """
    main, below = path, {os.path.abspath(path)}  # noqa: PTH100 - links are kept
    while (above := _including(main)) is not None:
        if os.path.abspath(above) in below:  # noqa: PTH100
            return path  # In a circle none is above the other.
        main = above
        below.add(os.path.abspath(above))  # noqa: PTH100
    return main


def _including(path: Path) -> Path | None:
    """The nearest file that includes this one."""
    wanted = os.path.abspath(path)  # noqa: PTH100
    folders = Path(wanted).parents
    for folder in folders[:_LEVELS]:
        try:
            files = sorted(f for f in folder.iterdir() if f.suffix in _SUFFIXES)
        except OSError:
            return None
        # A main file by its name comes first.
        for file in sorted(files, key=lambda f: f.stem != "main"):
            if str(file) != wanted and any(
                wanted in include.paths for include in find_includes(str(file))
            ):
                return file
    return None


def _includes(filename: str, data: bytes) -> Iterator[Include]:
    for match in _INCLUDE.finditer(data):
        if data[data.rfind(b"\n", 0, match.start()) + 1 : match.start()].strip():
            continue
        text = match[1].decode("utf-8", "replace")
        pattern = re.sub(r"\\(.)", r"\1", text)
        place = Place(filename, data.count(b"\n", 0, match.start(1)) + 1)
        full_pattern = os.path.join(os.path.dirname(filename), pattern)  # noqa: PTH118, PTH120
        # The very function that Beancount calls: Path.glob has other rules.
        paths = glob.glob(full_pattern, recursive=True)  # noqa: PTH207
        yield Include(place, pattern, tuple(os.path.normpath(path) for path in paths))


def _read_text(path: Path, named_by: str) -> bytes:
    """The bytes of a file that Beancount can read in full."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            remedy = (
                f'include "{path.name}/*.beancount" takes the files in it'
                if named_by
                else "name the main ledger file in it"
            )
            raise UnreadableBooksError(f"{named_by}{path} is a directory; {remedy}")
        if not stat.S_ISREG(mode):
            raise UnreadableBooksError(
                f"{named_by}{path} is not a regular file; save the ledger in one"
            )
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableBooksError(f"{named_by}{path}: {reason}") from None
    try:
        check_ledger_text(path, data)
    except WriteRefusedError as error:
        raise UnreadableBooksError(str(error)) from None
    _check_divisions(path, data)
    return data


def _check_divisions(path: Path, data: bytes) -> None:
    """Refuse a division by zero: Beancount 3.2.3 crashes on it."""
    suspects = _ZERO_DIVISOR.finditer(data)
    if not any(_ZERO_DIVISOR.search(_arithmetic(_line(data, m))) for m in suspects):
        return
    # Only now the whole text, as a string may span several lines.
    match = _ZERO_DIVISOR.search(arithmetic := _arithmetic(data))
    if match:
        line = arithmetic.count(b"\n", 0, match.start()) + 1
        raise UnreadableBooksError(
            f"{path}:{line}: divides by zero; correct the amount"
        )


def _line(data: bytes, match: re.Match[bytes]) -> bytes:
    end = data.find(b"\n", match.end())
    return data[data.rfind(b"\n", 0, match.start()) + 1 : end if end >= 0 else None]


def _arithmetic(data: bytes) -> bytes:
    """The text without strings, comments and links, with the same lines."""
    return _NO_ARITHMETIC.sub(lambda match: b"\n" * match[0].count(b"\n"), data)
