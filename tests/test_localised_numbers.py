"""Numbers look as people of the locale write them, and keep every digit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ledgerkit.errors import UsageError
from ledgerkit.text.numbers import decimals_shown, format_number, parse_locale


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", "-1,234,567.50"),
        ("en-US", "-1,234,567.50"),
        ("de", "-1.234.567,50"),
        ("it", "-1.234.567,50"),
        ("it_IT", "-1.234.567,50"),
        ("fr", "-1\u202f234\u202f567,50"),
        ("hi-IN", "-12,34,567.50"),
        ("de-CH", "-1\u2019234\u2019567.50"),
    ],
)
def test_each_locale_groups_and_marks_in_its_own_way(locale, written):
    number = Decimal("-1234567.5")
    assert format_number(number, decimals=2, locale=locale) == written


@pytest.mark.parametrize("name", ["C", "POSIX", "c", "root", "en_US_POSIX", "xx", ""])
def test_what_is_no_locale_of_anybody_is_refused_by_name(name):
    """Some versions of Babel read C and POSIX as English without thousands."""
    with pytest.raises(UsageError, match=f"There is no locale '{name}'"):
        parse_locale(name)


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("1234.5", "EUR", "1,234.50"),
        ("1234", "JPY", "1,234"),
        ("1234.5", "KWD", "1,234.500"),
        ("1234.5", "JPY", "1,234.5"),
        ("0.123456789", "EUR", "0.123456789"),
        ("2.500", "EUR", "2.500"),
        ("1E+6", "EUR", "1,000,000.00"),
        ("7", "HOURS", "7.00"),
        ("7", "", "7.00"),
        ("0", "EUR", "0.00"),
        ("-0.00", "EUR", "0.00"),
        ("0", "KWD", "0.000"),
    ],
)
def test_an_amount_has_its_currencys_decimals_and_hides_none_of_its_own(
    amount, currency, written
):
    number = Decimal(amount)
    decimals = decimals_shown(number, currency)
    assert format_number(number, decimals=decimals, locale="en") == written


def test_a_huge_amount_keeps_every_digit():
    number = Decimal("123456789012345678901234567890123456789.123456789012345678")
    written = format_number(number, decimals=18, locale="en")
    assert written == (
        "123,456,789,012,345,678,901,234,567,890,123,456,789.123456789012345678"
    )


def test_a_tiny_amount_keeps_every_digit():
    number = Decimal("-1E-40")
    written = format_number(number, decimals=40, locale="en")
    assert written == "-0." + "0" * 39 + "1"


@pytest.mark.parametrize("locale", ["xx", "english", "", "en-US-POSIX-x-y", "../etc"])
def test_an_unknown_locale_is_named_with_what_to_write_instead(locale):
    with pytest.raises(UsageError, match="write one like en") as told:
        format_number(Decimal(1), decimals=2, locale=locale)
    assert repr(locale) in str(told.value)
