"""Changes in equity, account by account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.currencies.translated_balance import translated_lines
from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
from ledgerkit.general_ledger.equity_changes import (
    EquityChange,
    EquityLine,
    changes_in_equity,
)
from ledgerkit.general_ledger.statement import ROUNDING
from ledgerkit.general_ledger.trial_balance import (
    EARLIER_YEARS,
    TRANSLATION,
    trial_balance_lines,
)
from ledgerkit.money import ZERO
from ledgerkit.reports.general_ledger.currencies.translated import (
    is_withheld,
    ledger_in,
    rates_of,
)
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.proofs import StatementProof, equity_proof
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.general_ledger.reading import GeneralLedgerReading
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.equity_changes import EquityMovement
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.trial_balance import TrialBalanceLine

_LABELS = {
    EquityChange.BROUGHT_FORWARD: "Brought forward",
    EquityChange.CONTRIBUTIONS: "Contributions",
    EquityChange.DISTRIBUTIONS: "Distributions",
    EquityChange.RESULT: "Result",
    EquityChange.TRANSFERS: "Transfers",
    EquityChange.TRANSLATION: "Translation",
    EquityChange.OTHER: "Other",
}
_OPTIONAL = {
    EquityChange.BROUGHT_FORWARD,
    EquityChange.TRANSFERS,
    EquityChange.TRANSLATION,
    EquityChange.OTHER,
}
_COLUMNS = (
    Column("account", "Account"),
    Column("currency", "Currency"),
    Column("opening", "Opening", ColumnType.AMOUNT),
    *(
        Column(change.value, label, ColumnType.AMOUNT, optional=change in _OPTIONAL)
        for change, label in _LABELS.items()
    ),
    Column("closing", "Closing", ColumnType.AMOUNT),
)
_RESULT_LABEL = "Result of the year"
#: What the lines that are no account are called.
_NAMES = {
    EARLIER_YEARS: "Result of earlier years, not closed",
    ROUNDING: "Rounding within transactions",
    TRANSLATION: "Translation difference",
}


def equity_changes(
    books: Books,
    *,
    as_of: date | None = None,
    period: str | None = None,
    in_currency: str | None = None,
) -> Table:
    """What owners put in and took out, and what was earned.

    Equity is positive. What changed is told by the role of its account (``drawings``,
    ``dividends``), else by what stands on the other side: money and goods are
    contributions or distributions. In another currency, each change stands at the rate
    of its day, the result at the average of each month.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.
        in_currency: The currency to translate it to; None for that of the books.

    Raises:
        UsageError: If no period is asked for.
    """
    of = asked_period(books, as_of, period)
    ledger = ledger_in(books, in_currency)
    rows: list[Row] = []
    totals: list[dict[str, Cell]] = []
    closings: dict[str, Decimal] = {}
    for currency, lines in _by_currency(books, ledger, of):
        rows += (_row(line, currency) for line in lines)
        closings[currency] = sum((line.closing for line in lines), ZERO)
        if lines:
            totals.append(_total(lines, currency))
    is_whole = not is_withheld(ledger)
    proof = (
        equity_proof(books, of, closings, ledger) if is_whole else StatementProof(())
    )
    return Table(
        title=f"Changes in equity, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=rows,
        totals=totals if is_whole else (),
        notes=[
            f"From {of.first} to {of.last}.",
            *proof.notes,
            *rates_of(ledger),
        ],
        is_whole=is_whole,
        findings=proof.findings,
    )


def _by_currency(
    books: Books, ledger: Ledger, period: Period
) -> Iterator[tuple[str, Sequence[EquityLine]]]:
    """The lines in each currency of the books, or in the one to translate to.

    What of them has no rate stands in its own.
    """
    reading = books.general_ledger
    if not isinstance(ledger, TranslatedLedger):
        balance = trial_balance_lines(ledger, period)
        for currency in ledger.currencies(reading.currency):
            of_currency = [line for line in balance if line.currency == currency]
            movements = reading.equity.movements(period, currency)
            yield currency, _lines(reading, of_currency, movements)
        return
    balance = translated_lines(ledger, period)
    for currency in dict.fromkeys([ledger.office.currency, *_currencies(balance)]):
        of_currency = [line for line in balance if line.currency == currency]
        if currency == ledger.office.currency:
            movements = _translated(reading, ledger, period)
        else:
            movements = reading.equity.movements(period, currency)
        known = {line.account for line in of_currency}
        own = (moved for moved in movements if moved.account in known)
        yield currency, _lines(reading, of_currency, own)


def _currencies(balance: Sequence[TrialBalanceLine]) -> Sequence[str]:
    return sorted({line.currency for line in balance})


def _translated(
    reading: GeneralLedgerReading, ledger: TranslatedLedger, period: Period
) -> Iterator[EquityMovement]:
    """What was posted to equity, each at the rate of its day; without what has none."""
    for currency in ledger.untranslated.currencies():
        for moved in reading.equity.movements(period, currency):
            rate = ledger.office.historic(currency, moved.day)
            if rate is not None:
                yield replace(moved, amount=rate.of(moved.amount))


def _lines(
    reading: GeneralLedgerReading,
    balance: Sequence[TrialBalanceLine],
    movements: Iterable[EquityMovement],
) -> Sequence[EquityLine]:
    """The lines of one currency, of its trial balance and what moved equity."""
    openings = {
        line.account: -line.opening
        for line in balance
        if reading.is_equity(line.account)
    }
    lines = list(changes_in_equity(openings, movements))
    result = EquityLine(_RESULT_LABEL, ZERO)
    for line in balance:
        if reading.ledger.is_result(line.account):
            result.opening -= line.opening
            result.add(EquityChange.RESULT, line.opening - line.closing)
        elif line.account in _NAMES:
            lines.append(_line_of_no_account(line))
    return [*lines, result] if result.changes or result.opening else lines


def _line_of_no_account(line: TrialBalanceLine) -> EquityLine:
    of = EquityLine(_NAMES[line.account], -line.opening)
    if line.account == ROUNDING:
        of.add(EquityChange.OTHER, line.opening - line.closing)
    elif line.exchange:
        of.add(EquityChange.TRANSLATION, -line.exchange)
    return of


def _row(line: EquityLine, currency: str) -> Row:
    links = {}
    if ":" in line.label:
        links["account"] = Link(LinkKind.ACCOUNT, line.label)
    return Row(
        cells={"account": line.label, "currency": currency, **_amounts(line, currency)},
        links=links,
    )


def _amounts(line: EquityLine, currency: str) -> dict[str, Cell]:
    changes = {
        change.value: shown(amount, currency) if amount else None
        for change in EquityChange
        for amount in (line.changes.get(change),)
    }
    return {
        "opening": shown(line.opening, currency),
        **changes,
        "closing": shown(line.closing, currency),
    }


def _total(lines: Sequence[EquityLine], currency: str) -> dict[str, Cell]:
    whole = EquityLine("", sum((line.opening for line in lines), ZERO))
    for line in lines:
        for change, amount in line.changes.items():
            whole.add(change, amount)
    return {"currency": currency, **dict(_without_nothing(_amounts(whole, currency)))}


def _without_nothing(cells: dict[str, Cell]) -> Iterator[tuple[str, Cell]]:
    return ((key, cell) for key, cell in cells.items() if cell is not None)
