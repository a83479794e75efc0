"""A tax return that is a list, as a table: its rows, or the postings of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, without_needless_zeros
from ledgerkit.reports.taxes.filed import FILED_COLUMNS
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.taxes.form import FormList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.general_ledger.period import Period
    from ledgerkit.reports.taxes.filed import FiledBeside
    from ledgerkit.table import Cell
    from ledgerkit.taxes.form import TaxForm
    from ledgerkit.taxes.listed import ListRow, TaxList

_OWN: Mapping[FormList, Sequence[Column]] = {
    FormList.JURISDICTIONS: (
        Column("gross", "Gross sales", ColumnType.AMOUNT),
        Column("exempt", "Exempt", ColumnType.AMOUNT),
        Column("taxable", "Taxable", ColumnType.AMOUNT),
    ),
    FormList.STATES: (
        Column("state", "State"),
        Column("supply", "Supply"),
        Column("dispatch", "From", optional=True),
        Column("period", "Corrects", optional=True),
        Column("rate", "Rate %", ColumnType.NUMBER),
        Column("base", "Base", ColumnType.AMOUNT),
    ),
    FormList.CLIENTS: (
        Column("goods", "Goods", ColumnType.AMOUNT),
        Column("services", "Services", ColumnType.AMOUNT),
        Column("triangular", "Triangular", ColumnType.AMOUNT),
    ),
}


_NOT_FILED: Mapping[str, Cell] = dict.fromkeys(column.key for column in FILED_COLUMNS)


def list_table(
    form: TaxForm,
    period: Period,
    found: TaxList,
    beside: FiledBeside,
    notes: Sequence[str],
) -> Table:
    """The rows of a list.

    Args:
        form: Its form.
        period: Its period.
        found: The list.
        beside: What was filed of it.
        notes: What is to be said before its own notes.
    """
    assert form.lists is not None
    own = _OWN[form.lists]
    columns = (
        Column("box", "Box"),
        Column("label", "Label"),
        *own,
        Column("currency", "Currency"),
        Column("amount", "Amount", ColumnType.AMOUNT),
        Column("exact", "Exact", ColumnType.AMOUNT),
        *FILED_COLUMNS,
    )
    own_rows = (row for row in found.rows if not row.is_line)
    known = [row.amount for row in own_rows if row.amount is not None]
    total = sum(known, ZERO)
    return Table(
        title=f"{form.title}, {period.label}",
        as_of=period.last,
        columns=columns,
        rows=[
            *(_row(row, own, found.currency, beside) for row in found.rows),
            *(_gone(id_, own, found.currency, beside) for id_ in beside.gone()),
        ],
        totals=[{"currency": found.currency, "amount": total}] if known else [],
        notes=[*notes, *found.missing, *found.notes, *beside.notes()],
        is_whole=not found.missing,
    )


def _gone(id_: str, own: Sequence[Column], currency: str, beside: FiledBeside) -> Row:
    """A row that was filed, and of which nothing is left."""
    return Row(
        cells={
            "box": id_,
            "label": "No longer there",
            **dict.fromkeys(column.key for column in own),
            "currency": currency,
            "amount": ZERO,
            "exact": ZERO,
            **beside.cells(id_),
        }
    )


def _row(
    row: ListRow, own: Sequence[Column], currency: str, beside: FiledBeside
) -> Row:
    facts = {column.key: row.facts.get(column.key) for column in own}
    return Row(
        cells={
            "box": row.box,
            "label": row.label,
            **facts,
            "currency": currency,
            "amount": row.amount,
            "exact": _trimmed(row.exact, currency),
            **(_NOT_FILED if row.is_line else beside.cells(row.filed_as)),
        },
        links={"box": Link(LinkKind.LINE, row.box)} if row.entries else {},
        level=row.level,
    )


def _trimmed(amount: Decimal | None, currency: str) -> Decimal | None:
    return None if amount is None else without_needless_zeros(amount, currency)
