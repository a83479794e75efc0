"""Tables of coefficients: what a law lets each class of assets lose, and from when."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

#: The tables that come with ledgerkit, as files beside this one.
SHIPPED_TABLES = ("german-declining", "german-fixed", "italian", "macrs")


class DepreciationMethod(StrEnum):
    """How an asset loses value; the value is what ``method:`` says."""

    STRAIGHT_LINE = "straight-line"
    DECLINING = "declining"
    ITALIAN = "italian"
    MACRS = "macrs"
    GERMAN = "german"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetClass:
    """A class of assets in a table, for those bought within some days.

    Attributes:
        method: The method that it is for.
        id: What ``class:`` says.
        label: What people call it.
        source: Where the table is from.
        first: The first day of purchase that it is for.
        last: The last one; None if it still is.
        rate: The yearly rate, in percent; None if the class has none.
        percents: What each year has, in percent; empty if the class has none.
        times_linear: How often the linear rate may be taken; None if that is no limit.
        most: The highest rate, in percent; None for none.
    """

    method: DepreciationMethod
    id: str
    label: str
    source: str
    first: date
    last: date | None
    rate: Decimal | None
    percents: Sequence[Decimal]
    times_linear: Decimal | None
    most: Decimal | None

    def holds_on(self, day: date) -> bool:
        """Whether it is for what is bought on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def rate_for(self, months: int) -> Fraction:
        """The yearly rate of what lives so many months: 30 percent is 3/10."""
        if self.rate is not None:
            return Fraction(self.rate) / 100
        times = Fraction(self.times_linear or 1)
        rate = times * 12 / months
        return min(rate, Fraction(self.most) / 100) if self.most else rate


def parse_coefficients(text: str) -> Sequence[AssetClass]:
    """The classes of a table that comes with ledgerkit, in TOML."""
    data = tomllib.loads(text)
    method = DepreciationMethod(data["method"])
    return [_class(each, method, data["source"]) for each in data["classes"]]


def _class(each: dict[str, Any], method: DepreciationMethod, source: str) -> AssetClass:
    return AssetClass(
        method=method,
        id=each["id"],
        label=each["label"],
        source=source,
        first=each["from"],
        last=each.get("until"),
        rate=_number(each, "rate"),
        percents=[Decimal(percent) for percent in each.get("percents", ())],
        times_linear=_number(each, "times-linear"),
        most=_number(each, "most"),
    )


def _number(each: dict[str, Any], key: str) -> Decimal | None:
    return Decimal(each[key]) if key in each else None
