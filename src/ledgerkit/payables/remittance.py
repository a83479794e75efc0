"""What a vendor is told that we paid, and for which of its bills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceLine:
    """A bill that is paid, or a vendor credit set against it.

    Attributes:
        number: The vendor's own.
        is_credit: Whether it is a credit.
        issued: Its date; None if the books don't have it.
        settled: What is settled of it, discount too; negative for a credit.
        discount: What of that is discount.
    """

    number: str
    is_credit: bool
    issued: date | None
    settled: Decimal
    discount: Decimal

    @property
    def paid(self) -> Decimal:
        """What of the payment is for it; negative for a credit."""
        return self.settled - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceAdvice:
    """One payment of a run.

    Attributes:
        run: The run's id.
        vendor: Id of the vendor.
        day: When it is executed.
        currency: Of every amount.
        amount: What is sent.
        iban: Where to; empty if it is paid by hand.
        reference: What both banks show; empty if there is none.
        lines: What it is for.
    """

    run: str
    vendor: str
    day: date
    currency: str
    amount: Decimal
    iban: str
    reference: str
    lines: Sequence[RemittanceLine]
