"""What a bank's line is proposed to be, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ledgerkit.banking.matching.books_side import BookedMovement, OpenDocument
    from ledgerkit.banking.statement import StatementLine


class MatchKind(StrEnum):
    """By what a line is recognised, in the order in which it is tried."""

    BOOKED = "booked already"
    TRANSFER = "transfer between our accounts"
    REFERENCE = "document named"
    PARTY = "party and amount"
    SEVERAL = "several documents"
    ON_ACCOUNT = "on account"
    RULE = "bank rule"
    HISTORY = "as before"
    NOTHING = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPosting:
    """One posting of a proposal, besides the bank's own.

    Attributes:
        account: What to post to.
        amount: What the bank's line pays by it: positive for money in, so that the
            parts of a proposal sum to the line. The posting has the other sign.
        document: What it settles; None for fees, differences and rules.
        settles: How much of the document, in its own currency and with the sign of
            its ``open``, where that is not the line's currency; None where it is,
            and ``amount`` is what it settles.
        party: Id of the client or vendor; empty if it is nobody's.
        tax: Tax code; empty if none.
        why: What it is, in a few words: ``discount``, ``bank fee``; empty for a
            document.
    """

    account: str
    amount: Decimal
    document: OpenDocument | None = None
    settles: Decimal | None = None
    party: str = ""
    tax: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What one line is, as far as can be told.

    Attributes:
        line: The bank's line.
        kind: By what it is recognised.
        confidence: From 0 to 1, in steps of 0.01: the share of such proposals that
            turn out right.
        reason: One sentence for the person who decides.
        parts: What to post besides the bank's posting; they sum to the line's
            amount. Empty if it is booked already, or unknown.
        booked: The movements in the books that this line clears: mostly one; several
            where a bank books a payment run in one sum. Empty if it is not there.
        payee: What to write as payee; empty for the line's name.
        narration: What to write as narration; empty for the line's text.
        others: Further possibilities, the likeliest first; where they are as good,
            the confidence says so.
    """

    line: StatementLine
    kind: MatchKind
    confidence: Decimal
    reason: str
    parts: Sequence[ProposedPosting] = ()
    booked: Sequence[BookedMovement] = ()
    payee: str = ""
    narration: str = ""
    others: Sequence[Proposal] = ()

    @property
    def rest(self) -> Decimal:
        """What of the line is not explained by the parts."""
        if self.booked:
            return ZERO
        return self.line.amount - sum((part.amount for part in self.parts), ZERO)
