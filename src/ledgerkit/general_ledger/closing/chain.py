"""Closed and reopened periods, in the order in which they follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A period that was closed.

    Attributes:
        period: Its days, by the word that it was closed under.
        day: The day it was closed.
        digest: Of the list of what it was.
        previous: Digest of the list before; empty if it is the first.
        file: The list, from the books' folder.
        place: Where the books say so.
    """

    period: Period
    day: date
    digest: str
    previous: str
    file: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """A closed period that was opened again.

    Attributes:
        label: The period's word.
        day: The day it was opened again.
        reason: Why.
        by: Who did it.
        digest: Of the list that no longer holds; empty for the latest of that period.
        place: Where the books say so.
    """

    label: str
    day: date
    reason: str
    by: str
    digest: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Closings:
    """Every closing and reopening of a book.

    Attributes:
        closed: In the order in which they were closed.
        reopened: Likewise.
    """

    closed: Sequence[Closing]
    reopened: Sequence[Reopening]

    @property
    def in_force(self) -> Sequence[Closing]:
        """The closings that no reopening ends, by the days of their periods."""
        ended = {id(closing) for _, closing in self.ended()}
        holding = [closing for closing in self.closed if id(closing) not in ended]
        return sorted(holding, key=lambda closing: closing.period)

    def ended(self) -> Iterator[tuple[Reopening, Closing | None]]:
        """Each reopening with the closing that it ends; None if there is none."""
        open_ = list(self.closed)
        for reopening in self.reopened:
            found = next(
                (c for c in reversed(open_) if _is_meant(reopening, c)),
                None,
            )
            if found is not None:
                open_.remove(found)
            yield reopening, found

    @property
    def head(self) -> str:
        """The digest of the last list: it vouches for all before it."""
        return self.closed[-1].digest if self.closed else ""

    def overlaps(self, period: Period) -> Closing | None:
        """The closing in force that has a day in common with a period, if any."""
        return next((c for c in self.in_force if _overlap(c.period, period)), None)

    def after(self, closing: Closing) -> Closing | None:
        """A closing in force that rests on this one: of a later period."""
        last = closing.period.last
        return next((c for c in self.in_force if c.period.first > last), None)


def _is_meant(reopening: Reopening, closing: Closing) -> bool:
    if reopening.digest:
        return closing.digest == reopening.digest
    return closing.period.label == reopening.label and closing.day <= reopening.day


def _overlap(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def in_chain_order(closings: Iterable[Closing]) -> Sequence[Closing]:
    """Closings in the order of their links, then of their days.

    Of two closed on one day the text's order says nothing, but each names the one
    before it.
    """
    waiting = sorted(closings, key=lambda c: (c.day, c.place))
    ordered: list[Closing] = []
    while waiting:
        last = ordered[-1].digest if ordered else ""
        following = next((c for c in waiting if c.previous == last), waiting[0])
        waiting.remove(following)
        ordered.append(following)
    return ordered


def broken_links(closed: Sequence[Closing]) -> Iterator[tuple[Closing, Closing | None]]:
    """The closings that don't name the one before, each with that one."""
    for before, closing in zip([None, *closed], closed, strict=False):
        if closing.previous != (before.digest if before else ""):
            yield closing, before


def overlapping(closings: Closings) -> Iterator[tuple[Closing, Closing]]:
    """Pairs of closings in force with a day in common, the later one first."""
    known: list[Closing] = []
    in_force = {id(c) for c in closings.in_force}
    for closing in closings.closed:
        if id(closing) in in_force:
            other = next((c for c in known if _overlap(c.period, closing.period)), None)
            if other is not None:
                yield closing, other
            known.append(closing)
