"""What left one account of ours and has not reached another yet.

Transfers that take days pass through an account with the role ``clearing``. What goes
in and what comes out is paired there: one with one, several with one, or several with
several. What is left is under way, and sums to the account's balance.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ledgerkit.banking.bank_posting import BankPosting

#: Among so many, and no more, those that sum to another one are looked for.
_CANDIDATES_MAX = 16


def in_transit(
    postings: Iterable[BankPosting], *, window: int
) -> Sequence[BankPosting]:
    """The postings to a clearing account that nothing pairs, by date.

    Args:
        postings: To one account in one currency, up to the day that is asked for.
        window: How many days may lie between the parts of a transfer.
    """
    left = sorted((p for p in postings if p.amount), key=lambda p: p.day)
    days = timedelta(days=window)
    left = _without_pairs(left, days)
    left = _without_zero_runs(left, days)
    return _without_sums(left, days)


def _without_pairs(
    postings: Sequence[BankPosting], days: timedelta
) -> list[BankPosting]:
    """Take out each two that cancel, the earliest with the earliest."""
    waiting: defaultdict[Decimal, list[BankPosting]] = defaultdict(list)
    paired: set[int] = set()
    for posting in postings:
        opposite = waiting[-posting.amount]
        while opposite and posting.day - opposite[0].day > days:
            del opposite[0]
        if opposite:
            paired.update((id(posting), id(opposite.pop(0))))
        else:
            waiting[posting.amount].append(posting)
    return [p for p in postings if id(p) not in paired]


def _without_zero_runs(
    postings: Sequence[BankPosting], days: timedelta
) -> list[BankPosting]:
    """Take out what follows one another and comes to nothing, however many it are."""
    kept: list[BankPosting] = []
    # After which of those kept the account held how much, the latest last.
    reached: dict[Decimal, int] = {ZERO: 0}
    sums = [ZERO]
    for posting in postings:
        kept.append(posting)
        sums.append(sums[-1] + posting.amount)
        start = reached.get(sums[-1])
        if start is not None and posting.day - kept[start].day <= days:
            for gone in sums[start + 1 : -1]:
                reached.pop(gone, None)
            del kept[start:], sums[start + 1 :]
        else:
            reached[sums[-1]] = len(kept)
    return kept


def _without_sums(
    postings: Sequence[BankPosting], days: timedelta
) -> list[BankPosting]:
    """Take out each one that others of the other sign sum to, the largest first."""
    gone: set[int] = set()
    for posting in sorted(postings, key=lambda p: -abs(p.amount)):
        if id(posting) in gone:
            continue
        candidates = [
            other
            for other in postings
            if id(other) not in gone
            and other.amount * posting.amount < 0
            and abs(other.day - posting.day) <= days
        ]
        found = _summing(candidates[:_CANDIDATES_MAX], -posting.amount)
        if found:
            gone.update(map(id, (posting, *found)))
    return [p for p in postings if id(p) not in gone]


def _summing(
    candidates: Sequence[BankPosting], wanted: Decimal
) -> Sequence[BankPosting]:
    """Some of them that sum to an amount, as few as may be; nothing if none do."""
    ways: dict[Decimal, tuple[BankPosting, ...]] = {ZERO: ()}
    for candidate in candidates:
        for number, way in list(ways.items()):
            total = number + candidate.amount
            if abs(total) > abs(wanted):
                continue
            if total not in ways or len(ways[total]) > len(way) + 1:
                ways[total] = (*way, candidate)
    return ways.get(wanted, ())
