"""How an entry's amount falls on the payments in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.camt.amounts import amount_and_currency, sign
from ledgerkit.money import ZERO, quantum, split_by_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.xml.part import XmlPart

#: Where a payment's amount may stand: its own, the transaction's, the one that was
#: exchanged to, the one that was ordered.
_AMOUNTS = (
    "Amt",
    "AmtDtls/TxAmt/Amt",
    "AmtDtls/CntrValAmt/Amt",
    "AmtDtls/InstdAmt/Amt",
)
#: What was ordered comes first here.
_ORDERED = tuple(reversed(_AMOUNTS))


@dataclass(frozen=True, slots=True)
class BatchShare:
    """What one payment moves.

    Attributes:
        amount: In the entry's currency, positive for money in.
        charges: What the bank kept of it, already off the amount.
        original_amount: What was ordered in another currency; None if in this.
        original_currency: Of that amount.
    """

    amount: Decimal
    charges: Decimal = ZERO
    original_amount: Decimal | None = None
    original_currency: str = ""


@dataclass(frozen=True, slots=True)
class _Stated:
    """An amount of a payment, with the direction that it has of its own."""

    amount: Decimal
    currency: str
    charges: Decimal


def shares_of(
    entry: XmlPart, parts: Sequence[XmlPart], total: Decimal, currency: str
) -> Sequence[BatchShare] | None:
    """How much each payment moves; a further share is charged for all of them.

    None if the entry doesn't say: the amounts are missing or don't come to its own.

    Args:
        entry: The ``Ntry`` element.
        parts: Its ``TxDtls``.
        total: The entry's amount, positive for money in.
        currency: The entry's.
    """
    if len(parts) == 1:
        charges = _charges(parts[0], total, currency)
        charges = charges or _charges(entry, total, currency)
        foreign, code = original(parts[0], total, currency)
        return [BatchShare(total, charges, foreign, code)]
    amounts = _exact(entry, parts, total, currency) or _by_rate(parts, total, currency)
    if amounts is None:
        return None
    shares = []
    for part, share in zip(parts, amounts, strict=False):
        foreign, code = original(part, share.amount, currency)
        shares.append(BatchShare(share.amount, share.charges, foreign, code))
    return [*shares, *amounts[len(parts) :]]


def original(
    part: XmlPart, amount: Decimal, currency: str
) -> tuple[Decimal | None, str]:
    """What was ordered in another currency, with the direction of the amount."""
    for path in _ORDERED:
        stated = part.first(path)
        if stated is not None and stated.content:
            number, code = amount_and_currency(stated, currency)
            if code != currency and number:
                return (-abs(number) if amount < 0 else abs(number)), code
    return None, ""


def _exact(
    entry: XmlPart, parts: Sequence[XmlPart], total: Decimal, currency: str
) -> Sequence[BatchShare] | None:
    """The amounts that the payments state, if they come to the entry's."""
    ours = -1 if total < 0 else 1
    for path in _AMOUNTS:
        stated = [_stated(part, path, ours, currency) for part in parts]
        known = [one for one in stated if one and one.currency == currency]
        if len(known) < len(parts):
            continue
        # Some banks give every payment of a debit the direction CRDT.
        turned = [_Stated(ours * abs(s.amount), currency, s.charges) for s in known]
        for tried in (known, turned):
            gross = sum((one.amount for one in tried), ZERO)
            if gross == total:
                return [BatchShare(one.amount, one.charges) for one in tried]
            if gross - sum((one.charges for one in tried), ZERO) == total:
                return [BatchShare(s.amount - s.charges, s.charges) for s in tried]
            kept = _charged(entry, currency)
            if kept and gross - kept == total:
                return [*(BatchShare(s.amount) for s in tried), BatchShare(-kept)]
    return None


def _by_rate(
    parts: Sequence[XmlPart], total: Decimal, currency: str
) -> Sequence[BatchShare] | None:
    """The entry's amount in the proportions of amounts in one foreign currency.

    A batch is exchanged at one rate, so that the proportions are the same.
    """
    for path in _AMOUNTS:
        stated = [_stated(part, path, 1, currency) for part in parts]
        known = [one for one in stated if one and one.amount]
        codes = {one.currency for one in known}
        directions = {one.amount > 0 for one in known}
        if len(known) == len(parts) and len(codes) == len(directions) == 1:
            if currency in codes:
                continue
            weights = [abs(one.amount) for one in known]
            amounts = split_by_shares(total, weights, quantum=quantum(currency))
            return [BatchShare(amount) for amount in amounts]
    return None


def _stated(part: XmlPart, path: str, usual: int, currency: str) -> _Stated | None:
    found = part.first(path)
    if found is None or not found.content:
        return None
    number, code = amount_and_currency(found, currency)
    own = sign(part) if "CdtDbtInd" in part else usual
    return _Stated(own * number, code, _charged(part, currency))


def _charges(part: XmlPart, total: Decimal, currency: str) -> Decimal:
    """What was kept of a single payment, if that is in its amount.

    It is where the bank says so, or where what was ordered differs by it.
    """
    kept = _charged(part, currency)
    if not kept:
        return ZERO
    said = {part.text("ChrgInclInd") for part in _records(part)}
    if said <= {"true", "1"}:
        return kept
    return kept if _gross(part, currency) == abs(total + kept) else ZERO


def _gross(part: XmlPart, currency: str) -> Decimal | None:
    for path in ("AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        found = part.first(path)
        if found is not None and found.content:
            number, code = amount_and_currency(found, currency)
            if code == currency:
                return abs(number)
    return None


def _charged(part: XmlPart, currency: str) -> Decimal:
    """Everything that is charged in this currency; never below zero."""
    kept = ZERO
    for record in _records(part):
        stated = record.first("Amt")
        if stated is not None and stated.content:
            number, code = amount_and_currency(stated, currency)
            if code == currency:
                back = "CdtDbtInd" in record and sign(record) > 0
                kept += -number if back else number
    return max(kept, ZERO)


def _records(part: XmlPart) -> Iterator[XmlPart]:
    """Charges through the versions: in records since the fourth."""
    for charges in part.all("Chrgs"):
        records = list(charges.all("Rcrd"))
        yield from records or [charges]
