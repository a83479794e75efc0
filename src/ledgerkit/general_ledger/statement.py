"""Balance sheets and income statements: lines of accounts, for periods side by side.

A line knows the accounts behind each of its amounts, so that every figure opens as what
it is made of. Nothing is added that no account holds: where a statement doesn't balance
a proof says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

#: What a line's amount is made of: balances by account, debit positive.
Members: TypeAlias = "Mapping[str, Decimal]"

#: The member that is no account: what transactions don't balance by.
ROUNDING = "(rounding)"


class LineKind(Enum):
    """What a line is."""

    HEADING = "heading"
    """Words without an amount."""
    LINE = "line"
    """Accounts that no other line has."""
    TOTAL = "total"
    """The sum of other lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancialLine:
    """A line of a statement, in one currency.

    Attributes:
        id: What programs and ``--explain`` call it.
        label: What people read.
        depth: 0 for the top, 1 for what is directly below.
        kind: Heading, line or total.
        sign: 1 if a debit is shown as a positive amount, -1 if a credit is.
        members: By column: the accounts behind the amount; None if there are none.
    """

    id: str
    label: str
    depth: int
    kind: LineKind
    sign: int
    members: Sequence[Members | None]

    def amount(self, column: int) -> Decimal | None:
        """The amount in a column; None where no account has one."""
        members = self.members[column]
        if members is None:
            return None
        return self.sign * sum(members.values(), ZERO)


class AccountTree:
    """Accounts as a tree, in which a chain of only children is one node."""

    def __init__(self, columns: Sequence[Members], root: str) -> None:
        """Take the balances of each column; the tree has the accounts of all."""
        self._columns = columns
        self._children: dict[str, list[str]] = {}
        self._below: dict[str, Sequence[Members | None]] = {}
        self._accounts = {account for column in columns for account in column}
        for account in sorted(self._accounts):
            self._add(account)
        self.root = root

    def lines(self, sign: int, depth: int) -> Iterator[FinancialLine]:
        """The lines below the root, each group before its accounts."""
        for child in self._children.get(self.root, ()):
            yield from self._lines_of(child, self.root, sign, depth)

    def members(self) -> Sequence[Members | None]:
        """All accounts below the root."""
        return self._members_below(self.root)

    def _add(self, account: str) -> None:
        while ":" in account:
            above = account.rpartition(":")[0]
            siblings = self._children.setdefault(above, [])
            if account in siblings:
                return
            siblings.append(account)
            account = above

    def _lines_of(
        self, node: str, above: str, sign: int, depth: int
    ) -> Iterator[FinancialLine]:
        while node not in self._accounts and len(self._children[node]) == 1:
            [node] = self._children[node]
        children = self._children.get(node, ())
        label = node.removeprefix(f"{above}:")
        if not children:
            yield account_line(node, label, depth, sign, self._own(node))
            return
        yield FinancialLine(
            id=node,
            label=label,
            depth=depth,
            kind=LineKind.TOTAL,
            sign=sign,
            members=self._members_below(node),
        )
        if node in self._accounts:
            # Else its parts would not add up to it.
            yield account_line(
                f"{node}:", f"{label} itself", depth + 1, sign, self._own(node)
            )
        for child in children:
            yield from self._lines_of(child, node, sign, depth + 1)

    def _own(self, account: str) -> Sequence[Members | None]:
        return [
            {account: column[account]} if account in column else None
            for column in self._columns
        ]

    def _members_below(self, node: str) -> Sequence[Members | None]:
        if node not in self._below:
            below = [self._members_below(c) for c in self._children.get(node, ())]
            self._below[node] = merged([self._own(node), *below])
        return self._below[node]


def account_line(
    id_: str,
    label: str,
    depth: int,
    sign: int,
    members: Sequence[Members | None],
) -> FinancialLine:
    """A line of accounts that no other line has."""
    return FinancialLine(
        id=id_,
        label=label,
        depth=depth,
        kind=LineKind.LINE,
        sign=sign,
        members=members,
    )


def merged(columns: Iterable[Sequence[Members | None]]) -> Sequence[Members | None]:
    """Several lines' members as one line's, column by column."""
    return [_merged(each) for each in zip(*columns, strict=True)]


def _merged(members: Iterable[Members | None]) -> Members | None:
    sums: dict[str, Decimal] = {}
    for each in members:
        for account, balance in (each or {}).items():
            sums[account] = sums.get(account, ZERO) + balance
    return sums or None


def heading_line(id_: str, label: str, columns: int) -> FinancialLine:
    """Words above lines."""
    return FinancialLine(
        id=id_,
        label=label,
        depth=0,
        kind=LineKind.HEADING,
        sign=1,
        members=[None] * columns,
    )


def total_line(
    id_: str, label: str, sign: int, members: Sequence[Members | None], depth: int = 0
) -> FinancialLine:
    """The sum of lines, by the accounts of all."""
    return FinancialLine(
        id=id_,
        label=label,
        depth=depth,
        kind=LineKind.TOTAL,
        sign=sign,
        members=members,
    )
