"""Italian stamp duty on documents whose amount bears no VAT.

Source: D.P.R. 642/1972, tariff, art. 13; D.M. 17 June 2014 art. 6; D.L. 73/2022 art. 3.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.invoices.tax_code import TaxCategory
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledgerkit.taxes.due_amount import DueAmount

#: What each such document costs, and the amount without VAT above which it does.
STAMP_DUTY, STAMP_DUTY_ABOVE = Decimal("2.00"), Decimal("77.47")
#: Beginnings of nature codes that bear it: exports and supplies to the EU don't.
_NATURES = ("N1", "N2", "N3.5", "N3.6", "N4")


def bears_stamp_duty(amount: DueAmount) -> bool:
    """Whether an amount without VAT counts for stamp duty."""
    code = amount.code
    if code.nature:
        return code.nature.startswith(_NATURES)
    return code.category is TaxCategory.EXEMPT


def untaxed(amounts: Iterable[DueAmount]) -> Decimal:
    """What a document's amounts come to that bear no VAT but stamp duty."""
    return sum((a.amount for a in amounts if bears_stamp_duty(a)), ZERO)


def stamp_duty(amount: Decimal) -> Decimal:
    """The duty on a document with this amount, a credit note's being negative.

    >>> stamp_duty(Decimal("77.47")), stamp_duty(Decimal("-77.48"))
    (Decimal('0'), Decimal('2.00'))
    """
    return STAMP_DUTY if abs(amount) > STAMP_DUTY_ABOVE else ZERO
