"""The selection for a payment run: what to pay, in which order, and why.

Bills asked for by number come first, then overdue ones, then discounts worth taking,
then the rest by due date. A bill that the cash doesn't cover is passed over, and a
smaller one after it may still be paid.

Days on which banks execute transfers.

SEPA transfers are executed on TARGET business days: not on Saturday and Sunday, New
Year's Day, Good Friday, Easter Monday, 1 May, 25 and 26 December (ECB, *Long-term
calendar for TARGET closing days*, in force since 2002).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from dateutil.easter import easter

from ledgerkit.money import ZERO, with_cents
from ledgerkit.payables.proposal import (
    Action,
    BillToPay,
    PaymentOrder,
    PaymentProposal,
    ProposedLine,
    ProposedPayment,
    VendorToPay,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.open_items.document import Document


_DAY = timedelta(days=1)


_SATURDAY = 5


_FIXED = {(1, 1), (5, 1), (12, 25), (12, 26)}


def is_bank_day(day: date, currency: str) -> bool:
    """Whether banks execute transfers; for currencies but EUR only weekends are known.

    >>> is_bank_day(date(2026, 4, 3), "EUR"), is_bank_day(date(2026, 4, 3), "USD")
    (False, True)
    """
    if day.weekday() >= _SATURDAY:
        return False
    if currency != "EUR":
        return True
    from_easter = (day - easter(day.year)).days
    return (day.month, day.day) not in _FIXED and from_easter not in {-2, 1}


def bank_day_from(day: date, currency: str) -> date:
    """The day itself, or the next bank day."""
    while not is_bank_day(day, currency) and day < date.max:
        day += _DAY
    return day


def bank_day_until(day: date, currency: str) -> date:
    """The day itself, or the last bank day before it.

    >>> bank_day_until(date(2026, 4, 6), "EUR")
    datetime.date(2026, 4, 2)
    """
    while not is_bank_day(day, currency) and day > date.min:
        day -= _DAY
    return day


_DAYS_A_YEAR = Decimal(365)


def yearly_rate(discount: Decimal, full: Decimal, days: int) -> Decimal:
    """The yearly rate, in percent, that paying early with a discount earns.

    ``d / (1 - d) * 365 / days``, without compounding: paying ``1 - d`` that many
    days early earns ``d`` on it (the *cost of giving up a cash discount*, L. Gitman
    and C. Zutter, Principles of Managerial Finance, on accounts payable).

    Args:
        discount: The discount, with tax.
        full: The amount to pay without it; more than the discount.
        days: How many days earlier it is paid; less than one counts as one.

    2/10 net 30:

    >>> round(yearly_rate(Decimal(2), Decimal(100), 20), 2)
    Decimal('37.24')
    """
    gained = max(days, 1)
    return 100 * discount / (full - discount) * _DAYS_A_YEAR / gained


class _Urgency(IntEnum):
    ASKED_FOR = 0
    OVERDUE = 1
    DISCOUNT = 2
    DUE = 3


class _Choice(NamedTuple):
    """What to do with one bill, before credits and cash are considered."""

    urgency: _Urgency | None
    """None to leave it."""
    settles: Decimal
    discount: Decimal
    why: str


@dataclass(slots=True)
class _Candidate:
    vendor: VendorToPay
    bill: BillToPay
    choice: _Choice

    def rank(self) -> tuple[object, ...]:
        document = self.bill.document
        return self.choice.urgency, document.due, self.vendor.id, document.label


def propose_payments(
    vendors: Iterable[VendorToPay], order: PaymentOrder
) -> PaymentProposal:
    """Select what to pay."""
    candidates: list[_Candidate] = []
    unpaid: list[ProposedLine] = []
    in_order = sorted(vendors, key=lambda vendor: vendor.id)
    for vendor in in_order:
        for bill in vendor.bills:
            choice = _choose(bill, order)
            if choice.urgency is None:
                unpaid.append(_left(vendor, bill.document, choice.why))
            else:
                candidates.append(_Candidate(vendor, bill, choice))
    till = _Till(order, in_order)
    for candidate in sorted(candidates, key=_Candidate.rank):
        till.take(candidate)
    payments = [p for vendor in in_order for p in till.payment(vendor)]
    unpaid += till.left
    return PaymentProposal(
        order=order, payments=payments, left=sorted(unpaid, key=_by_vendor_and_due)
    )


def _left(vendor: VendorToPay, document: Document, why: str) -> ProposedLine:
    return ProposedLine(
        vendor=vendor.id, document=document, action=Action.LEAVE, why=why
    )


def _by_vendor_and_due(line: ProposedLine) -> tuple[object, ...]:
    return line.vendor, line.document.due, line.document.label


class _Till:
    """The cash and each vendor's credits, as bills are taken one by one."""

    def __init__(self, order: PaymentOrder, vendors: Sequence[VendorToPay]) -> None:
        self._order = order
        self._cash = order.cash
        self._credits = {v.id: -sum((c.open for c in v.credits), ZERO) for v in vendors}
        self._on_account = {v.id: v.on_account for v in vendors}
        self._credited: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self._taken: dict[str, list[ProposedLine]] = defaultdict(list)
        self.left: list[ProposedLine] = []

    def take(self, candidate: _Candidate) -> None:
        """Pay a bill if the cash allows; its vendor's credits are used first."""
        vendor, choice = candidate.vendor, candidate.choice
        to_pay = choice.settles - choice.discount
        credit = min(to_pay, self._credits[vendor.id])
        on_account = min(to_pay - credit, self._on_account[vendor.id])
        cash = to_pay - credit - on_account
        if self._cash is not None and cash > max(self._cash, ZERO):
            self.left.append(self._unpayable(candidate, cash))
            return
        if self._cash is not None:
            self._cash -= cash
        self._credits[vendor.id] -= credit
        self._credited[vendor.id] += credit
        self._on_account[vendor.id] -= on_account
        if on_account == choice.settles:
            why = (
                f"{self._money(on_account)} on account pay it; name it on that payment"
            )
            self.left.append(_left(vendor, candidate.bill.document, why))
        else:
            self._add(candidate, on_account)

    def _add(self, candidate: _Candidate, on_account: Decimal) -> None:
        vendor, choice = candidate.vendor, candidate.choice
        why = choice.why
        if on_account:
            why += f"; {self._money(on_account)} on account pay the rest"
        if vendor.by_hand:
            why += f"; by hand: {vendor.by_hand}"
        self._taken[vendor.id].append(
            ProposedLine(
                vendor=vendor.id,
                document=candidate.bill.document,
                action=Action.BY_HAND if vendor.by_hand else Action.PAY,
                settles=choice.settles - on_account,
                discount=choice.discount,
                why=why,
            )
        )

    def _unpayable(self, candidate: _Candidate, cash: Decimal) -> ProposedLine:
        assert self._cash is not None
        remaining = self._money(max(self._cash, ZERO))
        why = (
            f"{candidate.choice.why}, and {self._money(cash)} are more than the"
            f" {remaining} that are left{self._order.cash_words}"
        )
        return _left(candidate.vendor, candidate.bill.document, why)

    def payment(self, vendor: VendorToPay) -> Iterator[ProposedPayment]:
        """The transfer to a vendor; none if there is nothing left to send."""
        bills = self._taken.get(vendor.id, [])
        netted = list(self._netted(vendor))
        payment = ProposedPayment(
            vendor=vendor.id, by_hand=vendor.by_hand, lines=[*bills, *netted]
        )
        if payment.amount > 0:
            self.left += _unused(vendor, netted)
            yield payment
            return
        self.left += _unused(vendor, ())
        for line in bills:
            why = "credits and money on account of the vendor pay it; nothing to send"
            self.left.append(
                replace(line, action=Action.LEAVE, settles=ZERO, discount=ZERO, why=why)
            )

    def _netted(self, vendor: VendorToPay) -> Iterator[ProposedLine]:
        """The vendor's credits, oldest first, as far as they were set off."""
        remaining = self._credited[vendor.id]
        for credit in vendor.credits:
            applied = min(remaining, -credit.open)
            if applied <= 0:
                return
            remaining -= applied
            unused = -credit.open - applied
            yield ProposedLine(
                vendor=vendor.id,
                document=credit,
                action=Action.NET,
                settles=-applied,
                why="set against what is paid"
                + (f"; {self._money(unused)} of it are left" if unused else ""),
            )

    def _money(self, amount: Decimal) -> str:
        return _money(amount, self._order)


def _unused(
    vendor: VendorToPay, netted: Sequence[ProposedLine]
) -> Iterator[ProposedLine]:
    """The vendor's credits that were not set off."""
    applied = {id(line.document) for line in netted}
    for credit in vendor.credits:
        if id(credit) not in applied:
            why = "nothing is paid to the vendor that it is to be set against"
            yield _left(vendor, credit, why)


def _choose(bill: BillToPay, order: PaymentOrder) -> _Choice:
    """What to do with a bill, by its own dates and state."""
    document = bill.document
    if bill.obstacle:
        return _Choice(None, ZERO, ZERO, bill.obstacle)
    if document.number is None:
        why = "has no number by which to settle it; give its transaction a link"
        return _Choice(None, ZERO, ZERO, why)
    if bill.wanted is not None:
        return _asked_for(bill, bill.wanted, order)
    due = sum(
        (
            part.amount
            for part in document.open_parts()
            if bank_day_until(part.due, order.currency) <= order.until
        ),
        ZERO,
    )
    if due <= 0:
        return _not_due(bill, order)
    discount = _discount(bill, order) if due == document.open else ZERO
    return _due(bill, due, discount, order)


def _asked_for(bill: BillToPay, requested: Decimal, order: PaymentOrder) -> _Choice:
    open_, discount = bill.document.open, _discount(bill, order)
    if discount and requested == open_ - discount:
        why = f"asked for, less {_off(bill, discount, order)}"
        return _Choice(_Urgency.ASKED_FOR, open_, discount, why)
    unpaid = open_ - requested
    why = "asked for" + (f"; {_money(unpaid, order)} stay open" if unpaid else "")
    return _Choice(_Urgency.ASKED_FOR, requested, ZERO, why)


def _due(
    bill: BillToPay, due: Decimal, discount: Decimal, order: PaymentOrder
) -> _Choice:
    document = bill.document
    late = document.days_late(order.day)
    urgency = _Urgency.OVERDUE if late > 0 else _Urgency.DUE
    why = f"due {document.due}"
    if late > 0:
        why += f", {late} day{'s'[: late != 1]} late"
    if due != document.open:
        why += f"; {_money(document.open - due, order)} fall due later"
    if discount:
        why += f"; less {_off(bill, discount, order)}"
        urgency = min(urgency, _Urgency.DISCOUNT)
    return _Choice(urgency, due, discount, why)


def _not_due(bill: BillToPay, order: PaymentOrder) -> _Choice:
    """A bill that can wait, unless its discount is worth taking."""
    document, discount = bill.document, _discount(bill, order)
    waits = f"due {document.due}, after {order.until}"
    if not discount or bill.discount is None:
        return _Choice(None, ZERO, ZERO, waits)
    until = bill.discount.until
    if bank_day_until(until, order.currency) > order.until:
        why = f"{waits}; {_money(discount, order)} may be taken off until {until}"
        return _Choice(None, ZERO, ZERO, why)
    rate = yearly_rate(discount, document.open, _days_early(document.due, order))
    earnings = f"{rate:.1f} % a year for paying {_days_early(document.due, order)} days"
    if rate < order.discount_rate:
        minimum = f"{order.discount_rate.normalize():f} %"
        why = f"{waits}; its discount earns {earnings} early, less than {minimum}"
        return _Choice(None, ZERO, ZERO, why)
    why = f"less {_off(bill, discount, order)}, which earns {earnings} early"
    return _Choice(_Urgency.DISCOUNT, document.open, discount, why)


def _days_early(due: date, order: PaymentOrder) -> int:
    return max((due - order.day).days, 1)


def _discount(bill: BillToPay, order: PaymentOrder) -> Decimal:
    """The discount on a bill paid in full on the run's day."""
    offer = bill.discount
    if offer is None or order.day > offer.until or not order.takes_discounts:
        return ZERO
    return offer.amount if 0 < offer.amount < bill.document.open else ZERO


def _off(bill: BillToPay, discount: Decimal, order: PaymentOrder) -> str:
    assert bill.discount is not None
    return f"{_money(discount, order)} of discount until {bill.discount.until}"


def _money(amount: Decimal, order: PaymentOrder) -> str:
    return f"{with_cents(amount, order.currency):f} {order.currency}"
