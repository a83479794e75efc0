"""The one seam to a loader: a path -> directives, errors and options.

Today Beancount's own. A faster loader that gives exactly its result can stand
behind this function.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Beancount reads this when it is imported. Its cache unpickles a file beside the
# ledger, so whoever sends a folder could run code; and it returns stale errors.
os.environ.setdefault("BEANCOUNT_DISABLE_LOAD_CACHE", "1")

from beancount import loader

from ledgerkit.books.books import Books
from ledgerkit.books.garbage_collection import garbage_collection_off
from ledgerkit.books.ledger_files import check_ledger_files
from ledgerkit.errors import UnreadableBooksError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive

#: More digits than Beancount can reckon with: Decimal's precision.
_TOO_MANY_DIGITS = re.compile(rb"(?<![0-9A-Za-z-])[0-9][0-9,.]{28,}(?![0-9A-Za-z-])")


def load_directives(
    path: str | Path,
) -> tuple[Sequence[Directive], Sequence[Any], Mapping[str, Any]]:
    """Load a ledger with Beancount.

    Raises:
        UnreadableBooksError: If the file, or one it includes, is no readable text,
            or if Beancount itself fails on it.
    """
    path = Path(path)
    files = check_ledger_files(path)
    if path.stat().st_size == 0:
        raise UnreadableBooksError(
            f"{path}:1: the file is empty; if it had a ledger in it, restore it, or"
            " start one with ledgerkit init"
        )
    try:
        with garbage_collection_off():
            # Not resolved: an include is relative to a link, not to what it leads to.
            return loader._load(  # noqa: SLF001
                [(os.path.abspath(path), True)],  # noqa: PTH100
                None,
                None,
                None,
            )
    except Exception as error:
        raise UnreadableBooksError(_why_it_fails(error, files)) from error


def load_books(path: str | Path) -> Books:
    """Load a ledger and read it.

    Raises:
        UnreadableBooksError: As by `load_directives`.
    """
    return Books(*load_directives(path))


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
