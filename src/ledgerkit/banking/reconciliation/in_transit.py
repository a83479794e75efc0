"""Money in transit: it has left one account of ours and not yet reached another.

Transfers that take days pass through an account with the role ``clearing``. Its debits
and credits are paired: one with one, several with one, or several with several. The
unpaired postings are in transit, and sum to the account's balance.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ledgerkit.banking.booked_statement import BankPosting

#: Sums are sought among this many candidates at most.
_CANDIDATES_MAX = 16


def in_transit(
    postings: Iterable[BankPosting], *, window: int
) -> Sequence[BankPosting]:
    """The unpaired postings to a clearing account, by date.

    Args:
        postings: To one account in one currency, up to the day in question.
        window: The most days between the parts of a transfer.
    """
    unpaired = sorted((p for p in postings if p.amount), key=lambda p: p.day)
    days = timedelta(days=window)
    unpaired = _without_pairs(unpaired, days)
    unpaired = _without_zero_runs(unpaired, days)
    return _without_sums(unpaired, days)


def _without_pairs(
    postings: Sequence[BankPosting], days: timedelta
) -> list[BankPosting]:
    """Remove pairs that cancel out, the earliest with the earliest."""
    unpaired: defaultdict[Decimal, list[BankPosting]] = defaultdict(list)
    paired: set[int] = set()
    for posting in postings:
        opposite = unpaired[-posting.amount]
        while opposite and posting.day - opposite[0].day > days:
            del opposite[0]
        if opposite:
            paired.update((id(posting), id(opposite.pop(0))))
        else:
            unpaired[posting.amount].append(posting)
    return [p for p in postings if id(p) not in paired]


def _without_zero_runs(
    postings: Sequence[BankPosting], days: timedelta
) -> list[BankPosting]:
    """Remove consecutive postings that sum to zero, however many."""
    kept: list[BankPosting] = []
    # Each balance reached, and after how many of the kept postings.
    positions: dict[Decimal, int] = {ZERO: 0}
    sums = [ZERO]
    for posting in postings:
        kept.append(posting)
        sums.append(sums[-1] + posting.amount)
        start = positions.get(sums[-1])
        if start is not None and posting.day - kept[start].day <= days:
            for balance in sums[start + 1 : -1]:
                positions.pop(balance, None)
            del kept[start:], sums[start + 1 :]
        else:
            positions[sums[-1]] = len(kept)
    return kept


def _without_sums(
    postings: Sequence[BankPosting], days: timedelta
) -> list[BankPosting]:
    """Remove postings with others that cancel them out, the largest first."""
    paired: set[int] = set()
    for posting in sorted(postings, key=lambda p: -abs(p.amount)):
        if id(posting) in paired:
            continue
        candidates = [
            other
            for other in postings
            if id(other) not in paired
            and other.amount * posting.amount < 0
            and abs(other.day - posting.day) <= days
        ]
        summands = _summing(candidates[:_CANDIDATES_MAX], -posting.amount)
        if summands:
            paired.update(map(id, (posting, *summands)))
    return [p for p in postings if id(p) not in paired]


def _summing(
    candidates: Sequence[BankPosting], target: Decimal
) -> Sequence[BankPosting]:
    """The fewest candidates that sum to an amount; none if there are none."""
    subsets: dict[Decimal, tuple[BankPosting, ...]] = {ZERO: ()}
    for candidate in candidates:
        for number, subset in list(subsets.items()):
            total = number + candidate.amount
            if abs(total) > abs(target):
                continue
            if total not in subsets or len(subsets[total]) > len(subset) + 1:
                subsets[total] = (*subset, candidate)
    return subsets.get(target, ())
