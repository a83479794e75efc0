"""The entries that credit an invoice, in whole or in part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.books.documents.crediting import creditable_amount, read_creditable
from ledgerkit.books.documents.party import declared_party
from ledgerkit.books.work.charges import charged_ids
from ledgerkit.entries.coins import check_coins
from ledgerkit.entries.currencies.credited import at_carrying_rate
from ledgerkit.entries.documents.bill import plan_bill, usual_line
from ledgerkit.entries.documents.credited_lines import CreditedLines, turned
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.entries.documents.draft_lines import whole_lines
from ledgerkit.entries.documents.invoice import plan_invoice
from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Posting

    from ledgerkit.books.books import Books
    from ledgerkit.entries.entry import PlannedEntries
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.document import Document


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

    All credits of an invoice together take back exactly what it charged, under each of
    its tax codes, and never more, whether it was paid or not.

    Raises:
        UsageError: If it can't be written.
    """
    document = books.find_document(draft.invoice, side=draft.side)
    _check_what(document, draft)
    check_coins(books, draft.amount, document.currency)
    credited, credits_ = creditable_amount(books.source, document)
    left = document.amount - credited
    if left <= 0 or (draft.amount is not None and draft.amount > left):
        raise _too_much(document, credited, left)
    lines, tax_is_given = _lines(books, document, draft, left, credits_)
    quote = _quote_of(books, document)
    lines = tuple(_described(books, quote, lines))
    if sum((line.amount for line in lines), ZERO) >= 0:
        raise UsageError("a credit is over a positive amount; correct its lines")
    usual = DocumentKind.of(draft.side, credit=True).value.capitalize()
    text = draft.text or f"{usual} for {draft.invoice}"
    plan = plan_bill if draft.side is Side.PAYABLE else plan_invoice
    planned = plan(
        books,
        InvoiceDraft(
            party=document.party,
            side=draft.side,
            issued=draft.issued,
            lines=lines,
            text=text,
            number=draft.number,
            currency=document.currency,
            control_account=document.postings[0].account,
            credits=(draft.invoice,),
            quote=quote,
            tax_is_given=tax_is_given,
        ),
    )
    now = _credited_by(document, planned)
    if now > left and not document.postings[0].opening:
        raise _too_much(document, credited, left)
    if _has_rates(books, document):
        planned = at_carrying_rate(books, document, planned, now)
    return replace(planned, notes=[*planned.notes, *_beyond_open(document, planned)])


def _check_what(document: Document, draft: CreditNoteDraft) -> None:
    if document.is_credit:
        raise UsageError(f"{draft.invoice} is a credit itself; name an invoice or bill")
    if draft.issued < document.issued:
        raise UsageError(
            f"a credit of {draft.issued} can't credit {draft.invoice} of"
            f" {document.issued}; correct the date"
        )
    if draft.amount is not None and draft.amount <= 0:
        raise UsageError("a credit is over a positive amount; correct it")


def _too_much(document: Document, credited: Decimal, left: Decimal) -> UsageError:
    currency = document.currency
    most = f"credit at most {with_cents(left, currency):f}"
    return UsageError(
        f"{document.label} is over {as_money(document.amount, currency)}, and"
        f" {with_cents(credited, currency):f} of it are credited already;"
        f" {most if left > 0 else 'nothing is left to credit'}"
    )


def _lines(
    books: Books,
    document: Document,
    draft: CreditNoteDraft,
    left: Decimal,
    credits_: Sequence[SubledgerItem],
) -> tuple[tuple[NewLine, ...], bool]:
    """The lines of the credit, and whether its tax is among them."""
    given = _given_lines(books, document, draft)
    try:
        creditable = read_creditable(books.source, document, credits_)
    except UsageError:
        if not given:
            raise
        # An invoice from before the books has no lines: the credit's own decide.
        return turned(given), False
    credited = CreditedLines(creditable, document.label, document.currency)
    if given:
        return turned(credited.of_lines(given)), True
    whole = draft.amount is None and left == document.amount
    if whole and not _is_in_two_currencies(books, document):
        return tuple(_reversed_lines(books, document)), True
    most = min(left, credited.most)
    amount = most if draft.amount is None else draft.amount
    if amount > most or most <= 0:
        raise _too_much(document, document.amount - left, most)
    return turned(credited.of_amount(amount)), True


def _given_lines(
    books: Books, document: Document, draft: CreditNoteDraft
) -> Sequence[NewLine]:
    """The lines to credit, with whole accounts and valid tax codes."""
    lines: Sequence[NewLine] = draft.lines
    if draft.side is Side.PAYABLE:
        vendor = declared_party(books, draft.side, document.party, draft.issued)
        lines = [usual_line(vendor, line) for line in lines]
    return whole_lines(books, lines, draft.issued, draft.side)


def _has_rates(books: Books, document: Document) -> bool:
    """Whether anything of a document is booked at a rate of exchange or a cost."""
    return any(
        posting.price or posting.cost
        for txn in books.transactions_of(document)
        for posting in txn.postings
    )


def _is_in_two_currencies(books: Books, document: Document) -> bool:
    """Whether some of its lines are booked in the currency of the books."""
    return any(
        posting.units is not None and posting.units.currency != document.currency
        for txn in books.transactions_of(document)
        for posting in txn.postings
    )


def _reversed_lines(books: Books, document: Document) -> Iterator[NewLine]:
    """Every posting of the invoice, reversed: lines, tax, and what goes with them."""
    tax_accounts = books.tax_codes.accounts()
    for txn in books.transactions_of(document):
        for posting in txn.postings:
            role = books.chart.role(posting.account)
            if role is not None and role.role.side is not None:
                continue
            units = posting.units
            assert units is not None
            assert units.number is not None
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
        quote_line=written(meta, "quote-line"),
        bills=charged_ids(posting),
    )


def _quote_of(books: Books, document: Document) -> str:
    """The quote that a document invoices, to which its credit gives back."""
    if document.postings[0].opening:
        return ""
    txn = books.source.transaction_of(document.postings[0])
    return str(written(txn.meta, "quote") or "")


def _described(
    books: Books, number: str, lines: Sequence[NewLine]
) -> Iterator[NewLine]:
    """The lines, each of a quote's line with what that says."""
    history = books.quotes_read.histories.get(number)
    quote = history and history.as_of(date.max, books.tax_codes)
    texts = {line.id: line.description for line in quote.lines} if quote else {}
    for line in lines:
        known = texts.get(line.quote_line or "")
        plain = line.description is None and not (line.allowance or line.charge)
        yield replace(line, description=known) if known and plain else line


def _credited_by(document: Document, planned: PlannedEntries) -> Decimal:
    """What the planned credit takes off the control account."""
    account = document.postings[0].account
    return sum(
        (
            -document.side.sign * posting.units.number
            for directive in planned.directives
            for posting in getattr(directive, "postings", ())
            if posting.account == account
        ),
        ZERO,
    )


def _beyond_open(document: Document, planned: PlannedEntries) -> Iterator[str]:
    """The part of the credit that has already been paid."""
    beyond = _credited_by(document, planned) - max(document.open, ZERO)
    if beyond > 0:
        yield (
            f"{document.label} has {as_money(document.open, document.currency)} open,"
            f" so {beyond:f} of {planned.number} stay open, to be paid back or set"
            " against another invoice"
        )
