"""The proof of a return: what moved on accounts of tax is in it, or falls due later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.taxes.placing import Placer
from ledgerkit.taxes.tax_return import is_on_tax_account

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.books.taxes.reading import TaxReading
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxProof:
    """How tax moved in a period, with a code; positive for what we owe.

    Attributes:
        moved: What was posted on accounts of tax.
        counted: What the return counts.
        later: What was posted, and falls due after the period.
        before: What falls due in it, and was posted before.
        nowhere: What falls due in it, and no box takes.
    """

    moved: Decimal
    counted: Decimal
    later: Decimal
    before: Decimal
    nowhere: Sequence[DueAmount]

    @property
    def difference(self) -> Decimal:
        """What is not explained; zero if the proof holds."""
        return self.moved + self.before - self.later - self.counted


def prove_return(reading: TaxReading, form: TaxForm, period: Period) -> TaxProof:
    """The proof of a return of a period."""
    moved = counted = later = before = ZERO
    nowhere: list[DueAmount] = []
    placer = Placer(form)
    for txn, amounts in reading.due_in(form, period):
        is_inside = period.first <= txn.day <= period.last
        posted = _owed(_taxes(txn.amounts, form)) if is_inside else ZERO
        due = list(_taxes(amounts, form))
        in_box = [amount for amount in due if placer.boxes(amount)]
        nowhere += (amount for amount in due if not placer.boxes(amount))
        moved += posted
        counted += _owed(in_box)
        later += posted - _owed(due) if is_inside else ZERO
        before += ZERO if is_inside else _owed(due)
    return TaxProof(
        moved=moved, counted=counted, later=later, before=before, nowhere=nowhere
    )


def _taxes(amounts: Iterable[DueAmount], form: TaxForm) -> Iterator[DueAmount]:
    """Those that stand on accounts of tax of the form's country."""
    return (amount for amount in amounts if is_on_tax_account(amount, form))


def _owed(amounts: Iterable[DueAmount]) -> Decimal:
    return sum((amount.owed for amount in amounts), ZERO)
