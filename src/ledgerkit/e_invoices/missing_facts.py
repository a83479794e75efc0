"""What an invoice lacks before it can be sent as an e-invoice, all at once.

Nothing is filled in that nobody said: a receiver's software believes every field.
The rules named (BR-27 …) are those of EN 16931 that would refuse the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.hidden_characters import hidden_character
from ledgerkit.e_invoices.code_lists import (
    ADDRESS_SCHEMES,
    COUNTRIES,
    CURRENCIES,
    EXEMPTION_REASONS,
    UNITS,
)
from ledgerkit.e_invoices.european_norm import compact, has_category
from ledgerkit.invoices.tax_code import TaxCategory
from ledgerkit.invoices.tax_summary import tax_on
from ledgerkit.money import quantum
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.invoices.invoice import Invoice
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party

_VAT_ID_NEEDED = {TaxCategory.INTRA_COMMUNITY, TaxCategory.EXPORT}
_BUYER_NEEDED = {TaxCategory.INTRA_COMMUNITY, TaxCategory.REVERSE_CHARGE}
#: Country prefixes of VAT numbers that are no ISO 3166 codes.
_VAT_PREFIXES = {"EL"}


class MissingFact(NamedTuple):
    """One thing to write before an invoice can be sent.

    Attributes:
        place: Where to write it, or where the invoice stands.
        text: The invoice, what is missing or wrong, and what to write.
    """

    place: Place
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def missing_facts(invoice: Invoice) -> Sequence[MissingFact]:
    """Everything that EN 16931 asks for and the books don't say, once each."""
    facts = [
        *_head(invoice),
        *_seller(invoice),
        *_buyer(invoice),
        *_lines(invoice),
        *_adjustments(invoice),
        *tax_facts(invoice),
        *_totals(invoice),
        *hidden_characters(invoice),
    ]
    return list(dict.fromkeys(facts))


def about(invoice: Invoice, text: str, place: Place | None = None) -> MissingFact:
    """A fact of this invoice, to be written where it stands if nowhere else."""
    return MissingFact(place or invoice.place, f"{invoice.number}: {text}")


def lacks(invoice: Invoice, party: Party, what: str, key: str) -> MissingFact:
    """A fact that a party's record lacks.

    Args:
        invoice: The invoice.
        party: Whose record.
        what: What it lacks, e.g. ``no country``.
        key: The key to write, with an example.
    """
    directive = _directive(party)
    if party.place is None:
        return about(
            invoice,
            f"{named(party)} has {what}; declare it:"
            f" {invoice.issued} {directive} with {key}",
        )
    return about(
        invoice, f"{named(party)} has {what}; write {key} on {directive}", party.place
    )


def named(party: Party) -> str:
    """What to call a party in a sentence."""
    if party.role is PartyRole.COMPANY:
        return "our company"
    return f"{party.role.value} {party.id}"


def _directive(party: Party) -> str:
    first = party.name if party.role is PartyRole.COMPANY else party.id
    return f'custom "{party.role.value}" "{first}"'


def _head(invoice: Invoice) -> Iterator[MissingFact]:
    if invoice.currency not in CURRENCIES:
        yield about(invoice, f"{invoice.currency} is no currency of ISO 4217")
    elif -_exponent(quantum(invoice.currency)) > 2:
        yield about(
            invoice,
            f"amounts in {invoice.currency} have three decimals, and an e-invoice has"
            " two (BR-DEC-12); send it on paper",
        )
    if has_category(invoice, TaxCategory.INTRA_COMMUNITY) and not (
        invoice.delivered or invoice.period
    ):
        yield about(
            invoice,
            f"a supply to another member state needs its day; write delivered:"
            f" {invoice.issued} on the transaction (BR-IC-11)",
        )


def _seller(invoice: Invoice) -> Iterator[MissingFact]:
    seller = invoice.seller
    yield from _country(invoice, seller)
    yield from _numbers(invoice, seller)
    strict = [c for c in _categories(invoice) if c in _VAT_ID_NEEDED]
    if strict and not compact(seller, "vat-id"):
        yield lacks(
            invoice,
            seller,
            f"no VAT number, and tax category {strict[0].value} needs one",
            'vat-id: "IT01234567890"',
        )
    elif not any(compact(seller, key) for key in ("vat-id", "tax-id")):
        yield lacks(invoice, seller, "no VAT number", 'vat-id: "IT01234567890"')


def _buyer(invoice: Invoice) -> Iterator[MissingFact]:
    buyer = invoice.buyer
    yield from _country(invoice, buyer)
    yield from _numbers(invoice, buyer)
    for category in _categories(invoice):
        if category in _BUYER_NEEDED and not compact(buyer, "vat-id"):
            yield lacks(
                invoice,
                buyer,
                f"no VAT number, and tax category {category.value} needs one",
                'vat-id: "DE123456789"',
            )


def _categories(invoice: Invoice) -> Sequence[TaxCategory]:
    codes = (subtotal.code for subtotal in invoice.taxes)
    return [code.category for code in codes if code and code.category]


def _country(invoice: Invoice, party: Party) -> Iterator[MissingFact]:
    country = party.text("country").strip().upper()
    if not country:
        yield lacks(invoice, party, "no country", 'country: "IT"')
    elif country not in COUNTRIES:
        yield lacks(
            invoice,
            party,
            f'country "{country}", which is no code of ISO 3166',
            'one such as country: "IT"',
        )


def _numbers(invoice: Invoice, party: Party) -> Iterator[MissingFact]:
    """VAT number and Peppol address, if there are any, in the form they must have."""
    vat_id = compact(party, "vat-id")
    if vat_id and vat_id[:2].upper() not in COUNTRIES | _VAT_PREFIXES:
        example = f'vat-id: "{party.text("country").strip().upper() or "IT"}{vat_id}"'
        what = f'VAT number "{vat_id}" without its country'
        yield lacks(invoice, party, what, example)
    scheme, colon, address = party.text("peppol-id").strip().partition(":")
    if scheme and (not (colon and address) or scheme.strip() not in ADDRESS_SCHEMES):
        what = f'peppol-id "{party.text("peppol-id")}" without a known scheme'
        yield lacks(invoice, party, what, 'peppol-id: "0211:IT01234567890"')


def _lines(invoice: Invoice) -> Iterator[MissingFact]:
    for line in invoice.lines:
        name = f'line "{_short(line.description)}"'
        if not line.description.strip():
            name = f"the line on {line.account}"
            yield about(
                invoice, f'{name} says nothing; write description: "…"', line.place
            )
        yield from _tax_code(invoice, name, line.tax, line.place)
        if line.unit and line.unit not in UNITS:
            yield about(
                invoice,
                f'{name}: unit "{_short(line.unit)}" is no code of UN/ECE'
                ' Recommendation 20; write one, such as unit: "HUR" for hours, "DAY"'
                ' or "C62" for pieces',
                line.place,
            )
        yield from _cents(invoice, name, (line.net, line.discount), line.place)
        wanted = line.quantity * line.unit_price - line.discount
        if abs(wanted - line.net) >= quantum(invoice.currency):
            yield about(
                invoice,
                f"{name}: {line.quantity:f} times {line.unit_price:f} less"
                f" {line.discount:f} is {wanted:f}, and the line is {line.net:f};"
                " correct one of them",
                line.place,
            )


def _adjustments(invoice: Invoice) -> Iterator[MissingFact]:
    for adjustment in invoice.adjustments:
        kind = "charge" if adjustment.is_charge else "allowance"
        name = f'{kind} "{_short(adjustment.reason)}"'
        if not adjustment.reason.strip():
            name = f"the {kind} on {adjustment.account}"
            yield about(
                invoice, f'{name} has no reason; write {kind}: "…"', adjustment.place
            )
        yield from _tax_code(invoice, name, adjustment.tax, adjustment.place)
        yield from _cents(invoice, name, (adjustment.amount,), adjustment.place)


def _tax_code(
    invoice: Invoice, name: str, code: TaxCode | None, place: Place
) -> Iterator[MissingFact]:
    if code is None:
        yield about(invoice, f'{name} has no tax code; write tax: "…" below it', place)
    elif code.category is None:
        yield about(
            invoice,
            f"tax code {code.id} has no category; write category:"
            f' "{"S" if code.rate else "E"}" (S, Z, E, AE, K, G or O) on custom'
            f' "tax-code" "{code.id}"',
            code.place,
        )


def _cents(
    invoice: Invoice, name: str, numbers: Iterable[Decimal], place: Place
) -> Iterator[MissingFact]:
    """Amounts finer than a cent (BR-DEC-23)."""
    finest = _exponent(quantum(invoice.currency))
    for number in numbers:
        if _exponent(number.normalize()) < finest:
            yield about(
                invoice,
                f"{name}: {number:f} {invoice.currency} is finer than the currency;"
                " round it",
                place,
            )


def tax_facts(invoice: Invoice) -> Iterator[MissingFact]:
    """What is wrong with the tax of a document, or its reasons."""
    categories = set(_categories(invoice))
    if TaxCategory.OUTSIDE_SCOPE in categories and len(categories) > 1:
        others = ", ".join(sorted(categories - {TaxCategory.OUTSIDE_SCOPE}))
        yield about(
            invoice,
            f"lines outside the scope of VAT (O) stand beside lines of category"
            f" {others}; write two invoices (BR-O-11)",
        )
    for subtotal in invoice.taxes:
        code = subtotal.code
        if code is None:
            if subtotal.tax:
                yield about(
                    invoice,
                    f"{subtotal.tax:f} {invoice.currency} of tax is posted under no"
                    ' code; write tax: "…" below it',
                )
            continue
        yield from _reason(invoice, code)
        wanted = tax_on(subtotal.base, code.rate, invoice.currency)
        if wanted != subtotal.tax:
            yield about(
                invoice,
                f"{code.id} on {subtotal.base:f} is {wanted:f} {invoice.currency}, and"
                f" {subtotal.tax:f} is posted; correct the tax or the lines' codes",
            )


def _reason(invoice: Invoice, code: TaxCode) -> Iterator[MissingFact]:
    directive = f'custom "tax-code" "{code.id}"'
    if code.reason_code and code.reason_code not in EXEMPTION_REASONS:
        yield about(
            invoice,
            f'tax code {code.id}: reason-code "{_short(code.reason_code)}" is no VATEX'
            f' code; write one such as reason-code: "VATEX-EU-132" on {directive}',
            code.place,
        )
    if code.category is TaxCategory.EXEMPT and not (code.reason or code.reason_code):
        yield about(
            invoice,
            f'tax code {code.id} says not why there is no tax; write reason: "…" on'
            f" {directive} (BR-E-10)",
            code.place,
        )


def _totals(invoice: Invoice) -> Iterator[MissingFact]:
    wanted = invoice.payable - invoice.withheld
    if wanted != invoice.owed:
        yield about(
            invoice,
            f"lines, tax and advances come to {wanted:f} {invoice.currency}, and"
            f" {invoice.owed:f} is owed; give every line in {invoice.currency}",
        )


def hidden_characters(invoice: Invoice) -> Iterator[MissingFact]:
    """Text with characters that XML forbids or that disguise what it says."""
    for whose, text, place in _texts(invoice):
        found = hidden_character(text.translate(_SPACES))
        if found is not None:
            yield about(
                invoice,
                f"{whose} holds {found}, which can't be seen; type it anew",
                place,
            )


#: White space that is written as one space.
_SPACES = {ord("\n"): " ", ord("\r"): " ", ord("\t"): " "}


def _texts(invoice: Invoice) -> Iterator[tuple[str, str, Place | None]]:
    for party in (invoice.seller, invoice.buyer):
        yield f"the name of {named(party)}", party.name, party.place
        for key, value in party.facts.items():
            if isinstance(value, str):
                yield f"{key} of {named(party)}", value, party.place
    yield "the number", invoice.number, None
    for what in ("subject", "remark", "order", "buyer_reference"):
        yield f"the {what.replace('_', ' ')}", getattr(invoice, what), None
    for line in invoice.lines:
        yield "a line's description", line.description, line.place
    for adjustment in invoice.adjustments:
        yield "a reason", adjustment.reason, adjustment.place
    for subtotal in invoice.taxes:
        if subtotal.code:
            code = subtotal.code
            yield f"the reason of tax code {code.id}", code.reason, code.place
    if invoice.payment_account:
        yield "the bank account's holder", invoice.payment_account.holder, None


def _short(text: str) -> str:
    """A text as a sentence can hold it."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent
