"""Loans: what of each payment is interest, and what is paid back.

Interest is on what is owed before the payment, rounded half up; the last payment takes
the rest. The annuity of a principal P over n payments at the rate i of a payment's
period is P·i / (1 - (1 + i)^-n), rounded once. All is exact until then: a `float` has
an annuity of 304.21937 where the bank has 304.22.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.schedules.months import rounded_fraction, share_of
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPayment:
    """One payment of a loan.

    Attributes:
        number: From 1.
        interest: What of it is interest.
        principal: What of it is paid back.
        balance: What is still owed after it.
    """

    number: int
    interest: Decimal
    principal: Decimal
    balance: Decimal

    @property
    def amount(self) -> Decimal:
        """What is paid."""
        return self.interest + self.principal


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """How a loan is paid back.

    Attributes:
        principal: What is borrowed.
        rate: For a payment's period: 6 percent a year, by month, is 1/200.
        payments: How many there are.
        is_annuity: Whether all payments are equal, and not what each pays back.
        quantum: The currency's smallest unit.
    """

    principal: Decimal
    rate: Fraction
    payments: int
    is_annuity: bool
    quantum: Decimal

    @property
    def annuity(self) -> Decimal:
        """The payment that is the same each time."""
        if not self.rate:
            return rounded_fraction(
                Fraction(self.principal) / self.payments, self.quantum
            )
        discounted = 1 - 1 / (1 + self.rate) ** self.payments
        exact = Fraction(self.principal) * self.rate / discounted
        return rounded_fraction(exact, self.quantum)

    def plan(self) -> Iterator[LoanPayment]:
        """Every payment, in order."""
        balance = self.principal
        annuity = self.annuity if self.is_annuity else ZERO
        for number in range(1, self.payments + 1):
            interest = rounded_fraction(Fraction(balance) * self.rate, self.quantum)
            if number == self.payments:
                principal = balance
            elif self.is_annuity:
                principal = min(balance, annuity - interest)
            else:
                share = Fraction(number, self.payments)
                paid = share_of(self.principal, share, self.quantum)
                principal = paid - (self.principal - balance)
            balance -= principal
            yield LoanPayment(
                number=number, interest=interest, principal=principal, balance=balance
            )
