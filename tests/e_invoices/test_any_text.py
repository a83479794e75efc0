"""Whatever people type: an e-invoice is refused, or it has the form of its XSD."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.conftest import SHARED_DATA
from tests.e_invoices.test_official_rules import EVERY_CASE
from tests.e_invoices.validation import errors_by, fatturapa_schema, xsd_errors

from ledgerkit.api import load
from ledgerkit.e_invoices.e_invoice import (
    CannotBeSentError,
    EInvoiceFormat,
    e_invoice,
)

INVOICE = load(EVERY_CASE).invoice("INV-2026-001")
FATTURAPA_XSD = fatturapa_schema(SHARED_DATA) if SHARED_DATA.is_dir() else None
KEYS = sorted({*INVOICE.seller.facts, *INVOICE.buyer.facts, "pec", "peppol-id"})

#: What the ledger has, what people mistype, and what nobody would.
WORDS = st.one_of(
    st.sampled_from(["", " ", "0", "IT", "it", "-", "a@b", "00000", "+39", "A" * 300]),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.from_regex(r"[A-Z0-9]{1,18}", fullmatch=True),
)
FIELDS = ("number", "subject", "order", "buyer_reference", "remark")


def with_text(field, text):
    """The invoice with one text changed."""
    whose, _, key = field.partition(".")
    if whose in {"seller", "buyer"}:
        party = getattr(INVOICE, whose)
        return replace(
            INVOICE, **{whose: replace(party, facts={**party.facts, key: text})}
        )
    if whose == "lines":
        first, *others = INVOICE.lines
        return replace(INVOICE, lines=(replace(first, **{key: text}), *others))
    if whose == "payment_account":
        account = replace(INVOICE.payment_account, **{key: text})
        return replace(INVOICE, payment_account=account)
    return replace(INVOICE, **{field: text})


def changes():
    parties = [f"{whose}.{key}" for whose in ("seller", "buyer") for key in KEYS]
    lines = ["lines.description", "lines.unit"]
    account = [f"payment_account.{key}" for key in ("iban", "bic", "holder")]
    return st.sampled_from([*FIELDS, *parties, *lines, *account])


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(changes(), WORDS)
def test_any_text_is_refused_or_fits(field, text):
    invoice = with_text(field, text)
    for as_ in EInvoiceFormat:
        try:
            xml = e_invoice(invoice, as_)
        except CannotBeSentError:
            continue
        if as_ is not EInvoiceFormat.FATTURAPA:
            assert xsd_errors(xml) == []
        elif FATTURAPA_XSD is not None:
            assert errors_by(FATTURAPA_XSD, etree.fromstring(xml)) == []
