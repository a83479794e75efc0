"""Quotes as a board: a column for each status."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.fava.charts.pipeline import BoardCard, BoardColumn
from ledgerkit.quotes.quote import QuoteStatus
from ledgerkit.table import plain
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.fava.table import Rendering
    from ledgerkit.table import Row, Table


def quote_board(quotes: Table, rendering: Rendering) -> Sequence[BoardColumn]:
    """The statuses, with the quotes in each and what they come to without tax."""
    columns: dict[str, list[Row]] = defaultdict(list)
    for row in quotes.rows:
        columns[str(row.cells["status"])].append(row)
    return [
        BoardColumn(
            stage=status.value,
            count=len(columns[status.value]),
            sums=_sums(columns[status.value], rendering),
            cards=[_card(row, rendering) for row in columns[status.value]],
        )
        for status in QuoteStatus
        if columns[status.value]
    ]


def _sums(rows: Sequence[Row], rendering: Rendering) -> Sequence[tuple[str, str]]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        net = row.cells["net"]
        if isinstance(net, Decimal):
            sums[str(row.cells["currency"])] += net
    return [
        (f"{rendering.amount(net, currency)} {visible(currency)}", "")
        for currency, net in sorted(sums.items())
    ]


def _card(row: Row, rendering: Rendering) -> BoardCard:
    cells, links = row.cells, row.links
    currency, net, left = str(cells["currency"]), cells["net"], cells["left"]
    is_open = cells["status"] in {QuoteStatus.DRAFT.value, QuoteStatus.SENT.value}
    to_invoice = ""
    if isinstance(left, Decimal) and left:
        to_invoice = f"{rendering.amount(left, currency)} {visible(currency)}"
    return BoardCard(
        title=visible(f"{cells['number']} {cells['quote']}"),
        source=rendering.address(links["number"]),
        client=visible(str(cells["name"] or "")),
        client_page=rendering.address(links["name"]) if "name" in links else None,
        amount=f"{rendering.amount(net, currency)} {visible(currency)}"
        if isinstance(net, Decimal)
        else "",
        likely="",
        close_date=plain(cells["valid_until"]) if is_open else "",
        late="valid_until" in row.late,
        slipped="",
        manager=visible(str(cells["manager"] or "")),
        to_invoice=to_invoice,
    )
