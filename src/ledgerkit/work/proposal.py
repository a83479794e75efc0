"""Which hours and expenses to charge, in which lines."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO, quantum, rounded, split_by_shares
from ledgerkit.work.item import WorkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.work.item import WorkItem


class GroupBy(StrEnum):
    """What makes a line of an invoice of its own, besides the rate."""

    PERSON = "person"
    DAY = "day"
    TEXT = "text"
    PROJECT = "project"


class ChargeLine(NamedTuple):
    """A line to be charged.

    Attributes:
        label: What it is for: the person's id, the day, the text or the project's id.
        items: What it charges, by day.
        quantity: The hours; None for expenses.
        price: Of an hour; None for expenses.
        amount: Net of tax.
        worth: What its items are worth; the rest is written off.
    """

    label: str
    items: tuple[WorkItem, ...]
    quantity: Decimal | None
    price: Decimal | None
    amount: Decimal
    worth: Decimal


_LABELS: Mapping[GroupBy, Callable[[WorkItem], str]] = {
    GroupBy.PERSON: lambda item: item.person,
    GroupBy.DAY: lambda item: item.day.isoformat(),
    GroupBy.TEXT: lambda item: item.text,
    GroupBy.PROJECT: lambda item: item.project,
}


def propose(
    items: Iterable[WorkItem], by: GroupBy, agreed: Decimal | None = None
) -> Sequence[ChargeLine]:
    """The lines for some items of one client and currency, hours first.

    An hour's line has the sum of its hours at one rate, rounded once. Expenses have
    lines of their own, by text unless they are grouped by day or project.

    Args:
        items: What is to be charged.
        by: What makes a line.
        agreed: A total agreed on instead of what they are worth; None for that.
    """
    groups: dict[tuple[bool, str, Decimal], list[WorkItem]] = {}
    for item in sorted(items, key=_order):
        is_expense = item.kind is WorkKind.EXPENSE
        of = GroupBy.TEXT if is_expense and by is GroupBy.PERSON else by
        key = is_expense, _LABELS[of](item), item.rate or ZERO
        groups.setdefault(key, []).append(item)
    lines = [_line(key, group) for key, group in sorted(groups.items(), key=_by_kind)]
    return lines if agreed is None else _agreed(lines, agreed)


def _order(item: WorkItem) -> tuple[date, str]:
    return item.day, item.id


def _by_kind(group: tuple[tuple[bool, str, Decimal], list[WorkItem]]) -> bool:
    return group[0][0]


def _line(key: tuple[bool, str, Decimal], items: Sequence[WorkItem]) -> ChargeLine:
    is_expense, label, rate = key
    worth = sum((item.worth for item in items), ZERO)
    if is_expense:
        return ChargeLine(label, tuple(items), None, None, worth, worth)
    hours = sum((item.hours for item in items), ZERO)
    amount = rounded(hours * rate, items[0].currency)
    return ChargeLine(label, tuple(items), hours, rate, amount, worth)


def _agreed(lines: Sequence[ChargeLine], agreed: Decimal) -> Sequence[ChargeLine]:
    """The lines at an agreed total, in proportion; their hours stay, unpriced."""
    if not lines or not any(line.amount for line in lines):
        return lines
    unit = quantum(lines[0].items[0].currency)
    parts = split_by_shares(agreed, [line.amount for line in lines], quantum=unit)
    return [
        line._replace(amount=part, price=line.price if part == line.amount else None)
        for line, part in zip(lines, parts, strict=True)
    ]
