"""Is a change the one that was wanted? What it adds, loses and breaks."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from beancount.core.compare import hash_entry
from beancount.core.data import Posting
from beancount.core.number import MISSING
from beancount.core.position import Cost, CostSpec

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from beancount.core.data import Directive

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
