"""What settles what: each rule of the ledger language, on a ledger that shows it."""

from datetime import date
from decimal import Decimal

from tests.conftest import ACCOUNTS

from ledgerkit.api import load
from ledgerkit.open_items.document import Basis
from ledgerkit.open_items.side import Side

D = Decimal
END = date(2026, 12, 31)


def documents(books, side=Side.RECEIVABLE, as_of=END):
    return {d.label: d for d in books.subledger(side, as_of).documents}


def unapplied(books, side=Side.RECEIVABLE, as_of=END):
    items = books.subledger(side, as_of).unapplied
    return {(item.party, item.amount) for item in items}


def test_a_link_joins_an_invoice_and_its_part_payment(books):
    """
    2026-01-15 * "Acme S.r.l." "Website" ^INV-1
      due: 2026-02-14
      Assets:Receivable   1220.00 EUR
      Income:Services    -1220.00 EUR

    2026-03-01 * "ACME SRL" "Transfer" ^INV-1
      Assets:Bank          700.00 EUR
      Assets:Receivable   -700.00 EUR
    """
    [invoice] = documents(books).values()
    assert (invoice.amount, invoice.settled, invoice.open) == (
        D("1220.00"), D("700.00"), D("520.00"),
    )  # fmt: skip
    assert invoice.days_late(date(2026, 3, 1)) == 15
    assert invoice.days_late(date(2026, 2, 14)) == 0


def test_postings_after_the_day_are_ignored(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable   1220.00 EUR
      Income:Services    -1220.00 EUR

    2026-03-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank         1220.00 EUR
      Assets:Receivable  -1220.00 EUR
    """
    assert documents(books, as_of=date(2026, 2, 28))["INV-1"].open == D("1220.00")
    assert documents(books, as_of=date(2026, 3, 1))["INV-1"].open == D("0.00")
    assert documents(books, as_of=date(2026, 1, 14)) == {}


def test_posting_metadata_allocates_one_transfer_to_two_invoices(books):
    """
    2026-01-15 * "Acme" "One" ^INV-1
      Assets:Receivable    520.00 EUR
      Income:Services     -520.00 EUR

    2026-01-16 * "Acme" "Two" ^INV-4
      Assets:Receivable    700.00 EUR
      Income:Services     -700.00 EUR

    2026-03-20 * "ACME" "Two invoices in one transfer"
      Assets:Bank         1130.00 EUR
      Assets:Receivable   -520.00 EUR
        invoice: "INV-1"
      Assets:Receivable   -610.00 EUR
        invoice: "INV-4"
    """
    found = documents(books)
    assert (found["INV-1"].open, found["INV-4"].open) == (D("0.00"), D("90.00"))
    assert found["INV-4"].settlements[0].basis is Basis.NAMED


def test_a_postings_own_number_counts_before_its_transactions(books):
    """
    2026-01-15 * "Acme" "Two at once"
      invoice: "INV-1"
      Assets:Receivable    100.00 EUR
      Assets:Receivable     50.00 EUR
        invoice: "INV-2"
      Income:Services     -150.00 EUR
    """
    assert {n: d.amount for n, d in documents(books).items()} == {
        "INV-1": D("100.00"),
        "INV-2": D("50.00"),
    }


def test_links_fill_the_oldest_due_first_and_leave_the_rest_on_account(books):
    """
    2026-01-15 * "Acme" "Later due" ^INV-1
      due: 2026-03-31
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-20 * "Acme" "Sooner due" ^INV-2
      due: 2026-02-28
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-03-01 * "Acme" "Part of both" ^INV-1 ^INV-2
      Assets:Bank          130.00 EUR
      Assets:Receivable   -130.00 EUR

    2026-03-02 * "Acme" "Too much" ^INV-1
      Assets:Bank           80.00 EUR
      Assets:Receivable    -80.00 EUR
    """
    on_the_first = documents(books, as_of=date(2026, 3, 1))
    assert on_the_first["INV-2"].open == D("0.00")
    assert on_the_first["INV-1"].open == D("70.00")
    assert documents(books)["INV-1"].open == D("0.00")
    assert unapplied(books) == {("Acme", D("-10.00"))}


def test_a_payment_that_names_nothing_stays_on_account(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-03-01 * "Acme" "No reference"
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    assert documents(books)["INV-1"].open == D("100.00")
    assert unapplied(books) == {("Acme", D("-100.00"))}


def test_the_setting_apply_oldest_applies_it_and_says_so(books):
    """
    2026-01-01 custom "ledgerkit" "apply" "oldest"

    2026-01-15 * "Acme" "Second" ^INV-2
      due: 2026-04-30
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-16 * "Acme" "First" ^INV-1
      due: 2026-02-28
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-03-01 * "Acme" "No reference"
      Assets:Bank          150.00 EUR
      Assets:Receivable   -150.00 EUR
    """
    found = documents(books)
    assert (found["INV-1"].open, found["INV-2"].open) == (D("0.00"), D("50.00"))
    assert found["INV-1"].settlements[0].basis is Basis.OLDEST
    assert unapplied(books) == set()


def test_a_cent_of_difference_stays_a_visible_cent(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-03-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank           99.99 EUR
      Assets:Receivable    -99.99 EUR
    """
    assert documents(books)["INV-1"].open == D("0.01")


def test_only_control_postings_settle(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-20 * "Acme" "Cash sale with the same link" ^INV-1
      Assets:Bank           40.00 EUR
      Income:Services      -40.00 EUR
    """
    assert documents(books)["INV-1"].open == D("100.00")


def test_naming_a_document_allocates_even_beyond_what_is_open(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-03-01 * "Acme" "Typed twice"
      Assets:Bank          120.00 EUR
      Assets:Receivable   -120.00 EUR
        invoice: "INV-1"
    """
    assert documents(books)["INV-1"].open == D("-20.00")
    [found] = books.findings()
    assert (found.kind.name, found.advice) == ("over-allocated", False)
    assert found.message == (
        "INV-1: 120.00 is allocated to 100.00 EUR, 20.00 EUR too much;"
        " take invoice: off what exceeds it, or name another"
    )


def test_a_credit_note_is_a_document_that_settles_the_one_it_links(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable   1220.00 EUR
      Income:Services    -1220.00 EUR

    2026-02-01 * "Acme" "Two hours less" ^INV-1
      credit-note: "CN-1"
      Income:Services      220.00 EUR
      Assets:Receivable   -220.00 EUR
    """
    found = documents(books)
    assert (found["CN-1"].amount, found["CN-1"].open) == (D("-220.00"), D("0.00"))
    assert found["INV-1"].open == D("1000.00")
    assert found["INV-1"].settlements[0].credit == "CN-1"


def test_a_credit_note_on_a_paid_invoice_stays_open_until_it_is_refunded(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-20 * "Acme" "Transfer" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR

    2026-02-01 * "Acme" "Goodwill" ^INV-1
      credit-note: "CN-1"
      Income:Services       30.00 EUR
      Assets:Receivable    -30.00 EUR

    2026-02-10 * "Acme" "Refund" ^CN-1
      Assets:Receivable     30.00 EUR
      Assets:Bank          -30.00 EUR
    """
    before = documents(books, as_of=date(2026, 2, 9))
    assert (before["INV-1"].open, before["CN-1"].open) == (D("0.00"), D("-30.00"))
    assert documents(books)["CN-1"].open == D("0.00")


def test_a_returned_payment_is_the_invoices_again_whoever_the_payee_is(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-20 * "Acme" "Direct debit" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR

    2026-01-25 * "Our bank" "Returned debit" ^INV-1
      Assets:Receivable    100.00 EUR
      Assets:Bank         -100.00 EUR
    """
    [invoice] = documents(books).values()
    assert (invoice.party, invoice.open) == ("Acme", D("100.00"))


def test_a_document_says_whose_a_payment_is_that_only_has_a_payee(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-03-01 * "Acme's Factoring Bank" "Transfer" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    assert documents(books)["INV-1"].open == D("0.00")
    assert unapplied(books) == set()


def test_a_stated_party_is_believed_before_a_linked_document(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-03-01 * "Whoever" "Transfer" ^INV-1
      client: "Bolt"
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    assert documents(books)["INV-1"].open == D("100.00")
    assert unapplied(books) == {("Bolt", D("-100.00"))}
    assert [f.kind.name for f in books.findings()] == ["other-partys-document"]


def test_two_vendors_may_use_the_same_number(books):
    """
    2026-01-15 * "Alpha" "Paper" ^2026-1
      Expenses:Purchases    10.00 EUR
      Liabilities:Payable  -10.00 EUR

    2026-01-16 * "Beta" "Ink" ^2026-1
      Expenses:Purchases    20.00 EUR
      Liabilities:Payable  -20.00 EUR

    2026-02-01 * "Beta" "Paid" ^2026-1
      Liabilities:Payable   20.00 EUR
      Assets:Bank          -20.00 EUR
    """
    bills = books.subledger(Side.PAYABLE, END).documents
    assert {(b.party, b.open) for b in bills} == {
        ("Alpha", D("10.00")),
        ("Beta", D("0.00")),
    }


def test_a_debt_with_several_links_has_no_number_and_is_found(books):
    """
    2026-01-15 * "Acme" "Website" ^INV-1 ^project-7
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    """
    [invoice] = books.subledger(Side.RECEIVABLE, END).documents
    assert (invoice.number, invoice.open) == (None, D("100.00"))
    found = [f for f in books.findings() if not f.advice]
    assert [f.message for f in found] == [
        (
            "Assets:Receivable: which of ^INV-1, ^project-7 is the invoice's number?"
            ' Write invoice: "INV-1"'
        )
    ]


def test_a_debt_with_no_number_is_listed_under_its_date_and_party(books):
    """
    2026-01-15 * "Acme" "Website"
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR
    """
    [invoice] = books.subledger(Side.RECEIVABLE, END).documents
    assert invoice.label == "2026-01-15 Acme"


def test_opening_balances_bring_in_documents(books):
    """
    2026-01-01 * "Acme" "Invoice of last year" ^INV-2025-090
      due: 2025-12-31
      Assets:Receivable          300.00 EUR
      Equity:Opening-Balances   -300.00 EUR
    """
    [invoice] = books.subledger(Side.RECEIVABLE, END).documents
    assert (invoice.number, invoice.open) == ("INV-2025-090", D("300.00"))
    assert invoice.postings[0].opening
    assert books.findings() == []


def test_currencies_are_never_mixed(books):
    """
    2026-01-15 * "Acme" "In dollars" ^INV-1
      Assets:Receivable    100.00 USD
      Income:Services     -100.00 USD

    2026-02-01 * "Acme" "Paid in euro" ^INV-1
      Assets:Bank           90.00 EUR
      Assets:Receivable    -90.00 EUR
    """
    assert documents(books)["INV-1"].open == D("100.00")
    assert unapplied(books) == {("Acme", D("-90.00"))}


def test_instalments_are_filled_the_earliest_first(books):
    """
    2026-01-15 * "Acme" "Big project" ^INV-1
      terms: "30% 0, 70% 60"
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-20 * "Acme" "First instalment and a bit" ^INV-1
      Assets:Bank          400.00 EUR
      Assets:Receivable   -400.00 EUR
    """
    before = documents(books, as_of=date(2026, 1, 16))["INV-1"]
    assert [(p.due, p.amount) for p in before.open_parts()] == [
        (date(2026, 1, 15), D("300.00")),
        (date(2026, 3, 16), D("700.00")),
    ]
    after = documents(books)["INV-1"]
    assert [(p.due, p.amount) for p in after.open_parts()] == [
        (date(2026, 3, 16), D("600.00"))
    ]


def test_a_payable_is_a_receivable_seen_from_the_other_side(books):
    """
    2026-01-15 * "Printer" "Leaflets" ^B-1
      terms: "net 30"
      Expenses:Purchases   100.00 EUR
      Liabilities:Payable -100.00 EUR

    2026-02-01 * "Printer" "Misprint"  ^B-1
      vendor-credit: "VC-1"
      Liabilities:Payable   25.00 EUR
      Expenses:Purchases   -25.00 EUR
    """
    found = documents(books, Side.PAYABLE)
    assert found["B-1"].open == D("75.00")
    assert found["B-1"].due == date(2026, 2, 14)
    assert found["VC-1"].kind.value == "vendor credit"


def test_undeclared_spellings_of_one_name_are_one_party(books):
    """
    2026-01-15 * "Acme S.r.l." "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "ACME SRL" "On account"
      Assets:Bank           40.00 EUR
      Assets:Receivable    -40.00 EUR
    """
    assert unapplied(books) == {("Acme S.r.l.", D("-40.00"))}


def test_a_padded_control_account_is_unassigned_and_still_proven(books):
    """
    2026-01-01 pad Assets:Receivable Equity:Opening-Balances
    2026-01-02 balance Assets:Receivable  500.00 EUR
    """
    subledger = books.subledger(Side.RECEIVABLE, END)
    assert [item.amount for item in subledger.unassigned] == [D("500.00")]
    assert [
        p.difference for p in books.control_account_proofs(Side.RECEIVABLE, END)
    ] == [D(0)]


def test_of_two_equal_debts_of_one_document_the_earlier_due_date_counts(tmp_path):
    """In whichever order they stand: a rearranged file says the same."""
    one = """2026-01-02 * "Acme" "Part" ^INV-1
  Assets:Receivable   0.01 EUR
  Income:Services    -0.01 EUR
"""
    other = one.replace("^INV-1", '^INV-1\n  terms: "net 30"')
    dues = []
    for number, text in enumerate((one + other, other + one)):
        path = tmp_path / f"{number}.beancount"
        path.write_text(f"{ACCOUNTS}\n{text}", encoding="utf-8")
        [invoice] = documents(load(path)).values()
        dues.append((invoice.amount, invoice.due))
    assert dues == [(D("0.02"), date(2026, 1, 2))] * 2
