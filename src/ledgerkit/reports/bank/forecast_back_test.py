"""How good the cash forecast would have been."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.back_test import MedianErrors, cash_errors, date_errors
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
    """The errors of forecasts made at each of the last month ends.

    Args:
        books: The books.
        as_of: The last day that counts.
        months: How many months back.
        currency: Cash in this currency only.
    """
    back_test = books.forecast_read.back_test(as_of, months)
    return Table(
        title="Cash forecast, back-tested",
        as_of=as_of,
        columns=_COLUMNS,
        rows=list(_rows(back_test, currency)),
        notes=list(_notes(back_test)),
    )


def _rows(back_test: BackTest, currency: str | None) -> Iterator[Row]:
    dates = date_errors(back_test.invoices)
    if dates is not None:
        yield _row("when an invoice is paid", "days", dates, _TENTH)
    for currency_of, ahead, errors in cash_errors(back_test.months()):
        if currency in {None, currency_of}:
            subject = f"cash from open invoices, {_ORDINALS[ahead]} month after"
            yield _row(subject, currency_of, errors, quantum(currency_of))


_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


def _row(subject: str, unit: str, errors: MedianErrors, exact: Decimal) -> Row:
    def rounded(number: Decimal, to: Decimal) -> Decimal:
        return number.quantize(to, rounding=ROUND_HALF_UP)

    lower_by = errors.lower_by
    return Row(
        cells={
            "what": subject,
            "unit": unit,
            "count": errors.count,
            "forecast": rounded(errors.forecast, exact),
            "due_date": rounded(errors.by_due_date, exact),
            "lower_by": None if lower_by is None else rounded(lower_by, _TENTH),
            "held": rounded(errors.held, _TENTH),
        }
    )


def _notes(back_test: BackTest) -> Iterator[str]:
    if not back_test.days:
        yield "No invoice was open at the end of any of these months."
        return
    first, last = back_test.days[-1], back_test.days[0]
    yield (
        f"Forecast at {len(back_test.days)} month ends from {first} to {last}, each"
        " time from what was in the books by then."
    )
    yield (
        "Error: how far off, up or down; half were less. By due date: what is counted"
        " on, each invoice on its due date, what is overdue on the next day. In range:"
        " what came lay between the forecast's 10 % and 90 %."
    )
    for currency, month in sorted(back_test.due_dates_from.items()):
        since = "" if month == 1 else f" from the {_ORDINALS[month]} month on"
        yield (
            f"{currency}: habits were further off than due dates, so the forecast goes"
            f" by due dates{since}."
        )
    if back_test.unpaid:
        yield (
            f"Of {back_test.unpaid} more that were open, nothing says yet when they are"
            " paid, or no money paid them."
        )
