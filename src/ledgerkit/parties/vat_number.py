"""VAT numbers: whether one can be right, by its country's check digits."""

from __future__ import annotations

from stdnum.eu import vat

#: Greece's VAT numbers have their own prefix.
_VAT_COUNTRY = {"GR": "EL"}


def is_wrong_vat_number(number: str) -> bool:
    """Whether it is of the European Union, and its check digits don't fit.

    >>> is_wrong_vat_number("IT00743110157"), is_wrong_vat_number("IT00743110158")
    (False, True)
    """
    country = number.strip()[:2].lower().replace("el", "gr")
    return country in vat.MEMBER_STATES and not vat.is_valid(number)


def vat_number(text: str, country: str) -> str:
    """A VAT number with its country code, if it is valid only with it.

    >>> vat_number("00743110157", "IT"), vat_number("IT 00743110157", "")
    ('IT00743110157', 'IT00743110157')
    """
    bare = "".join(character for character in text if character.isalnum()).upper()
    prefix = _VAT_COUNTRY.get(country, country)
    if bare[:2] != prefix and vat.is_valid(prefix + bare):
        return prefix + bare
    return bare


def vat_country(prefix: str) -> str:
    """The country of a VAT number's prefix, if it is of the Union; else nothing.

    >>> vat_country("EL"), vat_country("DE"), vat_country("US"), vat_country("XI")
    ('GR', 'DE', '', 'XI')
    """
    country = prefix.upper().replace("EL", "GR")
    # Northern Ireland, whose goods are the Union's.
    is_member = country == "XI" or country.lower() in vat.MEMBER_STATES
    return country if is_member else ""
