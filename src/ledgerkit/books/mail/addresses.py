"""To whom a party's papers go, and whom they come from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.errors import UsageError
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.text.untrusted import hidden_character, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.record import Record

#: A name and an address.
NamedAddress = tuple[str, str]

#: What any mail server takes: no spaces, quotes or accents, and a domain with a dot.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)
_ADDRESS_MAX = 254


def sender(books: Books, day: date) -> NamedAddress:
    """Our own name and address on a day.

    Raises:
        UsageError: If the company's record has none; the message has the key to write.
    """
    company = books.directory.as_of(PartyRole.COMPANY, OURSELVES, day)
    address = company.text("email")
    if not address:
        where = f"{company.place}: " if company.place else ""
        raise UsageError(
            f'{where}we have no e-mail address; write email: "office@ours.example"'
            f' on custom "company" "{company.name or "Our name"}"'
        )
    return _checked(company.legal_name, address, "our own record")


def recipients(
    books: Books, role: PartyRole, party: str, day: date, contact: str = ""
) -> Sequence[NamedAddress]:
    """To whom a party's papers go on a day.

    They are its contacts whose role is billing, in order of their ids, else the party's
    own address. What is for one contact goes to that one.

    Raises:
        UsageError: If there is no address; the message has the line to write.
    """
    if contact:
        return [_of_contact(books, contact, day)]
    found = list(_billing(books, party, day)) if role is PartyRole.CLIENT else []
    record = books.directory.as_of(role, party, day)
    if not found and record.text("email"):
        found = [(record.legal_name, record.text("email"))]
    if not found:
        raise UsageError(
            f"{party} has no e-mail address; write {day} custom"
            f' "{role.value}" "{party}" with email: "office@{party}.example" below it'
            + (
                ', or give its contact role: "billing" and an email:'
                if role is PartyRole.CLIENT
                else ""
            )
        )
    return [_checked(name, address, party) for name, address in found]


def _billing(books: Books, client: str, day: date) -> Iterator[NamedAddress]:
    for contact in contacts_of(books, day):
        left = contact.day("left")
        is_here = client in contact.clients and (left is None or left > day)
        if is_here and "billing" in contact.words("role"):
            address = contact.text("email-work") or contact.text("email")
            if address:
                yield contact.title, address


def _of_contact(books: Books, id_: str, day: date) -> NamedAddress:
    relations = books.source.reading.relations
    contact = relations.as_of(RecordKind.CONTACT, id_, day)
    address = contact and (contact.text("email-work") or contact.text("email"))
    if contact is None or not address:
        raise UsageError(
            f"contact {id_} has no e-mail address; write {day} custom"
            f' "contact" "{id_}" with email: "{id_}@client.example" below it'
        )
    left = contact.day("left")
    if left is not None and left <= day:
        raise UsageError(
            f"contact {id_} left on {left}; name another one, or none, below the quote"
        )
    return _checked(contact.title, address, id_)


def contacts_of(books: Books, day: date) -> Iterator[Record]:
    """Every contact as recorded on a day, in order of their ids."""
    relations = books.source.reading.relations
    for id_ in relations.ids(RecordKind.CONTACT):
        contact = relations.as_of(RecordKind.CONTACT, id_, day)
        if contact is not None:
            yield contact


def _checked(name: str, address: str, whose: str) -> NamedAddress:
    """The name and address, if they are what they seem to be.

    A line break in either would begin another header.
    """
    hidden = hidden_character(name) or hidden_character(address)
    if hidden:
        raise UsageError(
            f"the name or e-mail address of {whose} holds {hidden}, which can't be"
            " seen; type it anew"
        )
    if len(address) > _ADDRESS_MAX or not _ADDRESS.fullmatch(address):
        raise UsageError(
            f'"{visible(address)}" of {whose} is no e-mail address; write one such as'
            ' "office@acme.example", without a name'
        )
    return name, address
