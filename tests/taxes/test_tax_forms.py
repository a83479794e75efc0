"""The forms as such: when they are due, and that a file that is wrong says so."""

from datetime import date
from decimal import Decimal

import pytest
from tests.taxes.tax_books import head, load

from ledgerkit.books.taxes.forms import FORM_NAMES, form_of, shipped_form
from ledgerkit.errors import UsageError
from ledgerkit.taxes.form import FormList
from ledgerkit.taxes.parse_form import parse_form

HEAD = """
title = "A form"
currency = "EUR"
source = "A law"
valid-from = "2026-01-01"
lengths = ["month"]
due-months = 0
"""


@pytest.mark.parametrize(
    ("name", "last", "due"),
    [
        ("it-lipe", date(2026, 3, 31), date(2026, 5, 31)),
        ("it-lipe", date(2026, 1, 31), date(2026, 5, 31)),
        ("it-lipe", date(2026, 6, 30), date(2026, 9, 30)),
        ("it-lipe", date(2026, 12, 31), date(2027, 2, 28)),
        ("uk-vat", date(2026, 3, 31), date(2026, 5, 7)),
        ("uk-vat", date(2026, 2, 28), date(2026, 4, 7)),
        ("de-ustva", date(2026, 3, 31), date(2026, 4, 10)),
        ("fr-ca3", date(2026, 1, 31), date(2026, 2, 24)),
        ("us-ca-401a", date(2026, 3, 31), date(2026, 4, 30)),
        ("oss", date(2026, 3, 31), date(2026, 4, 30)),
        ("ec-sales", date(2026, 3, 31), date(2026, 4, 25)),
    ],
)
def test_a_return_is_due(name, last, due):
    assert shipped_form(name).due_after(last) == due


@pytest.mark.parametrize("name", FORM_NAMES)
def test_a_shipped_form_says_its_source_and_from_when_it_is(name):
    form = shipped_form(name)
    assert form.source
    assert date.fromisoformat(form.valid_from)
    assert bool(form.boxes) != isinstance(form.lists, FormList)
    assert form.lists or form.result in form.ids


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_box_is_reached_by_its_names_once(name):
    form = shipped_form(name)
    for box in form.boxes:
        assert form.box_id(box.id) == box.id
    also = [other for box in form.boxes for other in box.also]
    assert len(also) == len(set(also))


@pytest.mark.parametrize(
    ("country", "name"),
    [
        ("IT", "it-lipe"),
        ("gb", "uk-vat"),
        ("DE", "de-ustva"),
        ("FR", "fr-ca3"),
        ("US", "us-sales"),
    ],
)
def test_a_country_has_its_form(country, name):
    assert form_of(country).name == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", 'it has "colour"'),
        ('[[box]]\nid = "1"\nlabel = "A"\nsum = ["2"]', "sums 2, which is no box"),
        (
            '[[box]]\nid = "1"\nlabel = "A"\nnegative-to = "2"',
            "a rule names 2, which is no box",
        ),
        ('[[rule]]\nkind = "sales"\nbase = ["9"]', "a rule names 9"),
        (
            '[[rule]]\nkind = "sales"\nnegative-base = ["9"]',
            "a rule names 9",
        ),
        ('[[equal]]\nboxes = ["9"]\nagainst = []', "a rule names 9"),
        ('[[rule]]\nkind = "sales"\nby-rate = "mars"', "mars"),
        ('list = "shopping"', "shopping"),
    ],
)
def test_a_form_that_is_wrong_says_so(text, said):
    with pytest.raises(UsageError, match=said):
        parse_form(f"{HEAD}{text}\n", "mine")


def test_a_rule_by_rate_is_one_for_each_rate():
    text = (
        '[[box]]\nid = "A"\nlabel = "A"\n[[box]]\nid = "A-tax"\nlabel = "A"\n'
        '[rates.home]\n"0.20" = "A"\n'
        '[[rule]]\nkind = "sales"\nby-rate = "home"\nbase = ["@"]\ntax = ["@-tax"]\n'
    )
    [rule] = parse_form(HEAD + text, "mine").rules
    assert rule.rates == {Decimal("0.20")}
    assert [share.box for share in (*rule.places.base, *rule.places.tax)] == [
        "A",
        "A-tax",
    ]


@pytest.mark.parametrize("name", FORM_NAMES)
def test_a_return_of_the_first_and_last_days_there_are_is_none_but_no_failure(
    tmp_path, name
):
    scheme = '0001-01-01 custom "tax-scheme" "cash"\n'
    books = load(tmp_path, head("IT", "EUR"), scheme)
    for period in ("0001", "0002-01", "9999-12", "9999"):
        assert books.tax_return(period, form=name).notes
