"""E-invoices that others published are read, with their totals to the cent.

What a file says is asked by plain XPath here, so that reader and test share nothing.
`pytest -rP` prints the count of files read and refused, and why.
"""

from collections import Counter
from decimal import Decimal
from time import process_time

import pytest
from lxml import etree

from ledgerkit.e_invoices.read import read_e_invoice
from ledgerkit.errors import UnreadableFileError

#: Folders of whole examples; all others hold fragments that break rules on purpose.
EXAMPLES = (
    "einvoice-en16931/*/ubl/examples",
    "einvoice-en16931/*/cii/examples",
    "einvoice-en16931/*/test/testfiles",
    "einvoice-peppol/*/rules/examples",
    "einvoice-peppol/*/rules/national-examples",
    "einvoice-peppol/*/rules/snippets",
    "einvoice-fatturapa/*/test/data",
    "einvoice-xrechnung/*/src/test/business-cases",
    "einvoice-xrechnung/*/src/test/technical-cases",
)
UNIT_TESTS = (
    "einvoice-en16931/*/test/*-unit-UBL",
    "einvoice-en16931/*/test/cii",
    "einvoice-peppol/*/rules/unit-*",
)
BT_112 = (
    "/*/*[local-name()='LegalMonetaryTotal']/*[local-name()='TaxInclusiveAmount']"
    "|//*[local-name()='SpecifiedTradeSettlementHeaderMonetarySummation']"
    "/*[local-name()='GrandTotalAmount']"
)
BT_115 = (
    "/*/*[local-name()='LegalMonetaryTotal']/*[local-name()='PayableAmount']"
    "|//*[local-name()='SpecifiedTradeSettlementHeaderMonetarySummation']"
    "/*[local-name()='DuePayableAmount']"
)
BODY = "//*[local-name()='FatturaElettronicaBody']"


def files_in(shared_data, folders):
    return sorted(
        path
        for folder in folders
        for found in shared_data.glob(folder)
        for path in found.rglob("*")
        if path.suffix.lower() == ".xml"
    )


def totals(data):
    """Gross and payable of each document, None where the file has no such element."""
    root = etree.fromstring(data)
    bodies = root.xpath(BODY)
    if not bodies:
        found = [root.xpath(path) for path in (BT_112, BT_115)]
        return [tuple(Decimal(nodes[0].text) if nodes else None for nodes in found)]
    return [(italian_total(body), italian_payments(body)) for body in bodies]


def italian_total(body):
    """The stated total; the sum of the summaries where there is none."""
    stated = body.findtext(".//{*}ImportoTotaleDocumento")
    summed = body.xpath("sum(.//ImponibileImporto) + sum(.//Imposta)")
    return Decimal(stated or f"{summed:.2f}")


def italian_payments(body):
    amounts = [Decimal(node.text) for node in body.iterfind(".//{*}ImportoPagamento")]
    return sum(amounts) if amounts else None


def report(read, refused):
    print(f"read {sum(read.values())} files: {dict(read)}")
    print(f"refused {sum(refused.values())} files")
    for why, count in refused.most_common():
        print(f"  {count:4} {why}")


@pytest.mark.parametrize("folder", EXAMPLES)
def test_every_example_is_read_with_its_totals(folder, shared_data):
    read, refused = Counter(), Counter()
    for path in files_in(shared_data, [folder]):
        data = path.read_bytes()
        try:
            received = read_e_invoice(data, path.name)
        except UnreadableFileError as error:
            refused[str(error)] += 1
            continue
        read[received[0].format.value] += 1
        wanted = totals(data)
        assert len(received) == len(wanted), path
        for document, (gross, payable) in zip(received, wanted, strict=True):
            assert document.gross == gross, path
            assert payable is None or document.payable == payable, path
            assert document.vendor.name, path
            assert document.invoice.lines, path
    report(read, refused)
    assert read
    assert not refused


def fragments(path):
    """A file of unit tests, and each invoice in it as a file of its own."""
    data = path.read_bytes()
    yield data
    for node in etree.fromstring(data).iter("{*}Invoice", "{*}CreditNote"):
        yield etree.tostring(node)
    for node in etree.fromstring(data).iter("{*}CrossIndustryInvoice"):
        yield etree.tostring(node)


def test_files_broken_on_purpose_raise_nothing_but_our_own_error(shared_data):
    read, refused = Counter(), Counter()
    for path in files_in(shared_data, UNIT_TESTS):
        for data in fragments(path):
            begun = process_time()
            try:
                received = read_e_invoice(data, "file.xml")
            except UnreadableFileError as error:
                refused[str(error).partition(": ")[2]] += 1
            else:
                read[received[0].format.value] += 1
            assert process_time() - begun < 2, path
    report(read, refused)
    assert not [why for why in refused if "\n" in why]
    assert sum(refused.values()) > 300
