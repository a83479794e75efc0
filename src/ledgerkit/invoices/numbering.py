"""How document numbers are written: ``INV-{year}-{number:03}``.

A pattern writes numbers and knows its own. ``{year}`` is the year of the document
in four digits, ``{yy}`` in two, and ``{number}`` counts within that year;
``{number:03}`` has at least three digits. A pattern without a year counts on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_FIELD = re.compile(r"\{([^{}]*)\}")
_COUNTER = re.compile(r"number(?::0?([0-9]))?")
#: A counter longer than that is somebody else's reference, not a series of ours.
COUNTER_DIGITS_MAX = 12


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A way to write document numbers.

    Attributes:
        text: As a person wrote it.
    """

    text: str

    def __post_init__(self) -> None:
        """Refuse a pattern that would write one number twice.

        Raises:
            ValueError: If there is not exactly one ``{number}``, another field than
                the three there are, or a brace by itself; the message says so.
        """
        fields = _FIELD.findall(self.text)
        counters = [field for field in fields if _COUNTER.fullmatch(field)]
        unknown = [f for f in fields if f not in {"year", "yy"} and f not in counters]
        bare = _FIELD.sub("", self.text)
        if len(counters) != 1 or unknown or "{" in bare or "}" in bare:
            raise ValueError(
                f'{self.text!r} is no pattern of numbers; write for instance "INV-'
                '{year}-{number:03}", with {year} or {yy} if the count begins anew'
                " each year"
            )

    def write(self, day: date, counter: int) -> str:
        """The number of this counter on a document of this day.

        >>> from datetime import date
        >>> NumberPattern("INV-{year}-{number:03}").write(date(2026, 1, 15), 7)
        'INV-2026-007'
        """

        def field(match: re.Match[str]) -> str:
            found = _COUNTER.fullmatch(match[1])
            if found is None:
                return _year(match[1], day)
            return f"{counter:0{found[1] or 1}d}"

        return _FIELD.sub(field, self.text)

    def counter(self, number: str, day: date) -> int | None:
        """The counter of a number of the same series; None for another's.

        Args:
            number: The number.
            day: Any day of the year that the series is of.

        >>> from datetime import date
        >>> pattern = NumberPattern("INV-{year}-{number:03}")
        >>> pattern.counter("INV-2026-012", date(2026, 12, 31))
        12
        >>> pattern.counter("INV-2025-012", date(2026, 12, 31)) is None
        True
        """
        pieces, end = [], 0
        for match in _FIELD.finditer(self.text):
            pieces.append(re.escape(self.text[end : match.start()]))
            if _COUNTER.fullmatch(match[1]):
                pieces.append(f"([0-9]{{1,{COUNTER_DIGITS_MAX}}})")
            else:
                pieces.append(_year(match[1], day))
            end = match.end()
        found = re.fullmatch("".join(pieces) + re.escape(self.text[end:]), number)
        return int(found[1]) if found else None


def _year(field: str, day: date) -> str:
    return f"{day.year:04d}" if field == "year" else f"{day.year % 100:02d}"
