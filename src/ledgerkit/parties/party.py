"""A party: a client or a vendor, as recorded on a day."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledgerkit.errors import Place


class PartyRole(StrEnum):
    """In what capacity we deal with a party; the value is the directive's name."""

    CLIENT = "client"
    VENDOR = "vendor"
    COMPANY = "company"
    """Ourselves."""

    # Enum's own hash is a Python call for each look-up, and differs from that of
    # the equal string.
    __hash__ = str.__hash__


#: The party id of ourselves.
OURSELVES = "company"


#: Keys on how the relation stands, true only from the day they were written. The
#: others say who a party is, and on what terms.
OF_THE_RELATION = frozenset({"cadence", "manager", "status", "tier"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One ``custom "client"``, ``"vendor"`` or ``"company"`` directive.

    Attributes:
        day: The day it takes effect.
        role: Client, vendor or ourselves.
        id: The party's id.
        name: The name, where this directive gives one.
        facts: The keys that it sets; None clears a key.
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
    """A client or vendor, or ourselves, as recorded on a day.

    Attributes:
        id: The name used in the ledger, e.g. ``acme``.
        role: Client or vendor; one id may be both, with different facts.
        name: The name to print; the id where none was given.
        facts: Every key of its declarations up to that day, by the key's name.
        place: Where it was first declared; None for an undeclared party.
    """

    id: str
    role: PartyRole
    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    place: Place | None = None

    @property
    def payment_terms(self) -> str | None:
        """The terms agreed with it, as written; None if there are none."""
        return self.text("payment-terms") or None

    @property
    def legal_name(self) -> str:
        """The registered name; its name if no other is recorded."""
        return self.text("legal-name") or self.name

    def text(self, key: str) -> str:
        """The value of a key in its record, as text; empty if none."""
        value = self.facts.get(key)
        return value if isinstance(value, str) else ""


_SEPARATORS = re.compile(r"[\s_/\-]+")


@lru_cache(maxsize=65536)
def normalised_name(name: str) -> str:
    """A name reduced to what a bookkeeper's and a bank's spelling share.

    Case, accents, punctuation and runs of white space go; digits and letters of
    any script stay, so that ``Rossi 1`` is not ``Rossi 2``. A name of nothing but
    punctuation keeps it.

    >>> normalised_name("Acme S.r.l.") == normalised_name("ACME  SRL")
    True
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    spaced = _SEPARATORS.sub(" ", folded)
    characters = "".join(c for c in spaced if c.isalnum() or c == " ")
    return " ".join(characters.split()) or name


def identifier(name: str) -> str:
    """An id in the ledger's form, ``[a-z0-9][a-z0-9-]*``, made from a name.

    >>> identifier("Caffè & Co. S.r.l.")
    'caffe-co-srl'
    """
    ascii_only = normalised_name(name).encode("ascii", "ignore").decode()
    return "-".join(ascii_only.split()) or "party"
