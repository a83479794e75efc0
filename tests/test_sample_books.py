"""The sample books' documents say all that printing and sending them takes."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from beancount.core.data import Transaction
from stdnum import iban
from stdnum.eu import vat

from ledgerkit.api import load
from ledgerkit.entries.documents.recognition import plan_recognition
from ledgerkit.entries.documents.recurring import plan_recurring
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from tests.conftest import SAMPLE_BOOKS

YEAR_END = date(2025, 12, 31)
ADDRESS = ("vat-id", "street", "postal-code", "locality", "country", "lang", "email")


def read_documents(books, side):
    """Each document that isn't an opening balance, with what it says."""
    return [
        (document, books.read_invoice(document))
        for document in books.subledger(side, YEAR_END).documents
        if not document.postings[0].opening
    ]


@pytest.fixture(scope="module")
def agency():
    """Loaded once: no test here changes it."""
    return load(SAMPLE_BOOKS / "agency" / "main.beancount")


@pytest.fixture(scope="module")
def shop_documents():
    """What the shop sold to firms and bought, each with what it says."""
    books = load(SAMPLE_BOOKS / "shop" / "main.beancount")
    return [one for side in Side for one in read_documents(books, side)]


@pytest.fixture(scope="module")
def sold(agency):
    return read_documents(agency, Side.RECEIVABLE)


@pytest.fixture(scope="module")
def bought(agency):
    return read_documents(agency, Side.PAYABLE)


def tax_by_hand(invoice):
    bases = {}
    for line in invoice.lines:
        if line.tax.reverse_charge_account:
            continue  # Ours to owe, and no part of what is asked for.
        bases[line.tax.rate] = bases.get(line.tax.rate, 0) + line.net
    cent = Decimal("0.01")
    return sum((b * rate).quantize(cent, ROUND_HALF_UP) for rate, b in bases.items())


def test_all_126_invoices_and_the_credit_note_can_be_read(sold):
    numbers = [invoice.number for _document, invoice in sold]
    # INV-2023-118 and 119 came in as opening balances and have no lines.
    assert len(numbers) == len(set(numbers)) == 127
    assert [n for n in numbers if not n.startswith("INV-")] == ["CN-2024-001"]


def test_every_sales_document_comes_to_what_it_is_made_out_for(sold):
    for document, invoice in sold:
        assert invoice.gross == abs(document.amount), invoice.number
        assert invoice.payable == invoice.owed == invoice.gross, invoice.number


def test_every_bill_less_what_we_withhold_comes_to_what_we_owe(bought):
    for document, invoice in bought:
        assert invoice.gross - invoice.withheld == abs(document.amount), invoice.number


def test_every_document_of_the_shop_less_advances_comes_to_what_is_owed(shop_documents):
    for document, invoice in shop_documents:
        assert invoice.gross - invoice.prepaid == abs(document.amount), invoice.number
        assert invoice.payable == invoice.owed == abs(document.amount), invoice.number


def test_what_comes_from_abroad_bears_our_own_tax(shop_documents):
    found = [
        (tax.base * Decimal("0.19"), tax.reverse_charged)
        for _document, invoice in shop_documents
        for tax in invoice.taxes
        if invoice.seller.text("country") not in {"DE", ""}
    ]
    assert len(found) == 11
    assert all(abs(wanted - posted) <= Decimal("0.005") for wanted, posted in found)


def test_the_tax_is_that_of_the_codes_which_every_line_has(
    sold, bought, shop_documents
):
    for _document, invoice in sold + bought + shop_documents:
        assert invoice.tax == tax_by_hand(invoice), invoice.number
        assert all(t.code for t in invoice.taxes), invoice.number


def test_germany_is_invoiced_without_tax_and_with_a_reason_and_italy_with_it(sold):
    for _document, invoice in sold:
        abroad = invoice.buyer.text("country") != "IT"
        for subtotal in invoice.taxes:
            assert (subtotal.tax == 0) == abroad, invoice.number
            assert bool(subtotal.code.reason and subtotal.code.nature) == abroad


def test_every_line_is_quantity_times_price_less_discount(sold, shop_documents):
    for _document, invoice in sold + shop_documents:
        for line in invoice.lines:
            net = line.quantity * line.unit_price - line.discount
            assert net == line.net, invoice.number


def test_everybody_has_an_address_and_a_number_whose_check_digit_is_right(
    sold, bought, shop_documents
):
    parties = [
        party
        for _document, invoice in sold + bought + shop_documents
        for party in (invoice.seller, invoice.buyer)
    ]
    for party in parties:
        # Who works for the shop has an address, and no number for VAT.
        wanted = ADDRESS if party.id != "tbrenner" else ADDRESS[1:]
        assert [k for k in wanted if not party.text(k)] == [], party.id
        assert party.id == "tbrenner" or vat.is_valid(party.text("vat-id")), party.id
        assert not party.text("iban") or iban.is_valid(party.text("iban")), party.id


def test_an_italian_client_has_a_recipient_code_and_certified_mail_where_that_is_zeros(
    agency,
):
    for client in agency.clients.values():
        if client.text("country") == "IT":
            code = client.text("sdi-code")
            assert len(code) == 7
            assert code != "0000000" or client.text("pec"), client.id
        else:
            assert not client.text("sdi-code")


def test_the_studio_says_where_to_pay_and_shows_a_logo_that_is_there(sold):
    us = sold[0][1].seller
    assert us.role is PartyRole.COMPANY
    assert us.legal_name == "Studio Aurora S.r.l."
    assert (SAMPLE_BOOKS / "agency" / us.text("logo")).is_file()
    for _document, invoice in sold:
        assert iban.is_valid(invoice.payment_account.iban)
        assert invoice.payment_account.holder == us.legal_name


@pytest.mark.parametrize(
    ("number", "shows"),
    [
        ("INV-2024-014", lambda i: i.lines[0].unit == "HUR"),
        ("INV-2025-064", lambda i: i.lines[0].unit == "HUR"),
        ("INV-2024-007", lambda i: len(i.lines) == 2),
        ("INV-2025-013", lambda i: len(i.lines) == 2),
        ("INV-2025-040", lambda i: i.lines[0].description == i.subject),
        ("INV-2024-008", lambda i: i.lines[0].discount == 250),
        ("INV-2025-018", lambda i: i.lines[0].discount_percent == 10),
        ("INV-2024-006", lambda i: i.taxes[0].code.reason and i.stamp_duty == 2),
        ("INV-2024-006", lambda i: i.buyer_reference),
        (
            "CN-2024-001",
            lambda i: i.preceding == (("INV-2024-019", date(2024, 4, 29)),),
        ),
        ("INV-2025-058", lambda i: len(i.due_parts) == 2 and i.order),
        ("INV-2025-049", lambda i: i.period == (date(2025, 10, 1), YEAR_END)),
        ("INV-2024-003", lambda i: i.delivered < i.issued),
        ("INV-2025-063", lambda i: i.delivered < i.issued),
        ("INV-2024-010", lambda i: i.remark),
        ("INV-2024-034", lambda i: i.tax == Decimal("583.17")),
        ("SERRA-24-0047", lambda i: i.tax),
        ("LBX-20240115-4471", lambda i: i.taxes[0].code.category == "AE"),
        ("LENZI-5-2024", lambda i: i.taxes[0].code.category == "E"),
        ("MARTI-2024-4", lambda i: i.withheld == 480),
    ],
)
def test_the_readme_points_at_documents_that_show_it(sold, bought, number, shows):
    readme = (SAMPLE_BOOKS / "agency" / "README.md").read_text(encoding="utf-8")
    assert number in readme
    [invoice] = [i for _document, i in sold + bought if i.number == number]
    assert shows(invoice)


def test_the_existing_ledger_has_no_word_of_ledgerkits():
    path = SAMPLE_BOOKS / "existing_ledger" / "main.beancount"
    text = path.read_text(encoding="utf-8")
    assert "ledgerkit" not in text.casefold()
    assert not re.search(r"^(plugin|\S+ custom) ", text, flags=re.MULTILINE)


def test_every_retainer_costs_what_its_template_says(agency):
    invoices = [
        (txn.meta["recurring"], agency.invoice(next(iter(txn.links))))
        for txn in agency.directives
        if isinstance(txn, Transaction) and "recurring" in txn.meta
    ]
    assert len(invoices) == 57
    for id_, invoice in invoices:
        template, (first, last) = agency.recurring.templates[id_], invoice.period
        (period,) = [p for p in template.periods(YEAR_END) if p.first == first]
        made = template.invoice(period, indices=agency.recurring.indices, language="it")
        assert (made.net, period.last) == (invoice.net, last)


def test_at_the_end_of_2025_no_retainer_and_no_income_is_missing(agency):
    assert plan_recurring(agency, until=YEAR_END) == []
    assert plan_recognition(agency, until=YEAR_END) == []
    (moves,) = agency.deferred_roll_forward(
        since=date(2025, 10, 1), as_of=YEAR_END
    ).to_dicts()
    assert (moves["added"], moves["income"]) == (Decimal(2400), Decimal(2400))
    assert moves["ledger"] == moves["closing"] == 0
