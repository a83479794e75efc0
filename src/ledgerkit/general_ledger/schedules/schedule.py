"""A schedule: the entries of an asset, loan, prepaid expense or accrual, by day.

Every amount is in the ledger's signs, debit positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


class ScheduleKind(StrEnum):
    """What a schedule is of; the value is what the directive says."""

    ASSET = "asset"
    LOAN = "loan"
    PREPAID = "prepaid"
    ACCRUAL = "accrual"


class MoveKind(StrEnum):
    """What an entry does to the accounts of a schedule."""

    NEW = "new"
    """Bought, borrowed, paid in advance, accrued."""
    USED = "used"
    """Depreciated, paid back, turned into an expense."""
    REVERSED = "reversed"
    """Taken back on the day after."""
    DISPOSED = "disposed"
    """Sold or scrapped."""


class Leg(NamedTuple):
    """A posting of an entry: debit positive."""

    account: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleEntry:
    """An entry of a schedule.

    Attributes:
        day: Its day.
        kind: What it does.
        legs: Its postings; of what others book, that on the schedule's account alone.
        is_ours: Whether it is written from the schedule, and not by whoever bought,
            borrowed or paid.
        label: What it is, in a word or two.
        link: The link that it shares with its reversal; empty for none.
    """

    day: date
    kind: MoveKind
    legs: Sequence[Leg]
    is_ours: bool
    label: str
    link: str = ""

    def change(self, accounts: Iterable[str]) -> Decimal:
        """What it adds to accounts."""
        return change_of(self.legs, accounts)


def change_of(legs: Iterable[Leg], accounts: Iterable[str]) -> Decimal:
    """What postings add to accounts."""
    wanted = set(accounts)
    return sum((leg.amount for leg in legs if leg.account in wanted), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollForward:
    """How an account comes from its opening to its closing balance, by a schedule.

    Attributes:
        opening: The balance before the first day.
        new: What came in addition.
        used: What was used up.
        reversed: What was taken back.
        disposed: What was sold or scrapped.
    """

    opening: Decimal
    new: Decimal
    used: Decimal
    reversed: Decimal
    disposed: Decimal

    @property
    def closing(self) -> Decimal:
        """The balance on the last day."""
        return self.opening + self.new + self.used + self.reversed + self.disposed


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A schedule.

    Attributes:
        id: Its id.
        kind: What it is of.
        text: What it is called.
        terms: How its entries come about, as a noun phrase.
        currency: Of all amounts.
        accounts: The accounts whose balance it explains: assets or liabilities.
        result: The account of income or expenses.
        entries: All of them, in order of day.
        booked_until: Entries up to this day are in the books without its name, such as
            in their opening balances; None for none.
        place: Where it is declared.
    """

    id: str
    kind: ScheduleKind
    text: str
    terms: str
    currency: str
    accounts: Sequence[str]
    result: str
    entries: Sequence[ScheduleEntry]
    booked_until: date | None
    place: Place

    def roll_forward(self, account: str, first: date, last: date) -> RollForward:
        """How an account moves from one day to another, both counted."""
        sums = dict.fromkeys(MoveKind, ZERO)
        opening = ZERO
        for entry in self.entries:
            change = entry.change([account])
            if entry.day < first:
                opening += change
            elif entry.day <= last:
                sums[entry.kind] += change
        return RollForward(
            opening=opening,
            new=sums[MoveKind.NEW],
            used=sums[MoveKind.USED],
            reversed=sums[MoveKind.REVERSED],
            disposed=sums[MoveKind.DISPOSED],
        )

    def to_write(self, entry: ScheduleEntry) -> bool:
        """Whether an entry is to be in the books under the schedule's name."""
        return entry.is_ours and (
            self.booked_until is None or entry.day > self.booked_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEntry:
    """A transaction of the books that names a schedule.

    Attributes:
        day: Its day.
        legs: Its postings in the schedule's currency.
        place: Where it stands.
    """

    day: date
    legs: Sequence[Leg]
    place: Place


#: An entry that nothing else is near may stand so many days from its day.
_DAYS_APART = 15


class EntriesInBooks:
    """Which entries of a schedule are in the books, and what else names it.

    An entry is known by its day; one that was moved, by being nearer to that day than
    to any other, and by adding to the account where the schedule does.

    Attributes:
        of: By an entry's place in the schedule: the transaction that is it.
        others: The transactions that are none of its entries.
    """

    def __init__(self, schedule: Schedule, written: Sequence[WrittenEntry]) -> None:
        """Match what is written with what should be."""
        self._schedule = schedule
        self._planned = [self._signs(entry.legs) for entry in schedule.entries]
        self.of: dict[int, WrittenEntry] = {}
        self.others: list[WrittenEntry] = []
        by_day: dict[date, list[int]] = {}
        for number, entry in enumerate(schedule.entries):
            by_day.setdefault(entry.day, []).append(number)
        moved = [
            each for each in written if not self._take(each, by_day.get(each.day, ()))
        ]
        for each in moved:
            if not self._take(each, range(len(schedule.entries))):
                self.others.append(each)

    def missing(self, until: date) -> Sequence[ScheduleEntry]:
        """The entries up to a day that are to be written, and are not there."""
        return [
            entry
            for number, entry in enumerate(self._schedule.entries)
            if entry.day <= until
            and number not in self.of
            and self._schedule.to_write(entry)
        ]

    def _take(self, each: WrittenEntry, numbers: Iterable[int]) -> bool:
        """Take a transaction for the nearest of some entries, if one is near."""
        signs, entries = self._signs(each.legs), self._schedule.entries
        near = [
            (abs((entries[number].day - each.day).days), number)
            for number in numbers
            if number not in self.of and self._planned[number] == signs
        ]
        if not near:
            return False
        days, number = min(near)
        if days > self._reach(number):
            return False
        self.of[number] = each
        return True

    def _signs(self, legs: Sequence[Leg]) -> Sequence[int]:
        """On which side of each account of the schedule it is."""
        changes = [change_of(legs, [account]) for account in self._schedule.accounts]
        return [(change > 0) - (change < 0) for change in changes]

    def _reach(self, number: int) -> int:
        """How far from its day an entry may stand: half way to the next like it."""
        entry = self._schedule.entries[number]
        gaps = [
            abs((other.day - entry.day).days)
            for other in self._schedule.entries
            if other is not entry and other.kind is entry.kind
        ]
        return min(gaps, default=2 * _DAYS_APART) // 2
