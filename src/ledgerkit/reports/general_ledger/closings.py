"""Every close of a period, whether it holds, and whether the period is as it was."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ledgerkit.entries.general_ledger.close import plugins_of
from ledgerkit.general_ledger.closing.checklist import ItemState
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.general_ledger.closed_periods import StoredList
    from ledgerkit.general_ledger.closing.chain import Closing, Reopening

_COLUMNS = (
    Column("period", "Period"),
    Column("from", "From", ColumnType.DATE),
    Column("until", "Until", ColumnType.DATE),
    Column("closed", "Closed", ColumnType.DATE),
    Column("state", "State"),
    Column("differences", "Differences", ColumnType.INTEGER),
    Column("reason", "Reason", optional=True),
    Column("by", "By", optional=True),
    Column("file", "List"),
    Column("digest", "Digest"),
)


def closings(books: Books, *, as_of: date) -> Table:
    """Each close, in the order of the chain: its last digest vouches for all of them.

    Args:
        books: The books.
        as_of: Later closes and reopenings are left out.
    """
    found = books.closed_periods
    counts = Counter(id(closing) for closing, _finding in found.changes)
    head = found.closings.head
    plugins = plugins_of(books.options["plugin"])
    ended = {
        id(closing): reopening
        for reopening, closing in found.closings.ended()
        if closing is not None and reopening.day <= as_of
    }
    rows = [
        _row(closing, ended.get(id(closing)), counts[id(closing)])
        for closing in found.closings.closed
        if closing.day <= as_of
    ]
    return Table(
        title="Closed periods",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        notes=[
            *(note for one in found.lists for note in _notes(one, plugins)),
            f"Head of the chain: {head}." if head else "No period was closed.",
        ],
    )


def _notes(one: StoredList, plugins: Sequence[str]) -> Iterator[str]:
    """What was waived, and what is no change but may explain one."""
    label = one.closing.period.label
    for item, how in one.head.checks.items():
        if how.startswith(ItemState.WAIVED.value):
            yield f"{label}: {item} was {how}."
    gone = [plugin for plugin in one.head.plugins if plugin not in plugins]
    new = [plugin for plugin in plugins if plugin not in one.head.plugins]
    if gone or new:
        then, now = (", ".join(names) or "none" for names in (gone, new))
        yield f"{label}: plugins differ: {then} at the close, {now} now."


def _row(closing: Closing, reopening: Reopening | None, count: int) -> Row:
    state = "as closed" if not count else "changed"
    place = f"{closing.place.filename}:{closing.place.lineno}"
    return Row(
        cells={
            "period": closing.period.label,
            "from": closing.period.first,
            "until": closing.period.last,
            "closed": closing.day,
            "state": f"reopened {reopening.day}" if reopening else state,
            "differences": 0 if reopening else count,
            "reason": reopening.reason if reopening else None,
            "by": reopening.by if reopening else None,
            "file": closing.file,
            "digest": closing.digest,
        },
        links={"period": Link(LinkKind.SOURCE, place)},
    )
