"""The language of a document: its words, numbers, dates and money."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_percent

from ledgerkit.text.numbers import decimals_of, decimals_shown, format_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: The languages that documents can be written in, and the locale of each if no country
#: is given. English is that of Ireland, which has the euro and puts the day before the
#: month.
LANGUAGES = {"en": "en_IE", "it": "it", "de": "de", "fr": "fr", "es": "es"}
_MINUS = "\N{MINUS SIGN}"
_FIRST_DIGIT_TO_LAST = re.compile(r"[0-9].*[0-9]|[0-9]")


class Language:
    """One language, perhaps in the variant of a country.

    Attributes:
        tag: As HTML names it, e.g. ``de-AT``.
        locale: As Babel names it, e.g. ``de_AT``.
        words: By section and key; see the files in ``words/``.
    """

    def __init__(self, tag: str, locale: str) -> None:
        """Take a language with words here, and a Babel locale."""
        self.tag = tag
        self.locale = locale
        self.words = words_in(tag.partition("-")[0])
        # Documents repeat most of these.
        self.day = lru_cache(maxsize=4096)(self._day)
        self.short_day = lru_cache(maxsize=4096)(self._short_day)
        self.country = lru_cache(maxsize=512)(self._country)
        self._around = lru_cache(maxsize=256)(self._around_money)
        before, after = _around(str(format_percent(Decimal(0), locale=locale)))
        self._percent = f"{before}{{}}{after}"

    def amount(self, amount: Decimal, currency: str) -> str:
        """An amount without its currency, with all its decimals."""
        return self.number(amount, decimals_shown(amount, currency))

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency, e.g. ``1.220,00 €``."""
        before, after = self._around(currency)
        text = self.amount(abs(amount), currency)
        return f"{_MINUS if amount < 0 else ''}{before}{text}{after}"

    def number(self, number: Decimal, decimals: int | None = None) -> str:
        """A number, with the given decimals or its own."""
        if decimals is None:
            number = Decimal(f"{number.normalize():f}")
            decimals = decimals_of(number)
        text = format_number(number, decimals=decimals, locale=self.locale)
        return text.replace("-", _MINUS, 1)

    def percent(self, percent: Decimal) -> str:
        """A number of percent, e.g. ``22 %``."""
        return self._percent.format(self.number(percent))

    def unit(self, code: str, quantity: Decimal) -> str:
        """A unit in words, singular or plural; an unknown code as it is."""
        forms = self.words["units"].get(code.upper())
        if forms is None:
            return code
        return str(forms[0] if abs(quantity) == 1 else forms[1])

    def span(self, first: date, last: date) -> str:
        """A period, from one day to another."""
        return f"{self.short_day(first)} – {self.short_day(last)}"  # noqa: RUF001

    def _day(self, day: date) -> str:
        return str(format_date(day, format="long", locale=self.locale))

    def _short_day(self, day: date) -> str:
        return str(format_date(day, format="medium", locale=self.locale))

    def _country(self, code: str) -> str:
        """A country's name; an unknown code as it is."""
        return str(Locale.parse(self.locale).territories.get(code.upper(), code))

    def _around_money(self, currency: str) -> tuple[str, str]:
        return _around(str(format_currency(Decimal(0), currency, locale=self.locale)))


def _around(text: str) -> tuple[str, str]:
    """The text before and after the number."""
    match = _FIRST_DIGIT_TO_LAST.search(text)
    assert match is not None
    return text[: match.start()], text[match.end() :]


@lru_cache
def words_in(language: str) -> Mapping[str, Mapping[str, Any]]:
    """The words of a language, by section and key."""
    source = resources.files("ledgerkit.rendering").joinpath(f"words/{language}.toml")
    return tomllib.loads(source.read_text("utf-8"))


@lru_cache
def choose_language(*tags: str) -> Language:
    """The first of these languages available; else English.

    Args:
        *tags: Languages as in the ledger, e.g. ``de`` or ``de-AT``; empty and unknown
            ones are skipped.

    >>> choose_language("pt", "de-AT", "it").tag
    'de-AT'
    """
    for tag in tags:
        parts = tag.replace("_", "-").split("-")
        language = parts[0].lower()
        if language in LANGUAGES:
            return _language(language, parts[1:])
    return _language("en", [])


def _language(language: str, subtags: list[str]) -> Language:
    country = subtags[-1].upper() if subtags else ""
    try:
        locale = str(Locale.parse(f"{language}_{country}")) if country else ""
    except (UnknownLocaleError, ValueError):
        locale = country = ""
    tag = f"{language}-{country}" if country else language
    return Language(tag, locale or LANGUAGES[language])
