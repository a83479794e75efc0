"""The statements of a period, as sheets of a workbook and files of a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.exporters.adviser.formulas import (
    PLAIN_SUMS,
    cash_flow_formulas,
    equity_formulas,
    layout_sums,
    statement_formulas,
    trial_balance_formulas,
)
from ledgerkit.exporters.adviser.workbook import statement_sheet
from ledgerkit.reports.general_ledger.lines import layout_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.api import LedgerBooks
    from ledgerkit.exporters.as_xlsx import WorkbookSheet
    from ledgerkit.general_ledger.layout import Layout


def statement_sheets(
    books: LedgerBooks,
    period: str,
    *,
    layout: str | Layout | None = None,
    compare: str | None = None,
) -> Sequence[WorkbookSheet]:
    """Every statement of a period, with its formulas.

    Args:
        books: The books.
        period: The period, in words.
        layout: Of balance sheet and income statement; None for the book's.
        compare: What stands beside it there.

    Raises:
        UsageError: If there is no such period or layout.
    """
    form = layout_of(books, layout)
    of_balance = PLAIN_SUMS if form is None else layout_sums(form.balance_sheet)
    of_result = PLAIN_SUMS if form is None else layout_sums(form.income_statement)
    trial = books.trial_balance(period=period)
    balance = books.balance_sheet(period=period, layout=layout, compare=compare)
    result = books.income_statement(period=period, layout=layout, compare=compare)
    equity = books.equity_changes(period=period)
    direct = books.cash_flow(period=period, compare=compare)
    indirect = books.cash_flow(period=period, compare=compare, method="indirect")
    return [
        statement_sheet("Trial balance", trial, trial_balance_formulas(trial)),
        statement_sheet(
            "Balance sheet", balance, statement_formulas(balance, of_balance)
        ),
        statement_sheet(
            "Income statement", result, statement_formulas(result, of_result)
        ),
        statement_sheet("Changes in equity", equity, equity_formulas(equity)),
        statement_sheet("Cash flow", direct, cash_flow_formulas(direct)),
        statement_sheet("Cash flow, indirect", indirect, cash_flow_formulas(indirect)),
    ]
