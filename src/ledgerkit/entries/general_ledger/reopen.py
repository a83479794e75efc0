"""The entry that opens a closed period again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.data import Custom
from beancount.parser.grammar import ValueType

from ledgerkit.books.general_ledger.closings import REOPEN
from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import parse_period

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.closing.chain import Closing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenPeriod:
    """A closed period to open again.

    Attributes:
        period: Its word, as it was closed.
        day: The day it is opened.
        reason: Why.
        by: Who does it.
    """

    period: str
    day: date
    reason: str
    by: str


def plan_reopen(books: Books, request: ReopenPeriod) -> PlannedEntries:
    """Plan to open a period again.

    Raises:
        UsageError: If it isn't closed, a later one rests on it, or nobody says why.
    """
    if not request.reason.strip() or not request.by.strip():
        raise UsageError(
            f"to reopen {request.period}, say why and who: --reason TEXT --by NAME"
        )
    closing = _closing(books, request)
    later = books.closed_periods.closings.after(closing)
    if later is not None:
        raise UsageError(
            f"{later.period.label} is closed too, and rests on {closing.period.label};"
            f" reopen {later.period.label} first"
        )
    values = [closing.period.label, " ".join(request.reason.split())]
    directive = Custom(
        {"by": request.by.strip(), "digest": closing.digest},
        request.day,
        REOPEN,
        [ValueType(value, str) for value in values],
    )
    return PlannedEntries(
        done=f"the reopening of {closing.period.label}", directives=[directive]
    )


def _closing(books: Books, request: ReopenPeriod) -> Closing:
    in_force = books.closed_periods.closings.in_force
    fiscal = read_fiscal_year_end(books.source.reading.customs)
    period = parse_period(request.period, fiscal)
    for closing in in_force:
        if (closing.period.first, closing.period.last) == (period.first, period.last):
            if closing.day > request.day:
                raise UsageError(
                    f"{period.label} was closed on {closing.day}, after {request.day};"
                    " give the day on which it is reopened"
                )
            return closing
    closed = ", ".join(closing.period.label for closing in in_force)
    raise UsageError(
        f"{period.label} is not closed; closed is {closed}"
        if closed
        else f"{period.label} is not closed, and no period is"
    )
