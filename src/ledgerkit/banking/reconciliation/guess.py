"""What a difference between the books and the bank comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.bank_posting import BankPosting
    from ledgerkit.errors import Place

#: As many days may lie between the books' date and the bank's for the same movement.
WINDOW_DAYS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One reason for a part of a difference.

    Attributes:
        amount: How much of the difference it makes, as what the bank has more.
        sentence: What is wrong, for whoever mends it.
        is_certain: Whether it is so, or only may be: it would make this amount.
        day: The day that it is about.
        name: Whom it came from or went to; empty if that isn't known.
        place: The line to look at, in the books or in the bank's file; None for
            what is nowhere.
    """

    amount: Decimal
    sentence: str
    is_certain: bool
    day: date
    name: str = ""
    place: Place | None = None


def explain_opening(
    opening: Decimal | None,
    since: date | None,
    movements: Sequence[BankPosting],
) -> Iterator[Explanation]:
    """What was different already before a statement began.

    Args:
        opening: What the bank had then; None if it isn't known.
        since: First day of the statement; None likewise.
        movements: Every posting to the account.
    """
    if opening is None or since is None:
        return
    difference = opening - sum(
        m.amount for m in movements if m.cleared is not None and m.cleared < since
    )
    if difference:
        yield Explanation(
            amount=difference,
            sentence="the opening balance differs: reconcile the statement before",
            is_certain=True,
            day=since,
        )
