"""Numbers of a FatturaPA file: amounts as text, and the name of the file."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256

_CENT = Decimal("0.01")
_FINEST = Decimal("0.00000001")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LENGTH = 5
_NUMBER = re.compile(r"(?P<series>\D*)(?:(?P<year>\d+)\D+)?(?P<sequence>\d+)")


def two_decimals(number: Decimal) -> str:
    """An amount or a rate in the form of the specification.

    >>> two_decimals(Decimal("1220")), two_decimals(Decimal("22"))
    ('1220.00', '22.00')
    """
    return f"{number.quantize(_CENT, rounding=ROUND_HALF_UP):f}"


def many_decimals(number: Decimal) -> str:
    """A quantity or price: two to eight decimals.

    >>> many_decimals(Decimal("7.5")), many_decimals(Decimal(1) / 3)
    ('7.50', '0.33333333')
    """
    fine = number.quantize(_FINEST, rounding=ROUND_HALF_UP)
    whole, _, part = f"{fine:f}".partition(".")
    return f"{whole}.{part.rstrip('0'):0<2}"


def progressive(number: str) -> str:
    """Five characters that tell a document's file from any other of ours.

    Where the number leaves room they can be read: the first letter of the series,
    the year as one digit to base 36, and the sequence.

    >>> progressive("INV-2026-001"), progressive("CN-2026-012")
    ('IQ001', 'CQ012')
    """
    match = _NUMBER.fullmatch(number)
    if match and match["year"]:
        letter = match["series"][:1].upper()
        year = _DIGITS[int(match["year"]) % 100 % 36]
        sequence = f"{int(match['sequence']):03d}"
        if letter in _DIGITS and letter and len(sequence) == _LENGTH - 2:
            return f"{letter}{year}{sequence}"
    rest = int.from_bytes(sha256(number.encode()).digest()[:8])
    written = ""
    for _ in range(_LENGTH):
        rest, digit = divmod(rest, len(_DIGITS))
        written = _DIGITS[digit] + written
    return written
