"""An accepted quote -> its next invoice: a part, the deposit, or all that is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import account_of
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.entries.documents.draft_lines import NO_TAX
from ledgerkit.entries.documents.invoice import plan_invoice
from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO, quantum, rounded, split_by_shares
from ledgerkit.quotes.quote import bases_of
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.entries.entry import PlannedEntries
    from ledgerkit.quotes.invoicing import Invoiced
    from ledgerkit.quotes.quote import ClientQuote, QuoteLine


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteInvoiceDraft:
    """What to invoice of a quote; by default all that is left.

    Attributes:
        quote: The quote's number.
        issued: The invoice's date.
        share: A share of every line, from 0 to 1; None for no such.
        lines: Lines by their names, each with an amount without tax, or None for what
            is left of it; none for every line.
        deposit: Whether to invoice the deposit.
        number: The invoice's number; None for the next of its series.
        text: The narration; None for the quote's title.
        due: The last day to pay, if agreed apart from the terms.
        advances: The account of deposits; None for the only ``client-advance``.
    """

    quote: str
    issued: date
    share: Decimal | None = None
    lines: tuple[tuple[str, Decimal | None], ...] = ()
    deposit: bool = False
    number: str | None = None
    text: str | None = None
    due: date | None = None
    advances: str | None = None


def plan_quote_invoice(books: Books, draft: QuoteInvoiceDraft) -> PlannedEntries:
    """Plan an invoice of a quote; it says so by key, and each line is invoiced once.

    The invoice of the last that is left takes the deposit off, with its tax.

    Raises:
        UsageError: If the quote is not accepted, or no such part of it is left.
    """
    quote = books.quotes_read.find(draft.quote, draft.issued)
    if why := quote.why_not_invoiced(draft.issued):
        raise UsageError(why)
    # Invoices of later days have taken their part, too.
    invoiced = books.quotes_read.invoiced_of(quote.number, date.max)
    lines = (
        _deposit_lines(books, draft, invoiced)
        if draft.deposit
        else _invoice_lines(books, draft, invoiced)
    )
    invoice = InvoiceDraft(
        party=quote.client,
        issued=draft.issued,
        lines=tuple(lines),
        text=draft.text
        or (f"Deposit: {quote.title}" if draft.deposit else quote.title),
        number=draft.number,
        currency=quote.currency,
        due=draft.due,
        terms=quote.terms or None,
        order=quote.order,
        remark=quote.remark,
        quote=quote.number,
    )
    return plan_invoice(books, invoice)


def _deposit_lines(
    books: Books, draft: QuoteInvoiceDraft, invoiced: Invoiced
) -> Iterator[NewLine]:
    """The deposit, shared out by tax code as the quote is."""
    quote = invoiced.quote
    if draft.share is not None or draft.lines:
        raise UsageError("--deposit goes without --share and --part")
    if not quote.deposit:
        raise UsageError(f"quote {quote.number} asks for no deposit")
    # Less than nothing is invoiced where the last invoice took off what is void since.
    if any(amount > 0 for amount in invoiced.deposits.values()):
        raise UsageError(f"the deposit of {quote.number} is invoiced already")
    if quote.deposit > invoiced.left_net:
        left = as_money(invoiced.left_net, quote.currency)
        raise UsageError(f"only {left} of {quote.number} are left to invoice")
    account = account_of(
        books, Role.CLIENT_ADVANCE, draft.advances, "--advance-account"
    )
    bases = {code: base for code, base in invoiced.left_bases.items() if base > 0}
    parts = split_by_shares(
        quote.deposit, list(bases.values()), quantum=quantum(quote.currency)
    )
    for code, part in zip(bases, parts, strict=True):
        if part:
            yield NewLine(
                account=account,
                amount=part,
                description=f"Deposit: {quote.title}",
                tax=code or NO_TAX,
            )


def _invoice_lines(
    books: Books, draft: QuoteInvoiceDraft, invoiced: Invoiced
) -> Sequence[NewLine]:
    amounts = dict(_amounts(draft, invoiced))
    quote = invoiced.quote
    is_last = all(
        invoiced.left_of(line) == amounts.get(line.id, ZERO) for line in quote.agreed
    )
    has_deposit = any(invoiced.deposits.values())
    if not any(amounts.values()) and not (is_last and has_deposit):
        raise UsageError(f"nothing of quote {quote.number} is left to invoice")
    lines = [
        _line(line, amounts[line.id]) for line in quote.agreed if amounts.get(line.id)
    ]
    if is_last:
        return [*lines, *_taken_off(books, draft, invoiced)]
    _check_deposits(invoiced, amounts)
    return lines


def _amounts(
    draft: QuoteInvoiceDraft, invoiced: Invoiced
) -> Iterator[tuple[str, Decimal]]:
    """What to invoice of each line."""
    quote = invoiced.quote
    if draft.share is not None and draft.lines:
        raise UsageError("say what to invoice with --share or with --part, not both")
    if draft.share is not None:
        if not 0 < draft.share <= 1:
            raise UsageError(f"{draft.share * 100:f} % is no share of a quote")
        for line in quote.agreed:
            part = rounded(line.net * draft.share, quote.currency)
            yield line.id, _no_more(part, invoiced.left_of(line))
        return
    if not draft.lines:
        yield from ((line.id, invoiced.left_of(line)) for line in quote.agreed)
        return
    for name, amount in draft.lines:
        line = _named(quote, name)
        left = invoiced.left_of(line)
        if amount is not None and _no_more(amount, left) != amount:
            raise UsageError(
                f'line "{name}" of {quote.number} has {as_money(left, quote.currency)}'
                f" left to invoice, and not {amount:f}"
            )
        yield line.id, left if amount is None else amount


def _no_more(amount: Decimal, left: Decimal) -> Decimal:
    """An amount, but no more than is left, on the side where that is."""
    return max(min(amount, max(left, ZERO)), min(left, ZERO))


def _named(quote: ClientQuote, name: str) -> QuoteLine:
    for line in quote.agreed:
        if line.id == name:
            return line
    known = [line.id for line in quote.agreed]
    remedy = suggestion(name, known) or f"; there are {', '.join(known)}"
    raise UsageError(f'quote {quote.number} has no line "{name}"{remedy}')


def _line(line: QuoteLine, amount: Decimal) -> NewLine:
    """A line of the invoice; quantity and price only where it is the whole."""
    is_whole = amount == line.net
    return NewLine(
        account=line.account,
        amount=amount,
        description=line.description,
        quantity=line.quantity if is_whole else None,
        unit=(line.unit or None) if is_whole else None,
        unit_price=line.unit_price if is_whole else None,
        discount=(line.discount or None) if is_whole else None,
        discount_percent=line.discount_percent if is_whole else None,
        tax=line.tax or NO_TAX,
        allowance=line.allowance or None,
        charge=line.charge or None,
        period=line.period,
        quote_line=line.id,
    )


def _taken_off(
    books: Books, draft: QuoteInvoiceDraft, invoiced: Invoiced
) -> Iterator[NewLine]:
    """The deposits that are not taken off yet, with their tax codes."""
    deposits = {code: amount for code, amount in invoiced.deposits.items() if amount}
    if not deposits:
        return
    account = account_of(
        books, Role.CLIENT_ADVANCE, draft.advances, "--advance-account"
    )
    for code, amount in deposits.items():
        yield NewLine(
            account=account,
            amount=-amount,
            description="Deposit",
            tax=code or NO_TAX,
        )


def _check_deposits(invoiced: Invoiced, amounts: Mapping[str, Decimal]) -> None:
    """Refuse to leave less than the deposits that the last invoice takes off."""
    quote = invoiced.quote
    after = bases_of(
        (line.tax, invoiced.left_of(line) - amounts.get(line.id, ZERO))
        for line in quote.agreed
    )
    for code, deposit in invoiced.deposits.items():
        if deposit > after.get(code, ZERO):
            raise UsageError(
                f"less would be left of {quote.number} than its deposit of"
                f" {as_money(deposit, quote.currency)}; invoice all that is left"
            )
