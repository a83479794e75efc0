"""An invoice as a person asks for it -> the whole document.

What follows from the books is worked out here: the number, the client's name and
account, the currency, and tax by code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.books.account_use import OpenedAccounts
from ledgerkit.books.accounts_by_role import (
    find_account,
    only_account,
    shared_controls,
)
from ledgerkit.books.did_you_mean import suggestion
from ledgerkit.books.document_numbers import number_for
from ledgerkit.books.new_document import NewDocument, NewLine
from ledgerkit.errors import UsageError
from ledgerkit.invoices.tax_code import TaxCode, TaxKind
from ledgerkit.invoices.tax_summary import tax_on, tax_subtotals
from ledgerkit.money import ZERO
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.parties.payment_terms import parse_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.parties.party import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDraft:
    """An invoice or credit note before it has a number and its tax.

    Attributes:
        client: Id, name or alias.
        issued: Its date.
        lines: What it is made out for, without tax, each with its tax code; on a
            credit note the amounts are negative.
        text: The narration; None for the first line's description.
        number: As printed; None for the next of the series.
        currency: None for the client's, else the book's.
        due: Last day to pay, if agreed apart from the terms.
        terms: Terms of its own; None if the client's hold.
        control_account: The receivable; None for the client's, else the book's only.
        withholding: What the buyer keeps back: kind, percent and reason, e.g.
            ``RT02 20 A``.
        withholding_account: Where that is posted.
        order: The buyer's order; empty for none, as below.
        buyer_reference: What the buyer asked to see on it.
        remark: Free text to print.
        delivered: Day of delivery, where it differs.
        period: First and last day that it is for.
        stamp_duty: Italian stamp duty that we pay.
        credits: The numbers that a credit note credits.
        tax_is_given: Whether tax is among the lines already, and none is reckoned.
    """

    client: str
    issued: date
    lines: tuple[NewLine, ...]
    text: str | None = None
    number: str | None = None
    currency: str | None = None
    due: date | None = None
    terms: str | None = None
    control_account: str | None = None
    withholding: str | None = None
    withholding_account: str | None = None
    order: str = ""
    buyer_reference: str = ""
    remark: str = ""
    delivered: date | None = None
    period: tuple[date, date] | None = None
    stamp_duty: Decimal | None = None
    credits: tuple[str, ...] = ()
    tax_is_given: bool = False


def complete_invoice(books: Books, draft: InvoiceDraft) -> NewDocument:
    """The document that a draft comes to in these books.

    Raises:
        UsageError: If something that it names does not exist, or doesn't fit.
    """
    client = client_of(books, draft.client, draft.issued)
    currency = draft.currency or document_currency(books, client)
    lines = _lines(books, draft, currency)
    is_credit = sum((line.amount for line in lines), ZERO) < 0
    kind = DocumentKind.of(Side.RECEIVABLE, credit=is_credit)
    text = draft.text or lines[0].description or kind.value.capitalize()
    return NewDocument(
        side=Side.RECEIVABLE,
        number=draft.number or number_for(books, kind, draft.issued),
        party=client.id,
        payee=client.name,
        issued=draft.issued,
        due=_due(draft),
        currency=currency,
        lines=tuple(_plainly_written(line, text) for line in lines),
        control_account=_control_account(books, draft, client),
        text=text,
        terms=_terms(draft, client),
        order=draft.order,
        buyer_reference=draft.buyer_reference,
        remark=draft.remark,
        delivered=draft.delivered,
        period=draft.period,
        stamp_duty=draft.stamp_duty,
        credits=draft.credits,
        declares_party=client.place is not None,
    )


def client_of(books: Books, name: str, day: date) -> Party:
    """The client that a person means, as recorded on a day.

    Raises:
        UsageError: If there is none, with the nearest one or the directive to write.
    """
    role = PartyRole.CLIENT
    try:
        id_ = books.find_party(role, name)
    except UsageError as error:
        if "did you mean" in str(error) or "may be any of" in str(error):
            raise
        raise UsageError(
            f'there is no client "{name}"; declare it first:'
            f' {day} custom "client" "its-id" "Its name"'
        ) from None
    return books.directory.as_of(role, id_, day)


def document_currency(books: Books, client: Party) -> str:
    """The currency of a client's documents: its own, else the book's.

    Raises:
        UsageError: If neither says, or the book has several.
    """
    stated = client.text("currency")
    operating: Sequence[str] = books.options["operating_currency"]
    if stated or len(operating) == 1:
        return stated or operating[0]
    seen = {p.currency for p in books.control_postings if p.party == client.id}
    if len(seen) == 1:
        return seen.pop()
    raise UsageError(f"say which currency {client.name} is invoiced in: --currency EUR")


def _lines(books: Books, draft: InvoiceDraft, currency: str) -> Sequence[NewLine]:
    """The draft's lines by whole account names, then what is withheld, then tax."""
    if not draft.lines:
        raise UsageError("say what it is for, with at least one --line")
    lines = [replace(x, account=find_account(books, x.account)) for x in draft.lines]
    if draft.tax_is_given:
        return lines
    codes = {id_: find_tax_code(books, id_, draft.issued) for id_ in _codes_of(lines)}
    for line in lines:
        if line.tax is None and sales_codes(books, draft.issued):
            what = line.description or line.account
            known = ", ".join(sales_codes(books, draft.issued))
            raise UsageError(
                f'the line "{what}" has no tax code; write tax=CODE, one of {known}, or'
                " tax=none"
            )
    lines = [replace(x, tax=None) if x.tax == NO_TAX else x for x in lines]
    return [
        *lines,
        *_tax_lines(lines, codes, currency),
        *_withheld(books, draft, lines, currency),
    ]


#: Says that a line falls under no tax code, in a book that has some.
NO_TAX = "none"


def _codes_of(lines: Sequence[NewLine]) -> Sequence[str]:
    return [line.tax for line in lines if line.tax is not None and line.tax != NO_TAX]


def sales_codes(books: Books, day: date) -> Sequence[str]:
    """The ids of the tax codes that a line of ours may have on a day."""
    codes = [books.tax_codes.on(id_, day) for id_ in books.tax_codes.ids]
    return [c.id for c in codes if c is not None and c.kind is not TaxKind.PURCHASE]


def find_tax_code(books: Books, id_: str, day: date) -> TaxCode:
    """The code for sales that a person means, as it holds on a day.

    Raises:
        UsageError: If there is none, with the nearest one.
    """
    code = books.tax_codes.on(id_, day)
    if code is None:
        known = sales_codes(books, day)
        remedy = suggestion(id_, known) or (
            f"; the codes are {', '.join(known)}"
            if known
            else f'; declare it: {day} custom "tax-code" "{id_}" 0.22'
        )
        raise UsageError(f'there is no tax code "{id_}"{remedy}')
    if code.kind is TaxKind.PURCHASE:
        raise UsageError(f'tax code "{id_}" is for what we buy; name one for sales')
    return code


def _tax_lines(
    lines: Sequence[NewLine], codes: dict[str, TaxCode], currency: str
) -> Iterator[NewLine]:
    """What is posted as tax: by code, on the sum of what falls under it."""
    bases = [(codes[x.tax], x.amount) for x in lines if x.tax is not None]
    for subtotal in tax_subtotals(bases, ()):
        code = subtotal.code
        assert code is not None
        tax = tax_on(subtotal.base, code.rate, currency)
        if not tax:
            continue
        if code.account is None:
            raise UsageError(
                f"{code.place}: tax code {code.id} does not say where its tax is"
                " posted; add account: Liabilities:VAT, or whatever yours is called"
            )
        yield NewLine(account=code.account, amount=tax, tax=code.id)


def _withheld(
    books: Books, draft: InvoiceDraft, lines: Sequence[NewLine], currency: str
) -> Iterator[NewLine]:
    """What the buyer keeps back of the net amount."""
    if draft.withholding is None:
        return
    words = draft.withholding.split()
    try:
        percent = Decimal(words[1])
    except (IndexError, ArithmeticError):
        raise UsageError(
            f'--withholding "{draft.withholding}" is not a kind, a percentage and a'
            ' reason; write for instance "RT02 20 A"'
        ) from None
    if draft.withholding_account is None:
        raise UsageError(
            "say where the tax that is withheld is posted: --withholding-account"
        )
    net = sum((line.amount for line in lines), ZERO)
    withheld = tax_on(net, percent / 100, currency)
    yield NewLine(
        account=find_account(books, draft.withholding_account),
        amount=-withheld,
        withholding=draft.withholding,
    )


def _plainly_written(line: NewLine, text: str) -> NewLine:
    """The line without what the ledger says anyway."""
    if line.description == text:
        line = replace(line, description=None)
    is_one = line.quantity in {None, 1} and not (line.unit or line.discount)
    if is_one and line.discount_percent is None and not line.withholding:
        line = replace(line, quantity=None, unit_price=None)
    return line


def _due(draft: InvoiceDraft) -> date | None:
    if draft.due is not None and draft.due < draft.issued:
        raise UsageError(
            f"it would be due on {draft.due}, before its own date {draft.issued};"
            " correct one of the two"
        )
    return draft.due


def _terms(draft: InvoiceDraft, client: Party) -> str | None:
    """Terms of its own, if they are not the client's."""
    if draft.terms is None:
        return None
    try:
        terms = parse_terms(draft.terms)
    except ValueError as error:
        raise UsageError(str(error)) from None
    agreed = client.payment_terms
    return None if agreed is not None and parse_terms(agreed) == terms else draft.terms


def _control_account(books: Books, draft: InvoiceDraft, client: Party) -> str:
    if draft.control_account is not None:
        return find_account(books, draft.control_account)
    return control_account_of(books, client)


def control_account_of(books: Books, client: Party) -> str:
    """The receivable of a client: its own, else the book's only one.

    Raises:
        UsageError: If the book has several, or none.
    """
    own = client.text("account")
    if own:
        return own
    side = Side.RECEIVABLE
    used = {
        p.account
        for p in books.control_postings
        if p.party == client.id and p.side is side
    }
    if len(used) == 1 and used <= set(OpenedAccounts(books.directives).names):
        return used.pop()
    found = only_account(
        shared_controls(books, side), "receivable", "--control-account"
    )
    if found is None:
        raise UsageError(
            "no receivable account is opened; open one, e.g. 1970-01-01 open"
            " Assets:Receivable"
        )
    return found
