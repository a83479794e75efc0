"""Open opportunities as a board: a column for each stage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.table import plain
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.fava.table import Rendering
    from ledgerkit.table import Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCard:
    """One opportunity.

    Attributes:
        title: Its title.
        source: The address of its source, if Fava has it.
        client: The client; empty if none.
        client_page: The address of the client's page.
        amount: Its value, with the currency; empty if not stated.
        likely: Its probability; empty if not stated.
        close_date: The day a decision is expected; empty if not stated.
        late: Whether that day is past.
        slipped: How often and how far it was postponed; empty if never.
        manager: Its manager; empty if none.
        to_invoice: What is left to invoice of a quote, with tax and the currency.
    """

    title: str
    source: str | None
    client: str
    client_page: str | None
    amount: str
    likely: str
    close_date: str
    late: bool
    slipped: str
    manager: str
    to_invoice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """One stage.

    Attributes:
        stage: Its name.
        count: The number of opportunities in it.
        sums: Their total value and weighted value, by currency.
        cards: Its opportunities, by expected decision.
    """

    stage: str
    count: int
    sums: Sequence[tuple[str, str]]
    cards: Sequence[BoardCard]


def pipeline_board(
    stages: Table, opportunities: Table, rendering: Rendering
) -> Sequence[BoardColumn]:
    """The stages of the pipeline report, with the opportunities in each."""
    cards: dict[str, list[BoardCard]] = defaultdict(list)
    for row in opportunities.rows:
        cards[str(row.cells["stage"] or "(none)")].append(_card(row, rendering))
    sums: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in stages.rows:
        amounts = sums[str(row.cells["stage"])]
        if row.cells["amount"] is not None:
            amounts.append(
                (_money(row, "amount", rendering), _weighted(row, rendering))
            )
    return [
        BoardColumn(
            stage=visible(stage),
            count=len(cards[stage]),
            sums=amounts,
            cards=cards[stage],
        )
        for stage, amounts in sums.items()
    ]


def _card(row: Row, rendering: Rendering) -> BoardCard:
    cells, links = row.cells, row.links
    times, days = cells["slips"], cells["slipped_days"]
    again = "once" if times == 1 else f"{times} times"
    return BoardCard(
        title=visible(str(cells["opportunity"] or cells["id"])),
        source=rendering.address(links["id"]),
        client=visible(str(cells["name"] or "")),
        client_page=rendering.address(links["name"]) if "name" in links else None,
        amount=_money(row, "amount", rendering),
        likely=f"{likely} %" if (likely := plain(cells["probability"])) else "",
        close_date=plain(cells["close_date"]),
        late="close_date" in row.late,
        slipped=f"moved later {again}, by {days} days" if times else "",
        manager=visible(str(cells["manager"] or "")),
    )


def _weighted(row: Row, rendering: Rendering) -> str:
    return _money(row, "weighted", rendering)


def _money(row: Row, key: str, rendering: Rendering) -> str:
    number, currency = row.cells[key], str(row.cells["currency"])
    if not isinstance(number, Decimal):
        return ""
    return f"{rendering.amount(number, currency)} {visible(currency)}"
