"""Forms of tax returns, as data: their boxes, and what goes to them.

A form is a TOML file: its boxes in their order, and rules that say which boxes the base
and the tax of a code go to. A code that names its own boxes needs no rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.calendars import month_end, months_after
from ledgerkit.invoices.tax_code import Supply, TaxCategory, TaxKind, TaxPoint
from ledgerkit.taxes.filing.rules import FilingRules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.taxes.deduction import DeductionRule
    from ledgerkit.taxes.filing.rules import Carry
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
        flat_rate_of: The boxes of which it has the flat rate, under that scheme.
        is_absolute: Whether a negative sum is shown without its sign.
        is_positive: Whether a negative sum counts as nothing.
        is_stated: Whether a person may state its amount: ``custom "tax-figure"``.
        least: The amount below which a sum counts as nothing.
        carry: What it takes over from the return before; None for nothing.
        is_interest: Whether it is interest, which is an expense and no tax.
        when: The lengths of period that it is for; empty for all.
        optional: Whether it is shown only if there is something in it.
        also: Other names that people and offices have for it.
        negative_to: The box that has its postings, their sign turned, if they come to
            less than nothing; empty if it may be negative.
        is_of_exact: Whether it sums what postings come to, and not what is rounded.
        beyond: The rate as a fraction beyond which it has, by jurisdiction, the tax on
            the bases that it sums; None if it has something else.
    """

    id: str
    label: str
    rounding: Rounding = Rounding.CENTS
    sum_of: tuple[Share, ...] = ()
    percent: Decimal = Decimal(100)
    flat_rate_of: tuple[Share, ...] = ()
    is_absolute: bool = False
    is_positive: bool = False
    is_stated: bool = False
    least: Decimal = Decimal(0)
    carry: Carry | None = None
    is_interest: bool = False
    when: frozenset[str] = frozenset()
    optional: bool = False
    also: tuple[str, ...] = ()
    negative_to: str = ""
    is_of_exact: bool = False
    beyond: Decimal | None = None


class Places(NamedTuple):
    """The boxes that the parts of a posting's tax go to.

    Attributes:
        base: The boxes of the base.
        tax: The boxes of the tax.
        owed: The boxes of the tax owed in the vendor's place.
    """

    base: tuple[Share, ...] = ()
    tax: tuple[Share, ...] = ()
    owed: tuple[Share, ...] = ()


NOWHERE = Places()


class DueRule(NamedTuple):
    """When a country wants a form that others want on other days.

    Attributes:
        months: How many months after the period's end, to the end of that month.
        days: How many days after that.
        source: What says so.
    """

    months: int
    days: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which boxes the amounts of some tax codes go to.

    Attributes:
        kind: Sales or purchases.
        categories: The categories of EN 16931; empty for any, and for none stated.
        rates: The rates, as fractions; empty for any.
        supply: ``goods``, ``services`` or ``triangular``; empty for any.
        natures: Beginnings of Italian nature codes; empty for any.
        scheme: The scheme under which it counts; empty for any.
        is_bad_debt: Whether it is for debts given up.
        is_split_payment: Whether it is for sales whose tax the client pays itself.
        is_abroad: Whether it is for codes of other countries than the form's.
        jurisdiction: The first jurisdiction of the codes that it is for, and of those
            that name none; empty for any.
        places: The boxes.
        if_negative: Those of a period in which all amounts under the rule come to less
            than nothing; None if they stay where they are.
    """

    kind: TaxKind
    categories: frozenset[TaxCategory] = frozenset()
    rates: frozenset[Decimal] = frozenset()
    supply: str = ""
    natures: tuple[str, ...] = ()
    scheme: str = ""
    is_bad_debt: bool = False
    is_split_payment: bool = False
    is_abroad: bool = False
    jurisdiction: str = ""
    places: Places = NOWHERE
    if_negative: Places | None = None


class Equality(NamedTuple):
    """Boxes that must come to the same, or the office refuses the return.

    Attributes:
        boxes: The boxes of which the largest takes the difference by rounding.
        against: What they must come to.
    """

    boxes: tuple[str, ...]
    against: tuple[str, ...]


class FormList(StrEnum):
    """A return that is a list of rows that nobody knows before, and not of boxes."""

    JURISDICTIONS = "jurisdictions"
    STATES = "states-of-consumption"
    CLIENTS = "vat-numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A way of accounting for tax.

    Attributes:
        name: What ``custom "tax-scheme"`` calls it.
        sales: When tax on sales falls due.
        purchases: When tax on purchases may be deducted.
        due_on_leaving: Whether leaving it makes all tax due that wasn't.
        is_flat_rate: Whether a percentage of turnover takes the place of the tax.
        services_sold: When tax on services sold falls due; None for as on goods.
        services_bought: When tax on services bought may be deducted, likewise.
    """

    name: str
    sales: TaxPoint = TaxPoint.DOCUMENT
    purchases: TaxPoint = TaxPoint.DOCUMENT
    services_sold: TaxPoint | None = None
    services_bought: TaxPoint | None = None
    due_on_leaving: bool = False
    is_flat_rate: bool = False

    def point_of(self, kind: TaxKind, supply: Supply | None) -> TaxPoint:
        """When the tax on a sale or purchase falls due."""
        if kind is TaxKind.SALES:
            usual, of_services = self.sales, self.services_sold
        else:
            usual, of_services = self.purchases, self.services_bought
        if supply is Supply.SERVICES and of_services is not None:
            return of_services
        return usual


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
        equalities: Boxes that must come to the same.
        lists: The kind of list that it is; None for a form with boxes.
        listed: The boxes that an EC sales list must agree with, by kind of supply.
        parts: The forms of jurisdictions, whose boxes a list shows below its rows.
        due_otherwise: Months and days for periods that end in a month, as 6 for June.
        due_for: Months and days for a length of period, as ``year``.
        due_in: Where states differ, months, days and source by country.
        is_due_on_working_days: Whether a weekend or holiday puts that off.
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
    equalities: Sequence[Equality] = ()
    lists: FormList | None = None
    listed: Mapping[Supply, Sequence[str]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    due_otherwise: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    due_for: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    due_in: Mapping[str, DueRule] = field(default_factory=dict)
    is_due_on_working_days: bool = False
    deduction: DeductionRule | None = None
    bad_debt_months: int = 0
    buyer_repays: bool = False
    filing: FilingRules = field(default_factory=FilingRules)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its boxes."""
        return frozenset(box.id for box in self.boxes)

    def box_id(self, name: str) -> str | None:
        """The id of the box that people or the office call so; None if none is."""
        wanted = name.casefold()
        for box in self.boxes:
            if wanted == box.id.casefold():
                return box.id
        for box in self.boxes:
            if wanted in {other.casefold() for other in box.also}:
                return box.id
        return None

    def in_country(self, country: str) -> TaxForm:
        """The form as a country wants it, where states differ in the day."""
        rule = self.due_in.get(country)
        if rule is None:
            return self
        return replace(
            self,
            due_months=rule.months,
            due_days=rule.days,
            source=f"{self.source.partition(';')[0]}; {country} {rule.source}",
            due_in={},
        )

    def due_after(self, last: date, length: str = "") -> date:
        """The day on which the return of a period is due.

        Args:
            last: The period's last day.
            length: ``month``, ``quarter``, ``year``, or a quarter of the year.
        """
        usual = self.due_months, self.due_days
        usual = self.due_for.get(length, self.due_otherwise.get(last.month, usual))
        months, days = usual
        end = month_end(months_after(last, months))
        return min(end, date.max - timedelta(days=max(days, 0))) + timedelta(days=days)
