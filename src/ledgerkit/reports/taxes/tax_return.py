"""A tax return, as a table: every box, or the postings behind one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.books.taxes.forms import asked_form
from ledgerkit.books.taxes.limited_cost import LIMITED_COST, limited_cost
from ledgerkit.books.taxes.own_currency import DAYS_OF_A_RATE
from ledgerkit.books.taxes.reading import length_of
from ledgerkit.books.taxes.schemes import scheme_on
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO, rounded
from ledgerkit.reports.taxes.filed import FILED_COLUMNS, FiledBeside
from ledgerkit.reports.taxes.tax_list import list_table
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.taxes.listed import as_return
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.books import Books
    from ledgerkit.books.taxes.reading import ReturnOfPeriod
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm
    from ledgerkit.taxes.placing import BoxEntry
    from ledgerkit.taxes.tax_return import BoxValue, TaxReturn

_COLUMNS = (
    Column("box", "Box"),
    Column("label", "Label"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("exact", "Exact", ColumnType.AMOUNT),
)
_BOX_COLUMNS = (
    Column("due", "Due", ColumnType.DATE),
    Column("date", "Date", ColumnType.DATE),
    Column("number", "Number", optional=True),
    Column("party", "Party", optional=True),
    Column("text", "Text"),
    Column("code", "Code"),
    Column("part", "Part"),
    Column("account", "Account"),
    Column("currency", "Currency"),
    Column("posted", "Posted", ColumnType.AMOUNT),
    Column("factor", "Factor", ColumnType.NUMBER),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("why", "Why", optional=True),
    Column("place", "Place"),
)

_WEEKEND = {5: "Saturday", 6: "Sunday"}
_QUARTER = "quarter"


def tax_return(books: Books, period: str, *, form: str | None = None) -> Table:
    """A form filled in for a period: each box as the form rounds it, and exactly.

    Args:
        books: The books.
        period: ``2026-03``, ``2026-Q1`` or ``2026``.
        form: The form's name; None for that of the company's country.

    Raises:
        UsageError: If there is no such form or period, or no currency of the books.
    """
    chosen, of = _asked_form(books, period, form)
    if chosen.lists is not None:
        found = books.filed_returns.tax_list(chosen, of)
        beside = FiledBeside(books, chosen, of, as_return(chosen, found))
        return list_table(chosen, of, found, beside, list(_head_notes(chosen, of)))
    made = asked_return(books, period, form)
    filled_in, currency = made.filled_in, made.currency
    beside = FiledBeside(books, made.form, made.period, filled_in.filled_in)
    rows = [
        _row(value, currency, beside)
        for value in filled_in.filled_in.boxes.values()
        if not value.box.optional or value.amount or value.exact
    ]
    problems = books.taxes_read.problems
    notes = [
        *_notes(made),
        *_limited_cost(books, made),
        *(f"{each.place}: {each.message}." for each in problems),
        *beside.notes(),
    ]
    return Table(
        title=f"{made.form.title}, {made.period.label}",
        as_of=made.period.last,
        columns=(*_COLUMNS, *FILED_COLUMNS),
        rows=rows,
        notes=notes,
        is_whole=not (problems or filled_in.unreadable or filled_in.filled_in.unplaced),
    )


def tax_return_box(
    books: Books, period: str, *, explain: str, form: str | None = None
) -> Table:
    """The postings behind a box, each with the part of it that counts there.

    Args:
        books: The books.
        period: As for the return.
        explain: The box.
        form: As for the return.

    Raises:
        UsageError: If there is no such box.
    """
    chosen, of = _asked_form(books, period, form)
    if chosen.lists is not None:
        return _list_row(books, chosen, of, explain)
    made = asked_return(books, period, form)
    boxes = made.filled_in.filled_in.boxes
    id_ = made.form.box_id(explain)
    if id_ is None:
        known = suggestion(explain, list(boxes)) or f"; it has {', '.join(boxes)}"
        raise UsageError(f'the form {made.form.name} has no box "{explain}"{known}')
    entries = list(made.filled_in.filled_in.entries(id_))
    total = sum((entry.amount * sign for entry, sign in entries), ZERO)
    value, currency = boxes[id_], made.currency
    return Table(
        title=f"{made.form.title}, {made.period.label}: {id_} {value.box.label}",
        as_of=made.period.last,
        columns=_BOX_COLUMNS,
        rows=[_box_row(entry, sign, currency) for entry, sign in entries],
        totals=[{"currency": currency, "amount": total}],
        notes=list(_box_notes(value, total, currency)),
    )


def _list_row(books: Books, form: TaxForm, period: Period, explain: str) -> Table:
    """The postings behind a row of a list."""
    found = books.filed_returns.tax_list(form, period)
    rows = {row.box.casefold(): row for row in found.rows}
    row = rows.get(explain.casefold())
    if row is None:
        names = [each.box for each in found.rows]
        known = suggestion(explain, names) or f"; it has {', '.join(names) or 'none'}"
        raise UsageError(f'the form {form.name} has no row "{explain}"{known}')
    # In the books' own currency, whatever the list is in.
    currency = books.taxes_read.currency
    total = sum((entry.amount for entry in row.entries), ZERO)
    return Table(
        title=f"{form.title}, {period.label}: {row.box}",
        as_of=period.last,
        columns=_BOX_COLUMNS,
        rows=[_box_row(entry, Decimal(1), currency) for entry in row.entries],
        totals=[{"currency": currency, "amount": total}],
    )


class AskedReturn:
    """A return that is asked for.

    Attributes:
        form: The form.
        period: Its period.
        filled_in: The return.
        currency: Of its amounts.
    """

    def __init__(
        self, form: TaxForm, period: Period, filled_in: ReturnOfPeriod, currency: str
    ) -> None:
        """Take the parts."""
        self.form = form
        self.period = period
        self.filled_in = filled_in
        self.currency = currency


def asked_return(books: Books, period: str, form: str | None) -> AskedReturn:
    """The return of a form and period.

    Raises:
        UsageError: If there is no such form or period, or no currency of the books.
    """
    chosen, of = _asked_form(books, period, form)
    filled_in = books.filed_returns.tax_return(chosen, of)
    return AskedReturn(chosen, of, filled_in, books.taxes_read.currency)


def _asked_form(books: Books, period: str, form: str | None) -> tuple[TaxForm, Period]:
    of = parse_period(period, books.general_ledger.fiscal)
    return asked_form(books.directory, form, of.last), of


def _row(value: BoxValue, currency: str, beside: FiledBeside) -> Row:
    links = {}
    if value.entries or value.box.sum_of:
        links["box"] = Link(LinkKind.LINE, value.box.id)
    return Row(
        cells={
            "box": value.box.id,
            "label": value.box.label,
            "currency": currency,
            "amount": value.amount,
            "exact": rounded(value.exact, currency),
            **beside.cells(value.box.id),
        },
        links=links,
        is_total=bool(value.box.sum_of),
    )


def _box_row(entry: BoxEntry, sign: Decimal, currency: str) -> Row:
    taxed = entry.taxed
    cells: dict[str, Cell] = {
        "due": taxed.due,
        "date": taxed.day,
        "number": taxed.number or None,
        "party": taxed.party or None,
        "text": taxed.text,
        "code": taxed.code.id,
        "part": taxed.part.value,
        "account": taxed.account,
        "currency": currency,
        "posted": taxed.amount,
        "factor": entry.factor * sign,
        "amount": entry.amount * sign,
        "why": _why(taxed),
        "place": short_place(taxed.place),
    }
    links = {
        "account": Link(LinkKind.ACCOUNT, taxed.account),
        "place": Link(LinkKind.SOURCE, str(taxed.place)),
    }
    return Row(cells=cells, links=links)


def _why(taxed: DueAmount) -> str | None:
    if taxed.earlier:
        return f"for {taxed.earlier}"
    return taxed.why or ("reckoned from the base" if taxed.is_reckoned else None)


def _notes(made: AskedReturn) -> Iterator[str]:
    filled_in = made.filled_in.filled_in
    yield from _head_notes(made.form, made.period)
    if made.form.currency != made.currency:
        yield (
            f"The form is in {made.form.currency}, and the books are in"
            f" {made.currency}: convert it by the rate that the office prescribes."
        )
    # Less than a cent is of interest that nobody has posted.
    changed = rounded(filled_in.rounding, made.currency)
    if changed:
        yield (
            f"The form's rounding makes {abs(changed)} {made.currency}"
            f" {'more' if changed > 0 else 'less'} of what is owed."
        )
    yield from _equality_notes(filled_in, made.currency)
    if made.filled_in.converted:
        yield (
            f"What is in {' or '.join(made.filled_in.converted)} without a rate counts"
            f" at the books' price of its day, or the last one within"
            f" {DAYS_OF_A_RATE} days before."
        )
    for place in made.filled_in.unreadable:
        yield f"{place}: no rate says what it is in {made.currency}; it is left out."
    unplaced = {amount.code.id: amount for amount in filled_in.unplaced}
    for id_, amount in sorted(unplaced.items()):
        yield (
            f"{amount.place}: nothing says which box code {id_} goes to; write"
            f' base-box: and tax-box: on custom "tax-code" "{id_}"'
        )


def _limited_cost(books: Books, made: AskedReturn) -> Iterator[str]:
    """Whether goods are too few for the flat rate of a trade."""
    reading, period, boxes = (
        books.taxes_read,
        made.period,
        made.filled_in.filled_in.boxes,
    )
    start = scheme_on(reading.schemes, period.last)
    of = next((box.flat_rate_of for box in made.form.boxes if box.flat_rate_of), ())
    if start is None or start.rate is None or not of:
        return
    turnover = sum((boxes[share.box].exact * share.factor for share in of), ZERO)
    amounts = reading.amounts(made.form, period)
    test = limited_cost(made.form, period, amounts, start.rate, turnover)
    if test is None:
        return
    needed = rounded(test.needed, made.currency)
    words = (
        f"Goods bought come to {test.goods} {made.currency}, and a flat rate of"
        f" {start.rate * 100:f} % needs {needed} (Notice 733, 4.4)"
    )
    if test.is_certain:
        yield (
            f"{words}: a business of limited cost pays {LIMITED_COST * 100:f} %; write"
            f' {period.first} custom "tax-scheme" "{start.name}" {LIMITED_COST}'
        )
    else:
        yield (
            f"{words}; of {test.unknown} no code says whether they are goods: write"
            ' supply: "goods" or "services" on them, or look at it yourself.'
        )


def _head_notes(form: TaxForm, period: Period) -> Iterator[str]:
    due = form.due_after(period.last, length_of(period))
    moved = ""
    if form.is_due_on_working_days and due.weekday() in _WEEKEND:
        moved = f", a {_WEEKEND[due.weekday()]}, so on the next working day"
    yield (
        f"From {period.first} to {period.last}; the return is due by {due}{moved}."
        f" {form.source}."
    )
    length = length_of(period)
    if (_QUARTER if length.startswith("Q") else length) not in form.lengths:
        yield (
            f"The form is handed in for a {' or a '.join(form.lengths)}, and this"
            " period is none."
        )
    if period.last < date.fromisoformat(form.valid_from):
        yield (
            f"The form is that of periods from {form.valid_from} on; see an older one."
        )


def _equality_notes(filled_in: TaxReturn, currency: str) -> Iterator[str]:
    for id_, difference in filled_in.adjusted.items():
        more = "more" if difference > 0 else "less"
        yield (
            f"Box {id_} has {abs(difference)} {currency} {more} than it rounds to, so"
            " that the form's boxes add up as the office demands."
        )
    for equality, difference in filled_in.unequal:
        yield (
            f"Boxes {', '.join(equality.against)} come to {difference} {currency} more"
            f" than {', '.join(equality.boxes)}, which the office refuses: a code that"
            " names its boxes misses one of them."
        )


def _box_notes(value: BoxValue, total: Decimal, currency: str) -> Iterator[str]:
    if value.amount != total:
        yield (f"The form has {value.amount} {currency}; its postings come to {total}.")
