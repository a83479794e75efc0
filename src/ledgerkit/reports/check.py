"""What a person should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.checks import Check

_COLUMNS = (
    Column("level", "Level"),
    Column("kind", "Kind"),
    Column("file", "File"),
    Column("line", "Line", ColumnType.INTEGER),
    Column("message", "What to look at"),
)


def check(books: Books, *, as_of: date, checks: Iterable[Check] | None = None) -> Table:
    """Every finding in the books, those that make figures untrustworthy first.

    Args:
        books: The books.
        as_of: The day of asking; findings are about the whole book.
        checks: Which to make; None for all, Beancount's own errors among them.
    """
    findings = books.findings(checks)
    rows = [
        Row(
            cells={
                "level": "advice" if found.advice else "error",
                "kind": found.kind.name,
                "file": found.place.filename,
                "line": found.place.lineno,
                "message": found.message,
            },
            links={"file": Link(LinkKind.SOURCE, str(found.place))},
            late=frozenset() if found.advice else frozenset({"level"}),
        )
        for found in findings
    ]
    errors = sum(not found.advice for found in findings)
    return Table(
        title="Findings",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        notes=[f"{errors} errors, {len(findings) - errors} pieces of advice."],
    )
