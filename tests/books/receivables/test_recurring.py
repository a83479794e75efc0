"""Templates -> the invoices that are due and not there; each of them once."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.api import load
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.recurring import plan_recurring
from ledgerkit.errors import UsageError

DECLARED = """\
1970-01-01 open Income:Hosting
1970-01-01 open Liabilities:VAT
1970-01-01 custom "tax-code" "it22" 0.22
  account: Liabilities:VAT
1970-01-01 custom "tax-code" "it10" 0.10
  account: Liabilities:VAT
1970-01-01 custom "client" "acme" "Acme S.r.l."
  lang: "it"
"""


@pytest.fixture
def ledger_file(ledger_file):
    """With a client and a tax code declared."""
    text = ledger_file.read_text("utf-8")
    ledger_file.write_text(DECLARED + text, encoding="utf-8")
    return ledger_file


def planned(books, until, **choices):
    found = plan_recurring(books, until=date.fromisoformat(until), **choices)
    return [one.directive for one in found]


def shown(books, until, **choices):
    return ledger_text(planned(books, until, **choices)).split("\n")


def amounts(books, until, **choices):
    """Date and gross amount of each."""
    return [
        (str(txn.date), str(txn.postings[0].units.number))
        for txn in planned(books, until, **choices)
    ]


def written_in(path, until):
    """The same book once everything is written."""
    text = ledger_text(planned(load(path), until))
    path.write_text(f"{path.read_text('utf-8')}\n{text}", encoding="utf-8")
    return load(path)


def test_an_invoice_is_written_as_a_person_would_have(books):
    """
    2026-01-01 custom "recurring" "acme-hosting" "monthly"
      client: "acme"
      account: Income:Hosting
      quantity: 2
      unit-price: 15.00 EUR
      tax: "it22"
      text: "Hosting {month} {year}"
      description: "Two sites, {months}"
      order: "PO 7"
      tags: "hosting, web"
    """
    text = "\n".join(shown(books, "2026-01-31"))
    assert text == (
        '2026-01-01 * "Acme S.r.l." "Hosting gennaio 2026" #hosting #web'
        " ^INV-2026-001\n"
        '  recurring: "acme-hosting"\n'
        "  period-from: 2026-01-01\n"
        "  period-to: 2026-01-31\n"
        '  order: "PO 7"\n'
        "  Assets:Receivable                                36.60 EUR\n"
        "  Income:Hosting                                  -30.00 EUR\n"
        '    description: "Two sites, gennaio"\n'
        "    quantity: 2\n"
        "    unit-price: 15.00 EUR\n"
        '    tax: "it22"\n'
        "  Liabilities:VAT                                  -6.60 EUR\n"
        '    tax: "it22"\n'
    )


def test_what_is_written_is_not_written_again_and_reads_as_it_was_meant(ledger_file):
    """
    2025-12-31 * "Acme S.r.l." "Website" ^F-2025-0041
      Assets:Receivable   122.00 EUR
      Income:Services    -100.00 EUR
        tax: "it22"
      Liabilities:VAT     -22.00 EUR
        tax: "it22"
    2026-01-01 custom "recurring" "acme-hosting" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
      tax: "it22"
      invoiced: "in arrears"
      text: "Hosting {month}"
    """
    books = written_in(ledger_file, "2026-03-31")
    assert planned(books, "2026-03-31") == []
    assert [f.message for f in books.findings()] == []
    invoice = books.invoice("F-2026-0003")
    assert invoice.issued == date(2026, 3, 31)
    assert invoice.period == (date(2026, 3, 1), date(2026, 3, 31))
    assert (invoice.net, invoice.tax) == (Decimal("100.00"), Decimal("22.00"))
    table = books.recurring_invoices(as_of=date(2026, 4, 15))
    (row,) = table.to_dicts()
    assert (row["written"], row["missing"]) == (3, 0)
    assert (row["next"], row["amount"]) == (date(2026, 4, 30), Decimal("100.00"))


def test_a_later_directive_changes_the_price_from_its_day_on(books):
    """
    2026-01-01 custom "recurring" "acme-hosting" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
    2026-02-15 custom "recurring" "acme-hosting"
      amount: 120.00 EUR
    """
    assert amounts(books, "2026-03-31") == [
        ("2026-01-01", "100.00"),
        ("2026-02-01", "100.00"),
        ("2026-03-01", "120.00"),
    ]


def test_a_skipped_period_has_no_invoice(books):
    """
    2026-01-01 custom "recurring" "acme-hosting" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
    2026-02-15 custom "recurring" "acme-hosting" "skip"
      remark: "nothing was done"
    """
    assert [day for day, _ in amounts(books, "2026-03-31")] == [
        "2026-01-01",
        "2026-03-01",
    ]


def test_a_broken_last_period_costs_its_days_where_it_is_prorated(books):
    """
    2024-01-01 custom "recurring" "acme-hosting" "monthly"
      client: "acme"
      account: Income:Hosting
      quantity: 10
      unit-price: 100.00 EUR
      prorate: TRUE
    2024-02-01 custom "recurring" "acme-hosting"
      until: 2024-02-09
    """
    # 9 of 29 days of 1000.00: 310.3448.
    assert amounts(books, "2024-12-31") == [
        ("2024-01-01", "1000.00"),
        ("2024-02-01", "310.34"),
    ]
    part = planned(books, "2024-12-31")[1].postings[1]
    assert not part.meta  # Ten pieces at 31.03448 would be no price.


def test_a_broken_first_period_costs_what_its_beginning_leaves(books):
    """
    2024-02-10 custom "recurring" "acme-hosting" "FREQ=MONTHLY;BYMONTHDAY=1"
      client: "acme"
      account: Income:Hosting
      amount: 1000.00 EUR
      prorate: TRUE
    """
    assert amounts(books, "2024-03-01") == [
        ("2024-02-10", "689.66"),  # 1000.00 less the 310.34 of nine days.
        ("2024-03-01", "1000.00"),
    ]


def test_without_prorating_a_broken_period_costs_the_whole_price(books):
    """
    2024-01-01 custom "recurring" "acme-hosting" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
      until: 2024-02-09
    """
    assert [amount for _, amount in amounts(books, "2024-12-31")] == ["100.00"] * 2


def test_a_price_follows_its_index_from_the_day_it_was_agreed(books):
    """
    2024-01-01 custom "recurring" "acme-hosting" "yearly"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
      index: "istat-foi"
    2026-01-01 custom "recurring" "acme-hosting"
      amount: 200.00 EUR
    2023-12-31 custom "price-index" "istat-foi" 1.500
    2024-01-01 custom "price-index" "istat-foi" 1.500
    2024-06-01 custom "price-index" "istat-foi" 1.015
    2024-07-01 custom "price-index" "nic" 2
    2025-01-01 custom "price-index" "istat-foi" 1.025
    2026-06-01 custom "price-index" "istat-foi" 1.010
    """
    assert [amount for _, amount in amounts(books, "2027-12-31")] == [
        "100.00",
        "104.04",  # 100 times 1.015 times 1.025 is 104.0375, rounded once.
        "200.00",
        "202.00",
    ]


def test_further_lines_have_their_own_history_and_tax(books):
    """
    2026-01-01 custom "recurring" "acme-hosting" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 10.03 EUR
      tax: "it22"
      text: "Hosting"
    2026-01-01 custom "recurring-line" "acme-hosting" "domain"
      account: Income:Services
      amount: 5.02 EUR
      tax: "it22"
      description: "Domain"
    2026-01-01 custom "recurring-line" "acme-hosting" "leaflet"
      account: Income:Services
      unit-price: 0.045 EUR
      quantity: 1000
      discount-percent: 10
      tax: "it10"
      until: 2026-01-31
    2026-02-01 custom "recurring-line" "acme-hosting" "domain"
      amount: 6.00 EUR
    """
    first, second = planned(books, "2026-02-28")
    # Tax on 15.05 at once: 3.311, not 2.21 and 1.10. 10 % of 40.50: 4.05.
    assert [str(p.units.number) for p in first.postings] == [
        "62.91", "-10.03", "-5.02", "-40.50", "-3.31", "-4.05"
    ]  # fmt: skip
    assert [str(p.units.number) for p in second.postings] == [
        "19.56", "-10.03", "-6.00", "-3.53"
    ]  # fmt: skip


def test_an_invoice_by_hand_counts_for_the_nearest_period(books):
    """
    2026-01-01 custom "recurring" "acme-hosting" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
    2026-01-29 * "Acme S.r.l." "February, a little early" ^INV-2026-001
      recurring: "acme-hosting"
      Assets:Receivable    90.00 EUR
      Income:Hosting      -90.00 EUR
    2026-06-30 * "Acme S.r.l." "April, very late" ^INV-2026-002
      recurring: "acme-hosting"
      Assets:Receivable    90.00 EUR
      Income:Hosting      -90.00 EUR
        period-from: 2026-04-10
        period-to: 2026-04-30
    2026-03-31 * "Acme S.r.l." "No invoice for March"
      recurring: "acme-hosting"
      credit-note: "CN-2026-001"
      Assets:Receivable   -50.00 EUR
      Income:Hosting       50.00 EUR
    """
    assert [day for day, _ in amounts(books, "2026-05-31")] == [
        "2026-01-01",
        "2026-03-01",
        "2026-05-01",
    ]


def test_invoices_may_be_dated_some_days_after_their_period(books):
    """
    2025-11-01 custom "recurring" "acme-hosting" "every 2 months"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
      invoiced: "in arrears"
      issued-after: 10
    """
    (txn,) = planned(books, "2026-01-10")
    assert txn.date == date(2026, 1, 10)
    assert txn.meta["period-from"] == date(2025, 11, 1)
    assert planned(books, "2026-01-09") == []


def test_all_may_be_dated_on_one_day(books):
    """
    2026-01-01 custom "recurring" "acme-hosting" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
    """
    found = planned(books, "2026-02-28", dated=date(2026, 3, 3))
    assert [str(txn.date) for txn in found] == ["2026-03-03"] * 2
    assert [sorted(txn.links) for txn in found] == [["INV-2026-001"], ["INV-2026-002"]]


def test_only_one_template_may_be_asked_for(books):
    """
    2026-01-01 custom "recurring" "one" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
    2026-01-01 custom "recurring" "two" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 200.00 EUR
    """
    assert amounts(books, "2026-01-31", only="two") == [("2026-01-01", "200.00")]
    with pytest.raises(UsageError, match='there is no recurring "three"'):
        planned(books, "2026-01-31", only="three")


def test_numbers_follow_the_dates_whatever_the_order_of_templates(books):
    """
    2026-01-20 custom "recurring" "late" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
    2026-01-10 custom "recurring" "early" "monthly"
      client: "acme"
      account: Income:Hosting
      amount: 200.00 EUR
    """
    found = planned(books, "2026-02-28")
    numbers = [next(iter(txn.links)) for txn in found]
    assert numbers == sorted(numbers)
    assert [txn.date.day for txn in found] == [10, 20, 10, 20]


REFUSED = {
    "two lines": ('account: Income:Hosting\n  text: "a\nb"', "the text holds"),
    "bidi": ('account: Income:Hosting\n  text: "a\u202eb"', "the text holds"),
    "account": ("account: Income:Nothing", "Income:Nothing is not open"),
    "tax": ('account: Income:Hosting\n  tax: "it4"', 'tax code "it4"'),
    "nothing": ("account: Income:Hosting\n  quantity: 0", "comes to 0"),
    "no account": ('description: "Hosting"', "without account"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_written_is_named_with_its_place(what, ledger_file):
    """2026-01-01 custom "ledgerkit" "strict" FALSE"""
    keys, message = REFUSED[what]
    price = "unit-price" if what == "nothing" else "amount"
    ledger_file.write_text(
        f"{ledger_file.read_text('utf-8')}\n"
        '2026-01-01 custom "recurring" "acme-hosting" "monthly"\n'
        f'  client: "acme"\n  {price}: 100.00 EUR\n  {keys}\n',
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match=message):
        planned(load(ledger_file), "2026-01-31")


def test_a_rule_for_ever_is_not_followed_for_ever(books):
    """
    2026-01-01 custom "recurring" "acme-hosting" "daily"
      client: "acme"
      account: Income:Hosting
      amount: 100.00 EUR
    """
    with pytest.raises(UsageError, match="more than 5000 periods by 2126-01-01"):
        planned(books, "2126-01-01")


def test_a_client_that_nobody_declared_is_named(ledger_file):
    """
    2026-01-01 custom "recurring" "acme-hosting" "monthly"
      client: "acmee"
      account: Income:Hosting
      amount: 100.00 EUR
    """
    found = [f.message for f in load(ledger_file).findings()]
    assert found == [
        'recurring acme-hosting: client "acmee" is not declared; did you mean "acme"?'
    ]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{7*7} {0.__class__}"])
def test_what_stands_in_a_template_stays_text(text, ledger_file):
    """2026-01-01 custom "ledgerkit" "strict" FALSE"""
    ledger_file.write_text(
        f"{ledger_file.read_text('utf-8')}\n"
        '2026-01-01 custom "recurring" "acme-hosting" "monthly"\n'
        '  client: "acme"\n  amount: 1.00 EUR\n  account: Income:Hosting\n'
        f'  text: "{text}"\n',
        encoding="utf-8",
    )
    (txn,) = planned(load(ledger_file), "2026-01-31")
    assert txn.narration == text
