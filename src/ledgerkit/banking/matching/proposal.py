"""The proposal for a bank's line, and why."""

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
    """How a line is recognised, in the order tried."""

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
        account: The account to post to.
        amount: The part of the bank's line: positive for money in, so that a
            proposal's parts sum to the line. The posting has the opposite sign.
        document: The document it settles; None for fees, differences and rules.
        settles: The amount settled, in the document's currency and with the sign of
            its ``open``, if that is not the line's currency; None if it is, and
            ``amount`` says it.
        party: Id of the client or vendor; empty if there is none.
        tax: Tax code; empty if none.
        why: Its purpose, in a few words: ``discount``, ``bank fee``; empty for a
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
    """The proposal for one line.

    Attributes:
        line: The bank's line.
        kind: How it is recognised.
        confidence: From 0 to 1, in steps of 0.01: the share of such proposals that
            turn out right.
        reason: One sentence for the person who decides.
        parts: The postings besides the bank's; they sum to the line's amount. Empty
            if the line is already booked, or unknown.
        booked: The movements in the books that this line clears: usually one; several
            if a bank books a payment run in one sum. Empty if there are none.
        payee: The payee to write; empty for the line's name.
        narration: The narration to write; empty for the line's text.
        others: Other proposals, likeliest first; if any are as good, the confidence
            reflects it.
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
        """The amount of the line not explained by the parts."""
        if self.booked:
            return ZERO
        return self.line.amount - sum((part.amount for part in self.parts), ZERO)
