"""The languages that documents are written in."""

import re
from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.rendering.language import LANGUAGES, choose_language, words_in

D = Decimal


def sections(language):
    """Every word by section and key, with what is filled into it."""
    return {
        (section, key): sorted(re.findall(r"\{\w+\}", str(word)))
        for section, words in words_in(language).items()
        for key, word in words.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_and_fills_in_the_same(language):
    assert sections(language) == sections("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty_and_every_unit_has_two_forms(language):
    for section, words in words_in(language).items():
        for key, word in words.items():
            assert word, (section, key)
            assert section != "units" or len(word) == 2, key


@pytest.mark.parametrize(
    ("tag", "money", "day", "percent", "unit"),
    [
        ("en", "€1,234.50", "15 January 2026", "22%", "hours"),
        ("en-US", "€1,234.50", "January 15, 2026", "22%", "hours"),
        ("it", "1.234,50 €", "15 gennaio 2026", "22%", "ore"),
        ("de", "1.234,50 €", "15. Januar 2026", "22 %", "Stunden"),
        ("de-CH", "EUR 1\u2019234.50", "15. Januar 2026", "22%", "Stunden"),
        ("fr", "1 234,50 €", "15 janvier 2026", "22 %", "heures"),
        ("es", "1.234,50 €", "15 de enero de 2026", "22 %", "horas"),
    ],
)
def test_numbers_dates_and_units_are_those_of_the_language(
    tag, money, day, percent, unit
):
    language = choose_language(tag)
    written = language.money(D("1234.5"), "EUR")
    assert re.sub(r"[\xa0\u202f]", " ", written) == money
    assert language.day(date(2026, 1, 15)) == day
    assert re.sub(r"[\xa0\u202f]", " ", language.percent(D(22))) == percent
    assert language.unit("HUR", D(2)) == unit


def test_a_language_we_lack_gives_way_to_the_companys_and_that_to_english():
    assert choose_language("pt", "de").tag == "de"
    assert choose_language("pt-BR", "").tag == "en"
    assert choose_language("", "it").tag == "it"


def test_a_country_that_nobody_knows_is_left_out():
    assert choose_language("de-XX").tag == "de"
    assert choose_language("it_CH").tag == "it-CH"


def test_no_digit_of_a_price_or_quantity_is_lost():
    language = choose_language("de")
    assert language.amount(D("0.0125"), "EUR") == "0,0125"
    assert language.number(D("7.50")) == "7,5"
    assert language.number(D("1E+3")) == "1.000"


def test_an_unknown_unit_is_printed_as_it_stands():
    assert choose_language("it").unit("Zollstock", D(2)) == "Zollstock"


def test_a_negative_amount_has_a_minus_before_its_currency():
    assert choose_language("en").money(D("-5"), "USD") in {"−US$5.00", "−$5.00"}  # noqa: RUF001
