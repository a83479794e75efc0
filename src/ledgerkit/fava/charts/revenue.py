"""A client's invoices in a strip: how late each was paid, or is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.table import plain
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledgerkit.table import Link, Row, Table

#: More of them nobody compares with the eye.
_MARKS_MAX = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMark:
    """One invoice.

    Attributes:
        number: Its number, or the day that it was issued.
        days: How many days late, with its sign; a dash where nobody can tell.
        kind: How it was paid, as the name of a style.
        words: All of it, to hear or to read while pointing at it.
        address: Where it leads, if anywhere.
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
    told = f": {plain(days)} days late" if days is not None else ""
    paid = f", paid {plain(cells['paid'])}" if cells["paid"] else ""
    return PaymentMark(
        number=number,
        days=f"{days:+d}" if isinstance(days, int) else "\N{EN DASH}",
        kind=behaviour.replace(" ", "-"),
        words=f"{number}, due {plain(cells['due'])}{paid}, {behaviour}{told}",
        address=address(link) if link else None,
    )
