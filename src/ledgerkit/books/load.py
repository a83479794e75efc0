"""The only access to a loader: a path -> directives, errors and options.

Beancount's own, with a fast way to exactly the same result (`fast_loader`).
"""

from __future__ import annotations

import os
import re
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

# Beancount reads this when it is imported. Its cache unpickles a file beside the
# ledger, so a folder from elsewhere could run code; and it returns stale errors.
os.environ.setdefault("BEANCOUNT_DISABLE_LOAD_CACHE", "1")

from ledgerkit.books.books import Books
from ledgerkit.errors import (
    UnreadableBooksError,
    UntrustedBooksError,
    WriteRefusedError,
)
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.ledger.files import check_ledger_files
from ledgerkit.ledger.loader import careful_loader, digest
from ledgerkit.ledger.writing.atomic import has_left_over, sweep
from ledgerkit.ledger.writing.change import real_path
from ledgerkit.ledger.writing.disk import DISK
from ledgerkit.ledger.writing.journal import finish, is_interrupted
from ledgerkit.ledger.writing.lock import ledger_lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beancount.core.data import Directive

#: Beancount's, the fast way, which asks about the code in a folder before it runs any.
loader = careful_loader()

#: More digits than Beancount can calculate with: Decimal's precision.
_TOO_MANY_DIGITS = re.compile(rb"(?<![0-9A-Za-z-])[0-9][0-9,.]{28,}(?![0-9A-Za-z-])")


#: How many attempts to read books that are being saved meanwhile.
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
        UntrustedBooksError: If it would run code of a folder that nobody has trusted.
    """
    path = Path(path)
    with garbage_collection_off():
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
        # Not resolved: an include is relative to a link, not to its target.
        directives, errors, options = loader._load(  # noqa: SLF001
            [(os.path.abspath(path), True)],  # noqa: PTH100
            None,
            None,
            None,
        )
    except UntrustedBooksError:
        raise
    except Exception as error:
        raise UnreadableBooksError(_why_it_fails(error, files)) from error
    return directives, errors, options


def load_as(kind: type[B], path: str | Path, *, locked: bool = False) -> B:
    """Load a ledger, and remember exactly the text it was loaded from.

    Changes planned on these books compare the files with this text. So it must be what
    Beancount read, and not what somebody saved a moment later: the files are digested
    before and after, and read again if they differ. From the second attempt on,
    programs that respect the lock may not write meanwhile: otherwise books that several
    programs write to without a pause could never be read.

    Args:
        kind: The class of books to make.
        path: The main ledger file.
        locked: Whether the caller already holds the lock on these books.

    Raises:
        UnreadableBooksError: As by `load_directives`, or if the files don't stop
            changing.
    """
    path = Path(path)
    if not locked:
        finish_interrupted(path)
    for attempt in range(_TRIES):
        lock = _no_other_writer(path) if attempt and not locked else nullcontext()
        with lock, garbage_collection_off():
            books = _load_unchanged(kind, path)
        if books is not None:
            if not locked:
                _sweep(path, [Path(name) for name in books.digests or ()])
            return books
    raise UnreadableBooksError(
        f"{path}: was saved {_TRIES} times while it was being read; try again"
    )


def finish_interrupted(path: Path) -> Sequence[str]:
    """Finish a change of several files whose writer died in the middle.

    Returns:
        What was done, in sentences; nothing, if no change was interrupted, one is being
        made right now, or the disk can't be written to.
    """
    folder = real_path(path).parent
    if not is_interrupted(folder):
        return ()
    with (
        suppress(OSError, WriteRefusedError),
        ledger_lock(folder, timeout=_PATIENCE, disk=DISK),
    ):
        return finish(DISK, folder)
    return ()


def _load_unchanged(kind: type[B], path: Path) -> B | None:
    """The books, or None if the files were saved while being read."""
    files = check_ledger_files(path)
    digests = _digests(files)
    books = kind(*_load(path, files))
    if _digests(files) != digests:
        return None
    books.digests = digests
    return books


def _sweep(path: Path, files: Sequence[Path]) -> None:
    """Remove what killed writers left in the folders of the books, if it is safe to.

    Without the lock it isn't: a journal may be about to name such a file.
    """
    folder = real_path(path).parent
    folders = {folder, *(file.resolve().parent for file in files)}
    if not any(has_left_over(DISK, each) for each in folders):
        return
    with (
        suppress(OSError, WriteRefusedError),
        ledger_lock(folder, timeout=0, disk=DISK),
    ):
        if not is_interrupted(folder):
            for each in folders:
                sweep(DISK, each)


@contextmanager
def _no_other_writer(path: Path) -> Iterator[None]:
    """Hold the books' lock, if possible: reading must not depend on it."""
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
    """The digest of each file, by real path; empty for a missing one."""
    digests = {}
    for path in files:
        try:
            digests[path.resolve()] = digest(path.read_bytes())
        except OSError:
            digests[path.resolve()] = ""
    return digests


def _why_it_fails(error: Exception, files: Sequence[Path]) -> str:
    """What made Beancount or a plugin fail, as far as the text shows it."""
    for path in files:
        data = path.read_bytes()
        match = _TOO_MANY_DIGITS.search(data)
        if match:
            line = data.count(b"\n", 0, match.start()) + 1
            digits = sum(character in b"0123456789" for character in match[0])
            return (
                f"{path}:{line}: a number of {digits} digits is more than Beancount"
                " can reckon with; correct it"
            )
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        f"{files[0]}: Beancount can't load these books ({reason[:200]}); undo the last"
        " change, or look for the cause with bean-check"
    )
