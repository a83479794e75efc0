"""Balances that stand among the movements, as rows with a day and an amount.

Some banks write "Opening balance" or "Saldo do dia" into the list of movements. Counted
as one, the account's money would be there twice. A text of such words is not enough, as
it may be a shop's name or a payment: the sums decide, or where it stands.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.importers.bank_files.balance_words import (
    BalanceText,
    balance_text,
    balance_words,
)
from ledgerkit.importers.bank_files.text import joined
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.statement import StatementLine

_NAMED_MAX = 5


@dataclass(frozen=True, slots=True)
class _Stated:
    """What may be a balance, and how much had moved above it in the file."""

    text: BalanceText
    words: str
    day: date
    amount: Decimal
    line: int
    moved: Decimal
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancesFound:
    """The balances among one account's movements.

    Attributes:
        opening: The balance before the first movement; None if not stated.
        closing: That after the last; None likewise.
        closing_day: Its day; None without it.
        newest_first: Whether the latest comes first; None if they don't say.
        refuted: The lines that only look like balances, and are movements.
    """

    opening: Decimal | None = None
    closing: Decimal | None = None
    closing_day: date | None = None
    newest_first: bool | None = None
    refuted: frozenset[int] = frozenset()


@dataclass(slots=True)
class StatedBalances:
    """What may be balances among one account's movements, in the order of the file."""

    _stated: list[_Stated] = field(default_factory=list)
    _moved: Decimal = ZERO
    _count: int = 0

    def move(self, amount: Decimal) -> None:
        """Note the next movement."""
        self._moved += amount
        self._count += 1

    def state(self, text: str, day: date, amount: Decimal, line: int) -> None:
        """Note what may be a balance."""
        kind, words = balance_text(text), " ".join(balance_words(text))
        self._stated.append(
            _Stated(kind, words, day, amount, line, self._moved, self._count)
        )

    def found(self, *, newest_first: bool | None) -> BalancesFound:
        """The balances, as far as the sums or their places prove them.

        Between two balances lies what moved, whichever line comes first and whatever
        the signs mean. Without that, an opening balance stands before all that moved,
        and a closing one behind it.

        Args:
            newest_first: Whether the latest line comes first; None if unknown.
        """
        if newest_first is None and (ends := self._at_ends()):
            newest_first = ends == {True}
        proved = self._proved()
        count_at = {BalanceText.OPENING: 0, BalanceText.CLOSING: self._count}
        if newest_first:
            count_at = {BalanceText.OPENING: self._count, BalanceText.CLOSING: 0}
        kept = [
            s
            for s in self._stated
            if s.words in proved
            or count_at.get(s.text) == s.count
            or (s.text is BalanceText.ANY and s.count in count_at.values())
        ]
        return replace(
            self._ends(kept, newest_first=bool(newest_first)),
            newest_first=newest_first,
            refuted=frozenset(s.line for s in self._stated if s not in kept),
        )

    def _proved(self) -> frozenset[str]:
        """The words of those between which lies what moved.

        Rows with the same words are of one kind.
        """
        for_sign: list[frozenset[str]] = []
        for sign in (1, -1):
            groups: dict[Decimal, list[_Stated]] = defaultdict(list)
            for stated in self._stated:
                groups[stated.amount - sign * stated.moved].append(stated)
            alike = [g for g in groups.values() if len({s.moved for s in g}) > 1]
            for_sign.append(frozenset(s.words for g in alike for s in g))
        return max(for_sign, key=len)

    def _at_ends(self) -> set[bool]:
        """Whether the latest comes first, by opening and closing ones at the ends."""
        return {
            (stated.count == 0) == (stated.text is BalanceText.CLOSING)
            for stated in self._stated
            if stated.text in {BalanceText.OPENING, BalanceText.CLOSING}
            and stated.count in {0, self._count}
            and self._count
        }

    def _ends(self, kept: Sequence[_Stated], *, newest_first: bool) -> BalancesFound:
        above = [s for s in kept if s.count == 0]
        below = [s for s in kept if s.count == self._count]
        first, last = (below[::-1], above[::-1]) if newest_first else (above, below)
        if not self._count:
            first = [s for s in first if s.text is not BalanceText.CLOSING]
            last = [s for s in last if s.text is BalanceText.CLOSING]
        return BalancesFound(
            opening=first[0].amount if first else None,
            closing=last[-1].amount if last else None,
            closing_day=last[-1].day if last else None,
        )


class LinesAndBalances(NamedTuple):
    """The lines of a statement, and what balances stood among them.

    Attributes:
        lines: The movements.
        balances: The balances.
        notes: What was left out or in doubt, a sentence each.
    """

    lines: Sequence[StatementLine]
    balances: BalancesFound
    notes: Sequence[str]


def without_balances(lines: Sequence[StatementLine]) -> LinesAndBalances:
    """A statement's lines without the balances among them."""
    stated = StatedBalances()
    places: dict[int, StatementLine] = {}
    for number, line in enumerate(lines):
        text = "" if line.iban else joined(line.name, line.text)
        if balance_text(text) is BalanceText.NONE or line.pending:
            stated.move(line.amount)
        else:
            stated.state(text, line.day, line.amount, number)
            places[number] = line
    if not places:
        return LinesAndBalances(lines, BalancesFound(), ())
    days = [line.day for line in lines]
    rises = any(one < other for one, other in pairwise(days))
    falls = any(one > other for one, other in pairwise(days))
    found = stated.found(newest_first=falls if rises != falls else None)
    out = [line for number, line in places.items() if number not in found.refuted]
    kept = [line for line in lines if not any(line is other for other in out)]
    return LinesAndBalances(kept, found, [_left_out(out)] if out else [])


def _left_out(lines: Sequence[StatementLine]) -> str:
    numbers = ", ".join(str(line.place.lineno) for line in lines[:_NAMED_MAX])
    if len(lines) == 1:
        return f"1 movement is a balance or total and left out: line {numbers}"
    more = " …" if len(lines) > _NAMED_MAX else ""
    return (
        f"{len(lines)} movements are a balance or total and left out: lines"
        f" {numbers}{more}"
    )
