"""Numbers as written in a locale, with all their digits."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Context, Decimal, localcontext
from functools import lru_cache

from babel import Locale, UnknownLocaleError, localedata
from babel.numbers import (
    NumberPattern,
    get_currency_precision,
    get_group_symbol,
    parse_pattern,
)

from ledgerkit.errors import UsageError

#: Locale names that stand for no language.
_NOBODY = frozenset({"c", "posix", "root", "und"})
_INTEGER = re.compile(r"[0-9]+")
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


@lru_cache
def parse_locale(name: str) -> Locale:
    """The locale of that name.

    Args:
        name: A language and perhaps a country, joined by ``-`` or ``_``.

    Raises:
        UsageError: If there is no such locale.

    >>> str(parse_locale("hi-IN"))
    'hi_IN'
    """
    if is_locale(name):
        with suppress(UnknownLocaleError, ValueError, TypeError):
            return Locale.parse(name.replace("-", "_"))
    raise UsageError(f"There is no locale {name!r}; write one like en, de-AT or it.")


def is_locale(name: str) -> bool:
    """Whether a name is that of a real locale.

    ``C`` and ``POSIX`` only mean that none is set, and some versions of Babel read
    them as English without thousands separators. A name needs a language of two or
    three letters known to Babel, whatever else it has.

    >>> [is_locale(name) for name in ("it", "de-AT", "C", "POSIX", "en_US_POSIX")]
    [True, True, False, False, False]
    """
    words = name.lower().replace("-", "_").split("_")
    return _NOBODY.isdisjoint(words) and localedata.exists(words[0])


def decimals_shown(amount: Decimal, currency: str) -> int:
    """The number of decimals an amount is written with.

    That of the currency (two if unknown), or more if the amount has more, so that no
    digit is hidden.

    >>> decimals_shown(Decimal("5"), "KWD"), decimals_shown(Decimal("0.1234"), "EUR")
    (3, 4)
    """
    return max(get_currency_precision(currency), decimals_of(amount))


def decimals_of(number: Decimal) -> int:
    """The number of decimals of a number; zero if it is infinite or not a number."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def format_number(number: Decimal, *, decimals: int, locale: str) -> str:
    """The number with thousands separators, and no sign on zero.

    Args:
        number: Of any size.
        decimals: At least as many as the number has, as nothing is rounded.
        locale: As for `parse_locale`.

    >>> format_number(Decimal("-1234567.5"), decimals=2, locale="de")
    '-1.234.567,50'
    >>> format_number(Decimal("1234567.5"), decimals=2, locale="hi-IN")
    '12,34,567.50'
    """
    if not number.is_finite():
        return str(number)
    # All zeros are equal, so the cache below writes them alike.
    return _format_finite(number or Decimal(0), decimals, locale)


@lru_cache(maxsize=4096)
def _format_finite(number: Decimal, decimals: int, locale: str) -> str:
    pattern = _pattern(locale, decimals)
    # Babel rounds to the precision of the context: make room for every digit.
    room = len(number.as_tuple().digits) + abs(number.adjusted()) + decimals + 2
    with localcontext(Context(prec=max(28, room))):
        text = pattern.apply(number, parse_locale(locale), group_separator=False)
    return _INTEGER.sub(lambda match: _grouped(match[0], pattern, locale), text, 1)


def _grouped(integer: str, pattern: NumberPattern, locale: str) -> str:
    """The digits before the decimals, in the locale's groups.

    Babel 2.19 takes the apostrophes between Swiss groups for quotation marks of the
    pattern, and drops them.
    """
    symbol = get_group_symbol(parse_locale(locale)).replace("'", _APOSTROPHE)
    size, next_size = pattern.grouping
    groups = []
    while integer:
        groups.append(integer[-size:])
        integer, size = integer[:-size], next_size
    return symbol.join(reversed(groups))


@lru_cache
def _pattern(locale: str, decimals: int) -> NumberPattern:
    """The locale's pattern for grouping digits, with a fixed number of decimals."""
    integer = parse_locale(locale).decimal_formats[None].pattern.partition(".")[0]
    return parse_pattern(f"{integer}.{'0' * decimals}" if decimals else integer)
