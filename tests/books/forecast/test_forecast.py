"""Forecasts of small ledgers, each figure reckoned by hand."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.errors import UsageError
from ledgerkit.notes import in_terminal

D = Decimal


def items(books, as_of, weeks=13, **choices):
    table = books.forecast_items(
        as_of=date.fromisoformat(as_of), weeks=weeks, **choices
    )
    return [
        (row["label"], str(row["amount"]), row["day"] and str(row["day"]))
        for row in table.to_dicts()
    ]


def why(books, as_of, label, **choices):
    table = books.forecast_items(as_of=date.fromisoformat(as_of), **choices)
    return [r["reason"] for r in table.to_dicts() if r["label"] == label]


def closings(books, as_of, **choices):
    table = books.forecast(as_of=date.fromisoformat(as_of), **choices)
    return [
        [str(row[key]) for key in ("until", "closing", "low", "high")]
        for row in table.to_dicts()
    ]


def test_a_client_that_always_pays_ten_days_late_pays_the_next_ten_days_late(books):
    """
    2026-01-01 * "Acme" "Work" ^INV-1
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-02-10 * "Acme" "Transfer" ^INV-1
      Assets:Bank         100.00 EUR
      Assets:Receivable
    2026-02-01 * "Acme" "Work" ^INV-2
      due: 2026-03-03
      Assets:Receivable   200.00 EUR
      Income:Services
    2026-03-13 * "Acme" "Transfer" ^INV-2
      Assets:Bank         200.00 EUR
      Assets:Receivable
    2026-04-01 * "Acme" "Work" ^INV-3
      due: 2026-05-01
      Assets:Receivable   300.00 EUR
      Income:Services
    """
    assert items(books, "2026-04-20") == [("INV-3", "300.00", "2026-05-11")]
    assert why(books, "2026-04-20", "INV-3") == [
        "paid 10 days late at the median of 2 invoices"
    ]
    assert closings(books, "2026-04-20", weeks=4) == [
        ["2026-04-26", "300.00", "300.00", "300.00"],
        ["2026-05-03", "300.00", "300.00", "300.00"],
        ["2026-05-10", "300.00", "300.00", "300.00"],
        # Two of two have been paid so: nobody can say yet that nine of ten will.
        ["2026-05-17", "600.00", "300.00", "600.00"],
    ]
    # A day later than anybody ever paid: nobody can say when it comes.
    assert items(books, "2026-05-31") == [("INV-3", "300.00", None)]
    (reason,) = why(books, "2026-05-31", "INV-3")
    assert reason == (
        "paid 10 days late at the median of 2 invoices; already 30 days late, and half"
        " so late are never paid"
    )


def test_with_no_history_what_is_owed_comes_when_it_is_due(books):
    """
    2026-01-01 * "Acme" "Work" ^INV-1
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-01-01 * "Brandt" "Work" ^INV-2
      due: 2026-01-10
      Assets:Receivable    50.00 EUR
      Income:Services
    """
    assert items(books, "2026-01-15") == [
        ("INV-2", "50.00", "2026-01-16"),
        ("INV-1", "100.00", "2026-01-31"),
    ]
    # Of it, all may come or nothing, and all of it alike: it is not half and half.
    assert closings(books, "2026-01-15", weeks=4) == [
        ["2026-01-18", "50.00", "0.00", "50.00"],
        ["2026-01-25", "50.00", "0.00", "50.00"],
        ["2026-02-01", "150.00", "0.00", "150.00"],
        ["2026-02-08", "150.00", "0.00", "150.00"],
    ]
    table = books.forecast(as_of=date(2026, 1, 15), weeks=4)
    assert table.notes[0] == (
        "No client has paid yet: 150.00 EUR are expected when they are due, and the"
        " range is from none of it to all."
    )


def test_what_is_more_than_a_year_late_is_not_counted_on_on_either_side(books):
    """
    2024-01-01 * "Acme" "Forgotten" ^INV-1
      due: 2024-12-31
      Assets:Receivable   100.00 EUR
      Income:Services
    2024-01-01 * "Acme" "A day younger" ^INV-2
      due: 2025-01-01
      Assets:Receivable    10.00 EUR
      Income:Services
    2024-01-01 * "Papier" "Forgotten" ^B-1
      due: 2024-12-31
      Liabilities:Payable  -70.00 EUR
      Expenses:Purchases
    2024-01-01 * "Papier" "A day younger" ^B-2
      due: 2025-01-01
      Liabilities:Payable   -7.00 EUR
      Expenses:Purchases
    """
    # 366 and 365 days late; the balance forecast is of the younger two alone.
    assert sorted(items(books, "2026-01-01")) == [
        ("B-1", "-70.00", None),
        ("B-2", "-7.00", "2026-01-02"),
        ("INV-1", "100.00", None),
        ("INV-2", "10.00", "2026-01-02"),
    ]
    assert why(books, "2026-01-01", "B-1") == [
        "366 days late, which is more than a year"
    ]
    assert closings(books, "2026-01-01", weeks=1) == [
        ["2026-01-04", "3.00", "-7.00", "3.00"]
    ]
    notes = list(
        map(in_terminal, books.forecast(as_of=date(2026, 1, 1), weeks=1).notes)
    )
    see = "To see why: ledgerkit forecast --explain"
    assert f"Not counted on to come: 100.00 EUR, of INV-1 100.00. {see}" in notes
    assert f"Not counted on to be paid: -70.00 EUR, of B-1 -70.00. {see}" in notes


def test_where_habits_were_further_off_than_due_dates_the_forecast_goes_by_those(books):
    """
    2026-01-01 * "Acme" "Work" ^INV-1
      due: 2026-01-11
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-01-31 * "Acme" "Twenty days late" ^INV-1
      Assets:Bank         100.00 EUR
      Assets:Receivable
    2026-02-01 * "Acme" "Work" ^INV-2
      due: 2026-03-25
      Assets:Receivable   200.00 EUR
      Income:Services
    2026-03-25 * "Acme" "In time" ^INV-2
      Assets:Bank         200.00 EUR
      Assets:Receivable
    2026-04-01 * "Acme" "Work" ^INV-3
      due: 2026-05-25
      Assets:Receivable   300.00 EUR
      Income:Services
    """
    # On 28 February INV-2 was forecast for 14 April, twenty days late; it came when it
    # was due, in March: by habit 200.00 off, by due date nothing.
    table = books.forecast_back_test(as_of=date(2026, 4, 15))
    rows = {r["what"].rpartition(", ")[2]: r for r in table.to_dicts()}
    first = rows["1st month after"]
    assert (first["count"], first["forecast"], first["due_date"]) == (1, 0, 0)
    assert table.notes[2] == (
        "EUR: habits were further off than due dates, so the forecast goes by due"
        " dates."
    )
    # By habit INV-3 is as likely paid 20 days late as in time.
    assert items(books, "2026-04-15") == [("INV-3", "300.00", "2026-05-25")]
    assert why(books, "2026-04-15", "INV-3")[0].endswith(
        "; counted on when due, as habits were further off"
    )
    found = {row[0]: row[1:] for row in closings(books, "2026-04-15")}
    assert found["2026-05-24"] == ["300.00", "300.00", "300.00"]
    # What habits say of it is in the range all the same.
    assert found["2026-05-31"] == ["600.00", "300.00", "600.00"]
    assert any(
        str(note).startswith(
            "EUR: what clients owe is expected when it is due; their habits"
        )
        for note in books.forecast(as_of=date(2026, 4, 15)).notes
    )


def test_credit_lowers_what_falls_due_first(books):
    """
    2026-01-01 * "Acme" "Work" ^INV-1
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-01-01 * "Acme" "Work" ^INV-2
      due: 2026-02-28
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-01-10 * "Acme" "On account"
      Assets:Bank         130.00 EUR
      Assets:Receivable
    """
    assert items(books, "2026-01-15") == [("INV-2", "70.00", "2026-02-28")]


def test_bills_are_paid_when_due_and_with_their_discount(books):
    """
    2026-01-01 open Income:Discounts
      role: "discount-taken"
    2026-01-05 * "Papier" "Paper" ^B-1
      terms: "2/10 net 30"
      Liabilities:Payable  -100.00 EUR
      Expenses:Purchases
    2026-01-05 * "Strom" "Power" ^B-2
      due: 2026-01-07
      Liabilities:Payable   -60.00 EUR
      Expenses:Purchases
    2026-01-05 * "Werk" "Tools" ^B-3
      due: 2026-01-20
      hold: "wrong size"
      Liabilities:Payable   -70.00 EUR
      Expenses:Purchases
    """
    assert items(books, "2026-01-10") == [
        ("B-2", "-60.00", "2026-01-11"),
        ("B-1", "-98.00", "2026-01-15"),
        ("B-3", "-70.00", None),
    ]
    assert why(books, "2026-01-10", "B-1") == [
        "with the discount of 2.00 EUR until 2026-01-15"
    ]
    assert why(books, "2026-01-10", "B-3") == ["on hold: wrong size"]
    # The discount's last day is over.
    assert items(books, "2026-01-15")[1] == ("B-1", "-100.00", "2026-02-04")


def test_items_come_once_or_again_and_a_later_one_takes_their_place(books):
    """
    2026-01-15 * "Opening"
      Assets:Bank         1000.00 EUR
      Equity:Opening-Balances
    2026-02-01 custom "forecast-item" "rent" -100.00 EUR
      every: "monthly"
      text: "Rent"
    2026-04-01 custom "forecast-item" "rent" -120.00 EUR
      every: "monthly"
      until: 2026-05-15
      text: "Rent, higher"
    2026-01-20 custom "forecast-item" "grant" 500.00 EUR
    2026-01-10 custom "forecast-item" "over" 500.00 EUR
    """
    assert items(books, "2026-01-15", weeks=26) == [
        ("grant", "500.00", "2026-01-20"),
        ("Rent", "-100.00", "2026-02-01"),
        ("Rent", "-100.00", "2026-03-01"),
        ("Rent, higher", "-120.00", "2026-04-01"),
        ("Rent, higher", "-120.00", "2026-05-01"),
    ]


def test_an_item_settles_a_balance_and_stands_for_what_the_books_show(books):
    """
    2026-01-01 open Liabilities:VAT
    2026-01-15 * "Tax office" "VAT"
      Assets:Bank         -400.00 EUR
      Liabilities:VAT
    2026-02-15 * "Tax office" "VAT"
      Assets:Bank         -400.00 EUR
      Liabilities:VAT
    2026-03-15 * "Tax office" "VAT"
      Assets:Bank         -400.00 EUR
      Liabilities:VAT
    2026-03-20 * "Shop" "Sales"
      Assets:Bank         9000.00 EUR
      Liabilities:VAT    -1500.00 EUR
      Income:Services
    2026-04-15 custom "forecast-item" "vat" -410.00 EUR
      balance-of: Liabilities:VAT
      every: "monthly"
      payee: "Tax Office"
    """
    assert items(books, "2026-03-31", weeks=12) == [
        ("vat", "-300.00", "2026-04-15"),
        ("vat", "-410.00", "2026-05-15"),
        ("vat", "-410.00", "2026-06-15"),
    ]


def test_the_first_day_below_the_minimum_is_named(books):
    """
    2026-01-01 open Assets:Bank:Main
      minimum-balance: 200.00 EUR
    2026-01-15 * "Opening"
      Assets:Bank:Main    1000.00 EUR
      Equity:Opening-Balances
    2026-01-26 custom "forecast-item" "tools" -900.00 EUR
    2026-01-28 custom "forecast-item" "grant" 900.00 EUR
    """
    table = books.forecast(as_of=date(2026, 1, 15), weeks=4)
    assert table.notes[0] == (
        "100.00 EUR are left on 2026-01-26, below the minimum of 200.00, as likely as"
        " not."
    )


def test_groups_of_accounts_are_forecast_apart(books):
    """
    2026-01-01 open Assets:Bank:Tax  EUR
      forecast-group: "tax"
    2026-01-15 * "Opening"
      Assets:Bank          700.00 EUR
      Assets:Bank:Tax      300.00 EUR
      Equity:Opening-Balances
    2026-01-20 custom "forecast-item" "vat" -250.00 EUR
      account: Assets:Bank:Tax
    """
    table = books.forecast(as_of=date(2026, 1, 15), weeks=2)
    found = [(r["group"], str(r["closing"])) for r in table.to_dicts()]
    assert found == [(None, "700.00"), (None, "700.00"), ("tax", "300.00"),
                     ("tax", "50.00")]  # fmt: skip


SCENARIOS = """
2026-01-01 custom "client" "acme" "Acme"
2026-01-01 custom "client" "brandt" "Brandt"
2026-01-02 * "Acme" "Work" ^INV-1
  due: 2026-01-31
  Assets:Receivable   100.00 EUR
  Income:Services
2026-01-02 * "Brandt" "Work" ^INV-2
  due: 2026-01-31
  Assets:Receivable    50.00 EUR
  Income:Services
2026-02-02 custom "forecast-item" "sales" 10.01 EUR
2026-02-02 custom "forecast-item" "rent" -30.00 EUR
2026-01-01 custom "scenario" "slow" "delay" 14
2026-01-01 custom "scenario" "one" "delay" 7
  client: "brandt"
2026-01-01 custom "scenario" "broke" "unpaid" "acme"
2026-01-01 custom "scenario" "less" "revenue" -20
2026-02-10 custom "scenario" "van" "amount" -500.00 EUR
  text: "A van"
"""


@pytest.mark.parametrize(
    ("scenario", "changed"),
    [
        ("", {}),
        ("slow", {"INV-1": ("100.00", "02-14"), "INV-2": ("50.00", "02-14")}),
        ("one", {"INV-2": ("50.00", "02-07")}),
        ("broke", {"INV-1": ("100.00", None)}),
        ("less", {"sales": ("8.01", "02-02")}),
        ("van", {"A van": ("-500.00", "02-10")}),
    ],
)
def test_a_scenario_changes_what_it_says_and_nothing_else(books, scenario, changed):
    plain = {
        "INV-1": ("100.00", "01-31"),
        "INV-2": ("50.00", "01-31"),
        "sales": ("10.01", "02-02"),
        "rent": ("-30.00", "02-02"),
    }
    found = {
        label: (amount, day and day[5:])
        for label, amount, day in items(books, "2026-01-05", scenario=scenario)
    }
    assert found == plain | changed


test_a_scenario_changes_what_it_says_and_nothing_else.__doc__ = SCENARIOS


def test_a_scenario_that_isnt_there_is_named(books):
    """
    2026-01-01 custom "scenario" "slow" "delay" 14
    """
    with pytest.raises(UsageError, match='no scenario "slo"; did you mean "slow"'):
        items(books, "2026-01-05", scenario="slo")


def test_what_a_template_will_invoice_is_paid_by_its_clients_habit(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
      payment-terms: "net 10"
    2026-01-01 custom "tax-code" "v20" 0.20
      account: Liabilities:Payable
    2026-01-01 custom "recurring" "upkeep" "monthly"
      client: "acme"
      amount: 100.00 EUR
      account: Income:Services
    2026-01-01 * "Acme" "Upkeep" ^INV-1
      recurring: "upkeep"
      period-from: 2026-01-01
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-01-16 * "Acme" "Transfer" ^INV-1
      Assets:Bank         100.00 EUR
      Assets:Receivable
    """
    assert items(books, "2026-01-20", weeks=8) == [
        ("upkeep 2026-02-01", "100.00", "2026-02-16"),
        ("upkeep 2026-03-01", "100.00", "2026-03-16"),
    ]
    assert why(books, "2026-01-20", "upkeep 2026-02-01", weeks=6) == [
        "to be invoiced 2026-02-01, paid 5 days late at the median of 1 invoice"
    ]


def test_slips_of_the_keyboard_dont_stop_a_forecast(books):
    """
    2026-01-01 * "Acme" "Work" ^INV-1
      due: 2026-01-05
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-01-15 * "Acme" "Transfer" ^INV-1
      Assets:Bank         100.00 EUR
      Assets:Receivable
    2026-01-01 * "Acme" "The end of days" ^INV-2
      due: 9999-12-31
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-01-20 * "Brandt" "A key that stuck" ^INV-3
      due: 2026-02-05
      Assets:Receivable   99999999999999999999999999.99 EUR
      Income:Services
    2026-01-01 * "Werk" "Tools" ^B-1
      due: 9999-12-31
      Liabilities:Payable  -70.00 EUR
      Expenses:Purchases
    2026-01-01 custom "scenario" "slow" "delay" 3000
    2026-01-01 custom "scenario" "slow" "revenue" 0.5
    2026-03-01 custom "forecast-item" "much" 99999999999999999999999999.99 EUR
    """
    for scenario in ("", "slow"):
        found = items(books, "2026-01-31", scenario=scenario)
        assert ("INV-2", "100.00", "9999-12-31") in found
    closings(books, "2026-01-31")


@pytest.mark.parametrize("as_of", ["0001-01-01", "0001-12-31", "9899-12-31"])
def test_a_forecast_can_be_asked_for_on_any_day(agency, as_of):
    """Before its books begin, and when most of them is forgotten."""
    closings(agency, as_of, weeks=104)


def test_at_the_end_of_the_calendar_there_is_nothing_to_forecast(agency):
    with pytest.raises(UsageError, match="9999-12-31 is too late a day"):
        closings(agency, "9999-12-31")


def test_what_is_disputed_is_not_counted_on_and_what_is_promised_is(books):
    """
    2026-01-01 * "Acme" "Work" ^INV-1
      due: 2026-01-31
      dispute: "the colour"
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-01-01 * "Brandt" "Work" ^INV-2
      due: 2026-01-31
      Assets:Receivable    50.00 EUR
      Income:Services
    2026-02-05 note Assets:Receivable "They will pay."
      invoice: "INV-2"
      promise: 2026-02-20
    2026-02-21 note Assets:Receivable "They will pay, really."
      invoice: "INV-2"
      promise: 2026-03-10
    """
    assert items(books, "2026-02-10") == [
        ("INV-2", "50.00", "2026-02-20"),
        ("INV-1", "100.00", None),
    ]
    assert why(books, "2026-02-10", "INV-1") == [
        "disputed since 2026-01-01: the colour"
    ]
    assert why(books, "2026-02-10", "INV-2") == ["promised for 2026-02-20"]


def observed(books, as_of):
    """Days late and the share unpaid then, of all clients together."""
    curve = books.forecast_read.delays(date.fromisoformat(as_of)).everybody
    shares = (round(share, 3) for share in curve.unpaid)
    return dict(zip(curve.days, map(float, shares), strict=True))


def test_what_was_given_up_was_never_paid_and_what_was_credited_says_nothing(books):
    """
    2026-01-01 open Expenses:Lost
      role: "bad-debt"
    2026-01-01 * "Acme" "Work" ^INV-1
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-02-05 * "Acme" "Transfer" ^INV-1
      Assets:Bank         100.00 EUR
      Assets:Receivable
    2026-01-01 * "Brandt" "Work" ^INV-2
      due: 2026-01-31
      Assets:Receivable    80.00 EUR
      Income:Services
    2026-02-03 * "Brandt" "Given up" ^INV-2
      Expenses:Lost        80.00 EUR
      Assets:Receivable
    2026-01-01 * "Cantine" "Work" ^INV-3
      due: 2026-01-31
      Assets:Receivable    60.00 EUR
      Income:Services
    2026-02-02 * "Cantine" "Sent back" ^INV-3
      credit-note: "CN-1"
      Income:Services      60.00 EUR
      Assets:Receivable
    """
    # Five days late one is paid, of it and the one that never will be.
    assert observed(books, "2026-02-28") == {5: 0.5}
    assert observed(books, "2026-02-04") == {}


def test_instalments_count_by_their_own_due_dates(books):
    """
    2026-01-01 * "Acme" "Work" ^INV-1
      terms: "50% 0, 50% 30"
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-01-04 * "Acme" "First half" ^INV-1
      Assets:Bank          50.00 EUR
      Assets:Receivable
    2026-02-10 * "Acme" "Second half" ^INV-1
      Assets:Bank          50.00 EUR
      Assets:Receivable
    """
    # Three days after 1 January, ten after 31 January.
    assert set(observed(books, "2026-02-28")) == {3, 10}


def test_what_may_be_paid_by_money_on_account_says_nothing(books):
    """
    2026-01-01 * "Acme" "Work" ^INV-1
      due: 2026-01-31
      Assets:Receivable   100.00 EUR
      Income:Services
    2026-02-05 * "Acme" "Transfer" ^INV-1
      Assets:Bank         100.00 EUR
      Assets:Receivable
    2026-01-01 * "Brandt" "Work" ^INV-2
      due: 2026-01-31
      Assets:Receivable    80.00 EUR
      Income:Services
    2026-01-31 * "Brandt" "Names nothing"
      Assets:Bank          80.00 EUR
      Assets:Receivable
    """
    assert observed(books, "2026-03-31") == {5: 0.0}
