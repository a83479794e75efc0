"""The periods of tax returns, as a table: state, scheme, day and amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.taxes.forms import asked_form
from ledgerkit.books.taxes.periods import FilingState, tax_periods
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import Interval
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.taxes.periods import TaxPeriod
    from ledgerkit.taxes.form import TaxForm

_COLUMNS = (
    Column("period", "Period"),
    Column("state", "State"),
    Column("scheme", "Scheme"),
    Column("due", "Due", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("amount", "To pay, or back if negative", ColumnType.AMOUNT),
)
#: How many periods are shown: three years of quarters.
_MOST = 12


def tax_periods_of(
    books: Books, *, as_of: date, form: str | None = None, length: str | None = None
) -> Table:
    """The latest periods of tax returns, with what each comes to and when it is due.

    Args:
        books: The books.
        as_of: The last day; what is due by it and open is late.
        form: The form's name; None for that of the company's country.
        length: ``month``, ``quarter`` or ``year``; None for quarters, if the form has
            them.

    Raises:
        UsageError: If there is no such form or length, or no currency of the books.
    """
    chosen = asked_form(books.directory, form, as_of)
    interval = _length(chosen, length)
    found = tax_periods(books.filed_returns, chosen, as_of, interval, _MOST)
    return Table(
        title=f"{chosen.title}, by {interval}",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(books, chosen, of, as_of) for of in found],
        notes=[f"{chosen.source}."],
    )


def _length(form: TaxForm, length: str | None) -> Interval:
    if length is None:
        quarter = Interval.QUARTER
        return quarter if quarter in form.lengths else Interval(form.lengths[0])
    if length not in form.lengths:
        known = " or ".join(form.lengths)
        raise UsageError(f'the form {form.name} is not for "{length}"; write {known}')
    return Interval(length)


def _row(books: Books, form: TaxForm, of: TaxPeriod, as_of: date) -> Row:
    result = books.filed_returns.tax_return(form, of.period).filled_in.result
    is_late = of.state is not FilingState.FILED and of.due < as_of
    return Row(
        cells={
            "period": of.period.label,
            "state": of.state.value,
            "scheme": of.scheme,
            "due": of.due,
            "currency": books.taxes_read.currency,
            "amount": result.amount if result is not None else None,
        },
        links={"period": Link(LinkKind.LINE, of.period.label)},
        late=frozenset({"due"}) if is_late else frozenset(),
    )
