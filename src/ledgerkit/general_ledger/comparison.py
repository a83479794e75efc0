"""The periods that stand side by side in a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import (
    Interval,
    parse_period,
    preceding,
    split,
    years_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.general_ledger.period import FiscalYearEnd, Period

YEAR_BEFORE, PREVIOUS = "year-before", "previous"
#: Nobody compares more years than books are kept.
_MOST_YEARS = 50
_MOST_COLUMNS = 600


def columns_of(
    period: Period, by: str | None, compare: str | None, fiscal: FiscalYearEnd
) -> Sequence[Period]:
    """The periods of a statement's columns, each once.

    Args:
        period: The period that is asked for, first.
        by: ``month``, ``quarter`` or ``year``: its parts instead of it.
        compare: What stands beside each: ``year-before`` for the same months of the
            year before, ``previous``, a number of years, or periods by their words.
        fiscal: When fiscal years end.

    Raises:
        UsageError: If a word is none of these.
    """
    parts = _parts(period, by, fiscal)
    found = list(parts)
    for word in (compare or "").replace(",", " ").split():
        found += _compared(parts, word, fiscal)
    return list({each.label: each for each in found}.values())


def columns_and_whole(
    period: Period, by: str | None, compare: str | None, fiscal: FiscalYearEnd
) -> Sequence[Period]:
    """The columns of what adds up: its parts have the whole beside them.

    Args and errors are those of `columns_of`.
    """
    columns = columns_of(period, by, compare, fiscal)
    is_there = period.label in {column.label for column in columns}
    return columns if by is None or is_there else [*columns, period]


def _parts(period: Period, by: str | None, fiscal: FiscalYearEnd) -> Sequence[Period]:
    if by is None:
        return [period]
    try:
        parts = split(period, Interval(by), fiscal)
    except ValueError:
        raise UsageError(f'"{by}" is no month, quarter or year') from None
    if len(parts) > _MOST_COLUMNS:
        raise UsageError(f"{len(parts)} columns; ask for a shorter period")
    return parts


def _compared(
    parts: Sequence[Period], word: str, fiscal: FiscalYearEnd
) -> Iterator[Period]:
    if word == YEAR_BEFORE:
        yield from (years_before(part, 1) for part in parts)
    elif word == PREVIOUS:
        yield from (preceding(part, fiscal) for part in parts)
    elif word.isdecimal() and int(word) <= _MOST_YEARS:
        for years in range(1, int(word) + 1):
            yield from (years_before(part, years) for part in parts)
    else:
        yield parse_period(word, fiscal)
