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
    """The clients with one recency and frequency.

    Attributes:
        count: Their number.
        names: Their names.
        address: The address of their list; None if there are none.
        share: How dark the cell is, from 0 to 100.
    """

    count: int
    names: str
    address: str | None
    share: int


def rfm_chart(
    table: Table, address: Callable[[str], str]
) -> Sequence[tuple[int, Sequence[GridCell]]]:
    """A row for each recency, latest first, with a cell for each frequency.

    Args:
        table: The report; it has no row for an empty cell.
        address: The address of the list of clients with a code such as ``54``.
    """
    by_code = {str(row.cells["rfm"]): row.cells for row in table.rows}
    most = max((int(str(cells["clients"])) for cells in by_code.values()), default=1)

    def cell(code: str) -> GridCell:
        if code not in by_code:
            return GridCell(count=0, names="", address=None, share=0)
        count = int(str(by_code[code]["clients"]))
        return GridCell(
            count=count,
            names=visible(str(by_code[code]["names"])),
            address=address(code),
            share=10 + 40 * count // most,
        )

    return [(r, [cell(f"{r}{f}") for f in _SCORES]) for r in reversed(_SCORES)]
