"""What a line may be, while it is not yet decided."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.evidence import Fit
from ledgerkit.banking.matching.proposal import Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.banking.matching.books_side import BookedMovement
    from ledgerkit.banking.matching.proposal import MatchKind, ProposedPosting
    from ledgerkit.banking.matching.settlement import Settled
    from ledgerkit.banking.statement import StatementLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possibility.

    Attributes:
        kind: By what the line is recognised.
        percent: How sure it is if there is no other as good, from 0 to 100.
        reason: One sentence.
        parts: What to post besides the bank's posting.
        settled: The documents that it settles, and how much of each.
        clears: Positions of the movements that it clears.
        booked: The movements.
        age: Days since what it uses was due: of two that are as sure, the older.
        fit: How the amount fits the documents.
        payee: What to write as payee; empty for the line's name.
        narration: What to write as narration; empty for the line's text.
    """

    kind: MatchKind
    percent: int
    reason: str
    parts: Sequence[ProposedPosting] = ()
    settled: Sequence[Settled] = ()
    clears: tuple[int, ...] = ()
    booked: Sequence[BookedMovement] = ()
    age: int = 0
    fit: Fit = Fit.EXACT
    payee: str = ""
    narration: str = ""

    @property
    def what(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """What it uses: two candidates of a line that use the same are one."""
        return (
            tuple(sorted(s.entry.position for s in self.settled)),
            tuple(sorted(self.clears)),
        )

    def proposal(
        self, line: StatementLine, percent: int, others: Sequence[Proposal] = ()
    ) -> Proposal:
        """It as what is proposed for a line."""
        return Proposal(
            line=line,
            kind=self.kind,
            confidence=Decimal(percent).scaleb(-2),
            reason=self.reason,
            parts=self.parts,
            booked=self.booked,
            payee=self.payee,
            narration=self.narration,
            others=others,
        )
