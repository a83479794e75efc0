"""A vendor's statement of account, reconciled with our books.

Every line of theirs and every entry in our balance is in exactly one item, so that
the items' differences sum to the difference between the balances. That is the
reconciliation an auditor asks for, and it hides nothing: unmatched lines are listed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.open_items.document_number import number_groups, read_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.payables.account_entries import AccountEntry, Offset

#: Payments and bills take days to arrive; a month apart, it is another bill.
DAYS_NEAR = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLine:
    """A line of a vendor's statement.

    Attributes:
        line: Its first line in the file.
        number: As printed; empty if it has none, as a payment may.
        day: Its date; None if it has none.
        amount: What it adds to the vendor's balance; negative for a credit or payment.
        currency: Of the amount.
        times: How many lines of the file it combines.
    """

    line: int
    number: str
    day: date | None
    amount: Decimal
    currency: str
    times: int = 1


class Outcome(StrEnum):
    """The outcome of the comparison."""

    NOT_OURS = "missing with us"
    NOT_THEIRS = "missing with them"
    DIFFERENT = "different"
    MATCHED = "matched"


class FoundBy(StrEnum):
    """How a line and an entry were matched."""

    NUMBER = "number"
    SIMILAR_NUMBER = "similar number"
    AMOUNT = "amount and date"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciledItem:
    """A line of theirs, an entry of ours, or both.

    Attributes:
        line: Theirs; None if they list nothing.
        entry: Ours; None if we have nothing.
        ours: Its part of our balance: a bill less its settlements, unless they list
            those themselves.
        found_by: How the two were matched; None where one is missing.
        settled_by: The payments and credits that they don't list, and the amount each
            settled.
    """

    line: ListedLine | None
    entry: AccountEntry | None
    ours: Decimal
    found_by: FoundBy | None
    settled_by: tuple[tuple[AccountEntry, Decimal], ...] = ()

    @property
    def theirs(self) -> Decimal:
        """Its part of their balance."""
        return self.line.amount if self.line else ZERO

    @property
    def difference(self) -> Decimal:
        """Their balance less ours."""
        return self.theirs - self.ours

    @property
    def outcome(self) -> Outcome:
        """The outcome of the comparison."""
        if self.entry is None:
            return Outcome.NOT_OURS
        if self.line is None:
            return Outcome.NOT_THEIRS
        return Outcome.DIFFERENT if self.difference else Outcome.MATCHED


def reconcile_vendor(
    lines: Sequence[ListedLine],
    entries: Sequence[AccountEntry],
    offsets: Sequence[Offset],
) -> Sequence[ReconciledItem]:
    """Match a statement with an account: by number, then by amount and date.

    Lines with one number are combined first: an invoice is often listed by
    instalment.

    Args:
        lines: Theirs.
        entries: Ours, of the same vendor and up to the statement's day.
        offsets: How ours were set off.

    Returns:
        Theirs in the statement's order, then what only we have, by date.
    """
    matching = _Matching(_put_together(lines), entries)
    matching.by_number(FoundBy.NUMBER, number_groups)
    matching.by_number(FoundBy.SIMILAR_NUMBER, read_alike)
    matching.by_amount()
    return list(_items(matching, entries, offsets))


def _put_together(lines: Sequence[ListedLine]) -> list[ListedLine]:
    """Combine lines with one number, debts and credits apart; the first day counts."""
    by_key: dict[Hashable, ListedLine] = {}
    for line in lines:
        key: Hashable = line.line
        if line.number:
            key = number_groups(line.number), line.currency, line.amount > 0
        before = by_key.get(key)
        if before is not None:
            amount, times = before.amount + line.amount, before.times + line.times
            line = replace(before, amount=amount, times=times)  # noqa: PLW2901
        by_key[key] = line
    return list(by_key.values())


class _Matching:
    """The lines and entries matched so far."""

    def __init__(
        self, lines: Sequence[ListedLine], entries: Sequence[AccountEntry]
    ) -> None:
        self.lines = lines
        self.entries = entries
        self.entry_of: dict[int, tuple[int, FoundBy]] = {}
        self._free = set(range(len(entries)))

    def by_number(self, found_by: FoundBy, form: Callable[[str], Hashable]) -> None:
        """Match bills with bills and credits with credits, by number."""
        indices: dict[Hashable, list[int]] = defaultdict(list)
        for index in sorted(self._free, reverse=True):
            entry = self.entries[index]
            if entry.number is not None:
                key = form(entry.number), entry.currency, entry.amount > 0
                indices[key].append(index)
        for place, line in self._open_lines():
            if line.number:
                matches = indices.get(
                    (form(line.number), line.currency, line.amount > 0)
                )
                if matches:
                    self._take(place, matches.pop(), found_by)

    def by_amount(self) -> None:
        """Match equal amounts, nearest dates first."""
        indices: dict[Hashable, set[int]] = defaultdict(set)
        for index in self._free:
            entry = self.entries[index]
            indices[entry.currency, entry.amount].add(index)
            indices[entry.currency, entry.open].add(index)
        pairs = sorted(
            (abs((line.day - self.entries[index].day).days), place, index)
            for place, line in self._open_lines()
            if line.day is not None
            for index in indices.get((line.currency, line.amount), ())
        )
        for days, place, index in pairs:
            if days > DAYS_NEAR:
                break
            if place not in self.entry_of and index in self._free:
                self._take(place, index, FoundBy.AMOUNT)

    def _open_lines(self) -> Iterator[tuple[int, ListedLine]]:
        for place, line in enumerate(self.lines):
            if place not in self.entry_of:
                yield place, line

    def _take(self, place: int, index: int, found_by: FoundBy) -> None:
        self.entry_of[place] = index, found_by
        self._free.discard(index)


def _items(
    matching: _Matching, entries: Sequence[AccountEntry], offsets: Sequence[Offset]
) -> Iterator[ReconciledItem]:
    matched = {index for index, _found_by in matching.entry_of.values()}
    ours = [entry.amount for entry in entries]
    settled_by: dict[int, list[tuple[AccountEntry, Decimal]]] = defaultdict(list)
    for offset in offsets:
        # A settlement they list themselves stands apart from the bill, as with them.
        if offset.source not in matched:
            ours[offset.source] += offset.amount
            ours[offset.target] -= offset.amount
            settled_by[offset.target].append((entries[offset.source], offset.amount))
    for place, line in enumerate(matching.lines):
        index, found_by = matching.entry_of.get(place, (None, None))
        yield ReconciledItem(
            line=line,
            entry=None if index is None else entries[index],
            ours=ZERO if index is None else ours[index],
            found_by=found_by,
            settled_by=() if index is None else tuple(settled_by[index]),
        )
    unmatched = [i for i in range(len(entries)) if i not in matched and ours[i]]
    for index in sorted(unmatched, key=lambda i: (entries[i].day, entries[i].place)):
        yield ReconciledItem(
            line=None,
            entry=entries[index],
            ours=ours[index],
            found_by=None,
            settled_by=tuple(settled_by[index]),
        )
