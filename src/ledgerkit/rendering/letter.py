"""What all documents we send share: sender, recipient and subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.parties.party import Party
    from ledgerkit.rendering.language import Language

#: Countries whose addresses have the postal code after the town.
_TOWN_FIRST = {"GB", "IE", "US", "CA", "AU", "NZ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedParty:
    """A party as shown on a document. Every text is safe to show.

    Attributes:
        name: The legal name.
        address: Its lines, without the name.
        ids: Labels and values of its tax numbers.
        contact: E-mail, telephone and web site, as far as recorded.
    """

    name: str
    address: tuple[str, ...]
    ids: tuple[tuple[str, str], ...]
    contact: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What the base template, ``document.html``, needs to know.

    Attributes:
        language: The language; ``language.words`` has the words.
        title: Its title, e.g. ``Invoice INV-2026-001``.
        subject: Its subject; may be empty.
        dated: Its date in ISO 8601, for programs.
        sender: The sender.
        recipient: The recipient.
        logo: The sender's logo as a ``data:`` address; empty if there is none.
        facts: Labels and values shown beside the address.
        remark: Free text; may be empty.
    """

    language: Language
    title: str
    subject: str
    dated: str
    sender: PrintedParty
    recipient: PrintedParty
    logo: str
    facts: Sequence[tuple[str, str]]
    remark: str


def printed_party(party: Party, language: Language, *, abroad: bool) -> PrintedParty:
    """A party as a document shows it.

    Args:
        party: As recorded on the document's day.
        language: The document's language.
        abroad: Whether the letter crosses a border, so that the country is shown.
    """
    words = language.words["document"]
    ids = (
        (words["vat_id"], party.text("vat-id")),
        (words["tax_id"], party.text("tax-id")),
        (words["register"], party.text("register")),
    )
    contact = (party.text("email"), party.text("tel"), party.text("website"))
    return PrintedParty(
        name=visible(party.legal_name),
        address=tuple(map(visible, _address(party, language, abroad=abroad))),
        ids=tuple((label, visible(value)) for label, value in ids if value),
        contact=tuple(visible(text) for text in contact if text),
    )


def _address(party: Party, language: Language, *, abroad: bool) -> Sequence[str]:
    country = party.text("country").upper()
    lines = [party.text("street"), *_town(party, country)]
    if abroad and country:
        lines.append(language.country(country))
    return [line for line in lines if line]


def _town(party: Party, country: str) -> Sequence[str]:
    """Town and postal code, in the order of the country."""
    postal, town = party.text("postal-code"), party.text("locality")
    region = party.text("region")
    if country in {"US", "CA", "AU"}:
        suffix = " ".join(filter(None, (region, postal)))
        return (", ".join(filter(None, (town, suffix))),)
    if country in _TOWN_FIRST:
        return (town, region, postal)
    if country == "IT" and region:
        region = f"({region})"
    return (" ".join(filter(None, (postal, town, region))),)


def is_abroad(sender: Party, recipient: Party) -> bool:
    """Whether two parties are known to be in different countries."""
    sender_country = sender.text("country").upper()
    recipient_country = recipient.text("country").upper()
    return bool(recipient_country) and sender_country != recipient_country
