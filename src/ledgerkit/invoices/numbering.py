"""Number series: the existing ones, and their gaps.

A series is a number without its last group of digits: ``INV-2026-`` for
``INV-2026-007``. Where that group is the document's year, as in ``7/2026``, the
group before it counts. The rule is Directive 2006/112/EC, article 226(2): a
sequential number, based on one or more series, which uniquely identifies the
invoice. So a number that was not used is explained, and never used again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledgerkit.errors import Place


_GROUP = re.compile(r"[0-9]+")

#: A longer counter is somebody else's reference, not one of our series.
COUNTER_DIGITS_MAX = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedNumber:
    """A number already in use.

    Attributes:
        number: As printed.
        day: The document's date, or that of the directive that voids the number.
        place: Where it stands.
        is_credit: Whether it is a credit note's.
        opening: Whether it is an opening item: most of its neighbours were settled
            before the books began, so nothing is missing.
        void: Why it is void; None for a document's.
    """

    number: str
    day: date
    place: Place
    is_credit: bool = False
    opening: bool = False
    void: str | None = None


@dataclass(frozen=True, slots=True)
class SeriesName:
    """The common part of a series' numbers.

    Attributes:
        before: The text before the counter.
        after: The text after it; usually empty.
    """

    before: str
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}…{self.after}" if self.after else self.before or "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Numbers of a series that the books neither use nor explain.

    Attributes:
        first: The first number missing.
        last: The last; the same if only one is.
        count: How many are missing.
        after: The number in use that follows them.
    """

    first: str
    last: str
    count: int
    before: UsedNumber
    after: UsedNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series of numbers.

    Attributes:
        name: Their common part.
        members: Its numbers by counter, each once.
    """

    name: SeriesName
    members: Sequence[tuple[int, UsedNumber]]

    @property
    def used(self) -> Sequence[UsedNumber]:
        """The numbers, voids included, in the order of their counters."""
        return [used for _counter, used in self.members]

    @property
    def voids(self) -> Sequence[UsedNumber]:
        """The numbers voided by a directive, issued or not."""
        return [used for used in self.used if used.void is not None]

    @property
    def is_counted(self) -> bool:
        """Whether the series is consecutive, so that a number can be missing.

        Numbers drawn by another program, of ten digits say, share a prefix but hardly
        ever follow one another: nothing is missing between them. Two numbers are too
        few to tell, and count as consecutive.
        """
        steps = [b - a for (a, _), (b, _) in pairwise(self.members)]
        return len(steps) < 2 or 2 * steps.count(1) >= len(steps)

    def gaps(self) -> Iterator[Gap]:
        """The missing numbers between the first and the last, range by range.

        Numbers before a document of these books count as missing; an opening item's
        neighbours do not.
        """
        for (lower, before), (higher, used) in pairwise(self.members):
            if higher - lower > 1 and not used.opening and not before.opening:
                yield Gap(
                    first=self._number(lower + 1),
                    last=self._number(higher - 1),
                    count=higher - lower - 1,
                    before=before,
                    after=used,
                )

    def _number(self, counter: int) -> str:
        """The number of a counter, with as many zeros as the first."""
        first = self.members[0][1].number.removeprefix(self.name.before)
        width = len(first) - len(self.name.after) if first.startswith("0") else 1
        return f"{self.name.before}{counter:0{width}d}{self.name.after}"

    def out_of_order(self) -> Iterator[tuple[UsedNumber, UsedNumber]]:
        """Each document dated before its predecessor by number, after that one."""
        dated = [u for u in self.used if u.void is None and not u.opening]
        for before, used in pairwise(dated):
            if used.day < before.day:
                yield before, used


def split_number(number: str, day: date) -> tuple[SeriesName, int] | None:
    """The series and the counter of a number; None if it has no counter.

    >>> from datetime import date
    >>> split_number("INV-2026-007", date(2026, 3, 1))
    (SeriesName(before='INV-2026-', after=''), 7)
    >>> split_number("7/2026", date(2026, 3, 1))
    (SeriesName(before='', after='/2026'), 7)
    """
    return _split(number, str(day.year))


@lru_cache(maxsize=100_000)
def _split(number: str, year: str) -> tuple[SeriesName, int] | None:
    """The same; each number of a book is asked for several times."""
    groups = list(_GROUP.finditer(number))
    if not groups:
        return None
    counter = groups[-1]
    others = [group[0] for group in groups[:-1]]
    if others and counter[0] == year and year not in others:
        counter = groups[-2]
    if len(counter[0]) > COUNTER_DIGITS_MAX:
        return None
    name = SeriesName(number[: counter.start()], number[counter.end() :])
    return name, int(counter[0])


def number_after(number: str, name: SeriesName) -> str:
    """The number behind one of a series, in its width.

    >>> number_after("INV-2026-009", SeriesName(before="INV-2026-"))
    'INV-2026-010'
    """
    counter = number.removeprefix(name.before).removesuffix(name.after)
    return f"{name.before}{int(counter) + 1:0{len(counter)}d}{name.after}"


def number_series(numbers: Iterable[UsedNumber]) -> Sequence[Series]:
    """Every series, by name. If a number is used twice, the earlier counts."""
    by_series: dict[SeriesName, dict[int, UsedNumber]] = defaultdict(dict)
    for used in sorted(numbers, key=lambda u: (u.void is not None, u.day, u.place)):
        parts = split_number(used.number, used.day)
        if parts is not None:
            name, counter = parts
            earlier = by_series[name].setdefault(counter, used)
            if used.void is not None and earlier.void is None:
                # It was issued, and reversed.
                by_series[name][counter] = replace(earlier, void=used.void)
    return [
        Series(name=name, members=sorted(members.items()))
        for name, members in sorted(
            by_series.items(), key=lambda item: (item[0].before, item[0].after)
        )
    ]


def in_other_year(numbers: Iterable[UsedNumber]) -> Sequence[UsedNumber]:
    """The documents whose number names a year other than that of their date.

    Where most numbers of a kind differ from their dates, they name no year, or a
    financial year, and none is wrong.
    """
    agreeing: dict[str, list[bool]] = defaultdict(list)
    differing: list[tuple[str, UsedNumber]] = []
    for used in numbers:
        parts = split_number(used.number, used.day)
        if parts is None or used.void is not None or used.opening:
            continue
        year, family = _family(parts[0])
        if year is None:
            continue
        agreeing[family].append(int(year) == used.day.year)
        if not agreeing[family][-1]:
            differing.append((family, used))
    wrong = {
        family: agrees == [False] or sum(agrees) * 2 > len(agrees)
        for family, agrees in agreeing.items()
    }
    return [used for family, used in differing if wrong[family]]


def in_year_of_its_day(used: UsedNumber) -> str:
    """A number with the year of its document's day for the one that it has."""
    parts = split_number(used.number, used.day)
    year = _year_in(parts[0]) if parts is not None else None
    if year is None:
        return used.number
    return used.number.replace(year, f"{used.day.year}", 1)


@lru_cache(maxsize=1024)
def _family(name: SeriesName) -> tuple[str | None, str]:
    """The year that a series names, and what it shares with those of other years."""
    year = _year_in(name)
    return year, "" if year is None else str(name).replace(year, "{year}")


def _year_in(name: SeriesName) -> str | None:
    """The year that a series names; None if it names none."""
    groups = _GROUP.findall(f"{name.before} {name.after}")
    years = [group for group in groups if re.fullmatch(r"(?:19|20)[0-9]{2}", group)]
    return years[-1] if years else None
