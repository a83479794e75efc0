"""VAT numbers: whether one can be right, by its country's check digits."""

from __future__ import annotations

from stdnum.eu import vat


def is_wrong_vat_number(number: str) -> bool:
    """Whether it is of the European Union, and its check digits don't fit.

    >>> is_wrong_vat_number("IT00743110157"), is_wrong_vat_number("IT00743110158")
    (False, True)
    """
    country = number.strip()[:2].lower().replace("el", "gr")
    return country in vat.MEMBER_STATES and not vat.is_valid(number)
