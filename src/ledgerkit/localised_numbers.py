"""Numbers as the people of a locale write them, with every digit they have."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import NumberPattern, get_currency_precision, parse_pattern

from ledgerkit.errors import UsageError


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
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise UsageError(
            f"There is no locale {name!r}; write one like en, de-AT or it."
        ) from None


def decimals_shown(amount: Decimal, currency: str) -> int:
    """How many decimals an amount is written with.

    As many as the currency has (two if it is unknown), and more where the
    amount has more, so that no digit is hidden.

    >>> decimals_shown(Decimal("5"), "KWD"), decimals_shown(Decimal("0.1234"), "EUR")
    (3, 4)
    """
    return max(get_currency_precision(currency), decimals_of(amount))


def decimals_of(number: Decimal) -> int:
    """How many decimals a number has; none if it is infinite or no number."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def format_number(number: Decimal, *, decimals: int, locale: str) -> str:
    """The number with its thousands set apart, and no sign on a zero.

    Args:
        number: Of any size.
        decimals: At least as many as the number has: nothing is rounded.
        locale: As for `parse_locale`.

    >>> format_number(Decimal("-1234567.5"), decimals=2, locale="de")
    '-1.234.567,50'
    >>> format_number(Decimal("1234567.5"), decimals=2, locale="hi-IN")
    '12,34,567.50'
    """
    if not number.is_finite():
        return str(number)
    # A zero equals every other zero, so the cache below writes them alike.
    return _format_finite(number or Decimal(0), decimals, locale)


@lru_cache(maxsize=4096)
def _format_finite(number: Decimal, decimals: int, locale: str) -> str:
    pattern = _pattern(locale, decimals)
    # Babel rounds to the precision of the context: make room for every digit.
    room = len(number.as_tuple().digits) + abs(number.adjusted()) + decimals + 2
    with localcontext(Context(prec=max(28, room))):
        return str(pattern.apply(number, parse_locale(locale)))


@lru_cache
def _pattern(locale: str, decimals: int) -> NumberPattern:
    """The locale's way to group digits, with a fixed number of decimals."""
    integer = parse_locale(locale).decimal_formats[None].pattern.partition(".")[0]
    return parse_pattern(f"{integer}.{'0' * decimals}" if decimals else integer)
