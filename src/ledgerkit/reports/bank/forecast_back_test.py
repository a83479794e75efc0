"""How good the cash forecast would have been."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.back_test import MedianErrors, cash_errors, date_errors
from ledgerkit.books.forecast.back_test import back_test_forecast
from ledgerkit.money import quantum
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.forecast.back_test import BackTest

_COLUMNS = (
    Column("what", "Forecast of"),
    Column("unit", "In"),
    Column("count", "Checked", ColumnType.INTEGER),
    Column("forecast", "Median error", ColumnType.NUMBER),
    Column("due_date", "By due date", ColumnType.NUMBER),
    Column("lower_by", "Lower by %", ColumnType.NUMBER),
    Column("held", "In range %", ColumnType.NUMBER),
)
_TENTH = Decimal("0.1")


def forecast_back_test(
    books: Books, *, as_of: date, months: int = 12, currency: str | None = None
) -> Table:
    """The errors of forecasts made at the end of each of the last months.

    Args:
        books: The books.
        as_of: The last day that counts.
        months: How many months back.
        currency: Cash in this currency only.
    """
    found = back_test_forecast(books, as_of=as_of, months=months)
    return Table(
        title="Cash forecast, back-tested",
        as_of=as_of,
        columns=_COLUMNS,
        rows=list(_rows(found, currency)),
        notes=list(_notes(found)),
    )


def _rows(found: BackTest, currency: str | None) -> Iterator[Row]:
    dates = date_errors(found.invoices)
    if dates is not None:
        yield _row("when an invoice is paid", "days", dates, _TENTH)
    for each, ahead, errors in cash_errors(found.months):
        if currency in {None, each}:
            what = f"cash from open invoices, {_ORDINALS[ahead]} month after"
            yield _row(what, each, errors, quantum(each))


_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


def _row(what: str, unit: str, errors: MedianErrors, exact: Decimal) -> Row:
    def rounded(number: Decimal, to: Decimal) -> Decimal:
        return number.quantize(to, rounding=ROUND_HALF_UP)

    lower_by = errors.lower_by
    return Row(
        cells={
            "what": what,
            "unit": unit,
            "count": errors.count,
            "forecast": rounded(errors.forecast, exact),
            "due_date": rounded(errors.by_due_date, exact),
            "lower_by": None if lower_by is None else rounded(lower_by, _TENTH),
            "held": rounded(errors.held, _TENTH),
        }
    )


def _notes(found: BackTest) -> Iterator[str]:
    if not found.days:
        yield "No invoice was open at the end of any of these months."
        return
    first, last = found.days[-1], found.days[0]
    yield (
        f"Forecast at {len(found.days)} month ends from {first} to {last}, each time"
        " from what was in the books by then."
    )
    yield (
        "Error: how far off, up or down; half were less. By due date: each invoice on"
        " its due date, what is overdue on the next day. In range: what came lay"
        " between the forecast's 10 % and 90 %."
    )
    if found.unpaid:
        yield (
            f"Of {found.unpaid} more that were open, nothing says yet when they are"
            " paid, or no money paid them."
        )
