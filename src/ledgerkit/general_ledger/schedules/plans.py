"""The entries of each kind of schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from ledgerkit.calendars import months_after
from ledgerkit.general_ledger.schedules.months import (
    months_between,
    months_ended,
    share_of,
)
from ledgerkit.general_ledger.schedules.schedule import Leg, MoveKind, ScheduleEntry
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.general_ledger.schedules.depreciation import Depreciation
    from ledgerkit.general_ledger.schedules.loan import LoanTerms

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """The end of an asset.

    Attributes:
        day: When it was sold or scrapped.
        proceeds: What was received for it, without tax.
        money_account: Where that is posted; empty if nothing was received.
        gain_account: Where the gain goes.
        loss_account: Where a loss goes.
    """

    day: date
    proceeds: Decimal
    money_account: str
    gain_account: str
    loss_account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetPlan:
    """What an asset is booked by.

    Attributes:
        bought: The day on which it was.
        cost: What it cost.
        depreciable: What of that it loses.
        account: Where the cost is.
        contra_account: Where what it has lost is; the same, if it is taken off.
        expense_account: Where the loss goes.
        depreciation: How it loses value.
        disposal: Its end; None while we have it.
    """

    bought: date
    cost: Decimal
    depreciable: Decimal
    account: str
    contra_account: str
    expense_account: str
    depreciation: Depreciation
    disposal: Disposal | None

    def entries(self, ends: Iterator[date]) -> Iterator[ScheduleEntry]:
        """Its entries.

        Args:
            ends: The days on which depreciation is booked, in order, without an end.
        """
        yield ScheduleEntry(
            day=self.bought,
            kind=MoveKind.NEW,
            legs=[Leg(self.account, self.cost)],
            is_ours=False,
            label="Bought",
        )
        lost = ZERO
        for day in ends:
            end = min(day, self.disposal.day) if self.disposal else day
            now = self.depreciation.accumulated(end)
            if now != lost and end >= self.bought:
                yield self._depreciated(end, now - lost)
                lost = now
            if self.disposal and end == self.disposal.day:
                yield self._disposed(self.disposal, lost)
                return
            if lost == self.depreciable:
                break
        if self.disposal:
            yield self._disposed(self.disposal, lost)

    def _depreciated(self, day: date, amount: Decimal) -> ScheduleEntry:
        return ScheduleEntry(
            day=day,
            kind=MoveKind.USED,
            legs=[
                Leg(self.expense_account, amount),
                Leg(self.contra_account, -amount),
            ],
            is_ours=True,
            label="Depreciation",
        )

    def _disposed(self, disposal: Disposal, lost: Decimal) -> ScheduleEntry:
        legs = [Leg(self.account, lost - self.cost)]
        if self.contra_account != self.account:
            legs = [Leg(self.contra_account, lost), Leg(self.account, -self.cost)]
        gain = disposal.proceeds - (self.cost - lost)
        account = disposal.gain_account if gain > 0 else disposal.loss_account
        legs += [Leg(disposal.money_account, disposal.proceeds), Leg(account, -gain)]
        return ScheduleEntry(
            day=disposal.day,
            kind=MoveKind.DISPOSED,
            legs=[leg for leg in legs if leg.amount],
            is_ours=True,
            label="Disposal",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPlan:
    """What a loan is booked by.

    Attributes:
        drawn: The day on which the money came.
        first: The day of the first payment; None for one interval after that.
        step: The months from one payment to the next.
        terms: How it is paid back.
        sign: 1 if it is an asset, lent by us; -1 if a liability.
        account: Where it is.
        interest_account: Where interest goes.
        money_account: Where payments come from, or go to.
    """

    drawn: date
    first: date | None
    step: int
    terms: LoanTerms
    sign: int
    account: str
    interest_account: str
    money_account: str

    def entries(self) -> Iterator[ScheduleEntry]:
        """Its entries."""
        yield ScheduleEntry(
            day=self.drawn,
            kind=MoveKind.NEW,
            legs=[Leg(self.account, self.sign * self.terms.principal)],
            is_ours=False,
            label="Paid out",
        )
        for payment in self.terms.plan():
            legs = [
                Leg(self.account, -self.sign * payment.principal),
                Leg(self.interest_account, -self.sign * payment.interest),
                Leg(self.money_account, self.sign * payment.amount),
            ]
            yield ScheduleEntry(
                day=self._day(payment.number),
                kind=MoveKind.USED,
                legs=[leg for leg in legs if leg.amount],
                is_ours=True,
                label=f"Payment {payment.number} of {self.terms.payments}",
            )

    def _day(self, number: int) -> date:
        """The day of a payment: counted from one day, so that the 30th stays one."""
        if self.first is None:
            return months_after(self.drawn, self.step * number)
        return months_after(self.first, self.step * (number - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepaidPlan:
    """What is paid, or received, for days to come.

    Attributes:
        paid: The day on which it was.
        first: The first day that it is for.
        last: The last one.
        by_months: Whether months count, the one of the first day whole, and not days.
        amount: What was paid.
        sign: 1 if it is an asset, -1 if a liability.
        account: Where it waits.
        result_account: What it becomes.
        quantum: The currency's smallest unit.
    """

    paid: date
    first: date
    last: date
    by_months: bool
    amount: Decimal
    sign: int
    account: str
    result_account: str
    quantum: Decimal

    def entries(self, ends: Iterator[date]) -> Iterator[ScheduleEntry]:
        """Its entries, on the days on which they are booked."""
        yield ScheduleEntry(
            day=self.paid,
            kind=MoveKind.NEW,
            legs=[Leg(self.account, self.sign * self.amount)],
            is_ours=False,
            label="Paid",
        )
        used = ZERO
        for day in ends:
            now = share_of(self.amount, self._share(day), self.quantum)
            if day >= self.paid and now != used:
                part = self.sign * (now - used)
                yield ScheduleEntry(
                    day=day,
                    kind=MoveKind.USED,
                    legs=[Leg(self.result_account, part), Leg(self.account, -part)],
                    is_ours=True,
                    label="Used",
                )
                used = now
            if used == self.amount:
                return

    def _share(self, day: date) -> Fraction:
        if self.by_months:
            whole = months_between(self.first, self.last)
            return Fraction(months_ended(self.first, day), whole)
        days = max(0, (min(day, self.last) - self.first).days + 1)
        return Fraction(days, (self.last - self.first).days + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccrualPlan:
    """What is earned or owed and not invoiced at a day, and taken back on the next.

    Attributes:
        id: The schedule's, for the links of its entries.
        days: The days on which it is accrued.
        reversed: The day on which it is taken back; None for the day after each.
        amount: What is accrued.
        sign: 1 if it is an asset, -1 if a liability.
        account: Where it is.
        result_account: The income or expense.
    """

    id: str
    days: Sequence[date]
    reversed: date | None
    amount: Decimal
    sign: int
    account: str
    result_account: str

    def entries(self) -> Iterator[ScheduleEntry]:
        """Its entries."""
        amount = self.sign * self.amount
        for day in self.days:
            link = f"{self.id}-{day}"
            legs = [Leg(self.account, amount), Leg(self.result_account, -amount)]
            yield ScheduleEntry(
                day=day,
                kind=MoveKind.NEW,
                legs=legs,
                is_ours=True,
                label="Accrual",
                link=link,
            )
            yield ScheduleEntry(
                day=self.reversed or day + _DAY,
                kind=MoveKind.REVERSED,
                legs=[Leg(account, -number) for account, number in legs],
                is_ours=True,
                label="Reversal",
                link=link,
            )
