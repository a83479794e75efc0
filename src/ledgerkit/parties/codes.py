"""Names of countries and languages -> their ISO codes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale

from ledgerkit.parties.party import normalised_name

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The languages in which names of countries and languages are recognised.
_LOCALES = ("en", "it", "de", "fr", "es")
#: Common names missing from the lists.
_COUNTRIES = {
    "usa": "US",
    "us": "US",
    "uk": "GB",
    "el": "GR",
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
#: Codes in the list of countries that are no country's own.
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def country_code(text: str) -> str | None:
    """The two-letter ISO 3166 code of a country; None if unknown.

    >>> country_code("Italia"), country_code("de"), country_code("Atlantis")
    ('IT', 'DE', None)
    """
    if is_country(text):
        return text.upper()
    return _countries().get(_compact(text))


def is_country(code: str) -> bool:
    """Whether this is a two-letter ISO 3166 code, in capitals or not.

    >>> is_country("de"), is_country("UK"), is_country("EU"), is_country("Germany")
    (True, False, False, False)
    """
    known = code.upper()
    return (
        len(known) == 2
        and known in Locale("en").territories
        and known not in _NO_COUNTRIES
    )


def language_code(text: str) -> str | None:
    """The ISO 639 code of a language; None if unknown.

    >>> language_code("Italiano"), language_code("de-AT"), language_code("Klingon?")
    ('it', 'de', None)
    """
    code = text.replace("_", "-").partition("-")[0].lower()
    return code if is_language(text) else _languages().get(_compact(text))


def is_language(tag: str) -> bool:
    """Whether this is an ISO 639 code, perhaps with a country: ``de`` or ``de-AT``.

    >>> is_language("de-AT"), is_language("pt"), is_language("english")
    (True, True, False)
    """
    code = tag.replace("_", "-").partition("-")[0].lower()
    return len(code) in {2, 3} and code in Locale("en").languages


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    named = {
        _compact(name): code
        for locale in reversed(_LOCALES)
        for code, name in Locale(locale).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return {**named, **_COUNTRIES}


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, str]:
    return {
        _compact(name): code
        for locale in reversed(_LOCALES)
        for code, name in Locale(locale).languages.items()
        if len(code) == 2
    }


def _compact(name: str) -> str:
    """A name without case, accents, blanks and punctuation."""
    return normalised_name(name).replace(" ", "")
