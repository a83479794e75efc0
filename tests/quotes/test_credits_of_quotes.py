"""A credit gives back the lines of a quote that its invoice charged."""

from datetime import date
from decimal import Decimal

import pytest
from beancount import loader

from ledgerkit.books.books import Books
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.credit_note import CreditNoteDraft, plan_credit_note
from ledgerkit.entries.quotes.invoice import QuoteInvoiceDraft, plan_quote_invoice
from ledgerkit.importers.documents.line_text import read_line

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
2026-03-01 custom "quote-line" "Q-1" "texts"
  account: "Income:Services"
  description: "Texts"
  amount: 300.00 EUR
  tax: "it22"
2026-03-02 custom "quote" "Q-1"
  status: "accepted"
"""
DAY = date(2026, 3, 10)


def loaded(text):
    books = Books(*loader.load_string(text))
    assert books.errors == []
    return books


def invoiced(*lines):
    """The book after an invoice of each of these lines."""
    text = BOOK
    for line in lines:
        draft = QuoteInvoiceDraft(quote="Q-1", issued=DAY, lines=((line, None),))
        text += ledger_text(plan_quote_invoice(loaded(text), draft).directives)
    return text


def lines_of(text):
    state = loaded(text).quotes_read.invoiced(date.max)["Q-1"]
    return {line.id: state.by_line.get(line.id, 0) for line in state.quote.agreed}


def test_a_partial_credit_gives_back_the_line_of_its_invoice():
    text = invoiced("design", "texts")
    draft = CreditNoteDraft(invoice="INV-2026-001", issued=DAY, amount=D("122.00"))
    planned = plan_credit_note(loaded(text), draft)
    written = ledger_text(planned.directives)
    assert 'quote-line: "design"' in written
    assert 'description: "Design"' in written
    assert lines_of(text + written) == {"design": D("500.00"), "texts": D("300.00")}


def test_a_partial_credit_of_two_lines_is_shared_by_them():
    draft = QuoteInvoiceDraft(quote="Q-1", issued=DAY)
    text = BOOK + ledger_text(plan_quote_invoice(loaded(BOOK), draft).directives)
    credit = CreditNoteDraft(invoice="INV-2026-001", issued=DAY, amount=D("109.80"))
    text += ledger_text(plan_credit_note(loaded(text), credit).directives)
    # 90.00 without tax: two thirds and one third of it.
    assert lines_of(text) == {"design": D("540.00"), "texts": D("270.00")}
    rest = CreditNoteDraft(invoice="INV-2026-001", issued=DAY)
    text += ledger_text(plan_credit_note(loaded(text), rest).directives)
    assert lines_of(text) == {"design": 0, "texts": 0}


def test_a_credit_by_hand_gives_back_the_lines_of_the_invoice_that_it_links():
    text = invoiced("design", "texts")
    text += """
2026-03-11 * "Acme" "By hand" ^INV-2026-001
  credit-note: "CN-1"
  Assets:Receivable  -122.00 EUR
  Income:Services     100.00 EUR
    tax: "it22"
  Liabilities:VAT      22.00 EUR
    tax: "it22"
"""
    assert lines_of(text) == {"design": D("500.00"), "texts": D("300.00")}


def test_a_credited_line_may_say_the_quotes_line():
    text = invoiced("texts")
    typed = "Income:Services; Not done; 50.00; tax=it22; quote-line=texts"
    line = read_line(typed, currency="EUR")
    draft = CreditNoteDraft(invoice="INV-2026-001", issued=DAY, lines=(line,))
    text += ledger_text(plan_credit_note(loaded(text), draft).directives)
    assert lines_of(text) == {"design": 0, "texts": D("250.00")}


@pytest.mark.parametrize("name", ["design", "texts"])
def test_what_is_credited_is_to_be_invoiced_again(name):
    text = invoiced("design", "texts")
    number = {"design": "INV-2026-001", "texts": "INV-2026-002"}[name]
    credit = CreditNoteDraft(invoice=number, issued=DAY)
    text += ledger_text(plan_credit_note(loaded(text), credit).directives)
    draft = QuoteInvoiceDraft(quote="Q-1", issued=DAY)
    planned = plan_quote_invoice(loaded(text), draft)
    assert f'quote-line: "{name}"' in ledger_text(planned.directives)
    text += ledger_text(planned.directives)
    assert lines_of(text) == {"design": D("600.00"), "texts": D("300.00")}
