"""A tax return: what each box of a form comes to in a period, and of what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.money import ZERO, rounded_to
from ledgerkit.taxes.deduction import use_of
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.form import Rounding
from ledgerkit.taxes.jurisdictions import beyond
from ledgerkit.taxes.placing import place
from ledgerkit.taxes.share import Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.taxes.deduction import Deduction
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import Equality, FormBox, TaxForm
    from ledgerkit.taxes.placing import BoxEntry

_CENT, _WHOLE = Decimal("0.01"), Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxValue:
    """A box with its amount.

    Attributes:
        box: The box.
        exact: What the postings come to; of a sum, what they come to in all its parts.
        amount: As the form has it: rounded, and of a sum the sum of what is rounded.
        entries: The amounts in it; empty for sums and stated figures.
    """

    box: FormBox
    exact: Decimal
    amount: Decimal
    entries: Sequence[BoxEntry] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxReturn:
    """A form filled in for a period.

    Attributes:
        form: The form.
        boxes: Every box, by id, in the form's order.
        unplaced: The amounts that no rule and no code put anywhere.
        adjusted: The boxes that take a difference by rounding, and that difference.
        unequal: The boxes that should come to the same and don't, and by how much.
        nowhere: Tax on accounts of its own that no box takes.
    """

    form: TaxForm
    boxes: Mapping[str, BoxValue]
    unplaced: Sequence[DueAmount] = ()
    adjusted: Mapping[str, Decimal] = field(default_factory=dict)
    unequal: Sequence[tuple[Equality, Decimal]] = ()
    nowhere: Sequence[DueAmount] = ()

    @property
    def result(self) -> BoxValue | None:
        """The box that says what is owed; None if the form has none."""
        return self.boxes.get(self.form.result)

    @property
    def rounding(self) -> Decimal:
        """By how much the form's rounding changes what is owed."""
        result = self.result
        return result.amount - result.exact if result is not None else ZERO

    def counted(self) -> Iterator[tuple[DueAmount, Sequence[Share]]]:
        """Every amount in some box, with its boxes and the part of it in each."""
        found: dict[int, tuple[DueAmount, list[Share]]] = {}
        for id_, value in self.boxes.items():
            for entry in value.entries:
                _taxed, shares = found.setdefault(id(entry.taxed), (entry.taxed, []))
                shares.append(Share(id_, entry.factor))
        yield from found.values()

    def entries(self, id_: str) -> Iterator[tuple[BoxEntry, Decimal]]:
        """Every amount behind a box, of a sum in all its parts, and its sign there."""
        value = self.boxes[id_]
        yield from ((entry, Decimal(1)) for entry in value.entries)
        for share in value.box.sum_of:
            for entry, sign in self.entries(share.box):
                yield entry, sign * share.factor * value.box.percent / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a return depends on besides postings.

    Attributes:
        length: The period is a ``month``, ``quarter`` or ``year``; else empty.
        stated: Figures by box that a person states.
        carried: Amounts by box that are taken over from the return before.
        flat_rates: The flat rates as fractions, each with its first day, by day; none
            of days without that scheme.
        deduction: How much of input tax may be deducted; None for all.
    """

    length: str = ""
    stated: Mapping[str, Decimal] = field(default_factory=dict)
    carried: Mapping[str, Decimal] = field(default_factory=dict)
    flat_rates: Sequence[tuple[date, Decimal | None]] = ()
    deduction: Deduction | None = None

    def flat_rate(self, amount: DueAmount) -> Decimal:
        """The flat rate of the day on which turnover falls due.

        What leaving the scheme makes due has that of its own day.
        """
        for day in (amount.due, amount.day):
            known = [rate for first, rate in self.flat_rates if first <= day]
            if known and known[-1] is not None:
                return known[-1]
        return ZERO

    def part_that_counts(self, amount: DueAmount, form: TaxForm) -> Decimal:
        """The part of an amount that counts: less than 1 of input tax, maybe."""
        is_input = amount.kind is TaxKind.PURCHASE and amount.part is TaxedPart.TAX
        if self.deduction is None or form.deduction is None or not is_input:
            return _WHOLE
        return self.deduction.factor(use_of(amount, form.deduction))


def is_on_tax_account(amount: DueAmount, form: TaxForm) -> bool:
    """Whether an amount is tax, of the form's country, that stands on its account."""
    country = amount.code.country
    is_ours = not country or not form.country or country == form.country
    return amount.is_posted_tax and is_ours


def fill_in(
    form: TaxForm,
    amounts: Iterable[DueAmount],
    of: Circumstances,
    corrections: Iterable[tuple[str, BoxEntry]] = (),
) -> TaxReturn:
    """Fill a form in with the amounts of its period.

    Args:
        form: The form.
        amounts: What falls due in the period.
        of: What it depends on besides.
        corrections: By box, what was wrong in earlier returns.
    """
    placed = place(form, amounts, lambda amount: of.part_that_counts(amount, form))
    for id_, entry in corrections:
        if id_ in placed.entries:
            placed.entries[id_].append(entry)
    boxes = _Boxes(form, placed.entries, of)
    values = {box.id: boxes.value(box.id) for box in form.boxes}
    adjusted: dict[str, Decimal] = {}
    unequal: list[tuple[Equality, Decimal]] = []
    for equality in form.equalities:
        differs = _difference(equality, {id_: v.exact for id_, v in values.items()})
        by_rounding = _difference(
            equality, {id_: v.amount for id_, v in values.items()}
        )
        if differs:
            # No rounding: a code that names boxes put its base in one set only.
            unequal.append((equality, differs))
        elif by_rounding:
            largest = max(equality.boxes, key=lambda id_: values[id_].amount)
            value = values[largest]
            adjusted[largest] = by_rounding
            values[largest] = replace(value, amount=value.amount + by_rounding)
    return TaxReturn(
        form=form,
        boxes=values,
        unplaced=placed.unplaced,
        nowhere=[a for a in placed.nowhere if is_on_tax_account(a, form)],
        adjusted=adjusted,
        unequal=unequal,
    )


def _difference(equality: Equality, amounts: Mapping[str, Decimal]) -> Decimal:
    against = sum((amounts[id_] for id_ in equality.against), ZERO)
    return against - sum((amounts[id_] for id_ in equality.boxes), ZERO)


class _Boxes:
    """Works out boxes, those that a box is made of before it."""

    def __init__(
        self,
        form: TaxForm,
        entries: Mapping[str, Sequence[BoxEntry]],
        of: Circumstances,
    ) -> None:
        self._boxes = {box.id: box for box in form.boxes}
        self._entries = entries
        self._of = of
        self._known: dict[str, BoxValue] = {}

    def value(self, id_: str) -> BoxValue:
        if id_ not in self._known:
            self._known[id_] = self._value(self._boxes[id_])
        return self._known[id_]

    def _value(self, box: FormBox) -> BoxValue:
        of, entries = self._of, self._entries[box.id]
        if box.when and of.length not in box.when:
            return BoxValue(box=box, exact=ZERO, amount=ZERO)
        exact = sum((entry.amount for entry in entries), ZERO)
        # What a person states goes before what follows from the return before.
        exact += of.stated.get(box.id, of.carried.get(box.id, ZERO))
        amount = exact
        if box.flat_rate_of:
            # The rate is of the turnover to the penny, not of the rounded box.
            for share in box.flat_rate_of:
                for entry, sign in self._behind(share.box):
                    rate = of.flat_rate(entry.taxed) * share.factor
                    exact += rate * entry.amount * sign
            amount = exact
        elif box.beyond is not None:
            bases = [(share.box, share.factor) for share in box.sum_of]
            by_district = self._beyond(bases, box.beyond)
            exact += sum(by_district, ZERO)
            amount = sum((round_box(box, each) for each in by_district), ZERO)
        elif box.sum_of:
            exact, amount = self._sum(box, exact, is_posted=bool(entries))
        amount = _bounded(box, round_box(box, amount))
        return BoxValue(
            box=box, exact=_bounded(box, exact), amount=amount, entries=entries
        )

    def _sum(
        self, box: FormBox, own: Decimal, *, is_posted: bool
    ) -> tuple[Decimal, Decimal]:
        """What a sum comes to exactly, and of what the form rounds."""
        summed = [(self.value(share.box), share.factor) for share in box.sum_of]
        rate = box.percent / 100
        exact = rate * sum((v.exact * f for v, f in summed), ZERO)
        if box.is_of_exact:
            return own + exact, own + exact
        of_rounded = rate * sum((v.amount * f for v, f in summed), ZERO)
        if is_posted:  # Tax that the form reckons from a base has been posted, too.
            return own, of_rounded
        return own + exact, own + of_rounded

    def _beyond(
        self, boxes: Iterable[tuple[str, Decimal]], rate: Decimal
    ) -> Sequence[Decimal]:
        """The tax of each jurisdiction beyond a rate that all have in common."""
        found: dict[str, Decimal] = {}
        for id_, factor in boxes:
            for entry, sign in self._behind(id_):
                for part in beyond(entry.taxed.code, rate):
                    tax = entry.amount * sign * factor * part.rate
                    found[part.name] = found.get(part.name, ZERO) + tax
        return list(found.values())

    def _behind(self, id_: str) -> Iterator[tuple[BoxEntry, Decimal]]:
        yield from ((entry, Decimal(1)) for entry in self._entries[id_])
        for share in self._boxes[id_].sum_of:
            for entry, sign in self._behind(share.box):
                yield entry, sign * share.factor


def round_box(box: FormBox, amount: Decimal) -> Decimal:
    """An amount as the form has it; half is away from zero."""
    if box.rounding is Rounding.CUT:
        return amount.quantize(_WHOLE, rounding=ROUND_DOWN)
    return rounded_to(amount, _CENT if box.rounding is Rounding.CENTS else _WHOLE)


def _bounded(box: FormBox, amount: Decimal) -> Decimal:
    if box.is_positive and amount < 0:
        amount = ZERO
    if box.least and 0 < amount <= box.least:
        amount = ZERO
    return abs(amount) if box.is_absolute else amount
