"""By what a bank's line is known again, whatever file it comes in.

The bank's own reference where it gives one; else a digest of what the line says. Two
equal lines on one day are two lines: of the second one the id is counted on. So the
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
#: Longer ones are no ids, and would fill the ledger.
_REFERENCE_MAX = 64


class IdentifiedLine(NamedTuple):
    """A line with its id.

    Attributes:
        line: The bank's line.
        reference: What ``bank-ref:`` has of it.
    """

    line: StatementLine
    reference: str

    @property
    def identity(self) -> tuple[str, date, Decimal]:
        """Reference, day and amount: banks use references again."""
        return self.reference, self.line.day, self.line.amount


def identified(lines: Iterable[StatementLine]) -> Sequence[IdentifiedLine]:
    """The lines of one account, each with its id, in their order."""
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        reference = _bank_reference(line.reference)
        if not reference:
            reference = _content_reference(line)
            seen[reference] += 1
            if seen[reference] > 1:
                reference = f"{reference}-{seen[reference]}"
        found.append(IdentifiedLine(line, reference))
    return found


def _bank_reference(reference: str) -> str:
    """The bank's reference as a ledger can hold it; empty if there is none."""
    clean = "".join(" " if is_disturbing(c) else c for c in reference)
    clean = " ".join(clean.split())
    if len(clean) <= _REFERENCE_MAX:
        return clean
    return f"{clean[: _REFERENCE_MAX - _DIGITS - 1]}-{_digest(clean)}"


def _content_reference(line: StatementLine) -> str:
    """Day and digest: what a file says of a line, without regard to its spacing."""
    words = (line.name, line.iban, line.text, line.creditor_reference, line.end_to_end)
    said = " ".join(" ".join(words).split()).casefold()
    amount = f"{line.amount.normalize():f} {line.currency}"
    return f"{line.day:%Y%m%d}-{_digest(f'{amount} {said}')}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
