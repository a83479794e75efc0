"""Statements that don't begin with what the books' last one ended with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.banking.booked_statement import BookedStatement, statement_gaps
from ledgerkit.money import with_cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
