"""Balance sheet and income statement, for periods side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.comparison import columns_of
from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
from ledgerkit.general_ledger.management.columns import ColumnLedger
from ledgerkit.general_ledger.statement import LineKind
from ledgerkit.reports.cash_basis.statement import (
    cash_basis,
    cash_basis_notes,
    check_by_payment,
    check_has_balance_sheet,
    is_by_payment,
)
from ledgerkit.reports.general_ledger.columns import (
    BUDGET_WORD,
    Division,
    dimension_columns,
    ledger_of,
    period_columns,
)
from ledgerkit.reports.general_ledger.currencies.translated import (
    is_withheld,
    ledger_in,
    rate_notes,
    translation_findings,
)
from ledgerkit.reports.general_ledger.lines import (
    FinancialStatement,
    layout_of,
    statement_lines,
)
from ledgerkit.reports.general_ledger.periods import asked_period, days_of_columns
from ledgerkit.reports.general_ledger.proofs import (
    StatementProof,
    balance_sheet_proof,
    proof_of,
)
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.layout import Layout
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.statement import FinancialLine
    from ledgerkit.reports.general_ledger.lines import StatementLines

#: The columns of every statement, before one for each period.
STATEMENT_COLUMNS = (
    Column("label", ""),
    Column("line", "Line", for_programs=True),
    Column("depth", "Depth", ColumnType.INTEGER, for_programs=True),
    Column("currency", "Currency"),
    Column("total", "Total", for_programs=True),
)


def income_statement(  # noqa: PLR0913 - each is a choice of the person
    books: Books,
    *,
    as_of: date | None = None,
    period: str | None = None,
    compare: str | None = None,
    by: str | None = None,
    layout: str | Layout | None = None,
    in_currency: str | None = None,
    rate: str | None = None,
    dimension: str | None = None,
    project: str | None = None,
    cost_center: str | None = None,
    basis: str | None = None,
) -> Table:
    """Income, expenses and the result of a period, account by account.

    Amounts have the sign that is normal for their line: income and expenses are
    positive, and so is a profit. Entries that close a year are left out.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.
        compare: What stands beside it: ``year-before`` for the same months of the year
            before, ``previous``, a number of years before, ``budget``, or other
            periods.
        by: ``month``, ``quarter`` or ``year``: a column for each.
        layout: The name of a layout, or one of your own; None for the book's.
        in_currency: The currency to translate it to; None for that of the books.
        rate: Of income and expenses: ``average`` of each month, or ``closing``.
        dimension: ``project`` or ``cost-center``: a column for each, and one for what
            has none.
        project: Only what is of this project.
        cost_center: Only what is of this cost centre.
        basis: ``accrual`` or ``cash``: by document or by payment; None for that of the
            layout, which is mostly the former.

    Raises:
        UsageError: If no period is asked for, there is no such layout, a rate has no
            currency, or two of these exclude each other.
    """
    only = {"project": project, "cost-center": cost_center}
    division = Division(
        dimension=dimension, only={key: v for key, v in only.items() if v is not None}
    )
    _check_division(division, by, compare, in_currency)
    form = layout_of(books, layout)
    is_cash = is_by_payment(basis, form)
    if is_cash:
        check_by_payment(division, in_currency)
    ledger = (
        cash_basis(books, form).ledger
        if is_cash
        else ledger_in(books, in_currency, rate)
    )
    whole = asked_period(books, as_of, period)
    if division.dimension is not None:
        made = dimension_columns(books, whole, division)
    else:
        if division:
            ledger = ledger_of(books, division.only)
        made = period_columns(books, ledger, whole, by, compare)
    of = FinancialStatement.INCOME_STATEMENT
    table = _table(books, of, whole, made.columns, layout=form, ledger=made.ledger)
    notes = [*table.notes, *made.notes, *_only_notes(division)]
    if is_cash:
        notes += cash_basis_notes(books, whole, form)
    rows = table.rows
    if division:
        # Its lines would open as those of the whole.
        rows = [_without_lines(row) for row in rows]
    return replace(table, rows=rows, notes=notes)


def _check_division(
    division: Division, by: str | None, compare: str | None, in_currency: str | None
) -> None:
    """Refuse what would be left out of a statement.

    Raises:
        UsageError: If two choices exclude each other.
    """
    is_budget = BUDGET_WORD in (compare or "").replace(",", " ").split()
    if division.dimension is not None and (by or compare):
        raise UsageError("--dimension goes without --by and --compare")
    if in_currency is not None and (division or is_budget):
        what = "--compare budget" if is_budget else "a project or cost centre"
        raise UsageError(f"--in goes without {what}")
    if division and is_budget:
        raise UsageError("--compare budget goes without a project or cost centre")


def _only_notes(division: Division) -> Iterator[str]:
    for key, value in division.only.items():
        yield f'Only what has {key}: "{value}".'


def _without_lines(row: Row) -> Row:
    links = {k: link for k, link in row.links.items() if link.kind is not LinkKind.LINE}
    return replace(row, links=links)


def balance_sheet(  # noqa: PLR0913 - each is a choice of the person
    books: Books,
    *,
    as_of: date | None = None,
    period: str | None = None,
    compare: str | None = None,
    by: str | None = None,
    layout: str | Layout | None = None,
    in_currency: str | None = None,
    rate: str | None = None,
) -> Table:
    """Assets, liabilities and equity at the end of a period, account by account.

    Amounts have the sign that is normal for their line: assets, debts and equity are
    positive. The result of the fiscal year up to the day, and what earlier years
    earned and nobody has closed, are lines of equity.

    Args:
        books: The books.
        as_of: The day, where no period is asked for.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``; its last day counts.
        compare: What stands beside it: ``year-before`` for the same day of the year
            before, ``previous``, a number of years before, or other periods.
        by: ``month``, ``quarter`` or ``year``: a column for the end of each.
        layout: The name of a layout, or one of your own; None for the book's.
        in_currency: The currency to translate it to; None for that of the books.
        rate: Of income and expenses: ``average`` of each month, or ``closing``.

    Raises:
        UsageError: If no period is asked for, there is no such layout, or a rate has no
            currency.
    """
    ledger = ledger_in(books, in_currency, rate)
    whole = asked_period(books, as_of, period)
    columns = columns_of(whole, by, compare, books.general_ledger.fiscal)
    form = layout_of(books, layout)
    check_has_balance_sheet(form)
    of = FinancialStatement.BALANCE_SHEET
    table = _table(books, of, whole, columns, layout=form, ledger=ledger)
    proofs = [balance_sheet_proof(books, whole.last)]
    if isinstance(ledger, TranslatedLedger):
        translated = translation_findings(books, ledger, [c.last for c in columns])
        proofs.insert(0, proof_of(translated, "") if translated else StatementProof(()))
        if is_withheld(ledger):
            proofs = [_without_totals(whole.last, proof) for proof in proofs[1:]]
    return replace(
        table,
        notes=[*table.notes, *(note for proof in proofs for note in proof.notes)],
        findings=[each for proof in proofs for each in proof.findings],
    )


def _without_totals(day: date, proof: StatementProof) -> StatementProof:
    """What is still proven where a rate is missing: nothing of the sums."""
    lost = f"Not proven on {day}: without every rate there is no total."
    return StatementProof(
        [lost, *(proof.notes if proof.findings else ())], proof.findings
    )


def _table(  # noqa: PLR0913 - each is a part of it
    books: Books,
    statement: FinancialStatement,
    whole: Period,
    columns: Sequence[Period],
    *,
    layout: Layout | None,
    ledger: Ledger,
) -> Table:
    """A statement's lines, in each currency, as a table."""
    found = list(statement_lines(books, statement, columns, layout, ledger))
    return Table(
        title=f"{statement.value}, {whole.label}",
        as_of=whole.last,
        columns=[
            *STATEMENT_COLUMNS,
            *(Column(c.label, c.label, ColumnType.AMOUNT) for c in columns),
        ],
        rows=[
            row for of in found for line in of.lines for row in _rows(line, columns, of)
        ],
        notes=[
            *_notes(books, columns, ledger),
            *_layout_notes(layout, {a for of in found for a in of.unmapped}),
        ],
        is_whole=not (isinstance(ledger, TranslatedLedger) and ledger.office.missing),
    )


def _rows(
    line: FinancialLine, columns: Sequence[Period], of: StatementLines
) -> Iterator[Row]:
    """A line, and below it what of it has no rate, in its own currency."""
    yield _row(line, columns, of.currency, of.withheld)
    for own, currency in of.untranslated.get(line.id, ()):
        yield _row(own, columns, currency)


def _layout_notes(layout: Layout | None, unmapped: set[str]) -> Iterator[str]:
    if layout is not None:
        yield f"Layout: {layout.title} ({layout.source})."
    if unmapped:
        yield (
            f"In no line of the layout: {', '.join(sorted(unmapped))}. Write line: or"
            " number: below their open directives."
        )


def _row(
    each: FinancialLine,
    columns: Sequence[Period],
    currency: str,
    withheld: frozenset[int] = frozenset(),
) -> Row:
    amounts: dict[str, Cell] = {}
    for place, column in enumerate(columns):
        amount = each.amount(place)
        is_withheld = each.kind is LineKind.TOTAL and place in withheld
        if amount is None or amount.is_nan() or is_withheld:
            amounts[column.label] = None
        else:
            amounts[column.label] = shown(amount, currency)
    is_heading = each.kind is LineKind.HEADING
    links = {}
    if each.kind is LineKind.LINE and any(each.id in (m or ()) for m in each.members):
        links["label"] = Link(LinkKind.ACCOUNT, each.id)
    elif any(each.members):
        links["label"] = Link(LinkKind.LINE, each.id)
    return Row(
        cells={
            "label": each.label,
            "line": each.id,
            "depth": each.depth,
            "currency": None if is_heading else currency,
            "total": each.kind is LineKind.TOTAL,
            **amounts,
        },
        links=links,
        level=each.depth,
        is_total=each.kind is not LineKind.LINE,
    )


def _notes(books: Books, columns: Sequence[Period], ledger: Ledger) -> Iterator[str]:
    # A budget or a project is of the days of another column.
    own_days = [
        column
        for column in columns
        if not (isinstance(ledger, ColumnLedger) and ledger.is_own(column))
    ]
    yield from days_of_columns(own_days)
    if isinstance(ledger, TranslatedLedger):
        yield from rate_notes(ledger.office)
        return
    own = books.general_ledger.currency
    others = [
        currency
        for currency in books.general_ledger.ledger.currencies(own)
        if currency != own
    ]
    if own is not None and others:
        yield (
            f"What was posted without a rate to {own} stands in its own currency:"
            f" {', '.join(others)}."
        )
