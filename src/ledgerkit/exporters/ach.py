"""An ACH file of credits, by Nacha's Operating Rules, appendix three.

Ten lines of 94 characters make a block; a batch for businesses (CCD) and one for
people (PPD), each entry with an addenda record that names the bills.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import UsageError
from ledgerkit.exporters.fixed_width import digits, plain_text, small_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.payables.credit_transfer import CreditTransfer, TransferOrder

_WIDTH, _BLOCK = 94, 10
_CREDITS_ONLY = "220"
_CHECKING, _SAVINGS = "22", "32"
_HASH = 10**10
_ID = re.compile(r"[0-9A-Z]{9,10}")


class _Batch(NamedTuple):
    """What a batch adds up to."""

    lines: Sequence[str]
    records: int
    hash: int
    cents: int


def ach_file(order: TransferOrder) -> bytes:
    """The file; the same order gives the same bytes.

    Raises:
        UsageError: If our identification is none, or an amount is too large.
    """
    ours = _our_id(order.sender_id)
    bank = order.payer.iban.split(" ")[0]
    batches: list[_Batch] = []
    trace = 0
    for entry_class in ("CCD", "PPD"):
        of_it = [t for t in order.transfers if t.to.is_person == (entry_class == "PPD")]
        if of_it:
            number = len(batches) + 1
            batches.append(_batch(order, of_it, (ours, entry_class, number, trace)))
            trace += len(of_it)
    lines = [_header(order, ours, bank)]
    lines += (line for batch in batches for line in batch.lines)
    blocks = -(-(len(lines) + 1) // _BLOCK)
    lines.append(
        "9"
        + digits(len(batches), 6)
        + digits(blocks, 6)
        + digits(sum(batch.records for batch in batches), 8)
        + digits(sum(batch.hash for batch in batches) % _HASH, 10)
        + digits(0, 12)
        + digits(sum(batch.cents for batch in batches), 12)
        + " " * 39
    )
    lines += ["9" * _WIDTH] * (blocks * _BLOCK - len(lines))
    assert {len(line) for line in lines} == {_WIDTH}
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def _our_id(text: str) -> str:
    """Our identification: ten characters, a 1 before a tax number of nine digits.

    Raises:
        UsageError: If it is none.
    """
    plain = text.replace("-", "").upper()
    if not _ID.fullmatch(plain):
        raise UsageError(
            f'ach-id: "{text}" is none; write the ten characters that the bank gave'
            ' you, e.g. "1234567890"'
        )
    return plain if len(plain) == 10 else f"1{plain}"


def _header(order: TransferOrder, ours: str, bank: str) -> str:
    count = order.id.split("-")[4:5] or ["1"]
    letter = chr(ord("A") + (int(count[0]) - 1) % 26)
    return (
        "101"
        f" {bank}"
        + ours
        + f"{order.made_on:%y%m%d}0000"
        + letter
        + "094101"
        + plain_text("", 23)
        + plain_text(order.payer.name, 23)
        + plain_text("", 8)
    )


def _batch(
    order: TransferOrder,
    transfers: Sequence[CreditTransfer],
    batch: tuple[str, str, int, int],
) -> _Batch:
    """A batch: our id, its class and number, and how many entries came before."""
    ours, entry_class, number, before = batch
    bank = order.payer.iban.split(" ")[0][:8]
    lines = [
        f"5{_CREDITS_ONLY}"
        + plain_text(order.payer.name, 16)
        + " " * 20
        + ours
        + entry_class
        + plain_text("PAYMENT", 10)
        + f"{order.made_on:%y%m%d}"
        + f"{order.day:%y%m%d}"
        + "   1"
        + bank
        + digits(number, 7)
    ]
    for place, transfer in enumerate(transfers, start=before + 1):
        lines += _entry(order, transfer, bank, place)
    hash_ = sum(int(t.to.iban[:8]) for t in transfers)
    cents = sum(small_units(t, order.currency) for t in transfers)
    lines.append(
        f"8{_CREDITS_ONLY}"
        + digits(len(lines) - 1, 6)
        + digits(hash_ % _HASH, 10)
        + digits(0, 12)
        + digits(cents, 12)
        + ours
        + " " * 25
        + bank
        + digits(number, 7)
    )
    return _Batch(lines=lines, records=len(lines) - 2, hash=hash_, cents=cents)


def _entry(
    order: TransferOrder, transfer: CreditTransfer, bank: str, place: int
) -> Iterator[str]:
    """An entry, and the addenda record with the bills that it pays."""
    routing, account = transfer.to.iban.split(" ")
    sequence = digits(place, 7)
    yield (
        "6"
        + (_SAVINGS if transfer.to.is_savings else _CHECKING)
        + routing
        + account[:17].ljust(17)
        + digits(small_units(transfer, order.currency), 10)
        + plain_text(transfer.id[-15:], 15)
        + plain_text(transfer.to.name, 22)
        + "  1"
        + bank
        + sequence
    )
    yield f"705{plain_text(transfer.text, 80)}0001{sequence}"
