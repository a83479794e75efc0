"""Tax withheld from vendors: by payment, by vendor for certificates, by month."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.books.payables.withheld_tax import (
    documents_with_withholding,
    withheld_on_payments,
)
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.withheld_tax import last_day_to_pay_over
from ledgerkit.reports.cells import (
    document_links,
    names_on,
    party_link,
    totals_by_currency,
)
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.payables.withheld_tax import WithheldOnPayment


class WithholdingBy(StrEnum):
    """The subject of a row."""

    PAYMENT = "payment"
    VENDOR = "vendor"
    MONTH = "month"


_PARTY = (Column("party", "Party"), Column("name", "Name"))
_WHAT = (
    Column("kind", "Kind"),
    Column("reason", "Reason"),
    Column("percent", "Percent", ColumnType.NUMBER),
)
_AMOUNTS = (
    Column("currency", "Currency"),
    Column("gross", "Gross", ColumnType.AMOUNT),
    Column("taxable", "Taxable", ColumnType.AMOUNT),
    Column("withheld", "Withheld", ColumnType.AMOUNT),
)
_FIGURES = ("gross", "taxable", "withheld")
_COLUMNS = {
    WithholdingBy.PAYMENT: (
        *_PARTY,
        Column("number", "Number"),
        Column("issued", "Issued", ColumnType.DATE),
        Column("paid", "Paid", ColumnType.DATE),
        *_WHAT,
        *_AMOUNTS,
    ),
    WithholdingBy.VENDOR: (*_PARTY, Column("tax_id", "Tax id"), *_WHAT, *_AMOUNTS),
    WithholdingBy.MONTH: (
        Column("month", "Month"),
        Column("due", "Pay over by", ColumnType.DATE),
        Column("kind", "Kind"),
        *_AMOUNTS,
    ),
}
_TITLES = {
    WithholdingBy.PAYMENT: "Tax withheld on payments",
    WithholdingBy.VENDOR: "Tax withheld, to be certified to vendors",
    WithholdingBy.MONTH: "Tax withheld, to be paid over by month",
}


def withholding(
    books: Books,
    *,
    since: date,
    as_of: date,
    by: WithholdingBy = WithholdingBy.PAYMENT,
    party: str | None = None,
) -> Table:
    """The tax withheld on the payments of a period.

    Gross is the bill without value added tax, taxable the base of the percentage. Both,
    and the tax, are for the part that was paid.

    Args:
        books: The books.
        since: The first day of the payments.
        as_of: The last.
        by: One row for each payment, for each vendor and kind, or each month and kind.
        party: Show this vendor's only, by id.
    """
    payments = [
        payment
        for payment in withheld_on_payments(books, as_of)
        if payment.paid >= since and party in {None, payment.document.party}
    ]
    name = names_on(books, Side.PAYABLE, as_of)
    payments.sort(key=lambda o: (name(o.document.party), o.paid, o.document.label))
    makers = {
        WithholdingBy.PAYMENT: lambda: [
            _payment(payment, name) for payment in payments
        ],
        WithholdingBy.VENDOR: lambda: _summed(payments, _vendor_cells(books, as_of)),
        WithholdingBy.MONTH: lambda: sorted(
            _summed(payments, _month_cells), key=lambda row: str(row.cells["month"])
        ),
    }
    return Table(
        title=f"{_TITLES[by]} from {since}",
        as_of=as_of,
        columns=_COLUMNS[by],
        rows=makers[by](),
        totals=totals_by_currency(
            (
                (o.document.currency, [getattr(o.tax, k) for k in _FIGURES])
                for o in payments
            ),
            _FIGURES,
        ),
        notes=list(_notes(books, as_of, payments, by)),
    )


def _payment(payment: WithheldOnPayment, name: Callable[[str], str]) -> Row:
    document, tax = payment.document, payment.tax
    cells: dict[str, Cell] = {
        "party": document.party,
        "name": name(document.party),
        "number": document.number,
        "issued": document.issued,
        "paid": payment.paid,
        "kind": tax.kind,
        "reason": tax.reason,
        "percent": tax.percent,
        "currency": document.currency,
    }
    for key in _FIGURES:
        cells[key] = with_cents(getattr(tax, key), document.currency)
    return Row(cells=cells, links=document_links(document))


def _vendor_cells(
    books: Books, as_of: date
) -> Callable[[WithheldOnPayment], Mapping[str, Cell]]:
    def cells(payment: WithheldOnPayment) -> Mapping[str, Cell]:
        id_, tax = payment.document.party, payment.tax
        party = books.directory.as_of(PartyRole.VENDOR, id_, as_of)
        return {
            "party": id_,
            "name": party.name,
            "tax_id": party.text("tax-id") or party.text("vat-id") or None,
            "kind": tax.kind,
            "reason": tax.reason,
            "percent": tax.percent,
        }

    return cells


def _month_cells(payment: WithheldOnPayment) -> Mapping[str, Cell]:
    return {
        "month": f"{payment.paid:%Y-%m}",
        "due": last_day_to_pay_over(payment.paid),
        "kind": payment.tax.kind,
    }


def _summed(
    payments: Sequence[WithheldOnPayment],
    cells_of: Callable[[WithheldOnPayment], Mapping[str, Cell]],
) -> list[Row]:
    """One row for each set of equal cells and currency."""
    sums: dict[tuple[Cell, ...], tuple[Mapping[str, Cell], list[Decimal]]] = {}
    for payment in payments:
        cells = {**cells_of(payment), "currency": payment.document.currency}
        _cells, line = sums.setdefault(
            tuple(cells.values()), (cells, [ZERO] * len(_FIGURES))
        )
        for index, key in enumerate(_FIGURES):
            line[index] += getattr(payment.tax, key)
    return [
        Row(
            cells={
                **cells,
                **{
                    key: with_cents(amount, str(cells["currency"]))
                    for key, amount in zip(_FIGURES, line, strict=True)
                },
            },
            links=party_link(str(cells.get("party") or "")),
        )
        for cells, line in sums.values()
    ]


def _notes(
    books: Books, as_of: date, payments: Sequence[WithheldOnPayment], by: WithholdingBy
) -> Iterator[str]:
    if by is WithholdingBy.PAYMENT:
        for row in sorted(
            _summed(payments, _month_cells), key=lambda row: str(row.cells["month"])
        ):
            yield (
                f"{row.cells['month']}: {row.cells['withheld']} {row.cells['currency']}"
                f" {row.cells['kind']}, to be paid over by {row.cells['due']}."
            )
    without = {
        payment.document.party
        for payment in payments
        if not _vendor_cells(books, as_of)(payment)["tax_id"]
    }
    if without:
        yield f"No tax id is known of {', '.join(sorted(without))}."
    waiting = sum(bool(d.open) for d in documents_with_withholding(books, as_of))
    if waiting:
        noun = "1 bill is" if waiting == 1 else f"{waiting} bills are"
        yield f"{noun} not paid in full: the tax on the rest is due when it is."
