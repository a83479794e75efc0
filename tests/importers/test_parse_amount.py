"""Amounts as people and programs write them, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.money import parse_amount
from ledgerkit.text.numbers import format_number

if TYPE_CHECKING:
    from decimal import Decimal


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("55.94", ".", "55.94"),
        ("1,234,567.5", ".", "1234567.5"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1.234", ",", "1234"),
        ("1.234,50", ",", "1234.50"),
        ("1234,50", ",", "1234.50"),
        ("1'234.50", ".", "1234.50"),
        ("1\N{RIGHT SINGLE QUOTATION MARK}234,50", ",", "1234.50"),
        ("1 234 567,5", ",", "1234567.5"),
        ("1\N{NARROW NO-BREAK SPACE}234,5", ",", "1234.5"),
        (".5", ".", "0.5"),
        (" 7 ", ",", "7"),
        ("-7", ".", "-7"),
        ("+7", ".", "7"),
        ("7-", ".", "-7"),
        ("(7.00)", ".", "-7.00"),
        ("\N{MINUS SIGN}7,5", ",", "-7.5"),
        ("999999999999999.999999999", ".", "999999999999999.999999999"),
    ],
)
def test_an_amount_is_read_with_its_decimal_mark(text: str, mark: str, number: str):
    found = parse_amount(text, decimal_mark=mark)
    assert str(found) == number


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", "."),
        ("-", "."),
        ("()", "."),
        (".", "."),
        ("1.", "."),
        ("abc", "."),
        ("12,34", "."),
        ("1,2345", "."),
        ("1234,567", "."),
        ("1234.567", ","),
        ("1234.5", ","),
        ("1,234.56", ","),
        ("1.234'567,5", ","),
        ("1.234.56", "."),
        ("--5", "."),
        ("-5-", "."),
        ("(-5)", "."),
        ("(5", "."),
        ("1e3", "."),
        ("NaN", "."),
        ("Infinity", "."),
        ("0x10", "."),
        ("1_000", "."),
        ("\N{ARABIC-INDIC DIGIT FIVE}", "."),
        ("1000000000000000", "."),
        ("0.1234567891", "."),
    ],
)
def test_what_is_no_amount_is_refused(text: str, mark: str):
    with pytest.raises(ValueError, match="is not an amount"):
        parse_amount(text, decimal_mark=mark)


@given(
    st.decimals(-(10**12), 10**12, places=2),
    st.sampled_from([("en_US", "."), ("de_DE", ","), ("fr_FR", ","), ("de_CH", ".")]),
)
def test_what_a_locale_writes_is_read_back(number: Decimal, locale: tuple[str, str]):
    text = format_number(number, decimals=2, locale=locale[0])
    assert parse_amount(text, decimal_mark=locale[1]) == number
