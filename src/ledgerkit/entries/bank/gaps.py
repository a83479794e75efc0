"""Statements that don't begin with what the books' last one ended with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.banking.booked_statement import BookedStatement, statement_gaps
from ledgerkit.money import with_cents
from ledgerkit.text.unreadable import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.banking.statement import Statement, StatementLine
    from ledgerkit.entries.bank.prepared import ImportedStatement


def import_gaps(
    booked: Sequence[BookedStatement], sources: Sequence[ImportedStatement]
) -> Iterator[str]:
    """What lies between statements, by how much, a sentence each.

    Args:
        booked: The statements that the books have.
        sources: Those that are imported; two that end alike are one.
    """
    new = [one for one in map(_as_booked, sources) if one is not None]
    there = {(one.account, one.currency, one.day) for one in booked}
    new = [one for one in new if (one.account, one.currency, one.day) not in there]
    ours = set(map(id, new))
    for gap in statement_gaps([*booked, *new]):
        if {id(gap.earlier), id(gap.later)} & ours:
            assert gap.later.opening is not None
            yield (
                f"{gap.later.place}: it opens with"
                f" {with_cents(gap.later.opening, gap.later.currency):f}"
                f" {gap.later.currency}, and the statement before closed with"
                f" {with_cents(gap.earlier.closing, gap.later.currency):f} on"
                f" {gap.earlier.day}:"
                f" {with_cents(gap.difference, gap.later.currency):f} lies between;"
                " import what is missing"
            )


def _as_booked(source: ImportedStatement) -> BookedStatement | None:
    statement, day = source.statement, source.day
    if day is None or statement.closing is None:
        return None
    return BookedStatement(
        account=source.account,
        id=statement.number,
        day=day,
        closing=statement.closing,
        currency=source.currency,
        opening=statement.opening,
        since=statement.since,
        place=statement.place,
    )


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
            said = excerpt(f"{line.name} {line.text}".strip() or line.reference)
            why = "isn't booked by the bank" if line.pending else "has no amount"
            yield (
                f"{line.place}: {said} of {line.day} over {line.amount:f}"
                f" {line.currency} {why}; it is left out"
            )
        rest = len(out) - _NAMED_MAX
        if rest > 0:
            yield f"{statement.place}: {rest} more lines aren't booked, and left out"
