"""Amounts that are a slip of the hand away from each other."""

from __future__ import annotations

from decimal import Decimal

#: Two neighbouring digits that change places change a number by a multiple of nine.
_NINE = 9
_SHIFTS = (Decimal(10), Decimal(100))


def misreading(written: Decimal, true: Decimal) -> str | None:
    """How a number came to be written for another, in a few words.

    Found are a reversed sign, two neighbouring digits that changed places, and a
    decimal point one or two places away. None if it is no such slip.

    >>> misreading(Decimal("121.00"), Decimal("112.00"))
    'two digits changed places'
    >>> misreading(Decimal("10.00"), Decimal("11.00")) is None
    True
    """
    if written == true or not written or not true:
        return None
    if written == -true:
        return "the sign is reversed"
    if any(written * shift == true or true * shift == written for shift in _SHIFTS):
        return "the decimal point is elsewhere"
    if is_transposed(written, true):
        return "two digits changed places"
    return None


def is_transposed(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers are the same but for two neighbouring digits."""
    if (one < 0) != (other < 0):
        return False
    digits, others = _digits(one, other)
    if (int(digits) - int(others)) % _NINE:
        return False
    different = [i for i in range(len(digits)) if digits[i] != others[i]]
    if len(different) != 2 or different[1] != different[0] + 1:
        return False
    first, second = different
    return digits[first] == others[second] and digits[second] == others[first]


def _digits(one: Decimal, other: Decimal) -> tuple[str, str]:
    """Both numbers' digits, in the same unit and of the same length."""
    places = max(_places(one), _places(other))
    texts = [str(int(abs(number).scaleb(places))) for number in (one, other)]
    length = max(len(text) for text in texts)
    return texts[0].zfill(length), texts[1].zfill(length)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)
