"""An entry of a timer, before it is known whose hours those are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerEntry:
    """One entry of a timer.

    Attributes:
        line: Where it stands in the file.
        id: Made of its content: the same entry has the same id in every export.
        day: When it began.
        person: Name of who worked; empty if the file doesn't say.
        email: E-mail address of who worked; empty if the file doesn't say.
        client: Name of the client; empty for none.
        project: Name of the project; empty for none.
        text: What was done.
        hours: How many hours, to four decimals.
        billable: Whether the timer says that it is to be charged.
        invoiced: Whether the timer says that it is charged already.
    """

    line: int
    id: str
    day: date
    person: str
    email: str
    client: str
    project: str
    text: str
    hours: Decimal
    billable: bool
    invoiced: bool


class TimerFile(NamedTuple):
    """What a timer's file says.

    Attributes:
        timer: Whose form it has; the ids of its entries begin with it.
        entries: In the file's order, without those of no time at all.
        unused: Headings of columns with something in them that nothing was made of.
    """

    timer: str
    entries: Sequence[TimerEntry]
    unused: Sequence[str]
