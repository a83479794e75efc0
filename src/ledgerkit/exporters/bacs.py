"""A Bacs Standard 18 file of credits for one processing day.

Labels of 80 characters (VOL1, HDR1, HDR2, UHL1, EOF1, EOF2, UTL1) around records of
100: a credit (99) for each payment, and the contra (17) that takes their sum from our
account.
Pay.UK, *Bacs electronic funds transfer, file structures* (PN5011).
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.exporters.fixed_width import digits, plain_text, small_units
from ledgerkit.payables.propose_payments import bank_day_until

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.payables.credit_transfer import CreditTransfer, TransferOrder

_LABEL, _RECORD = 80, 100
_CREDIT, _CONTRA = "99", "17"
_USER_NUMBER = re.compile(r"[0-9]{6}")
_DAY = timedelta(days=1)


def bacs_file(order: TransferOrder) -> bytes:
    """The file; the same order gives the same bytes.

    Raises:
        UsageError: If our user number is none, or an amount is too large.
    """
    user = order.sender_id.replace(" ", "")
    if not _USER_NUMBER.fullmatch(user):
        raise UsageError(
            f'bacs-user-number: "{order.sender_id}" is none; write its six digits,'
            ' e.g. "123456"'
        )
    serial = _serial(order)
    first = _first_label(order, user, serial)
    second = f"F0200000100{' ' * 35}00".ljust(_LABEL - 4)
    pence = sum(small_units(t, order.currency) for t in order.transfers)
    # Bacs takes the money on the processing day, and pays on the bank day after it.
    processing = bank_day_until(order.day - _DAY, order.currency)
    labels = [
        f"VOL1{serial}{' ' * 31}{user}".ljust(_LABEL - 1) + "1",
        f"HDR1{first}",
        f"HDR2{second}",
        f"UHL1{_short_day(processing)}999999    000000001 DAILY  001".ljust(_LABEL),
    ]
    records = [_credit(order, transfer) for transfer in order.transfers]
    records.append(_contra(order, pence))
    ends = [
        f"EOF1{first}",
        f"EOF2{second}",
        f"UTL1{digits(pence, 13)}{digits(pence, 13)}{digits(1, 7)}"
        f"{digits(len(order.transfers), 7)}".ljust(_LABEL),
    ]
    assert {len(line) for line in (*labels, *ends)} == {_LABEL}
    assert {len(line) for line in records} == {_RECORD}
    lines = (*labels, *records, *ends)
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _first_label(order: TransferOrder, user: str, serial: str) -> str:
    """What HDR1 and EOF1 have in common."""
    made, expires = _short_day(order.made_on), _short_day(order.day + 7 * _DAY)
    label = f"A{user}S  1{user}{serial}00010001      {made}{expires} 000000"
    return label.ljust(_LABEL - 4)


def _serial(order: TransferOrder) -> str:
    """A number of the submission that no other one of that day has."""
    count = order.id.split("-")[4:5] or ["1"]
    return f"{order.made_on:%j}{int(count[0]) % 1000:03}"


def _short_day(day: date) -> str:
    """A blank, the year of the century, and the day of the year."""
    return f" {day:%y%j}"


def _credit(order: TransferOrder, transfer: CreditTransfer) -> str:
    ours = order.payer.iban.replace(" ", "").replace("-", "")
    theirs = transfer.to.iban.replace(" ", "").replace("-", "")
    return (
        f"{theirs}0{_CREDIT}{ours}    "
        + digits(small_units(transfer, order.currency), 11)
        + plain_text(order.payer.name, 18)
        + plain_text(transfer.text, 18)
        + plain_text(transfer.to.name, 18)
    )


def _contra(order: TransferOrder, pence: int) -> str:
    ours = order.payer.iban.replace(" ", "").replace("-", "")
    return (
        f"{ours}0{_CONTRA}{ours}    "
        + digits(pence, 11)
        + plain_text(order.id, 18)
        + plain_text("CONTRA", 18)
        + plain_text(order.payer.name, 18)
    )
