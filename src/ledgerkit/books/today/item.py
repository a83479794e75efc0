"""Something that somebody should do today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgerkit.open_items.side import Side


class Urgency(IntEnum):
    """What comes first."""

    AT_RISK = 0
    """Money or figures are at risk until somebody looks."""
    LATE = 1
    """It should have been done."""
    NOW = 2
    """It can be done today."""
    SOON = 3
    """It is due by the end of this week."""


class Deed(StrEnum):
    """What is to be done."""

    CHECK = "look at errors"
    CONFIRM = "confirm bank details"
    PAY = "pay"
    APPROVE = "approve"
    REMIND = "remind"
    ASK = "ask about a promise"
    EXPLAIN = "explain a bank line"
    INVOICE = "write the invoice"
    BOOK = "book what comes again"
    IMPORT = "import a file"
    CLOSE = "close a period"
    FILE = "file a tax return"
    FOLLOW_UP = "follow up"


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayItem:
    """Something to be done.

    Attributes:
        urgency: How soon.
        deed: What is to be done.
        day: When it is due, or was; None if on no day.
        side: Whether the party is a client or a vendor; None if it is neither.
        party: The party's id; empty if it concerns none.
        about: A document's number, a file, a record's id; empty if there is none.
        kind: What ``about`` is, of the agenda: ``task``, ``renewal``; else empty.
        what: What it is about, in a few words.
        why: Why today, in a few words.
        amount: The money in it, as it is owed; None if there is none.
        currency: Of the amount; empty if there is none.
    """

    urgency: Urgency
    deed: Deed
    what: str
    why: str
    day: date | None = None
    side: Side | None = None
    party: str = ""
    about: str = ""
    kind: str = ""
    amount: Decimal | None = None
    currency: str = ""


_NEVER = date.max
_NOTHING = Decimal(0)


def by_urgency(item: TodayItem) -> tuple[object, ...]:
    """A sort key: the most urgent first, then the longest due, then the largest."""
    amount = item.amount or _NOTHING
    return item.urgency, item.day or _NEVER, -amount, item.deed, item.party, item.about
