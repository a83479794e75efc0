"""What stands in the files, byte for byte, whoever typed the names."""

import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import facturx
import pytest
from lxml import etree
from tests.conftest import ROOT
from tests.e_invoices.generated_invoices import generated_invoices
from tests.e_invoices.test_missing_facts import facts
from tests.e_invoices.test_official_rules import EVERY_CASE

from ledgerkit.api import load
from ledgerkit.e_invoices.e_invoice import EInvoiceFormat, e_invoice
from ledgerkit.e_invoices.fatturapa.text import progressive

EUROPEAN = [EInvoiceFormat.UBL, EInvoiceFormat.CII]
XML = [*EUROPEAN, EInvoiceFormat.FATTURAPA]
EXPECTED = Path(__file__).with_name("expected")
WRITE = "LEDGERKIT_WRITE_EXPECTED" in os.environ


@pytest.fixture(scope="module")
def every_case():
    return load(EVERY_CASE)


def texts(xml, name):
    """The text of every element of this name, whatever its namespace."""
    return [node.text for node in etree.fromstring(xml).iter(f"{{*}}{name}")]


def summed(xml, name):
    return sum(Decimal(text) for text in texts(xml, name))


@pytest.mark.parametrize("as_", XML)
def test_an_invoice_of_the_agency_is_written_as_it_was_read_through(as_, agency):
    xml = e_invoice(agency.invoice("INV-2025-064"), as_)
    path = EXPECTED / f"INV-2025-064.{as_}.xml"
    if WRITE:
        path.write_bytes(xml)
    assert xml == path.read_bytes()


def digest():
    """Of documents of every kind, in every format."""
    files = [e_invoice(i, as_) for i in generated_invoices(20) for as_ in XML]
    return sha256(b"".join(files)).hexdigest()


def test_the_bytes_are_the_same_in_another_process():
    code = "from tests.e_invoices.test_written_files import digest; print(digest())"
    for_other_hashes = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=for_other_hashes,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == digest()


@pytest.mark.parametrize("as_", XML)
@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "{{7*7}}", "]]>&amp;", "&#x3c;b&#x3e;", "'\"><!--"],
)
def test_a_name_is_text_and_nothing_else(name, as_, every_case):
    invoice = every_case.invoice("INV-2026-001")
    first, *others = invoice.lines
    named = replace(
        invoice,
        buyer=facts(invoice.buyer, legal_name=name),
        lines=(replace(first, description=name), *others),
    )
    xml = e_invoice(named, as_)
    assert sum(text == name for text in every_text(xml)) >= 2


def every_text(xml):
    return [node.text for node in etree.fromstring(xml).iter()]


def test_a_credit_note_is_positive_and_names_what_it_credits(every_case):
    credit = every_case.invoice("CN-2026-001")
    ubl = e_invoice(credit, EInvoiceFormat.UBL)
    assert etree.QName(etree.fromstring(ubl)).localname == "CreditNote"
    assert texts(ubl, "CreditNoteTypeCode") == ["381"]
    assert texts(ubl, "PayableAmount") == ["122.00"]
    fatturapa = e_invoice(credit, EInvoiceFormat.FATTURAPA)
    assert texts(fatturapa, "TipoDocumento") == ["TD04"]
    assert texts(fatturapa, "IdDocumento") == ["INV-2026-001"]
    assert texts(fatturapa, "ImportoTotaleDocumento") == ["122.00"]


def test_instalments_are_due_apart_and_sum_to_what_is_owed(every_case):
    invoice = every_case.invoice("INV-2026-001")
    ubl = e_invoice(invoice, EInvoiceFormat.UBL)
    assert texts(ubl, "DueDate") == ["2026-03-16"]
    [terms] = etree.fromstring(ubl).iterfind("{*}PaymentTerms")
    assert terms[0].text == (
        "30% 0, 70% 60; 2026-01-15: 359.91 EUR; 2026-03-16: 839.79 EUR"
    )
    fatturapa = e_invoice(invoice, EInvoiceFormat.FATTURAPA)
    assert texts(fatturapa, "CondizioniPagamento") == ["TP01"]
    assert texts(fatturapa, "DataScadenzaPagamento") == ["2026-01-15", "2026-03-16"]
    assert summed(fatturapa, "ImportoPagamento") == invoice.owed == Decimal("1199.70")


def test_italy_is_told_what_is_withheld_and_the_stamp(every_case):
    xml = e_invoice(every_case.invoice("INV-2026-002"), EInvoiceFormat.FATTURAPA)
    assert texts(xml, "TipoRitenuta") == ["RT02"]
    assert texts(xml, "ImportoRitenuta") == ["200.00"]
    assert texts(xml, "AliquotaRitenuta") == ["20.00"]
    assert texts(xml, "CausalePagamento") == ["A"]
    assert texts(xml, "Ritenuta") == ["SI"]
    assert texts(xml, "ImportoBollo") == ["2.00"]
    assert texts(xml, "ImportoTotaleDocumento") == ["1220.00"]
    assert summed(xml, "ImportoPagamento") == Decimal("720.00")


def test_a_public_office_is_addressed_and_may_split_the_payment(every_case):
    xml = e_invoice(every_case.invoice("INV-2026-003"), EInvoiceFormat.FATTURAPA)
    assert etree.fromstring(xml).get("versione") == "FPA12"
    assert texts(xml, "CodiceDestinatario") == ["UFABCD"]
    assert texts(xml, "EsigibilitaIVA") == ["S"]
    assert texts(xml, "DatiRitenuta") == []
    assert summed(xml, "ImportoPagamento") == Decimal("1000.00")


def test_a_buyer_abroad_has_no_italian_address(every_case):
    xml = e_invoice(every_case.invoice("INV-2026-005"), EInvoiceFormat.FATTURAPA)
    assert texts(xml, "CodiceDestinatario") == ["XXXXXXX"]
    assert texts(xml, "CAP") == ["20144", "00000"]
    assert texts(xml, "Comune") == ["Milano", "80469 München"]
    assert texts(xml, "IdPaese") == ["IT", "IT", "DE"]
    assert texts(xml, "Natura") == ["N3.2", "N3.2"]


def test_a_foreign_document_says_the_tax_in_the_currency_of_our_books(every_case):
    invoice = every_case.invoice("INV-2026-008")
    ubl = e_invoice(invoice, EInvoiceFormat.UBL)
    amounts = [(n.text, n.get("currencyID")) for n in etree.fromstring(ubl).iter()
               if etree.QName(n).localname == "TaxAmount"]  # fmt: skip
    assert amounts == [("220.00", "USD"), ("220.00", "USD"), ("201.01", "EUR")]
    assert texts(ubl, "TaxCurrencyCode") == ["EUR"]
    assert texts(e_invoice(invoice, EInvoiceFormat.CII), "TaxTotalAmount") == [
        "220.00",
        "201.01",
    ]


def test_outside_the_scope_of_vat_no_vat_number_is_shown(every_case):
    ubl = e_invoice(every_case.invoice("INV-2026-007"), EInvoiceFormat.UBL)
    assert b"IT99077340158" not in ubl
    assert b"VATEX-EU-O" in ubl


def test_a_price_is_not_negative(every_case):
    invoice = every_case.invoice("INV-2026-009")
    ubl = e_invoice(invoice, EInvoiceFormat.UBL)
    assert texts(ubl, "InvoicedQuantity") == ["1", "-1"]
    assert texts(ubl, "PriceAmount") == ["100", "50"]
    fatturapa = e_invoice(invoice, EInvoiceFormat.FATTURAPA)
    assert texts(fatturapa, "Quantita") == ["1.00", "1.00"]
    assert texts(fatturapa, "PrezzoUnitario") == ["100.00", "-50.00"]


@pytest.mark.parametrize("as_", XML)
def test_the_sums_in_a_file_are_those_of_the_document(as_):
    """Read back, independently of the writer: lines to net, net and tax to gross."""
    line_name, gross_name = {
        EInvoiceFormat.UBL: ("LineExtensionAmount", "TaxInclusiveAmount"),
        EInvoiceFormat.CII: ("LineTotalAmount", "GrandTotalAmount"),
        EInvoiceFormat.FATTURAPA: ("PrezzoTotale", "ImportoTotaleDocumento"),
    }[as_]
    for invoice in generated_invoices(40):
        xml = e_invoice(invoice, as_)
        lines = invoice.lines_total
        # The first two say the sum of the lines once more among the totals.
        wanted = invoice.net if as_ is EInvoiceFormat.FATTURAPA else 2 * lines
        assert summed(xml, line_name) == wanted
        assert summed(xml, gross_name) == invoice.gross


def test_another_program_reads_the_same_from_both_syntaxes():
    """factur-x sorts what it reads by the norm's terms."""
    for invoice in generated_invoices(18):
        ubl, cii = (
            facturx.parse_ubl_cii_xml(e_invoice(invoice, as_)) for as_ in EUROPEAN
        )
        # It looks for the seller's other tax number elsewhere, and a UBL credit note
        # has no due date.
        for term in ("BG-4", *["BT-9"] * invoice.is_credit):
            ubl.pop(term, None)
            cii.pop(term, None)
        assert ubl == cii
        assert ubl["BT-112"] == f"{invoice.gross:f}"
        assert ubl["BT-115"] == f"{invoice.payable:f}"


def test_the_numbers_of_a_series_have_files_of_their_own():
    numbers = [f"{s}-{y}-{n:03d}" for s in ("INV", "CN") for y in range(2024, 2034)
               for n in range(1, 200)]  # fmt: skip
    names = {progressive(number) for number in numbers}
    assert len(names) == len(numbers)
    assert all(len(name) == 5 and name.isalnum() and name.isascii() for name in names)
