"""Facts that an invoice lacks before it can be sent, a sentence each.

Nothing is made up: a receiver's software believes every field.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stdnum import iban

from ledgerkit.e_invoices.en16931.codes import COUNTRIES, CURRENCIES
from ledgerkit.e_invoices.en16931.norm import country, unbroken
from ledgerkit.invoices.early_payment import DiscountTax, tax_to_charge
from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.money import ZERO, quantum
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.parties.party import PartyRole, identifier
from ledgerkit.text.untrusted import hidden_character, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.invoices.invoice import Adjustment, Invoice, InvoiceLine
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party


class MissingFact(NamedTuple):
    """One fact to add before an invoice can be sent.

    Attributes:
        place: Where to write it, or where the invoice stands.
        text: The invoice, what is missing or wrong, and what to write.
    """

    place: Place
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def about(invoice: Invoice, text: str, place: Place | None = None) -> MissingFact:
    """A fact of this invoice, to be added at the invoice unless a place is given."""
    return MissingFact(place or invoice.place, visible(f"{invoice.number}: {text}"))


def of_party(invoice: Invoice, party: Party, problem: str, write: str) -> MissingFact:
    """A fact that is missing or wrong in a party's record.

    Args:
        invoice: The invoice.
        party: The party.
        problem: What its record has, e.g. ``no country``.
        write: What to write on its directive, e.g. ``country: "IT"``.
    """
    party_name = named(party)
    if party.place is None:
        new = f"{invoice.issued} {_new_directive(party)}"
        return about(invoice, f"{party_name} has {problem}; write {new} with {write}")
    name = party.name if party.role is PartyRole.COMPANY else party.id
    directive = f'custom "{party.role.value}" "{short(name)}"'
    return about(
        invoice,
        f"{party_name} has {problem}; write {write} on {directive}",
        party.place,
    )


def _new_directive(party: Party) -> str:
    """The directive that declares an undeclared party."""
    if party.role is PartyRole.COMPANY:
        return 'custom "company" "OUR NAME"'
    return (
        f'custom "{party.role.value}" "{identifier(party.name)}" "{short(party.name)}"'
    )


def of_tax_code(
    invoice: Invoice, code: TaxCode, problem: str, write: str
) -> MissingFact:
    """The same for a tax code."""
    directive = f'custom "tax-code" "{code.id}"'
    return about(
        invoice,
        f"tax code {code.id} {problem}; write {write} on {directive}",
        code.place,
    )


def named(party: Party) -> str:
    """A party's name for a sentence."""
    if party.role is PartyRole.COMPANY:
        return "our company"
    return f"{party.role.value} {short(party.id)}"


def short(text: str) -> str:
    """A text shortened for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


#: ISO 9362.
_BIC = re.compile("[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?")


#: White space that is written as one space.
_SPACES = {ord(space): " " for space in "\n\r\t"}


_ISSUED = {DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE}


def shared_facts(invoice: Invoice) -> Iterator[MissingFact]:
    """The facts missing or wrong for any format."""
    if invoice.kind not in _ISSUED:
        yield about(invoice, f"it is a {invoice.kind}; only what we issue can be sent")
    if not invoice.number or invoice.number != unbroken(invoice.number):
        yield about(invoice, "its number is none; write one without blanks at its ends")
    if invoice.currency not in CURRENCIES:
        yield about(invoice, f"{invoice.currency} is no currency of ISO 4217")
    for party in (invoice.seller, invoice.buyer):
        yield from _party(invoice, party)
    for line in invoice.lines:
        yield from _line(invoice, line)
    for adjustment in invoice.adjustments:
        yield from _adjustment(invoice, adjustment)
    yield from _payment_account(invoice)
    yield from _tax(invoice)
    yield from _totals(invoice)
    yield from _hidden_characters(invoice)


def _party(invoice: Invoice, party: Party) -> Iterator[MissingFact]:
    if not unbroken(party.legal_name):
        yield of_party(invoice, party, "no name", 'legal-name: "…"')
    code = country(party)
    if not code:
        yield of_party(invoice, party, "no country", 'country: "IT"')
    elif code not in COUNTRIES:
        problem = f'country "{short(code)}", which is no code of ISO 3166'
        yield of_party(invoice, party, problem, 'one such as country: "IT"')


def _line(invoice: Invoice, line: InvoiceLine) -> Iterator[MissingFact]:
    name = f'line "{short(line.description)}"'
    if not line.description.strip():
        name = f"the line on {line.account}"
        yield about(invoice, f'{name} says nothing; write description: "…"', line.place)
    if line.tax is None:
        yield about(invoice, f'{name} has no tax code; write tax: "…"', line.place)
    yield from _cents(invoice, name, (line.net, line.discount), line.place)
    expected = line.quantity * line.unit_price - line.discount
    if abs(expected - line.net) >= quantum(invoice.currency):
        yield about(
            invoice,
            f"{name}: {line.quantity:f} times {line.unit_price:f} less"
            f" {line.discount:f} is {expected:f}, and the line is {line.net:f}; correct"
            " one of them",
            line.place,
        )


def _adjustment(invoice: Invoice, adjustment: Adjustment) -> Iterator[MissingFact]:
    kind = "charge" if adjustment.is_charge else "allowance"
    name = f'{kind} "{short(adjustment.reason)}"'
    if not adjustment.reason.strip():
        name = f"the {kind} on {adjustment.account}"
        yield about(
            invoice, f'{name} has no reason; write {kind}: "…"', adjustment.place
        )
    if adjustment.tax is None:
        yield about(
            invoice, f'{name} has no tax code; write tax: "…"', adjustment.place
        )
    yield from _cents(invoice, name, (adjustment.amount,), adjustment.place)


def _cents(
    invoice: Invoice, name: str, numbers: Iterable[Decimal], place: Place
) -> Iterator[MissingFact]:
    """Amounts finer than a cent (BR-DEC-23)."""
    smallest = quantum(invoice.currency)
    for number in numbers:
        if number != number.quantize(smallest):
            finer = f"{number:f} {invoice.currency} is finer than the currency"
            yield about(invoice, f"{name}: {finer}; round it", place)


def _payment_account(invoice: Invoice) -> Iterator[MissingFact]:
    account = invoice.payment_account
    if account is None:
        return
    if not iban.is_valid(account.iban, check_country=False):
        text = f'iban "{short(account.iban)}" of our bank account is no IBAN'
        yield about(invoice, f"{text}; correct it")
    if account.bic and not _BIC.fullmatch(account.bic):
        text = f'bic "{short(account.bic)}" of our bank account is no BIC'
        yield about(invoice, f"{text}; correct it, or leave it out")


def _tax(invoice: Invoice) -> Iterator[MissingFact]:
    """Tax that differs from the rate on its base (BR-CO-17)."""
    for subtotal in invoice.taxes:
        code = subtotal.code
        if code is None:
            if subtotal.tax:
                posted = f"{subtotal.tax:f} {invoice.currency} of tax is posted"
                yield about(invoice, f'{posted} without a code; write tax: "…" there')
            continue
        expected = tax_on(subtotal.base, code.rate, invoice.currency)
        # A credit of part of an invoice may be a cent beside its rate, so that all of
        # them sum to the invoice: `tax-differs` says where they don't.
        step = quantum(invoice.currency)
        beside = 2 * step if invoice.is_credit and invoice.preceding else ZERO
        if abs(expected - subtotal.tax) <= beside:
            continue
        if subtotal.tax == _tax_after_discount(invoice, subtotal.base, code):
            yield about(
                invoice,
                f"{code.id} is charged on what is left after early payment, which no"
                " e-invoice can say; charge it on the whole, and write custom"
                ' "ledgerkit" "discount-tax" "early"',
            )
            continue
        yield about(
            invoice,
            f"{code.id} on {subtotal.base:f} is {expected:f} {invoice.currency}, and"
            f" {subtotal.tax:f} is posted; correct the tax or the lines' codes",
        )


def _tax_after_discount(invoice: Invoice, base: Decimal, code: TaxCode) -> Decimal:
    """The tax, if always charged on the amount less early-payment discount."""
    return tax_to_charge(
        base,
        code.rate,
        invoice.currency,
        percent=invoice.terms.discount_percent if invoice.terms else ZERO,
        treatment=DiscountTax.ALWAYS,
    )


def _totals(invoice: Invoice) -> Iterator[MissingFact]:
    expected = invoice.payable - invoice.withheld
    if expected != invoice.owed:
        yield about(
            invoice,
            f"lines, tax and advances come to {expected:f} {invoice.currency}, and"
            f" {invoice.owed:f} is owed; write every line in {invoice.currency}",
        )


def _hidden_characters(invoice: Invoice) -> Iterator[MissingFact]:
    """Text with characters that XML forbids or that disguise it."""
    for field, text, place in texts(invoice):
        character = hidden_character(text.translate(_SPACES))
        if character is not None:
            cannot = f"{field} holds {character}, which can't be seen"
            yield about(invoice, f"{cannot}; type it anew", place)


def texts(invoice: Invoice) -> Iterator[tuple[str, str, Place | None]]:
    """Every text typed by a person: its field, the text, and its place."""
    for party in (invoice.seller, invoice.buyer):
        yield f"the name of {named(party)}", party.name, party.place
        for key, value in party.facts.items():
            if isinstance(value, str):
                yield f"{key} of {named(party)}", value, party.place
    yield from _document_texts(invoice)
    for line in invoice.lines:
        yield "a line's description", line.description, line.place
        yield "a line's unit", line.unit, line.place
    for adjustment in invoice.adjustments:
        yield "a reason", adjustment.reason, adjustment.place
    for subtotal in invoice.taxes:
        if subtotal.code:
            code = subtotal.code
            yield f"the reason of tax code {code.id}", code.reason, code.place


def _document_texts(invoice: Invoice) -> Iterator[tuple[str, str, Place | None]]:
    yield "the number", invoice.number, None
    yield "the narration", invoice.subject, None
    yield "the remark", invoice.remark, None
    yield "the order", invoice.order, None
    yield "the buyer's reference", invoice.buyer_reference, None
    for number, _day in invoice.preceding:
        yield "the credited number", number, None
    for withheld in invoice.withholdings:
        yield "a withholding", withheld.kind, None
    if invoice.payment_account:
        yield "the bank account's holder", invoice.payment_account.holder, None
