"""Lines that an import leaves out, because nothing moved by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.text.unreadable import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledgerkit.banking.statement import Statement, StatementLine

#: Of one statement; more are counted.
_NAMED_MAX = 10


def is_booked(line: StatementLine) -> bool:
    """Whether the bank booked a line, and it moved anything."""
    return not line.pending and bool(line.amount)


def lines_not_booked(statements: Iterable[Statement]) -> Iterator[str]:
    """A sentence for each line that is left out; what is pending comes again."""
    for statement in statements:
        out = [line for line in statement.lines if not is_booked(line)]
        for line in out[:_NAMED_MAX]:
            said = quoted(f"{line.name} {line.text}".strip() or line.reference)
            why = "isn't booked by the bank" if line.pending else "has no amount"
            yield (
                f"{line.place}: {said} of {line.day} over {line.amount:f}"
                f" {line.currency} {why}; it is left out"
            )
        rest = len(out) - _NAMED_MAX
        if rest > 0:
            yield f"{statement.place}: {rest} more lines aren't booked, and left out"
