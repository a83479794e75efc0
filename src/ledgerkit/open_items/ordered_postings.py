"""The control postings of one side, in the order in which they are allocated."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from ledgerkit.open_items.control_posting import ControlPosting, by_content
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

#: The surest party of a day first, and then what the text says: who is named only
#: by a payee joins the document that the others made.
_surest_first = attrgetter(
    "day", "proof", "links", "amount", "party", "account", "text"
)
_day = itemgetter(0)


class OrderedPostings:
    """One side's postings in an order that rests on what they say.

    They are put in order once; each day's allocation then takes them from the
    front.

    Attributes:
        side: Which side.
        credits: What makes credit notes or vendor credits.
        debts: What adds debt, the surest party of each day first.
        reductions: What reduces it otherwise, by content.
    """

    def __init__(self, postings: Iterable[ControlPosting], side: Side) -> None:
        """Take the postings, all of this side, and put them in order."""
        self.side = side
        self.credits: list[ControlPosting] = []
        self.debts: list[ControlPosting] = []
        self.reductions: list[ControlPosting] = []
        for posting in postings:
            if posting.credit is not None:
                self.credits.append(posting)
            elif posting.amount > 0:
                self.debts.append(posting)
            else:
                self.reductions.append(posting)
        self.credits.sort(key=_surest_first)
        self.debts.sort(key=_surest_first)
        self.reductions.sort(key=by_content)


def order_by_side(
    postings: Iterable[ControlPosting],
) -> Mapping[Side, OrderedPostings]:
    """Each side's postings in order."""
    sides: dict[Side, list[ControlPosting]] = {side: [] for side in Side}
    for posting in postings:
        sides[posting.side].append(posting)
    return {side: OrderedPostings(mine, side) for side, mine in sides.items()}


def until(postings: Sequence[ControlPosting], as_of: date) -> Sequence[ControlPosting]:
    """The postings up to a day; they are in the order of their days."""
    return postings[: bisect_right(postings, as_of, key=_day)]
