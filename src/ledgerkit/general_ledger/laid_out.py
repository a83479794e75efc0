"""Statements in a layout: each balance in exactly one line, or named as in none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.layout import BalanceSide, DueWhen, Figure
from ledgerkit.general_ledger.placing import Placing
from ledgerkit.general_ledger.statement import FinancialLine, LineKind, merged
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.general_ledger.layout import LayoutLine
    from ledgerkit.general_ledger.placing import AccountFacts
    from ledgerkit.general_ledger.statement import Members

#: The line of what nothing says the place of.
UNMAPPED = "unmapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A balance, or a part of one that stands in a line by itself.

    Attributes:
        account: The account.
        name: The account, or the account and the party that it is of.
        amount: Debit positive.
        due: When it falls due; None for what never does, or at once.
        side: The side that it stands on; None for that of its sign.
    """

    account: str
    name: str
    amount: Decimal
    due: date | None = None
    side: BalanceSide | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutColumn:
    """What one column of a statement is made of.

    Attributes:
        day: The day of the balances; for a period, its last.
        parts: The balances.
        figures: What is on no account, by account for what has any.
    """

    day: date
    parts: Sequence[Part]
    figures: Mapping[Figure, Members]


class LaidOut:
    """The lines of one statement in a layout."""

    def __init__(
        self,
        lines: Sequence[LayoutLine],
        facts_of: Callable[[str], AccountFacts],
        columns: Sequence[LayoutColumn],
    ) -> None:
        """Place the balances of each column.

        Args:
            lines: The layout's lines of this statement.
            facts_of: What the book says of an account.
            columns: What each column is made of.
        """
        self._layout = {line.id: line for line in lines}
        self._placing = Placing(lines)
        self._facts_of = facts_of
        self._candidates: dict[tuple[str, BalanceSide], Sequence[LayoutLine]] = {}
        self._own: list[dict[str, dict[str, Decimal]]] = [
            self._placed(column) for column in columns
        ]
        self._sums: dict[str, Sequence[Members | None]] = {}

    def lines(self) -> Iterator[FinancialLine]:
        """The lines in the layout's order, then what stands in none of them."""
        for line in self._layout.values():
            members = self._members(line.id)
            if line.figure is Figure.TRANSLATION and not any(members):
                continue
            yield FinancialLine(
                id=line.id,
                label=line.label,
                depth=self._depth(line),
                kind=self._kind(line),
                sign=line.side.sign,
                members=members,
            )
        unmapped = self._of(UNMAPPED)
        if any(unmapped):
            yield FinancialLine(
                id=UNMAPPED,
                label="In no line of the layout",
                depth=0,
                kind=LineKind.LINE,
                sign=1,
                members=unmapped,
            )

    def unmapped(self) -> Sequence[str]:
        """The accounts that nothing says the place of, in alphabetical order."""
        return sorted({a for column in self._own for a in column.get(UNMAPPED, ())})

    def _placed(self, column: LayoutColumn) -> dict[str, dict[str, Decimal]]:
        placed: dict[str, dict[str, Decimal]] = {}
        for part in column.parts:
            id_ = self._line_of(part, column.day)
            members = placed.setdefault(id_, {})
            members[part.name] = members.get(part.name, ZERO) + part.amount
        of_figures = {
            line.figure: line.id
            for line in self._layout.values()
            if line.figure is not None
        }
        for figure, figures in column.figures.items():
            if figures and (figure in of_figures or figure is Figure.TRANSLATION):
                id_ = of_figures.get(figure, UNMAPPED)
                placed[id_] = {**placed.get(id_, {}), **figures}
        return placed

    def _line_of(self, part: Part, day: date) -> str:
        # What has no rate is no number, and can't be compared with one.
        is_debit = part.amount.is_nan() or part.amount > 0
        own = BalanceSide.DEBIT if is_debit else BalanceSide.CREDIT
        side = part.side or own
        key = part.account, side
        if key not in self._candidates:
            facts = self._facts_of(part.account)
            self._candidates[key] = self._placing.candidates(facts, side)
        found = self._candidates[key]
        if len(found) > 1:
            is_after = part.due is not None and part.due > _a_year_after(day)
            term = DueWhen.AFTER if is_after else DueWhen.WITHIN
            found = [line for line in found if line.due in {None, term}] or found
        return found[0].id if found else UNMAPPED

    def _members(self, id_: str) -> Sequence[Members | None]:
        if id_ not in self._sums:
            line = self._layout[id_]
            if line.sum_of:
                summed = [
                    _times(sign * self._relative(line, other), self._members(other))
                    for sign, other in line.sum_of
                ]
            else:
                children = [c.id for c in self._layout.values() if c.parent == id_]
                summed = [self._of(id_), *map(self._members, children)]
            self._sums[id_] = merged(summed)
        return self._sums[id_]

    def _relative(self, line: LayoutLine, other: str) -> int:
        """A sum adds what is shown: of a line of the other side, the other sign."""
        return line.side.sign * self._layout[other].side.sign

    def _of(self, id_: str) -> Sequence[Members | None]:
        return [column.get(id_) for column in self._own]

    def _depth(self, line: LayoutLine) -> int:
        depth = 0
        while line.parent:
            line, depth = self._layout[line.parent], depth + 1
        return depth

    def _kind(self, line: LayoutLine) -> LineKind:
        has_parts = any(other.parent == line.id for other in self._layout.values())
        return LineKind.TOTAL if line.sum_of or has_parts else LineKind.LINE


def _times(sign: int, members: Sequence[Members | None]) -> Sequence[Members | None]:
    if sign == 1:
        return members
    return [
        {name: -amount for name, amount in each.items()} if each else None
        for each in members
    ]


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day + timedelta(days=365)


def set_off(parts: Sequence[Part]) -> Iterator[Part]:
    """A party's debts less its credits, which come off what is due first.

    A party is owed, or owes, what remains; never both at once.
    """
    total = sum((part.amount for part in parts), ZERO)
    if not total:
        return
    same = [part for part in parts if part.amount * total > 0]
    rest = total
    # What is due last remains, as credits settle the earliest first.
    for part in sorted(same, key=lambda part: part.due or date.min, reverse=True):
        amount = part.amount if abs(part.amount) <= abs(rest) else rest
        rest -= amount
        if amount:
            yield replace(part, amount=amount)
