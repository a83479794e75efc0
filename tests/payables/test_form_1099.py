"""What is reported on form 1099: money paid in the year, by box."""

from decimal import Decimal

import pytest

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
