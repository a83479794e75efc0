"""A book's tax registers of a period, and how the return follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.period import Period
from ledgerkit.money import ZERO
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.placing import Placer
from ledgerkit.taxes.register import (
    RegisteredDocument,
    TaxRegister,
    register_lines,
    register_of,
)
from ledgerkit.taxes.tax_return import Circumstances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from ledgerkit.books.taxes.reading import TaxReading
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm
    from ledgerkit.taxes.register import RegisterLine
    from ledgerkit.taxes.share import Share


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
    reading: TaxReading,
    register: TaxRegister,
    period: Period,
    form: TaxForm | None,
) -> RegisterOfPeriod:
    """A register of a period, beside the return of a form.

    Args:
        reading: The book's tax.
        register: Which register.
        period: Its days.
        form: The return; None if the country's form isn't known.
    """
    year = Period(period.first.replace(month=1, day=1), period.last)
    own = list(_documents(reading.of_period(year)))
    placer = _Counting(reading, form, period) if form is not None else None
    lines = register_lines(own, register, _deducted_by(placer))
    of_period = [line for line in lines if line.day >= period.first]
    proof = RegisterOfPeriod(
        lines=of_period, not_due=RegisteredSums(), of_earlier=RegisteredSums(), boxes={}
    )
    if form is not None and placer is not None:
        for txn, amounts in reading.due_in(form, period):
            if registered_on(txn) <= period.last:
                _prove(proof, txn, register, period, (placer, amounts))
    return proof


class _Counting:
    """The boxes of amounts, with the part that counts: of input tax, maybe less."""

    def __init__(self, reading: TaxReading, form: TaxForm, period: Period) -> None:
        self._form = form
        self._placer = Placer(form)
        amounts = reading.amounts(form, period)
        deduction = reading.deduction(form, period, amounts)
        self._of = Circumstances(deduction=deduction)

    def is_placed(self, amount: DueAmount) -> bool:
        """Whether a rule or a code says where an amount goes, be it nowhere."""
        return self._placer.way(amount) is not None

    def boxes(self, amount: DueAmount) -> Sequence[Share]:
        part = self._of.part_that_counts(amount, self._form)
        shares = self._placer.boxes(amount)
        return [share._replace(factor=share.factor * part) for share in shares]


def registered_on(txn: TaxedTransaction) -> date:
    """The day under which a transaction is registered."""
    return txn.tax_date or txn.day


def _documents(
    transactions: Iterable[TaxedTransaction],
) -> Iterator[RegisteredDocument]:
    for txn in transactions:
        yield RegisteredDocument(
            day=registered_on(txn), is_receipt=_is_receipt(txn), amounts=txn.amounts
        )


def _is_receipt(txn: TaxedTransaction) -> bool:
    """Whether nobody owes it and it has no number: what a till reports."""
    return not txn.controls and not any(amount.number for amount in txn.amounts)


def _deducted_by(placer: _Counting | None) -> Callable[[DueAmount], Decimal]:
    def deducted(amount: DueAmount) -> Decimal:
        if placer is None or not placer.is_placed(amount):
            return amount.amount
        shares = placer.boxes(amount)
        factor = sum((abs(share.factor) for share in shares), ZERO)
        return amount.amount * min(factor, Decimal(1))

    return deducted


def _prove(
    proof: RegisterOfPeriod,
    txn: TaxedTransaction,
    register: TaxRegister,
    period: Period,
    due: tuple[_Counting, Iterable[DueAmount]],
) -> None:
    """Add what a transaction has in the register, and what of it falls due."""
    is_receipt = _is_receipt(txn)
    placer, amounts = due
    is_of_period = registered_on(txn) >= period.first
    open_ = proof.not_due if is_of_period else proof.of_earlier
    sign = -1 if is_of_period else 1
    for amount in amounts:
        is_own = register_of(amount, is_receipt=is_receipt) is register
        for share in placer.boxes(amount):
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
