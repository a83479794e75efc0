"""The allowance for doubtful debts: by age, by document, against the ledger."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.errors import UsageError
from ledgerkit.receivables.collection.allowance import as_percent, parse_rates

D = Decimal
END = date(2026, 12, 31)


def lines(table):
    return [
        (r.cells["what"], r.cells["open"], r.cells["percent"], r.cells["required"])
        for r in table.rows
    ]


def total(table):
    [cells] = table.totals
    return [cells[key] for key in ("open", "required", "booked", "difference")]


def test_the_provision_matrix_of_ifrs_9_illustrative_example_12(books):
    """
    2026-01-01 custom "ledgerkit" "allowance-rates" "0.3 1.6 3.6 6.6 10.6"

    2026-01-01 * "M" "Current"
      due: 2026-12-31
      Assets:Receivable   15000000 EUR
      Income:Services

    2026-01-01 * "M" "1 to 30 days past due"
      due: 2026-12-30
      Assets:Receivable    7500000 EUR
      Income:Services

    2026-01-01 * "M" "31 to 60"
      due: 2026-11-30
      Assets:Receivable    4000000 EUR
      Income:Services

    2026-01-01 * "M" "61 to 90"
      due: 2026-10-02
      Assets:Receivable    2500000 EUR
      Income:Services

    2026-01-01 * "M" "More than 90"
      due: 2026-10-01
      Assets:Receivable    1000000 EUR
      Income:Services
    """
    table = books.allowance(as_of=END)
    assert [int(required) for *_, required in lines(table)] == [
        45000, 120000, 144000, 165000, 106000,
    ]  # fmt: skip
    assert total(table) == [D(30000000), D(580000), D(0), D(580000)]


def test_a_document_judged_by_itself_leaves_its_column(books):
    """
    2026-01-01 custom "ledgerkit" "allowance-rates" "0 0 0 0 50"

    2026-01-01 * "Acme" "By its age" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services

    2026-12-01 * "Bolt" "Insolvent, and not due yet" ^INV-2
      due: 2027-01-31
      allowance-percent: 80
      Assets:Receivable    200.00 EUR
      Income:Services

    2026-01-01 * "Cord" "Insured" ^INV-3
      Assets:Receivable    300.00 EUR
        allowance-percent: 0
      Income:Services
    """
    table = books.allowance(as_of=END)
    assert lines(table)[4:] == [
        ("Over 90", D("100.00"), D(50), D("50.00")),
        ("INV-3", D("300.00"), D(0), D("0.00")),
        ("INV-2", D("200.00"), D(80), D("160.00")),
    ]
    aging = books.aging(as_of=END).totals[0]
    buckets = ("not_due", "1_30", "31_60", "61_90", "over_90")
    assert total(table)[0] == sum(aging[key] for key in buckets)


def test_the_entry_that_adjusts_what_is_booked_is_shown(books):
    """
    2026-01-01 open Assets:Allowance
      role: "allowance"
    2026-01-01 open Expenses:Doubtful
      role: "bad-debt"
    2026-01-01 custom "ledgerkit" "allowance-rates" "0 0 0 0 50"

    2026-01-01 * "Acme" "Old" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services

    2026-06-30 * "Allowance at the half-year"
      Expenses:Doubtful     20.00 EUR
      Assets:Allowance     -20.00 EUR
    """
    table = books.allowance(as_of=END)
    assert total(table) == [D("100.00"), D("50.00"), D("20.00"), D("30.00")]
    assert table.notes[-1] == (
        'The entry to book: 2026-12-31 * "Allowance for doubtful debts";'
        " Expenses:Doubtful 30.00 EUR; Assets:Allowance -30.00 EUR."
    )
    # Before the year's half nothing was booked, and nothing was 90 days late.
    assert total(books.allowance(as_of=date(2026, 1, 31)))[1:] == [0, 0, 0]


def test_a_debt_used_up_from_the_allowance_is_a_write_off_and_releases_it(books):
    """
    2026-01-01 open Assets:Receivable:Allowance
      role: "allowance"
    2026-01-01 open Expenses:Doubtful
      role: "bad-debt"
    2026-01-01 custom "ledgerkit" "allowance-rates" "0 0 0 0 50"

    2026-01-01 * "Acme" "Old" ^INV-1
      Assets:Receivable            100.00 EUR
      Income:Services

    2026-06-30 * "Allowance"
      Expenses:Doubtful             70.00 EUR
      Assets:Receivable:Allowance  -70.00 EUR

    2026-07-31 * "Acme" "Given up" ^INV-1
      Assets:Receivable:Allowance   40.00 EUR
      Assets:Receivable            -40.00 EUR
    """
    table = books.allowance(as_of=END)
    assert total(table) == [D("60.00"), D("30.00"), D("30.00"), D("0.00")]
    assert not any("entry" in note for note in table.notes)
    aging = books.aging(as_of=END)
    assert "Assets:Receivable: 60.00 EUR agrees with the open items." in aging.notes


def test_credits_and_payments_on_account_are_not_deducted(books):
    """
    2026-01-01 custom "ledgerkit" "allowance-rates" "0 0 0 0 50"

    2026-01-01 * "Acme" "Old" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services

    2026-02-01 * "Acme" "On account"
      Assets:Bank           60.00 EUR
      Assets:Receivable    -60.00 EUR
    """
    assert total(books.allowance(as_of=END))[:2] == [D("100.00"), D("50.00")]


def test_the_rates_must_fit_the_ageing_columns_whichever_comes_first(books):
    """
    2026-01-01 custom "ledgerkit" "allowance-rates" "0 5 50"
    2026-01-02 custom "ledgerkit" "aging-buckets" "45"
    """
    assert books.settings.allowance_rates == (0, 5, 50)
    assert books.findings() == []
    with pytest.raises(UsageError, match="2 percentages don't fit the 3 ageing"):
        books.allowance(as_of=END, rates=(D(1), D(2)))


def test_without_rates_the_report_says_how_to_write_them(books):
    """
    2026-01-02 custom "ledgerkit" "aging-buckets" "45"
    """
    with pytest.raises(UsageError, match='"allowance-rates" "0 1 5"'):
        books.allowance(as_of=END)


@pytest.mark.parametrize("text", ["", "a b", "1,5 2", "-1 5", "0 101", "0 NaN"])
def test_what_is_no_percentage_is_refused(text):
    with pytest.raises(ValueError, match="no percentages"):
        parse_rates(text)


@pytest.mark.parametrize("value", [True, "x", D("100.01"), D("-1"), D("NaN"), None])
def test_a_percentage_is_from_0_to_100(value):
    assert as_percent(value) is None
