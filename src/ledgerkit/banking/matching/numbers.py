"""The numbers that a payment's text may name, extracted once for each line."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from ledgerkit.open_items.document_number import (
    groups_read_alike,
    number_groups,
    read_together,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Groups of a text that are examined, and groups of the longest number (a payment
#: reference in blocks of four has seven).
_GROUPS_MAX, _NUMBER_GROUPS_MAX = 80, 10
_TEXT_MAX = 1000
_DATE = re.compile(
    r"(?<![0-9])(?:(?:0?[1-9]|[12][0-9]|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:20)?[0-9]{2}"
    r"|20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))(?![0-9])"
)
_AMOUNT = re.compile(
    r"(?<![0-9.,])[0-9]{1,3}(?:[.,'][0-9]{3})+[.,][0-9]{2}(?![0-9.,])"
    r"|(?:EUR|USD|GBP|CHF|€|\$|£)\s*[0-9]+(?:[.,][0-9]{2})?(?![0-9])"
    r"|(?<![0-9])[0-9]+[.,][0-9]{2}\s*(?:EUR|USD|GBP|CHF|€|\$|£)"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
#: A month and year, which some numbers look like.
_PERIOD = re.compile("(?:0?[1-9]|1[0-2]) 20[0-9]{2}|20[0-9]{2} (?:0?[1-9]|1[0-2])")
#: The words before the last item of a list.
_AND = frozenset({"AND", "E", "ET", "OCH", "U", "UND", "Y"})
_MARKS = re.compile(r"[^0-9A-Z]+")
_ISO_REFERENCE = re.compile(r"RF[0-9]{2}([0-9A-Z]{1,21})")


def squeezed(number: str) -> str:
    """Only the letters and digits of a number, in capitals.

    >>> squeezed("inv-2026/014")
    'INV2026014'
    """
    return "".join(number_groups(number))


def number_shape(groups: Sequence[str]) -> str:
    """The shape that numbers of one series share; empty for a number without one.

    >>> number_shape(["INV", "2026", "014"]), number_shape(["10234"])
    ('INV Y 9', '99999')
    """
    if len(groups) == 1:
        return (
            "9" * len(groups[0]) if len(groups[0]) > 4 and groups[0].isdigit() else ""
        )
    return " ".join(
        ("Y" if _YEAR.fullmatch(g) else "9") if g.isdigit() else g for g in groups
    )


class NumbersInText:
    """The numbers in one text; each form is made on first use."""

    def __init__(self, text: str, structured: str = "") -> None:
        """Read a text.

        Args:
            text: The payment's text.
            structured: A reference in a field of its own; empty if none.
        """
        self._text = text[:_TEXT_MAX]
        self.structured = frozenset(_structured_forms(structured))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Forms that can name a document without other proof."""
        return self.structured | self.whole

    @cached_property
    def forms(self) -> frozenset[str]:
        """All other forms a number may be found in, except for slips."""
        return self.whole.union(self.alike, self.read, self.digits, self.by_letters)

    @cached_property
    def whole(self) -> frozenset[str]:
        """Every run of groups with a digit, squeezed; also the references' cores."""
        runs = set(_runs(number_groups(self._undated), ""))
        cores = [m[1] for run in runs if (m := _ISO_REFERENCE.fullmatch(run))]
        return frozenset(runs.union(cores, (c.lstrip("0") for c in cores)))

    @cached_property
    def read(self) -> frozenset[str]:
        """The same with letters that stand for digits replaced."""
        words = re.findall(r"[^\W_]+", self._undated)
        return frozenset(_runs(number_groups(" ".join(map(read_together, words))), ""))

    @cached_property
    def grouped(self) -> frozenset[str]:
        """The same with separate groups, from the text without dates and amounts."""
        return frozenset(_runs(number_groups(self._plain), " "))

    @cached_property
    def alike(self) -> frozenset[str]:
        """The same as people read them: without leading zeros, or O for 0."""
        return frozenset(_runs(groups_read_alike(self._plain), " "))

    @cached_property
    def continued(self) -> frozenset[str]:
        """Numbers of a list that states their prefix only once: ``INV-7/8/9``."""
        groups = [g for g in groups_read_alike(self._plain) if g not in _AND]
        groups = groups[:_GROUPS_MAX]
        numbers: set[str] = set()
        for start in range(len(groups)):
            for end in range(start + 1, min(start + 4, len(groups))):
                beginning = " ".join(groups[start:end])
                listed = takewhile(str.isdigit, groups[end:])
                numbers.update(f"{beginning} {number}" for number in listed)
        return frozenset(numbers)

    @cached_property
    def digits(self) -> tuple[str, ...]:
        """Runs of four or more digits, longest first."""
        runs = {run for run in self.whole if run.isdigit() and 4 <= len(run) <= 20}
        return tuple(sorted(runs, key=lambda run: (-len(run), run)))

    @cached_property
    def slips_of(self) -> Mapping[int, Sequence[tuple[str, str]]]:
        """Runs of five or more digits that may be slips, by the right number's length.

        Each run has its digits sorted if it is of that length, else an empty text.
        """
        by_length: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for run in self.digits:
            if len(run) >= 5:
                by_length[len(run)].append((run, "".join(sorted(run))))
                by_length[len(run) - 1].append((run, ""))
                by_length[len(run) + 1].append((run, ""))
        return by_length

    @cached_property
    def shapes(self) -> dict[str, str]:
        """A number of each shape; see `number_shape`."""
        runs = sorted(run for run in self.grouped if not _PERIOD.fullmatch(run))
        return {number_shape(run.split(" ")): run for run in runs}

    @cached_property
    def by_letters(self) -> dict[str, str]:
        """A number for each set of letters and digits, in any order."""
        return {"".join(sorted(run)): run for run in sorted(self.whole)}

    @cached_property
    def _undated(self) -> str:
        return _DATE.sub(" ", unicodedata.normalize("NFKC", self._text).upper())

    @cached_property
    def _plain(self) -> str:
        return _AMOUNT.sub(" ", self._undated)


def _structured_forms(reference: str) -> Iterator[str]:
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", reference).upper())
    if not plain:
        return
    yield plain
    yield plain.lstrip("0")
    core = _ISO_REFERENCE.fullmatch(plain)
    if core:
        yield core[1]
        yield core[1].lstrip("0")


def _runs(groups: tuple[str, ...], between: str) -> Iterator[str]:
    groups = groups[:_GROUPS_MAX]
    numeric = [group.isdigit() for group in groups]
    for start in range(len(groups)):
        run, has_digit = "", False
        for end in range(start, min(start + _NUMBER_GROUPS_MAX, len(groups))):
            run = f"{run}{between}{groups[end]}" if run else groups[end]
            has_digit = has_digit or numeric[end]
            if has_digit:
                yield run
