"""``:61:`` of MT940 and MT942: one transaction of the account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.mt940.amounts import (
    AMOUNT,
    amount_of,
    day_near,
    six_digit_day,
    wrong,
)
from ledgerkit.importers.bank_files.text import stated_reference

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.importers.bank_files.mt940.fields import MessageField

#: Value day, booking day, direction, perhaps the currency's third letter, amount,
#: code, reference of the customer, of the bank.
_MOVEMENT = re.compile(
    r"(?P<value>[0-9]{6})\s?(?P<booked>[0-9]{4})?\s?"
    r"(?P<direction>[RE]?[CD])(?P<letter>[A-Z])?\s?"
    rf"(?P<amount>{AMOUNT})(?![0-9.,])"
    r"(?P<kind>[A-Z][A-Z0-9 ]{0,3})?(?P<customer>.*?)(?://(?P<bank>.*))?"
)
#: The reversal of a credit takes money out. Expected entries aren't booked.
_SIGNS = {"C": 1, "D": -1, "RC": -1, "RD": 1, "EC": 1, "ED": -1}
_HOW = "no movement, which is written 2601310131C1234,50NTRFreference//bank's reference"
#: Some banks write, instead of a reference, where to look for it.
_POINTERS = frozenset({"EREF", "KREF", "MREF", "MARF", "PREF", "CREF"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedMovement:
    """The content of a ``:61:``.

    Attributes:
        day: The booking date; the value date if the bank states no other.
        is_dated: Whether the bank states the booking date.
        value_day: The value date.
        amount: Positive for money in.
        kind: The code, e.g. ``NTRF``.
        customer: The customer's reference; empty if there is none.
        bank: The bank's reference; empty likewise.
        pending: Whether it is only expected.
        further: The text below, line by line.
    """

    day: date
    is_dated: bool
    value_day: date
    amount: Decimal
    kind: str
    customer: str
    bank: str
    pending: bool
    further: tuple[str, ...]


def movement_of(field: MessageField, currency: str) -> StatedMovement:
    """The content of a ``:61:``.

    Args:
        field: The field.
        currency: The account's; empty if it isn't known.

    Raises:
        UnreadableFileError: If it can't be read.
    """
    match = _MOVEMENT.fullmatch(field.first)
    if match is None:
        raise wrong(field, _HOW)
    value_day = six_digit_day(match["value"], field)
    amount = amount_of(match["amount"], currency, field)
    booked = match["booked"]
    return StatedMovement(
        day=day_near(booked, value_day, field) if booked else value_day,
        is_dated=bool(booked),
        value_day=value_day,
        amount=_SIGNS[match["direction"]] * amount,
        kind=(match["kind"] or "").strip(),
        customer=_reference(match["customer"]),
        bank=stated_reference(match["bank"] or ""),
        pending=match["direction"].startswith("E"),
        further=tuple(filter(None, map(str.strip, field.lines[1:]))),
    )


def _reference(text: str) -> str:
    stated = stated_reference(text)
    # A single letter is the remainder of a longer word for no reference.
    pointer = len(stated) < 2 or stated.rstrip("+").upper() in _POINTERS
    return "" if pointer else stated
