"""A case on an invoice says what is disputed wherever the invoice counts."""

from datetime import date
from decimal import Decimal

DURING, AFTER = date(2026, 3, 1), date(2026, 4, 1)
SENTENCE = (
    "INV-1: 200.00 of 500.00 EUR is disputed since 2026-02-10: Two pages are missing"
    " (case-7)."
)


def decision(books, day):
    [reminder] = books.reminder_plan(day).reminders
    return reminder.decision.name, reminder.why


def test_what_is_disputed_is_marked_until_the_case_is_resolved(books):
    """
    2026-01-01 custom "client" "acme" "Acme S.r.l."
    2026-01-15 * "Acme S.r.l." "Brochure" ^INV-1
      due: 2026-01-31
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Two pages are missing"
      client: "acme"
      kind: "dispute"
      status: "open"
      invoice: "INV-1"
      disputed: 200.00 EUR
    2026-03-20 custom "case" "case-7"
      status: "resolved"
      resolution: "Printed anew"
    2026-01-01 custom "reminder-level" 1
      days: 7
    """
    for report in (
        books.aging(as_of=DURING),
        books.open_items(as_of=DURING),
        books.statement("acme", as_of=DURING),
    ):
        assert SENTENCE in report.notes
    assert SENTENCE not in books.aging(as_of=AFTER).notes
    assert SENTENCE not in books.aging(as_of=date(2026, 2, 9)).notes
    # The rest is reminded of: 500 less 200.
    name, why = decision(books, DURING)
    assert name == "SEND"
    assert why.startswith("29 days late, 200.00 disputed since 2026-02-10 and held; ")
    [reminder] = books.reminder_plan(DURING).reminders
    assert reminder.amount == Decimal(300)
    [reminder] = books.reminder_plan(AFTER).reminders
    assert (reminder.decision.name, reminder.amount) == ("SEND", Decimal(500))
    # And nobody counts on that part: the rest is due, and comes tomorrow at best.
    rows = [
        (row["amount"], row["until"] is None, "disputed since" in row["reason"])
        for row in books.forecast_items(as_of=DURING).to_dicts()
        if row["label"] == "INV-1"
    ]
    assert sorted(rows) == [
        (Decimal("200.00"), True, True),
        (Decimal("300.00"), False, False),
    ]


def test_a_request_is_no_dispute_and_another_clients_case_none_of_this_one(books):
    """
    2026-01-01 custom "client" "acme" "Acme S.r.l."
    2026-01-01 custom "client" "bolt" "Bolt S.p.A."
    2026-01-15 * "Acme S.r.l." "Brochure" ^INV-1
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Another copy, please"
      client: "acme"
      kind: "request"
      invoice: "INV-1"
    2026-02-11 custom "case" "case-8" "Too dark"
      client: "bolt"
      kind: "complaint"
      invoice: "INV-1"
    """
    assert "case-7" not in str(books.aging(as_of=DURING).notes)
    assert "case-8" not in str(books.aging(as_of=DURING).notes)


def test_without_an_amount_all_that_is_open_is_disputed(books):
    """
    2026-01-15 * "Acme" "Brochure" ^INV-1
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-20 * "Acme" "Part" ^INV-1
      Assets:Bank         100.00 EUR
      Assets:Receivable
    2026-02-10 custom "case" "case-7" "Too dark"
      kind: "complaint"
      invoice: "INV-1"
    """
    document = books.find_document("INV-1", as_of=DURING)
    assert books.disputes.of(document, DURING).amount == Decimal("400.00")


def test_a_case_disputes_as_it_stood_on_each_day(books):
    """
    2026-01-15 * "Acme" "Brochure" ^INV-1
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Too dark"
      kind: "complaint"
      status: "open"
      invoice: "INV-1"
      disputed: 200.00 EUR
    2026-02-20 custom "case" "case-7"
      disputed: 50.00 EUR
    2026-03-10 custom "case" "case-7"
      status: "resolved"
    2026-04-10 custom "case" "case-7"
      status: "closed"
    2026-05-10 custom "case" "case-7"
      status: "open"
    """
    told = {
        day: [n for n in books.aging(as_of=day).notes if "disputed" in n]
        for day in (
            date(2026, 2, 19),
            date(2026, 3, 9),
            date(2026, 3, 10),
            date(2026, 4, 10),
            date(2026, 5, 10),
        )
    }
    end = "EUR is disputed since"
    assert told == {
        date(2026, 2, 19): [
            f"INV-1: 200.00 of 500.00 {end} 2026-02-10: Too dark (case-7)."
        ],
        date(2026, 3, 9): [
            f"INV-1: 50.00 of 500.00 {end} 2026-02-10: Too dark (case-7)."
        ],
        date(2026, 3, 10): [],
        date(2026, 4, 10): [],
        date(2026, 5, 10): [
            f"INV-1: 50.00 of 500.00 {end} 2026-05-10: Too dark (case-7)."
        ],
    }


def test_one_dispute_that_ends_leaves_the_others(books):
    """
    2026-01-15 * "Acme" "Brochure" ^INV-1
      due: 2026-01-31
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Too dark"
      kind: "dispute"
      invoice: "INV-1"
    2026-02-11 custom "case" "case-8" "Too late"
      kind: "dispute"
      invoice: "INV-1"
    2026-02-12 note Assets:Receivable "They called" ^INV-1
      dispute: "too small"
    2026-03-01 note Assets:Receivable "They measured again" ^INV-1
      dispute-ended: "it fits"
    2026-03-10 custom "case" "case-8"
      status: "resolved"
    2026-03-20 custom "case" "case-7"
      status: "resolved"
    2026-01-01 custom "reminder-level" 1
      days: 7
    """
    assert "too small" in decision(books, date(2026, 2, 20))[1]
    for day in (date(2026, 3, 1), date(2026, 3, 10)):
        name, why = decision(books, day)
        assert name == "HOLD"
        assert "disputed since 2026-02-10: Too dark (case-7)" in why
    assert decision(books, date(2026, 3, 20))[0] == "SEND"


def test_cases_and_credit_leave_what_is_not_disputed_by_due_date(books):
    """
    2026-01-15 * "Acme" "Brochure" ^INV-1
      terms: "40% 0, 60% 30"
      Assets:Receivable   500.00 EUR
      Income:Services
    2026-02-10 custom "case" "case-7" "Too dark"
      kind: "dispute"
      invoice: "INV-1"
      disputed: 150.00 EUR
    2026-02-11 custom "case" "case-8" "Too late"
      kind: "dispute"
      invoice: "INV-1"
      disputed: 100.00 EUR
    2026-02-12 * "Acme" "On account"
      Assets:Bank          20.00 EUR
      Assets:Receivable
    """
    # 200 less 20 and 300 are open by due date; 250 of the 480 are disputed.
    rows = [
        (row["amount"], "disputed since" in row["reason"])
        for row in books.forecast_items(as_of=DURING).to_dicts()
        if row["label"] == "INV-1"
    ]
    assert sorted(rows) == [
        (Decimal("70.00"), True),
        (Decimal("180.00"), True),
        (Decimal("230.00"), False),
    ]
