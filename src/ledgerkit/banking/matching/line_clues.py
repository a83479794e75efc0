"""The clues in a line: numbers, parties, and the amount paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.banking.creditor_reference import references_in
from ledgerkit.banking.matching.numbers import NumbersInText
from ledgerkit.banking.matching.settlement import amount_paid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ledgerkit.banking.matching.books_side import MatchingContext
    from ledgerkit.banking.matching.party_clues import PartyClue, PartyIndex
    from ledgerkit.banking.statement import StatementLine

#: SEPA's placeholder for a missing id.
_NO_ID = "NOTPROVIDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineClues:
    """A line and the clues in it.

    Attributes:
        line: The line.
        paid: The amount the counterparty paid, in the account's currency.
        numbers: The numbers in its text.
        parties: The parties it may belong to, likeliest first.
    """

    line: StatementLine
    paid: Decimal
    numbers: NumbersInText
    parties: Sequence[PartyClue]

    @property
    def measures(self) -> Sequence[tuple[str, Decimal]]:
        """The currency and amount paid, in each currency the bank states."""
        line = self.line
        measure = (line.currency, self.paid)
        if line.original_amount is None or line.original_currency == line.currency:
            return (measure,)
        return (measure, (line.original_currency, line.original_amount))


def read_clues(
    line: StatementLine, context: MatchingContext, index: PartyIndex
) -> LineClues:
    """Read the clues in a line."""
    id_ = "" if line.end_to_end.upper() == _NO_ID else line.end_to_end
    texts = (line.text, line.creditor_reference, id_)
    # With check digits, a reference in the text is as good as a field of its own.
    references = [line.creditor_reference, *references_in(line.text)]
    structured = next(filter(None, references), "")
    return LineClues(
        line=line,
        paid=amount_paid(line, context.special),
        numbers=NumbersInText(" ; ".join(filter(None, texts)), structured),
        parties=index.clues(line),
    )
