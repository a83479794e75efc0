"""What is different between a closed period as it was and as it is now."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.closing.described import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from ledgerkit.general_ledger.closing.described import DescribedDirective


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveDifference:
    """A directive that was added, changed or removed.

    Attributes:
        before: As it was closed; None if it was added.
        after: As it is now; None if it was removed.
    """

    before: DescribedDirective | None
    after: DescribedDirective | None

    @property
    def matters(self) -> bool:
        """Whether figures rest on it, before or now."""
        both = (self.before, self.after)
        return any(described.is_used for described in both if described is not None)

    @property
    def follows(self) -> bool:
        """Whether nobody touched it: its lots differ, since others were changed."""
        if self.before is None or self.after is None:
            return False
        was, now = (d.prints.get(WRITTEN) for d in (self.before, self.after))
        return was is not None and was == now

    @property
    def parts(self) -> Sequence[str]:
        """What differs of one that was changed, in words."""
        before, after = self.before, self.after
        if before is None or after is None:
            return ()
        return list(_parts(before, after))


def _parts(before: DescribedDirective, after: DescribedDirective) -> Iterator[str]:
    if before.kind != after.kind:
        yield f"it was a {before.kind}"
        return
    if before.day != after.day:
        yield f"its date was {before.day}"
    for part in dict.fromkeys([*before.prints, *after.prints]):
        was, now = before.prints.get(part, ""), after.prints.get(part, "")
        if was != now and part != WRITTEN:
            how = "is new" if not was else "is gone" if not now else "differs"
            plural = part.split("-", 1)[0].endswith("s")
            yield f"{part.replace('-', ' ')} {_of_many(how) if plural else how}"
    gone = Counter(before.words) - Counter(after.words)
    new = Counter(after.words) - Counter(before.words)
    if gone and new:
        yield f"{_listed(gone)} was there, now {_listed(new)}"
    elif gone:
        yield f"{_listed(gone)} is gone"
    elif new:
        yield f"{_listed(new)} is new"


def _of_many(how: str) -> str:
    return {"is new": "are new", "is gone": "are gone"}.get(how, "differ")


def _listed(words: Counter[str]) -> str:
    return ", ".join(words.elements())


def differing_directives(
    before: Sequence[DescribedDirective], after: Sequence[DescribedDirective]
) -> Sequence[DirectiveDifference]:
    """What was removed, changed and added; equal directives count as often as they are.

    What only one of the two has is paired as "changed" by the first that applies: the
    same day, at the same place or with the same accounts; the same place, accounts and
    texts; the same accounts and amounts on another day; the same day and most in
    common. A place alone is no likeness: lines move.
    """
    removed = _surplus(before, after)
    added = _surplus(after, before)
    pairs: list[DirectiveDifference] = []
    for alike in _ALIKE:
        removed, added = _paired(removed, added, alike, pairs)
    removed, added = _paired_by_day(removed, added, pairs)
    found = [
        *pairs,
        *(DirectiveDifference(before=was, after=None) for was in removed),
        *(DirectiveDifference(before=None, after=now) for now in added),
    ]
    return [difference for difference in found if difference.matters]


def _texts(directive: DescribedDirective) -> Hashable:
    """The short prints of what people know a transaction by."""
    return directive.prints.get("payee"), directive.prints.get("narration")


_ALIKE: tuple[Callable[[DescribedDirective], Hashable], ...] = (
    lambda d: (d.kind, d.filename, d.lineno, d.day, d.accounts),
    lambda d: (d.kind, d.day, d.accounts, _texts(d)),
    lambda d: (d.kind, d.day, d.accounts),
    lambda d: (d.kind, d.filename, d.lineno, d.day),
    lambda d: (d.kind, d.filename, d.lineno, d.accounts, _texts(d)),
    lambda d: (d.kind, tuple(d.words), _texts(d)),
    lambda d: (d.kind, tuple(d.words)),
)


def _surplus(
    of: Sequence[DescribedDirective], over: Sequence[DescribedDirective]
) -> list[DescribedDirective]:
    """Those that the other has not; of equal ones, those in the places it has not."""
    counts = Counter(d.digest for d in over)
    places = {(d.digest, d.filename, d.lineno) for d in over}
    surplus = Counter(d.digest for d in of) - counts
    if not surplus:
        return []
    found: dict[int, DescribedDirective] = {}
    at_other_places = [d for d in of if (d.digest, d.filename, d.lineno) not in places]
    for directive in [*at_other_places, *of]:
        if surplus[directive.digest] and id(directive) not in found:
            surplus[directive.digest] -= 1
            found[id(directive)] = directive
    return sorted(found.values(), key=lambda d: (d.day, d.filename, d.lineno))


def _paired(
    removed: list[DescribedDirective],
    added: list[DescribedDirective],
    alike: Callable[[DescribedDirective], Hashable],
    pairs: list[DirectiveDifference],
) -> tuple[list[DescribedDirective], list[DescribedDirective]]:
    by_likeness: dict[Hashable, list[DescribedDirective]] = defaultdict(list)
    for now in added:
        by_likeness[alike(now)].append(now)
    left = []
    for was in removed:
        candidates = by_likeness[alike(was)]
        if candidates:
            after = candidates.pop(0)
            pairs.append(DirectiveDifference(before=was, after=after))
        else:
            left.append(was)
    paired = {id(pair.after) for pair in pairs}
    return left, [now for now in added if id(now) not in paired]


def _paired_by_day(
    removed: list[DescribedDirective],
    added: list[DescribedDirective],
    pairs: list[DirectiveDifference],
) -> tuple[list[DescribedDirective], list[DescribedDirective]]:
    """Pair what is of one day, each with the one that it has most in common with."""
    by_day: dict[Hashable, list[DescribedDirective]] = defaultdict(list)
    for now in added:
        by_day[now.kind, now.day].append(now)
    left = []
    for was in removed:
        candidates = by_day[was.kind, was.day]
        if candidates:
            best = max(candidates, key=partial(_in_common, was))
            candidates.remove(best)
            pairs.append(DirectiveDifference(before=was, after=best))
        else:
            left.append(was)
    return left, [now for alike in by_day.values() for now in alike]


def _in_common(one: DescribedDirective, other: DescribedDirective) -> int:
    words = Counter(one.words) & Counter(other.words)
    return words.total() + len(one.prints.items() & other.prints.items())
