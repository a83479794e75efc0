"""How a file writes dates."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.entries.documents.check import YEAR_MAX, YEAR_MIN
from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.reading_choice import ReadingChoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: The usual formats of programs and people. A two-digit year may come first or last,
#: and only a person who has the file knows.
DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y.%m.%d.",
    "%Y%m%d",
    *(
        form.replace("/", separator)
        for separator in "/.-"
        for form in ("%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%y/%m/%d")
    ),
    *(
        form.replace(" ", separator)
        for separator in " -"
        for form in ("%d %b %Y", "%d %B %Y", "%d %b %y")
    ),
    "%b %d, %Y",
    "%B %d, %Y",
    "%d. %B %Y",
)
_TIME = re.compile(
    r"(?<=\d)[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?"
    r"(?: ?Z| ?[+-]\d{2}:?\d{2}| [A-Z]{3,4})?$"
)
#: The words of databases and spreadsheets for no date.
NO_DATE = frozenset({"", "-", "null", "none", "nan", "nat", "n/a", "0000-00-00"})
#: Other spellings of a format, as in spreadsheets.
_LETTERS = (("YYYY", "%Y"), ("YY", "%y"), ("MM", "%m"), ("DD", "%d"))


def parse_date(text: str, date_format: str) -> date:
    """The day in a text; a time of day after it is ignored.

    Raises:
        ValueError: If it is no day in that format, or one not of our time.
    """
    day = _parsed(text, date_format)
    if day is None:
        raise ValueError(f"{text!r} is no date in the form {date_format}")
    if not YEAR_MIN <= day.year <= YEAR_MAX:
        raise ValueError(f"{text!r} is not of our time; correct the year")
    return day


def without_time(text: str) -> str:
    """A date's text without the time of day after it.

    >>> without_time("2018-02-25 12:34:56 +0000")
    '2018-02-25'
    """
    return _TIME.sub("", text)


#: The digits of a day in which nothing but digits stand, by its format.
_DIGITS = {"Y": 4, "y": 2, "m": 2, "d": 2}
_ONLY_DIGITS = re.compile(r"(?:%[Yymd]){3}")


@lru_cache(maxsize=65536)
def _parsed(text: str, date_format: str) -> date | None:
    """Called for every row, and files have few different dates."""
    bare = text if "%H" in date_format else without_time(text)
    if bare.isdigit() and _ONLY_DIGITS.fullmatch(date_format):
        # A spreadsheet drops the first zero of 01022026; with fewer digits than that,
        # nobody knows where one part ends.
        bare = bare.zfill(sum(_DIGITS[letter] for letter in date_format[1::2]))
    try:
        return datetime.strptime(bare, date_format).date()
    except (ValueError, re.error):
        return None


def known_date_format(text: str) -> str:
    """A format given by a person, as ``%d/%m/%Y`` or ``DD/MM/YYYY``.

    Raises:
        UsageError: If it lacks day, month or year.
    """
    form = text
    if "%" not in form:
        form = form.upper()
        for letters, directive in _LETTERS:
            form = form.replace(letters, directive, 1)
    day = date(2013, 4, 25)
    try:
        if datetime.strptime(day.strftime(form), form).date() == day:
            return form
    # Python makes a regular expression of the form: a part stands there only once.
    except (ValueError, re.error):
        pass
    raise UsageError(
        f"--date-format {text!r} doesn't say where day, month and year stand; write"
        " for instance %d/%m/%Y"
    )


def date_format_choices(
    texts: Iterable[tuple[int, str]], formats: Sequence[str] = DATE_FORMATS
) -> Sequence[ReadingChoice]:
    """The formats in which every date of a file can be read.

    A text that is no date in any format is a bad row, whatever the others are, and is
    ignored here. Two formats that read every date alike count as one.

    Args:
        texts: Line and text of every cell with a date, of all date columns.
        formats: The formats to try.

    Raises:
        UsageError: If no single format reads them all.
    """
    lines: dict[str, int] = {}
    for line, text in texts:
        lines.setdefault(text, line)
    readings = {text: _readings(text, formats) for text in lines}
    dates = {text: reading for text, reading in readings.items() if reading}
    common = [f for f in formats if all(f in r for r in dates.values())]
    if dates and not common:
        raise UsageError(_no_common_format(dates, lines, formats))
    choices: dict[tuple[date, ...], ReadingChoice] = {}
    for form in common if dates else ():
        days = tuple(reading[form] for reading in dates.values())
        choices.setdefault(days, _choice(form, dates))
    alike = list(choices.values())
    return (
        alike if len(alike) < 2 else [_telling(c.value, dates, common) for c in alike]
    )


def _readings(text: str, formats: Sequence[str]) -> Mapping[str, date]:
    days = ((form, _parsed(text, form)) for form in formats)
    return {
        form: day
        for form, day in days
        if day is not None and YEAR_MIN <= day.year <= YEAR_MAX
    }


def _choice(form: str, dates: Mapping[str, Mapping[str, date]]) -> ReadingChoice:
    text = next(iter(dates))
    return ReadingChoice(value=form, example=f"{text} is {dates[text][form]}")


def _telling(
    form: str, dates: Mapping[str, Mapping[str, date]], forms: Sequence[str]
) -> ReadingChoice:
    """The format with a date that it reads differently from the others."""
    text = max(dates, key=lambda t: len({dates[t][other] for other in forms}))
    return ReadingChoice(value=form, example=f"{text} is {dates[text][form]}")


def _no_common_format(
    dates: Mapping[str, Mapping[str, date]],
    lines: Mapping[str, int],
    formats: Sequence[str],
) -> str:
    """Name two dates that no single format reads; there may be no such pair."""
    counts = {f: sum(f in r for r in dates.values()) for f in formats}
    best = max(counts, key=lambda form: counts[form])
    inside = next(text for text in dates if best in dates[text])
    outside = next(text for text in dates if best not in dates[text])
    return (
        f"the dates are not all of one form: line {lines[inside]} has {inside!r} and"
        f" line {lines[outside]} has {outside!r}; say which is right with"
        f" --date-format, for instance {best}"
    )
