"""A count of the money in a till or cash box, by its coins and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.errors import Place

_PIECES = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)x(\d{1,7})", re.ASCII)
_EXAMPLE = "50x3 20x4 0.50x7"
_KINDS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """So many coins or notes of one value."""

    value: Decimal
    count: int

    @property
    def amount(self) -> Decimal:
        """What they come to."""
        return self.value * self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCount:
    """What somebody counted at the end of a day.

    Attributes:
        account: The cash account.
        day: When.
        amount: What was there.
        currency: Of the amount.
        pieces: The coins and notes; empty if nobody wrote them down.
        place: Where it stands.
    """

    account: str
    day: date
    amount: Decimal
    currency: str
    pieces: Sequence[Pieces] = ()
    place: Place


def parse_pieces(text: str) -> Sequence[Pieces]:
    """Read coins and notes, each value with how many there are.

    >>> [f"{p.count} of {p.value}" for p in parse_pieces("50x3 0.50x7")]
    ['3 of 50', '7 of 0.50']

    Raises:
        ValueError: If it is none, or names a value twice.
    """
    found: list[Pieces] = []
    for word in text.replace(",", " ").split():
        match = _PIECES.fullmatch(word)
        if match is None or not Decimal(match[1]):
            raise ValueError(
                f'"{word[:20]}" is no value with how many there are; write for'
                f' instance "{_EXAMPLE}"'
            )
        pieces = Pieces(value=Decimal(match[1]), count=int(match[2]))
        if any(pieces.value == other.value for other in found):
            raise ValueError(f"{match[1]} is counted twice; write it once")
        found.append(pieces)
    if not found or len(found) > _KINDS_MAX:
        raise ValueError(f'count values with how many; write for instance "{_EXAMPLE}"')
    return found


def sum_of(pieces: Sequence[Pieces]) -> Decimal:
    """What coins and notes come to."""
    return sum((one.amount for one in pieces), ZERO)
