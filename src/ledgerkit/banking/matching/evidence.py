"""The evidence for a match: the document named, the payer, and the amount."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.party_clues import BY_IBAN
from ledgerkit.parties.likeness import CUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.banking.matching.party_clues import PartyClue


class Named(IntEnum):
    """How surely a text names a document; higher is surer.

    From `READ` down, it counts only with the party or amount as proof.
    """

    NOT = 0
    #: Only its last digits, which may mean anything: ``14``.
    TAIL = 1
    #: With two digits swapped, or one missing or added.
    SLIP = 2
    #: Without its prefix, or without the year.
    SHORT = 3
    #: Without its leading zeros, or with O for 0.
    READ = 4
    #: In full, with any separators.
    EXACT = 5
    #: By the reference the payer was asked to quote.
    STRUCTURED = 6


class PartyEvidence(IntEnum):
    """How surely a line belongs to a document's party."""

    #: The line certainly belongs to somebody else.
    OTHER = -1
    NONE = 0
    LIKE = 1
    NAME = 2
    IBAN = 3


class Fit(StrEnum):
    """How a line's amount fits the open amount."""

    EXACT = "exact"
    ROUNDED = "rounding"
    DISCOUNT = "discount"
    LATE_DISCOUNT = "late discount"
    FEE = "bank fee"
    EXCHANGED = "exchange"
    EXCHANGED_ABOUT = "exchange, by the rate"
    PART = "part"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The evidence for a document.

    Attributes:
        named: How the text names it.
        party: How surely the line belongs to its party.
        contrary: A number of the same kind that the text names instead; empty if none.
    """

    named: Named
    party: PartyEvidence
    contrary: str = ""


def party_proof(party: str, clues: Sequence[PartyClue]) -> PartyEvidence:
    """How surely a line with these clues belongs to a party."""
    if not clues:
        return PartyEvidence.NONE
    for clue in clues:
        if clue.id == party:
            if clue.strength >= BY_IBAN:
                return PartyEvidence.IBAN
            return PartyEvidence.NAME if clue.strength >= CUT else PartyEvidence.LIKE
    return PartyEvidence.OTHER if clues[0].strength >= CUT else PartyEvidence.NONE
