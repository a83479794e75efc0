"""Numbers of bank accounts, compared as people and files write them."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[^0-9A-Za-z]")
#: Shorter ones are contained in too many others.
_PART_MIN = 6


def compact_number(text: str) -> str:
    """An IBAN or account number without blanks and marks, in capitals.

    >>> compact_number("it60 X054-2811 1010/0000.0123 456")
    'IT60X0542811101000000123456'
    """
    return _MARKS.sub("", text).upper()


def is_same_account(one: str, other: str) -> bool:
    """Whether two compact numbers may name one account.

    They are equal, or one ends with the other: an IBAN with the national number, or
    that with the account's number at the bank, with or without leading zeros.

    >>> is_same_account("IT60X0542811101000000123456", "0123456")
    True
    >>> is_same_account("IT60X0542811101000000123456", "56")
    False
    """
    one, other = one.lstrip("0"), other.lstrip("0")
    if one == other:
        return bool(one)
    short, long = sorted((one, other), key=len)
    return len(short) >= _PART_MIN and long.endswith(short)


def holds_number(iban: str, number: str) -> bool:
    """Whether a compact IBAN holds a number anywhere behind its check digits.

    Some countries have check digits behind the number, and banks leave them off.

    >>> holds_number("FR7630006000011234567890189", "12345678901")
    True
    """
    number = number.lstrip("0")
    return len(number) >= _PART_MIN and number in iban[4:]
