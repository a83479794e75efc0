"""Ratios of a balance sheet and an income statement, each with its formula."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import MAX_PREC, ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HUNDRED = Decimal(100)
#: Where the parts are defined; the quotients themselves are in every textbook.
_CURRENT, _PARTS = "IAS 1.66 and 1.69", "IAS 1.54 and 1.82"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioFigures:
    """What ratios are made of, in one currency; all positive as a rule.

    Attributes:
        cash: What bank, cash and clearing accounts hold.
        stock: Goods at cost.
        current_assets: Cash, and what is turned into cash in the course of business.
        assets: All assets.
        current_debts: What is paid in the course of business.
        debts: All liabilities.
        equity: Assets less liabilities at the end of the period.
        opening_equity: The same before the period.
        income: All income of the period.
        cost_of_sales: What the goods sold had cost; None if no account says.
        result: Income less expenses.
    """

    cash: Decimal
    stock: Decimal
    current_assets: Decimal
    assets: Decimal
    current_debts: Decimal
    debts: Decimal
    equity: Decimal
    opening_equity: Decimal
    income: Decimal
    cost_of_sales: Decimal | None
    result: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A ratio.

    Attributes:
        id: What programs call it.
        label: What people read.
        formula: In words.
        source: Where its parts are defined.
        is_percent: Whether it is shown in percent; else it is a factor.
        parts: Numerator and denominator; None where a figure isn't known.
    """

    id: str
    label: str
    formula: str
    source: str
    is_percent: bool
    parts: Callable[[RatioFigures], tuple[Decimal, Decimal] | None]

    def value(self, figures: RatioFigures) -> Decimal | None:
        """The ratio, half up to two decimals, or one of a percentage.

        None if its denominator is not positive: nothing can be said then.
        """
        parts = self.parts(figures)
        if parts is None or parts[1] <= 0:
            return None
        number = parts[0] / parts[1] * (_HUNDRED if self.is_percent else 1)
        step = Decimal("0.1") if self.is_percent else Decimal("0.01")
        any_size = Context(prec=MAX_PREC)
        return number.quantize(step, rounding=ROUND_HALF_UP, context=any_size)


def _gross(figures: RatioFigures) -> tuple[Decimal, Decimal] | None:
    if figures.cost_of_sales is None:
        return None
    return figures.income - figures.cost_of_sales, figures.income


def _ratio(
    id_: str,
    label: str,
    formula: str,
    parts: Callable[[RatioFigures], tuple[Decimal, Decimal] | None],
    *,
    is_percent: bool = True,
) -> Ratio:
    return Ratio(
        id=id_,
        label=label,
        formula=formula,
        source=_PARTS if is_percent or id_ == "debt-to-equity" else _CURRENT,
        is_percent=is_percent,
        parts=parts,
    )


RATIOS: Sequence[Ratio] = (
    _ratio(
        "current-ratio",
        "Current ratio",
        "current assets / current liabilities",
        lambda f: (f.current_assets, f.current_debts),
        is_percent=False,
    ),
    _ratio(
        "quick-ratio",
        "Quick ratio",
        "(current assets - stock) / current liabilities",
        lambda f: (f.current_assets - f.stock, f.current_debts),
        is_percent=False,
    ),
    _ratio(
        "cash-ratio",
        "Cash ratio",
        "cash / current liabilities",
        lambda f: (f.cash, f.current_debts),
        is_percent=False,
    ),
    _ratio(
        "equity-ratio",
        "Equity ratio, %",
        "equity / assets",
        lambda f: (f.equity, f.assets),
    ),
    _ratio(
        "debt-to-equity",
        "Debt to equity",
        "liabilities / equity",
        lambda f: (f.debts, f.equity),
        is_percent=False,
    ),
    _ratio(
        "gross-margin",
        "Gross margin, %",
        "(income - cost of sales) / income",
        _gross,
    ),
    _ratio(
        "profit-margin",
        "Profit margin, %",
        "result / income",
        lambda f: (f.result, f.income),
    ),
    _ratio(
        "return-on-equity",
        "Return on equity, %",
        "result / mean of equity before and at the end",
        lambda f: (f.result, (f.equity + f.opening_equity) / 2),
    ),
    _ratio(
        "return-on-assets",
        "Return on assets, %",
        "result / assets at the end",
        lambda f: (f.result, f.assets),
    ),
)
