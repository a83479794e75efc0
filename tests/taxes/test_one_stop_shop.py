"""The One Stop Shop, with figures that a person worked out."""

from decimal import Decimal

import pytest
from tests.taxes.tax_books import code, head, load, sale

EURO = "EUR"


def book(country="DE", currency=EURO):
    return (
        head(country, currency)
        + code("fr20", "0.20", "sales", "S", 'country: "FR"', 'supply: "goods"')
        + code("fr20s", "0.20", "sales", "S", 'country: "FR"', 'supply: "services"')
        + code("it22", "0.22", "sales", "S", 'country: "IT"', 'supply: "goods"')
        + code(
            "it22-pl",
            "0.22",
            "sales",
            "S",
            'country: "IT"',
            'supply: "goods"',
            'dispatch: "PL"',
        )
        + code("de19", "0.19", "sales", "S")
    )


def rows(books, period="2026-Q1"):
    table = books.tax_return(period, form="oss")
    return {row["box"]: row for row in table.to_dicts()}


def test_each_state_rate_supply_and_dispatch_has_a_row(tmp_path):
    books = load(
        tmp_path,
        book(),
        sale("2026-01-10", "1", [("100.10", "20.02", "fr20")], currency=EURO),
        sale("2026-02-10", "2", [("50", "10", "fr20")], currency=EURO, paid=True),
        sale("2026-02-11", "3", [("30", "6", "fr20s")], currency=EURO),
        sale("2026-02-12", "4", [("200", "44", "it22")], currency=EURO),
        sale("2026-02-13", "5", [("10", "2.20", "it22-pl")], currency=EURO),
        sale("2026-02-14", "6", [("10", "1.90", "de19")], currency=EURO),
    )
    found = {box: (row["base"], row["amount"]) for box, row in rows(books).items()}
    assert found == {
        "FR 20% goods from DE": (Decimal("150.10"), Decimal("30.02")),
        "FR 20% services from DE": (Decimal(30), Decimal(6)),
        "IT 22% goods from DE": (Decimal(200), Decimal(44)),
        "IT 22% goods from PL": (Decimal(10), Decimal("2.20")),
    }


def test_it_counts_by_supply_whatever_the_scheme_at_home(tmp_path):
    books = load(
        tmp_path,
        book(),
        '2026-01-01 custom "tax-scheme" "cash"\n',
        sale("2026-01-10", "1", [("100", "20", "fr20")], currency=EURO),
    )
    assert rows(books)["FR 20% goods from DE"]["amount"] == 20


CREDIT = """
2026-01-20 * "Client" "Taken back"
  Assets:Receivable  -60 EUR
    credit-note: "C1"
    invoice: "1"
  Income:Sales  50 EUR
    tax: "fr20"
  Liabilities:Tax  10 EUR
    tax: "fr20"
"""


def test_a_credit_of_an_earlier_quarter_corrects_that_quarter(tmp_path):
    books = load(
        tmp_path,
        book(),
        sale("2025-11-10", "1", [("1500", "300", "fr20")], currency=EURO),
        sale("2026-01-10", "2", [("100", "20", "fr20")], currency=EURO),
        CREDIT,
    )
    found = rows(books)
    assert found["FR 20% goods from DE"]["amount"] == 20
    assert found["FR 2025-Q4"]["amount"] == -10
    assert found["FR 2025-Q4"]["base"] is None


def test_a_credit_of_the_same_quarter_takes_off_its_base(tmp_path):
    books = load(
        tmp_path,
        book(),
        sale("2026-01-10", "1", [("100", "20", "fr20")], currency=EURO),
        CREDIT,
    )
    [row] = rows(books).values()
    assert (row["base"], row["amount"]) == (50, 10)


def test_no_base_is_negative(tmp_path):
    lines = [("-100", "-20", "fr20")]
    books = load(
        tmp_path,
        book(),
        sale("2026-01-10", "1", lines, currency=EURO, paid=True),
    )
    [row] = rows(books).values()
    assert (row["box"], row["base"], row["amount"]) == ("FR ?", None, -20)
    table = books.tax_return("2026-Q1", form="oss")
    assert not table.is_whole
    assert any("which quarter's sale this takes back" in n for n in table.notes)


@pytest.mark.parametrize(
    ("price", "amount"),
    [
        ("2026-03-31 price PLN 0.25 EUR", "5.00"),
        ("2026-03-31 price EUR 4.00 PLN", "5.00"),
        # No rate is published on a holiday: the next one counts.
        ("2026-04-01 price PLN 0.25 EUR", "5.00"),
        ("2026-03-30 price PLN 0.25 EUR", None),
    ],
)
def test_other_currencies_at_the_rate_of_the_last_day(tmp_path, price, amount):
    books = load(
        tmp_path,
        book("PL", "PLN"),
        f"{price}\n",
        sale("2026-01-10", "1", [("100", "20", "fr20")], currency="PLN"),
    )
    [row] = rows(books).values()
    assert row["amount"] == (None if amount is None else Decimal(amount))
    if amount is None:
        [note] = [
            n
            for n in books.tax_return("2026-Q1", form="oss").notes
            if "no rate of 2026-03-31" in n
        ]
        assert "write 2026-03-31 price PLN" in note


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2026-01", "The form is handed in for a quarter, and this period is none."),
        (
            "2021-Q2",
            "The form is that of periods from 2021-07-01 on; see an older one.",
        ),
        ("2026-Q1", None),
    ],
)
def test_a_period_that_the_form_is_not_for_is_said(tmp_path, period, said):
    notes = load(tmp_path, book()).tax_return(period, form="oss").notes
    assert len(notes) == (1 if said is None else 2)
    assert said is None or said in notes


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        # The return of that quarter was due on 31 January 2023: three years.
        ("2022-11-10", True),
        ("2022-08-10", False),
    ],
)
def test_what_is_older_than_three_years_goes_to_the_state_itself(
    tmp_path, day, is_taken
):
    books = load(
        tmp_path,
        book(),
        sale(day, "1", [("1500", "300", "fr20")], currency=EURO),
        sale("2025-12-10", "2", [("100", "20", "fr20")], currency=EURO),
        CREDIT.replace("2026-01-20", "2025-12-20"),
    )
    found = rows(books, "2025-Q4")
    assert found["FR 20% goods from DE"]["amount"] == 20
    assert ("FR 2022-Q4" in found) is is_taken
    notes = books.tax_return("2025-Q4", form="oss").notes
    late = [note for note in notes if "the office of that state itself" in note]
    assert len(late) == (not is_taken)
    if late:
        assert "-10.00 EUR of the tax of FR for 2022-Q3 isn't in this return" in late[0]
