"""How late a client pays, and whether that has changed.

A client that has always paid late is no risk; a change is.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.clients.measures.year import Stretch

#: How many of the latest documents are compared with those before.
LATEST = 3


class PaidPart(NamedTuple):
    """A payment of a document, or of a part of it.

    Attributes:
        client: Id of the client.
        number: The document's number; empty if it has none.
        due: Its due date.
        paid: The day of the payment.
        amount: The amount paid.
        currency: Of the amount.
    """

    client: str
    number: str
    due: date
    paid: date
    amount: Decimal
    currency: str

    @property
    def days_late(self) -> int:
        """Days from the due date to the payment; negative for an early one."""
        return (self.paid - self.due).days


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentBehaviour:
    """A client's payments over a period.

    Attributes:
        payments: The number of payments.
        days_late: Mean of their days late, weighted by amount; None without any.
        on_time: The share of the amount paid by its due date, 0 to 1.
        latest: The mean of the latest few alone.
        earlier: The mean of those before; None if there are none.
    """

    payments: int
    days_late: Decimal | None
    on_time: Decimal | None
    latest: Decimal | None
    earlier: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """How many days later the latest were paid than those before."""
        if self.latest is None or self.earlier is None:
            return None
        return self.latest - self.earlier


def payment_behaviour(parts: Sequence[PaidPart], within: Stretch) -> PaymentBehaviour:
    """A client's payment behaviour over a period.

    Args:
        parts: The client's payments in one currency, in any order.
        within: The days that count, by the day of payment.
    """
    payments = sorted(
        (p for p in parts if p.paid in within and p.amount > 0),
        key=lambda p: (p.paid, p.due, p.number, p.amount),
    )
    total = sum((p.amount for p in payments), ZERO)
    in_time = sum((p.amount for p in payments if p.days_late <= 0), ZERO)
    return PaymentBehaviour(
        payments=len(payments),
        days_late=weighted_days_late(payments),
        on_time=in_time / total if total else None,
        latest=weighted_days_late(payments[-LATEST:]),
        earlier=weighted_days_late(payments[:-LATEST]),
    )


def weighted_days_late(parts: Sequence[PaidPart]) -> Decimal | None:
    """The sum of days late times amount, over the sum of amounts; None without any."""
    total = sum((part.amount for part in parts), ZERO)
    if not total:
        return None
    return sum((Decimal(p.days_late) * p.amount for p in parts), ZERO) / total
