"""Orders to vendors: what was ordered, came, was billed, and is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.reports.cells import names_on
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.payables.order import LineState
    from ledgerkit.table import Cell

_COLUMNS = (
    Column("order", "Order"),
    Column("party", "Vendor"),
    Column("name", "Name"),
    Column("line", "Line"),
    Column("expected", "Expected", ColumnType.DATE),
    Column("quantity", "Quantity", ColumnType.NUMBER),
    Column("received", "Received", ColumnType.NUMBER),
    Column("currency", "Currency"),
    Column("ordered", "Ordered", ColumnType.AMOUNT),
    Column("billed", "Billed", ColumnType.AMOUNT),
    Column("price_difference", "Price difference", ColumnType.AMOUNT, optional=True),
    Column("cancelled", "Cancelled", ColumnType.AMOUNT, optional=True),
    Column("open", "Open", ColumnType.AMOUNT),
    Column("reason", "Difference"),
)
_SUMS = ("ordered", "billed", "price_difference", "cancelled", "open")


def orders(
    books: Books,
    *,
    as_of: date,
    party: str | None = None,
    order: str | None = None,
    everything: bool = False,
) -> Table:
    """Each line of the orders to vendors, without tax.

    Ordered is billed, less what bills charge above the order's price, and cancelled and
    open. Open is negative where more was billed than was ordered.

    Args:
        books: The books.
        as_of: The last day that counts.
        party: Show this vendor's only, by id.
        order: Show this order only, by number.
        everything: Include the lines of which nothing is open and nothing differs.

    Raises:
        UsageError: If there is no such order.
    """
    states = list(books.payables_read.orders.states(as_of))
    if order is not None:
        known = {state.order.id for state in states}
        if order not in known:
            remedy = suggestion(order, known) or "; see ledgerkit order list"
            raise UsageError(f'there is no order "{order}" by {as_of}{remedy}')
    shown = [
        state
        for state in states
        if party in {None, state.order.vendor} and order in {None, state.order.id}
        if everything or order is not None or state.open or _reasons(state)
    ]
    name = names_on(books, Side.PAYABLE, as_of)
    return Table(
        title="Orders" if order is None else f"Order {order}",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(state, name(state.order.vendor)) for state in shown],
        totals=list(_totals(shown)),
        notes=list(_notes(books, shown, len(states), as_of)),
    )


def _row(state: LineState, name: str) -> Row:
    order, line = state.order, state.line
    cells: dict[str, Cell] = {
        "order": order.id,
        "party": order.vendor,
        "name": name,
        "line": line.name,
        "expected": order.expected,
        "quantity": line.quantity,
        "received": state.received if line.is_goods else None,
        "currency": order.currency,
        **{key: _shown(number, order.currency) for key, number in _sums(state).items()},
        "reason": "; ".join(_reasons(state)) or None,
    }
    return Row(
        cells=cells,
        links={
            "party": Link(LinkKind.PARTY, order.vendor),
            "order": Link(
                LinkKind.SOURCE, f"{order.place.filename}:{order.place.lineno}"
            ),
        },
    )


def _sums(state: LineState) -> dict[str, Decimal]:
    return {
        "ordered": state.line.ordered,
        "billed": state.billed,
        "price_difference": state.price_difference,
        "cancelled": state.cancelled,
        "open": state.open,
    }


def _shown(number: Decimal, currency: str) -> Cell:
    return with_cents(number, currency)


def _reasons(state: LineState) -> Sequence[str]:
    """How a line differs from what was ordered, in words."""
    currency, line = state.order.currency, state.line
    found = []
    if state.left < 0:
        found.append(f"{with_cents(-state.left, currency):f} {currency} over-billed")
    if state.price_difference > 0:
        above = with_cents(state.price_difference, currency)
        found.append(f"price {above:f} {currency} above")
    if line.is_goods and line.quantity is not None and state.received > line.quantity:
        found.append(f"{state.received - line.quantity:f} units more came")
    if line.is_goods and line.price is not None:
        # What is over-billed is not early: it is never to come.
        early = min(state.at_order_price, line.ordered) - state.received * line.price
        due = state.billed_quantity
        if line.quantity is not None:
            due = min(due, line.quantity)
        if due > state.received:
            units = due - state.received
            found.append(f"{units:f} units billed before they came")
        elif not state.billed_quantity and early > 0:
            found.append("billed before it came")
    if state.not_billed:
        found.append(
            f"{with_cents(state.not_billed, currency):f} {currency} came and are not"
            " billed"
        )
    return found


def _totals(states: Sequence[LineState]) -> Iterator[dict[str, Cell]]:
    sums: dict[str, dict[str, Decimal]] = {}
    for state in states:
        own = sums.setdefault(state.order.currency, dict.fromkeys(_SUMS, ZERO))
        for key, number in _sums(state).items():
            own[key] += number
    for currency, own in sorted(sums.items()):
        yield {
            "currency": currency,
            **{key: _shown(number, currency) for key, number in own.items()},
        }


def _notes(
    books: Books, shown: Sequence[LineState], count: int, as_of: date
) -> Iterator[str]:
    if not count:
        yield (
            "This book keeps no orders. Enter one with ledgerkit order new, or write"
            f' for instance {as_of} custom "order" "PO-7" "rossi".'
        )
        return
    if not shown:
        yield "Nothing ordered is open."
    vendors = books.directory.ids(PartyRole.VENDOR)
    unknown = sorted({s.order.vendor for s in shown} - set(vendors))
    if unknown:
        yield f"No vendor is declared under {', '.join(unknown)}."
