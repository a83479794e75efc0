"""Document numbering: patterns such as ``INV-{year}-{number:03}``, and the next number.

A pattern writes numbers and recognises its own. ``{year}`` is the year of the document
in four digits, ``{yy}`` in two, ``{month}`` its month in two, and ``{number}`` counts
within that year or month; ``{number:03}`` has at least three digits. Without a year,
the counter never restarts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ledgerkit.invoices.numbering import (
    COUNTER_DIGITS_MAX,
    SeriesName,
    UsedNumber,
    split_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

_FIELD = re.compile(r"\{([^{}]*)\}")
_COUNTER = re.compile(r"number(?::0?([0-9]))?")
_GROUP = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A pattern for document numbers.

    Attributes:
        text: As a person wrote it.
        counts_on: Whether the counter goes on from one month to the next, and the month
            is only named beside it.
    """

    text: str
    counts_on: bool = False

    def __post_init__(self) -> None:
        """Refuse a pattern that would give one number twice.

        Raises:
            ValueError: If there is not exactly one ``{number}``, an unknown field, a
                month without a year, or a stray brace; the message says which.
        """
        fields = _FIELD.findall(self.text)
        counters = [field for field in fields if _COUNTER.fullmatch(field)]
        years = {"year", "yy"} & {*fields}
        known = {"year", "yy", "month"} if years else set[str]()
        unknown = [f for f in fields if f not in known and f not in counters]
        bare = _FIELD.sub("", self.text)
        if len(counters) != 1 or unknown or "{" in bare or "}" in bare:
            raise ValueError(
                f'{self.text!r} is no pattern of numbers; write for instance "INV-'
                '{year}-{number:03}", with {year} or {yy} if the count begins anew'
                " each year, and {month} beside it if it does each month"
            )

    def write(self, day: date, counter: int) -> str:
        """The number for a counter on a document of this day.

        >>> from datetime import date
        >>> NumberPattern("INV-{year}-{number:03}").write(date(2026, 1, 15), 7)
        'INV-2026-007'
        """

        def field(match: re.Match[str]) -> str:
            counter_match = _COUNTER.fullmatch(match[1])
            if counter_match is None:
                return _of_day(match[1], day)
            return f"{counter:0{counter_match[1] or 1}d}"

        return _FIELD.sub(field, self.text)

    def counter(self, number: str, day: date) -> int | None:
        """The counter of a number; None if it is of another series.

        Args:
            number: The number.
            day: Any day of the series' year, or month.

        >>> from datetime import date
        >>> pattern = NumberPattern("INV-{year}-{number:03}")
        >>> pattern.counter("INV-2026-012", date(2026, 12, 31))
        12
        >>> pattern.counter("INV-2025-012", date(2026, 12, 31)) is None
        True
        """
        number_match = re.fullmatch(self.series(day), number)
        return int(number_match[1]) if number_match else None

    def series(self, day: date) -> str:
        """A regular expression of the numbers that are counted with a day's."""
        pieces, end = [], 0
        for match in _FIELD.finditer(self.text):
            pieces.append(re.escape(self.text[end : match.start()]))
            if _COUNTER.fullmatch(match[1]):
                pieces.append(f"([0-9]{{1,{COUNTER_DIGITS_MAX}}})")
            elif match[1] == "month" and self.counts_on:
                pieces.append("[0-9]{2}")
            else:
                pieces.append(_of_day(match[1], day))
            end = match.end()
        return "".join(pieces) + re.escape(self.text[end:])


def _of_day(field: str, day: date) -> str:
    if field == "month":
        return f"{day.month:02d}"
    return f"{day.year:04d}" if field == "year" else f"{day.year % 100:02d}"


#: Such as ``2025-26``, ``2025/2026`` and ``25-26``, if the second follows the first.
_YEAR_PAIR = re.compile(
    r"(?<![0-9])([0-9]{2}|[0-9]{4})[-/]([0-9]{2}|[0-9]{4})(?![0-9])"
)
#: Only recent habit counts.
_RECENT = 20


@dataclass(frozen=True, slots=True)
class _Written:
    """A number in use, taken apart.

    Attributes:
        used: The number.
        before: What stands before its counter, with fields for the year and month.
        after: What stands after it, likewise.
        plain: The same with a field for the year alone.
        counter: Its counter.
        width: The digits of a counter that is filled with zeros; else one.
    """

    used: UsedNumber
    before: str
    after: str
    plain: tuple[str, str]
    counter: int
    width: int

    @property
    def by_month(self) -> tuple[str, str]:
        return self.before, self.after

    @property
    def names_month(self) -> bool:
        return "{month}" in self.before + self.after


class NumberHabit:
    """How the numbers in use are written, read once for documents of any day.

    Most of the latest numbers show how ours are written. Of the series that are written
    so, such as those of two financial years, a document continues that of the last
    document by its day; if all are later, that of the first.
    """

    def __init__(self, numbers: Iterable[UsedNumber]) -> None:
        """Take the numbers used, in any order."""
        written: list[tuple[tuple[str, str], _Written]] = []
        for used in sorted(numbers, key=lambda used: (used.day, used.number)):
            parts = split_number(used.number, used.day)
            if parts is not None and not {"{", "}"} & {*used.number}:
                written.append((_shape(parts[0]), _taken_apart(used, *parts)))
        # If tied, the shape met first: the latest.
        shapes = Counter(shape for shape, _written in reversed(written[-_RECENT:]))
        usual = max(shapes, key=lambda shape: shapes[shape], default=None)
        self._alike = [one for shape, one in written if shape == usual]
        self._days = [one.used.day for one in self._alike]
        self._monthly = _monthly(self._alike)
        self._counts_on = self._monthly is not None and _counts_on(
            [one for one in self._alike if one.by_month == self._monthly]
        )
        self._widths: dict[tuple[str, str], int] = defaultdict(int)
        for one in self._alike:
            family = self._family(one)
            self._widths[family] = max(self._widths[family], one.width)

    def pattern(self, day: date | None = None) -> NumberPattern | None:
        """The pattern for a document of a day; None if no number shows one.

        Args:
            day: The document's day; None for the latest.
        """
        if not self._alike:
            return None
        place = len(self._days) if day is None else bisect_right(self._days, day)
        before, after = family = self._continued(max(place, 1))
        width = self._widths[family]
        field = "{number}" if width == 1 else f"{{number:0{width}}}"
        counts_on = family == self._monthly and self._counts_on
        return NumberPattern(f"{before}{field}{after}", counts_on=counts_on)

    def _continued(self, place: int) -> tuple[str, str]:
        """The series that follows the first so many documents.

        One that names another month than its own is a slip in a monthly series.
        """
        latest = self._alike[max(place - _RECENT, 0) : place]
        if self._monthly and any(one.by_month == self._monthly for one in latest):
            return self._monthly
        return self._family(latest[-1])

    def _family(self, one: _Written) -> tuple[str, str]:
        return one.by_month if one.by_month == self._monthly else one.plain


def usual_pattern(
    numbers: Iterable[UsedNumber], day: date | None = None
) -> NumberPattern | None:
    """The pattern for a document of this day by `NumberHabit`; None if none shows.

    >>> from datetime import date
    >>> from ledgerkit.errors import Place
    >>> day, place = date(2026, 3, 1), Place("main.beancount", 1)
    >>> used = UsedNumber(number="INV-2026-007", day=day, place=place)
    >>> usual_pattern([used])
    NumberPattern(text='INV-{year}-{number:03}', counts_on=False)
    """
    return NumberHabit(numbers).pattern(day)


def next_number(
    numbers: Iterable[UsedNumber], pattern: NumberPattern, day: date
) -> str:
    """The next number: one above the highest in the day's series.

    Voids count: a number is given once.
    """
    return pattern.write(day, highest_counter(numbers, pattern, day) + 1)


def highest_counter(
    numbers: Iterable[UsedNumber], pattern: NumberPattern, day: date
) -> int:
    """The highest counter in the day's series; zero if it has none yet."""
    series = re.compile(pattern.series(day))
    found = (series.fullmatch(used.number) for used in numbers)
    return max((int(match[1]) for match in found if match), default=0)


def _taken_apart(used: UsedNumber, name: SeriesName, counter: int) -> _Written:
    digits = used.number[len(name.before) : len(used.number) - len(name.after)]
    plain = _with_year(name.before, used.day), _with_year(name.after, used.day)
    return _Written(
        used=used,
        before=_with_month(name.before, used.day),
        after=_with_month(name.after, used.day),
        plain=plain,
        counter=counter,
        width=len(digits) if digits.startswith("0") else 1,
    )


def _monthly(alike: Sequence[_Written]) -> tuple[str, str] | None:
    """The series that names the month of each document; None if there is none.

    Most of the latest name their own. A year of two digits that runs into the month
    could be any four, and takes documents of two months to be seen.
    """
    recent = alike[-_RECENT:]
    naming = [one for one in recent if one.names_month]
    if not naming or 2 * len(naming) <= len(recent):
        return None
    families = Counter(one.by_month for one in reversed(naming))
    family = max(families, key=lambda family: families[family])
    months = {one.used.day.replace(day=1) for one in naming if one.by_month == family}
    is_clear = "{year}" in "".join(family) or len(months) > 1
    return family if is_clear else None


def _counts_on(monthly: Sequence[_Written]) -> bool:
    """Whether the counters of each month follow those of the month before."""
    counters: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one in monthly:
        counters[one.used.day.year, one.used.day.month].append(one.counter)
    pairs = [
        min(counters[later]) > max(counters[earlier])
        for earlier, later in pairwise(sorted(counters))
        if earlier[0] == later[0]
    ]
    return bool(pairs) and all(pairs)


def _shape(name: SeriesName) -> tuple[str, str]:
    """A series' name whatever its digits: those of years and months differ."""
    return _GROUP.sub("#", name.before), _GROUP.sub("#", name.after)


def _with_year(text: str, day: date) -> str:
    """The text with the day's year, if it names it, as a field.

    A year beside the next or the last one names a financial year, which begins
    anew on another day than the calendar's.
    """
    for pair in _YEAR_PAIR.finditer(text):
        if (int(pair[1]) + 1) % 100 == int(pair[2]) % 100:
            return text
    return re.sub(rf"(?<![0-9]){day.year}(?![0-9])", "{year}", text)


def _with_month(text: str, day: date) -> str:
    """The text with the day's year and the month beside it as fields.

    >>> from datetime import date
    >>> _with_month("R-202603-", date(2026, 3, 1)), _with_month("03-", date(2026, 3, 1))
    ('R-{year}{month}-', '03-')
    """
    plain = _with_year(text, day)
    year, short, month = f"{day.year:04d}", f"{day.year % 100:02d}", f"{day.month:02d}"
    for pattern, fields in (
        (rf"(?<![0-9]){year}{month}(?![0-9])", "{year}{month}"),
        (rf"(?<![0-9]){month}{year}(?![0-9])", "{month}{year}"),
        (rf"\{{year\}}([-/. ]){month}(?![0-9])", r"{year}\1{month}"),
        (rf"(?<![0-9]){month}([-/. ])\{{year\}}", r"{month}\1{year}"),
        (rf"(?<![0-9]){short}([-/. ]?){month}(?![0-9])", r"{yy}\1{month}"),
    ):
        found = re.sub(pattern, fields, plain, count=1)
        if found != plain:
            return found
    return plain
