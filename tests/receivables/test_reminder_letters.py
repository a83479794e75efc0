"""What a letter is called and claims: fees, interest and compensation."""

from datetime import date
from decimal import Decimal

import pytest
from tests.conftest import ACCOUNTS

from ledgerkit.api import load

D = Decimal


def test_the_most_that_a_letter_asks_for_itself_is_the_fee_of_its_highest_level(books):
    """
    2026-01-01 custom "reminder-level" 1
      days: 7
      fee: 5.00 EUR
    2026-01-01 custom "reminder-level" 2
      days: 21
      fee: 12.00 EUR

    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR

    2026-01-02 * "Acme" "Logo" ^INV-2
      due: 2026-02-14
      Assets:Receivable   50.00 EUR
      Income:Services    -50.00 EUR

    2026-02-07 note Assets:Receivable "Reminder 1" ^INV-1
      reminder: 1
      fee: 5.00 EUR
    """
    [letter] = books.reminder_plan(date(2026, 2, 21)).letters
    assert [r.level.number for r in letter.reminders] == [2, 1]
    # 12 for this letter, however many invoices it is about, and 5 for the one before.
    assert (letter.level.number, letter.fee, letter.charges) == (2, D(12), D(17))
    assert letter.to_pay == D(167)


@pytest.mark.parametrize(
    ("sent", "day", "kind"),
    [(0, "2026-02-07", "first"), (1, "2026-02-21", "again"), (2, "2026-03-07", "last")],
)
def test_the_last_level_makes_the_last_letter(tmp_path, sent, day, kind):
    text = """
2026-01-01 * "Acme" "Website" ^INV-1
  due: 2026-01-31
  Assets:Receivable   1000.00 EUR
  Income:Services    -1000.00 EUR
"""
    for level, noted in ((1, "2026-02-07"), (2, "2026-02-21"))[:sent]:
        text += f'{noted} note Assets:Receivable "Sent" ^INV-1\n  reminder: {level}\n'
    path = tmp_path / "main.beancount"
    path.write_text(ACCOUNTS + text, encoding="utf-8")
    [letter] = load(path).reminder_plan(date.fromisoformat(day)).letters
    assert letter.kind.value == kind


def test_a_fee_in_another_currency_is_not_claimed(books):
    """
    2026-01-01 custom "reminder-level" 1
      days: 7
      fee: 5.00 EUR
      compensation: 40.00 EUR

    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 USD
      Income:Services    -1000.00 USD
    """
    letter = books.reminder_plan(date(2026, 3, 1)).letters[0]
    assert (letter.charges, letter.to_pay) == (0, D(1000))


def test_a_letter_claims_interest_anew_and_compensation_once(books):
    """
    2025-01-01 custom "reminder-level" 1
      days: 10
      fee: 5.00 EUR
      interest: "eu-late-payment"
      compensation: 40.00 EUR
    2025-01-01 custom "reminder-level" 2
      days: 20
      fee: 10.00 EUR
      interest: 0.10
      compensation: 40.00 EUR

    2025-07-01 * "Acme" "Website" ^INV-1
      due: 2025-07-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2025-08-10 note Assets:Receivable "Reminder 1" ^INV-1
      reminder: 1
      fee: 5.00 EUR
      compensation: 40.00 EUR
    """
    assert not books.reminder_plan(date(2025, 8, 9)).letters
    letter = books.reminder_plan(date(2025, 8, 20)).letters[0]
    # 20 days of 1000 at 10 %: 5.479…; the 5 and the 40 were claimed before.
    assert letter.interest == D("5.48")
    assert letter.reminders[0].compensation == 0
    assert (letter.fee, letter.charges) == (D(10), D(55))
    assert letter.to_pay == D("1060.48")
