"""The decimal mark of the amounts in a file's cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.reading_choice import ReadingChoice
from ledgerkit.money import parse_amount
from ledgerkit.text.currencies import split_currency

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

DECIMAL_MARKS = (".", ",")


def decimal_mark_choices(texts: Iterable[tuple[int, str]]) -> Sequence[ReadingChoice]:
    """The decimal marks with which every amount of a file can be read.

    A text that is no amount with either is a bad row, and is ignored here. If both
    marks read every amount alike, one is returned.

    Args:
        texts: Line and text of every cell with an amount.

    Raises:
        UsageError: If neither mark reads them all.
    """
    lines: dict[str, int] = {}
    for line, text in texts:
        lines.setdefault(text, line)
    amounts = {text: readings for text in lines if (readings := _readings(text))}
    common = [m for m in DECIMAL_MARKS if all(m in a for a in amounts.values())]
    if amounts and not common:
        comma = next(text for text in amounts if "." not in amounts[text])
        point = next(text for text in amounts if "," not in amounts[text])
        raise UsageError(
            f"the amounts have not all one decimal mark: line {lines[comma]} has"
            f" {comma!r} and line {lines[point]} has {point!r}; say which is right"
            " with --decimal-mark"
        )
    if not amounts:
        return []
    # An example that distinguishes the two, or at least has a mark.
    text = max(amounts, key=lambda t: (len(set(amounts[t].values())), not t.isdigit()))
    choices = [
        ReadingChoice(value=mark, example=f"{text} is {amounts[text][mark]:f}")
        for mark in common
    ]
    return choices if len(set(amounts[text].values())) > 1 else choices[:1]


def mark_reads_all(texts: Iterable[tuple[int, str]], mark: str) -> bool:
    """Whether a decimal mark reads every amount that can be read with any."""
    return all(mark in readings for _n, text in texts if (readings := _readings(text)))


def _readings(text: str) -> Mapping[str, Decimal]:
    """The amount with each decimal mark that reads it."""
    readings = {}
    for mark in DECIMAL_MARKS:
        try:
            readings[mark] = parse_amount(split_currency(text)[0], decimal_mark=mark)
        except ValueError:
            continue
    return readings
