"""Small payment differences: found, proposed, and booked only when told to."""

from datetime import date
from decimal import Decimal

import pytest
from beancount import loader
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS

from ledgerkit.api import LedgerBooks, load
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.difference import plan_differences
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

DAY = date(2026, 3, 1)
HEAD = """
1970-01-01 open Liabilities:VAT
1970-01-01 open Income:Rounding
  role: "rounding"
1970-01-01 open Expenses:Fees
  role: "bank-fees"
1970-01-01 open Expenses:Discounts
  role: "discount-given"
1970-01-01 custom "ledgerkit" "payment-tolerance" 1.00 EUR
"""
LOSSES = '1970-01-01 open Expenses:Losses\n  role: "bad-debt"\n'


def invoice(number="A", amount="100.00", terms="net 30"):
    return f"""
2026-01-15 * "Acme" "An invoice" ^{number}
  terms: "{terms}"
  Assets:Receivable  {amount} EUR
  Income:Services   -{amount} EUR
"""


def payment(amount, number="A"):
    return f"""
2026-01-20 * "Acme" "Payment" ^{number}
  Assets:Bank         {amount} EUR
  Assets:Receivable  -{amount} EUR
"""


def books_of(text):
    directives, errors, options = loader.load_string(ACCOUNTS + HEAD + text)
    assert errors == []
    return LedgerBooks(directives, errors, options)


def proposed(text, side=Side.RECEIVABLE, **choices):
    return plan_differences(books_of(text), side, as_of=DAY, **choices)


def postings(one):
    return [(p.account, str(p.units.number)) for p in one.directive.postings]


@pytest.mark.parametrize(
    ("paid", "account", "amount"),
    [
        ("99.97", "Income:Rounding", "0.03"),
        ("99.95", "Income:Rounding", "0.05"),
        ("99.94", "Expenses:Losses", "0.06"),
        ("99.00", "Expenses:Losses", "1.00"),
        ("100.40", "Income:Rounding", "-0.40"),
        ("101.00", "Income:Rounding", "-1.00"),
    ],
)
def test_a_difference_within_the_tolerance_is_proposed(paid, account, amount):
    [one] = proposed(LOSSES + invoice() + payment(paid))
    owed = str(-Decimal(amount))
    assert postings(one) == [("Assets:Receivable", owed), (account, amount)]
    assert one.directive.links == {"A"}
    assert one.directive.date == DAY


@pytest.mark.parametrize("paid", ["98.99", "100.00", "101.01", "0.50"])
def test_what_is_beyond_the_tolerance_is_nobodys_difference(paid):
    assert proposed(LOSSES + invoice() + payment(paid)) == []


def test_a_small_document_that_nobody_paid_is_no_difference():
    assert proposed(invoice(amount="0.80")) == []


def test_a_small_payment_on_account_is_no_difference():
    assert proposed(payment("0.80")) == []


def test_an_overpayment_named_on_the_posting_is_one():
    [one] = proposed(
        invoice()
        + """
2026-01-20 * "Acme" "Payment"
  Assets:Bank         100.40 EUR
  Assets:Receivable  -100.40 EUR
    invoice: "A"
"""
    )
    assert postings(one) == [
        ("Assets:Receivable", "0.40"),
        ("Income:Rounding", "-0.40"),
    ]


def test_a_payment_from_abroad_has_lost_fees():
    [one] = proposed(
        """
2026-01-01 custom "company" "Studio"
  country: "IT"
2026-01-01 custom "client" "acme" "Acme"
  country: "CH"
"""
        + LOSSES
        + invoice()
        + payment("99.40")
    )
    assert one.account == "Expenses:Fees"
    assert one.difference.why == "paid across a border: banks keep fees on the way"


def test_a_bill_that_we_paid_short_is_rounded():
    [one] = proposed(
        LOSSES
        + """
2026-01-15 * "Paper" "A bill" ^B
  Liabilities:Payable  -100.00 EUR
  Expenses:Purchases    100.00 EUR
2026-01-20 * "Paper" "Payment" ^B
  Liabilities:Payable    99.50 EUR
  Assets:Bank           -99.50 EUR
""",
        Side.PAYABLE,
    )
    assert postings(one) == [
        ("Liabilities:Payable", "0.50"),
        ("Income:Rounding", "-0.50"),
    ]


def test_where_no_account_has_the_role_it_says_what_to_write():
    text = (invoice() + payment("99.40")).replace("Acme", "Other")
    directives, errors, options = loader.load_string(
        ACCOUNTS + '1970-01-01 custom "ledgerkit" "payment-tolerance" 1.00 EUR\n' + text
    )
    books = LedgerBooks(directives, errors, options)
    [one] = plan_differences(books, Side.RECEIVABLE, as_of=DAY)
    assert one.directive is None
    assert one.lacks == (
        'no account has the role; write role: "bad-debt" below its open'
    )


def test_a_closed_account_and_one_of_another_currency_are_passed_over():
    [one] = proposed(
        '1970-01-01 open Expenses:Losses  USD\n  role: "bad-debt"\n'
        + invoice()
        + payment("99.40")
    )
    assert one.account == "Income:Rounding"


def test_an_account_can_be_named():
    text = invoice() + payment("99.40")
    [one] = proposed(text, account="Expenses:Bad-Debt")
    assert one.account == "Expenses:Bad-Debt"
    with pytest.raises(UsageError, match='no account "Expenses:Nowhere" is opened'):
        proposed(text, account="Expenses:Nowhere")


def test_an_earned_discount_is_booked_with_its_tax():
    [one] = proposed(
        """
2024-01-01 custom "tax-code" "be21" 0.21
  account: Liabilities:VAT
2026-01-15 * "Acme" "An invoice" ^A
  terms: "2/7 net 30"
  Assets:Receivable  121.00 EUR
  Income:Services   -100.00 EUR
    tax: "be21"
  Liabilities:VAT    -21.00 EUR
    tax: "be21"
"""
        + payment("118.58")
    )
    assert postings(one) == [
        ("Assets:Receivable", "-2.42"),
        ("Expenses:Discounts", "2.00"),
        ("Liabilities:VAT", "0.42"),
    ]
    assert one.directive.postings[2].meta == {"tax": "be21"}


def test_what_is_written_leaves_the_invoice_as_it_was(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(ACCOUNTS + HEAD + invoice() + payment("100.40"))
    books = load(path)
    [one] = plan_differences(books, Side.RECEIVABLE, as_of=DAY)
    path.write_text(path.read_text() + "\n" + ledger_text([one.directive]))
    after = load(path)
    assert after.findings() == []
    assert after.invoice("A").payable == books.invoice("A").payable == 100
    assert after.differences(as_of=DAY).rows == []


@pytest.mark.parametrize("value", ['"1.00 EUR"', "1.00", "-1.00 EUR", "TRUE"])
def test_a_tolerance_that_is_no_amount_is_a_finding(value):
    directives, _errors, options = loader.load_string(
        f'1970-01-01 custom "ledgerkit" "payment-tolerance" {value}'
    )
    [found] = LedgerBooks(directives, [], options).findings()
    assert found.kind.name == "bad-setting"
    assert "is no amount of money" in found.message


amounts = st.integers(9_700, 10_300).map(lambda n: f"{Decimal(n) / 100:.2f}")


@given(
    st.lists(amounts, min_size=1, max_size=4),
    st.sampled_from(["net 30", "2/10 net 30"]),
    st.sampled_from([Decimal("0.50"), Decimal("2.50")]),
)
def test_what_is_proposed_settles_every_document_to_the_cent(paid, terms, tolerance):
    text = LOSSES + "".join(
        invoice(f"N-{n}", terms=terms) + payment(amount, f"N-{n}")
        for n, amount in enumerate(paid)
    )
    setting = f'1970-01-02 custom "ledgerkit" "payment-tolerance" {tolerance} EUR\n'
    books = books_of(setting + text)
    directives = [
        one.directive for one in plan_differences(books, Side.RECEIVABLE, as_of=DAY)
    ]
    after = LedgerBooks([*books.directives, *directives], [], books.options)
    for document in after.subledger(Side.RECEIVABLE, DAY).documents:
        short = 100 - Decimal(paid[int(document.number[2:])])
        is_small = abs(short) <= tolerance
        is_discount = terms != "net 30" and 0 < short <= 2
        assert document.open == (0 if is_small or is_discount else max(short, 0))
    assert plan_differences(after, Side.RECEIVABLE, as_of=DAY) == []
    assert all(sum(p.units.number for p in d.postings) == 0 for d in directives)
