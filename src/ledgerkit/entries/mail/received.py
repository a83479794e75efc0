"""E-mails that came -> the activities a person would have written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledgerkit.books.mail.addresses import contacts_of
from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.language.word import On
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from beancount.core.data import Custom

    from ledgerkit.books.books import Books

#: The key that says which e-mail an activity was.
MAIL_KEY = "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """Who an address belongs to.

    Attributes:
        role: Client or vendor.
        party: Its id.
        contact: Id of the person; empty if it is the party's own address.
    """

    role: PartyRole
    party: str
    contact: str = ""


def correspondents(books: Books, day: date) -> Mapping[str, Correspondent]:
    """Who writes from which address, in lower case, as recorded on a day.

    A person's address counts before one of the same text on a client or vendor.
    """
    known: dict[str, Correspondent] = {}
    for role in (PartyRole.VENDOR, PartyRole.CLIENT):
        for party in books.parties(role, day):
            if party.text("email"):
                found = Correspondent(role=role, party=party.id)
                known[party.text("email").lower()] = found
    for contact in contacts_of(books, day):
        for key in ("email", "email-work"):
            if contact.text(key) and contact.clients:
                known[contact.text(key).lower()] = Correspondent(
                    role=PartyRole.CLIENT,
                    party=contact.clients[0],
                    contact=contact.id,
                )
    return known


def known_mail(books: Books) -> frozenset[str]:
    """The ids of the e-mails that activities are of."""
    activities = books.source.reading.relations.activities
    return frozenset(text for a in activities if (text := a.text(MAIL_KEY)))


def mail_activity(who: Correspondent, day: date, subject: str, mail_id: str) -> Custom:
    """The activity of an e-mail that a client wrote.

    Raises:
        UsageError: If its day is not of our time.
    """
    facts: dict[str, Any] = {"contact": who.contact} if who.contact else {}
    values: Sequence[str] = (who.party, "email", subject or "(no subject)")
    return relation_directive(
        On.ACTIVITY.value, day, values, {**facts, MAIL_KEY: mail_id}
    )
