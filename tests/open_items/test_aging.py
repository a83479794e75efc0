"""Ageing: which bucket, and that every open amount is in exactly one."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.open_items.ageing import AgingBasis, Buckets, age
from ledgerkit.open_items.side import Side

D = Decimal


@pytest.mark.parametrize(
    ("days_late", "label"),
    [
        (-400, "Not due"), (0, "Not due"), (1, "1-30"), (30, "1-30"), (31, "31-60"),
        (60, "31-60"), (61, "61-90"), (90, "61-90"), (91, "Over 90"), (9999, "Over 90"),
    ],
)  # fmt: skip
def test_each_day_has_one_bucket(days_late, label):
    buckets = Buckets()
    assert buckets.labels()[buckets.index(days_late)] == label


def test_buckets_are_settable():
    buckets = Buckets((7, 14))
    assert buckets.keys() == ["not_due", "1_7", "8_14", "over_14"]


@pytest.mark.parametrize("limits", [(), (30, 30), (60, 30), (0, 30), (-5,)])
def test_limits_that_do_not_rise_are_refused(limits):
    with pytest.raises(ValueError, match="bucket"):
        Buckets(limits)


def aged(books, as_of, side=Side.RECEIVABLE, basis=AgingBasis.DUE):
    lines = age(books.subledger(side, as_of), buckets=Buckets(), basis=basis)
    return {
        (line.party, line.currency): ([str(n) for n in line.amounts], line.unapplied)
        for line in lines
    }


def test_an_invoice_grows_older_and_a_payment_after_the_day_is_ignored(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-06-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    key = ("Acme", "EUR")
    for day, bucket in (
        (date(2026, 1, 31), 0),
        (date(2026, 2, 1), 1),
        (date(2026, 3, 2), 1),
        (date(2026, 3, 3), 2),
        (date(2026, 5, 1), 3),
        (date(2026, 5, 2), 4),
    ):
        amounts, _unapplied = aged(books, day)[key]
        assert amounts[bucket] == "100.00", day
    assert aged(books, date(2026, 6, 1)) == {}


def test_ageing_by_document_date_counts_from_the_day_it_was_issued(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-03-31
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    """
    amounts, _ = aged(books, date(2026, 2, 15), basis=AgingBasis.DOCUMENT)[
        "Acme", "EUR"
    ]
    assert amounts == ["0", "0", "100.00", "0", "0"]


def test_the_parts_of_an_instalment_plan_age_each_by_its_own_date(books):
    """
    2026-01-01 * "Acme" "Project" ^INV-1
      terms: "50% 0, 50% 90"
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    """
    amounts, _ = aged(books, date(2026, 1, 20))["Acme", "EUR"]
    assert amounts == ["50.00", "50.00", "0", "0", "0"]


def test_payments_on_account_and_open_credits_have_a_column_of_their_own(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-05 * "Acme" "On account"
      Assets:Bank           60.00 EUR
      Assets:Receivable    -60.00 EUR

    2026-01-06 * "Acme" "Credit for nothing in particular"
      credit-note: "CN-1"
      Income:Services       15.00 EUR
      Assets:Receivable    -15.00 EUR
    """
    amounts, unapplied = aged(books, date(2026, 1, 10))["Acme", "EUR"]
    assert amounts == ["0", "100.00", "0", "0", "0"]
    assert unapplied == D("-75.00")


def test_a_party_whose_items_cancel_out_is_still_shown(books):
    """
    2026-01-01 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-05 * "Acme" "Without a reference"
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    _amounts, unapplied = aged(books, date(2026, 1, 10))["Acme", "EUR"]
    assert unapplied == D("-100.00")


def test_sub_accounts_of_one_client_age_together_and_of_two_apart(books):
    """
    2026-01-01 open Assets:Receivable:Acme
    2026-01-01 open Assets:Receivable:Bolt

    2026-01-01 * "Invoice one"
      Assets:Receivable:Acme   100.00 EUR
      Income:Services

    2026-01-02 * "Invoice two"
      Assets:Receivable:Acme    50.00 EUR
      Income:Services

    2026-01-03 * "Invoice three"
      Assets:Receivable:Bolt     7.00 EUR
      Income:Services
    """
    lines = aged(books, date(2026, 1, 3))
    assert {
        party: sum(map(D, amounts)) for (party, _), (amounts, _) in lines.items()
    } == {
        "Acme": D("150.00"),
        "Bolt": D("7.00"),
    }
