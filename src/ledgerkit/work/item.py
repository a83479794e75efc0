"""An hour or an expense that a client may be charged for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


class WorkKind(StrEnum):
    """What is charged."""

    TIME = "time"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """Hours of one person on one day, or an expense to be passed on.

    Attributes:
        id: Its id, by which invoices name it.
        kind: Whether it is time or an expense.
        day: When it was worked or spent.
        person: Id of who worked; empty for an expense.
        client: Id of the client; empty if the project's is unknown.
        project: Id of the project; empty for none.
        text: What it was, in words.
        hours: The hours; zero for an expense.
        rate: What an hour is charged at; None if it is unknown, or for an expense.
        worth: What is to be charged, net of tax, rounded to the currency's unit; an
            expense with its mark-up. Zero if the rate is unknown, or never charged.
        cost: What it cost us: the hours at the person's cost, or the expense.
        currency: Of the rate and the amounts; empty if there are none.
        billable: Whether it is to be charged at all.
        place: Where it stands.
    """

    id: str
    kind: WorkKind
    day: date
    person: str
    client: str
    project: str
    text: str
    hours: Decimal
    rate: Decimal | None
    worth: Decimal
    cost: Decimal
    currency: str
    billable: bool
    place: Place

    @property
    def lacks_rate(self) -> bool:
        """Whether it is to be charged and nothing says at what."""
        return self.billable and self.kind is WorkKind.TIME and self.rate is None
