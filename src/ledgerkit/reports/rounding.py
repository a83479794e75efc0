"""How reports round numbers other than money: half up, as people do."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")
_PERCENT = Decimal(100)


def tenths(number: Decimal | None) -> Decimal | None:
    """A number with one decimal; a zero has no sign.

    >>> tenths(Decimal("-0.04")), tenths(Decimal("2.25"))
    (Decimal('0.0'), Decimal('2.3'))
    """
    if number is None:
        return None
    return number.quantize(_TENTH, rounding=ROUND_HALF_UP) + 0


def hundredths(number: Decimal | None) -> Decimal | None:
    """The same with two decimals."""
    if number is None:
        return None
    return number.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP) + 0


def percent(share: Decimal | None) -> Decimal | None:
    """A share, 1 for all, in percent with one decimal.

    >>> percent(Decimal("0.12345"))
    Decimal('12.3')
    """
    return None if share is None else tenths(share * _PERCENT)
