"""Orders to vendors, and what was billed and came of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, quantum, rounded, with_cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A line of an order, as amended.

    Attributes:
        name: Its name within the order.
        account: The account that its bill is booked on; empty if none is said.
        quantity: How many units; None if only a price for all of it is agreed.
        price: Of one unit, without tax; None without a quantity.
        ordered: Price of all of it, without tax.
        description: What is ordered.
        tax: Its tax code; empty if none is said.
        is_goods: Whether it must come before its bill is paid.
        place: Where it stands.
    """

    name: str
    account: str
    quantity: Decimal | None
    price: Decimal | None
    ordered: Decimal
    description: str
    tax: str
    is_goods: bool
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrder:
    """An order, as it stood on a day.

    Attributes:
        id: Its number, ours.
        vendor: Id of the vendor.
        day: The day it was given.
        expected: When it is to come; None if that isn't said.
        closed: From when no more of it is to come; None while it is.
        terms: How it is to be paid; empty to pay as the vendor's record says.
        text: What it is for; empty if that isn't said.
        currency: Of all its amounts.
        lines: By name.
        place: Where it stands.
    """

    id: str
    vendor: str
    day: date
    expected: date | None
    closed: date | None
    terms: str
    text: str
    currency: str
    lines: Mapping[str, OrderLine]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """A line of a bill or vendor credit that is for a line of an order.

    Attributes:
        document: Key of the bill: its vendor and label.
        day: The bill's day.
        line: Name of the order's line.
        quantity: How many units; negative on a credit; None if it doesn't say.
        net: Without tax; negative on a credit.
        place: Where it stands.
    """

    document: tuple[str, str]
    day: date
    line: str
    quantity: Decimal | None
    net: Decimal
    place: Place


class OrderDifferenceKind(Enum):
    """How a bill differs from its order."""

    OVER_BILLED = "more billed than ordered"
    PRICE_ABOVE = "price above the order's"
    BEFORE_GOODS = "billed before it came"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDifference:
    """A difference between a bill and its order.

    Attributes:
        kind: Its kind.
        line: The bill's line that makes it.
        amount: How much, without tax, at the order's price; positive.
        text: The difference in words.
    """

    kind: OrderDifferenceKind
    line: BilledLine
    amount: Decimal
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """What was billed and came of a line up to a day.

    Attributes:
        order: The order.
        line: Its line.
        received: How many units came, less what went back.
        billed_quantity: How many units were billed, where bills say so.
        billed: What was billed, without tax, less credits.
        at_order_price: The same at the order's price, where bills say a quantity.
        is_closed: Whether no more is to come.
    """

    order: PurchaseOrder
    line: OrderLine
    received: Decimal
    billed_quantity: Decimal
    billed: Decimal
    at_order_price: Decimal
    is_closed: bool

    @property
    def price_difference(self) -> Decimal:
        """What bills charge above the order's price; negative below it."""
        return self.billed - self.at_order_price

    @property
    def left(self) -> Decimal:
        """What is ordered less what is billed at the order's price."""
        return self.line.ordered - self.at_order_price

    @property
    def open(self) -> Decimal:
        """What is still to be billed; negative if too much was. Zero if closed."""
        return min(self.left, ZERO) if self.is_closed else self.left

    @property
    def cancelled(self) -> Decimal:
        """What is no longer to come, as the order is closed."""
        return self.left - self.open

    @property
    def not_billed(self) -> Decimal:
        """What came and is not billed, at the order's price; never negative."""
        if self.line.price is None:
            return ZERO
        came = rounded(self.received * self.line.price, self.order.currency)
        return max(came - self.at_order_price, ZERO)


def line_states(
    order: PurchaseOrder,
    received: Mapping[str, Decimal],
    billed: Sequence[BilledLine],
    as_of: date,
) -> Iterator[LineState]:
    """Each line of an order, with what was billed and came of it.

    Args:
        order: The order.
        received: How many units came, by line.
        billed: All lines of bills and credits that are for it, in any order.
        as_of: The day.
    """
    for line in order.lines.values():
        own = [each for each in billed if each.line == line.name]
        yield LineState(
            order=order,
            line=line,
            received=received.get(line.name, ZERO),
            billed_quantity=sum((b.quantity or ZERO for b in own), ZERO),
            billed=sum((b.net for b in own), ZERO),
            at_order_price=rounded(_value(line, own), order.currency),
            is_closed=order.closed is not None and order.closed <= as_of,
        )


def _value(line: OrderLine, billed: Iterable[BilledLine]) -> Decimal:
    """What was billed, at the order's price where a quantity is said; not rounded."""
    return sum(
        (
            each.net
            if each.quantity is None or line.price is None
            else each.quantity * line.price
            for each in billed
        ),
        ZERO,
    )


def order_differences(
    order: PurchaseOrder,
    received: Mapping[str, Decimal],
    billed: Sequence[BilledLine],
) -> Iterator[OrderDifference]:
    """How bills differ from their order.

    Credits count before bills, whatever their day: what a credit takes back was not
    billed too much. Of several bills the last ones are too many.
    """
    for line in order.lines.values():
        own = [each for each in billed if each.line == line.name]
        own.sort(key=lambda each: (each.net > 0, each.day, each.place, each.document))
        for index, each in enumerate(own):
            if each.net <= 0:
                continue
            before, after = _value(line, own[:index]), _value(line, own[: index + 1])
            held = _Against(order, line, each, quantum(order.currency) * (index + 1))
            yield from held.price()
            whole = line.ordered
            if line.quantity is not None and line.price is not None:
                whole = line.quantity * line.price
            yield from held.over(before, after, whole)
            if line.is_goods and line.price is not None:
                came = received.get(line.name, ZERO)
                # What is too much is not early: it is never to come.
                ordered = min(after, max(before, whole))
                yield from held.before_goods(before, ordered, came * line.price, came)


class _Against:
    """A bill's line held against its order's."""

    def __init__(
        self,
        order: PurchaseOrder,
        line: OrderLine,
        billed: BilledLine,
        cents: Decimal,
    ) -> None:
        # Each bill rounds its lines by half a cent at most.
        self._order, self._line, self._billed = order, line, billed
        self._tolerance = cents / 2
        self._name = f"{order.id} {line.name}"

    def _money(self, number: Decimal) -> str:
        currency = self._order.currency
        return f"{with_cents(rounded(number, currency), currency):f} {currency}"

    def _made(
        self, kind: OrderDifferenceKind, amount: Decimal, text: str
    ) -> OrderDifference:
        return OrderDifference(
            kind=kind,
            line=self._billed,
            amount=rounded(amount, self._order.currency),
            text=f"{self._name}: {text}",
        )

    def price(self) -> Iterator[OrderDifference]:
        billed, price = self._billed, self._line.price
        if billed.quantity is None or price is None:
            return
        above = billed.net - rounded(billed.quantity * price, self._order.currency)
        if above > 0:
            text = (
                f"{self._money(above)} above the order's price of {price:f}"
                f" {self._order.currency} a unit"
            )
            yield self._made(OrderDifferenceKind.PRICE_ABOVE, above, text)

    def over(
        self, before: Decimal, after: Decimal, whole: Decimal
    ) -> Iterator[OrderDifference]:
        if after - whole > self._tolerance:
            over = after - max(before, whole)
            text = f"billed {self._money(over)} more than was ordered"
            yield self._made(OrderDifferenceKind.OVER_BILLED, over, text)

    def before_goods(
        self, before: Decimal, after: Decimal, came: Decimal, units: Decimal
    ) -> Iterator[OrderDifference]:
        if after - came > self._tolerance:
            early = after - max(before, came)
            text = f"{self._money(early)} of it have not come; {units:f} units have"
            yield self._made(OrderDifferenceKind.BEFORE_GOODS, early, text)
