"""A line of a client's card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """Something to know of a client.

    Attributes:
        part: Under which head it stands.
        what: What it is.
        value: What there is to say of it.
        date: Its day.
        amount: Its amount.
        currency: Of the amount.
        note: What else to know.
        late: Whether it calls for care.
        place: Where it is written.
    """

    part: str
    what: str
    value: object = None
    date: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    note: str = ""
    late: bool = False
    place: Place | None = None
