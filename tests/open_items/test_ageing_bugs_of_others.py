"""What users of other programs reported as wrong in their ageing, as it is here.

Each test names the report and, where it has figures, uses them. Those of ERPNext are at
github.com/frappe/erpnext, those of OCA at github.com/OCA/account-financial-reporting.
"""

from datetime import date
from decimal import Decimal

from ledgerkit.open_items.ageing import AgingBasis, Buckets
from ledgerkit.open_items.side import Side

D = Decimal
BUCKETS = ("not_due", "1_30", "31_60", "61_90", "over_90")


def aged(books, as_of, party=None, **choices):
    """The amounts of one row: the buckets, what is on account, the balance."""
    rows = books.aging(as_of=as_of, **choices).rows
    [row] = [r for r in rows if party in {None, r.cells["party"]}]
    keys = [key for key in row.cells if key not in {"party", "name", "currency"}]
    return {key: int(row.cells[key]) for key in keys if row.cells[key]}


def test_what_is_not_due_yet_has_a_bucket_and_the_row_sums(books):
    """
    2025-12-01 * "Acme" "Due in the future" ^INV-1
      due: 2026-01-31
      Assets:Receivable    100 EUR
      Income:Services     -100 EUR

    2025-11-01 * "Acme" "Late" ^INV-2
      due: 2025-12-15
      Assets:Receivable     40 EUR
      Income:Services      -40 EUR
    """
    # ERPNext 51596, 6371 and 49262: not due was in no bucket, or in the first.
    found = aged(books, date(2025, 12, 30))
    assert found == {"not_due": 100, "1_30": 40, "balance": 140}


def test_a_payment_after_the_day_changes_nothing(books):
    """
    2020-04-30 * "Acme" "Bill date" ^INV-1
      Assets:Receivable    100 EUR
      Income:Services     -100 EUR

    2020-06-30 * "Acme" "Paid a month after the report's day" ^INV-1
      Assets:Bank          100 EUR
      Assets:Receivable   -100 EUR
    """
    # OCA 707 and account-payment 386; Invoice Ninja 7121.
    assert aged(books, date(2020, 5, 31))["balance"] == 100
    assert books.aging(as_of=date(2020, 6, 30)).rows == []
    # A later day that is asked about first leaves nothing behind.
    assert aged(books, date(2020, 5, 31)) == {"31_60": 100, "balance": 100}


def test_the_last_line_is_the_control_accounts_balance_on_any_past_day(books):
    """
    2020-09-01 * "Acme" "Invoice" ^INV-1
      Assets:Receivable    100 EUR
      Income:Services     -100 EUR

    2020-10-01 * "Bolt" "Invoice" ^INV-2
      Assets:Receivable     70 EUR
      Income:Services      -70 EUR

    2020-12-20 * "Bolt" "Credit" ^INV-2
      credit-note: "CN-1"
      Assets:Receivable    -20 EUR
      Income:Services       20 EUR

    2021-01-10 * "Acme" "Paid in the new year" ^INV-1
      Assets:Bank          100 EUR
      Assets:Receivable   -100 EUR
    """
    # OCA account-payment 386: ageing and balance sheet differed at the year's end.
    table = books.aging(as_of=date(2020, 12, 31))
    assert table.totals[0]["balance"] == D(150)
    assert "Assets:Receivable: 150.00 EUR agrees with the open items." in table.notes


def test_days_are_counted_to_the_reports_day_and_not_to_today(books):
    """
    2025-01-01 * "Acme" "Invoice" ^INV-1
      due: 2099-01-31
      Assets:Receivable    100 EUR
      Income:Services     -100 EUR
    """
    # ERPNext 47580: a report for a future day aged by today's date.
    assert aged(books, date(2099, 2, 1)) == {"1_30": 100, "balance": 100}


def test_ageing_is_by_due_or_document_date_as_asked_and_the_report_says_which(books):
    """
    2018-01-01 * "Acme" "Invoice" ^INV-1
      due: 2018-03-02
      Assets:Receivable    100 EUR
      Income:Services     -100 EUR
    """
    # OCA 114, 118 and 396.
    day = date(2018, 3, 13)
    assert aged(books, day, basis=AgingBasis.DUE) == {"1_30": 100, "balance": 100}
    found = aged(books, day, basis=AgingBasis.DOCUMENT)
    assert found == {"61_90": 100, "balance": 100}
    for basis, words in (
        (AgingBasis.DUE, "from the due date"),
        (AgingBasis.DOCUMENT, "from the document's date"),
    ):
        assert words in books.aging(as_of=day, basis=basis).notes[0]


def test_each_column_holds_the_days_that_its_label_says(books):
    """
    2017-12-15 * "Acme" "Invoice" ^I-1
      due: 2018-01-15
      Assets:Receivable     500 EUR
      Income:Services

    2017-11-15 * "Acme" "Invoice" ^I-2
      due: 2017-12-15
      Assets:Receivable    1000 EUR
      Income:Services

    2017-10-15 * "Acme" "Invoice" ^I-3
      due: 2017-11-15
      Assets:Receivable    2000 EUR
      Income:Services

    2017-09-15 * "Acme" "Invoice" ^I-4
      due: 2017-10-15
      Assets:Receivable    4000 EUR
      Income:Services

    2017-08-15 * "Acme" "Invoice" ^I-5
      due: 2017-09-15
      Assets:Receivable    8000 EUR
      Income:Services

    2017-07-15 * "Acme" "Invoice" ^I-6
      due: 2017-08-15
      Assets:Receivable  160000 EUR
      Income:Services
    """
    # OCA 383, with its figures: each amount stood one column too far left.
    found = aged(books, date(2017, 12, 31), buckets=Buckets((30, 60, 90, 120)))
    assert found == {
        "not_due": 500, "1_30": 1000, "31_60": 2000, "61_90": 4000, "91_120": 8000,
        "over_120": 160000, "balance": 175500,
    }  # fmt: skip


def test_each_instalment_ages_by_its_own_due_date_and_all_are_counted(books):
    """
    2018-10-27 * "Acme" "In three instalments" ^INV-1
      terms: "30% 30, 30% 60, 40% 90"
      Assets:Receivable   90000 EUR
      Income:Services
    """
    # OCA 487, with its figures: only the first instalment was there. ERPNext 13007.
    assert aged(books, date(2018, 11, 28)) == {
        "not_due": 63000, "1_30": 27000, "balance": 90000,
    }  # fmt: skip
    assert aged(books, date(2019, 1, 26)) == {
        "1_30": 36000 , "31_60": 27000, "61_90": 27000, "balance": 90000,
    }  # fmt: skip


def test_a_part_payment_ages_with_its_invoice(books):
    """
    2015-09-01 * "Acme" "Invoice" ^INV-6623
      due: 2015-10-01
      Assets:Receivable    2000.96 EUR
      Income:Services

    2015-11-20 * "Acme" "Part" ^INV-6623
      Assets:Bank           648.96 EUR
      Assets:Receivable    -648.96 EUR
    """
    # OCA 138: the whole invoice was aged, and the part left out.
    assert aged(books, date(2015, 11, 23)) == {"31_60": 1352, "balance": 1352}


def test_an_invoice_paid_in_parts_leaves_the_ageing_with_its_last_cent(books):
    """
    2024-01-01 * "Acme" "Invoice" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services

    2024-01-10 * "Acme" "First" ^INV-1
      Assets:Bank           33.33 EUR
      Assets:Receivable    -33.33 EUR

    2024-01-20 * "Acme" "Second" ^INV-1
      Assets:Bank           66.66 EUR
      Assets:Receivable    -66.66 EUR

    2024-01-30 * "Acme" "The cent" ^INV-1
      Assets:Bank            0.01 EUR
      Assets:Receivable     -0.01 EUR
    """
    # OCA account-payment 553: paid invoices stayed after partial payments.
    [row] = books.aging(as_of=date(2024, 1, 29)).rows
    assert row.cells["balance"] == D("0.01")
    assert books.aging(as_of=date(2024, 1, 30)).rows == []
    assert books.open_items(as_of=date(2024, 1, 30)).rows == []


def test_what_is_on_account_ages_in_a_column_of_its_own_and_the_row_sums(books):
    """
    2019-02-15 * "Acme" "Before any invoice"
      Assets:Bank           1000 EUR
      Assets:Receivable    -1000 EUR

    2019-03-15 * "Acme" "Five in one" ^INV-1
      Assets:Receivable    50000 EUR
      Income:Services

    2019-04-15 * "Acme" "Invoice" ^INV-6
      Assets:Receivable   100000 EUR
      Income:Services

    2019-05-10 * "Acme" "Invoice" ^INV-1
      Assets:Bank          49000 EUR
      Assets:Receivable   -49000 EUR
    """
    # OCA 546, with its figures; ERPNext 28748: advances were in no bucket.
    assert aged(books, date(2019, 4, 30)) == {
        "1_30": 100000, "31_60": 50000, "unapplied": -1000, "balance": 149000,
    }  # fmt: skip


def test_a_document_without_a_due_date_is_aged_and_counted(books):
    """
    2024-09-01 * "Acme" "Says no due date" ^INV-1
      Assets:Receivable    100 EUR
      Income:Services
    """
    # ERPNext 43161: what had no due date was missing by default.
    assert aged(books, date(2024, 9, 11)) == {"1_30": 100, "balance": 100}
    assert books.aging(as_of=date(2024, 9, 11)).notes[-1].startswith("1 open document")


def test_two_accounts_of_one_client_can_be_told_apart(books):
    """
    2023-01-01 open Assets:Receivable:Acme-Retail
    2023-01-01 open Assets:Receivable:Acme-Trade
    2023-01-01 custom "client" "acme-retail" "Acme Retail"
      account: Assets:Receivable:Acme-Retail
      parent: "acme"
    2023-01-01 custom "client" "acme-trade" "Acme Trade"
      account: Assets:Receivable:Acme-Trade
      parent: "acme"

    2023-01-10 * "Acme" "Retail" ^INV-1
      Assets:Receivable:Acme-Retail   100 EUR
      Income:Services

    2023-01-11 * "Acme" "Trade" ^INV-2
      Assets:Receivable:Acme-Trade     30 EUR
      Income:Services
    """
    # LedgerSMB 7177: each account's statement listed the invoices of all.
    day = date(2023, 2, 3)
    assert aged(books, day, "acme-retail")["balance"] == 100
    assert aged(books, day, "acme-trade")["balance"] == 30
    rows = books.open_items(as_of=day, party="acme-trade").rows
    assert [row.cells["number"] for row in rows] == ["INV-2"]


def test_each_currency_is_a_row_and_a_total_of_its_own(books):
    """
    2024-01-01 * "Acme" "Invoice" ^INV-1
      Assets:Receivable    100 EUR
      Income:Services

    2024-01-02 * "Acme" "Invoice" ^INV-2
      Assets:Receivable    100 USD @ 0.90 EUR
      Income:Services

    2024-01-20 * "Acme" "Part, at another rate" ^INV-2
      Assets:Bank           36.80 EUR
      Assets:Receivable    -40 USD @ 0.92 EUR
    """
    # LedgerSMB 2162; ERPNext 32900: a part payment at another rate left a remainder.
    table = books.aging(as_of=date(2024, 1, 31))
    assert [(c["currency"], c["balance"]) for c in table.totals] == [
        ("EUR", D(100)),
        ("USD", D(60)),
    ]


def test_the_documents_behind_a_row_sum_to_it_on_both_sides(books):
    """
    2024-01-01 * "Acme" "Invoice" ^INV-1
      Assets:Receivable    100 EUR
      Income:Services

    2024-01-05 * "Acme" "On account"
      Assets:Bank           30 EUR
      Assets:Receivable    -30 EUR

    2024-01-01 * "Rossi" "Bill" ^R-1
      Expenses:Purchases    50 EUR
      Liabilities:Payable
    """
    # OCA 76 and 118: detail by invoice; ERPNext 49262: summary and trial balance.
    day = date(2024, 1, 31)
    for side, balance in ((Side.RECEIVABLE, 70), (Side.PAYABLE, 50)):
        assert aged(books, day, side=side)["balance"] == balance
        items = books.open_items(as_of=day, side=side)
        assert sum(row.cells["open"] for row in items.rows) == balance


def test_opening_items_are_aged_by_their_own_due_dates(books):
    """
    2024-01-01 * "Acme" "From the old books" ^INV-2023-9
      due: 2023-10-31
      Assets:Receivable           100 EUR
      Equity:Opening-Balances    -100 EUR
    """
    # Odoo 7539: opening entries fell out of the aged balance.
    assert aged(books, date(2024, 1, 31)) == {"over_90": 100, "balance": 100}
