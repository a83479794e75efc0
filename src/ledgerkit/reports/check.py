"""Findings that a person should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import account_notes
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
        as_of: The day of the report; findings are about the whole book.
        checks: The checks to make; None for all, with Beancount's own errors.
    """
    findings = books.findings(checks)
    rows = [
        Row(
            cells={
                "level": "advice" if finding.advice else "error",
                "kind": finding.kind.name,
                "file": finding.place.filename,
                "line": finding.place.lineno,
                "message": finding.message,
            },
            links={"file": Link(LinkKind.SOURCE, str(finding.place))},
            late=frozenset() if finding.advice else frozenset({"level"}),
        )
        for finding in findings
    ]
    errors = sum(not finding.advice for finding in findings)
    return Table(
        title="Findings",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        notes=[
            f"{errors} errors, {len(findings) - errors} pieces of advice.",
            *(note for side in Side for note in account_notes(books, side)),
        ],
    )
