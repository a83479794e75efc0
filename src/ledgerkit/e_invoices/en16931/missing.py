"""A fact that an invoice lacks before it can be sent, in one sentence.

Nothing is filled in that nobody said: a receiver's software believes every field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.parties.party import PartyRole
from ledgerkit.parties.party_names import identifier
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from ledgerkit.errors import Place
    from ledgerkit.invoices.invoice import Invoice
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party


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


def about(invoice: Invoice, text: str, place: Place | None = None) -> MissingFact:
    """A fact of this invoice, to be written where it stands if nowhere else."""
    return MissingFact(place or invoice.place, visible(f"{invoice.number}: {text}"))


def of_party(invoice: Invoice, party: Party, what: str, write: str) -> MissingFact:
    """A fact that a party's record lacks, or that is wrong there.

    Args:
        invoice: The invoice.
        party: Whose record.
        what: What it has, e.g. ``no country``.
        write: What to write on its directive, e.g. ``country: "IT"``.
    """
    who = named(party)
    if party.place is None:
        new = f"{invoice.issued} {_new_directive(party)}"
        return about(invoice, f"{who} has {what}; write {new} with {write}")
    name = party.name if party.role is PartyRole.COMPANY else party.id
    directive = f'custom "{party.role.value}" "{short(name)}"'
    return about(
        invoice, f"{who} has {what}; write {write} on {directive}", party.place
    )


def _new_directive(party: Party) -> str:
    """How to declare a party that nobody declared."""
    if party.role is PartyRole.COMPANY:
        return 'custom "company" "OUR NAME"'
    return (
        f'custom "{party.role.value}" "{identifier(party.name)}" "{short(party.name)}"'
    )


def of_tax_code(invoice: Invoice, code: TaxCode, what: str, write: str) -> MissingFact:
    """The same of a tax code."""
    directive = f'custom "tax-code" "{code.id}"'
    return about(
        invoice, f"tax code {code.id} {what}; write {write} on {directive}", code.place
    )


def named(party: Party) -> str:
    """What to call a party in a sentence."""
    if party.role is PartyRole.COMPANY:
        return "our company"
    return f"{party.role.value} {short(party.id)}"


def short(text: str) -> str:
    """A text as a sentence can hold it."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
