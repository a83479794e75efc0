"""What a line says of itself: numbers, parties, what was paid."""

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

#: What SEPA writes where nobody gave an id.
_NO_ID = "NOTPROVIDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineClues:
    """A line and what can be read from it.

    Attributes:
        line: The line.
        paid: What the other side paid, in the account's currency.
        numbers: What its text names.
        parties: Whom it may be of, the likeliest first.
    """

    line: StatementLine
    paid: Decimal
    numbers: NumbersInText
    parties: Sequence[PartyClue]

    @property
    def measures(self) -> Sequence[tuple[str, Decimal]]:
        """What was paid, as a currency and an amount, in each that the bank states."""
        line = self.line
        own = (line.currency, self.paid)
        if line.original_amount is None or line.original_currency == line.currency:
            return (own,)
        return (own, (line.original_currency, line.original_amount))


def read_clues(
    line: StatementLine, known: MatchingContext, index: PartyIndex
) -> LineClues:
    """Read a line."""
    id_ = "" if line.end_to_end.upper() == _NO_ID else line.end_to_end
    texts = (line.text, line.creditor_reference, id_)
    # Check digits make of a part of the text as good a proof as a field of its own.
    found = [line.creditor_reference, *references_in(line.text)]
    structured = next(filter(None, found), "")
    return LineClues(
        line=line,
        paid=amount_paid(line, known.special),
        numbers=NumbersInText(" ; ".join(filter(None, texts)), structured),
        parties=index.clues(line),
    )
