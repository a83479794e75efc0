"""What a posting is for shows in its whole transaction: each purpose on a ledger."""

from datetime import date
from decimal import Decimal

from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.open_items.side import Side

D = Decimal
END = date(2026, 12, 31)


def documents(books, side=Side.RECEIVABLE, as_of=END):
    return {
        d.label: (d.amount, d.open, d.due)
        for d in books.subledger(side, as_of).documents
    }


def on_account(books, side=Side.RECEIVABLE, as_of=END):
    return [(u.party, u.amount) for u in books.subledger(side, as_of).unapplied]


def collection(books, as_of=END, months=12, **choices):
    """The last line: sales or purchases, and days late."""
    return books.collection(as_of=as_of, months=months, **choices).to_dicts()[-1]


def errors(books):
    return [f.kind for f in books.findings(advice=False)]


def test_a_payment_that_the_bank_returns_with_a_charge_is_undone(books):
    """
    1970-01-01 open Expenses:Fees

    2026-01-10 * "Acme" "Work" ^INV-1
      due: 2026-02-09
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-09 * "Acme" "Direct debit" ^INV-1
      Assets:Bank         1000.00 EUR
      Assets:Receivable  -1000.00 EUR

    2026-02-20 * "Acme" "Returned, with a charge" ^INV-1
      Assets:Bank        -1008.00 EUR
      Expenses:Fees          8.00 EUR
      Assets:Receivable   1000.00 EUR

    2026-04-01 * "Acme" "Transfer" ^INV-1
      Assets:Bank         1000.00 EUR
      Assets:Receivable  -1000.00 EUR
    """
    due = date(2026, 2, 9)
    after = documents(books, as_of=date(2026, 2, 28))
    assert after == {"INV-1": (D("1000.00"), D("1000.00"), due)}
    assert documents(books) == {"INV-1": (D("1000.00"), D("0.00"), due)}
    last = collection(books)
    # 51 days: the payment of 9 February is none.
    assert (last["sales"], last["days_late"]) == (D("1000.00"), D("51.0"))
    [line, *_totals] = books.invoice_lines("INV-1").to_dicts()
    assert line["amount"] == D("1000.00")


def test_a_charge_passed_on_with_the_return_is_sold_and_the_rest_is_not(books):
    """
    2026-01-10 * "Acme" "Work" ^INV-1
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-09 * "Acme" "Direct debit" ^INV-1
      Assets:Bank         1000.00 EUR
      Assets:Receivable  -1000.00 EUR

    2026-02-20 * "Acme" "Returned, and 8 charged" ^INV-1
      Assets:Bank        -1000.00 EUR
      Income:Services       -8.00 EUR
      Assets:Receivable   1008.00 EUR
    """
    assert errors(books) == []
    assert documents(books)["INV-1"][:2] == (D("1008.00"), D("1008.00"))
    assert collection(books)["sales"] == D("1008.00")


def test_a_charge_beside_the_banks_own_is_owed_and_was_not_on_the_invoice(books):
    """
    1970-01-01 open Expenses:Fees

    2026-01-10 * "Acme" "Work" ^INV-1
      due: 2026-02-09
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-09 * "Acme" "Direct debit" ^INV-1
      Assets:Bank         1000.00 EUR
      Assets:Receivable  -1000.00 EUR

    2026-02-20 * "Acme" "Returned; the charge is passed on" ^INV-1
      Assets:Bank        -1008.00 EUR
      Expenses:Fees          8.00 EUR
      Income:Services       -8.00 EUR
      Assets:Receivable   1008.00 EUR
    """
    assert errors(books) == []
    assert documents(books)["INV-1"][:2] == (D("1008.00"), D("1008.00"))
    assert collection(books)["sales"] == D("1008.00")
    # The invoice is what was sent.
    invoice = books.invoice("INV-1")
    assert [line.net for line in invoice.lines] == [D("1000.00")]
    assert invoice.owed == D("1000.00")
    assert sum(subtotal.tax for subtotal in invoice.taxes) == 0
    assert [(p.due, p.amount) for p in invoice.due_parts] == [
        (date(2026, 2, 9), D("1000.00"))
    ]


def test_a_processor_without_a_role_that_keeps_its_fee_is_paid_through(books):
    """
    1970-01-01 open Assets:Processor
    1970-01-01 open Expenses:Fees

    2026-01-10 * "Acme" "Work" ^INV-1
      due: 2026-02-09
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-09 * "Acme" "Card" ^INV-1
      Assets:Processor     970.00 EUR
      Expenses:Fees         30.00 EUR
      Assets:Receivable  -1000.00 EUR

    2026-02-20 * "Acme" "Charged back" ^INV-1
      Assets:Processor   -1015.00 EUR
      Expenses:Fees         15.00 EUR
      Assets:Receivable   1000.00 EUR

    2026-03-20 * "Acme" "Part" ^INV-1
      Assets:Bank          600.00 EUR
      Assets:Receivable   -600.00 EUR
    """
    assert errors(books) == []
    assert documents(books)["INV-1"][:2] == (D("1000.00"), D("400.00"))
    last = collection(books)
    # 39 days: 600 on 20 March; what was charged back is no payment.
    assert (last["sales"], last["days_late"]) == (D("1000.00"), D("39.0"))


def test_a_return_through_a_processor_without_a_role_is_known_by_its_payments(books):
    """
    1970-01-01 open Assets:Processor

    2026-01-10 * "Acme" "Work" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-09 * "Acme" "Card" ^INV-1
      Assets:Processor     100.00 EUR
      Assets:Receivable   -100.00 EUR

    2026-02-20 * "Acme" "Charged back" ^INV-1
      Assets:Processor    -100.00 EUR
      Assets:Receivable    100.00 EUR
    """
    assert documents(books)["INV-1"][:2] == (D("100.00"), D("100.00"))
    assert collection(books)["sales"] == D("100.00")


def test_a_returned_payment_of_several_invoices_opens_them_all(books):
    """
    2026-01-10 * "Acme" "Work" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-11 * "Acme" "Work" ^INV-2
      Assets:Receivable     50.00 EUR
      Income:Services      -50.00 EUR

    2026-02-09 * "Acme" "Both" ^INV-1 ^INV-2
      Assets:Bank          150.00 EUR
      Assets:Receivable   -150.00 EUR

    2026-02-20 * "Acme" "Returned"
      Assets:Bank         -150.00 EUR
      Assets:Receivable    150.00 EUR
    """
    assert [row[1] for row in documents(books).values()] == [D("100.00"), D("50.00")]
    assert on_account(books) == []


def test_a_returned_transfer_to_a_vendor_opens_the_bill_and_is_no_second_one(books):
    """
    1970-01-01 open Expenses:Advice
    1970-01-01 open Expenses:Bank-Charges

    2026-01-20 * "Bassi" "Advice" ^R-12
      Liabilities:Payable  -1000.00 EUR
      Expenses:Advice       1000.00 EUR

    2026-01-22 * "Bassi" "Paid" ^R-12
      Liabilities:Payable   1000.00 EUR
      Assets:Bank          -1000.00 EUR

    2026-01-26 * "Bassi" "Came back, less a charge" ^R-12
      Liabilities:Payable  -1000.00 EUR
      Expenses:Bank-Charges    5.00 EUR
      Assets:Bank            995.00 EUR
    """
    assert documents(books, Side.PAYABLE)["R-12"][:2] == (D("1000.00"), D("1000.00"))
    assert errors(books) == []
    assert collection(books, side=Side.PAYABLE)["purchases"] == D("1000.00")


def test_money_on_account_that_is_paid_back_leaves_nothing(books):
    """
    2026-01-10 * "Acme" "Work" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "Pays twice" ^INV-1
      Assets:Bank          200.00 EUR
      Assets:Receivable   -200.00 EUR

    2026-02-10 * "Acme" "Paid back"
      Assets:Receivable    100.00 EUR
      Assets:Bank         -100.00 EUR
    """
    assert on_account(books, as_of=date(2026, 2, 9)) == [("Acme", D("-100.00"))]
    assert on_account(books) == []
    assert documents(books) == {
        "INV-1": (D("100.00"), D("0.00"), date(2026, 1, 10)),
    }
    assert collection(books)["sales"] == D("100.00")


def test_a_refund_of_a_credit_note_leaves_the_invoices_payment_alone(books):
    """
    2026-01-10 * "Acme" "Work" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "Pays" ^INV-1
      Assets:Bank          100.00 EUR
      Assets:Receivable   -100.00 EUR

    2026-02-10 * "Acme" "Credited" ^INV-1
      credit-note: "CN-1"
      Assets:Receivable   -100.00 EUR
      Income:Services      100.00 EUR

    2026-02-12 * "Acme" "Paid back" ^INV-1
      Assets:Receivable    100.00 EUR
      Assets:Bank         -100.00 EUR
    """
    assert {label: row[1] for label, row in documents(books).items()} == {
        "INV-1": D("0.00"),
        "CN-1": D("0.00"),
    }
    assert len(books.subledger(Side.RECEIVABLE, END).documents[0].payments) == 1


def test_a_debt_put_on_another_control_account_keeps_amount_age_and_sales(books):
    """
    1970-01-01 open Assets:Doubtful
      role: "receivable"

    2026-01-05 * "Acme" "Work" ^INV-1
      due: 2026-02-04
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-06-30 * "Acme" "To doubtful debts" ^INV-1
      Assets:Doubtful     1000.00 EUR
      Assets:Receivable  -1000.00 EUR
    """
    assert documents(books) == {
        "INV-1": (D("1000.00"), D("1000.00"), date(2026, 2, 4)),
    }
    last = collection(books)
    assert (last["sales"], last["days_late"]) == (D("1000.00"), None)
    assert errors(books) == []


def test_a_debt_that_a_factor_takes_over_keeps_its_due_date(books):
    """
    1970-01-01 custom "client" "acme" "Acme"
    1970-01-01 custom "client" "factor" "Factor"

    2026-01-05 * "Acme" "Work" ^INV-1
      due: 2026-02-04
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-06-30 * "Factor" "Takes over INV-1" ^INV-1
      Assets:Receivable   1000.00 EUR
        client: "factor"
      Assets:Receivable  -1000.00 EUR
        client: "acme"
        invoice: "INV-1"

    2026-07-05 * "Factor" "Pays"
      Assets:Bank          900.00 EUR
      Assets:Receivable   -900.00 EUR
        client: "factor"
        invoice: "INV-1"
    """
    open_ = {
        d.party: (d.open, d.due)
        for d in books.subledger(Side.RECEIVABLE, END).documents
    }
    due = date(2026, 2, 4)
    assert open_ == {"acme": (D("0.00"), due), "factor": (D("100.00"), due)}
    assert collection(books)["sales"] == D("1000.00")


def test_money_on_account_is_used_for_a_later_invoice_by_a_move(books):
    """
    2026-01-05 * "Acme" "First" ^I1
      Assets:Receivable     30.00 EUR
      Income:Services      -30.00 EUR

    2026-02-10 * "Acme" "Cheque of 60" ^I1
      Assets:Bank           60.00 EUR
      Assets:Receivable    -60.00 EUR

    2026-03-05 * "Acme" "Third" ^I3
      Assets:Receivable     30.00 EUR
      Income:Services      -30.00 EUR

    2026-03-06 * "Acme" "Use what is on account"
      Assets:Receivable     30.00 EUR
      Assets:Receivable    -30.00 EUR
        invoice: "I3"
    """
    assert on_account(books, as_of=date(2026, 3, 5)) == [("Acme", D("-30.00"))]
    assert on_account(books) == []
    assert [row[:2] for row in documents(books).values()] == [
        (D("30.00"), D("0.00"))
    ] * 2


def test_one_clients_money_moved_to_another_is_no_sale(books):
    """
    1970-01-01 custom "client" "acme" "Acme"
    1970-01-01 custom "client" "beta" "Beta"

    2026-01-10 * "Acme" "Work" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "Pays for Beta too, by mistake" ^INV-1
      Assets:Bank          250.00 EUR
      Assets:Receivable   -250.00 EUR

    2026-02-02 * "Beta" "Work" ^INV-2
      Assets:Receivable    150.00 EUR
      Income:Services     -150.00 EUR

    2026-02-03 * "Correction" "150.00 of it were Beta's"
      Assets:Receivable    150.00 EUR
        client: "acme"
      Assets:Receivable   -150.00 EUR
        client: "beta"
        invoice: "INV-2"
    """
    assert on_account(books) == []
    assert {label: row[1] for label, row in documents(books).items()} == {
        "INV-1": D("0.00"),
        "INV-2": D("0.00"),
    }
    assert collection(books)["sales"] == D("250.00")


def test_what_meets_only_equity_opens_the_books_whatever_its_account_is_called(books):
    """
    1970-01-01 open Equity:Brought-Forward
    2025-12-31 open Assets:Receivable:Acme
    2025-12-31 pad Assets:Receivable:Acme Equity:Brought-Forward
    2026-01-01 balance Assets:Receivable:Acme  500.00 EUR

    2026-01-01 * "Opening" "From the old books"
      Assets:Receivable    700.00 EUR
        client: "Beta"
        invoice: "OLD-9"
        due: 2025-11-30
      Assets:Receivable    -50.00 EUR
        client: "Gamma"
      Equity:Brought-Forward
    """
    assert collection(books)["sales"] == D("0.00")
    assert documents(books)["OLD-9"] == (D("700.00"), D("700.00"), date(2025, 11, 30))
    assert on_account(books) == [("Gamma", D("-50.00"))]
    assert "due-before-issued" not in [f.kind for f in books.findings()]


def test_an_owner_who_is_paid_in_private_settles_the_invoice(books):
    """
    1970-01-01 open Equity:Drawings

    2026-01-10 * "Acme" "Work" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "To my own account" ^INV-1
      Equity:Drawings      100.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    last = collection(books)
    assert (last["sales"], last["days_late"]) == (D("100.00"), D("22.0"))


def test_an_invoice_of_nothing_and_a_negative_one_are_documents(books):
    """
    1970-01-01 open Income:Discounts

    2026-01-10 * "Acme" "Free of charge" ^INV-1
      Assets:Receivable      0.00 EUR
      Income:Services     -100.00 EUR
      Income:Discounts     100.00 EUR

    2026-01-12 * "Acme" "Bottles returned" ^INV-2
      Assets:Receivable    -40.00 EUR
      Income:Services       40.00 EUR

    2026-01-13 * "Acme" "Work" ^INV-3
      Assets:Receivable     70.00 EUR
      Income:Services      -70.00 EUR

    2026-02-12 * "Acme" "Pays the difference" ^INV-2 ^INV-3
      Assets:Bank           30.00 EUR
      Assets:Receivable    -30.00 EUR
    """
    january = documents(books, as_of=date(2026, 1, 31))
    assert {label: row[0] for label, row in january.items()} == {
        "INV-1": D("0.00"),
        "INV-2": D("-40.00"),
        "INV-3": D("70.00"),
    }
    assert {row[1] for row in documents(books).values()} == {D("0.00")}
    assert errors(books) == []


def test_a_sale_taken_back_without_a_number_is_no_sale(books):
    """
    2026-01-02 * "Acme" "Work" ^I-1
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-01 * "Acme" "Credited, without a number" ^I-1
      Assets:Receivable   -400.00 EUR
      Income:Services      400.00 EUR
    """
    last = collection(books)
    assert (last["sales"], last["owed"]) == (D("600.00"), D("600.00"))
    assert last["days_late"] is None


def test_a_write_off_in_a_payment_is_no_part_of_the_payment(books):
    """
    1970-01-01 open Expenses:Bad-Debts
      role: "bad-debt"

    2026-01-02 * "Acme" "Work" ^I-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-02-01 * "Acme" "Pays 90; the rest is given up" ^I-1
      Assets:Bank           90.00 EUR
      Expenses:Bad-Debts    10.00 EUR
      Assets:Receivable   -100.00 EUR
    """
    [invoice] = books.subledger(Side.RECEIVABLE, END).documents
    assert [s.amount for s in invoice.payments] == [D("90.00")]
    assert invoice.open == D("0.00")


def test_every_debt_posting_has_its_own_due_date(books):
    """
    2026-01-10 * "Acme" "Work, 5 % retained for a year" ^I-1
      Assets:Receivable    950.00 EUR
        due: 2026-02-09
      Assets:Receivable     50.00 EUR
        due: 2027-01-10
      Income:Services    -1000.00 EUR
    """
    row = books.aging(as_of=date(2026, 6, 30)).to_dicts()[0]
    assert (row["not_due"], row["over_90"]) == (D("50.00"), D("950.00"))
    [reminder] = books.reminders(as_of=date(2026, 6, 30)).to_dicts()
    assert reminder["amount"] == D("950.00")


def test_a_payment_may_name_the_part_that_it_is_for(books):
    """
    2026-01-10 * "Acme" "Work" ^I-1
      Assets:Receivable    300.00 EUR
        due: 2026-02-09
      Assets:Receivable    300.00 EUR
        due: 2026-12-09
      Income:Services     -600.00 EUR

    2026-02-01 * "Acme" "The second half first" ^I-1
      Assets:Bank          300.00 EUR
      Assets:Receivable   -300.00 EUR
        due: 2026-12-09
    """
    [invoice] = books.subledger(Side.RECEIVABLE, END).documents
    assert [(p.due, p.amount) for p in invoice.open_parts()] == [
        (date(2026, 2, 9), D("300.00")),
    ]


def test_bills_of_one_number_each_year_are_due_in_their_own(books):
    """
    1970-01-01 open Expenses:Rent
    1970-01-01 custom "vendor" "a" "Vendor A"
      payment-terms: "net 30"

    2025-03-01 * "Vendor A" "Bill 1 of 2025"
      bill: "1"
      Liabilities:Payable  -100.00 EUR
      Expenses:Rent         100.00 EUR

    2025-03-20 * "Vendor A" "Paid"
      Assets:Bank          -100.00 EUR
      Liabilities:Payable   100.00 EUR
        bill: "1"

    2026-03-01 * "Vendor A" "Bill 1 of 2026"
      bill: "1"
      Liabilities:Payable  -250.00 EUR
      Expenses:Rent         250.00 EUR
    """
    row = books.aging(as_of=date(2026, 3, 15), side=Side.PAYABLE).to_dicts()[0]
    assert (row["not_due"], row["balance"]) == (D("250.00"), D("250.00"))
    last = collection(books, as_of=date(2026, 3, 15), side=Side.PAYABLE)
    assert (last["overdue"], last["days_late"]) == (D("0.00"), D("-11.0"))


def test_what_waits_with_the_documents_number_pays_it_when_a_payment_comes_back(books):
    """
    2026-01-05 * "Acme" "Work" ^INV-1
      Assets:Receivable   160.00 EUR
      Income:Services    -160.00 EUR

    2026-01-10 * "Acme" "A part" ^INV-1
      Assets:Bank          50.00 EUR
      Assets:Receivable   -50.00 EUR

    2026-01-11 * "Acme" "The rest" ^INV-1
      Assets:Bank         110.00 EUR
      Assets:Receivable  -110.00 EUR

    2026-01-20 * "Acme" "The bank takes the part back"
      Assets:Bank         -50.00 EUR
      Assets:Receivable    50.00 EUR
        invoice: "INV-1"

    2026-01-24 * "Acme" "Some of it again" ^INV-1
      Assets:Bank          20.00 EUR
      Assets:Receivable   -20.00 EUR

    2026-01-25 * "Acme" "The rest of it, and something too much"
      Assets:Bank          32.00 EUR
      Assets:Receivable   -30.00 EUR
        invoice: "INV-1"
      Assets:Receivable    -2.00 EUR
    """
    ledger = books.subledger(Side.RECEIVABLE, date(2026, 2, 1))
    assert {d.number: d.open for d in ledger.documents} == {"INV-1": 0}
    assert [item.amount for item in ledger.unapplied] == [-2]


def test_what_is_written_off_on_the_day_when_a_payment_comes_back(books):
    """
    2026-01-05 * "Acme" "Work" ^INV-1
      Assets:Receivable   160.00 EUR
      Income:Services    -160.00 EUR

    2026-01-10 * "Acme" "Paid" ^INV-1
      Assets:Bank         160.00 EUR
      Assets:Receivable  -160.00 EUR

    2026-01-20 * "Acme" "The bank takes it back"
      Assets:Bank        -160.00 EUR
      Assets:Receivable   160.00 EUR
        invoice: "INV-1"

    2026-01-20 * "Acme" "Written off" ^INV-1
      Expenses:Bad-Debt    60.00 EUR
      Assets:Receivable   -60.00 EUR
    """
    ledger = books.subledger(Side.RECEIVABLE, date(2026, 2, 1))
    assert {d.number: d.open for d in ledger.documents} == {"INV-1": 100}
    assert list(ledger.unapplied) == []


def test_a_debt_given_up_to_any_expense_and_owed_again_is_the_same_invoice(books):
    """
    1970-01-01 open Expenses:Lost
    1970-01-01 open Expenses:Travel

    2026-01-05 * "Acme" "Work" ^INV-1
      due: 2026-01-10
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-02-01 * "Acme" "Given up" ^INV-1
      Expenses:Lost       1000.00 EUR
      Assets:Receivable  -1000.00 EUR

    2026-03-01 * "Acme" "A fifth is owed again" ^INV-1
      Assets:Receivable    200.00 EUR
      Expenses:Lost       -200.00 EUR

    2026-03-02 * "Acme" "Transfer" ^INV-1
      Assets:Bank          150.00 EUR
      Assets:Receivable   -150.00 EUR

    2026-03-03 * "Acme" "Travel passed on" ^INV-2
      Assets:Receivable     70.00 EUR
      Expenses:Travel      -70.00 EUR
    """
    assert documents(books) == {
        "INV-1": (D("1000.00"), D("50.00"), date(2026, 1, 10)),
        "INV-2": (D("70.00"), D("70.00"), date(2026, 3, 3)),
    }
    assert collection(books)["sales"] == D("1070.00")
    assert errors(books) == []


def test_a_bill_given_up_to_any_income_and_owed_again_is_the_same_bill(books):
    """
    1970-01-01 open Income:Sundry

    2026-01-05 * "Paper Ltd" "Paper" ^B-1
      due: 2026-01-10
      Liabilities:Payable  -300.00 EUR
      Expenses:Purchases    300.00 EUR

    2026-02-01 * "Paper Ltd" "Never claimed" ^B-1
      Liabilities:Payable   300.00 EUR
      Income:Sundry        -300.00 EUR

    2026-03-01 * "Paper Ltd" "They do claim it" ^B-1
      Liabilities:Payable  -120.00 EUR
      Income:Sundry         120.00 EUR
    """
    assert documents(books, Side.PAYABLE) == {
        "B-1": (D("300.00"), D("120.00"), date(2026, 1, 10)),
    }
    assert errors(books) == []


def test_an_invoice_that_takes_over_anothers_debt_is_of_all_that_it_claims(books):
    """
    2026-01-05 * "Acme" "Work" ^INV-1
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-06 * "Acme" "Cancelled and written anew" ^INV-1 ^INV-2
      Assets:Receivable  -1000.00 EUR
        invoice: "INV-1"
      Assets:Receivable   1100.00 EUR
        invoice: "INV-2"
      Income:Services     -100.00 EUR
    """
    assert documents(books) == {
        "INV-1": (D("1000.00"), D("0.00"), date(2026, 1, 5)),
        "INV-2": (D("1100.00"), D("1100.00"), date(2026, 1, 6)),
    }
    assert collection(books)["sales"] == D("1100.00")
    assert errors(books) == []


def test_too_much_that_is_kept_as_an_advance_is_no_sale(books):
    """
    1970-01-01 open Liabilities:Deposits
      role: "client-advance"

    2026-01-05 * "Acme" "Work" ^INV-1
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-10 * "Acme" "Too much" ^INV-1
      Assets:Bank         1100.00 EUR
      Assets:Receivable  -1100.00 EUR

    2026-01-20 * "Acme" "Kept for the next"
      Assets:Receivable     100.00 EUR
      Liabilities:Deposits -100.00 EUR

    2026-02-01 * "Acme" "Deposit asked for" ^DEP-2
      Assets:Receivable      50.00 EUR
      Liabilities:Deposits  -50.00 EUR
    """
    assert documents(books) == {
        "INV-1": (D("1000.00"), D("0.00"), date(2026, 1, 5)),
        "DEP-2": (D("50.00"), D("50.00"), date(2026, 2, 1)),
    }
    assert on_account(books) == []
    assert collection(books)["sales"] == D("1050.00")
    assert errors(books) == []


def test_nobody_is_asked_for_less_than_half_a_coin(books):
    """
    2026-01-05 * "Acme" "Work" ^INV-1
      Assets:Receivable    333.33 USD
      Income:Services     -333.33 USD

    2026-01-10 * "Acme" "In euros" ^INV-1
      Assets:Bank          700.01 EUR @ 0.4761789 USD
      Assets:Receivable

    2026-01-05 * "Paper Ltd" "Paper" ^B-1
      Liabilities:Payable -333.33 USD
      Expenses:Purchases   333.33 USD

    2026-01-10 * "Paper Ltd" "In euros" ^B-1
      Assets:Bank         -700.01 EUR @ 0.4761789 USD
      Liabilities:Payable
    """
    assert documents(books)["INV-1"][1] == D("0.000008211")
    assert books.reminders(as_of=END).to_dicts() == []
    run = RunRequest(until=END, made_on=END, account="Assets:Bank")
    assert books.payment_run_plan(run).proposal.payments == []
    assert {f.kind.name for f in books.findings()} == {"rest-below-a-coin"}


def test_a_payout_of_just_what_its_links_name_pays_several_clients(books):
    """
    1970-01-01 open Expenses:Fees

    2026-01-05 * "Acme" "Work" ^INV-1
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR

    2026-01-06 * "Beta" "Work" ^INV-2
      Assets:Receivable    400.00 EUR
      Income:Services     -400.00 EUR

    2026-01-20 * "Card company" "Payout" ^INV-1 ^INV-2
      Assets:Bank         1380.00 EUR
      Expenses:Fees         20.00 EUR
      Assets:Receivable  -1400.00 EUR
    """
    open_ = {label: rest for label, (_, rest, _) in documents(books).items()}
    assert open_ == {"INV-1": D("0.00"), "INV-2": D("0.00")}
    assert on_account(books) == []
    cards = [books.card(p, as_of=END).to_dicts() for p in ("Acme", "Beta")]
    assert [card[-1]["balance"] for card in cards] == [D("0.00"), D("0.00")]
    assert list(books.findings()) == []
