"""Bank account numbers, compared across spellings."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[^0-9A-Za-z]")
#: Shorter numbers are part of too many others.
_PART_MIN = 6


def compact_number(text: str) -> str:
    """An IBAN or account number without blanks or punctuation, in capitals.

    >>> compact_number("it60 X054-2811 1010/0000.0123 456")
    'IT60X0542811101000000123456'
    """
    return _MARKS.sub("", text).upper()


def is_same_account(number: str, other: str) -> bool:
    """Whether two compact numbers may name one account.

    They are equal, or one ends with the other: an IBAN with the national number, or
    that with the bank's own account number, with or without leading zeros.

    >>> is_same_account("IT60X0542811101000000123456", "0123456")
    True
    >>> is_same_account("IT60X0542811101000000123456", "56")
    False
    """
    number, other = number.lstrip("0"), other.lstrip("0")
    if number == other:
        return bool(number)
    shorter, longer = sorted((number, other), key=len)
    return len(shorter) >= _PART_MIN and longer.endswith(shorter)


def holds_number(iban: str, number: str) -> bool:
    """Whether a compact IBAN contains a number anywhere after its check digits.

    Some countries put check digits after the number, and banks leave them off.

    >>> holds_number("FR7630006000011234567890189", "12345678901")
    True
    """
    number = number.lstrip("0")
    return len(number) >= _PART_MIN and number in iban[4:]
