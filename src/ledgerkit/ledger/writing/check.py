"""Refuse a change that does anything else to the books than what was asked."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import TYPE_CHECKING, Any, Protocol

from beancount.core.compare import hash_entry
from beancount.core.data import Posting, Transaction
from beancount.core.number import MISSING
from beancount.core.position import Cost, CostSpec
from beancount.parser import parser

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.loader import digest, garbage_collection_off, load_unpublished
from ledgerkit.ledger.place import place_in, place_of
from ledgerkit.ledger.writing.change import FileChange, real_path

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from beancount.core.data import Directive

    from ledgerkit.errors import Place


#: Where a directive stands, and what Beancount concludes from the others.
_NOT_COMPARED = frozenset({"meta", "diff_amount"})


def lost_and_added(
    old: Iterable[Directive], new: Iterable[Directive]
) -> tuple[Sequence[Directive], Sequence[Directive]]:
    """The directives that only the old text has, and those that only the new has.

    Two directives are the same when every value is, whatever their metadata and
    place. A directive that stands twice counts twice. Beancount's own hash would not
    do: it tells 100 from 100.00, and its printer writes one for the other.
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
    """Skip what did not even move: it is most of a ledger that is appended to."""
    head = _common(old, new)
    old, new = old[head:], new[head:]
    tail = _common(old[::-1], new[::-1])
    return old[: len(old) - tail], new[: len(new) - tail]


def _common(old: Sequence[Directive], new: Sequence[Directive]) -> int:
    """How many directives are the same in every respect, from the first on."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _by_value(directives: Iterable[Directive]) -> dict[Hashable, list[Directive]]:
    found: dict[Hashable, list[Directive]] = {}
    for directive in directives:
        found.setdefault(_value(directive), []).append(directive)
    return found


def _surplus(
    some: dict[Hashable, list[Directive]], others: dict[Hashable, list[Directive]]
) -> Sequence[Directive]:
    """What some have more of than the others; of equals, the last in the text."""
    return [
        directive
        for value, directives in some.items()
        for directive in directives[len(others.get(value, ())) :]
    ]


def _value(directive: Directive) -> Hashable:
    """A directive as something to compare.

    A program may leave out what the parser fills with nothing.
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
    """A program knows the `Cost` of which the parser has read a `CostSpec`."""
    if isinstance(cost, CostSpec):
        return (*map(_given, cost[:-1]), bool(cost.merge))
    if cost is None:
        return None
    return (cost.number, None, cost.currency, cost.date, cost.label, False)


def first_new_error(old: Iterable[Any], new: Sequence[Any]) -> Any | None:
    """The first error that the new books have and the old have not; None for none.

    Errors are told apart by what they are about and what they say, not by line
    numbers: those move. A failed balance assertion that now fails by another amount
    is the old one; a second one is new.
    """
    surplus = Counter(map(_kind, new)) - Counter(map(_kind, old))
    known = {str(error.message) for error in old}
    suspects = [error for error in new if _kind(error) in surplus]
    unknown = [error for error in suspects if str(error.message) not in known]
    return next(iter(unknown or suspects), None)


def _kind(error: Any) -> tuple[str, str]:
    """What an error is about: its directive or, where it has none, its message."""
    if hasattr(error.entry, "_fields"):
        about = hash_entry(error.entry, exclude_meta=True)
    else:
        about = re.sub(r"\d+", "#", str(error.message))
    return type(error).__name__, about


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
class LoadedFiles:
    """What somebody who has loaded the books knows of them.

    Attributes:
        errors: Every error of the load.
        digests: The digest of each file that was loaded, by real path.
    """

    errors: Sequence[Any]
    digests: Mapping[Path, str]

    @classmethod
    def of(cls, books: LoadedBooks) -> LoadedFiles:
        """What is known of books that we loaded ourselves."""
        assert books.digests is not None
        return cls(errors=books.errors, digests=books.digests)


def check_change(  # noqa: PLR0913 - each is a part of what was asked
    main: Path,
    changes: Sequence[FileChange],
    *,
    expected: Sequence[Directive] | None,
    known: LoadedFiles | None,
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
    known: LoadedFiles | None,
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
