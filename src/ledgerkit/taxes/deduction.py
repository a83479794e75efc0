"""How much of input tax may be deducted where some sales are exempt.

United Kingdom, VAT Notice 706: what is for both kinds of sales is divided by their
share, rounded up to a whole percentage, and little that is for exempt sales may be
deducted all the same. Italy, D.P.R. 633/1972 art. 19-bis: one percentage for all,
rounded up only if what is behind the point is more than five tenths.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.invoices.tax_code import TaxCategory, TaxKind, UsedFor
from ledgerkit.money import ZERO
from ledgerkit.taxes.due_amount import TaxedPart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledgerkit.taxes.due_amount import DueAmount

_ALL = Decimal(100)
#: Sales that are neither taxed nor exempt: they count on neither side.
_LEFT_OUT = {TaxCategory.OUTSIDE_SCOPE}


class PercentRounding(StrEnum):
    """How the percentage becomes a whole one."""

    UP = "up"
    OVER_HALF = "over-half"
    """Up only if what is behind the point is more than a half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionRule:
    """A country's rule for firms with exempt sales.

    Attributes:
        rounding: How the percentage becomes a whole one.
        is_for_all: Whether it is for all input tax, or for what no kind of sales has
            to itself.
        little_a_month: The input tax for exempt sales, on average a month, up to which
            it may be deducted all the same; zero for no such rule.
        little_share: The part of all input tax that it may be at most for that.
        finer_above_a_month: The input tax for both, on average a month, above which
            the percentage has two decimals; zero for never.
    """

    rounding: PercentRounding
    is_for_all: bool
    little_a_month: Decimal = ZERO
    little_share: Decimal = ZERO
    finer_above_a_month: Decimal = ZERO


class TurnoverSplit(NamedTuple):
    """Sales of a period that say how much may be deducted."""

    taxed: Decimal
    exempt: Decimal

    def percent(self, rounding: PercentRounding, decimals: int = 0) -> Decimal:
        """The part with the right to deduct, as a percentage; 100 of nothing.

        >>> TurnoverSplit(Decimal(100000), Decimal(60000)).percent(PercentRounding.UP)
        Decimal('63')
        >>> TurnoverSplit(Decimal(625), Decimal(375)).percent(PercentRounding.OVER_HALF)
        Decimal('62')
        """
        total = self.taxed + self.exempt
        if total <= 0:
            return _ALL
        bounded = max(ZERO, min(total, self.taxed))
        steps = Fraction(bounded) * 100 * 10**decimals / Fraction(total)
        if rounding is PercentRounding.UP:
            whole = ceil(steps)
        else:
            whole = floor(steps) + (steps - floor(steps) > Fraction(1, 2))
        return Decimal(whole).scaleb(-decimals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """What of a period's input tax may be deducted.

    Attributes:
        turnover: The period's sales.
        percent: The percentage of what is for both kinds of sales.
        for_taxed: Input tax for taxed sales.
        for_exempt: Input tax for exempt sales.
        for_both: Input tax for both, or for either.
        is_little: Whether what is for exempt sales is so little that all is deducted.
    """

    turnover: TurnoverSplit
    percent: Decimal
    for_taxed: Decimal
    for_exempt: Decimal
    for_both: Decimal
    is_little: bool

    @property
    def deductible(self) -> Decimal:
        """The input tax that may be deducted, before rounding."""
        if self.is_little:
            return self.for_taxed + self.for_exempt + self.for_both
        return self.for_taxed + self.for_both * self.percent / 100

    @property
    def lost(self) -> Decimal:
        """The input tax that may not, or would not but for being little."""
        return self.for_exempt + self.for_both * (_ALL - self.percent) / 100

    def factor(self, use: UsedFor) -> Decimal:
        """The part of a purchase's input tax that may be deducted, from 0 to 1."""
        if self.is_little or use is UsedFor.TAXED:
            return Decimal(1)
        return ZERO if use is UsedFor.EXEMPT else self.percent / 100


def use_of(amount: DueAmount, rule: DeductionRule) -> UsedFor:
    """Which sales a purchase is for."""
    if rule.is_for_all:
        return UsedFor.BOTH
    return amount.code.used_for or UsedFor.TAXED


def deduction_of(
    amounts: Iterable[DueAmount],
    rule: DeductionRule,
    months: int,
    percent: Decimal | None = None,
) -> Deduction:
    """What of the input tax among some amounts may be deducted.

    Args:
        amounts: A period's amounts.
        rule: The country's rule.
        months: The period's length.
        percent: The percentage to use, such as last year's; None for the period's own.
    """
    turnover = TurnoverSplit(ZERO, ZERO)
    by_use = dict.fromkeys(UsedFor, ZERO)
    for amount in amounts:
        if amount.kind is TaxKind.SALES:
            turnover = _with_sale(turnover, amount)
        elif amount.part is TaxedPart.TAX:
            by_use[use_of(amount, rule)] += amount.amount
    finer_above = rule.finer_above_a_month * months
    is_fine = bool(finer_above) and by_use[UsedFor.BOTH] > finer_above
    own = turnover.percent(rule.rounding, 2 if is_fine else 0)
    made = Deduction(
        turnover=turnover,
        percent=own if percent is None else percent,
        for_taxed=by_use[UsedFor.TAXED],
        for_exempt=by_use[UsedFor.EXEMPT],
        for_both=by_use[UsedFor.BOTH],
        is_little=False,
    )
    return _with_little(made, rule, months)


def _with_sale(turnover: TurnoverSplit, amount: DueAmount) -> TurnoverSplit:
    code = amount.code
    if amount.part is not TaxedPart.BASE or code.is_incidental:
        return turnover
    if code.category is TaxCategory.EXEMPT:
        return turnover._replace(exempt=turnover.exempt + amount.amount)
    if code.category in _LEFT_OUT:
        return turnover
    return turnover._replace(taxed=turnover.taxed + amount.amount)


def _with_little(made: Deduction, rule: DeductionRule, months: int) -> Deduction:
    total = made.for_taxed + made.for_exempt + made.for_both
    is_little = (
        bool(rule.little_a_month)
        and 0 < made.lost <= rule.little_a_month * months
        and made.lost <= total * rule.little_share
    )
    return replace(made, is_little=is_little)
