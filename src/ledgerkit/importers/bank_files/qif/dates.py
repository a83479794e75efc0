"""The days of a QIF file: an old format, in an order not stated by the file.

Quicken writes ``1/ 2'26``: blanks for zeros, and an apostrophe before a year from 2000
on, which others write before every year; one of its versions counted years from 1900,
in three digits. Which of the first two numbers is the month depends on the country it
was exported in.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.date_format import date_format_choices, parse_date
from ledgerkit.text.unreadable import ambiguous, excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_PARTS = re.compile(r"(\d{1,2})[/.\-'](\d{1,2})[/.\-'](\d{1,4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-'](\d{1,2})[/.\-'](\d{1,2})", re.ASCII)
#: Two-digit years from here on are in the last century, as in Python.
_LAST_CENTURY = 69
#: Invalid dates may come in any number of shapes.
_SORTS_MAX = 100


def qif_date_format(
    texts: Sequence[tuple[int, str]], chosen: str | None, file: str
) -> str:
    """The one format in which every day of a file can be read.

    Args:
        texts: Line and text of each.
        chosen: The format named by a person.
        file: Its name in an error.

    Raises:
        UnreadableFileError: If there are several, or none.
    """
    if chosen is not None:
        return chosen
    try:
        choices = date_format_choices(_telling(texts))
    except UsageError as error:
        raise unreadable(file, str(error)) from None
    if len(choices) > 1:
        options = ", or ".join(
            f"--date-format {c.value} if {c.example}" for c in choices
        )
        raise ambiguous(
            file,
            "its dates can be read in several ways",
            remedy=f"write {options}",
            likeliest=("date_format", choices[0].value),
        )
    return choices[0].value if choices else "%Y-%m-%d"


def _telling(texts: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    """The few dates that decide: the first of each kind.

    A file may have a hundred thousand, and every one is tried in all known formats.
    """
    first: dict[object, tuple[int, str]] = {}
    for line, text in texts:
        plain = normalised_day(text)
        if _YEAR_FIRST.fullmatch(plain):
            continue
        first.setdefault(_sort_of(plain), (line, plain))
    return list(first.values())[:_SORTS_MAX]


def _sort_of(plain: str) -> object:
    """The orders in which a day can be read, and whether they agree; else its shape."""
    if not _is_plain(plain):
        return re.sub("[0-9]", "9", plain)
    first, other, year = map(int, plain.split("/"))
    return _is_day(year, first, other), _is_day(year, other, first), first == other


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def qif_day(text: str, date_format: str) -> date:
    """The day that a text names.

    Args:
        text: As it stands in the file.
        date_format: As in the file or given by a person; only its order counts, as
            marks and the like are recognised without it.

    Raises:
        ValueError: If it is no day.
    """
    plain = normalised_day(text)
    try:
        if _YEAR_FIRST.fullmatch(plain):
            return parse_date(plain, "%Y-%m-%d")
        if _is_plain(plain):
            return parse_date(plain, _ordered(date_format))
        return parse_date(text, date_format)
    except ValueError:
        raise ValueError(
            f"{excerpt(text)} is no day in the form {date_format}; give the file's own"
            " --date-format"
        ) from None


def normalised_day(text: str) -> str:
    """A day with its year in four digits, in the order of the file.

    >>> [normalised_day(day) for day in ("1/ 2'26", "03/25/099", "25.03.99")]
    ['1/2/2026', '03/25/1999', '25/03/1999']
    """
    bare = "".join(text.split())
    first = _YEAR_FIRST.fullmatch(bare)
    if first:
        return f"{first[1]}-{int(first[2]):02}-{int(first[3]):02}"
    match = _PARTS.fullmatch(bare)
    if match is None:
        return text.strip()
    return f"{match[1]}/{match[2]}/{_year(match[3])}"


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    if len(digits) == 3:
        return 1900 + year
    return year + (1900 if year >= _LAST_CENTURY else 2000)


def _is_plain(text: str) -> bool:
    return re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text, re.ASCII) is not None


def _ordered(date_format: str) -> str:
    """The order, for a normalised day; the format itself if it has no months."""
    month, day = date_format.find("%m"), date_format.find("%d")
    if month < 0 or day < 0:
        return date_format
    return "%m/%d/%Y" if month < day else "%d/%m/%Y"
