"""An order to a vendor, and goods that came -> the directives a person would write."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.books.payables.orders import GOODS_RECEIVED, ORDER, ORDER_LINE
from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.entries.documents.draft_lines import whole_lines
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole, identifier
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.entries.documents.document import NewLine


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order to enter.

    Attributes:
        vendor: Id, name or alias of a vendor that is declared.
        day: The day it is given.
        lines: What is ordered.
        currency: Of the lines.
        number: Its number; None for the next of the year, such as ``PO-2026-001``.
        expected: The day on which it is to come; None if that isn't known.
        text: What it is for.
    """

    vendor: str
    day: date
    lines: Sequence[NewLine]
    currency: str
    number: str | None = None
    expected: date | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsCame:
    """Goods that came, or went back.

    Attributes:
        order: The order's number.
        line: The name of its line; None if it has only one of goods.
        quantity: How many units; negative if they went back; None for all that has not
            come yet.
        day: The day on which they came.
    """

    order: str
    line: str | None
    quantity: Decimal | None
    day: date


def plan_order(books: Books, new: NewOrder) -> PlannedEntries:
    """Plan an order: its directive, and one for each line.

    Raises:
        UsageError: If it can't be written as asked.
    """
    vendor = books.find_party(PartyRole.VENDOR, new.vendor)
    number = new.number or _next_number(books, new.day)
    if number in books.payables_read.orders.records.ids:
        raise UsageError(f"there is an order {number} already; give another --number")
    if not new.lines:
        raise UsageError(
            "say what is ordered, with at least one --line"
            ' "Expenses:Office; Paper; 60 pcs x 4.00"'
        )
    if new.expected is not None and new.expected < new.day:
        raise UsageError(
            f"it can't be expected on {new.expected}, before it is ordered on {new.day}"
        )
    lines = whole_lines(books, new.lines, new.day, Side.PAYABLE)
    facts = {"expected": new.expected, "text": new.text}
    said = {key: value for key, value in facts.items() if value is not None}
    directives = [relation_directive(ORDER, new.day, [number, vendor], said)]
    names: set[str] = set()
    for line in lines:
        name = _name(line, names)
        names.add(name)
        keys = _line_facts(line, new.currency)
        values = [number, name]
        directives.append(relation_directive(ORDER_LINE, new.day, values, keys))
    whole = as_money(sum((line.amount for line in lines), ZERO), new.currency)
    return PlannedEntries(
        done=f"order {number} over {whole}", directives=directives, number=number
    )


def _next_number(books: Books, day: date) -> str:
    known = set(books.payables_read.orders.records.ids)
    return next(
        number
        for index in count(1)
        if (number := f"PO-{day.year}-{index:03}") not in known
    )


def _name(line: NewLine, taken: set[str]) -> str:
    """A short name for a line, from what it says."""
    base = identifier(line.description or line.account.rpartition(":")[2])
    names = (base if index == 1 else f"{base}-{index}" for index in count(1))
    return next(name for name in names if name not in taken)


def _line_facts(line: NewLine, currency: str) -> dict[str, Any]:
    is_plain = line.quantity in {None, 1} and line.unit is None
    if line.amount <= 0:
        raise UsageError(f"{line.description or line.account}: order more than nothing")
    facts: dict[str, Any] = {"account": line.account}
    if is_plain or line.discount or line.discount_percent or line.unit_price is None:
        facts["amount"] = Amount(line.amount, currency)
    else:
        facts["unit-price"] = Amount(line.unit_price, currency)
    if not is_plain:
        facts["quantity"] = line.quantity
    facts["description"] = line.description
    facts["tax"] = line.tax
    return {key: value for key, value in facts.items() if value is not None}


def plan_goods(books: Books, came: GoodsCame) -> PlannedEntries:
    """Plan what came of an order.

    Raises:
        UsageError: If there is no such order or line, or nothing is left to come.
    """
    records = books.payables_read.orders.records
    order = records.order(came.order, came.day)
    if order is None:
        remedy = suggestion(came.order, records.ids) or "; see ledgerkit order list"
        raise UsageError(f"there is no order {came.order} by {came.day}{remedy}")
    goods = {line.name: line for line in order.lines.values() if line.is_goods}
    name = came.line or next(iter(goods), None)
    if name is None or (came.line is None and len(goods) > 1):
        known = ", ".join(goods) or "none: its lines have no quantity"
        raise UsageError(f"say which line of {order.id} came: {known}")
    if name not in goods:
        remedy = suggestion(name, goods) or f"; its goods are {', '.join(goods)}"
        raise UsageError(f"{order.id} has no line {name} of goods{remedy}")
    before = records.received(order.id, came.day).get(name, ZERO)
    ordered = goods[name].quantity or ZERO
    quantity = ordered - before if came.quantity is None else came.quantity
    if not quantity or (came.quantity is None and quantity < 0):
        raise UsageError(f"all {ordered:f} of {order.id} {name} have come")
    if before + quantity < 0:
        raise UsageError(
            f"only {before:f} of {order.id} {name} have come, and no more can go back"
        )
    after = before + quantity
    directive = relation_directive(
        GOODS_RECEIVED, came.day, [order.id, name, quantity], {}
    )
    return PlannedEntries(
        done=f"{quantity:f} of {order.id} {name}",
        directives=[directive],
        notes=[f"{after:f} of {ordered:f} have come"],
    )
