"""What a row of a bank's table is: a movement, a balance, or neither."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class LeftOut(StrEnum):
    """Why a row is no line."""

    PENDING = "pending, without a date"
    STATUS = "cancelled or refused"
    NO_DATE = "without a date"
    TOTAL = "a balance or total"
    NO_MOVEMENT = "words where date and amount should be"
    NO_AMOUNT = "without an amount"


class RowMovement(NamedTuple):
    """The parts of a row that decide whether there is a line, and its amount.

    Attributes:
        day: As in `StatementLine`, like all up to `pending`.
        amount: As it stands in the file, before its sign is decided.
        currency: Of the amount.
        original_amount: The amount ordered.
        original_currency: Of that.
        charges: The bank's charges.
        pending: Whether the bank has yet to book it.
        account: Its account.
        balance: The account's balance after it; None if not stated.
    """

    day: date
    amount: Decimal
    currency: str
    original_amount: Decimal | None
    original_currency: str
    charges: Decimal
    pending: bool
    account: str
    balance: Decimal | None


class RowBalance(NamedTuple):
    """A row that looks like a balance among the movements.

    Attributes:
        text: Its text.
        day: Its day.
        amount: As `RowMovement` has it, like the rest.
        currency: Of the amount.
        account: Its account.
    """

    text: str
    day: date
    amount: Decimal
    currency: str
    account: str
