"""Input tax of firms with exempt sales, with figures that a person worked out."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.taxes.tax_books import boxes, code, head, load, purchase, sale

from ledgerkit.errors import UsageError
from ledgerkit.taxes.deduction import PercentRounding, TurnoverSplit

POUNDS, EURO = "GBP", "EUR"
BRITISH = (
    head("GB", POUNDS)
    + code("gb20", "0.20", "sales", "S")
    + code("exempt", "0", "sales", "E", 'reason: "Exempt"')
    + code("for-taxed", "0.20", "purchase", "S")
    + code("for-exempt", "0.20", "purchase", "S", 'used-for: "exempt"')
    + code("for-both", "0.20", "purchase", "S", 'used-for: "both"')
    + '2026-01-01 custom "pro-rata" "period"\n'
)
ITALIAN = (
    head("IT", EURO)
    + code("it22", "0.22", "sales", "S")
    + code("exempt", "0", "sales", "E", 'reason: "Art. 10"', 'nature: "N4"')
    + code("it22-in", "0.22", "purchase", "S")
)


def british(tmp_path, *, exempt_input="3000"):
    net = Decimal(exempt_input) * 5
    sales = [("100000", "20000", "gb20"), ("60000", "0", "exempt")]
    lines = [
        ("75000", "15000", "for-taxed"),
        (str(net), exempt_input, "for-exempt"),
        ("25000", "5000", "for-both"),
    ]
    return load(
        tmp_path,
        BRITISH,
        sale("2026-01-15", "1", sales, currency=POUNDS),
        purchase("2026-02-01", "B1", lines, currency=POUNDS),
    )


def test_what_is_for_both_is_deducted_by_a_percentage_rounded_up(tmp_path):
    books = british(tmp_path)
    assert boxes(books, "2026-Q1")["4"] == Decimal(18150)
    rows = {row["line"]: row for row in books.pro_rata("2026-Q1").to_dicts()}
    assert rows["Input tax for both"]["percent"] == Decimal(63)
    assert rows["Deductible"]["amount"] == Decimal(18150)
    notes = books.pro_rata("2026-Q1").notes
    assert notes == ["Not deductible: 4850.00; it is an expense."]


def test_little_input_tax_for_exempt_sales_is_deducted_all_the_same(tmp_path):
    # 625 a month for three months are 1,875: 20 and 37 % of 5,000 are 1,870.
    books = british(tmp_path, exempt_input="20")
    assert boxes(books, "2026-Q1")["4"] == Decimal(20020)
    # One pound more than that isn't little.
    books = british(tmp_path, exempt_input="26")
    assert boxes(books, "2026-Q1")["4"] == Decimal(18150)


@pytest.mark.parametrize(
    ("taxed", "exempt", "percent"),
    [(70000, 30000, 70), (120000, 30000, 80), (625, 375, 62), (6251, 3749, 63)],
)
def test_in_italy_half_a_percent_is_rounded_down(taxed, exempt, percent):
    found = TurnoverSplit(Decimal(taxed), Decimal(exempt))
    assert found.percent(PercentRounding.OVER_HALF) == percent


def test_in_italy_last_years_percentage_counts_until_the_year_is_over(tmp_path):
    sales = [("70000", "15400", "it22"), ("30000", "0", "exempt")]
    books = load(
        tmp_path,
        ITALIAN,
        '2026-01-01 custom "pro-rata" 80\n',
        sale("2026-01-15", "1", sales, currency=EURO),
        purchase("2026-02-01", "B1", [("10000", "2200", "it22-in")], currency=EURO),
    )
    assert boxes(books, "2026-Q1")["VP5"] == Decimal(1760)
    rows = {row["line"]: row["amount"] for row in books.pro_rata("2026").to_dicts()}
    assert rows["Deductible"] == Decimal(1540)
    assert rows["To deduct still, or to repay if negative"] == Decimal(-220)


def test_without_its_directive_all_is_deducted_and_the_report_says_what_to_write(
    tmp_path,
):
    books = load(tmp_path, ITALIAN)
    with pytest.raises(UsageError, match='2026-01-01 custom "pro-rata" "period"'):
        books.pro_rata("2026")


amount = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


@given(amount, amount)
def test_the_percentage_is_never_less_than_the_share_if_rounded_up(taxed, exempt):
    percent = TurnoverSplit(taxed, exempt).percent(PercentRounding.UP)
    if taxed + exempt:
        share = Fraction(taxed) * 100 / Fraction(taxed + exempt)
        assert 0 <= Fraction(percent) - share < 1
