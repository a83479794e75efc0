"""The facts EN 16931 requires of an invoice, with the rules (BR-27 …) that do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.e_invoices.en16931.codes import (
    ADDRESS_SCHEMES,
    COUNTRIES,
    EXEMPTION_REASONS,
    UNITS,
)
from ledgerkit.e_invoices.en16931.missing import (
    about,
    of_party,
    of_tax_code,
    shared_facts,
    short,
)
from ledgerkit.e_invoices.en16931.norm import has_category, spaceless
from ledgerkit.invoices.tax_code import TaxCategory
from ledgerkit.money import quantum

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.e_invoices.en16931.missing import MissingFact
    from ledgerkit.invoices.invoice import Invoice
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party

#: Categories for which no other tax number of the seller will do.
_SELLERS_VAT_ID = {TaxCategory.INTRA_COMMUNITY, TaxCategory.EXPORT}
#: Categories in which the buyer accounts for the tax.
_BUYERS_VAT_ID = {TaxCategory.INTRA_COMMUNITY, TaxCategory.REVERSE_CHARGE}
#: Country prefixes of VAT numbers: Greece has one of its own (BR-CO-09).
_VAT_PREFIXES = COUNTRIES | {"EL"}
_EXAMPLE = 'vat-id: "IT01234567890"'


def european_facts(invoice: Invoice) -> Sequence[MissingFact]:
    """Everything the standard requires that the books don't state, once each."""
    facts = [
        *shared_facts(invoice),
        *_document(invoice),
        *_seller(invoice),
        *_buyer(invoice),
        *_units(invoice),
        *_tax_codes(invoice),
    ]
    return list(dict.fromkeys(facts))


def _document(invoice: Invoice) -> Iterator[MissingFact]:
    if quantum(invoice.currency) < quantum("EUR"):
        yield about(
            invoice,
            f"amounts in {invoice.currency} have three decimals, and those of an"
            " e-invoice have two (BR-DEC-12); print it instead",
        )
    abroad = has_category(invoice, TaxCategory.INTRA_COMMUNITY)
    if abroad and not (invoice.delivered or invoice.period):
        yield about(
            invoice,
            "a supply to another member state needs its day (BR-IC-11); write"
            f" delivered: {invoice.issued} on the transaction",
        )
    if has_category(invoice, TaxCategory.OUTSIDE_SCOPE):
        others = sorted({*_categories(invoice)} - {TaxCategory.OUTSIDE_SCOPE})
        if others:
            yield about(
                invoice,
                "lines outside the scope of VAT (category O) stand beside lines of"
                f" category {', '.join(others)} (BR-O-11); make two invoices of it",
            )


def _categories(invoice: Invoice) -> Sequence[TaxCategory]:
    codes = (subtotal.code for subtotal in invoice.taxes)
    return [code.category for code in codes if code and code.category]


def _seller(invoice: Invoice) -> Iterator[MissingFact]:
    seller = invoice.seller
    yield from _numbers(invoice, seller)
    if has_category(invoice, TaxCategory.OUTSIDE_SCOPE):
        # The VAT number is not allowed here, so another identifier is needed.
        if not (spaceless(seller, "tax-id") or seller.text("register").strip()):
            problem = "no number but the VAT number, which category O forbids (BR-O-02)"
            yield of_party(invoice, seller, problem, 'tax-id: "01234567890"')
        return
    if spaceless(seller, "vat-id"):
        return
    for category in _categories(invoice):
        if category in _SELLERS_VAT_ID:
            problem = f"no VAT number, which tax category {category.value} needs"
            yield of_party(invoice, seller, problem, _EXAMPLE)
    if not spaceless(seller, "tax-id"):
        problem = "neither a VAT number nor another tax number (BR-CO-26)"
        yield of_party(invoice, seller, problem, _EXAMPLE)


def _buyer(invoice: Invoice) -> Iterator[MissingFact]:
    buyer = invoice.buyer
    yield from _numbers(invoice, buyer)
    for category in _categories(invoice):
        if category in _BUYERS_VAT_ID and not spaceless(buyer, "vat-id"):
            problem = f"no VAT number, which tax category {category.value} needs"
            yield of_party(invoice, buyer, problem, 'vat-id: "DE123456789"')


def _numbers(invoice: Invoice, party: Party) -> Iterator[MissingFact]:
    """Check the form of the VAT number and Peppol address, if there are any."""
    vat_id = spaceless(party, "vat-id")
    if vat_id and vat_id[:2] not in _VAT_PREFIXES:
        problem = f'VAT number "{short(vat_id)}" without its country (BR-CO-09)'
        yield of_party(invoice, party, problem, _EXAMPLE)
    peppol_id = spaceless(party, "peppol-id")
    scheme, _colon, address = peppol_id.partition(":")
    if peppol_id and (not address or scheme not in ADDRESS_SCHEMES):
        problem = f'peppol-id "{short(peppol_id)}" without a known scheme (BR-CL-25)'
        yield of_party(invoice, party, problem, 'one such as "0211:IT01234567890"')


def _units(invoice: Invoice) -> Iterator[MissingFact]:
    for line in invoice.lines:
        if line.unit and line.unit not in UNITS:
            yield about(
                invoice,
                f'line "{short(line.description)}": unit "{short(line.unit)}" is no'
                " code of UN/ECE Recommendation 20 (BR-CL-23); write one such as"
                ' unit: "HUR" for hours, "DAY" for days or "C62" for pieces',
                line.place,
            )


def _tax_codes(invoice: Invoice) -> Iterator[MissingFact]:
    for subtotal in invoice.taxes:
        if subtotal.code is not None:
            yield from _tax_code(invoice, subtotal.code)


def _tax_code(invoice: Invoice, code: TaxCode) -> Iterator[MissingFact]:
    if code.category is None:
        example = "S" if code.rate else "E"
        write = f'category: "{example}" (or another of S, Z, E, AE, K, G, O)'
        yield of_tax_code(invoice, code, "has no category", write)
    elif code.category.is_taxed and not code.rate:
        problem = "is of category S, and has no rate (BR-S-05)"
        yield of_tax_code(invoice, code, problem, 'category: "Z" or a rate')
    if code.category is TaxCategory.EXEMPT and not (code.reason or code.reason_code):
        problem = "doesn't say why there is no tax (BR-E-10)"
        yield of_tax_code(invoice, code, problem, 'reason: "…"')
    if code.reason_code and code.reason_code not in EXEMPTION_REASONS:
        problem = f'has reason-code "{short(code.reason_code)}", which is no VATEX code'
        yield of_tax_code(invoice, code, problem, 'one such as "VATEX-EU-132"')
