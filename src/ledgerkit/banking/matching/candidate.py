"""A candidate: what a line may be, while undecided."""

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
    """One candidate for a line.

    Attributes:
        kind: How the line is recognised.
        percent: The confidence if no other is as good, from 0 to 100.
        reason: One sentence.
        parts: The postings besides the bank's.
        settled: The documents it settles, and the amount of each.
        clears: Positions of the movements it clears.
        booked: Those movements.
        age: Days since its documents were due; between equals the older wins.
        fit: How the amount fits the documents.
        payee: The payee to write; empty for the line's name.
        narration: The narration to write; empty for the line's text.
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
        """What it uses; a line's candidates that use the same are one."""
        return (
            tuple(sorted(s.entry.position for s in self.settled)),
            tuple(sorted(self.clears)),
        )

    def proposal(
        self, line: StatementLine, percent: int, others: Sequence[Proposal] = ()
    ) -> Proposal:
        """The proposal of this candidate for a line."""
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
