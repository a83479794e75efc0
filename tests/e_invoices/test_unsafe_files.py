"""A file can do nothing but be read: what could, is refused at once and by name."""

import base64
import zipfile
from io import BytesIO
from time import process_time

import pytest
from pypdf import PdfReader, PdfWriter
from tests.cli.test_transcripts import Step, run
from tests.e_invoices.test_received_files import changed, read, text

from ledgerkit.e_invoices import pdf as pdf_attachment
from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.xml.safe import XML_BYTES_MAX

AMOUNT = (
    "file.xml:66: Invoice/LegalMonetaryTotal/TaxInclusiveAmount (BT-112) is"
    ' "277,50", which is no number; XML writes one as 1234.50'
)
UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"


def refusal(content):
    """What is said of a file, which is one line that begins with its name."""
    begun = process_time()
    with pytest.raises(UnreadableFileError) as caught:
        read(content)
    assert process_time() - begun < 1
    message = str(caught.value)
    assert message.startswith("file.xml:")
    assert message.isprintable()
    return message


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE Invoice>",
        '<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Invoice [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_whatever_it_says(prolog, encoding):
    content = text("goods.ubl").partition("?>")[2]
    content = f'<?xml version="1.0" encoding="{encoding}"?>{prolog}{content}'
    assert "DOCTYPE" in refusal(content.encode(encoding))


def test_an_entity_of_nobody_is_no_xml():
    assert "well-formed" in refusal(changed("goods.ubl", ("Storgatan 1", "&x;")))


@pytest.mark.parametrize("depth", [101, 10_000, 100_000])
def test_deep_nesting_is_refused(depth):
    content = f'<Invoice xmlns="{UBL}">' + "<a>" * depth + "</a>" * depth
    assert "deep" in refusal(f"{content}</Invoice>")


def test_the_deepest_that_is_read():
    old = '<Invoice xmlns="urn:example">'
    deep = "<a>" * 90 + "</a>" * 90
    assert read(changed("goods.ubl", (old, old + deep)))


@pytest.mark.parametrize("start", [b"<Invoice>", b"%PDF-1.7", b"\0", b"<"])
def test_fifty_megabytes_are_refused(start):
    assert "MB" in refusal(start + b" " * 50_000_000)


def test_an_attachment_may_be_large():
    whole = "A" * 9_900_000
    (received,) = read(changed("goods.ubl", ("YSxiCjEsMgo=", whole)))
    assert received.attachments == ("hours.csv",)


@pytest.mark.parametrize("count", [400_001, 2_000_000])
def test_no_end_of_elements_is_refused(count):
    """Within the size that is allowed; up to a number they have to be looked at."""
    content = f'<Invoice xmlns="{UBL}">' + "<a/>" * count + "</Invoice>"
    with pytest.raises(UnreadableFileError, match="more than 400,000 elements"):
        read(content)


SIGNED = bytes.fromhex("3080 06092a864886f70d010702 a080")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SIGNED + b"\0" * 40, "cut short"),
        (base64.b64encode(bytes.fromhex("3082012a") + SIGNED), "cut short"),
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"Dear Sir or Madam", "neither XML nor PDF"),
        (b'{"number": 1}', "neither XML nor PDF"),
        (b"\x89PNG\r\n", "neither XML nor PDF"),
        (b"<html><body>Not found</body></html>", '"html"'),
        (b"<Invoice>", "well-formed"),
        (b"<Invoice/>", "IssueDate (BT-2) is missing"),
        (b'<Invoice xmlns="http://www.ebinterface.at/schema/6p1/"/>', "ebinterface"),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-1.0"/>',
         "UBL 1.0"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>', "bank"),
        (b"<CrossIndustryDocument/>", "ZUGFeRD 1"),
        (b"<a:CrossIndustryInvoice xmlns:a='urn:x'/>", "ExchangedDocument"),
        (b"<FatturaElettronica/>", "FatturaElettronicaBody"),
        (b"<FatturaElettronicaSemplificata/>", "FatturaElettronicaBody"),
        (b'<?xml version="1.0" encoding="klingon"?><Invoice/>', "encoding"),
        (b"<Invoice>\xe8</Invoice>", "encoding"),
        (b"<Invoice>\0</Invoice>", "well-formed"),
        (b"%PDF-1.7 and nothing else", "PDF that can't be read"),
    ],
)  # fmt: skip
def test_what_is_no_e_invoice_is_called_by_its_name(content, said):
    assert said in refusal(content)


def test_an_archive_is_refused():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("invoice.xml", text("goods.ubl"))
    assert "ZIP" in refusal(archive.getvalue())


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("goods.ubl", ">277.50<", ">277,50<", AMOUNT),
        ("goods.ubl", "2026-02-27Z", "2026-02-30", 'IssueDate (BT-2) is "2026-02-30"'),
        ("goods.ubl", ">EUR<", ">€<", "DocumentCurrencyCode (BT-5)"),
        ("goods.ubl", ">false<", ">perhaps<", "neither true nor false"),
        ("goods.ubl", "R-2026-77", "", "ID (BT-1) is missing or empty"),
        ("goods.ubl", ">25<", ">1E3<", "Percent (BT-119)"),
        ("goods.ubl", ">200.00<", ">NaN<", "LineExtensionAmount (BT-131)"),
        ("goods.ubl", ">200.00<", ">\N{FULLWIDTH DIGIT ONE}2<", "(BT-131)"),
        ("goods.ubl", ">200.00<", f">{'9' * 16}<", "larger than any amount"),
        ("credit.cii", ">20260310<", ">10.03.2026<", "DateTimeString (BT-2)"),
        ("credit.cii", ">119.00<", "><", "GrandTotalAmount (BT-112) is missing"),
        ("two.fatturapa", "2026-03-31", "31/03/2026", "DataScadenzaPagamento"),
        ("two.fatturapa", "Numero>3/2026", "Numero>", "Numero (Numero) is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_term(name, old, new, said):
    assert said in refusal(changed(name, (old, new)))


def test_a_name_and_a_value_cannot_disturb_the_terminal():
    content = changed("goods.ubl", (">277.50<", ">\u202e277&#10;x<"))
    assert "\\u202e277 x" in refusal(content)


def pdf(*attachments, password=None):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in attachments:
        writer.add_attachment(name, content)
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "any.xml"])
def test_the_e_invoice_in_a_pdf_is_read(name):
    data = pdf(("hours.csv", b"a"), (name, text("credit.cii").encode()))
    (received,) = read(data)
    assert received.format == "Factur-X"
    assert received.invoice.number == "GS-31"


def test_a_pdf_without_an_e_invoice_says_so():
    assert "without an e-invoice" in refusal(pdf(("hours.csv", b"a")))
    two = pdf(("a.xml", b"<a/>"), ("b.xml", b"<b/>"))
    assert "without an e-invoice" in refusal(two)


def test_a_locked_pdf_says_so():
    assert "password" in refusal(pdf(("factur-x.xml", b"<a/>"), password="secret"))


def test_a_bomb_in_a_pdf_is_refused():
    data = pdf(("factur-x.xml", b"<a>" + b" " * (XML_BYTES_MAX + 1)))
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    for one in writer.pages:
        one.compress_content_streams()
    assert refusal(data)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(pdf_attachment, "import_module", missing)
    with pytest.raises(UsageError, match=r"pip install ledgerkit\[einvoice\]"):
        read(pdf())


def test_the_command_reads_no_more_of_a_large_file_than_it_must(tmp_path):
    with (tmp_path / "large.xml").open("wb") as file:
        file.truncate(5_000_000_000)
    done = run(Step("", "ledgerkit bill read large.xml", "", 0), tmp_path)
    assert done.status == 2
    assert done.output == (
        "large.xml: it has more than 20 MB; no such file is so large\n"
    )
