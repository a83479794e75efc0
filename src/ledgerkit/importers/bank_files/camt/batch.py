"""The division of an entry's amount among its payments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.camt.amounts import amount_and_currency, sign
from ledgerkit.money import ZERO, quantum, split_by_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.xml.part import XmlPart

#: Where a payment's amount may be: its own, the transaction's, the exchanged one, the
#: ordered one.
_AMOUNTS = (
    "Amt",
    "AmtDtls/TxAmt/Amt",
    "AmtDtls/CntrValAmt/Amt",
    "AmtDtls/InstdAmt/Amt",
)
#: The ordered amount comes first here.
_ORDERED = tuple(reversed(_AMOUNTS))


@dataclass(frozen=True, slots=True)
class BatchShare:
    """The amount of one payment.

    Attributes:
        amount: In the entry's currency, positive for money in.
        charges: The bank's charges, already deducted from the amount.
        original_amount: The amount ordered in another currency; None if in this.
        original_currency: Of that amount.
    """

    amount: Decimal
    charges: Decimal = ZERO
    original_amount: Decimal | None = None
    original_currency: str = ""


@dataclass(frozen=True, slots=True)
class _Stated:
    """A payment's amount, with its own direction.

    Attributes:
        amount: The amount.
        currency: Of it.
        included: The charges that it is already less of.
        charged: All its charges, wherever they were taken.
    """

    amount: Decimal
    currency: str
    included: Decimal
    charged: Decimal


def shares_of(
    entry: XmlPart, parts: Sequence[XmlPart], total: Decimal, currency: str
) -> Sequence[BatchShare] | None:
    """The amount of each payment; a further share is a charge for all of them.

    None if the entry doesn't say: the amounts are missing or don't add up to its own.

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
    """The amount ordered in another currency, with the direction of the amount."""
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
    """The amounts stated by the payments, if they add up to the entry's."""
    ours = -1 if total < 0 else 1
    for path in _AMOUNTS:
        stated = [_stated(part, path, ours, currency) for part in parts]
        known = [amount for amount in stated if amount and amount.currency == currency]
        if len(known) < len(parts):
            continue
        # Some banks give every payment of a debit the direction CRDT.
        flipped = [replace(s, amount=ours * abs(s.amount)) for s in known]
        for tried in (known, flipped):
            gross = sum((amount.amount for amount in tried), ZERO)
            if gross == total:
                return [BatchShare(s.amount, s.included) for s in tried]
            if gross - sum((s.charged for s in tried), ZERO) == total:
                return [BatchShare(s.amount - s.charged, s.charged) for s in tried]
            charges = _charged(entry, currency)
            if charges and gross - charges == total:
                return [*(BatchShare(s.amount) for s in tried), BatchShare(-charges)]
    return None


def _by_rate(
    parts: Sequence[XmlPart], total: Decimal, currency: str
) -> Sequence[BatchShare] | None:
    """The entry's amount in the proportions of amounts in one foreign currency.

    A batch is exchanged at one rate, so the proportions are the same.
    """
    for path in _AMOUNTS:
        stated = [_stated(part, path, 1, currency) for part in parts]
        known = [amount for amount in stated if amount and amount.amount]
        codes = {amount.currency for amount in known}
        directions = {amount.amount > 0 for amount in known}
        if len(known) == len(parts) and len(codes) == len(directions) == 1:
            if currency in codes:
                continue
            weights = [abs(amount.amount) for amount in known]
            amounts = split_by_shares(total, weights, quantum=quantum(currency))
            return [BatchShare(amount) for amount in amounts]
    return None


def _stated(part: XmlPart, path: str, usual: int, currency: str) -> _Stated | None:
    element = part.first(path)
    if element is None or not element.content:
        return None
    number, code = amount_and_currency(element, currency)
    own = sign(part) if "CdtDbtInd" in part else usual
    amount = own * number
    return _Stated(
        amount, code, _charges(part, amount, currency), _charged(part, currency)
    )


def _charges(part: XmlPart, amount: Decimal, currency: str) -> Decimal:
    """The charges of a payment that were taken off its amount.

    Those of which the bank says so, or all if the ordered amount differs by them. Any
    other is billed apart, and the amount is what was paid.
    """
    charges = _charged(part, currency)
    if charges and _gross(part, currency) == abs(amount + charges):
        return charges
    return _charged(part, currency, only_included=True)


def _gross(part: XmlPart, currency: str) -> Decimal | None:
    for path in ("AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        element = part.first(path)
        if element is not None and element.content:
            number, code = amount_and_currency(element, currency)
            if code == currency:
                return abs(number)
    return None


def _charged(part: XmlPart, currency: str, *, only_included: bool = False) -> Decimal:
    """All charges in this currency, or those in the amount; never below zero."""
    charges = ZERO
    for record in _records(part):
        stated = record.first("Amt")
        is_meant = not only_included or record.text("ChrgInclInd") in {"true", "1"}
        if is_meant and stated is not None and stated.content:
            number, code = amount_and_currency(stated, currency)
            if code == currency:
                back = "CdtDbtInd" in record and sign(record) > 0
                charges += -number if back else number
    return max(charges, ZERO)


def _records(part: XmlPart) -> Iterator[XmlPart]:
    """Charges through the versions: in records since the fourth."""
    for charges in part.all("Chrgs"):
        records = list(charges.all("Rcrd"))
        yield from records or [charges]
