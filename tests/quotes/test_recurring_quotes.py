"""Lines of a quote that a recurring template invoices."""

from datetime import date
from decimal import Decimal

import pytest
from beancount import loader

from ledgerkit.books.books import Books
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.recurring import recurring_record
from ledgerkit.entries.quotes.invoice import QuoteInvoiceDraft, plan_quote_invoice
from ledgerkit.entries.quotes.recurring import QuoteTemplate, plan_quote_template
from ledgerkit.errors import UsageError
from ledgerkit.quotes.quote import QuoteStatus
from ledgerkit.reports.quotes.quotes import quote

D = Decimal
BOOK = """
option "operating_currency" "EUR"
2026-01-01 open Assets:Receivable
2026-01-01 open Liabilities:VAT
2026-01-01 open Income:Services
2026-01-01 custom "tax-code" "it22" 0.22
  kind: "sales"
  account: "Liabilities:VAT"
2026-01-01 custom "client" "acme" "Acme"
2026-03-01 custom "quote" "Q-1" "Site"
  client: "acme"
2026-03-01 custom "quote-line" "Q-1" "design"
  account: "Income:Services"
  description: "Design"
  amount: 600.00 EUR
  tax: "it22"
2026-03-01 custom "quote-line" "Q-1" "hosting"
  account: "Income:Services"
  description: "Hosting"
  quantity: 2
  unit-price: 20.00 EUR
  discount-percent: 10
  tax: "it22"
2026-03-02 custom "quote" "Q-1"
  status: "accepted"
"""
DAY = date(2026, 4, 1)


def loaded(text):
    books = Books(*loader.load_string(text))
    assert books.errors == []
    return books


def with_template(**choices):
    request = QuoteTemplate(quote="Q-1", day=DAY, rule="monthly", **choices)
    return BOOK + ledger_text(plan_quote_template(loaded(BOOK), request).directives)


def test_a_line_that_comes_again_is_left_to_its_template():
    books = loaded(with_template(lines=("hosting",)))
    assert books.trust_findings() == []
    state = books.quotes_read.invoiced(date.max)["Q-1"]
    # 600.00 are left; 36.00 come each month: 40.00 less 10 %.
    assert (state.left_net, state.recurring_net) == (D("600.00"), D("36.00"))
    assert (state.left_tax, state.recurring_tax) == (D("132.00"), D("7.92"))
    assert state.quote.gross == D("775.92")
    assert state.rounding == 0
    totals = {row["line"]: row for row in books_table(books)}
    assert totals["By recurring templates, each time"]["amount"] == D("36.00")
    assert totals["Total with tax"]["left"] == D("732.00")


def books_table(books):
    return quote(books, "Q-1", as_of=date(2026, 4, 1)).totals


def test_the_template_invoices_it_month_by_month_and_the_quote_the_rest():
    text = with_template(lines=("hosting",))
    recurring = recurring_record(loaded(text), until=date(2026, 5, 1), only=None)
    text += ledger_text(recurring.directives)
    draft = QuoteInvoiceDraft(quote="Q-1", issued=date(2026, 5, 2))
    text += ledger_text(plan_quote_invoice(loaded(text), draft).directives)
    books = loaded(text)
    assert books.trust_findings() == []
    amounts = [
        d.postings[0].units.number for d in books.directives if hasattr(d, "postings")
    ]
    # Twice 36.00 and its tax, and once 600.00 with 132.00.
    assert amounts == [D("43.92"), D("43.92"), D("732.00")]
    assert books.quotes_read.invoiced(date.max)["Q-1"].is_whole


def test_all_of_a_quote_may_come_again():
    state = loaded(with_template()).quotes_read.invoiced(date.max)["Q-1"]
    assert state.recurring_net == state.quote.net == D("636.00")
    assert state.is_whole


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"lines": ("hostng",)}, 'has no line "hostng"; did you mean "hosting"'),
        ({"rule": "sometimes"}, "sometimes"),
        ({"until": date(2026, 3, 1)}, "it would end on 2026-03-01, before 2026-04-01"),
        ({"day": date(2026, 3, 1)}, "is draft on 2026-03-01; only an accepted one"),
    ],
)
def test_what_can_not_come_again_is_refused(choices, said):
    request = {"quote": "Q-1", "day": DAY, "rule": "monthly", **choices}
    with pytest.raises(UsageError, match=said):
        plan_quote_template(loaded(BOOK), QuoteTemplate(**request))


def test_what_is_invoiced_can_not_come_again():
    draft = QuoteInvoiceDraft(quote="Q-1", issued=DAY, share=D("0.5"))
    text = BOOK + ledger_text(plan_quote_invoice(loaded(BOOK), draft).directives)
    request = QuoteTemplate(quote="Q-1", day=DAY, rule="monthly", lines=("design",))
    with pytest.raises(UsageError, match=r'300.00 EUR of line "design" are invoiced'):
        plan_quote_template(loaded(text), request)


def test_a_template_of_an_unknown_quote_or_line_is_named():
    text = with_template(lines=("hosting",))
    wrong = text.replace('quote-line: "hosting"', 'quote-line: "hostng"')
    found = [f.message for f in Books(*loader.load_string(wrong)).trust_findings()]
    assert any('quote Q-1 has no line "hostng"; did you mean' in m for m in found)
    wrong = text.replace('quote: "Q-1"', 'quote: "Q-2"')
    found = [f.message for f in Books(*loader.load_string(wrong)).trust_findings()]
    assert any('quote "Q-2" is not declared' in message for message in found)


def test_the_status_stays_accepted():
    found = loaded(with_template()).quotes_read.find("Q-1", DAY)
    assert found.status is QuoteStatus.ACCEPTED
