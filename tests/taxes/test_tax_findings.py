"""What is wrong with schemes, figures, codes and boxes, in a sentence each."""

import pytest
from tests.taxes.tax_books import boxes, code, head, load, sale

EURO = "EUR"


def messages(books, kind=None):
    return [f.message for f in books.findings() if kind is None or f.kind.name == kind]


def at(books, kind):
    return [f.place.lineno for f in books.findings() if f.kind.name == kind]


def only(books, kind):
    [message] = messages(books, kind)
    return message


@pytest.mark.parametrize(
    ("country", "line", "kind", "said"),
    [
        (
            "GB",
            '2026-01-01 custom "tax-scheme" "flat-rate"',
            "bad-declaration",
            '2026-01-01 custom "tax-scheme" "flat-rate" 0.13',
        ),
        (
            "FR",
            '2026-01-01 custom "tax-scheme" "debit"',
            "unknown-tax-scheme",
            'the form fr-ca3 knows; did you mean "debits"?',
        ),
        (
            "FR",
            '2026-01-01 custom "tax-scheme" "flat-rate" 0.13',
            "unknown-tax-scheme",
            "write one of standard, debits",
        ),
        (
            "IT",
            '2026-01-01 custom "tax-scheme" "cash" 0.13',
            "bad-declaration",
            'has no rate; write 2026-01-01 custom "tax-scheme" "cash"',
        ),
        (
            "IT",
            '2026-01-01 custom "tax-scheme" 5',
            "bad-declaration",
            'write 2026-01-01 custom "tax-scheme" "cash"',
        ),
        (
            "IT",
            '2026-01-01 custom "tax-figure" "it-lippe" "2026-Q1" "VP9" 1.00 EUR',
            "unknown-box",
            'did you mean "it-lipe"?',
        ),
        (
            "IT",
            '2026-01-01 custom "tax-figure" "it-lipe" "2026-Q1" "VP99" 1.00 EUR',
            "unknown-box",
            'the form it-lipe has no box "VP99"',
        ),
        (
            "IT",
            '2026-01-01 custom "tax-figure" "it-lipe" "2026-Q1" "VP4" 1.00 EUR',
            "unknown-box",
            "box VP4 of it-lipe follows from postings",
        ),
        (
            "IT",
            '2026-01-01 custom "tax-figure" "it-lipe" "2026-Q9" "VP9" 1.00 EUR',
            "bad-declaration",
            '"2026-Q9" is no',
        ),
        (
            "IT",
            '2026-01-01 custom "tax-figure" "it-lipe" "2026-Q1" "VP9" 1.00 USD',
            "bad-declaration",
            "write what it is in EUR",
        ),
        (
            "FR",
            '2026-01-01 custom "tax-figure" "fr-ca3" "2026-01" "22" 10.50 EUR',
            "bad-declaration",
            "box 22 of fr-ca3 has whole amounts, and 10.50 is none",
        ),
        (
            "GB",
            '2026-01-01 custom "pro-rata" 170',
            "bad-declaration",
            'custom "pro-rata" 70',
        ),
        (
            "IT",
            '2026-01-01 custom "tax-figure" "it-lipe"',
            "bad-declaration",
            'write 2026-01-01 custom "tax-figure" "it-lipe" "2026-Q1" "VP9" 120.00 EUR',
        ),
    ],
)
def test_a_scheme_or_figure_that_means_nothing(tmp_path, country, line, kind, said):
    books = load(tmp_path, head(country, EURO), line + "\n")
    assert said in only(books, kind)
    assert at(books, kind) == [13]


@pytest.mark.parametrize(
    ("key", "kind", "said"),
    [
        ('base-box: "VP2 VP3"', "bad-value", 'write "66", "-66" or "66 40%"'),
        ('tax-box: "VP44"', "unknown-box", 'it-lipe has no box "VP44"'),
        (
            'jurisdictions: "State 20%, County 1%"',
            "bad-value",
            "their rates come to 21 %, and the code has 22 %",
        ),
        ('jurisdictions: "20%"', "bad-value", "is no jurisdiction with its rate"),
    ],
)
def test_a_code_whose_boxes_mean_nothing(tmp_path, key, kind, said):
    books = load(tmp_path, head("IT", EURO), code("it22", "0.22", "sales", "S", key))
    assert said in only(books, kind)


def test_a_box_of_another_countrys_code_is_its_own_matter(tmp_path):
    keys = ('country: "FR"', 'base-box: "08"')
    books = load(tmp_path, head("IT", EURO), code("fr20", "0.20", "sales", "S", *keys))
    assert not messages(books, "unknown-box")


def test_a_code_after_its_last_day(tmp_path):
    ended = code("it21", "0.21", "sales", "S", "until: 2025-12-31")
    books = load(
        tmp_path,
        head("IT", EURO),
        ended,
        sale("2025-12-31", "1", [("100", "21", "it21")], currency=EURO),
        sale("2026-01-01", "2", [("100", "21", "it21")], currency=EURO),
    )
    found = only(books, "expired-tax-code")
    assert "it21 ended on 2025-12-31, and this is of 2026-01-01" in found


def test_tax_without_a_code_and_a_line_without_one(tmp_path):
    text = sale(
        "2026-01-15",
        "1",
        [("100", "22", "it22"), ("50", "11", "it22")],
        currency=EURO,
    )
    lines = text.splitlines()
    # The last line and its tax lose their codes.
    del lines[-1], lines[-2]
    books = load(
        tmp_path,
        head("IT", EURO),
        code("it22", "0.22", "sales", "S"),
        "\n".join(lines) + "\n",
    )
    assert 'write tax: "it22" below it' in only(books, "tax-without-code")
    assert only(books, "line-without-code").startswith("Income:Sales")


def test_paying_the_office_needs_no_code(tmp_path):
    books = load(
        tmp_path,
        head("IT", EURO),
        code("it22", "0.22", "sales", "S"),
        sale("2026-01-15", "1", [("100", "22", "it22")], currency=EURO),
        '2026-05-16 * "Agenzia delle Entrate" "IVA"\n'
        "  Liabilities:Tax  22.00 EUR\n  Assets:Bank\n",
    )
    assert not messages(books, "tax-without-code")


def test_what_is_stated_for_a_box_of_postings_is_left_out(tmp_path):
    stated = '2026-05-01 custom "tax-figure" "it-lipe" "2026-Q1" "VP4" 5.00 EUR\n'
    books = load(
        tmp_path,
        head("IT", EURO),
        code("it22", "0.22", "sales", "S"),
        sale("2026-01-15", "1", [("100", "22", "it22")], currency=EURO),
        stated,
    )
    assert boxes(books, "2026-Q1")["VP4"] == 22


def test_a_return_says_what_its_schemes_lack(tmp_path):
    books = load(
        tmp_path,
        head("GB", "GBP"),
        code("gb20", "0.20", "sales", "S"),
        '2026-01-01 custom "tax-scheme" "flat-rate"\n',
        sale("2026-01-15", "1", [("100", "20", "gb20")], currency="GBP"),
    )
    table = books.tax_return("2026-Q1")
    assert not table.is_whole
    assert any('"flat-rate" has no rate' in note for note in table.notes)
