"""Every e-invoice passes the XSD and the rules of EN 16931."""

from datetime import date

from tests.e_invoices.validation import UBL_RULES, broken_rules, xsd_errors

from ledgerkit.e_invoices.e_invoice import EInvoiceFormat, e_invoice
from ledgerkit.open_items.side import Side


def issued(books):
    """Every document whose lines are in the books, as it is read."""
    for document in books.subledger(Side.RECEIVABLE, date.max).documents:
        if not document.postings[0].opening:
            yield books.read_invoice(document)


def test_every_document_of_the_agency(agency, tmp_path):
    documents = {i.number: e_invoice(i, EInvoiceFormat.UBL) for i in issued(agency)}
    assert len(documents) > 100
    assert [n for n, xml in documents.items() if xsd_errors(xml)] == []
    broken = broken_rules(UBL_RULES, documents, tmp_path)
    assert {n: rules for n, rules in broken.items() if rules} == {}
