"""How late a client pays, and whether that has changed.

A client that pays late and always did is no risk; the change is.
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

#: How many of the latest documents are set against those before them.
LATEST = 3


class PaidPart(NamedTuple):
    """A payment of a document, or of a part of it.

    Attributes:
        client: Id of the client.
        number: Of the document; empty if it has none.
        due: When that was due.
        paid: The day of the payment.
        amount: What it paid.
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
    """How a client paid over some time.

    Attributes:
        payments: How many payments it made.
        days_late: Mean of their days late, weighed by amount; None without any.
        on_time: The share of the amount that came by its due date, 0 to 1.
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
        """How many days later the latest came than those before them."""
        if self.latest is None or self.earlier is None:
            return None
        return self.latest - self.earlier


def payment_behaviour(parts: Sequence[PaidPart], within: Stretch) -> PaymentBehaviour:
    """What a client's payments within some time say.

    Args:
        parts: The client's payments in one currency, in any order.
        within: The days that count, by the day of payment.
    """
    counted = sorted(
        (p for p in parts if p.paid in within and p.amount > 0),
        key=lambda p: (p.paid, p.due, p.number, p.amount),
    )
    total = sum((p.amount for p in counted), ZERO)
    in_time = sum((p.amount for p in counted if p.days_late <= 0), ZERO)
    return PaymentBehaviour(
        payments=len(counted),
        days_late=weighted_days_late(counted),
        on_time=in_time / total if total else None,
        latest=weighted_days_late(counted[-LATEST:]),
        earlier=weighted_days_late(counted[:-LATEST]),
    )


def weighted_days_late(parts: Sequence[PaidPart]) -> Decimal | None:
    """The sum of days late times amount, over the sum of amounts; None without any."""
    total = sum((part.amount for part in parts), ZERO)
    if not total:
        return None
    return sum((Decimal(p.days_late) * p.amount for p in parts), ZERO) / total
