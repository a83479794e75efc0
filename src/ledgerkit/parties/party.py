"""A party: a client or a vendor, as recorded on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledgerkit.errors import Place


class PartyRole(StrEnum):
    """In what capacity we deal with a party; the value is the directive's name."""

    CLIENT = "client"
    VENDOR = "vendor"

    # Enum's own hash is a Python call for each look-up, and differs from that of
    # the equal string.
    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One ``custom "client"`` or ``custom "vendor"`` directive.

    Attributes:
        day: From when it holds.
        role: Which of the two it is.
        id: The party's id.
        name: The name, where this directive gives one.
        facts: The keys that it sets; a None clears the key.
        place: Where it stands.
    """

    day: date
    role: PartyRole
    id: str
    name: str | None
    facts: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A client or vendor as recorded on a day.

    Attributes:
        id: The name used in the ledger, e.g. ``acme``.
        role: Client or vendor; one id may be both, with different facts.
        name: The name to print; the id where none was given.
        facts: Every key of its declarations up to that day, by the key's name.
        place: Where it was first declared; None for a party nobody declared.
    """

    id: str
    role: PartyRole
    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    place: Place | None = None

    @property
    def payment_terms(self) -> str | None:
        """The terms agreed with it, as written; None if there are none."""
        terms = self.facts.get("payment-terms")
        return terms if isinstance(terms, str) else None
