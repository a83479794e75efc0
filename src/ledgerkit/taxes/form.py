"""Forms of tax returns, as data: their boxes, and what goes to them.

A form is a TOML file: its boxes in their order, and rules that say which boxes the base
and the tax of a code go to. A code that names its own boxes needs no rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.invoices.tax_code import TaxCategory, TaxKind, TaxPoint
from ledgerkit.taxes.filing_rules import FilingRules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.taxes.deduction import DeductionRule
    from ledgerkit.taxes.filing_rules import Carry
    from ledgerkit.taxes.share import Share


class Rounding(StrEnum):
    """How a form wants its amounts."""

    CENTS = "cents"
    WHOLE = "whole"
    """Half up: away from zero from 0.50 on."""
    CUT = "cut"
    """Whole, and what is behind the point left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBox:
    """A box of a form.

    Attributes:
        id: What the office calls it.
        label: What it has.
        rounding: How the form wants it.
        sum_of: Boxes that it sums, as the form rounds them; empty for postings.
        percent: The percentage of that sum that it has; 100 for all of it.
        flat_rate_of: The box of which it has the flat rate, under that scheme;
            empty for none.
        is_absolute: Whether a negative sum is shown without its sign.
        is_positive: Whether a negative sum counts as nothing.
        is_stated: Whether a person may state its amount: ``custom "tax-figure"``.
        least: The amount below which a sum counts as nothing.
        carry: What it takes over from the return before; None for nothing.
        is_interest: Whether it is interest, which is an expense and no tax.
        when: The lengths of period that it is for; empty for all.
        optional: Whether it is shown only if there is something in it.
    """

    id: str
    label: str
    rounding: Rounding = Rounding.CENTS
    sum_of: tuple[Share, ...] = ()
    percent: Decimal = Decimal(100)
    flat_rate_of: str = ""
    is_absolute: bool = False
    is_positive: bool = False
    is_stated: bool = False
    least: Decimal = Decimal(0)
    carry: Carry | None = None
    is_interest: bool = False
    when: frozenset[str] = frozenset()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which boxes the amounts of some tax codes go to.

    Attributes:
        kind: Sales or purchases.
        categories: The categories of EN 16931; empty for any, and for none stated.
        rates: The rates, as fractions; empty for any.
        supply: ``goods`` or ``services``; empty for either.
        natures: Beginnings of Italian nature codes; empty for any.
        scheme: The scheme under which it counts; empty for any.
        is_bad_debt: Whether it is for debts given up.
        is_split_payment: Whether it is for sales whose tax the client pays itself.
        base: The boxes of the base.
        tax: The boxes of the tax.
        owed: The boxes of the tax owed in the vendor's place.
    """

    kind: TaxKind
    categories: frozenset[TaxCategory] = frozenset()
    rates: frozenset[Decimal] = frozenset()
    supply: str = ""
    natures: tuple[str, ...] = ()
    scheme: str = ""
    is_bad_debt: bool = False
    is_split_payment: bool = False
    base: tuple[Share, ...] = ()
    tax: tuple[Share, ...] = ()
    owed: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A way of accounting for tax.

    Attributes:
        name: What ``custom "tax-scheme"`` calls it.
        sales: When tax on sales falls due.
        purchases: When tax on purchases may be deducted.
        due_on_leaving: Whether leaving it makes all tax due that wasn't.
        is_flat_rate: Whether a percentage of turnover takes the place of the tax.
    """

    name: str
    sales: TaxPoint = TaxPoint.DOCUMENT
    purchases: TaxPoint = TaxPoint.DOCUMENT
    due_on_leaving: bool = False
    is_flat_rate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxForm:
    """A form of tax return.

    Attributes:
        name: What ``--form`` calls it.
        title: What people read.
        country: The country's code, by ISO 3166; empty for none of its own.
        currency: The currency that it is handed in.
        source: The law or notice that it is from.
        valid_from: The first day of the periods that it is for.
        lengths: The lengths of period that it may be for: month, quarter, year.
        due_months: How many months after the period's end it is due.
        due_days: How many days after that; negative for days before.
        boxes: Its boxes, in order.
        rules: Its rules; the first that fits counts.
        schemes: The ways of accounting that it knows, by name.
        result: The box that says what is owed; negative for what is due back.
        deduction: The rule for firms with exempt sales; None if none is known.
        bad_debt_months: How many months after it fell due the tax of a debt that is
            given up may be reclaimed.
        buyer_repays: Whether the buyer gives its input tax back after as many months.
        filing: When its tax is paid, and where what was wrong goes.
    """

    name: str
    title: str
    country: str
    currency: str
    source: str
    valid_from: str
    lengths: tuple[str, ...]
    due_months: int
    due_days: int
    boxes: Sequence[FormBox]
    rules: Sequence[Rule]
    schemes: Mapping[str, Scheme]
    result: str
    deduction: DeductionRule | None = None
    bad_debt_months: int = 0
    buyer_repays: bool = False
    filing: FilingRules = field(default_factory=FilingRules)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its boxes."""
        return frozenset(box.id for box in self.boxes)
