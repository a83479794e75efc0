"""Bank line ids: how a line is recognised, whichever file it comes in.

The id is the bank's own reference, if any, or else a digest of the line's content. Two
equal lines on one day are two lines: the second one's id has a number added. So the
same line in a later statement has the same id, as long as that statement has the
whole day.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.text.untrusted import is_disturbing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.statement import StatementLine

_DIGITS = 12
#: Anything longer is not an id, and would clutter the ledger.
_REFERENCE_MAX = 64


class IdentifiedLine(NamedTuple):
    """A line with its id.

    Attributes:
        line: The bank's line.
        reference: Its ``bank-ref:``.
    """

    line: StatementLine
    reference: str

    @property
    def identity(self) -> tuple[str, date, Decimal]:
        """Reference, day and amount, as banks reuse references."""
        return self.reference, self.line.day, self.line.amount


def identified(lines: Iterable[StatementLine]) -> Sequence[IdentifiedLine]:
    """The lines of one account, each with its id, in order."""
    counts: Counter[str] = Counter()
    identified_lines = []
    for line in lines:
        reference = _bank_reference(line.reference)
        if not reference:
            reference = _content_reference(line)
            counts[reference] += 1
            if counts[reference] > 1:
                reference = f"{reference}-{counts[reference]}"
        identified_lines.append(IdentifiedLine(line, reference))
    return identified_lines


def _bank_reference(reference: str) -> str:
    """The bank's reference as a ledger can hold it; empty if there is none."""
    clean = "".join(" " if is_disturbing(c) else c for c in reference)
    clean = " ".join(clean.split())
    if len(clean) <= _REFERENCE_MAX:
        return clean
    return f"{clean[: _REFERENCE_MAX - _DIGITS - 1]}-{_digest(clean)}"


def _content_reference(line: StatementLine) -> str:
    """Day and digest of a line's content, ignoring spacing."""
    words = (line.name, line.iban, line.text, line.creditor_reference, line.end_to_end)
    text = " ".join(" ".join(words).split()).casefold()
    amount = f"{line.amount.normalize():f} {line.currency}"
    return f"{line.day:%Y%m%d}-{_digest(f'{amount} {text}')}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
