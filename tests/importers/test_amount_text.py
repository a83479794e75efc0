"""Amounts in cells: their currency taken off, their decimal mark never guessed."""

from __future__ import annotations

import pytest

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.amount_text import decimal_mark_choices
from ledgerkit.text.currencies import named_currencies, split_currency


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("55.94", "55.94", None),
        ("€ 1.234,50", "1.234,50", "EUR"),
        ("1.234,50 €", "1.234,50", "EUR"),
        ("EUR55", "55", "EUR"),
        ("55 eur", "55", "EUR"),
        ("-€5.00", "-5.00", "EUR"),
        ("€-5.00", "-5.00", "EUR"),
        ("(€5.00)", "(5.00)", "EUR"),
        ("US$ 5", "5", "USD"),
        ("55 Euro", "55", "EUR"),
        ("CHF 1'234.50", "1'234.50", "CHF"),
        ("5,00 zł", "5,00", "PLN"),
        ("R$5", "5", "BRL"),
        ("1 234,50 €", "1 234,50", "EUR"),
        ("SFr. 20.50", "20.50", "CHF"),
        ("EUR .50", ".50", "EUR"),
        ("د.ا.\u200f4.750", "4.750", "JOD"),  # noqa: RUF001
        ("\u200f4.750 ر.س.\u200f", "4.750", "SAR"),
    ],
)
def test_a_currency_beside_an_amount_is_taken_off_and_kept(
    text: str, number: str, currency: str | None
):
    assert split_currency(text) == (number, frozenset({currency} - {None}))


def test_a_sign_of_several_currencies_means_any_of_them():
    _number, currencies = split_currency("$5.00")
    assert {"USD", "CAD", "AUD"} <= currencies
    assert "EUR" not in currencies
    assert split_currency("kr. 100")[1] == {"SEK", "NOK", "DKK", "ISK"}


@pytest.mark.parametrize(
    "text", ["", "€", "5 Foo", "12EUR50", "EUR 5 USD", "5 5x", "=1+1", "#REF!", "1e5"]
)
def test_what_is_no_amount_is_refused(text: str):
    with pytest.raises(ValueError, match=r"is no|two currencies"):
        split_currency(text)


def test_a_currency_column_may_have_codes_or_signs():
    assert named_currencies("usd") == {"USD"}
    assert named_currencies("€") == {"EUR"}
    assert named_currencies("") == frozenset()
    assert named_currencies("Euro") == {"EUR"}
    with pytest.raises(ValueError, match="'EURP' is no currency"):
        named_currencies("EURP")


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (["55.94", "1,234"], ["."]),
        (["1.234,50", "7"], [","]),
        (["€ 5,50", "(1.234)"], [","]),
        (["1,234"], [".", ","]),
        (["1.234", "12"], [".", ","]),
        (["12", "1500"], ["."]),
        (["1,234,567"], ["."]),
        (["x", "5,5"], [","]),
        (["x"], []),
    ],
)
def test_the_decimal_mark_is_found_only_if_there_is_no_other(
    texts: list[str], marks: list[str]
):
    found = decimal_mark_choices(enumerate(texts, start=2))
    assert [choice.value for choice in found] == marks


def test_each_mark_says_what_a_telling_amount_would_be():
    found = decimal_mark_choices([(2, "5"), (3, "1,234")])
    assert [c.example for c in found] == ["1,234 is 1234", "1,234 is 1.234"]


def test_amounts_with_two_marks_are_named_with_their_lines():
    with pytest.raises(UsageError, match=r"line 2 has '5,50' and line 3 has '5\.50'"):
        decimal_mark_choices([(2, "5,50"), (3, "5.50")])
