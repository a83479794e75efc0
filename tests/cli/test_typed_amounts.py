"""What people type as an amount is read alike everywhere, or refused with readings."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.text.numbers import format_number
from ledgerkit.text.typed_amounts import (
    TypedAmount,
    read_amount,
    read_number,
    read_percent,
    read_price,
    read_share,
)

#: What is typed -> the number, and the currency.
READ = [
    ("1220", "1220", None),
    ("1220.00", "1220", None),
    ("1220,00", "1220", None),
    ("1,220.00", "1220", None),
    ("1.220,00", "1220", None),
    ("1'220.00", "1220", None),
    ("1 220,00", "1220", None),
    ("1\N{NARROW NO-BREAK SPACE}220,00", "1220", None),
    ("1.220.000", "1220000", None),
    ("€1220", "1220", "EUR"),
    ("€ 1220", "1220", "EUR"),
    ("1220€", "1220", "EUR"),
    ("1.220,00 €", "1220", "EUR"),
    ("EUR 1220", "1220", "EUR"),
    ("EUR1220", "1220", "EUR"),
    ("1220 EUR", "1220", "EUR"),
    ("1220EUR", "1220", "EUR"),
    ("1220 eur", "1220", "EUR"),
    ("1220 Euro", "1220", "EUR"),
    ("1220 euros", "1220", "EUR"),
    ("1220,- EUR", "1220", "EUR"),
    ("Fr. 1'220.-", "1220", "CHF"),
    ("US$ 12.20", "12.20", "USD"),
    ("£12.20", "12.20", "GBP"),
    ("-12.20", "-12.20", None),
    ("\N{MINUS SIGN}€12.20", "-12.20", "EUR"),
    ("(12.20)", "-12.20", None),
    ("12.20-", "-12.20", None),
    (".5", "0.5", None),
    ("0.125", "0.125", None),
    ("1,220 JPY", "1220", "JPY"),
    ("1.220 KWD", "1.220", "KWD"),
    ("12.5000 EUR", "12.5", "EUR"),
    ("0.1255 XAU", "0.1255", "XAU"),
    ("10 HOURS", "10", "HOURS"),
]


@pytest.mark.parametrize(("text", "number", "currency"), READ)
def test_the_usual_ways_to_write_an_amount_are_one(text, number, currency):
    assert read_amount(text) == TypedAmount(Decimal(number), currency)
    assert read_amount(f" {text} ") == read_amount(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.220", '"1.220" may be 1220 or 1.22; write one of them'),
        ("1,220", '"1,220" may be 1220 or 1.22; write one of them'),
        ("1.225", '"1.225" may be 1225 or 1.2250; write one of them'),
        ("€1.220", '"€1.220" may be 1220 EUR or 1.22 EUR; write one of them'),
        ("1.225 EUR", "1.225 EUR: EUR has 2 decimals; if 1225 is meant, write 1225"),
        ("1220.505 EUR", "EUR has 2 decimals; if 1220505 is meant, write 1220505"),
        ("12.3456 EUR", "12.3456 EUR: EUR has 2 decimals; correct the amount"),
        ("12.50 JPY", "12.50 JPY: JPY has no decimals; correct the amount"),
        ("1.220 JPY", "1.220 JPY: JPY has no decimals; if 1220 is meant, write 1220"),
        ("1,220 KWD", "1220 KWD or 1.22 KWD"),
        ("$700", '"$" may be USD, ARS, AUD and others; write the code, as in 700 USD'),
        ("¥700", '"¥" may be JPY or CNY; write the code, as in 700 JPY'),
        ("700 eru", '"eru" is no currency; did you mean "EUR"?'),
        ("€5 EUR", "has two currencies"),
        ("EUR", '"EUR" is no amount; write it as 700.00'),
        ("", '"" is no amount'),
        ("12 34", "is no amount"),
        ("5.", "is no amount"),
        ("1e5", "is no amount"),
        ("7x", "is no amount"),
        ("--5", "is no amount"),
        ("nan", "is no amount"),
        ("1234567890123456", "is no amount"),
    ],
)
def test_what_reads_two_ways_or_none_is_refused(text, said):
    with pytest.raises(ValueError, match=r"(?s).+") as refused:
        read_amount(text)
    assert said in str(refused.value)


def test_a_currency_that_is_known_beforehand_decides():
    assert read_amount("1.220", "KWD").number == Decimal("1.220")
    assert read_amount("1,220", "JPY").number == 1220
    with pytest.raises(ValueError, match="JPY has no decimals"):
        read_amount("12.50", "JPY")
    # The text's own goes before.
    with pytest.raises(ValueError, match=r"1220 EUR or 1\.22 EUR"):
        read_amount("1.220 EUR", "KWD")


def test_a_price_may_have_more_decimals_than_its_currency():
    assert read_price("€0.1234").number == Decimal("0.1234")
    assert read_price("1.7690 EUR").number == Decimal("1.769")
    with pytest.raises(ValueError, match=r"may be 1769 or 1\.7690"):
        read_price("1.769")


def test_percentages_and_shares_have_no_thousands():
    assert read_percent("5,125%") == read_percent("5.125 %") == Decimal("5.125")
    assert read_share("90 %") == read_share("0,9") == Decimal("0.9")
    with pytest.raises(ValueError, match=r"half is 0\.5 or 50%"):
        read_share("90")
    with pytest.raises(ValueError, match='"ten" is no percentage'):
        read_percent("ten")


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    st.sampled_from(["en", "de", "fr", "it", "de-CH", "sv", "es", "pt"]),
    st.sampled_from(["{}", "{} EUR", "EUR {}", "€{}", "{}€", "{} eur"]),
)
def test_an_amount_with_cents_is_read_as_any_locale_writes_it(number, locale, form):
    written = form.format(format_number(number, decimals=2, locale=locale))
    assert read_amount(written).number == number


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    for read in (read_amount, read_price, read_number, read_percent, read_share):
        with suppress(ValueError):
            read(text)


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_the_readings_that_are_offered_read_one_way(number):
    text = f"{number:,f}"
    try:
        read = read_amount(text).number
    except ValueError as refused:
        offered = str(refused).partition(" may be ")[2].partition(";")[0]
        readings = [read_amount(reading).number for reading in offered.split(" or ")]
        assert number in readings
    else:
        assert read == number
