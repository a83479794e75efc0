"""The proof that a document settled in its own currency is settled in the books' too.

A document in a foreign currency is booked at a rate, so it is carried at an amount in
the currency of the books, its *base*. What settles it takes its part of the base off,
in proportion, whatever rate that day has; the difference is gained or lost. Where a
settlement is booked at its own day's rate instead, the difference stays in the control
account, though nothing is owed any more::

    1,000 USD booked at 0.90 is 900.00 EUR; 500 settled at 0.92 and 500 at 0.95 take
    935.00 off, and -35.00 EUR are left.

Amounts count what is owed; what settles a debt has a positive amount and base.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ledgerkit.money import ZERO, quantum, rounded
from ledgerkit.open_items.control_posting import by_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting


class BookedAt(NamedTuple):
    """What a control posting in a foreign currency weighs in another one.

    Attributes:
        base: What it adds to what is owed, in the other currency.
        currency: The other currency.
    """

    base: Decimal
    currency: str


#: By the identity of each posting that has a rate of exchange.
Weights: TypeAlias = "Mapping[int, BookedAt]"


class ExchangeCause(Enum):
    """Why base is left of a document, though its units are settled."""

    OTHER_RATE = "settled at another rate than it was booked at"
    OTHER_CURRENCY = "settled at a rate in a currency that it isn't booked in"
    NO_RATE = "settled without a rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeDifference:
    """A settlement that leaves base behind, and what it should have been booked at.

    Attributes:
        posting: The settlement.
        cause: Why base is left.
        documents: The settled documents that it concerns.
        settled: What it settles of them, in their currency.
        currency: The currency of the books that they are booked in.
        booked_at: The base of what was settled, by the rates of the documents.
        settled_at: The base of the same as it is booked; zero if it isn't known.
        should_be: The base of the whole posting, if nothing is to be left.
        whole: What the documents were booked at in all.
        left: What is left of that in all.
    """

    posting: ControlPosting
    cause: ExchangeCause
    documents: tuple[SubledgerItem, ...]
    settled: Decimal
    currency: str
    booked_at: Decimal
    settled_at: Decimal
    should_be: Decimal
    whole: Decimal
    left: Decimal


class Carried(NamedTuple):
    """What is carried of a document.

    Attributes:
        open: In its own currency.
        base: What of its base goes with that.
        currency: The currency of the base.
    """

    open: Decimal
    base: Decimal
    currency: str

    def part(self, units: Decimal) -> Decimal:
        """The base of part of what is open."""
        return self.base if units == self.open else self.base * units / self.open


def carried(item: SubledgerItem, weights: Weights) -> Carried | None:
    """What is carried of a document; None if it isn't booked at a rate."""
    account = _Account.of(item, weights)
    if account is None or not account.open:
        return None
    return Carried(account.open, account.base, account.currency)


def exchange_differences(
    items: Iterable[SubledgerItem], weights: Weights
) -> Sequence[ExchangeDifference]:
    """What settled documents leave behind, by settlement, earliest first.

    Args:
        items: The documents of one side.
        weights: Of its postings; those without a rate are left out.
    """
    accounts = [
        _Account.of(item, weights) for item in items if _has_rate(item, weights)
    ]
    known = [account for account in accounts if account is not None]
    settlements: dict[int, _Settlement] = {}
    for account in known:
        for taken in account.taken:
            settlement = settlements.setdefault(
                id(taken.posting), _Settlement(taken.posting, weights)
            )
            settlement.add(account, taken)
    for settlement in settlements.values():
        settlement.share()
    for account in known:
        account.correct()
    wrong = [s for s in settlements.values() if s.is_wrong]
    return [_difference(s) for s in sorted(wrong, key=lambda s: by_content(s.posting))]


def _difference(settlement: _Settlement) -> ExchangeDifference:
    accounts = [account for account, _taken in settlement.parts if account.is_settled]
    booked_at = sum((taken.base for _account, taken in settlement.parts), ZERO)
    return ExchangeDifference(
        posting=settlement.posting,
        cause=settlement.cause,
        documents=tuple(account.item for account in accounts),
        settled=sum((taken.units for _account, taken in settlement.parts), ZERO),
        currency=settlement.currency,
        booked_at=booked_at,
        settled_at=ZERO if settlement.at is None else booked_at - settlement.over,
        should_be=settlement.corrected,
        whole=sum((account.booked for account in accounts), ZERO),
        left=sum((account.left for account in accounts), ZERO),
    )


def _has_rate(item: SubledgerItem, weights: Weights) -> bool:
    return all(id(posting) in weights for posting in item.postings)


class _Taken(NamedTuple):
    """What a settlement takes off one document.

    Attributes:
        posting: The settlement.
        units: In the document's currency.
        base: The base that goes with it, by the document's own rates.
    """

    posting: ControlPosting
    units: Decimal
    base: Decimal


class _Account:
    """One document's units and base, from its postings in order."""

    def __init__(self, item: SubledgerItem, currency: str) -> None:
        self.item = item
        self.currency = currency
        self.open = ZERO
        self.base = ZERO
        self.booked = ZERO
        self.left = ZERO
        self.taken: list[_Taken] = []
        self.settlements: list[_Settlement] = []

    @classmethod
    def of(cls, item: SubledgerItem, weights: Weights) -> _Account | None:
        """The account of a document; None if it isn't booked at rates of one currency.

        A payment that came back adds to the document again at its own rate.
        """
        if not _has_rate(item, weights):
            return None
        currencies = {weights[id(posting)].currency for posting in item.postings}
        if len(currencies) > 1 or item.first.currency in currencies:
            return None
        account = cls(item, currencies.pop())
        own = sorted(item.postings, key=by_content, reverse=True)
        for posting, units, _basis, _credit in item.settled_by_day():
            while own and (own[-1].day <= posting.day or not account._has(units)):
                account._add(own.pop(), weights)
            account._settle(posting, units, weights)
        for posting in reversed(own):
            account._add(posting, weights)
        return account

    def _has(self, units: Decimal) -> bool:
        return self.open * units > 0 and abs(self.open) >= abs(units)

    def _add(self, posting: ControlPosting, weights: Weights) -> None:
        self.open += posting.amount
        self.base += weights[id(posting)].base
        self.booked += weights[id(posting)].base

    def _settle(
        self, posting: ControlPosting, units: Decimal, weights: Weights
    ) -> None:
        if not self.open or self.open * units < 0:
            self._take_back(posting, units, weights)
            return
        base = self.base if units == self.open else self.base * units / self.open
        self.open -= units
        self.base -= base
        # A credit is also what settles itself: that moves nothing.
        if all(posting is not own for own in self.item.postings):
            self.taken.append(_Taken(posting, units, base))

    def _take_back(
        self, posting: ControlPosting, units: Decimal, weights: Weights
    ) -> None:
        """Something comes back that had settled the document."""
        weight = weights.get(id(posting))
        if weight is not None and weight.currency == self.currency and posting.amount:
            base = weight.base * -units / posting.amount
        else:
            first = weights[id(self.item.first)]
            base = first.base * -units / self.item.first.amount
        self.open -= units
        self.base += base
        self.booked += base

    @property
    def is_settled(self) -> bool:
        """Whether nothing is open of its units."""
        return not self.item.open and not self.open

    def correct(self) -> None:
        """Mark the settlements that leave base, if all of the units are settled."""
        if not self.is_settled:
            return
        for settlement in self.settlements:
            settlement.is_wrong |= settlement.cause is not ExchangeCause.OTHER_RATE
        at_rates = [s for s in self.settlements if s.cause is ExchangeCause.OTHER_RATE]
        left = sum((s.share_of(self, s.over) for s in at_rates), ZERO)
        least = self._least(at_rates)
        if abs(left) <= least:
            return
        rest = ZERO
        for settlement in at_rates:
            rest += settlement.share_of(self, settlement.over)
            # What several documents share is right at the sum of what they carry.
            settlement.move(settlement.over if settlement.is_shared else rest)
            rest -= settlement.share_of(self, settlement.moved)
        if abs(rest) > least:
            at_rates[-1].move(at_rates[-1].moved + rest)

    def _least(self, at_rates: Sequence[_Settlement]) -> Decimal:
        """Up to what is left is rounding: rates and shares come to parts of a cent."""
        bases = [s.at.base for s in at_rates if s.at is not None]
        inexact = sum(not _is_whole(base, self.currency) for base in bases)
        inexact += sum(settlement.is_shared for settlement in at_rates)
        inexact += not _is_whole(self.booked, self.currency)
        return quantum(self.currency) / 2 * (inexact + 1)


class _Settlement:
    """One posting that settles documents booked at a rate."""

    def __init__(self, posting: ControlPosting, weights: Weights) -> None:
        self.posting = posting
        self.at = weights.get(id(posting))
        self.parts: list[tuple[_Account, _Taken]] = []
        self.over = ZERO
        self.moved = ZERO
        self.is_wrong = False

    @property
    def currency(self) -> str:
        """The currency of the documents' base."""
        return self.parts[0][0].currency

    @property
    def cause(self) -> ExchangeCause:
        """Why it may leave base behind."""
        if self.at is None:
            return ExchangeCause.NO_RATE
        if any(account.currency != self.at.currency for account, _taken in self.parts):
            return ExchangeCause.OTHER_CURRENCY
        return ExchangeCause.OTHER_RATE

    @property
    def should_be(self) -> Decimal:
        """The base of the whole posting, at the rates of what it settles."""
        units = sum((taken.units for _account, taken in self.parts), ZERO)
        base = sum((taken.base for _account, taken in self.parts), ZERO)
        rest = -self.posting.amount - units
        if not rest:
            return base
        if self.cause is ExchangeCause.OTHER_RATE and self.at is not None:
            # What is on account, or settles what has no rate, stays at its own.
            return base + self.at.base * rest / self.posting.amount
        return base * -self.posting.amount / units

    def add(self, account: _Account, taken: _Taken) -> None:
        """Add a document that it settles."""
        self.parts.append((account, taken))
        account.settlements.append(self)

    @property
    def corrected(self) -> Decimal:
        """The base to write; by the documents' rates if it isn't written yet."""
        if self.cause is not ExchangeCause.OTHER_RATE or self.at is None:
            return rounded(self.should_be, self.currency)
        return rounded(self.moved - self.at.base, self.currency)

    @property
    def is_shared(self) -> bool:
        """Whether it settles several documents."""
        return len(self.parts) > 1

    def move(self, change: Decimal) -> None:
        """Correct the base by an amount, to whole cents; too small a one by none."""
        assert self.at is not None
        if self.is_wrong and self.is_shared:
            return
        if abs(change) > quantum(self.currency) / 2:
            self.moved = rounded(change - self.at.base, self.currency) + self.at.base
            self.is_wrong = True

    def share(self) -> None:
        """Compare its base with the documents', and let each have its part."""
        if self.cause is ExchangeCause.OTHER_RATE and self.at is not None:
            self.over = self.should_be + self.at.base
            for account, _taken in self.parts:
                account.left += self.share_of(account, self.over)
        else:
            for account, taken in self.parts:
                account.left += taken.base

    def share_of(self, account: _Account, amount: Decimal) -> Decimal:
        """The document's part of an amount, by what is settled of each."""
        units = sum((taken.units for _account, taken in self.parts), ZERO)
        own = sum((t.units for a, t in self.parts if a is account), ZERO)
        return amount * own / units if units else ZERO


def _is_whole(number: Decimal, currency: str) -> bool:
    return rounded(number, currency) == number
