"""The one seam to a loader: a path -> directives, errors and options.

Today Beancount's own. A faster loader that gives exactly its result can stand
behind this function.
"""

from __future__ import annotations

import os
import re
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

# Beancount reads this when it is imported. Its cache unpickles a file beside the
# ledger, so whoever sends a folder could run code; and it returns stale errors.
os.environ.setdefault("BEANCOUNT_DISABLE_LOAD_CACHE", "1")

from beancount import loader

from ledgerkit.books.books import Books
from ledgerkit.errors import UnreadableBooksError, WriteRefusedError
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.ledger.files import check_ledger_files
from ledgerkit.ledger.loader import digest
from ledgerkit.ledger.writing.change import real_path
from ledgerkit.ledger.writing.disk import DISK
from ledgerkit.ledger.writing.lock import ledger_lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beancount.core.data import Directive

#: More digits than Beancount can reckon with: Decimal's precision.
_TOO_MANY_DIGITS = re.compile(rb"(?<![0-9A-Za-z-])[0-9][0-9,.]{28,}(?![0-9A-Za-z-])")


#: How often to read again because somebody saved the books meanwhile.
_TRIES = 5

#: How many seconds to wait for a program that is writing.
_PATIENCE = 10.0

B = TypeVar("B", bound=Books)


def load_directives(
    path: str | Path,
) -> tuple[Sequence[Directive], Sequence[Any], Mapping[str, Any]]:
    """Load a ledger with Beancount.

    Raises:
        UnreadableBooksError: If the file, or one it includes, is no readable text,
            or if Beancount itself fails on it.
    """
    path = Path(path)
    return _load(path, check_ledger_files(path))


def _load(
    path: Path, files: Sequence[Path]
) -> tuple[Sequence[Directive], Sequence[Any], Mapping[str, Any]]:
    if path.stat().st_size == 0:
        raise UnreadableBooksError(
            f"{path}:1: the file is empty; if it had a ledger in it, restore it, or"
            " start one with ledgerkit init"
        )
    try:
        # Not resolved: an include is relative to a link, not to what it leads to.
        return loader._load(  # noqa: SLF001
            [(os.path.abspath(path), True)],  # noqa: PTH100
            None,
            None,
            None,
        )
    except Exception as error:
        raise UnreadableBooksError(_why_it_fails(error, files)) from error


def load_as(kind: type[B], path: str | Path, *, locked: bool = False) -> B:
    """Load a ledger, and remember exactly what text it was loaded from.

    Whoever plans a change on these books compares the files with what is remembered.
    So it must be what Beancount read, and not what somebody saved a moment later: the
    files are looked at before and after, and read again if they differ. From the
    second time on nobody who heeds the lock may write meanwhile: books that several
    programs write to without a pause could never be read otherwise.

    Args:
        kind: What to make of it.
        path: The main ledger file.
        locked: Whether the caller holds the lock on these books already.

    Raises:
        UnreadableBooksError: As by `load_directives`, or if the files don't stop
            changing.
    """
    path = Path(path)
    for again in range(_TRIES):
        lock = _no_other_writer(path) if again and not locked else nullcontext()
        with lock, garbage_collection_off():
            books = _load_unchanged(kind, path)
        if books is not None:
            return books
    raise UnreadableBooksError(
        f"{path}: was saved {_TRIES} times while it was being read; try again"
    )


def _load_unchanged(kind: type[B], path: Path) -> B | None:
    """The books, or None if somebody saved them while they were being read."""
    files = check_ledger_files(path)
    digests = _digests(files)
    books = kind(*_load(path, files))
    if _digests(files) != digests:
        return None
    books.digests = digests
    return books


@contextmanager
def _no_other_writer(path: Path) -> Iterator[None]:
    """Hold the books' lock, where that can be had: reading must not depend on it."""
    with ExitStack() as held:
        with suppress(OSError, WriteRefusedError):
            folder = real_path(path).parent
            held.enter_context(ledger_lock(folder, timeout=_PATIENCE, disk=DISK))
        yield


def load_books(path: str | Path, *, locked: bool = False) -> Books:
    """Load a ledger and read it.

    Raises:
        UnreadableBooksError: As by `load_as`.
    """
    return load_as(Books, path, locked=locked)


def _digests(files: Sequence[Path]) -> Mapping[Path, str]:
    """The digest of each file, by real path; empty for one that isn't there."""
    found = {}
    for path in files:
        try:
            found[path.resolve()] = digest(path.read_bytes())
        except OSError:
            found[path.resolve()] = ""
    return found


def _why_it_fails(error: Exception, files: Sequence[Path]) -> str:
    """What Beancount or a plugin stumbled over, as far as the text shows it."""
    for path in files:
        data = path.read_bytes()
        found = _TOO_MANY_DIGITS.search(data)
        if found:
            line = data.count(b"\n", 0, found.start()) + 1
            digits = sum(character in b"0123456789" for character in found[0])
            return (
                f"{path}:{line}: a number of {digits} digits is more than Beancount"
                " can reckon with; correct it"
            )
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        f"{files[0]}: Beancount can't load these books ({reason[:200]}); undo the last"
        " change, or look for the cause with bean-check"
    )
