"""Clients by recency and frequency, five by five."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledgerkit.table import Table

_SCORES = range(1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """The clients of one recency and frequency.

    Attributes:
        count: How many.
        names: Who.
        address: Their list; None where nobody is.
        share: How dark the cell is, from 0 to 100.
    """

    count: int
    names: str
    address: str | None
    share: int


def rfm_chart(
    table: Table, address: Callable[[str], str]
) -> Sequence[tuple[int, Sequence[GridCell]]]:
    """A line for each recency, the latest first, with a cell for each frequency.

    Args:
        table: The report; where nobody is, it has no line.
        address: Where the clients of a code such as ``54`` are listed.
    """
    found = {str(row.cells["rfm"]): row.cells for row in table.rows}
    most = max((int(str(cells["clients"])) for cells in found.values()), default=1)

    def cell(code: str) -> GridCell:
        if code not in found:
            return GridCell(count=0, names="", address=None, share=0)
        count = int(str(found[code]["clients"]))
        return GridCell(
            count=count,
            names=visible(str(found[code]["names"])),
            address=address(code),
            share=10 + 40 * count // most,
        )

    return [(r, [cell(f"{r}{f}") for f in _SCORES]) for r in reversed(_SCORES)]
