"""A client's payment strip and revenue by month."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.table import ColumnType, plain
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledgerkit.fava.table import Rendering
    from ledgerkit.table import Link, Row, Table


#: More marks can't be compared by eye.
_MARKS_MAX = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMark:
    """One invoice.

    Attributes:
        number: Its number, or its date.
        days: Days late, with a sign; a dash if unknown.
        kind: How it was paid, as a CSS class.
        words: A full description, for the tooltip and screen readers.
        address: The address it links to, if any.
    """

    number: str
    days: str
    kind: str
    words: str
    address: str | None


def payment_marks(
    history: Table, address: Callable[[Link], str | None]
) -> Sequence[PaymentMark]:
    """The latest invoices of a payment history, in the order they were issued."""
    return [_mark(row, address) for row in history.rows[-_MARKS_MAX:]]


def _mark(row: Row, address: Callable[[Link], str | None]) -> PaymentMark:
    cells, link = row.cells, row.links.get("number")
    number = visible(str(cells["number"] or cells["issued"]))
    days, behaviour = cells["days_late"], str(cells["behaviour"])
    delay = f": {plain(days)} days late" if days is not None else ""
    paid = f", paid {plain(cells['paid'])}" if cells["paid"] else ""
    return PaymentMark(
        number=number,
        days=f"{days:+d}" if isinstance(days, int) else "\N{EN DASH}",
        kind=behaviour.replace(" ", "-"),
        words=f"{number}, due {plain(cells['due'])}{paid}, {behaviour}{delay}",
        address=address(link) if link else None,
    )


#: The picture's own units; the page stretches it to its width.
WIDTH, HEIGHT = 720, 170


_TOP, _BOTTOM = 18, 20


_GAP = 14


#: The number of shades of one colour that the eye can distinguish.
_SHADES = 5


#: Columns that are not income accounts.
_SUMS = frozenset({"revenue", "year_before"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenuePart:
    """The revenue on one account in one month.

    Attributes:
        shade: Its shade, from 0 for the largest account.
        y: From the top, in the picture's units.
        height: Its height.
        label: The account, the month and the amount.
    """

    shade: int
    y: Decimal
    height: Decimal
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueColumn:
    """One month.

    Attributes:
        x: Its left side, in the picture's units.
        month: The label below.
        amount: The label above, without cents.
        top: The top of the column.
        parts: Its parts, from the bottom.
    """

    x: int
    month: str
    amount: str
    top: Decimal
    parts: Sequence[RevenuePart]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueChart:
    """A column chart by month.

    Attributes:
        title: Its title, with the currency.
        accounts: The accounts, in order of shade.
        columns: The months.
        width: The width of a column.
        zero: The position of zero, from the top.
    """

    title: str
    accounts: Sequence[str]
    columns: Sequence[RevenueColumn]
    width: int
    zero: Decimal


def revenue_chart(table: Table, rendering: Rendering) -> RevenueChart | None:
    """The chart of a client's revenue by month; None without any revenue."""
    keys = {
        column.key: visible(column.label)
        for column in table.columns
        if column.type is ColumnType.AMOUNT and column.key not in _SUMS
    }
    if not keys:
        return None
    highest = max(_sums(row, keys)[0] for row in table.rows)
    lowest = min(_sums(row, keys)[1] for row in table.rows)
    scale = (HEIGHT - _TOP - _BOTTOM) / (highest - lowest or Decimal(1))
    zero = _TOP + highest * scale
    step = WIDTH // len(table.rows)
    return RevenueChart(
        title=f"Revenue by month, {visible(str(table.rows[0].cells['currency']))}",
        accounts=list(keys.values()),
        columns=[
            RevenueColumn(
                x=place * step + _GAP // 2,
                month=str(row.cells["month"]),
                amount=f"{_number(row, 'revenue'):.0f}",
                top=zero - _sums(row, keys)[0] * scale,
                parts=list(_parts(row, keys, (zero, scale), rendering)),
            )
            for place, row in enumerate(table.rows)
        ],
        width=step - _GAP,
        zero=zero,
    )


def _parts(
    row: Row,
    keys: dict[str, str],
    zero_and_scale: tuple[Decimal, Decimal],
    rendering: Rendering,
) -> Iterator[RevenuePart]:
    """The parts of a month: sales upward from zero, credits downward."""
    (zero, scale), above, below = zero_and_scale, ZERO, ZERO
    for place, (key, label) in enumerate(keys.items()):
        number = _number(row, key)
        if not number:
            continue
        above, below = above + max(number, ZERO), below + min(number, ZERO)
        top = above if number > 0 else below - number
        amount = rendering.amount(number, str(row.cells["currency"]))
        yield RevenuePart(
            shade=min(place, _SHADES - 1),
            y=round(zero - top * scale, 1),
            height=round(abs(number) * scale, 1),
            label=f"{label}, {row.cells['month']}: {amount}",
        )


def _sums(row: Row, keys: dict[str, str]) -> tuple[Decimal, Decimal]:
    numbers = [_number(row, key) for key in keys]
    return (
        sum((number for number in numbers if number > 0), ZERO),
        sum((number for number in numbers if number < 0), ZERO),
    )


def _number(row: Row, key: str) -> Decimal:
    number = row.cells[key]
    return number if isinstance(number, Decimal) else ZERO
