"""The British test for businesses of limited cost, which pay a flat rate of their own.

VAT Notice 733, 4.4 to 4.6: goods for the business alone, with their VAT, that come to
less than 2 % of the turnover under the flat rate, or to less than 1,000 a year. Capital
goods, food, vehicles and fuel are no such goods: their codes say ``supply: "services"``
or name boxes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.general_ledger.schedules.months import months_between
from ledgerkit.invoices.tax_code import Supply, TaxKind
from ledgerkit.money import ZERO
from ledgerkit.taxes.due_amount import TaxedPart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledgerkit.general_ledger.period import Period
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm

#: 16.5 %, less the point that is taken off in the first year of registration.
LIMITED_COST, _IN_FIRST_YEAR = Decimal("0.165"), Decimal("0.155")
_SHARE, _A_YEAR = Decimal("0.02"), Decimal(1000)


class LimitedCost(NamedTuple):
    """How the goods of a period compare with what the flat rate of a trade asks.

    Attributes:
        goods: Bought under codes of goods, with VAT.
        unknown: Bought under codes that don't say whether they are for goods.
        turnover: Under the flat rate, with VAT.
        needed: What goods must come to.
    """

    goods: Decimal
    unknown: Decimal
    turnover: Decimal
    needed: Decimal

    @property
    def is_certain(self) -> bool:
        """Whether even all that may be goods is too little."""
        return self.goods + self.unknown < self.needed


def limited_cost(
    form: TaxForm,
    period: Period,
    amounts: Iterable[DueAmount],
    rate: Decimal,
    turnover: Decimal,
) -> LimitedCost | None:
    """The test of a period; None if it is passed, or the rate is that of limited cost.

    Args:
        form: The form, whose schemes say which purchases count.
        period: The period.
        amounts: What falls due in it.
        rate: The flat rate, as a fraction.
        turnover: Under it, with VAT.
    """
    if rate >= _IN_FIRST_YEAR or turnover <= 0:
        return None
    found: dict[Supply | None, Decimal] = {}
    for each in amounts:
        scheme, code = form.schemes.get(each.scheme), each.code
        is_flat = scheme is not None and scheme.is_flat_rate
        is_bought = each.kind is TaxKind.PURCHASE and each.part is not TaxedPart.OWED
        if is_flat and is_bought and not (code.base_box or code.tax_box):
            found[code.supply] = found.get(code.supply, ZERO) + each.amount
    months = months_between(period.first, period.last)
    needed = max(turnover * _SHARE, _A_YEAR * months / 12)
    goods = found.get(Supply.GOODS, ZERO)
    if goods >= needed:
        return None
    return LimitedCost(goods, found.get(None, ZERO), turnover, needed)
