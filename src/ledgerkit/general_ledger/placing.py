"""The line of a layout that each account belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.chart_of_accounts import RootAccount, bare_name
from ledgerkit.general_ledger.layout import BalanceSide

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledgerkit.general_ledger.chart_of_accounts import Role
    from ledgerkit.general_ledger.layout import LayoutLine


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """What a book says of an account.

    Attributes:
        name: The account.
        line: The line that ``line:`` names, on it or above it; None if none.
        number: Its number in a chart of accounts; None if it has none.
        role: Its role; None if it has none.
        root: Its type; None if it has none.
    """

    name: str
    line: str | None
    number: str | None
    role: Role | None
    root: RootAccount | None = None

    @property
    def natural(self) -> BalanceSide | None:
        """The side of income or expenses; None for the balance sheet's accounts."""
        if self.root is RootAccount.INCOME:
            return BalanceSide.CREDIT
        return BalanceSide.DEBIT if self.root is RootAccount.EXPENSES else None


class Placing:
    """Finds the lines of accounts among those of one statement."""

    def __init__(self, lines: Iterable[LayoutLine]) -> None:
        """Take the lines that may have accounts."""
        self._lines = [line for line in lines if not line.sum_of and not line.figure]

    def candidates(
        self, facts: AccountFacts, side: BalanceSide
    ) -> Sequence[LayoutLine]:
        """The lines for an account with a balance on a side.

        Several if they take what falls due within a year and after; none if nothing
        says where it belongs. A line that is named, but stands on the other side, gives
        way to what number, role and name say.
        """
        lines = [line for line in self._lines if line.when in {None, side}]
        stated = [line for line in lines if line.id == facts.line]
        return (
            stated
            or _by_number(lines, facts)
            or [line for line in lines if facts.role in line.roles]
            or _by_name(lines, facts)
        )


def _by_number(
    lines: Sequence[LayoutLine], facts: AccountFacts
) -> Sequence[LayoutLine]:
    """The lines with the longest prefix or narrowest range of the number."""
    number = facts.number
    if number is None:
        return ()
    fits = {
        line.id: max((_fit(number, each) for each in line.numbers), default=0)
        for line in lines
    }
    best = max(fits.values(), default=0)
    return [line for line in lines if best and fits[line.id] == best]


def _by_name(lines: Sequence[LayoutLine], facts: AccountFacts) -> Sequence[LayoutLine]:
    """The lines with the narrowest component among their usual names.

    Income is never an expense by its name, nor the other way round. The root's name
    stands for all accounts below it that no other line has.
    """
    below = facts.name.split(":")[1:]
    root = [facts.root.value] if facts.root is not None else []
    for component in (*reversed(below), *root):
        bare = bare_name(component)
        found = [
            line
            for line in lines
            if bare in line.names and facts.natural in {None, line.side, line.when}
        ]
        if found:
            return found
    return ()


def _fit(number: str, prefix: str) -> int:
    """How well a number fits a prefix or a range: the digits that decide; 0 if not."""
    first, dash, last = prefix.partition("-")
    if not dash:
        return len(prefix) if number.startswith(prefix) else 0
    head = number[: len(first)]
    return len(first) if len(head) == len(first) and first <= head <= last else 0
