"""Every e-invoice passes its XSD; UBL and CII keep the rules of EN 16931."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from tests.conftest import SAMPLE_BOOKS
from tests.e_invoices.generated_invoices import generated_invoices
from tests.e_invoices.validation import (
    broken_rules,
    errors_by,
    fatturapa_schema,
    xsd_errors,
)

from ledgerkit.api import load
from ledgerkit.e_invoices.e_invoice import EInvoiceFormat, e_invoice
from ledgerkit.invoices.invoice import DebitNotice
from ledgerkit.open_items.side import Side

EVERY_CASE = Path(__file__).with_name("every_case.beancount")
#: What is collected by direct debit says from where, by which mandate and for whom.
COLLECTED = DebitNotice(
    mandate="M-1", iban="DE89370400440532013000", creditor_id="DE98ZZZ09999999999"
)
EUROPEAN = [EInvoiceFormat.UBL, EInvoiceFormat.CII]


def issued(books):
    """Every document whose lines are in the books, as it is read."""
    for document in books.subledger(Side.RECEIVABLE, date.max).documents:
        if not document.postings[0].opening:
            yield books.read_invoice(document)


def every_invoice():
    """By a name that says where it comes from."""
    for path in (EVERY_CASE, SAMPLE_BOOKS / "agency" / "main.beancount"):
        books = load(path)
        assert [e.message for e in books.errors] == []
        for invoice in issued(books):
            yield f"{path.parent.name}/{invoice.number}", invoice
            if invoice.number == "INV-2026-001":
                yield f"collected/{path.parent.name}", replace(invoice, debit=COLLECTED)
    for invoice in generated_invoices(200):
        yield f"generated/{invoice.number}", invoice


@pytest.fixture(scope="module")
def invoices():
    return dict(every_invoice())


@pytest.fixture(scope="module")
def files(invoices):
    """By format, then by name; and spoilt ones, to see that they are caught."""
    written = {
        as_: {name: e_invoice(invoice, as_) for name, invoice in invoices.items()}
        for as_ in (*EUROPEAN, EInvoiceFormat.FATTURAPA)
    }
    for as_ in EUROPEAN:
        whole = written[as_]["e_invoices/INV-2026-001"]
        written[as_]["wrong total"] = whole.replace(b">1199.70<", b">1199.71<")
        written[as_]["wrong unit"] = whole.replace(b'"HUR"', b'"hours"')
        assert len({whole, *list(written[as_].values())[-2:]}) == 3
    return written


@pytest.fixture(scope="module")
def broken(files, tmp_path_factory):
    """By format: the rules that each file breaks."""
    return broken_rules(
        {as_: files[as_] for as_ in EUROPEAN}, tmp_path_factory.mktemp("rules")
    )


@pytest.mark.parametrize("as_", EUROPEAN)
def test_every_document_has_the_form_of_its_xsd(as_, files):
    assert len(files[as_]) > 300
    errors = {name: xsd_errors(xml) for name, xml in files[as_].items()}
    assert {name: found for name, found in errors.items() if found} == {}


@pytest.mark.parametrize("as_", EUROPEAN)
def test_every_document_keeps_the_rules_of_the_norm(as_, broken):
    spoilt = {"wrong total", "wrong unit"}
    found = {n: rules for n, rules in broken[as_].items() if rules and n not in spoilt}
    assert len(broken[as_]) > 300
    assert found == {}


@pytest.mark.parametrize("as_", EUROPEAN)
def test_what_is_collected_names_the_mandate_and_no_account_of_ours(as_, files):
    xml = files[as_]["collected/e_invoices"].decode()
    for said in (">59<", ">M-1<", ">DE89370400440532013000<", ">DE98ZZZ09999999999<"):
        assert said in xml, said
    assert files[as_]["e_invoices/INV-2026-001"].decode().count(">58<") == 1
    assert ">58<" not in xml


@pytest.mark.parametrize("as_", EUROPEAN)
def test_the_rules_catch_what_is_wrong(as_, broken):
    assert any("BR-CO-16" in rule for rule in broken[as_]["wrong total"])
    [unit] = broken[as_]["wrong unit"]
    assert "BR-CL-23" in unit or "@unitCode" in unit


def test_every_fatturapa_file_has_the_form_of_its_xsd(files, shared_data):
    schema = fatturapa_schema(shared_data)
    written = files[EInvoiceFormat.FATTURAPA]
    assert len(written) > 300
    errors = {n: errors_by(schema, etree.fromstring(x)) for n, x in written.items()}
    assert {name: found for name, found in errors.items() if found} == {}
    spoilt = written["e_invoices/INV-2026-001"].replace(b">RF01<", b">RF99<")
    assert errors_by(schema, etree.fromstring(spoilt))
