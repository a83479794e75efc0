"""QR codes as pictures, whatever they say, and how account numbers are printed."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import segno

_MASK = 3
#: White modules around it, which scanners need (ISO/IEC 18004).
_BORDER = 4
#: Black modules and the white ones after them.
_STROKE = re.compile(b"\x01+\x00*")


def qr_picture(content: bytes, *, border: int = _BORDER, sign: str = "") -> str:
    """A QR code at error level M, as the ``data:`` address of an image.

    Args:
        content: What a scanner reads.
        border: White modules around it.
        sign: What is drawn over its middle, as SVG in a square of 46 units; "<" and ">"
            are written as their codes.
    """
    # To try every mask for the best looking one takes ten times as long, and readers
    # accept any: the code says which it is.
    code = segno.make_qr(content, error="M", mode="byte", mask=_MASK, boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    size = len(rows) + 2 * border
    path = "".join(_row(row, number, border) for number, row in enumerate(rows, border))
    over = ""
    if sign:
        scale = f"scale({Decimal(size) / 46:.5f})"
        over = f"%3Cg transform='{scale}'%3E{_escaped(sign)}%3C/g%3E"
    # Characters not allowed in an address are written as their codes.
    return (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'"
        f" viewBox='0 0 {size} {size}'%3E%3Cpath fill='white' d='M0 0h{size}v{size}H0z'"
        f"/%3E%3Cpath stroke='black' d='{path}'/%3E{over}%3C/svg%3E"
    )


def _escaped(svg: str) -> str:
    return svg.replace("<", "%3C").replace(">", "%3E")


def _row(row: bytes, number: int, border: int) -> str:
    strokes = _STROKE.findall(row)
    start = len(row) - sum(map(len, strokes)) + border
    return f"M{start} {number}.5{''.join(map(_stroke, strokes))}"


@lru_cache
def _stroke(modules: bytes) -> str:
    """How far to draw, and how far to move on."""
    black = modules.count(1)
    return f"h{black}m{len(modules) - black} 0"


def grouped_iban(iban: str) -> str:
    """In groups of four, as people read it.

    >>> grouped_iban("IT60X0542811101000000123456")
    'IT60 X054 2811 1010 0000 0123 456'
    """
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
