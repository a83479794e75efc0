"""A book's tax registers of a period, and how the return follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.books.taxes.due_amounts import DueReader
from ledgerkit.money import ZERO
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.placing import boxes_of
from ledgerkit.taxes.register import (
    RegisteredDocument,
    TaxRegister,
    register_lines,
    register_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.reading import TaxReading
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm
    from ledgerkit.taxes.register import RegisterLine


@dataclass(slots=True, kw_only=True)
class BoxProof:
    """What a box of the return has of a register.

    Attributes:
        own: Of this register, as far as it falls due in the period.
        others: Of the other registers, likewise.
    """

    own: Decimal = ZERO
    others: Decimal = ZERO


@dataclass(slots=True, kw_only=True)
class RegisteredSums:
    """Sums of bases and of tax."""

    base: Decimal = ZERO
    tax: Decimal = ZERO

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.base or self.tax)

    def add(self, amount: DueAmount, sign: int) -> None:
        """Add an amount, or take it off."""
        if amount.part is TaxedPart.BASE:
            self.base += sign * amount.amount
        else:
            self.tax += sign * amount.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOfPeriod:
    """A register of a period.

    Attributes:
        lines: Its lines.
        not_due: What it has that doesn't fall due in the period.
        of_earlier: What falls due in it of documents in registers before.
        boxes: By box of the return, what it has of this register and of others.
    """

    lines: Sequence[RegisterLine]
    not_due: RegisteredSums
    of_earlier: RegisteredSums
    boxes: dict[str, BoxProof]


def read_register(
    source: Source,
    reading: TaxReading,
    register: TaxRegister,
    period: Period,
    form: TaxForm | None,
) -> RegisterOfPeriod:
    """A register of a period, beside the return of a form.

    Args:
        source: The book.
        reading: Its tax.
        register: Which register.
        period: Its days.
        form: The return; None if the country's form isn't known.
    """
    year = period.first.replace(month=1, day=1)
    own = list(_documents(reading.transactions, year, period.last))
    lines = register_lines(own, register, _deducted_by(form))
    of_period = [line for line in lines if line.day >= period.first]
    proof = RegisterOfPeriod(
        lines=of_period, not_due=RegisteredSums(), of_earlier=RegisteredSums(), boxes={}
    )
    if form is not None:
        reader = DueReader(source, form, reading.schemes, reading.currency, period)
        for txn in reading.transactions:
            if registered_on(txn) <= period.last:
                _prove(proof, txn, register, period, (form, reader.read(txn)))
    return proof


def registered_on(txn: TaxedTransaction) -> date:
    """The day under which a transaction is registered."""
    return txn.tax_date or txn.day


def _documents(
    transactions: Iterable[TaxedTransaction], first: date, last: date
) -> Iterator[RegisteredDocument]:
    for txn in transactions:
        day = registered_on(txn)
        if first <= day <= last:
            yield RegisteredDocument(
                day=day, is_receipt=_is_receipt(txn), amounts=txn.amounts
            )


def _is_receipt(txn: TaxedTransaction) -> bool:
    """Whether nobody owes it and it has no number: what a till reports."""
    return not txn.controls and not any(amount.number for amount in txn.amounts)


def _deducted_by(form: TaxForm | None) -> Callable[[DueAmount], Decimal]:
    def deducted(amount: DueAmount) -> Decimal:
        shares = boxes_of(amount, form) if form is not None else None
        if shares is None:
            return amount.amount
        factor = sum((abs(share.factor) for share in shares), ZERO)
        return amount.amount * min(factor, Decimal(1))

    return deducted


def _prove(
    proof: RegisterOfPeriod,
    txn: TaxedTransaction,
    register: TaxRegister,
    period: Period,
    due: tuple[TaxForm, Iterable[DueAmount]],
) -> None:
    """Add what a transaction has in the register, and what of it falls due."""
    is_receipt = _is_receipt(txn)
    form, amounts = due
    is_of_period = registered_on(txn) >= period.first
    open_ = proof.not_due if is_of_period else proof.of_earlier
    sign = -1 if is_of_period else 1
    for amount in amounts:
        is_own = register_of(amount, is_receipt=is_receipt) is register
        if not period.first <= amount.due <= period.last:
            continue
        for share in boxes_of(amount, form) or ():
            box = proof.boxes.setdefault(share.box, BoxProof())
            counted = amount.amount * share.factor
            if is_own:
                box.own += counted
            else:
                box.others += counted
        if is_own:
            open_.add(amount, sign)
    for amount in txn.amounts if is_of_period else ():
        if register_of(amount, is_receipt=is_receipt) is register:
            open_.add(amount, 1)
