"""What a document in a foreign currency is carried at, and what each settlement takes.

A document is booked at a rate, so it is carried at an amount in the currency of the
books, its *base*. What settles it takes its part of the base off, in proportion.
Amounts count what is owed; what settles a debt has a positive amount and base.
"""

from __future__ import annotations

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
    account = DocumentAccount.of(item, weights)
    if account is None or not account.open:
        return None
    return Carried(account.open, account.base, account.currency)


class SettledAt(NamedTuple):
    """What one posting took off one document.

    Attributes:
        item: The document.
        posting: The posting.
        units: In the document's currency.
        carried: What that was carried at, by the document's own rates.
        booked: What the posting took off in fact; None if it states no such rate.
        currency: Of both.
    """

    item: SubledgerItem
    posting: ControlPosting
    units: Decimal
    carried: Decimal
    booked: Decimal | None
    currency: str


def settled_at(items: Iterable[SubledgerItem], weights: Weights) -> Sequence[SettledAt]:
    """Everything that was taken off documents booked at a rate, document by document.

    What a posting took off several is shared by their units, after what each carried.
    """
    accounts, settlements = accounts_of_documents(items, weights)
    return [
        SettledAt(
            account.item,
            taken.posting,
            taken.units,
            taken.base,
            settlements[id(taken.posting)].booked(taken),
            account.currency,
        )
        for account in accounts
        for taken in account.taken
    ]


def accounts_of_documents(
    items: Iterable[SubledgerItem], weights: Weights
) -> tuple[Sequence[DocumentAccount], Mapping[int, DocumentSettlement]]:
    """The documents booked at rates, and what settles them, by its posting's id."""
    found = [DocumentAccount.of(item, weights) for item in items]
    accounts = [account for account in found if account is not None]
    settlements: dict[int, DocumentSettlement] = {}
    for account in accounts:
        for taken in account.taken:
            settlement = settlements.setdefault(
                id(taken.posting), DocumentSettlement(taken.posting, weights)
            )
            settlement.add(account, taken)
    return accounts, settlements


def _has_rate(item: SubledgerItem, weights: Weights) -> bool:
    return all(id(posting) in weights for posting in item.postings)


class Taken(NamedTuple):
    """What a settlement takes off one document.

    Attributes:
        posting: The settlement.
        units: In the document's currency.
        base: The base that goes with it, by the document's own rates.
    """

    posting: ControlPosting
    units: Decimal
    base: Decimal


class DocumentAccount:
    """One document's units and base, from its postings in order."""

    def __init__(self, item: SubledgerItem, currency: str) -> None:
        self.item = item
        self.currency = currency
        self.open = ZERO
        self.base = ZERO
        self.booked = ZERO
        self.left = ZERO
        self.taken: list[Taken] = []
        self.settlements: list[DocumentSettlement] = []

    @classmethod
    def of(cls, item: SubledgerItem, weights: Weights) -> DocumentAccount | None:
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
        base = self.base
        if units != self.open:
            base = self._in_cents(posting, units, base * units / self.open, weights)
        self.open -= units
        self.base -= base
        # A credit is also what settles itself: that moves nothing.
        if all(posting is not own for own in self.item.postings):
            self.taken.append(Taken(posting, units, base))

    def _in_cents(
        self, posting: ControlPosting, units: Decimal, base: Decimal, weights: Weights
    ) -> Decimal:
        """What was booked off, if it is the part's base but for the rounding to cents.

        So the last of many parts takes what is left in fact, and no cent stays.
        """
        at = weights.get(id(posting))
        if at is None or at.currency != self.currency or posting.amount != -units:
            return base
        is_rounding = abs(base + at.base) <= quantum(self.currency)
        return -at.base if is_rounding and _is_whole(at.base, at.currency) else base

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

    def _least(self, at_rates: Sequence[DocumentSettlement]) -> Decimal:
        """Up to what is left is rounding: rates and shares come to parts of a cent."""
        bases = [s.at.base for s in at_rates if s.at is not None]
        inexact = sum(not _is_whole(base, self.currency) for base in bases)
        inexact += sum(settlement.is_shared for settlement in at_rates)
        inexact += not _is_whole(self.booked, self.currency)
        return quantum(self.currency) / 2 * (inexact + 1)


class DocumentSettlement:
    """One posting that settles documents booked at a rate."""

    def __init__(self, posting: ControlPosting, weights: Weights) -> None:
        self.posting = posting
        self.at = weights.get(id(posting))
        self.parts: list[tuple[DocumentAccount, Taken]] = []
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

    def add(self, account: DocumentAccount, taken: Taken) -> None:
        """Add a document that it settles."""
        self.parts.append((account, taken))
        account.settlements.append(self)

    def booked(self, taken: Taken) -> Decimal | None:
        """What was taken off a document in fact; None if it states no such rate."""
        if self.cause is not ExchangeCause.OTHER_RATE or self.at is None:
            return None
        units = sum((each.units for _account, each in self.parts), ZERO)
        over = self.should_be + self.at.base
        return taken.base - (over * taken.units / units if units else ZERO)

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

    def share_of(self, account: DocumentAccount, amount: Decimal) -> Decimal:
        """The document's part of an amount, by what is settled of each."""
        units = sum((taken.units for _account, taken in self.parts), ZERO)
        own = sum((t.units for a, t in self.parts if a is account), ZERO)
        return amount * own / units if units else ZERO


def _is_whole(number: Decimal, currency: str) -> bool:
    return rounded(number, currency) == number
