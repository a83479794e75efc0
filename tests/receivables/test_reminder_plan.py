"""Which level is due, which invoice is left in peace, and the sentence for it."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.receivables.reminders.planned import Decision

D = Decimal


def planned(books, day):
    """What is decided about each invoice, and why."""
    plan = books.reminder_plan(date.fromisoformat(day))
    return [(r.document.label, r.decision.value, r.why) for r in plan.reminders]


def test_without_a_declared_level_there_are_three(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR
    """
    assert planned(books, "2026-01-31") == []
    assert planned(books, "2026-02-06") == [
        ("INV-1", "wait", "6 days late; level 1 is due at 7 days, on 2026-02-07")
    ]
    assert planned(books, "2026-02-07") == [
        ("INV-1", "send", "7 days late; level 1 is due at 7 days")
    ]


def test_levels_follow_one_another_with_time_to_answer_in_between(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-03-01 note Assets:Receivable "Reminder 1" ^INV-1
      reminder: 1
    2026-03-15 note Assets:Receivable "Reminder 2" ^INV-1
      reminder: 2
    2026-03-29 note Assets:Receivable "Reminder 3" ^INV-1
      reminder: 3
    """
    assert planned(books, "2026-02-28")[0][1] == "send"
    said = "29 days late, level 1 sent 2026-03-01; level 2 is due at 21 days"
    assert planned(books, "2026-03-01") == [("INV-1", "wait", f"{said}, on 2026-03-15")]
    assert planned(books, "2026-03-14")[0][1] == "wait"
    assert planned(books, "2026-04-10") == [
        ("INV-1", "hold", "69 days late; level 3 was the last, sent 2026-03-29")
    ]


def test_what_is_paid_is_not_reminded(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-20 * "Acme" "Transfer" ^INV-1
      Assets:Bank         1000.00 EUR
      Assets:Receivable  -1000.00 EUR
    """
    assert planned(books, "2026-02-19")[0][1] == "send"
    assert planned(books, "2026-02-20") == []


def test_a_dispute_holds_until_it_has_ended(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-10 note Assets:Receivable "On the telephone" ^INV-1
      dispute: "the colours are wrong"
    2026-02-20 note Assets:Receivable "They see it" ^INV-1
      dispute-ended: "colours as ordered"
    """
    assert planned(books, "2026-02-09")[0][1] == "send"
    held = "10 days late, but disputed since 2026-02-10: the colours are wrong"
    assert planned(books, "2026-02-10") == [("INV-1", "hold", held)]
    assert planned(books, "2026-02-20")[0][1] == "send"


def test_a_promise_holds_until_its_day_has_passed_and_is_remembered_when_broken(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-10 note Assets:Receivable "On the telephone" ^INV-1
      promise: 2026-02-20
    """
    assert planned(books, "2026-02-20") == [
        ("INV-1", "hold", "20 days late, but promised for 2026-02-20")
    ]
    broken = "21 days late, promised for 2026-02-20 and not paid; level 1 is due at 7"
    assert planned(books, "2026-02-21") == [("INV-1", "send", f"{broken} days")]


def test_a_client_or_an_invoice_can_be_left_in_peace(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
    2026-02-15 custom "client" "acme"
      reminders: "pause"
    2026-03-01 custom "client" "acme"
      reminders: "send"

    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-01 * "Acme" "Logo" ^INV-2
      due: 2026-01-31
      reminders: "pause"
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR
    """
    assert [d for _n, d, _why in planned(books, "2026-02-10")] == ["send", "hold"]
    assert planned(books, "2026-02-20")[0][2] == (
        "20 days late, but reminders are paused since 2026-02-15"
    )
    assert [d for _n, d, _why in planned(books, "2026-03-01")] == ["send", "hold"]


def test_what_stands_on_account_and_covers_everything_is_said_instead(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-01 * "Acme" "Transfer"
      Assets:Bank          600.00 EUR
      Assets:Receivable   -600.00 EUR

    2026-02-15 * "Acme" "Transfer"
      Assets:Bank          400.00 EUR
      Assets:Receivable   -400.00 EUR
    """
    letter = books.reminder_plan(date(2026, 2, 10)).letters[0]
    assert (letter.amount, letter.on_account) == (D(1000), D(600))
    assert letter.to_pay == D(400)
    held = "15 days late, but 1000.00 EUR stand on account and cover it"
    assert planned(books, "2026-02-15") == [("INV-1", "hold", held)]


def test_money_on_account_need_not_cover_what_the_letter_does_not_ask_for(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR

    2026-01-02 * "Acme" "Logo" ^INV-2
      due: 2026-02-08
      Assets:Receivable   50.00 EUR
      Income:Services    -50.00 EUR

    2026-02-01 * "Acme" "Transfer"
      Assets:Bank           99.99 EUR
      Assets:Receivable    -99.99 EUR

    2026-02-12 * "Acme" "Transfer"
      Assets:Bank            0.01 EUR
      Assets:Receivable     -0.01 EUR
    """
    [letter] = books.reminder_plan(date(2026, 2, 11)).letters
    assert letter.to_pay == D("0.01")
    decisions = [decision for _number, decision, _why in planned(books, "2026-02-12")]
    assert decisions == ["hold", "wait"]
    assert books.reminder_plan(date(2026, 2, 12)).letters == []


def test_money_on_account_belongs_to_an_older_invoice_on_hold_first(books):
    """
    2026-01-01 * "Acme" "Promised" ^INV-1
      due: 2026-01-15
      promise: 2026-03-31
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR

    2026-01-01 * "Acme" "Newer" ^INV-2
      due: 2026-01-31
      Assets:Receivable    80.00 EUR
      Income:Services     -80.00 EUR

    2026-01-20 * "Acme" "Transfer"
      Assets:Bank          90.00 EUR
      Assets:Receivable   -90.00 EUR

    2026-02-20 * "Acme" "Transfer"
      Assets:Bank          30.00 EUR
      Assets:Receivable   -30.00 EUR

    2026-02-25 * "Acme" "Transfer"
      Assets:Bank          60.00 EUR
      Assets:Receivable   -60.00 EUR
    """
    # 90.00 are more than the newer 80.00, but 100.00 fell due before.
    [letter] = books.reminder_plan(date(2026, 2, 10)).letters
    assert [r.document.number for r in letter.reminders] == ["INV-2"]
    assert (letter.on_account, letter.to_pay) == (D(0), D(80))
    # Of 120.00 the older takes 100.00; of 180.00 both are covered.
    [letter] = books.reminder_plan(date(2026, 2, 20)).letters
    assert (letter.on_account, letter.to_pay) == (D(20), D(60))
    held = "25 days late, but 80.00 EUR stand on account and cover it"
    assert planned(books, "2026-02-25")[1] == ("INV-2", "hold", held)


def test_a_fee_of_nothing_is_a_fee_and_less_than_nothing_is_none(books):
    """
    2026-01-01 custom "reminder-level" 1
      days: 7
      fee: 5.00 EUR
      compensation: 40.00 EUR
    2026-02-01 custom "reminder-level" 1
      fee: 0.00 EUR
    2026-01-01 custom "reminder-level" 2
      days: 20
      fee: -5.00 EUR
    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-15
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR
    2026-01-23 note Assets:Receivable "Reminded, nothing claimed."
      invoice: "INV-1"
      reminder: 1
      compensation: 0.00 EUR
    """
    levels = books.reminders_read.levels
    fees = [levels.as_of(date(2026, month, 1))[0].fee for month in (1, 2)]
    assert [fee.amount for fee in fees] == [D(5), D(0)]
    assert levels.as_of(date(2026, 2, 1))[1].fee is None
    assert [f.message for f in books.findings() if "less than" in f.message] == [
        "reminder level 2: fee: -5.00 EUR is less than nothing; write 0.00 for none"
    ]
    # What claimed no compensation leaves it to be claimed.
    record = books.reminders_read.notes.record(
        books.find_document("INV-1", as_of=date(2026, 2, 1)), date(2026, 2, 1)
    )
    assert (record.sent[0].compensation.amount, record.compensated) == (D(0), False)


def test_a_level_of_negative_days_is_a_notice_and_is_left_out_once_late(books):
    """
    2026-01-01 custom "reminder-level" 1
      days: -7
    2026-01-01 custom "reminder-level" 2
      days: 7
      fee: 5.00 EUR

    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR
    """
    assert planned(books, "2026-01-23") == []
    assert planned(books, "2026-01-24") == [
        ("INV-1", "send", "due in 7 days; level 1 is due at 7 days before")
    ]
    assert planned(books, "2026-02-01")[0][1] == "wait"
    letter = books.reminder_plan(date(2026, 2, 7)).letters[0]
    assert (letter.level.number, letter.fee, letter.to_pay) == (2, D(5), D(1005))


def test_where_there_are_only_notices_what_is_late_is_left_to_a_person(books):
    """
    2026-01-01 custom "reminder-level" 1
      days: -7

    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR
    """
    assert planned(books, "2026-02-01") == [
        ("INV-1", "hold", "1 day late; no level is for what is late")
    ]


def test_a_reminder_of_an_instalment_says_nothing_of_the_next(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      terms: "30% 0, 70% 60"
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-08 note Assets:Receivable "Reminder 1" ^INV-1
      reminder: 1
      due: 2026-01-01

    2026-01-15 * "Acme" "Deposit" ^INV-1
      Assets:Bank          300.00 EUR
      Assets:Receivable   -300.00 EUR
    """
    assert planned(books, "2026-01-10")[0][2].startswith("9 days late, level 1 sent")
    reminder = books.reminder_plan(date(2026, 3, 9)).reminders[0]
    assert (reminder.decision, reminder.level.number) == (Decision.SEND, 1)
    assert reminder.amount == D(700)


def test_small_sums_unfinished_and_unnumbered_invoices_get_no_letter(books):
    """
    2026-01-01 custom "ledgerkit" "reminder-minimum" 5.00

    2026-01-01 * "Acme" "Postage" ^INV-1
      due: 2026-01-31
      Assets:Receivable   4.99 EUR
      Income:Services    -4.99 EUR

    2026-01-02 ! "Acme" "Website" ^INV-2
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR

    2026-01-03 * "Acme" "Logo"
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR
    """
    assert [why for _number, _decision, why in planned(books, "2026-03-01")] == [
        "29 days late, but below the minimum of 5.00",
        "29 days late, but its transaction is flagged ! as unfinished",
        "29 days late, but it has no number to remember reminders by",
    ]


def test_a_plan_goes_by_client_and_then_by_due_date(books):
    """
    2026-01-01 * "Bolt" "First due of all" ^INV-1
      due: 2026-01-20
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR
    2026-01-02 * "Acme" "Later" ^INV-2
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR
    2026-01-03 * "Acme" "Sooner" ^INV-3
      due: 2026-01-25
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR
    """
    found = [number for number, _decision, _why in planned(books, "2026-03-01")]
    assert found == ["INV-3", "INV-2", "INV-1"]


def test_a_level_of_no_days_is_a_notice_on_the_due_date(books):
    """
    2026-01-01 custom "reminder-level" 1
      days: 0

    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR
    """
    [(number, decision, why)] = planned(books, "2026-01-31")
    assert (number, decision) == ("INV-1", "send")
    assert why.startswith("due today; level 1 is due at ")


def test_a_level_can_be_amended_from_a_day_on(books):
    """
    2026-01-01 custom "reminder-level" 1
      days: 7
      fee: 5.00 EUR
    2026-03-01 custom "reminder-level" 1
      days: 14
    """
    levels = books.reminders_read.levels
    assert [level.days for level in levels.as_of(date(2026, 2, 28))] == [7]
    (level,) = levels.as_of(date(2026, 3, 1))
    assert (level.days, level.fee.amount) == (14, D(5))


@pytest.mark.parametrize("day", ["2025-06-30", "2025-12-31"])
def test_a_plan_reminds_only_what_is_late(agency, day):
    plan = agency.reminder_plan(date.fromisoformat(day))
    assert plan.letters
    for letter in plan.letters:
        for reminder in letter.reminders:
            assert reminder.document.open >= reminder.amount > 0
            assert reminder.days_late >= reminder.level.days
