"""Credit limits: at each invoice's own date, in each currency by itself."""

from datetime import date
from decimal import Decimal

from ledgerkit.reports.receivables.credit_limits import credit_use

D = Decimal
END = date(2026, 12, 31)


def used(books, as_of=END):
    return {(u.party, u.currency): u for u in credit_use(books, as_of=as_of)}


def breached(use):
    return [(b.document.label, b.exposure, b.limit) for b in use.breaches]


def test_a_limit_is_tried_at_the_date_of_each_invoice(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
      credit-limit: 100.00 EUR

    2026-01-10 * "Acme" "Within" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-20 * "Acme" "Over" ^INV-2
      Assets:Receivable     30.00 EUR
      Income:Services      -30.00 EUR

    2026-02-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR

    2026-02-02 * "Acme" "Within again" ^INV-3
      Assets:Receivable     50.00 EUR
      Income:Services      -50.00 EUR
    """
    use = used(books)["acme", "EUR"]
    assert breached(use) == [("INV-2", D("130.00"), D("100.00"))]
    assert (use.exposure, use.headroom, use.percent) == (D(80), D(20), D(80))
    assert not use.is_breached
    assert used(books, date(2026, 1, 31))["acme", "EUR"].is_breached


def test_a_limit_that_is_reached_exactly_is_kept(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
      credit-limit: 100.00 EUR

    2026-01-10 * "Acme" "Exactly" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-11 * "Acme" "A cent over" ^INV-2
      Assets:Receivable      0.01 EUR
      Income:Services       -0.01 EUR
    """
    kept = used(books, date(2026, 1, 10))["acme", "EUR"]
    assert (kept.headroom, kept.is_breached, breached(kept)) == (0, False, [])
    use = used(books)["acme", "EUR"]
    assert (use.headroom, use.is_breached) == (D("-0.01"), True)
    assert breached(use) == [("INV-2", D("100.01"), D("100.00"))]


def test_each_day_has_the_limit_that_held_on_it(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
      credit-limit: 100.00 EUR

    2026-06-01 custom "client" "acme"
      credit-limit: 50.00 EUR

    2026-09-01 custom "client" "acme"
      credit-limit:

    2025-12-01 * "Acme" "Before the record: the first limit holds" ^INV-0
      Assets:Receivable     10.00 EUR
      Income:Services      -10.00 EUR

    2026-05-31 * "Acme" "Within the old limit" ^INV-1
      Assets:Receivable     80.00 EUR
      Income:Services      -80.00 EUR

    2026-06-01 * "Acme" "Over the new one" ^INV-2
      Assets:Receivable      1.00 EUR
      Income:Services       -1.00 EUR

    2026-09-01 * "Acme" "No limit any more" ^INV-3
      Assets:Receivable    900.00 EUR
      Income:Services     -900.00 EUR
    """
    use = used(books)["acme", "EUR"]
    assert breached(use) == [("INV-2", D("91.00"), D("50.00"))]
    assert (use.limit, use.headroom, use.percent) == (None, None, None)
    lowered = used(books, date(2026, 6, 1))["acme", "EUR"]
    assert (lowered.limit, lowered.headroom) == (D(50), D(-41))


def test_money_on_account_and_credits_reduce_exposure(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
      credit-limit: 100.00 EUR

    2026-01-09 * "Acme" "In advance, for nothing in particular"
      Assets:Bank           40.00 EUR
      Assets:Receivable    -40.00 EUR

    2026-01-10 * "Acme" "Within" ^INV-1
      Assets:Receivable    140.00 EUR
      Income:Services     -140.00 EUR
    """
    use = used(books)["acme", "EUR"]
    assert (use.exposure, breached(use)) == (D(100), [])


def test_a_limit_in_another_currency_is_never_converted_and_told(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
      credit-limit: 100.00 EUR

    2026-01-10 * "Acme" "In dollars" ^INV-1
      Assets:Receivable    500.00 USD
      Income:Services     -500.00 USD
    """
    found = used(books)
    dollars, euros = found["acme", "USD"], found["acme", "EUR"]
    assert (dollars.exposure, dollars.limit, breached(dollars)) == (D(500), None, [])
    assert (euros.exposure, euros.headroom) == (D(0), D(100))
    notes = books.credit_limits(as_of=END).notes
    assert "acme: the limit is in EUR, so 500.00 USD is not held against it." in notes


def test_of_two_invoices_of_a_day_both_are_over_and_the_worst_is_the_first(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
      credit-limit: 100.00 EUR

    2026-01-10 * "Acme" "One" ^INV-2
      Assets:Receivable     70.00 EUR
      Income:Services      -70.00 EUR

    2026-01-10 * "Acme" "Two" ^INV-1
      Assets:Receivable     70.00 EUR
      Income:Services      -70.00 EUR
    """
    use = used(books)["acme", "EUR"]
    assert [name for name, _, _ in breached(use)] == ["INV-1", "INV-2"]
    assert use.worst.document.label == "INV-1"


def test_the_worst_invoice_is_the_one_that_went_farthest_over(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
      credit-limit: 100.00 EUR

    2026-01-10 * "Acme" "A little over" ^INV-1
      Assets:Receivable    110.00 EUR
      Income:Services     -110.00 EUR

    2026-01-11 * "Acme" "Farther" ^INV-2
      Assets:Receivable     40.00 EUR
      Income:Services      -40.00 EUR

    2026-02-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank          110.00 EUR
      Assets:Receivable   -110.00 EUR

    2026-02-02 * "Acme" "Less far" ^INV-3
      Assets:Receivable     80.00 EUR
      Income:Services      -80.00 EUR
    """
    use = used(books)["acme", "EUR"]
    assert [breach.excess for breach in use.breaches] == [10, 50, 20]
    assert use.worst.document.label == "INV-2"


def test_a_limit_of_nothing_is_cash_only(books):
    """
    2026-01-01 custom "client" "acme" "Acme"
      credit-limit: 0.00 EUR

    2026-01-10 * "Acme" "On credit" ^INV-1
      Assets:Receivable     70.00 EUR
      Income:Services      -70.00 EUR
    """
    use = used(books)["acme", "EUR"]
    assert (use.is_breached, use.headroom, use.percent) == (True, D(-70), None)
    [row] = books.credit_limits(as_of=END).rows
    assert row.late == {"exposure", "headroom"}
