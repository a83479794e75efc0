"""Placeholders in a template's texts: the period, in the client's language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date

from ledgerkit.calendars import month_end
from ledgerkit.errors import UsageError
from ledgerkit.text.numbers import parse_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

_BRACES = re.compile(r"\{([a-z]+)\}")


def _month(first: date, _last: date, locale: Locale) -> str:
    return format_date(first, "LLLL", locale)


def _months(first: date, last: date, locale: Locale) -> str:
    """One month, or the first and the last, with years where they differ."""
    if first.year != last.year:
        texts = [format_date(day, "LLLL yyyy", locale) for day in (first, last)]
    else:
        texts = [format_date(day, "LLLL", locale) for day in (first, last)]
    return texts[0] if texts[0] == texts[1] else "\N{EN DASH}".join(texts)


def _quarter(first: date, _last: date, locale: Locale) -> str:
    return format_date(first, "QQQ", locale)


def _year(first: date, _last: date, _locale: Locale) -> str:
    return str(first.year)


def _from(first: date, _last: date, locale: Locale) -> str:
    return format_date(first, "medium", locale)


def _to(_first: date, last: date, locale: Locale) -> str:
    return format_date(last, "medium", locale)


def _period(first: date, last: date, locale: Locale) -> str:
    """``March 2026`` for a whole month, else its first and last day."""
    if first.day == 1 and last == month_end(first):
        return format_date(first, "LLLL yyyy", locale)
    return "\N{EN DASH}".join(
        format_date(day, "medium", locale) for day in (first, last)
    )


PLACEHOLDERS: Mapping[str, Callable[[date, date, Locale], str]] = {
    "month": _month,
    "months": _months,
    "quarter": _quarter,
    "year": _year,
    "from": _from,
    "to": _to,
    "period": _period,
}


def filled(text: str, first: date, last: date, language: str) -> str:
    """A text with its placeholders filled; any other braces stay as they are.

    Args:
        text: As in the template.
        first: First day of the period.
        last: Last day of the period.
        language: ISO 639 code, with or without a country; English if unknown.

    >>> from datetime import date
    >>> filled("Canone {month} {year}", date(2026, 1, 1), date(2026, 1, 31), "it")
    'Canone gennaio 2026'
    """
    locale = _locale(language)

    def fill(match: re.Match[str]) -> str:
        word = PLACEHOLDERS.get(match[1])
        return match[0] if word is None else word(first, last, locale)

    return _BRACES.sub(fill, text)


def unknown_placeholders(text: str) -> Iterator[str]:
    """The words in braces that would not be filled in."""
    for match in _BRACES.finditer(text):
        if match[1] not in PLACEHOLDERS:
            yield match[1]


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return parse_locale(language)
    except UsageError:
        return Locale("en")
