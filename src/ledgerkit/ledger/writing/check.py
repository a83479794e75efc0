"""Refuse a change that does anything to the books other than requested."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import TYPE_CHECKING, Any, Protocol

from beancount.core.compare import hash_entry
from beancount.core.data import Posting, Transaction
from beancount.core.number import MISSING
from beancount.core.position import Cost, CostSpec

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.loader import digest, directives_in, load_unpublished
from ledgerkit.ledger.place import place_in, place_of
from ledgerkit.ledger.whole_books import (
    errors_about,
    errors_that_leave_out,
    why_in_doubt,
    why_not_whole,
)
from ledgerkit.ledger.writing.change import FileChange, real_path

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from beancount.core.data import Directive

    from ledgerkit.errors import Place
    from ledgerkit.ledger.loader import UnpublishedBooks


#: A directive's place, and what Beancount derives from the others.
_NOT_COMPARED = frozenset({"meta", "diff_amount"})


def lost_and_added(
    old: Iterable[Directive], new: Iterable[Directive]
) -> tuple[Sequence[Directive], Sequence[Directive]]:
    """The directives only in the old text, and those only in the new.

    Two directives are the same if all values are, whatever their metadata and place.
    A directive that occurs twice counts twice. Beancount's own hash would not do: it
    distinguishes 100 from 100.00, and its printer writes one for the other.
    """
    old, new = _without_common_ends(list(old), list(new))
    old_by_value, new_by_value = _by_value(old), _by_value(new)
    return (
        _surplus(old_by_value, new_by_value),
        _surplus(new_by_value, old_by_value),
    )


def _without_common_ends(
    old: Sequence[Directive], new: Sequence[Directive]
) -> tuple[Sequence[Directive], Sequence[Directive]]:
    """Skip directives that did not even move: most of them, if text is appended."""
    head = _common(old, new)
    old, new = old[head:], new[head:]
    tail = _common(old[::-1], new[::-1])
    return old[: len(old) - tail], new[: len(new) - tail]


def _common(old: Sequence[Directive], new: Sequence[Directive]) -> int:
    """The number of directives at the beginning that are identical."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _by_value(directives: Iterable[Directive]) -> dict[Hashable, list[Directive]]:
    by_value: dict[Hashable, list[Directive]] = {}
    for directive in directives:
        by_value.setdefault(_value(directive), []).append(directive)
    return by_value


def _surplus(
    by_value: dict[Hashable, list[Directive]],
    others: dict[Hashable, list[Directive]],
) -> Sequence[Directive]:
    """The surplus of one over the others; of equal ones, the last in the text."""
    return [
        directive
        for value, directives in by_value.items()
        for directive in directives[len(others.get(value, ())) :]
    ]


def _value(directive: Directive) -> Hashable:
    """A directive as a comparable value.

    A program may omit what the parser fills with empty values.
    """
    fields = zip(directive._fields, directive, strict=True)
    return (
        type(directive),
        *(_part(part) for name, part in fields if name not in _NOT_COMPARED),
    )


def _part(part: Any) -> Hashable:
    if isinstance(part, list):
        return tuple(_posting(p) if type(p) is Posting else p for p in part) or None
    if isinstance(part, (set, frozenset)):
        return frozenset(part) or None
    return part  # type: ignore[no-any-return]


def _posting(posting: Posting) -> Hashable:
    units = _given(posting.units)
    return (posting.account, units, _cost(posting.cost), posting.price, posting.flag)


def _given(part: Any) -> Hashable:
    return None if part is MISSING else part


def _cost(cost: Cost | CostSpec | None) -> Hashable:
    """A program may give the `Cost` for which the parser reads a `CostSpec`."""
    if isinstance(cost, CostSpec):
        return (*map(_given, cost[:-1]), bool(cost.merge))
    if cost is None:
        return None
    return (cost.number, None, cost.currency, cost.date, cost.label, False)


def first_new_error(old: Iterable[Any], new: Sequence[Any]) -> Any | None:
    """The first error of the new books that the old don't have; None if none.

    Errors are identified by subject and message, not by line numbers, which move. A
    failed balance assertion that now fails by another amount is the old error; a
    second one is new.
    """
    surplus = Counter(map(_kind, new)) - Counter(map(_kind, old))
    old_messages = {str(error.message) for error in old}
    suspects = [error for error in new if _kind(error) in surplus]
    unknown = [error for error in suspects if str(error.message) not in old_messages]
    return next(iter(unknown or suspects), None)


def _kind(error: Any) -> tuple[str, str]:
    """An error's subject: its directive or, without one, its message."""
    if hasattr(error.entry, "_fields"):
        about = hash_entry(error.entry, exclude_meta=True)
    else:
        about = re.sub(r"\d+", "#", str(error.message))
    return type(error).__name__, about


#: Only ledgers have to be part of the books; a list of digests does not.
_LEDGER_SUFFIXES = frozenset({".beancount", ".bean"})


class LoadedBooks(Protocol):
    """The parts of loaded books that a check needs."""

    @property
    def errors(self) -> Sequence[Any]:
        """Every error of the load."""

    @property
    def digests(self) -> Mapping[Path, str] | None:
        """The digest of each file, by real path; None if loaded by another loader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFiles:
    """The errors and files of books loaded before.

    Attributes:
        errors: Every error of the load.
        digests: The digest of each file loaded, by real path.
        despite_errors: Whether a person has chosen to overlook the errors.
    """

    errors: Sequence[Any]
    digests: Mapping[Path, str]
    despite_errors: bool = False

    @classmethod
    def of(cls, books: LoadedBooks, *, despite_errors: bool = False) -> LoadedFiles:
        """Those of books that we loaded ourselves."""
        assert books.digests is not None
        return cls(
            errors=books.errors, digests=books.digests, despite_errors=despite_errors
        )


def check_change(  # noqa: PLR0913 - each is a part of what was asked
    main: Path,
    changes: Sequence[FileChange],
    *,
    expected: Sequence[Directive] | None,
    known: LoadedFiles | None,
    finished: AbstractSet[Place] = frozenset(),
    replaced: Sequence[Directive] = (),
    kept: Collection[Path] = (),
) -> Mapping[Path, str]:
    """Load the books as they would be, and compare them with the present ones.

    Every directive of the old text must be in the new one, exactly ``expected`` must
    be added, and there must be no new error. The text is compared before any plugin,
    as a plugin may make what it likes of it.

    Args:
        main: The main ledger as named, since includes are relative to a link.
        changes: The changed files.
        expected: The directives that the change adds; None if any will do.
        known: A load of the old books, used if they have not changed since.
        finished: The places of transactions whose ``!`` becomes ``*``.
        replaced: The directives of the old text no longer in the new one.
        kept: Documents, by real path, that are put in place with the change.

    Returns:
        The digest of every file relied on that does not change.

    Raises:
        WriteRefusedError: If the change does anything else.
    """
    before = {c.path: c.old for c in changes if c.old is not None}
    books = load_unpublished(main, {c.path: c.new for c in changes}, kept, before)
    _check_part_of_books(main, changes, books.digests)
    ledgers = [change for change in changes if change.path in books.said]
    # A directive that changes only in its keys is the same before and after.
    removed, added = lost_and_added(replaced, expected or ())
    _check_directives(
        ledgers, books, added if replaced else expected, finished, removed
    )
    # Books without errors have no new ones: the old books need no load then.
    if books.errors:
        old_errors = _old_errors(main, changes, books.digests, known)
        _check_errors(old_errors, books.errors)
        if known is None or not known.despite_errors:
            _check_whole(books.errors, expected or ())
    changed = {change.path for change in changes}
    return {p: d for p, d in books.digests.items() if p not in changed}


def _check_whole(errors: Sequence[Any], directives: Sequence[Directive]) -> None:
    """Refuse to build on what Beancount left out, or on accounts in doubt."""
    missing = errors_that_leave_out(errors)
    if missing:
        raise WriteRefusedError(why_not_whole(missing))
    doubtful = errors_about(errors, directives)
    if doubtful:
        raise WriteRefusedError(why_in_doubt(doubtful))


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
    books: UnpublishedBooks,
    expected: Sequence[Directive] | None,
    finished: AbstractSet[Place],
    removed: Sequence[Directive],
) -> None:
    # What stands before the change is the same in both, and left out of both.
    old = chain.from_iterable(
        directives_in(c.old or b"", str(c.path), books.since.get(c.path, 1))
        for c in changes
    )
    new = chain.from_iterable(books.said[c.path] for c in changes)
    lost, added = lost_and_added(old, new)
    # A finished transaction appears lost and added; only its flag may differ.
    completed = [
        directive._replace(flag="*")
        for directive in lost
        if isinstance(directive, Transaction) and place_of(directive) in finished
    ]
    lost = [directive for directive in lost if place_of(directive) not in finished]
    remaining, lost = lost_and_added(removed, lost)
    if remaining:
        raise WriteRefusedError(
            f"{place_of(remaining[0])}: the {_named(remaining[0])} would still be"
            " there; nothing was written"
        )
    if lost:
        raise WriteRefusedError(
            f"{place_of(lost[0])}: the {_named(lost[0])} would be lost or changed;"
            " nothing was written"
        )
    if expected is None:
        return
    required = [*expected, *completed]
    missing, unwanted = lost_and_added(required, added)
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


def _named(directive: Directive) -> str:
    return f"{type(directive).__name__.lower()} of {directive.date}"


def _old_errors(
    main: Path,
    changes: Iterable[FileChange],
    files: Mapping[Path, str],
    known: LoadedFiles | None,
) -> Sequence[Any]:
    old_texts = {c.path: c.old for c in changes if c.old is not None}
    new_files = {c.path for c in changes if c.old is None}
    if real_path(main) in new_files:
        return []
    if known is not None:
        digests = {path: d for path, d in files.items() if path not in new_files}
        digests.update(
            (p, digest(text)) for p, text in old_texts.items() if p in digests
        )
        if digests == known.digests:
            return known.errors
    return load_unpublished(main, old_texts).errors


def _check_errors(old: Sequence[Any], new: Sequence[Any]) -> None:
    error = first_new_error(old, new)
    if error is not None:
        message = " ".join(str(error.message).split())
        raise WriteRefusedError(f"{place_in(error.source)}: {message}")
