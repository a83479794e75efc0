"""One door: a file is recognised by what it holds, or refused by what it is."""

import pytest
from tests.importers.bank_files.ofx_files import SGML, XML
from tests.importers.bank_files.qif_files import QUICKEN

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.read import BANK_FORMATS, read_bank_file

NAMES = [form.name for form in BANK_FORMATS]


@pytest.mark.parametrize("data", [SGML, XML, QUICKEN])
@pytest.mark.parametrize("name", ["a.ofx", "a.qif", "a.csv", "a"])
def test_the_name_of_a_file_tells_nothing(data, name):
    assert read_bank_file(data, name)


@pytest.mark.parametrize(
    "data", [SGML, XML, QUICKEN, QUICKEN.decode().encode("utf-16")]
)
def test_only_one_format_recognises_a_file(data):
    assert [form.recognises(data) for form in BANK_FORMATS].count(True) == 1


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"Dear customer", "no bank statement that is known"),
        (b"%PDF-1.7 ...", "a PDF, made for printing"),
        (
            b"<!DOCTYPE html><html><body>",
            "a web page, perhaps the bank's log-in (download the file anew)",
        ),
        (b"\x1f\x8b\x08", "compressed (unpack it first)"),
        (
            b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03">',
            "an order to the bank to pay (pain.001)",
        ),
        (
            b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02">',
            "an order to the bank to collect (pain.008)",
        ),
        (
            b"<rsm:CrossIndustryInvoice>",
            "an e-invoice (see ledgerkit bill read)",
        ),
    ],
)
def test_what_is_no_statement_is_refused_by_what_it_is(data, what):
    with pytest.raises(UnreadableFileError) as caught:
        read_bank_file(data, "a")
    known = f"{', '.join(NAMES[:-1])} and {NAMES[-1]}"
    assert str(caught.value) == f"a: it is {what}; what can be read is {known}"
