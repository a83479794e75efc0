"""A posting to a control account, and its effect on what is owed."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from enum import IntEnum
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import Place
from ledgerkit.open_items.purpose import ADD_DOCUMENTS, Purpose
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.parties.payment_terms import PaymentTerms


class PartyProof(IntEnum):
    """How a posting's party is known, the surest first."""

    STATED = 0
    """A ``client:`` or ``vendor:`` key, or an account of the party's own. A
    document that the posting settles doesn't change it."""
    RECOGNISED = 1
    """The payee is a declared party's name, or the account's leaf names one."""
    PAYEE = 2
    """Nothing but the payee's spelling."""
    NONE = 3
    """Nobody is named."""


class ControlPosting(NamedTuple):
    """One posting to a receivable or payable account.

    A NamedTuple, where other values are dataclasses: a large book has 160,000 of
    them, rebuilt at every load.

    Attributes:
        day: The transaction's date.
        links: All links of the transaction, in alphabetical order.
        amount: What it adds to what is owed; negative if it reduces it.
        party: Id of the client or vendor; empty if nobody is named.
        account: The account posted to.
        text: Narration, for people.
        currency: Of the amount.
        side: Receivable or payable.
        control_account: The account whose balance the subledger must prove: the
            highest with the role.
        proof: How the party is known.
        number: The document it states or, for a debt, its only link; None if none.
        credit: Number of the credit note or vendor credit that it makes, if it does.
        due: Last day to pay without being late. With instalments, that of the first.
            For a payment its own day, or the part that it names with ``due:``.
        terms: The payment terms behind the due date, if any.
        due_is_stated: False if no due date is stated.
        purpose: Why it was made; if for several reasons, the first of ``parts``.
        unfinished: Whether the transaction is flagged ``!``.
        has_keys: Whether the posting has metadata of its own.
        filename: The file it stands in.
        lineno: The line, counted from 1.
        parts: Purpose and amount of each part, where there are several purposes.
        moved_from: For a move that adds debt, the posting that takes it from elsewhere.
    """

    day: date
    links: tuple[str, ...]
    amount: Decimal
    party: str
    account: str
    text: str
    currency: str
    side: Side
    control_account: str
    proof: PartyProof
    number: str | None
    credit: str | None
    due: date
    terms: PaymentTerms | None
    due_is_stated: bool
    purpose: Purpose
    unfinished: bool
    has_keys: bool
    filename: str
    lineno: int
    parts: tuple[tuple[Purpose, Decimal], ...] = ()
    moved_from: ControlPosting | None = None

    @property
    def opening(self) -> bool:
        """Whether it brings forward an item from before the books."""
        return self.purpose is Purpose.OPENING

    @property
    def pays(self) -> bool:
        """Whether it is a payment, and not a write-off, move or difference."""
        return self.purpose is Purpose.PAYMENT

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.filename, self.lineno)


#: An order that a rearranged file doesn't change: day, links, amount, party,
#: account, text and due date.
by_content = itemgetter(0, 1, 2, 3, 4, 5, 12)


def _by_content_and_terms(posting: ControlPosting) -> tuple[object, ...]:
    """A sort key for what may make a document: its terms tell two alike apart."""
    terms = posting.terms.text if posting.terms else ""
    return (*by_content(posting), not posting.due_is_stated, terms)


#: The surest party of a day first, then by content: a posting whose party is known
#: only from the payee joins the document that the others made. By day, proof, links,
#: amount, party, account and text.
_surest_first = itemgetter(0, 9, 1, 2, 3, 4, 5)


_day = itemgetter(0)


class OrderedPostings:
    """One side's postings, in an order that depends only on their content.

    They are sorted once; each day's allocation then takes them from the front.

    Attributes:
        side: Receivable or payable.
        credits: Those that make credit notes or vendor credits.
        debts: Those that make documents, the surest party of each day first.
        undoings: All others that add to what is owed, by content: money that came
            back, moves, and reversed write-offs and differences.
        reductions: All others, which reduce it, by content.
    """

    def __init__(self, postings: Iterable[ControlPosting], side: Side) -> None:
        """Take the postings, those of this side, and put them in order."""
        self.side = side
        self.credits: list[ControlPosting] = []
        self.debts: list[ControlPosting] = []
        self.undoings: list[ControlPosting] = []
        self.reductions: list[ControlPosting] = []
        for posting in postings:
            if posting.side is not side:
                continue
            if posting.parts:
                for part in _parts(posting):
                    self._list_for(part).append(part)
            else:
                self._list_for(posting).append(posting)
        self.credits.sort(key=_surest_first)
        self.debts.sort(key=_surest_first)
        self.undoings.sort(key=_by_content_and_terms)
        self.reductions.sort(key=by_content)

    def only(self, postings: Iterable[ControlPosting]) -> OrderedPostings:
        """Some of them, in the order of these lists."""
        part = OrderedPostings((), self.side)
        for posting in postings:
            part._list_for(posting).append(posting)
        return part

    @property
    def last(self) -> date:
        """The day of the last posting; the first of all days if there is none."""
        lists = (self.credits, self.debts, self.undoings, self.reductions)
        return max((each[-1].day for each in lists if each), default=date.min)

    def _list_for(self, posting: ControlPosting) -> list[ControlPosting]:
        if posting.credit is not None:
            return self.credits
        amount = posting.amount
        if amount >= 0 and posting.purpose in ADD_DOCUMENTS:
            return self.debts
        return self.undoings if amount > 0 else self.reductions


def _parts(posting: ControlPosting) -> Iterator[ControlPosting]:
    """A posting of several purposes as one for each.

    They keep the list, which tells that they share their transaction.
    """
    for purpose, amount in posting.parts:
        yield posting._replace(amount=amount, purpose=purpose)


def order_by_side(
    postings: Sequence[ControlPosting],
) -> Mapping[Side, OrderedPostings]:
    """Each side's postings in order."""
    return {side: OrderedPostings(postings, side) for side in Side}


def until(postings: Sequence[ControlPosting], as_of: date) -> Sequence[ControlPosting]:
    """The postings up to a day, from a list in date order."""
    return postings[: bisect_right(postings, as_of, key=_day)]
