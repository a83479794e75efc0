"""Refuse a change that does anything else to the books than what was asked."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

from beancount.core.data import Transaction
from beancount.parser import parser

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.loader import digest, garbage_collection_off, load_unpublished
from ledgerkit.ledger.place import place_in, place_of
from ledgerkit.ledger.writing.change import FileChange, real_path
from ledgerkit.ledger.writing.wanted_change import first_new_error, lost_and_added

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from beancount.core.data import Directive

    from ledgerkit.errors import Place


#: Only what is a ledger has to be part of the books; a list of digests has not.
_LEDGER_SUFFIXES = frozenset({".beancount", ".bean"})


class LoadedBooks(Protocol):
    """What of loaded books a check needs to see."""

    @property
    def errors(self) -> Sequence[Any]:
        """Every error of the load."""

    @property
    def digests(self) -> Mapping[Path, str] | None:
        """The digest of each file, by real path; None if another loader had it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBooks:
    """What somebody who has loaded the books knows of them.

    Attributes:
        errors: Every error of the load.
        digests: The digest of each file that was loaded, by real path.
    """

    errors: Sequence[Any]
    digests: Mapping[Path, str]

    @classmethod
    def of(cls, books: LoadedBooks) -> KnownBooks:
        """What is known of books that we loaded ourselves."""
        assert books.digests is not None
        return cls(errors=books.errors, digests=books.digests)


def check_change(  # noqa: PLR0913 - each is a part of what was asked
    main: Path,
    changes: Sequence[FileChange],
    *,
    expected: Sequence[Directive] | None,
    known: KnownBooks | None,
    finished: AbstractSet[Place] = frozenset(),
    replaced: Sequence[Directive] = (),
) -> Mapping[Path, str]:
    """Load the books as they would be, and compare them with those that are.

    Every directive of the old text must be in the new one, ``expected`` must be
    exactly what is added, and there must be no new error. What the text says is
    compared, before any plugin: a plugin may make what it likes of it.

    Args:
        main: The main ledger, as it is named: an include is relative to a link.
        changes: The files that change.
        expected: The directives that the change adds; None if any will do.
        known: A load of the old books, used if they are still those books.
        finished: Where transactions stand that have ``*`` for ``!`` afterwards.
        replaced: What the old text says and the new one says no more.

    Returns:
        The digest of every file that was relied on and does not change.

    Raises:
        WriteRefusedError: If the change does something else.
    """
    books = load_unpublished(main, {c.path: c.new for c in changes})
    _check_part_of_books(main, changes, books.digests)
    ledgers = [change for change in changes if change.path in books.said]
    # What changes in its keys only is the same directive, before and after.
    gone, come = lost_and_added(replaced, expected or ())
    _check_directives(
        ledgers, books.said, come if replaced else expected, finished, gone
    )
    # Books without an error have no new one: most loads of the old are saved.
    if books.errors:
        old_errors = _old_errors(main, changes, books.digests, known)
        _check_errors(old_errors, books.errors)
    changed = {change.path for change in changes}
    return {p: d for p, d in books.digests.items() if p not in changed}


def _check_part_of_books(
    main: Path, changes: Iterable[FileChange], files: Mapping[Path, str]
) -> None:
    for change in changes:
        if change.path not in files and change.path.suffix in _LEDGER_SUFFIXES:
            raise WriteRefusedError(
                f"{change.path}: is not part of the books, so nothing written there"
                f" would count; include it in {main}"
            )


def _check_directives(
    changes: Sequence[FileChange],
    said: Mapping[Path, Sequence[Directive]],
    expected: Sequence[Directive] | None,
    finished: AbstractSet[Place],
    gone: Sequence[Directive],
) -> None:
    old = chain.from_iterable(_directives(c.path, c.old or b"") for c in changes)
    new = chain.from_iterable(said[c.path] for c in changes)
    with garbage_collection_off():
        lost, added = lost_and_added(old, new)
    # What is finished reads as lost and added: nothing else of it may differ.
    done = [
        one._replace(flag="*")
        for one in lost
        if isinstance(one, Transaction) and place_of(one) in finished
    ]
    lost = [one for one in lost if place_of(one) not in finished]
    still_there, lost = lost_and_added(gone, lost)
    if still_there:
        raise WriteRefusedError(
            f"{place_of(still_there[0])}: the {_named(still_there[0])} would still be"
            " there; nothing was written"
        )
    if lost:
        raise WriteRefusedError(
            f"{place_of(lost[0])}: the {_named(lost[0])} would be lost or changed;"
            " nothing was written"
        )
    if expected is None:
        return
    wanted = [*expected, *done]
    missing, unwanted = lost_and_added(wanted, added)
    if unwanted:
        raise WriteRefusedError(
            f"{place_of(unwanted[0])}: the new text would also add a"
            f" {_named(unwanted[0])}; nothing was written"
        )
    if missing:
        raise WriteRefusedError(
            f"{changes[-1].path if changes else 'the books'}: the {_named(missing[0])}"
            " would not be read as it was meant; nothing was written"
        )


def _directives(path: Path, data: bytes) -> Sequence[Directive]:
    with garbage_collection_off():
        directives, _errors, _options = parser.parse_file(
            io.BytesIO(data), report_filename=str(path)
        )
    return directives


def _named(directive: Directive) -> str:
    return f"{type(directive).__name__.lower()} of {directive.date}"


def _old_errors(
    main: Path,
    changes: Iterable[FileChange],
    files: Mapping[Path, str],
    known: KnownBooks | None,
) -> Sequence[Any]:
    old_texts = {c.path: c.old for c in changes if c.old is not None}
    new_files = {c.path for c in changes if c.old is None}
    if real_path(main) in new_files:
        return []
    if known is not None:
        now = {path: d for path, d in files.items() if path not in new_files}
        now.update((p, digest(text)) for p, text in old_texts.items() if p in now)
        if now == known.digests:
            return known.errors
    return load_unpublished(main, old_texts).errors


def _check_errors(old: Sequence[Any], new: Sequence[Any]) -> None:
    error = first_new_error(old, new)
    if error is not None:
        message = " ".join(str(error.message).split())
        raise WriteRefusedError(f"{place_in(error.source)}: {message}")
