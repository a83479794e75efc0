"""Tax by code on a document, and what it should come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.invoices.invoice import TaxSubtotal
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ledgerkit.invoices.tax_code import TaxCode


def tax_subtotals(
    bases: Iterable[tuple[TaxCode | None, Decimal]],
    posted: Iterable[tuple[TaxCode | None, Decimal]],
    reverse_charged: Iterable[tuple[TaxCode, Decimal]] = (),
) -> Sequence[TaxSubtotal]:
    """Sum bases and posted tax by code, in the order in which the codes come.

    Args:
        bases: The code and the net amount of each line and adjustment.
        posted: The code and the amount of each tax posting, of both halves of a
            reverse charge.
        reverse_charged: The code and the amount of the half that the seller doesn't
            ask for.
    """
    charged: dict[str, Decimal] = {}
    for reverse, amount in reverse_charged:
        charged[reverse.id] = charged.get(reverse.id, ZERO) + amount
    sums: dict[str | None, tuple[TaxCode | None, Decimal, Decimal]] = {}
    for code, base in bases:
        key = code.id if code else None
        _code, before, tax = sums.get(key, (code, ZERO, ZERO))
        sums[key] = (code, before + base, tax)
    for code, amount in posted:
        key = code.id if code else None
        _code, base, before = sums.get(key, (code, ZERO, ZERO))
        sums[key] = (code, base, before + amount)
    return [
        TaxSubtotal(
            code=code,
            base=base,
            tax=tax,
            reverse_charged=charged.get(key or "", ZERO),
        )
        for key, (code, base, tax) in sums.items()
    ]
