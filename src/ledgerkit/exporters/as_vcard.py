"""Clients and their contacts as vCards: 3.0 or 4.0 (RFC 2426, RFC 6350)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from ledgerkit.exporters.content_lines import content_lines, escaped_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ledgerkit.clients.records.record import Record
    from ledgerkit.parties.party import Party

_ADDRESS = ("street", "locality", "region", "postal-code", "country")
_LINES = {"url": "URL", "title": "TITLE", "role": "ROLE"}
_MAILS = {"email": "", "email-work": "work"}
_TELEPHONES = {"tel": "voice", "tel-work": "work", "tel-cell": "cell"}


class _Facts(Protocol):
    """Anything with text values by key."""

    def text(self, key: str) -> str:
        """The text of a key; empty if none."""


def client_cards(clients: Iterable[Party], version: str, domain: str) -> bytes:
    """A card for each client.

    Args:
        clients: As at the day of the export.
        version: ``3.0`` or ``4.0``.
        domain: The domain that makes ids globally unique, e.g. ``aurora.example``.
    """
    lines: list[str] = []
    for client in clients:
        # Version 3.0 has no kinds; this is the convention of Apple and others.
        kind = ["KIND:org"] if version == "4.0" else ["X-ABShowAs:COMPANY"]
        name = [f"FN:{escaped_value(client.name)}", "N:;;;;"]
        properties = [*kind, *name, f"ORG:{escaped_value(client.legal_name)}"]
        lines += _card(client, version, f"{client.id}@{domain}", properties)
    return content_lines(lines)


def contact_cards(
    contacts: Iterable[tuple[Record, str]], version: str, domain: str
) -> bytes:
    """A card for each contact, with the client's name."""
    lines: list[str] = []
    for contact, company in contacts:
        kind = ["KIND:individual"] if version == "4.0" else []
        given_name, _, family_name = contact.title.rpartition(" ")
        name = [
            f"FN:{escaped_value(contact.title)}",
            f"N:{escaped_value(family_name)};{escaped_value(given_name)};;;",
        ]
        org = [f"ORG:{escaped_value(company)}"] if company else []
        born = contact.day("bday")
        day = [f"BDAY:{_day(born, version)}"] if born else []
        properties = [*kind, *name, *org, *day]
        uid = f"contact-{contact.id}@{domain}"
        lines += _card(contact, version, uid, properties)
    return content_lines(lines)


def _day(day: date, version: str) -> str:
    # Version 4.0 allows only ISO 8601's basic form.
    return day.isoformat().replace("-", "") if version == "4.0" else day.isoformat()


def _card(facts: _Facts, version: str, uid: str, properties: list[str]) -> list[str]:
    head = ["BEGIN:VCARD", f"VERSION:{version}", "PRODID:-//ledgerkit//ledgerkit//EN"]
    lines = [*head, f"UID:{escaped_value(uid)}", *properties]
    return [*lines, *_common(facts, version), "END:VCARD"]


def _common(facts: _Facts, version: str) -> Iterator[str]:
    parts = [escaped_value(facts.text(key)) for key in _ADDRESS]
    if any(parts):
        yield f"ADR;TYPE=work:;;{';'.join(parts)}"
    for keys, name in ((_MAILS, "EMAIL"), (_TELEPHONES, "TEL")):
        for key, kind in keys.items():
            if facts.text(key):
                type_ = f";TYPE={kind}" if kind else ""
                yield f"{name}{type_}:{escaped_value(facts.text(key))}"
    for key, name in _LINES.items():
        if facts.text(key):
            yield f"{name}:{escaped_value(facts.text(key))}"
    if facts.text("lang") and version == "4.0":
        yield f"LANG:{escaped_value(facts.text('lang'))}"
    tags = re.split(r"[\s,]+", facts.text("tags").strip())
    if tags != [""]:
        yield f"CATEGORIES:{','.join(map(escaped_value, tags))}"
