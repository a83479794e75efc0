"""Which share of each transaction was paid by which day: one rule for all who ask."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.place import place_in
from ledgerkit.money import ZERO
from ledgerkit.open_items.document import Basis
from ledgerkit.open_items.paid_share import WHOLE, PaidShare
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Transaction

    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting

#: Accounts that a document is paid from or to; a card's is one, as the debt is gone.
_MONEY = frozenset({Role.BANK, Role.CASH, Role.CARD, Role.CLEARING})
#: File, line and currency: what a posting is known by.
_Key: TypeAlias = tuple[str, int, str]
#: Why what makes no document counts as paid.
AT_ONCE = "paid at once"
#: Who put a debt elsewhere so many times hides it.
_MOVES_MAX = 20


class PaidShares:
    """Gives each transaction the shares that its payments make of it."""

    def __init__(
        self,
        source: Source,
        last: date,
        items: Mapping[Side, Sequence[SubledgerItem]] | None = None,
    ) -> None:
        """Take the book, the last day that is known, and the documents.

        Those that will be asked about are enough; without any, all of the book.
        """
        self._source = source
        self._last = last
        self._items = items

    def paid(
        self, day: date, controls: Sequence[ControlPosting], cash: Decimal
    ) -> Iterator[PaidShare]:
        """Which share of a transaction was paid by which day, in order of days.

        What makes no document is paid at once: a discount that a payment takes, a sale
        that is taken back, a purchase by card.

        Args:
            day: The transaction's.
            controls: Its postings to receivable and payable accounts.
            cash: What it pays at once, positive, in the currency of the books.
        """
        usual = self._usual(day, controls, cash)
        if usual is not None:
            yield from usual
            return
        steps = self._steps(day, controls, cash)
        yield from _summed(step for step in steps if not step.is_given_up)

    def settled(
        self, day: date, controls: Sequence[ControlPosting], cash: Decimal
    ) -> Iterator[PaidShare]:
        """Which share was paid or written off by which day, likewise."""
        usual = self._usual(day, controls, cash)
        yield from (
            usual if usual is not None else _summed(self._steps(day, controls, cash))
        )

    def _usual(
        self, day: date, controls: Sequence[ControlPosting], cash: Decimal
    ) -> Sequence[PaidShare] | None:
        """The share of one document that one payment settles, or that nobody does.

        A short cut for what the full search would do as well: nine documents in ten
        are like this. None if this one isn't.
        """
        if cash or len(controls) != 1:
            return None
        items = self._items_of(controls[0])
        if len(items) != 1 or items[0].more is not None:
            return None
        settlements = items[0].settlements
        if not settlements:
            return ()
        posting, settled, basis, credit = settlements[0]
        is_payment = posting.pays and basis is not Basis.MOVED and credit is None
        if len(settlements) > 1 or not is_payment or settled != controls[0].amount:
            return None
        paid_on = max(posting.day, day)
        return (PaidShare(paid_on, WHOLE, f"paid {posting.day}", posting),)

    def _items_of(self, control: ControlPosting) -> Sequence[SubledgerItem]:
        """The documents that a posting makes, or adds to."""
        return self._by_posting.get(_key(control), ())

    def _makes_debt(self, control: ControlPosting) -> bool:
        """Whether a posting makes a document, be it one that nobody can pay."""
        if control.credit is not None or self._items_of(control):
            return True
        return control.purpose.adds_a_document

    def _steps(
        self, day: date, controls: Sequence[ControlPosting], cash: Decimal
    ) -> Iterator[PaidShare]:
        debts = [control for control in controls if self._makes_debt(control)]
        amounts = self._comparable(debts, is_beside_cash=bool(cash))
        owed = sum(amounts, ZERO)
        if not owed:
            yield PaidShare(day, WHOLE, AT_ONCE)
            return
        whole = owed + cash
        if cash:
            yield PaidShare(day, Fraction(cash) / Fraction(whole), AT_ONCE)
        for control, amount in zip(debts, amounts, strict=True):
            weight = _share(amount, whole)
            for item in self._items_of(control):
                for step in self._of_item(item, _MOVES_MAX):
                    yield step._replace(
                        day=max(step.day, day), share=weight * step.share
                    )

    def _comparable(
        self, debts: Sequence[ControlPosting], *, is_beside_cash: bool
    ) -> Sequence[Decimal]:
        """The size of each debt, in one currency where there is more than one sum."""
        if not is_beside_cash and len({control.currency for control in debts}) < 2:
            return [abs(control.amount) for control in debts]
        return [abs(self._weight(control)) for control in debts]

    def _weight(self, control: ControlPosting) -> Decimal:
        """What a posting weighs: its amount at the rate of its transaction."""
        for posting in self._source.transaction_of(control).postings:
            place = place_in(posting.meta or {})
            if (place.filename, place.lineno) == (control.filename, control.lineno):
                return weight_of(posting)[0]
        return control.amount

    def _of_item(self, item: SubledgerItem, moves_left: int) -> Iterator[PaidShare]:
        """What was paid of a document, also where its debt was put elsewhere."""
        amount = sum((p.amount for p in item.more or ()), item.first.amount)
        if not amount:
            return
        for posting, settled, basis, credit in item.settlements or ():
            share = _share(settled, amount)
            if posting.purpose is Purpose.WRITE_OFF:
                why = f"given up {posting.day}"
                yield PaidShare(posting.day, share, why, posting, is_given_up=True)
            elif posting.purpose is not Purpose.MOVE and basis is not Basis.MOVED:
                why = f"set off against {credit}" if credit else f"paid {posting.day}"
                yield PaidShare(posting.day, share, why, posting)
            elif posting.purpose is Purpose.MOVE and moves_left:
                for step in self._of_move(posting, moves_left - 1):
                    yield step._replace(share=share * step.share)

    def _of_move(self, moved: ControlPosting, moves_left: int) -> Iterator[PaidShare]:
        """What was paid of the document that a debt was put on."""
        for target in self._moved_to.get(_key(moved), ()):
            for item in self._items_of(target):
                yield from self._of_item(item, moves_left)

    @cached_property
    def _by_posting(self) -> Mapping[_Key, Sequence[SubledgerItem]]:
        """The documents by the postings that make them.

        As they were allocated: to build each in full would take longer than all else.
        """
        found: dict[_Key, list[SubledgerItem]] = {}
        for side in Side:
            for item in self._items_on(side):
                for posting in item.postings:
                    found.setdefault(_key(posting), []).append(item)
        return found

    def _items_on(self, side: Side) -> Sequence[SubledgerItem]:
        if self._items is not None:
            return self._items[side]
        return self._source.subledger(side, self._last).items

    @cached_property
    def _moved_to(self) -> Mapping[_Key, Sequence[ControlPosting]]:
        """The postings that take a debt over, by those that put it there."""
        found: dict[_Key, list[ControlPosting]] = {}
        for items in self._by_posting.values():
            for item in items:
                for posting in item.postings:
                    source = posting.moved_from
                    if source is not None:
                        found.setdefault(_key(source), []).append(posting)
        return found


def paid_in_cash(
    txn: Transaction, chart: ChartOfAccounts, currency: str | None
) -> Decimal:
    """What a transaction pays at once: its postings to accounts of money, positive.

    Args:
        txn: The transaction.
        chart: Knows which accounts hold money.
        currency: Of the books; what weighs in another isn't counted. None for any.
    """
    total = ZERO
    for posting in txn.postings:
        if holds_money(chart, posting.account):
            number, of = weight_of(posting)
            total += number if currency in {None, of} else ZERO
    return abs(total)


def holds_money(chart: ChartOfAccounts, account: str) -> bool:
    """Whether documents are paid from or to an account."""
    role = chart.role(account)
    return role is not None and role.role in _MONEY


def _summed(steps: Iterator[PaidShare]) -> Iterator[PaidShare]:
    so_far = Fraction()
    for step in sorted(steps, key=lambda step: step.day):
        so_far += step.share
        yield step._replace(share=min(max(so_far, Fraction()), WHOLE))


def _share(part: Decimal, of: Decimal) -> Fraction:
    """The share that an amount is of another; nearly always the whole."""
    return WHOLE if part == of else Fraction(part) / Fraction(of)


def _key(posting: ControlPosting) -> _Key:
    return posting.filename, posting.lineno, posting.currency
