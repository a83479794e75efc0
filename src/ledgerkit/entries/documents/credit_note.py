"""The entries that credit an invoice, in whole or in part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.entries.documents.bill import plan_bill
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.entries.documents.draft_lines import NO_TAX
from ledgerkit.entries.documents.invoice import plan_invoice
from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO, quantum, split_by_shares
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Posting

    from ledgerkit.books.books import Books
    from ledgerkit.entries.entry import PlannedEntries
    from ledgerkit.invoices.invoice import Invoice, TaxSubtotal
    from ledgerkit.open_items.document import Document

#: The roles that are no part of a client's credit.
_APART = {Role.RECEIVABLE, Role.CLIENT_ADVANCE, Role.PAYABLE, Role.VENDOR_ADVANCE}


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNoteDraft:
    """The request for a credit note.

    Attributes:
        invoice: Number of the invoice that it credits.
        issued: Its date.
        amount: The amount with tax, if it credits a part; None for the whole invoice.
        lines: The lines it credits, positive and without tax; none for the whole, or
            the amount.
        text: The narration; None for a usual one.
        number: As printed; None for the next of the series.
        side: Whether it is a credit note of ours, or a vendor's for a bill.
    """

    invoice: str
    issued: date
    amount: Decimal | None = None
    lines: tuple[NewLine, ...] = ()
    text: str | None = None
    number: str | None = None
    side: Side = Side.RECEIVABLE


def plan_credit_note(books: Books, draft: CreditNoteDraft) -> PlannedEntries:
    """Plan a credit note; tax is credited under the invoice's own codes.

    Raises:
        UsageError: If it can't be written.
    """
    document = books.find_document(draft.invoice, side=draft.side)
    if document.is_credit:
        raise UsageError(f"{draft.invoice} is a credit itself; name an invoice or bill")
    _check_left(document, draft)
    if draft.lines:
        lines: Sequence[NewLine] = [replace(x, amount=-x.amount) for x in draft.lines]
    elif draft.amount is not None:
        lines = list(_part(books.read_invoice(document), draft.amount))
    else:
        lines = list(_reversed_lines(books, document))
    usual = DocumentKind.of(draft.side, credit=True).value.capitalize()
    text = draft.text or f"{usual} for {draft.invoice}"
    plan = plan_bill if draft.side is Side.PAYABLE else plan_invoice
    planned = plan(
        books,
        InvoiceDraft(
            party=document.party,
            side=draft.side,
            issued=draft.issued,
            lines=tuple(lines),
            text=text,
            number=draft.number,
            currency=document.currency,
            control_account=document.postings[0].account,
            withholding=None if draft.lines else NO_TAX,
            credits=(draft.invoice,),
            tax_is_given=not draft.lines and draft.amount is None,
        ),
    )
    return replace(planned, notes=[*planned.notes, *_beyond_open(document, planned)])


def _check_left(document: Document, draft: CreditNoteDraft) -> None:
    if draft.issued < document.issued:
        raise UsageError(
            f"a credit of {draft.issued} can't credit {draft.invoice} of"
            f" {document.issued}; correct the date"
        )
    credited = sum((s.amount for s in document.settlements if s.credit), ZERO)
    creditable = document.amount - credited
    if creditable <= 0 or (draft.amount is not None and draft.amount > creditable):
        raise UsageError(
            f"{draft.invoice} is over {as_money(document.amount, document.currency)},"
            f" and {credited:f} of it are credited already; credit at most"
            f" {creditable:f}"
        )
    if draft.amount is not None and draft.amount <= 0:
        raise UsageError("a credit is over a positive amount; correct it")


def _reversed_lines(books: Books, document: Document) -> Iterator[NewLine]:
    """Every posting of the invoice, reversed: lines, tax and withholdings."""
    tax_accounts = books.tax_codes.accounts()
    for txn in books.transactions_of(document):
        for posting in txn.postings:
            role = books.chart.role(posting.account)
            if role is not None and role.role in _APART:
                continue
            units = posting.units
            assert units is not None
            assert units.number is not None
            if units.currency != document.currency or posting.price is not None:
                raise UsageError(
                    f"{document.label} is booked at a rate of exchange; enter its"
                    " credit note by hand, at the same rate"
                )
            is_tax = posting.account in tax_accounts
            described = None if is_tax else txn.narration
            yield _reversed(posting, document.side.sign * units.number, described)


def _reversed(posting: Posting, amount: Decimal, described: str | None) -> NewLine:
    meta: Mapping[str, Any] = posting.meta or {}
    first, last = written(meta, "period-from"), written(meta, "period-to")
    discount, price = written(meta, "discount"), written(meta, "unit-price")
    return NewLine(
        account=posting.account,
        amount=amount,
        description=written(meta, "description") or described,
        quantity=written(meta, "quantity"),
        unit=written(meta, "unit"),
        unit_price=price.number if isinstance(price, Amount) else None,
        discount=discount.number if isinstance(discount, Amount) else None,
        discount_percent=written(meta, "discount-percent"),
        tax=written(meta, "tax"),
        allowance=written(meta, "allowance"),
        charge=written(meta, "charge"),
        withholding=written(meta, "withholding"),
        period=(first, last) if first and last else None,
    )


def _part(invoice: Invoice, amount: Decimal) -> Iterator[NewLine]:
    """An amount with tax, in proportion to the invoice's amounts by code."""
    smallest = quantum(invoice.currency)
    shares = [subtotal.base + subtotal.tax for subtotal in invoice.taxes]
    parts = split_by_shares(amount, shares, quantum=smallest)
    for subtotal, part in zip(invoice.taxes, parts, strict=True):
        alike = [line for line in invoice.lines if line.tax == subtotal.code]
        if not alike or not part:
            continue
        largest = max(alike, key=lambda line: line.net)
        yield NewLine(
            account=largest.account,
            amount=-_net_of(subtotal, part, invoice.currency),
            tax=subtotal.code.id if subtotal.code else None,
        )


def _net_of(subtotal: TaxSubtotal, gross: Decimal, currency: str) -> Decimal:
    """The net amount that comes to this with its tax.

    Raises:
        UsageError: If no net amount does, because its tax is rounded; with the nearest
            possible.
    """
    if subtotal.code is None or subtotal.code.reverse_charge_account is not None:
        return gross
    rate, step = subtotal.code.rate, quantum(currency)
    guess = (gross / (1 + rate)).quantize(step, rounding=ROUND_HALF_UP)
    totals = []
    for net in (guess, guess - step, guess + step):
        totals.append(net + tax_on(net, rate, currency))
        if totals[-1] == gross:
            return net
    nearest = min(totals, key=lambda total: (abs(total - gross), total))
    raise UsageError(
        f"no net amount makes {as_money(gross, currency)} with"
        f" {subtotal.code.percent} % tax; credit {nearest:f} instead"
    )


def _beyond_open(document: Document, planned: PlannedEntries) -> Iterator[str]:
    """The part of the credit that has already been paid."""
    account = document.postings[0].account
    credited = sum(
        (
            -document.side.sign * posting.units.number
            for directive in planned.directives
            for posting in getattr(directive, "postings", ())
            if posting.account == account
        ),
        ZERO,
    )
    beyond = credited - max(document.open, ZERO)
    if beyond > 0:
        yield (
            f"{document.label} has {as_money(document.open, document.currency)} open,"
            f" so {beyond:f} of {planned.number} stay open, to be paid back or set"
            " against another invoice"
        )
