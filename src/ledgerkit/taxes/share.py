"""The part of an amount that goes to a box of a tax return."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHARE = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<box>[^\s,+%-][^\s,%]*)(?:\s+(?P<percent>\d+(?:\.\d+)?)\s*%)?"
)


class Share(NamedTuple):
    """A part of an amount, and the box that it goes to.

    Attributes:
        box: The box's id.
        factor: 1 for the whole; negative to take it off.
    """

    box: str
    factor: Decimal = Decimal(1)


def parse_shares(text: str) -> Sequence[Share]:
    """Read boxes, parted by commas, each with its percentage if it isn't the whole.

    >>> parse_shares("VP4, -VP5 40%")
    [Share(box='VP4', factor=Decimal('1')), Share(box='VP5', factor=Decimal('-0.4'))]

    Raises:
        ValueError: If a part is none, with what to write.
    """
    return [_share(part.strip()) for part in text.split(",")] if text.strip() else []


def _share(text: str) -> Share:
    match = _SHARE.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is no box; write "66", "-66" or "66 40%"')
    percent = Decimal(match["percent"] or 100)
    sign = -1 if match["sign"] == "-" else 1
    return Share(match["box"], sign * percent / 100)
