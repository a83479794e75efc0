"""What a received file says is what is read; the files are written by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ledgerkit.e_invoices.read import read_e_invoice
from ledgerkit.e_invoices.received_record import received_record
from ledgerkit.invoices.invoice import PaymentAccount
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.parties.payment_terms import DuePart

FOLDER = Path(__file__).with_name("received")
FILES = {path.name.rpartition(".")[0]: path for path in FOLDER.glob("*.xml")}


def text(name):
    return FILES[name].read_text(encoding="utf-8")


def read(content, name="file.xml"):
    data = content.encode() if isinstance(content, str) else content
    return read_e_invoice(data, name)


def only(content):
    (received,) = read(content)
    return received


def changed(name, *changes):
    """A file with some of its text replaced, which must be there."""
    content = text(name)
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return content


def test_a_ubl_invoice_is_read_whole():
    received = only(text("goods.ubl"))
    invoice = received.invoice
    assert (invoice.kind, invoice.number) == (DocumentKind.BILL, "R-2026-77")
    assert (invoice.issued, received.due) == (date(2026, 2, 27), date(2026, 3, 29))
    assert invoice.remark == "First note\nSecond note"
    assert invoice.period == (date(2026, 2, 1), date(2026, 2, 28))
    assert (invoice.order, invoice.buyer_reference) == ("PO-9", "0150abc")
    assert invoice.delivered == date(2026, 2, 20)
    assert received.attachments == ("hours.csv",)
    assert received.payee == "Faktoring AB"
    assert received.payment_reference == "771234"
    assert received.accounts == (
        PaymentAccount(
            iban="SE4550000000058398257466", bic="ESSESESS", holder="Faktoring AB"
        ),
        PaymentAccount(iban="5838-9825"),
    )
    assert received.warnings == ()


def test_a_vendor_is_described_under_the_keys_of_our_records():
    vendor = only(text("goods.ubl")).vendor
    assert (vendor.name, vendor.legal_name) == ("Nordfrakt", "Nordfrakt i Malmö AB")
    assert dict(vendor.facts) == {
        "vat-id": "SE990000000001",
        "tax-id": "Godkänd för F-skatt",
        "peppol-id": "0088:7300010000001",
        "legal-name": "Nordfrakt i Malmö AB",
        "register": "990000-0001",
        "street": "Storgatan 1",
        "postal-code": "211 22",
        "locality": "Malmö",
        "country": "SE",
        "tel": "+46 40 1",
        "email": "faktura@nordfrakt.example",
    }


def test_tax_is_what_is_stated_in_the_documents_currency():
    received = only(text("goods.ubl"))
    assert received.stated.tax == Decimal("47.50")
    assert [(t.base, t.tax) for t in received.invoice.taxes] == [
        (Decimal("190.00"), Decimal("47.50")),
        (Decimal("40.00"), Decimal("0.00")),
    ]


def test_a_price_for_ten_is_the_price_of_one():
    line, without_price = only(text("goods.ubl")).invoice.lines
    assert line.description == "Freight & <handling>"
    assert (line.quantity, line.unit, line.unit_price) == (250, "KGM", 1)
    assert (line.discount, line.discount_percent) == (Decimal("50.00"), 20)
    assert line.period == (date(2026, 2, 2), date(2026, 2, 3))
    assert (without_price.quantity, without_price.unit_price) == (1, 40)


def test_a_group_of_lines_is_not_counted_with_its_members():
    received = only(text("credit.cii"))
    assert [line.description for line in received.invoice.lines] == ["Chairs"]
    assert received.warnings == ()


def test_a_cii_credit_note_is_read_whole():
    received = only(text("credit.cii"))
    invoice = received.invoice
    assert invoice.kind is DocumentKind.VENDOR_CREDIT
    assert invoice.preceding == (("RE-29", date(2026, 2, 1)),)
    assert [(a.reason, a.net) for a in invoice.adjustments] == [("Transport", 10)]
    assert invoice.due_parts == (
        DuePart(due=date(2026, 4, 1), amount=Decimal("60.00")),
        DuePart(due=date(2026, 5, 1), amount=Decimal("59.00")),
    )
    assert received.stated.tax == 19
    assert received.vendor.text("vat-id") == "DE990000000"
    assert received.vendor.text("tax-id") == "143/000/00000"


def test_each_body_of_a_fatturapa_is_a_document():
    fee, credit = read(text("two.fatturapa"))
    assert (fee.invoice.number, credit.invoice.number) == ("3/2026", "4/2026")
    assert fee.vendor == credit.vendor
    assert credit.invoice.kind is DocumentKind.VENDOR_CREDIT
    assert credit.invoice.preceding == (("3/2026", date(2026, 1, 31)),)


def test_a_professionals_fee_has_a_fund_and_something_withheld():
    fee, _credit = read(text("two.fatturapa"))
    invoice = fee.invoice
    assert [(a.net, a.tax.percent) for a in invoice.adjustments] == [(40, 22)]
    assert (fee.net, fee.tax, fee.gross) == (1040, Decimal("228.80"), invoice.gross)
    assert (invoice.withheld, fee.payable) == (200, Decimal("1068.80"))
    assert invoice.stamp_duty == 2
    assert [part.due for part in invoice.due_parts] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]
    assert fee.warnings == ()


def test_a_missing_total_is_reckoned_and_said_to_be():
    _fee, credit = read(text("two.fatturapa"))
    assert (credit.stated.gross, credit.gross) == (None, 50)
    assert any("no total with tax" in one for one in credit.warnings)


def test_a_nature_says_why_there_is_no_tax():
    _fee, credit = read(text("two.fatturapa"))
    (subtotal,) = credit.invoice.taxes
    assert (subtotal.code.nature, subtotal.code.category) == ("N3.2", "K")
    assert subtotal.code.reason == "Art. 41 DL 331/93"


def test_stamp_duty_counts_where_the_total_is_right_only_with_it():
    content = changed("two.fatturapa", ("1268.80", "1270.80"), ("568.80", "570.80"))
    fee, _credit = read(content)
    assert (fee.gross, fee.net) == (Decimal("1270.80"), 1042)
    assert [a.reason for a in fee.invoice.adjustments][1:] == ["Bollo"]
    assert fee.warnings == ("its total holds 2.00 of stamp duty that no line states",)


@pytest.mark.parametrize("total", ["1168.80", "1146.80"])
def test_a_discount_on_the_whole_is_off_the_total_or_off_the_base(total):
    """100 off after tax; or off the base of 1,040, with the tax of 940."""
    discount = "<Tipo>SC</Tipo><Importo>100.00</Importo>"
    discount = f"<ScontoMaggiorazione>{discount}</ScontoMaggiorazione>"
    before = "<ImportoTotaleDocumento>"
    bases = ("1040.00", "940.00"), ("228.80", "206.80")
    content = changed(
        "two.fatturapa",
        (before, discount + before),
        ("1268.80", total),
        ("568.80", str(Decimal(total) - 700)),
        *(bases if total == "1146.80" else ()),
    )
    fee, _credit = read(content)
    assert (fee.gross, fee.net) == (Decimal(total), 940)
    assert fee.invoice.gross == fee.gross
    assert fee.warnings == ()


def test_an_amount_off_is_of_a_unit_or_of_the_line_whichever_makes_its_total():
    old = "<Importo>10.00</Importo>"
    for off in ("<Importo>100.00</Importo>", "<Percentuale>9.0909</Percentuale>"):
        fee, _credit = read(changed("two.fatturapa", (old, off)))
        assert fee.invoice.lines[0].discount == 100
        assert fee.warnings == ()


def test_the_whole_amount_offered_in_several_ways_is_paid_once():
    content = changed("two.fatturapa", ("568.80", "1068.80"), (">500.00", ">1068.80"))
    fee, _credit = read(content)
    assert fee.payable == Decimal("1068.80")
    assert fee.invoice.due_parts[0].due == date(2026, 2, 28)
    assert "2 ways" in fee.warnings[0]


def test_split_payment_leaves_the_tax_to_the_buyer():
    content = changed(
        "two.fatturapa",
        ("EsigibilitaIVA>I<", "EsigibilitaIVA>S<"),
        ("568.80", "340.00"),
    )
    fee, _credit = read(content)
    assert [w.kind for w in fee.invoice.withholdings] == ["RT01", "split"]
    assert fee.payable == 840
    assert fee.warnings == ()


@pytest.mark.parametrize(
    "encoding", ["utf-16", "iso-8859-1", "windows-1252", "utf-8-sig"]
)
def test_letters_are_read_in_the_encoding_that_the_file_names(encoding):
    named = "utf-8" if encoding == "utf-8-sig" else encoding
    content = changed("two.fatturapa", ('"UTF-8"', f'"{named}"'))
    assert read(content.encode(encoding))[0].vendor.name == "Lucà Bianchi"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("two.fatturapa", "ns3:", ""),
        ("two.fatturapa", "docs/xsd/fatture/v1.2", "docs/xsd/fatture/v1.0"),
        ("two.fatturapa", ":ns3=", "="),
        ("goods.ubl", "cbc:", "b:"),
        ("goods.ubl", "<?xml", "\ufeff\n <?xml"),
        ("credit.cii", ">\n", "><!-- - -->\n<?pi ?>"),
    ],
)
def test_prefixes_namespaces_comments_and_space_change_nothing(name, old, new):
    content = changed(name, (old, new))
    if new == "b:":
        content = content.replace('xmlns:cbc="', 'xmlns:b="')
    if new == "=":
        content = content.replace("<ns3:", "<").replace("</ns3:", "</")
    if old == ">\n":
        content = content.replace(new, old, 1)

    def facts(documents):
        keys = {"lines", "gross", "payable", "vendor_details", "warnings", "due_parts"}
        return [{k: received_record(one)[k] for k in keys} for one in documents]

    assert facts(read(content)) == facts(read(text(name)))


def test_an_invoice_in_an_envelope_of_peppol_is_read():
    inside = text("goods.ubl").partition("?>")[2]
    name = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    envelope = f"""<StandardBusinessDocument xmlns="{name}">
      <StandardBusinessDocumentHeader/>{inside}</StandardBusinessDocument>"""
    assert only(envelope).invoice.number == "R-2026-77"


def test_a_total_that_does_not_follow_is_kept_and_named():
    received = only(changed("goods.ubl", (">277.50<", ">288.50<")))
    assert received.gross == Decimal("288.50")
    assert received.warnings == (
        "net and tax are 277.50 EUR, and 288.50 EUR is stated",
        "what is left to pay is 189.00 EUR, and 178.00 EUR is stated",
    )


def test_an_amount_to_pay_in_another_currency_is_named():
    old = '<cbc:PayableAmount currencyID="EUR">'
    received = only(changed("goods.ubl", (old, old.replace("EUR", "SEK"))))
    assert received.warnings == ('PayableAmount is in "SEK", and the document in EUR',)


def test_a_credit_note_of_ubl_is_one_by_its_name_or_its_code():
    content = changed("goods.ubl", (">380<", ">381<"))
    assert only(content).invoice.kind is DocumentKind.VENDOR_CREDIT
    content = (
        changed("goods.ubl", (">380<", ">381<"))
        .replace("InvoiceLine", "CreditNoteLine")
        .replace("InvoicedQuantity", "CreditedQuantity")
        .replace("InvoiceTypeCode", "CreditNoteTypeCode")
        .replace('<Invoice xmlns="urn:oasis', '<CreditNote xmlns="urn:oasis')
        .replace('xsd:Invoice-2"\n', 'xsd:CreditNote-2"\n')
    )
    content = content.rpartition("</Invoice>")[0] + "</CreditNote>"
    received = only(content)
    assert received.invoice.kind is DocumentKind.VENDOR_CREDIT
    assert len(received.invoice.lines) == 2


def test_the_simplified_form_states_amounts_with_tax():
    lunch = only(text("lunch.semplificata"))
    assert [(line.net, line.tax.percent) for line in lunch.invoice.lines] == [
        (30, 10),
        (10, 4),
    ]
    assert (lunch.net, lunch.tax, lunch.gross) == (
        40,
        Decimal("3.40"),
        Decimal("43.40"),
    )
    assert lunch.vendor.name == "Ada Rossi"
    assert lunch.invoice.buyer.text("tax-id") == "RSSMRA80A01H501U"


def test_without_lines_the_stated_totals_are_all_there_is():
    """As in Factur-X's profile MINIMUM."""
    content = text("credit.cii")
    start, _, rest = content.partition("<IncludedSupplyChainTradeLineItem>")
    tail = rest.rpartition("</IncludedSupplyChainTradeLineItem>")[2]
    received = only(start + tail)
    assert (received.net, received.gross, received.payable) == (100, 119, 119)
    assert received.warnings == (
        "it has no lines, so nothing says what its net amount is made of",
    )


def test_the_record_says_what_the_value_says():
    received = only(text("goods.ubl"))
    record = received_record(received)
    assert record["vendor"] == "Nordfrakt i Malmö AB"
    assert record["vat_id"] == "SE990000000001"
    assert (record["net"], record["tax"]) == ("230.00", "47.50")
    assert (record["gross"], record["payable"]) == ("277.50", "178.00")
    assert record["lines"][0] == {
        "description": "Freight & <handling>",
        "quantity": "250",
        "unit": "KGM",
        "unit_price": "1",
        "discount": "50.00",
        "net": "200.00",
        "tax_rate": "25",
        "tax_category": "S",
        "nature": None,
        "period": ["2026-02-02", "2026-02-03"],
    }
    assert received_record(replace(received, due=None))["due"] is None
