"""What is missing is listed before anything is written, and never filled in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.e_invoices.test_official_rules import EVERY_CASE

from ledgerkit.api import load
from ledgerkit.e_invoices.e_invoice import (
    CannotBeSentError,
    EInvoiceFormat,
    e_invoice,
    missing_facts,
)
from ledgerkit.invoices.tax_code import TaxCategory
from ledgerkit.open_items.document import DocumentKind

UBL, FATTURAPA = EInvoiceFormat.UBL, EInvoiceFormat.FATTURAPA


def sentences(invoice, as_):
    return [fact.text.removeprefix(f"{invoice.number}: ") for fact in
            missing_facts(invoice, as_)]  # fmt: skip


@pytest.fixture(scope="module")
def whole():
    """A document with everything: lines, allowance, charge."""
    invoice = load(EVERY_CASE).invoice("INV-2026-001")
    assert [missing_facts(invoice, as_) for as_ in EInvoiceFormat] == [[], [], [], []]
    return invoice


def test_everything_that_is_missing_is_named_at_once_with_where_to_write_it(
    books, ledger_file
):
    """
    2024-01-01 open Liabilities:VAT
    2024-01-01 custom "tax-code" "it22" 0.22
      account: Liabilities:VAT

    2024-01-01 custom "client" "acme" "Acme S.r.l."

    2026-01-15 * "Acme S.r.l." "Website redesign" ^INV-2026-001
      Assets:Receivable     1320.00 EUR
      Income:Services      -1000.00 EUR
        unit: "hours"
        tax: "it22"
      Income:Services       -100.00 EUR
      Liabilities:VAT       -220.00 EUR
        tax: "it22"
    """
    with pytest.raises(CannotBeSentError) as refused:
        e_invoice(books.invoice("INV-2026-001"), UBL)
    lines = str(refused.value).replace(f"{ledger_file}:", "").splitlines()
    code, client, bill, hours, bare = 10, 13, 16, 17, 20
    assert lines == [
        (
            f"{bill}: INV-2026-001: our company has no name; write 2026-01-15 custom"
            ' "company" "OUR NAME" with legal-name: "…"'
        ),
        (
            f"{bill}: INV-2026-001: our company has no country; write 2026-01-15 custom"
            ' "company" "OUR NAME" with country: "IT"'
        ),
        (
            f"{client}: INV-2026-001: client acme has no country; write country:"
            ' "IT" on custom "client" "acme"'
        ),
        (
            f'{bare}: INV-2026-001: line "Website redesign" has no tax code; write tax:'
            ' "…"'
        ),
        (
            f"{bill}: INV-2026-001: our company has neither a VAT number nor another"
            ' tax number (BR-CO-26); write 2026-01-15 custom "company" "OUR NAME" with'
            ' vat-id: "IT01234567890"'
        ),
        (
            f'{hours}: INV-2026-001: line "Website redesign": unit "hours" is no code'
            " of UN/ECE Recommendation 20 (BR-CL-23); write one such as unit:"
            ' "HUR" for hours, "DAY" for days or "C62" for pieces'
        ),
        (
            f'{code}: INV-2026-001: tax code it22 has no category; write category: "S"'
            ' (or another of S, Z, E, AE, K, G, O) on custom "tax-code" "it22"'
        ),
    ]


def facts(party, **changes):
    changed = {key.replace("_", "-"): value for key, value in changes.items()}
    return replace(party, facts={**party.facts, **changed})


def line(invoice, **changes):
    return replace(invoice, lines=(replace(invoice.lines[0], **changes),))


def code(invoice, **changes):
    """All of it under one changed code."""
    changed = replace(invoice.taxes[0].code, **changes)
    tax = replace(invoice.taxes[0], code=changed)
    return replace(invoice, taxes=(tax, *invoice.taxes[1:]))


EXEMPT = {"rate": Decimal(0), "category": TaxCategory.EXEMPT}
ABROAD = {"rate": Decimal(0), "category": TaxCategory.INTRA_COMMUNITY}
WRONG = [
    ("has no country", lambda i: replace(i, buyer=facts(i.buyer, country=""))),
    ("no code of ISO 3166", lambda i: replace(i, buyer=facts(i.buyer, country="ITA"))),
    ("without its country", lambda i: replace(i, seller=facts(i.seller, vat_id="9"))),
    (
        "without a known scheme",
        lambda i: replace(i, buyer=facts(i.buyer, peppol_id="IT99")),
    ),
    ("no currency of ISO 4217", lambda i: replace(i, currency="GOLD")),
    ("have three decimals", lambda i: replace(i, currency="KWD")),
    ("only what we issue", lambda i: replace(i, kind=DocumentKind.BILL)),
    ("says nothing", lambda i: line(i, description=" ")),
    ("correct one of them", lambda i: line(i, net=Decimal("899.00"))),
    ("finer than the currency", lambda i: line(i, net=Decimal("899.999"))),
    ("is owed", lambda i: replace(i, owed=Decimal(1))),
    ("is posted; correct the tax", lambda i: code(i, rate=Decimal("0.20"))),
    ("say why there is no tax", lambda i: code(i, **EXEMPT)),
    ("no VATEX code", lambda i: code(i, **EXEMPT, reason_code="VATEX-1")),
    (
        "needs its day",
        lambda i: replace(code(i, **ABROAD), delivered=None, period=None),
    ),
    ("has no rate (BR-S-05)", lambda i: code(i, rate=Decimal(0))),
    (
        "stand beside lines of category S",
        lambda i: code(i, rate=Decimal(0), category=TaxCategory.OUTSIDE_SCOPE),
    ),
    (
        "which tax category K needs",
        lambda i: replace(code(i, **ABROAD), buyer=facts(i.buyer, vat_id="")),
    ),
    ("holds U+202E", lambda i: replace(i, subject="Acme\N{RIGHT-TO-LEFT OVERRIDE}")),
    ("holds U+0007", lambda i: replace(i, remark="\a")),
    ("holds U+0000", lambda i: replace(i, buyer=facts(i.buyer, legal_name="\0"))),
]
WRONG_IN_ITALY = [
    ("no SDI code", lambda i: replace(i, buyer=facts(i.buyer, sdi_code=""))),
    ("not 6 or 7", lambda i: replace(i, buyer=facts(i.buyer, sdi_code="M5"))),
    ("no tax regime", lambda i: replace(i, seller=facts(i.seller, tax_regime=""))),
    ("for Italian sellers", lambda i: replace(i, seller=facts(i.seller, country="FR"))),
    ("no street", lambda i: replace(i, buyer=facts(i.buyer, street=""))),
    ("no locality", lambda i: replace(i, buyer=facts(i.buyer, locality=""))),
    ("of five digits", lambda i: replace(i, buyer=facts(i.buyer, postal_code="1"))),
    ("of a province", lambda i: replace(i, buyer=facts(i.buyer, region="Milano"))),
    ("11 or 16", lambda i: replace(i, buyer=facts(i.buyer, tax_id="RSSMRA"))),
    (
        "neither a VAT number nor",
        lambda i: replace(i, buyer=facts(i.buyer, vat_id="", tax_id="")),
    ),
    (
        "a legal name of more than 80",
        lambda i: replace(i, buyer=facts(i.buyer, legal_name="A" * 10_000)),
    ),
    ("more than 1000", lambda i: line(i, description="A" * 10_000)),
    ("only Latin letters", lambda i: line(i, description="東京")),
    ("no rate and no nature", lambda i: code(i, rate=Decimal(0))),
    ("both a rate and a nature", lambda i: code(i, nature="N4")),
    ("at least one digit", lambda i: replace(i, number="INV")),
    ("more than 20 plain", lambda i: replace(i, order="P" * 21)),
]


@pytest.mark.parametrize(("said", "spoil"), WRONG, ids=[said for said, _ in WRONG])
def test_what_the_norm_would_refuse_is_named_first(said, spoil, whole):
    found = sentences(spoil(whole), UBL)
    assert any(said in sentence for sentence in found), found


@pytest.mark.parametrize(
    ("said", "spoil"), WRONG_IN_ITALY, ids=[said for said, _ in WRONG_IN_ITALY]
)
def test_what_the_sdi_would_refuse_is_named_first(said, spoil, whole):
    found = sentences(spoil(whole), FATTURAPA)
    assert any(said in sentence for sentence in found), found


def test_a_private_person_needs_no_sdi_code(whole):
    buyer = facts(whole.buyer, vat_id="", sdi_code="", tax_id="RSSMRA80A01H501U")
    invoice = replace(whole, buyer=buyer)
    assert sentences(invoice, FATTURAPA) == []
    written = e_invoice(invoice, FATTURAPA)
    assert b"<CodiceDestinatario>0000000<" in written
    assert b"<CodiceFiscale>RSSMRA80A01H501U<" in written


def test_a_long_name_goes_whole_where_the_norm_sets_no_bound(whole):
    name = "A" * 10_000
    invoice = replace(whole, buyer=facts(whole.buyer, legal_name=name))
    assert name.encode() in e_invoice(invoice, UBL)


def test_the_day_of_a_foreign_supply_may_be_a_period(whole):
    abroad = replace(
        code(whole, **ABROAD),
        delivered=None,
        period=(date(2026, 1, 1), date(2026, 1, 31)),
    )
    assert not any("its day" in sentence for sentence in sentences(abroad, UBL))
