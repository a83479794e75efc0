"""What is reported on form 1099: money paid in the year, by box."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS

import ledgerkit
from ledgerkit.payables.withheld_tax import threshold


@pytest.mark.parametrize(
    ("year", "box", "least"),
    [
        (2024, "NEC 1", "600"),
        (2025, "MISC 1", "600"),
        (2026, "NEC 1", "2000"),
        (2026, "MISC 2", "10"),
    ],
)
def test_the_threshold_is_the_years_and_the_boxes(year, box, least):
    assert threshold(year, box) == Decimal(least)


def paid(books, year):
    return {
        (row["party"], row["form"]): row["paid"]
        for row in books.form_1099(year).to_dicts()
    }


def test_lines_name_their_box_and_advances_count_in_the_vendors(books):
    """
    2026-01-01 custom "vendor" "jones" "Jones"
      form-1099: "NEC 1"
    2026-01-01 custom "vendor" "rossi" "Rossi"
    2026-02-01 * "Jones" "Work and goods" ^J1
      Liabilities:Payable  -100.00 USD
      Expenses:Purchases     66.67 USD
      Expenses:Purchases     33.33 USD
        form-1099: "none"
    2026-02-02 * "Jones" "A part" ^J1
      Liabilities:Payable    50.00 USD
      Assets:Bank
    2026-02-03 * "Jones" "Ahead"
      Liabilities:Payable    20.00 USD
      Assets:Bank
    2026-02-04 * "Rossi" "Prize" ^R1
      Liabilities:Payable  -900.00 USD
      Expenses:Purchases
        form-1099: "MISC 3"
    2026-02-05 * "Rossi" "Transfer" ^R1
      Liabilities:Payable   900.00 USD
      Assets:Bank
    2027-01-05 * "Jones" "The other half" ^J1
      Liabilities:Payable    50.00 USD
      Assets:Bank
    """
    assert paid(books, 2026) == {
        ("jones", "1099-NEC 1"): Decimal("53.34"),  # 33.34 of 50.00, and 20.00 ahead
        ("rossi", "1099-MISC 3"): Decimal("900.00"),
    }
    assert paid(books, 2027)["jones", "1099-NEC 1"] == Decimal("33.34")


ADVANCES = """
1970-01-01 open Assets:Advances
  role: "vendor-advance"
1970-01-01 open Liabilities:Card
  role: "card"
2025-01-01 custom "vendor" "jones" "Jones"
  form-1099: "NEC 1"
2025-01-01 custom "vendor" "rossi" "Rossi"
"""


def years(books):
    return {
        (year, form): amount
        for year in (2025, 2026)
        for (_party, form), amount in paid(books, year).items()
    }


@pytest.fixture
def advanced(ledger_file):
    """The test's ledger, with accounts for advances."""
    ledger_file.write_text(ledger_file.read_text() + ADVANCES, encoding="utf-8")
    loaded = ledgerkit.load(ledger_file)
    assert [e.message for e in loaded.errors] == []
    return loaded


def test_a_prepayment_counts_once_in_the_year_in_which_it_was_paid(advanced):
    """
    2025-12-05 * "Jones" "Prepayment"
      Assets:Bank            -700.00 USD
      Assets:Advances         700.00 USD
    2026-02-01 * "Jones" "Work and rent" ^J-1
      Liabilities:Payable    -900.00 USD
      Expenses:Purchases      600.00 USD
      Expenses:Purchases      300.00 USD
        form-1099: "MISC 1"
    2026-02-02 * "Jones" "Prepayment set against the bill" ^J-1
      Assets:Advances        -600.00 USD
      Liabilities:Payable     600.00 USD
    2026-02-10 * "Jones" "The rest" ^J-1
      Assets:Bank            -300.00 USD
      Liabilities:Payable     300.00 USD
    """
    # Of 700.00 two thirds of 600.00, and the 100.00 that no bill has used.
    assert years(advanced) == {
        (2025, "1099-NEC 1"): Decimal("500.00"),
        (2025, "1099-MISC 1"): Decimal("200.00"),
        (2026, "1099-NEC 1"): Decimal("200.00"),
        (2026, "1099-MISC 1"): Decimal("100.00"),
    }


def test_a_bill_that_takes_the_prepayment_off_itself_counts_no_more_than_was_paid(
    advanced,
):
    """
    2025-03-05 * "Jones" "Prepayment"
      Assets:Bank            -400.00 USD
      Assets:Advances         400.00 USD
    2025-04-01 * "Jones" "Work, less what is paid" ^J-1
      Liabilities:Payable    -600.00 USD
      Expenses:Purchases     1000.00 USD
        form-1099: "MISC 1"
      Assets:Advances        -400.00 USD
    2025-04-10 * "Jones" "The rest" ^J-1
      Assets:Bank            -600.00 USD
      Liabilities:Payable     600.00 USD
    """
    assert years(advanced) == {(2025, "1099-MISC 1"): Decimal("1000.00")}


def test_what_comes_back_counts_against_its_year(advanced):
    """
    2025-01-05 * "Jones" "Prepayment"
      Assets:Bank            -700.00 USD
      Assets:Advances         700.00 USD
    2025-02-05 * "Jones" "A part of it comes back"
      Assets:Bank             150.00 USD
      Assets:Advances        -150.00 USD
    2025-03-01 * "Jones" "Work" ^J-1
      Liabilities:Payable    -500.00 USD
      Expenses:Purchases      500.00 USD
        form-1099: "MISC 1"
    2025-03-05 * "Jones" "Transfer" ^J-1
      Assets:Bank            -500.00 USD
      Liabilities:Payable     500.00 USD
    2025-03-09 * "Jones" "The transfer came back" ^J-1
      Assets:Bank             500.00 USD
      Liabilities:Payable    -500.00 USD
    2025-03-12 * "Jones" "Transfer, once more" ^J-1
      Assets:Bank            -500.00 USD
      Liabilities:Payable     500.00 USD
    2025-04-01 * "Jones" "Less work" ^J-1
      vendor-credit: "C-1"
      Liabilities:Payable     120.00 USD
      Expenses:Purchases     -120.00 USD
        form-1099: "MISC 1"
    2026-01-07 * "Jones" "Paid back" ^C-1
      Assets:Bank             120.00 USD
      Liabilities:Payable    -120.00 USD
    """
    assert years(advanced) == {
        (2025, "1099-NEC 1"): Decimal("550.00"),
        (2025, "1099-MISC 1"): Decimal("500.00"),
        (2026, "1099-MISC 1"): Decimal("-120.00"),
    }


def test_advances_by_card_in_other_ways_and_of_others_are_told_apart(advanced):
    """
    2025-01-05 * "Jones" "By card"
      Liabilities:Card       -300.00 USD
      Assets:Advances         300.00 USD
    2025-01-06 * "Jones" "By bank, and a bill at once" ^J-1
      Assets:Bank            -250.00 USD
      Liabilities:Payable     150.00 USD
      Assets:Advances         100.00 USD
    2025-01-06 * "Jones" "Work" ^J-1
      Liabilities:Payable    -150.00 USD
      Expenses:Purchases
    2025-01-07 * "Rossi" "No box"
      Assets:Bank            -100.00 USD
      Assets:Advances         100.00 USD
    2025-01-08 * "Jones" "Goods, which are in no box" ^J-2
      Liabilities:Payable    -350.00 USD
      Expenses:Purchases
        form-1099: "none"
    2025-01-09 * "Jones" "Set against it" ^J-2
      Assets:Advances        -350.00 USD
      Liabilities:Payable     350.00 USD
    """
    # Of the 350.00 for goods the 300.00 by card are first, then 50.00 by bank.
    assert years(advanced) == {(2025, "1099-NEC 1"): Decimal("200.00")}
    assert "card" not in str(advanced.form_1099(2025).notes)


@settings(max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    ahead=st.lists(st.integers(1, 900), max_size=4),
    bills=st.lists(st.tuples(st.integers(1, 900), st.integers(0, 900)), max_size=4),
    back=st.integers(0, 300),
)
def test_the_boxes_of_all_years_sum_to_the_money_that_left(
    tmp_path_factory, ahead, bills, back
):
    text, left, money = ACCOUNTS + ADVANCES, 0, 0
    days = iter(
        date(2025, 1, 1) + timedelta(days=40 * n) for n in range(4 * len(bills) + 9)
    )
    for amount in ahead:
        text += f'{next(days)} * "Jones" "Ahead"\n'
        text += f"  Assets:Bank  -{amount}.01 USD\n  Assets:Advances\n"
        left, money = left + amount, money + Decimal(f"{amount}.01")
    back = min(back, left)
    if back:
        text += f'{next(days)} * "Jones" "Back"\n'
        text += f"  Assets:Bank  {back}.00 USD\n  Assets:Advances\n"
        left, money = left - back, money - back
    for number, (amount, other) in enumerate(bills):
        link, total = f"J-{number}", amount + other
        text += f'{next(days)} * "Jones" "Work" ^{link}\n'
        text += f"  Liabilities:Payable  -{total}.00 USD\n"
        text += f"  Expenses:Purchases  {amount}.00 USD\n"
        text += f'  Expenses:Purchases  {other}.00 USD\n    form-1099: "MISC 1"\n'
        use = min(left, total)
        if use:
            text += f'{next(days)} * "Jones" "Use" ^{link}\n'
            text += f"  Assets:Advances  -{use}.00 USD\n  Liabilities:Payable\n"
        if total > use:
            text += f'{next(days)} * "Jones" "Pay" ^{link}\n'
            text += f"  Assets:Bank  -{total - use}.00 USD\n  Liabilities:Payable\n"
        left, money = left - use, money + total - use
    path = tmp_path_factory.mktemp("book") / "main.beancount"
    path.write_text(text, encoding="utf-8")
    books = ledgerkit.load(path)
    rows = [sum(paid(books, year).values()) for year in range(2025, 2029)]
    assert sum(rows) == money
