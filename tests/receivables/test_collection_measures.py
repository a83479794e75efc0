"""How fast clients pay: each figure reckoned by hand on a ledger that shows it."""

from datetime import date
from decimal import Decimal

from ledgerkit.receivables.collection.measures import collection_effectiveness
from ledgerkit.reports.receivables.collection import collection_trend

D = Decimal


def measured(books, as_of, months=1, **choices):
    trend = collection_trend(books, as_of=as_of, months=months, **choices)
    return {currency: line[-1] for currency, line in trend.items()}


def test_cei_is_what_was_collected_of_what_could_be():
    # Opening 250, sales 300, 200 owed at the end, 150 of it current: 350 / 400.
    assert collection_effectiveness(D(250), D(300), D(200), D(150)) == D("87.5")


def test_nothing_to_collect_has_no_effectiveness():
    assert collection_effectiveness(D(0), D(0), D(0), D(0)) is None


def test_a_month_reckoned_by_hand(books):
    """
    2026-03-01 * "Acme" "Before the month" ^INV-1
      due: 2026-03-31
      Assets:Receivable    300.00 EUR
      Income:Services     -300.00 EUR

    2026-04-02 * "Acme" "Due in the month" ^INV-2
      due: 2026-04-20
      Assets:Receivable    400.00 EUR
      Income:Services     -400.00 EUR

    2026-04-10 * "Acme" "Transfer" ^INV-1
      Assets:Bank          300.00 EUR
      Assets:Receivable   -300.00 EUR

    2026-04-12 * "Acme" "Part, early" ^INV-2
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR

    2026-04-25 * "Acme" "Not due in the month" ^INV-3
      due: 2026-05-25
      Assets:Receivable    200.00 EUR
      Income:Services     -200.00 EUR
    """
    april = measured(books, date(2026, 4, 30))["EUR"]
    assert (april.first, april.days) == (date(2026, 4, 1), 30)
    assert (april.opening, april.sales) == (D("300.00"), D("600.00"))
    assert (april.owed, april.not_due) == (D("500.00"), D("200.00"))
    assert april.days_sales_outstanding == D(25)
    assert april.best_possible_days == D(10)
    assert april.days_delinquent == D(15)
    # 10 days late with 300, 8 days early with 100.
    assert april.days_late == (D(300) * 10 - D(100) * 8) / D(400)
    # Only INV-1 was paid in full.
    assert april.days_late_by_document == D(10)
    # Of 300 + 600 - 200 that could be collected, 300 + 600 - 500 were.
    assert april.effectiveness == D(40000) / D(700)
    assert april.turnover == D(600) / D(400)
    assert april.days_sales_counted_back == D(500) * 30 / D(600)


def test_credit_notes_reduce_sales_and_are_no_payments(books):
    """
    2026-04-01 * "Acme" "Website" ^INV-1
      due: 2026-04-10
      Assets:Receivable    400.00 EUR
      Income:Services     -400.00 EUR

    2026-04-20 * "Acme" "Less" ^INV-1
      credit-note: "CN-1"
      Income:Services      100.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    april = measured(books, date(2026, 4, 30))["EUR"]
    assert (april.sales, april.owed) == (D("300.00"), D("300.00"))
    assert (april.days_late, april.days_late_by_document) == (None, None)


def test_opening_items_are_owed_and_collected_but_not_sold(books):
    """
    2026-04-01 * "Acme" "From the old books" ^INV-1
      due: 2026-03-15
      Assets:Receivable          500.00 EUR
      Equity:Opening-Balances   -500.00 EUR

    2026-04-14 * "Acme" "Transfer" ^INV-1
      Assets:Bank          200.00 EUR
      Assets:Receivable   -200.00 EUR
    """
    april = measured(books, date(2026, 4, 30))["EUR"]
    assert (april.opening, april.sales, april.owed) == (D(500), D(0), D(300))
    assert april.days_late == D(30)
    assert april.effectiveness == D(40)
    assert april.days_sales_outstanding is None
    assert april.days_sales_counted_back is None


def test_a_debt_given_up_is_no_late_payment(books):
    """
    2026-01-02 open Expenses:Given-Up
      role: "bad-debt"

    2026-01-02 * "Acme" "Website" ^INV-1
      Assets:Receivable    400.00 EUR
      Income:Services     -400.00 EUR

    2026-01-12 * "Acme" "All there will be" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR

    2026-04-20 * "Acme" "Insolvent" ^INV-1
      Expenses:Given-Up    300.00 EUR
      Assets:Receivable   -300.00 EUR
    """
    found = measured(books, date(2026, 4, 30), months=12)["EUR"]
    assert (found.days_late, found.days_late_by_document) == (D(10), None)


def test_a_returned_payment_is_no_sale(books):
    """
    2026-04-01 * "Acme" "Website" ^INV-1
      Assets:Receivable    400.00 EUR
      Income:Services     -400.00 EUR

    2026-04-02 * "Acme" "Direct debit" ^INV-1
      Assets:Bank          400.00 EUR
      Assets:Receivable   -400.00 EUR

    2026-04-09 * "Acme" "Returned" ^INV-1
      Assets:Receivable    400.00 EUR
      Assets:Bank         -400.00 EUR
    """
    april = measured(books, date(2026, 4, 30))["EUR"]
    assert (april.sales, april.owed) == (D(400), D(400))


def test_an_invoice_paid_in_part_at_once_is_a_sale(books):
    """
    2026-04-01 * "Acme" "Website, some of it in cash" ^INV-1
      Assets:Receivable    300.00 EUR
      Assets:Bank          100.00 EUR
      Income:Services     -400.00 EUR
    """
    assert measured(books, date(2026, 4, 30))["EUR"].sales == D(300)


def test_money_on_account_stands_against_what_is_overdue_first(books):
    """
    2026-04-01 * "Acme" "Overdue" ^INV-1
      due: 2026-04-10
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-04-02 * "Acme" "Not due" ^INV-2
      due: 2026-05-10
      Assets:Receivable    200.00 EUR
      Income:Services     -200.00 EUR

    2026-04-20 * "Acme" "On account"
      Assets:Bank          150.00 EUR
      Assets:Receivable   -150.00 EUR
    """
    april = measured(books, date(2026, 4, 30))["EUR"]
    assert (april.owed, april.overdue, april.not_due) == (D(150), D(100), D(150))
    assert april.effectiveness == D(100)


def test_one_clients_money_on_account_is_no_other_clients_payment(books):
    """
    2026-04-01 * "Acme" "Overdue" ^INV-1
      due: 2026-04-10
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-04-20 * "Beta" "On account"
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    day = date(2026, 4, 30)
    april = measured(books, day)["EUR"]
    assert (april.owed, april.overdue, april.uncovered) == (D(0), D(100), D(100))
    assert (april.days_delinquent, april.best_possible_days) == (D(30), D(-30))
    # 100 came in, Beta's, of 200 that could: Beta's and Acme's.
    assert april.effectiveness == D(50)
    each = [measured(books, day, party=p)["EUR"].overdue for p in ("Acme", "Beta")]
    assert each == [D(100), D(0)]
    (line,) = books.client_balances(as_of=day).totals
    assert (line["balance"], line["overdue"]) == (D(0), D(100))


def test_instalments_are_paid_the_earliest_first(books):
    """
    2026-04-01 * "Acme" "Project" ^INV-1
      terms: "50% 0, 50% 30"
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-04-11 * "Acme" "Most of it" ^INV-1
      Assets:Bank           80.00 EUR
      Assets:Receivable    -80.00 EUR
    """
    april = measured(books, date(2026, 4, 30))["EUR"]
    assert april.not_due == D(20)
    # 50 came 10 days late, 30 came 20 days before 1 May.
    assert april.days_late == (D(50) * 10 - D(30) * 20) / D(80)


def test_a_period_never_begins_before_the_first_document(books):
    """
    2026-03-22 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    """
    found = measured(books, date(2026, 3, 31), months=12)["EUR"]
    assert (found.days, found.days_sales_outstanding) == (10, D(10))


def test_later_postings_are_ignored_and_currencies_stay_apart(books):
    """
    2026-03-01 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-03-02 * "Acme" "Website" ^INV-2
      Assets:Receivable     50.00 USD
      Income:Services      -50.00 USD

    2026-04-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    found = measured(books, date(2026, 3, 31))
    assert {c: m.owed for c, m in found.items()} == {"EUR": D(100), "USD": D(50)}
    assert measured(books, date(2026, 3, 31), party="Bolt") == {}
    assert measured(books, date(2026, 2, 28)) == {}
