"""Statements that don't begin with the closing balance of the last one in the books."""

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
    """The gaps between statements and their amounts, a sentence each.

    Args:
        booked: The statements in the books.
        sources: Those to import; two that end alike are one.
    """
    new = [statement for statement in map(_as_booked, sources) if statement is not None]
    booked_days = {
        (statement.account, statement.currency, statement.day) for statement in booked
    }
    new = [
        statement
        for statement in new
        if (statement.account, statement.currency, statement.day) not in booked_days
    ]
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


#: Per statement; any more are counted.
_NAMED_MAX = 10


def is_booked(line: StatementLine) -> bool:
    """Whether a line has been booked by the bank, and moved money."""
    return not line.pending and bool(line.amount)


def lines_not_booked(statements: Iterable[Statement]) -> Iterator[str]:
    """A sentence for each line left out; a pending one will come again."""
    for statement in statements:
        omitted = [line for line in statement.lines if not is_booked(line)]
        for line in omitted[:_NAMED_MAX]:
            text = excerpt(f"{line.name} {line.text}".strip() or line.reference)
            reason = "isn't booked by the bank" if line.pending else "has no amount"
            yield (
                f"{line.place}: {text} of {line.day} over {line.amount:f}"
                f" {line.currency} {reason}; it is left out"
            )
        rest = len(omitted) - _NAMED_MAX
        if rest > 0:
            yield f"{statement.place}: {rest} more lines aren't booked, and left out"
