"""A return that is a list: nobody knows before which rows it will have."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO
from ledgerkit.taxes.form import FormBox, FormList
from ledgerkit.taxes.placing import BoxEntry
from ledgerkit.taxes.share import Share
from ledgerkit.taxes.tax_return import BoxValue, TaxReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm

#: The box of a list's return that says what is owed.
TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A row of a list.

    Attributes:
        box: What it is called, once in the list.
        label: What it has.
        amount: As the office wants it; None if it can't be said.
        exact: Before rounding, likewise.
        facts: What else the office asks for, by column.
        entries: The amounts in it, each with its factor.
        rests_on: What it says besides: the bases of a row of tax.
        level: 1 for a part of the row above it, else 0.
        is_line: Whether it is a line of a form that says the same as other rows.
        key: What it is called in what is filed, whatever other rows there are; empty
            for the same.
    """

    box: str
    label: str
    amount: Decimal | None
    exact: Decimal | None
    facts: Mapping[str, str | Decimal | None] = field(default_factory=dict)
    entries: Sequence[BoxEntry] = ()
    rests_on: Sequence[DueAmount] = ()
    level: int = 0
    is_line: bool = False
    key: str = ""

    @property
    def filed_as(self) -> str:
        """What it is called in what is filed."""
        return self.key or self.box


class TaxList(NamedTuple):
    """A return that is a list.

    Attributes:
        rows: Its rows.
        currency: Of its amounts.
        notes: What people should know of it.
        missing: What it can't say, so that it is not whole.
    """

    rows: Sequence[ListRow]
    currency: str
    notes: Sequence[str] = ()
    missing: Sequence[str] = ()


def as_return(form: TaxForm, found: TaxList) -> TaxReturn:
    """A list as a return with a box for each row, so that it can be filed.

    Unless it is one of supplies without tax, a box has the total that is owed.
    """
    boxes = {
        row.filed_as: BoxValue(
            box=FormBox(id=row.filed_as, label=row.label),
            exact=row.exact or ZERO,
            amount=row.amount or ZERO,
            # What a row only rests on counts for nothing, and its changes are named.
            entries=[*row.entries, *(BoxEntry(each, ZERO) for each in row.rests_on)],
        )
        for row in found.rows
        if not row.is_line
    }
    if form.lists is FormList.CLIENTS:
        return TaxReturn(form=form, boxes=boxes)
    rows = tuple(Share(id_, Decimal(1)) for id_ in boxes)
    total = BoxValue(
        box=FormBox(id=TOTAL, label="Total", sum_of=rows),
        exact=sum((value.exact for value in boxes.values()), ZERO),
        amount=sum((value.amount for value in boxes.values()), ZERO),
    )
    return TaxReturn(form=form, boxes={**boxes, TOTAL: total})
