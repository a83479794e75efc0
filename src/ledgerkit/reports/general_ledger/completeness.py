"""Whether the entries of a period lead from its opening balances to its closing ones.

What an auditor asks first. The balances are those of the trial balance, the entries
are added up one by one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.postings import ledger_lines
from ledgerkit.general_ledger.statement import ROUNDING
from ledgerkit.general_ledger.trial_balance import EARLIER_YEARS, trial_balance_lines
from ledgerkit.money import ZERO
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.trial_balance import TrialBalanceLine

_COLUMNS = (
    Column("account", "Account"),
    Column("currency", "Currency"),
    Column("opening", "Opening", ColumnType.AMOUNT),
    Column("entries", "Entries", ColumnType.INTEGER),
    Column("posted", "Posted", ColumnType.AMOUNT),
    Column("closing", "Closing", ColumnType.AMOUNT),
    Column("difference", "Difference", ColumnType.AMOUNT),
)
_NO_ACCOUNTS = {EARLIER_YEARS, ROUNDING}


def completeness(
    books: Books, *, as_of: date | None = None, period: str | None = None
) -> Table:
    """Each account's opening balance, what was posted to it, and its closing balance.

    Amounts are debit positive. Entries that close a year are not among those of the
    year, as in the trial balance.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.

    Raises:
        UsageError: If no period is asked for.
    """
    of = asked_period(books, as_of, period)
    lines = [
        line
        for line in trial_balance_lines(books.general_ledger.ledger, of)
        if line.account not in _NO_ACCOUNTS
    ]
    posted = _posted(books, of)
    rows = [_row(line, posted[line.account, line.currency]) for line in lines]
    differing = [row for row in rows if row.cells["difference"]]
    return Table(
        title=f"Completeness, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=rows,
        notes=[
            f"From {of.first} to {of.last}.",
            f"Not proven: {len(differing)} accounts differ."
            if differing
            else "Proven: opening balances and all entries make the closing balances.",
        ],
    )


def _posted(
    books: Books, period: Period
) -> Mapping[tuple[str, str], Sequence[Decimal]]:
    transactions = books.general_ledger.transactions(period)
    posted: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for line in ledger_lines(transactions, lambda _account: True):
        posted[line.account, line.currency].append(line.amount)
    return posted


def _row(line: TrialBalanceLine, amounts: Sequence[Decimal]) -> Row:
    posted = sum(amounts, ZERO)
    return Row(
        cells={
            "account": line.account,
            "currency": line.currency,
            "opening": shown(line.opening, line.currency),
            "entries": len(amounts),
            "posted": shown(posted, line.currency),
            "closing": shown(line.closing, line.currency),
            "difference": shown(line.closing - line.opening - posted, line.currency),
        }
    )
