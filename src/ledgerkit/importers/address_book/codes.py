"""Names of countries and languages -> their ISO codes; VAT numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from stdnum.eu import vat

from ledgerkit.importers.tables.headings import compact

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The languages in which names of countries and languages are recognised.
_LOCALES = ("en", "it", "de", "fr", "es")
#: Common names missing from the lists.
_COUNTRIES = {
    "usa": "US",
    "us": "US",
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "inghilterra": "GB",
    "holland": "NL",
    "olanda": "NL",
    "czechrepublic": "CZ",
    "repubblicaceca": "CZ",
    "deutschlandde": "DE",
    "unitedstatesofamerica": "US",
}
#: Greece's VAT numbers have their own prefix.
_VAT_COUNTRY = {"GR": "EL"}


def country_code(text: str) -> str | None:
    """The two-letter ISO 3166 code of a country; None if unknown.

    >>> country_code("Italia"), country_code("de"), country_code("Atlantis")
    ('IT', 'DE', None)
    """
    if len(text) == 2 and text.upper() in Locale("en").territories:
        return text.upper()
    return _countries().get(compact(text))


def language_code(text: str) -> str | None:
    """The ISO 639 code of a language; None if unknown.

    >>> language_code("Italiano"), language_code("de-AT"), language_code("Klingon?")
    ('it', 'de', None)
    """
    code = text.replace("_", "-").partition("-")[0].lower()
    if len(code) in {2, 3} and code in Locale("en").languages:
        return code
    return _languages().get(compact(text))


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


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    named = {
        compact(name): code
        for locale in reversed(_LOCALES)
        for code, name in Locale(locale).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return {**named, **_COUNTRIES}


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, str]:
    return {
        compact(name): code
        for locale in reversed(_LOCALES)
        for code, name in Locale(locale).languages.items()
        if len(code) == 2
    }
