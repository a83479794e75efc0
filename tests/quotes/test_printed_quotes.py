"""Quotes as they go to the client: printed, and by e-mail."""

import email
import re
from datetime import date
from email import policy

import pytest
from click.testing import CliRunner
from lxml import html

from ledgerkit.api import load
from ledgerkit.books.mail.sent import read_sent_mail
from ledgerkit.cli import main
from ledgerkit.cli.commands import DONE, UNUSABLE
from ledgerkit.quotes.quote import QuoteStatus
from ledgerkit.rendering.language import LANGUAGES
from tests.conftest import ACCOUNTS

BOOK = """
1970-01-01 open Liabilities:VAT
1970-01-01 custom "tax-code" "it22" 0.22
  kind: "sales"
  account: "Liabilities:VAT"
1970-01-01 custom "company" "Studio Aurora"
  email: "conti@aurora.example"
  legal-name: "Studio Aurora S.r.l."
1970-01-01 custom "client" "acme" "Acme"
  email: "office@acme.example"
  payment-terms: "2/10 net 30"
  lang: "LANG"
2026-01-01 custom "contact" "ab" "Anna <b>Bianchi"
  client: "acme"
  email: "anna@acme.example"
2026-01-01 custom "contact" "bills" "Berta Billing"
  client: "acme"
  role: "billing"
  email: "berta@acme.example"
2026-03-01 custom "opportunity" "opp-1" "acme" "Site"
  client: "acme"
  stage: "lead"
  amount: 1 EUR
2026-03-01 custom "quote" "Q-2026-001" "New website"
  client: "acme"
  contact: "ab"
  opportunity: "opp-1"
  valid-until: 2026-03-31
  deposit: 300.00 EUR
2026-03-01 custom "quote-line" "Q-2026-001" "design"
  account: "Income:Services"
  description: "Design"
  quantity: 10
  unit: "HUR"
  unit-price: 100.00 EUR
  discount-percent: 5
  tax: "it22"
2026-03-01 custom "quote-line" "Q-2026-001" "loyalty"
  account: "Income:Services"
  allowance: "Loyalty"
  amount: -50.00 EUR
  tax: "it22"
2026-03-01 custom "quote-line" "Q-2026-001" "hosting"
  account: "Income:Services"
  description: "Hosting <script>"
  amount: 200.00 EUR
  tax: "it22"
  option: "hosted"
"""


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The book in each language."""
    return {
        language: written(tmp_path_factory.mktemp(language), language)
        for language in LANGUAGES
    }


def written(folder, language="en", more=""):
    path = folder / "main.beancount"
    text = ACCOUNTS + BOOK.replace("LANG", language).replace(
        ' "acme" "Site"', ' "Site"'
    )
    path.write_text(text + more, encoding="utf-8")
    loaded = load(path)
    assert [e.message for e in loaded.errors] == []
    return loaded


def words_of(page):
    return " ".join(" ".join(html.fromstring(page).find("body").itertext()).split())


DAY = date(2026, 3, 5)


def test_a_quote_says_what_is_offered_and_what_may_be_chosen(books):
    text = words_of(books["en"].quote_page("Q-2026-001", day=DAY))
    assert "Quote Q-2026-001 New website" in text
    # 950.00 less 50.00 is 900.00, and 198.00 tax on it.
    assert "Total of lines €950.00 Loyalty (22%) \N{MINUS SIGN}€50.00" in text
    assert "Total without VAT €900.00 VAT 22% on €900.00 €198.00" in text
    assert "Total €1,098.00" in text
    assert "Valid until 31 March 2026" in text
    assert re.search(r"Option: hosted .* Hosting <script> 1 200.00 22% 200.00", text)
    assert "Price of the option without VAT €200.00" in text
    assert "Deposit on acceptance, without VAT €300.00" in text
    assert "30 days from the invoice; 2% discount within 10 days" in text
    assert text.index("Accepted (place, date, signature)")


@pytest.mark.parametrize(
    ("language", "title", "terms"),
    [
        ("en", "Quote", "30 days from the invoice"),
        ("it", "Preventivo", "30 giorni data fattura"),
        ("de", "Angebot", "30 Tage ab Rechnungsdatum"),
        ("fr", "Devis", "30 jours date de facture"),
        ("es", "Presupuesto", "30 días fecha factura"),
    ],
)
def test_a_quote_is_in_its_clients_language_and_loads_nothing(
    books, language, title, terms
):
    page = books[language].quote_page("Q-2026-001", day=DAY)
    text = words_of(page)
    assert f"{title} Q-2026-001" in text
    assert terms in text
    assert "<script" not in page
    assert page == books[language].quote_page("Q-2026-001", day=DAY)


def test_what_was_chosen_counts_and_what_was_not_is_no_longer_offered(tmp_path):
    answer = """
2026-03-10 custom "quote-line" "Q-2026-001" "design"
  quantity: 20
2026-03-20 custom "quote" "Q-2026-001"
  status: "accepted"
  options: "hosted"
"""
    text = words_of(
        written(tmp_path, more=answer).quote_page("Q-2026-001", day=date.max)
    )
    # Twenty hours less 5 % are 1,900.00; with hosting, less 50.00: 2,050.00.
    assert "Total without VAT €2,050.00" in text
    assert "Total €2,501.00" in text
    assert "Option:" not in text
    assert "As amended on 10 March 2026" in text


def run(book, *arguments):
    return CliRunner().invoke(
        main, [*arguments, "-f", str(book)], catch_exceptions=False
    )


def test_a_quote_that_is_sent_goes_to_its_contact_and_counts_as_sent(tmp_path):
    book = written(tmp_path).filename
    done = run(book, "send", "Q-2026-001", "--as", "html", "--date", str(DAY), "--yes")
    assert done.exit_code == DONE, done.output
    [path] = (tmp_path / "outbox").iterdir()
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["Subject"] == "Quote Q-2026-001"
    [to] = message["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Anna <b>Bianchi", "anna@acme.example")
    assert "our quote Q-2026-001 of 1 March 2026, over €1,098.00." in (
        message.get_body().get_content()
    )
    [attached] = message.iter_attachments()
    loaded = load(book)
    page = loaded.quote_page("Q-2026-001", day=DAY)
    assert attached.get_payload(decode=True).decode() == page
    [said] = read_sent_mail(loaded.source.reading.customs)[0]["Q-2026-001"]
    assert said.kind == "quote"
    quote = loaded.quotes_read.find("Q-2026-001", DAY)
    assert (quote.status, quote.sent) == (QuoteStatus.SENT, DAY)
    [opportunity] = loaded.relations_read.opportunities(DAY)
    assert opportunity.stage == "proposal"
    # Never twice.
    again = run(book, "send", "Q-2026-001", "--as", "html", "--date", str(DAY), "--yes")
    assert again.exit_code == UNUSABLE
    assert "Q-2026-001 was sent on 2026-03-05" in again.output


@pytest.mark.parametrize(
    ("more", "arguments", "said"),
    [
        ("", ["--date", "2026-04-01"], "is valid until 2026-03-31, before 2026-04-01"),
        ("", ["--as", "ubl"], "Q-2026-001 is a quote, and ubl is for invoices"),
        (
            '2026-03-02 custom "contact" "ab"\n  email: ""\n',
            [],
            'contact ab has no e-mail address; write 2026-03-05 custom "contact"',
        ),
        (
            '2026-03-02 custom "contact" "ab"\n  left: 2026-03-04\n',
            [],
            "contact ab left on 2026-03-04",
        ),
    ],
)
def test_a_quote_that_can_not_be_sent_is_refused_in_a_sentence(
    tmp_path, more, arguments, said
):
    book = written(tmp_path, more=more).filename
    usual = ["--as", "html", "--date", str(DAY), "--yes", *arguments]
    refused = run(book, "send", "Q-2026-001", *usual)
    assert refused.exit_code == UNUSABLE
    assert said in refused.output
    assert not (tmp_path / "outbox").exists()


def test_a_quote_is_written_as_a_file(tmp_path):
    book = written(tmp_path).filename
    out = tmp_path / "quote.pdf"
    done = run(
        book,
        "quote",
        "show",
        "Q-2026-001",
        "--as",
        "pdf",
        "-o",
        str(out),
        "--as-of",
        str(DAY),
    )
    assert done.exit_code == DONE, done.output
    assert out.read_bytes().startswith(b"%PDF")
