"""The figures at the top of a party's page, as its card says them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.clients.health.health import Band
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.fava.table import Rendering
    from ledgerkit.table import Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A figure at the top.

    Attributes:
        label: What it is.
        figure: The figure, with its unit.
        detail: What to know besides.
        is_amount: Whether incognito mode must hide the digits.
        colour: The health's ``green``, ``amber`` or ``red``; empty for others.
        is_late: Whether it needs attention.
    """

    label: str
    figure: str
    detail: str = ""
    is_amount: bool = False
    colour: str = ""
    is_late: bool = False


#: The card's line that is a figure here.
CONTACT = "last contact"
_OPEN = {"money": "Owes us", "what we owe": "We owe"}


def party_tiles(card: Table, rendering: Rendering) -> Sequence[Badge]:
    """The health, what is open on both sides, revenue and the last contact."""
    return [
        *_health(card),
        *(badge for part in _OPEN for badge in _open(card, part, rendering)),
        *_revenue(card, rendering),
        *_contact(card),
    ]


def _lines(card: Table, part: str, what: str) -> Iterator[Row]:
    for row in card.rows:
        if row.cells["part"] == part and row.cells["what"] == what:
            yield row


def _health(card: Table) -> Iterator[Badge]:
    reasons = [str(row.cells["value"]) for row in _lines(card, "health", "because")]
    for row in _lines(card, "health", "health"):
        points, _, colour = str(row.cells["value"]).partition(", ")
        yield Badge(
            label="Health",
            figure=f"{points}, {colour}",
            detail=visible(reasons[0] if reasons else str(row.cells["note"])),
            colour=Band(colour).value,
        )


def _open(card: Table, part: str, rendering: Rendering) -> Iterator[Badge]:
    overdue = {r.cells["currency"]: r for r in _lines(card, part, "overdue")}
    for row in _lines(card, part, "open"):
        late = overdue.get(row.cells["currency"])
        detail = "nothing overdue"
        if late is not None:
            amount = _written(late, rendering)
            detail = f"{amount} overdue, {late.cells['value']}"
        yield Badge(
            label=_OPEN[part],
            figure=_written(row, rendering),
            detail=visible(detail),
            is_amount=True,
            is_late=late is not None,
        )


def _revenue(card: Table, rendering: Rendering) -> Iterator[Badge]:
    for row in _lines(card, "money", "revenue of twelve months"):
        yield Badge(
            label="Revenue of twelve months",
            figure=_written(row, rendering),
            detail=str(row.cells["value"] or ""),
            is_amount=True,
        )


def _contact(card: Table) -> Iterator[Badge]:
    for row in _lines(card, "relation", CONTACT):
        yield Badge(
            label="Last contact",
            figure=str(row.cells["value"]),
            detail=str(row.cells["note"] or ""),
            is_late="date" in row.late,
        )


def _written(row: Row, rendering: Rendering) -> str:
    amount, currency = row.cells["amount"], str(row.cells["currency"])
    assert isinstance(amount, Decimal)
    return visible(f"{rendering.amount(amount, currency)} {currency}")
