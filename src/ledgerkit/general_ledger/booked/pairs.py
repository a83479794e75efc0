"""An entry of any number of lines, as pairs of one debit and one credit account."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.general_ledger.booked.entry import BookedLine


class PostingPair(NamedTuple):
    """An amount from one account to another.

    Attributes:
        debit: The line that is debited.
        credit: The line that is credited.
        amount: How much of both; positive.
    """

    debit: BookedLine
    credit: BookedLine
    amount: Decimal


def paired_lines(lines: Sequence[BookedLine]) -> Sequence[PostingPair]:
    """Pairs in which each line has its whole amount.

    A debit meets the credit of the same amount, if there is one; what is left meets in
    ledger order. So an invoice of three lines is three pairs against its debtor, and
    nothing passes through an account that the entry doesn't have.

    Args:
        lines: Of one entry: they sum to zero.
    """
    debits = [_Part(line) for line in lines if line.amount > 0]
    credits_ = [_Part(line) for line in lines if line.amount < 0]
    pairs = [*_alike(debits, credits_), *_in_order(debits, credits_)]
    places = {id(line): place for place, line in enumerate(lines)}
    return sorted(
        pairs, key=lambda p: sorted((places[id(p.debit)], places[id(p.credit)]))
    )


class _Part:
    """A line, and what of it is not in a pair yet."""

    def __init__(self, line: BookedLine) -> None:
        self.line = line
        self.left = abs(line.amount)


def _alike(debits: list[_Part], credits_: list[_Part]) -> Iterator[PostingPair]:
    for debit in debits:
        for credit in credits_:
            is_free = debit.left and debit.left == credit.left
            if is_free and debit.line.account.number != credit.line.account.number:
                yield PostingPair(debit.line, credit.line, debit.left)
                debit.left = credit.left = ZERO


def _in_order(debits: list[_Part], credits_: list[_Part]) -> Iterator[PostingPair]:
    for debit in debits:
        # Last what is on the same account: others may still meet each other.
        same = debit.line.account.number
        order = sorted(credits_, key=lambda c: c.line.account.number == same)
        for credit in order:
            amount = min(debit.left, credit.left)
            if amount:
                yield PostingPair(debit.line, credit.line, amount)
                debit.left -= amount
                credit.left -= amount
