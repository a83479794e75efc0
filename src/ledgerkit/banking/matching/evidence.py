"""What speaks for a match: what is named, who pays, and how the amount fits."""

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
    """How surely a text names a document; the surer the higher.

    From `READ` down it counts only where the party or the amount proves it.
    """

    NOT = 0
    #: Only its last digits, which may be anything: ``14``.
    TAIL = 1
    #: Two digits have changed places, or one is missing or too many.
    SLIP = 2
    #: Without what stands before it, or without the year.
    SHORT = 3
    #: Without its zeros, or with O for 0.
    READ = 4
    #: As it is, whatever parts its groups.
    EXACT = 5
    #: By the reference that the payer was asked to give.
    STRUCTURED = 6


class PartyEvidence(IntEnum):
    """How surely a line is of a document's party."""

    #: The line is surely of somebody else.
    OTHER = -1
    NONE = 0
    LIKE = 1
    NAME = 2
    IBAN = 3


class Fit(StrEnum):
    """How a line's amount fits what is open."""

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
    """What speaks for a document.

    Attributes:
        named: How the text names it.
        party: How surely the line is of its party.
        contrary: A number of the same sort that the text names instead; empty if none.
    """

    named: Named
    party: PartyEvidence
    contrary: str = ""


def party_proof(party: str, clues: Sequence[PartyClue]) -> PartyEvidence:
    """How surely a line with these clues is of a party."""
    if not clues:
        return PartyEvidence.NONE
    for clue in clues:
        if clue.id == party:
            if clue.strength >= BY_IBAN:
                return PartyEvidence.IBAN
            return PartyEvidence.NAME if clue.strength >= CUT else PartyEvidence.LIKE
    return PartyEvidence.OTHER if clues[0].strength >= CUT else PartyEvidence.NONE
