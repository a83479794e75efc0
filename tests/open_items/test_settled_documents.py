"""Links to documents that are settled already: whose the money is, and what it pays."""

from datetime import date
from decimal import Decimal

from ledgerkit.open_items.side import Side
from ledgerkit.open_items.subledger import movements

D = Decimal
END = date(2026, 12, 31)


def documents(books):
    return {d.label: d for d in books.subledger(Side.RECEIVABLE, END).documents}


def unapplied(books):
    items = books.subledger(Side.RECEIVABLE, END).unapplied
    return {(item.party, item.amount) for item in items}


def test_a_second_payment_of_a_settled_invoice_stays_on_its_clients_account(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR

    2026-03-01 * "Acme's Factoring Bank" "The same again" ^INV-1
      Assets:Bank           60.00 EUR
      Assets:Receivable    -60.00 EUR
    """
    assert documents(books)["INV-1"].open == 0
    assert unapplied(books) == {("Acme", D("-60.00"))}


def test_a_stated_client_keeps_money_that_links_anothers_settled_invoice(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR

    2026-03-01 * "Whoever" "The same again" ^INV-1
      client: "Bolt"
      Assets:Bank           60.00 EUR
      Assets:Receivable    -60.00 EUR
    """
    assert unapplied(books) == {("Bolt", D("-60.00"))}


def test_who_pays_is_believed_where_one_of_the_settled_invoices_is_its_own(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    2026-01-15 * "Bolt" "Logo" ^INV-2
      Assets:Receivable     50.00 EUR
      Income:Services      -50.00 EUR

    2026-02-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR
    2026-02-01 * "Bolt" "Transfer" ^INV-2
      Assets:Bank           50.00 EUR
      Assets:Receivable    -50.00 EUR

    2026-03-01 * "Bolt" "Both again" ^INV-1 ^INV-2
      Assets:Bank          150.00 EUR
      Assets:Receivable   -150.00 EUR
    2026-03-02 * "A bank" "Both again" ^INV-1 ^INV-2
      Assets:Bank           30.00 EUR
      Assets:Receivable    -30.00 EUR
    """
    assert unapplied(books) == {("Bolt", D("-150.00")), ("Acme", D("-30.00"))}


def test_of_two_linked_invoices_the_one_with_something_open_says_whose_it_is(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    2026-01-20 * "Bolt" "Logo" ^INV-2
      Assets:Receivable     50.00 EUR
      Income:Services      -50.00 EUR

    2026-02-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR

    2026-03-01 * "A bank" "Transfer" ^INV-1 ^INV-2
      Assets:Bank           50.00 EUR
      Assets:Receivable    -50.00 EUR
    """
    assert documents(books)["INV-2"].open == 0
    assert unapplied(books) == set()


def test_what_an_earlier_invoice_takes_whole_leaves_no_trace_on_the_next(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    2026-01-20 * "Acme" "Logo" ^INV-2
      Assets:Receivable     50.00 EUR
      Income:Services      -50.00 EUR

    2026-03-01 * "Acme" "The first of the two" ^INV-1 ^INV-2
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    found = documents(books)
    assert [s.amount for s in found["INV-1"].settlements] == [D("100.00")]
    assert found["INV-2"].settlements == ()


def test_an_invoice_paid_too_much_by_name_takes_nothing_more_by_link(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    2026-01-20 * "Acme" "Logo" ^INV-2
      Assets:Receivable     50.00 EUR
      Income:Services      -50.00 EUR

    2026-02-01 * "Acme" "Typed twice"
      invoice: "INV-1"
      Assets:Bank          120.00 EUR
      Assets:Receivable   -120.00 EUR

    2026-03-01 * "Acme" "Both" ^INV-1 ^INV-2
      Assets:Bank           50.00 EUR
      Assets:Receivable    -50.00 EUR
    """
    found = documents(books)
    assert (found["INV-1"].open, found["INV-2"].open) == (D("-20.00"), 0)
    assert unapplied(books) == set()


def test_invoices_of_less_than_one_unit_are_paid_by_their_links_too(books):
    """
    2026-01-15 * "Acme" "A stamp" ^INV-1
      Assets:Receivable      0.60 EUR
      Income:Services       -0.60 EUR
    2026-01-20 * "Acme" "Another" ^INV-2
      Assets:Receivable      0.90 EUR
      Income:Services       -0.90 EUR

    2026-03-01 * "Acme" "Both" ^INV-1 ^INV-2
      Assets:Bank            1.50 EUR
      Assets:Receivable     -1.50 EUR
    """
    assert {d.open for d in documents(books).values()} == {0}
    assert unapplied(books) == set()


def test_a_partys_movements_say_what_each_payment_and_credit_settles(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    2026-01-20 * "Acme" "Logo" ^INV-2
      Assets:Receivable     50.00 EUR
      Income:Services      -50.00 EUR

    2026-02-01 * "Acme" "Some of both back" ^INV-1 ^INV-2
      credit-note: "CN-1"
      Assets:Receivable   -120.00 EUR
      Income:Services      120.00 EUR
    2026-03-01 * "Acme" "More than the rest" ^INV-2
      Assets:Bank           40.00 EUR
      Assets:Receivable    -40.00 EUR
    """
    found = movements(books.subledger(Side.RECEIVABLE, END), "Acme")
    assert [(one.kind, one.number, one.settles) for one in found] == [
        ("invoice", "INV-1", None),
        ("invoice", "INV-2", None),
        ("credit note", "CN-1", "INV-1, INV-2"),
        ("payment", None, "INV-2, on account"),
    ]


def test_of_linked_invoices_of_two_clients_the_oldest_due_says_whose_it_is(books):
    """
    2026-01-15 * "Acme" "Later due" ^INV-1
      due: 2026-03-31
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    2026-01-20 * "Bolt" "Sooner due" ^INV-2
      due: 2026-02-28
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-03-01 * "A bank" "Transfer" ^INV-1 ^INV-2
      Assets:Bank          120.00 EUR
      Assets:Receivable   -120.00 EUR
    """
    found = documents(books)
    assert (found["INV-1"].open, found["INV-2"].open) == (100, 0)
    assert unapplied(books) == {("Bolt", D("-20.00"))}
