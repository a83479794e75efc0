"""A bill or a mere entry that comes again -> the transaction a person would write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction

from ledgerkit.entries.directives import posting_of
from ledgerkit.entries.documents.bill import plan_bill
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.receivables.recurring.template import RecurringInvoice


def number_until_billed(invoice: RecurringInvoice) -> str:
    """The number of a bill until the vendor's own is written: template and day."""
    return f"{invoice.template}-{invoice.period.first}"


def bill_or_entry(books: Books, invoice: RecurringInvoice, day: date) -> Transaction:
    """The transaction of a template for a vendor, or for an account.

    Raises:
        UsageError: If it can't be written; the message begins with the template.
    """
    try:
        made = _bill if invoice.vendor else _entry
        txn = made(books, invoice, day)
    except UsageError as error:
        raise UsageError(
            f"{invoice.place}: recurring {invoice.template}: {error}"
        ) from None
    meta: dict[str, Any] = {
        "recurring": invoice.template,
        "period-from": invoice.period.first,
        "period-to": invoice.period.last,
    }
    tags = invoice.facts.get("tags", "").replace(",", " ").split()
    return txn._replace(meta=txn.meta | meta, tags=frozenset(tags))


def _bill(books: Books, invoice: RecurringInvoice, day: date) -> Transaction:
    lines = tuple(
        NewLine(
            account=line.account,
            amount=line.net,
            description=line.description or None,
            quantity=line.quantity,
            unit=line.unit or None,
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            tax=line.tax or None,
        )
        for line in invoice.lines
    )
    planned = plan_bill(
        books,
        InvoiceDraft(
            party=invoice.vendor,
            side=Side.PAYABLE,
            issued=day,
            number=number_until_billed(invoice),
            lines=lines,
            currency=invoice.currency,
            text=invoice.text or None,
            terms=invoice.facts.get("terms"),
            order=invoice.facts.get("order", ""),
            remark=invoice.facts.get("remark", ""),
        ),
    )
    [txn] = [d for d in planned.directives if isinstance(d, Transaction)]
    return txn


def _entry(_books: Books, invoice: RecurringInvoice, day: date) -> Transaction:
    if not invoice.against:
        raise UsageError(
            'has no client; write client: "acme" for invoices, vendor: "rossi" for'
            " bills, or against: Assets:Prepaid for entries"
        )
    for text in (invoice.text, *(line.description for line in invoice.lines)):
        hidden = hidden_character(text)
        if hidden:
            raise UsageError(f"a text holds {hidden}, which can't be seen")
    if any(line.tax for line in invoice.lines):
        raise UsageError("a mere entry has no tax:; write client: or vendor: instead")
    currency = invoice.currency
    postings = [
        posting_of(line.account, line.net, currency, _described(line.description))
        for line in invoice.lines
    ]
    postings.append(posting_of(invoice.against, -invoice.net, currency))
    text = invoice.text or invoice.template
    return Transaction({}, day, "*", None, text, frozenset(), frozenset(), postings)


def _described(text: str) -> dict[str, Any]:
    return {"description": text} if text else {}
