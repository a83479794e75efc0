"""A row of a return that is a list: nobody knows before which rows it will have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.taxes.placing import BoxEntry


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
        level: 1 for a part of the row above it, else 0.
        is_line: Whether it is a line of a form that says the same as other rows.
    """

    box: str
    label: str
    amount: Decimal | None
    exact: Decimal | None
    facts: Mapping[str, str | Decimal | None] = field(default_factory=dict)
    entries: Sequence[BoxEntry] = ()
    level: int = 0
    is_line: bool = False


class TaxList(NamedTuple):
    """A return that is a list.

    Attributes:
        rows: Its rows.
        currency: Of its amounts.
        notes: What people should know of it.
        is_whole: Whether nothing is missing from it.
    """

    rows: Sequence[ListRow]
    currency: str
    notes: Sequence[str] = ()
    is_whole: bool = True
