"""One document: its lines and totals, and its settlements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.notes import Note, see_findings
from ledgerkit.open_items.side import Side
from ledgerkit.open_items.subledger import movement_kind
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.invoices.invoice import Invoice, InvoiceLine, TaxSubtotal
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.party import Party


_COLUMNS = (
    Column("description", "Description"),
    Column("quantity", "Quantity", ColumnType.NUMBER),
    Column("unit", "Unit"),
    Column("price", "Price", ColumnType.AMOUNT),
    Column("discount", "Discount", ColumnType.AMOUNT),
    Column("tax", "Tax"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
)


def invoice_lines(books: Books, number: str, *, side: Side = Side.RECEIVABLE) -> Table:
    """A document line by line, as at its own date.

    Amounts are without tax, and positive on credit notes too; the totals lead from the
    lines to the amount payable.

    Args:
        books: The books.
        number: The document's number.
        side: Whether it is an invoice of ours or a bill.

    Raises:
        UsageError: If there is no such document, or its lines are not known.
    """
    invoice = books.invoice(number, side=side)
    kind = invoice.kind.value
    return Table(
        title=f"{kind[0].upper()}{kind[1:]} {invoice.number}",
        as_of=invoice.issued,
        columns=_COLUMNS,
        rows=[_row(line, invoice.currency) for line in invoice.lines],
        totals=[
            {
                "description": label,
                "currency": invoice.currency,
                "amount": with_cents(amount, invoice.currency),
            }
            for label, amount in _totals(invoice)
        ],
        notes=list(_notes(invoice)),
    )


def _row(line: InvoiceLine, currency: str) -> Row:
    cells: Mapping[str, Cell] = {
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "price": with_cents(line.unit_price, currency),
        "discount": with_cents(line.discount, currency) if line.discount else None,
        "tax": line.tax.id if line.tax else None,
        "currency": currency,
        "amount": with_cents(line.net, currency),
    }
    source = Link(LinkKind.SOURCE, str(line.place))
    return Row(cells=cells, links={"description": source})


def _totals(invoice: Invoice) -> Iterator[tuple[str, Decimal]]:
    for adjustment in invoice.adjustments:
        label = "Charge" if adjustment.is_charge else "Allowance"
        yield f"{label}: {adjustment.reason}", adjustment.net
    if invoice.taxes and (invoice.tax or any(t.code for t in invoice.taxes)):
        yield "Without tax", invoice.net
    for subtotal in invoice.taxes:
        if subtotal.code or subtotal.tax:
            yield _tax_label(subtotal), subtotal.tax
    if invoice.prepaid:
        yield "Advance", -invoice.prepaid
    if invoice.rounding:
        yield "Rounding", invoice.rounding
    for withholding in invoice.withholdings:
        percent = f"{withholding.percent.normalize():f}"
        yield f"Withholding {withholding.kind} {percent} %", -withholding.amount
    final = "Credited" if invoice.is_credit else "To be paid"
    yield final, invoice.payable - invoice.withheld


def _tax_label(subtotal: TaxSubtotal) -> str:
    if subtotal.code is None:
        return "Tax"
    return f"Tax {subtotal.code.id}, {subtotal.code.percent} %"


def _notes(invoice: Invoice) -> Iterator[str | Note]:
    yield f"From {_who(invoice.seller)} to {_who(invoice.buyer)}."
    if not invoice.is_credit:
        parts = invoice.due_parts
        dates = ", ".join(
            f"{with_cents(part.amount, invoice.currency)} by {part.due}"
            for part in parts
        )
        yield f"Due {parts[0].due}." if len(parts) == 1 else f"Due {dates}."
    account = invoice.payment_account
    if account and not invoice.is_credit:
        yield f"To be paid to {account.iban}."
    asked = invoice.payable - invoice.withheld
    # At a rate of exchange, each line is rounded by itself.
    if asked != invoice.owed and not invoice.accounting_currency:
        yield Note(
            text=f"The ledger has {with_cents(invoice.owed, invoice.currency):f}"
            f" {invoice.currency} as owed, which isn't what the lines come to.",
            remedy=see_findings("see why"),
        )
    for number, day in invoice.preceding:
        yield f"Credits {number}" + (f" of {day}." if day else ".")


def _who(party: Party) -> str:
    vat = party.text("vat-id")
    return f"{party.legal_name} ({vat})" if vat else party.legal_name


_SETTLEMENT_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("kind", "Kind"),
    Column("by", "Known by"),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("open", "Open", ColumnType.AMOUNT),
)


def settlements(
    books: Books, number: str, *, as_of: date, side: Side = Side.RECEIVABLE
) -> Table:
    """A document and its settlements, with the amount open after each.

    Args:
        books: The books.
        number: The document's number.
        as_of: The last day that counts.
        side: What is owed to us, or by us.

    Raises:
        UsageError: If no document has that number by then, or several have.
    """
    document = books.find_document(number, side=side, as_of=as_of)
    return Table(
        title=f"{document.label} and what settled it",
        as_of=as_of,
        columns=_SETTLEMENT_COLUMNS,
        rows=list(_rows(document)),
        notes=[_why_due(document)],
    )


def _rows(document: Document) -> Iterator[Row]:
    open_ = document.amount
    kind = document.kind.value
    yield _settlement_row(document.postings[0], (kind, ""), document.amount, open_)
    for settlement in document.settlements:
        open_ -= settlement.amount
        by = settlement.credit or movement_kind(settlement.posting)
        words = (by, settlement.basis.value)
        yield _settlement_row(settlement.posting, words, -settlement.amount, open_)


def _settlement_row(
    posting: ControlPosting, words: tuple[str, str], amount: Decimal, open_: Decimal
) -> Row:
    kind, basis = words
    currency = posting.currency
    return Row(
        cells={
            "date": posting.day,
            "kind": kind,
            "by": basis,
            "text": posting.text,
            "currency": currency,
            "amount": with_cents(amount, currency),
            "open": with_cents(open_, currency),
        },
        links={"date": Link(LinkKind.SOURCE, str(posting.place))},
    )


def _why_due(document: Document) -> str:
    """When a document is due, and why."""
    if not document.due_is_stated:
        return f"Nothing says when it is due, so it counts as due on {document.issued}."
    terms = document.postings[0].terms
    reason = (
        terms.explain(document.issued) if terms else f"due {document.due} as stated"
    )
    return f"{reason[:1].upper()}{reason[1:]}."
